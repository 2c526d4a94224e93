#include "job.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace portal {

namespace {

constexpr std::string_view first_names[] = {
    "Ada",
    "Grace",
    "Alan",
    "Edsger",
    "Barbara",
    "Donald",
    "Frances",
    "John",
    "Katherine",
    "Dennis"};
constexpr std::string_view last_names[] = {
    "Lovelace",
    "Hopper",
    "Turing",
    "Dijkstra",
    "Liskov",
    "Knuth",
    "Allen",
    "Backus",
    "Johnson",
    "Ritchie",
    "Li"};
constexpr std::string_view hosts[] = {"acme.example", "harbour.example", "mill.example"};

// Of a hundred contacts: 75 ask at once, of whom one has no account and one the email of another; 5
// have a user and ask later; 20 never ask. The kinds are spread over the hundred.
constexpr uint32_t without_account = 10;
constexpr uint32_t same_email = 50;
constexpr uint32_t back_to_other = 73; // so many contacts before stands a contact of kind 49
uint32_t kind_of(uint32_t index) {
    return index * 37 % 100;
}

std::string email_of(uint32_t index) {
    if (kind_of(index) == same_email && index >= back_to_other)
        return email_of(index - back_to_other);
    std::string email(first_names[index % std::size(first_names)]);
    std::ranges::transform(email, email.begin(), [](char byte) {
        return static_cast<char>(byte | 0x20);
    });
    email += '.';
    email += std::to_string(index);
    email += '@';
    email += hosts[index % std::size(hosts)];
    return email;
}

} // namespace

std::string make_contacts(uint32_t count) {
    const uint32_t accounts = std::max(1U, count / 100);
    std::string text;
    text.reserve(size_t{count} * 64);
    for (uint32_t index = 0; index < count; ++index) {
        const uint32_t kind = kind_of(index);
        text += first_names[index % std::size(first_names)];
        text += '\t';
        text += last_names[index % std::size(last_names)];
        text += '-';
        text += std::to_string(index);
        text += '\t';
        text += email_of(index);
        text += '\t';
        text += std::to_string(kind == without_account ? 0 : index % accounts + 1);
        text += kind < 75 ? "\t1\n" : kind < 80 ? "\t2\n" : "\t0\n";
    }
    return text;
}

Contacts split_contacts(std::string text) {
    Contacts result;
    result.text = std::move(text);
    std::string_view rest = result.text;
    result.rows.reserve(static_cast<size_t>(std::ranges::count(rest, '\n')));
    const auto cell = [&rest](char end) {
        const size_t size = rest.find(end);
        if (size == std::string_view::npos)
            stop("the file of contacts is broken");
        const std::string_view found = rest.substr(0, size);
        rest.remove_prefix(size + 1);
        return found;
    };
    while (!rest.empty()) {
        Contact contact;
        contact.first_name = cell('\t');
        contact.last_name = cell('\t');
        contact.email = cell('\t');
        contact.account = static_cast<uint32_t>(std::strtoul(cell('\t').data(), nullptr, 10));
        contact.asks = static_cast<Asks>(cell('\n').front() - '0');
        result.accounts = std::max(result.accounts, contact.account);
        result.rows.push_back(contact);
    }
    return result;
}

Contacts read_contacts(const char* path) {
    std::ifstream file(path, std::ios::binary);
    if (!file)
        stop("the file of contacts cannot be read");
    return split_contacts({std::istreambuf_iterator<char>(file), {}});
}

void stop(std::string_view message) {
    std::fprintf(stderr, "%.*s\n", static_cast<int>(message.size()), message.data());
    std::exit(1);
}

uint64_t peak_memory() {
    // Not getrusage: it counts what the process held before it became this program.
    std::ifstream status("/proc/self/status");
    std::string line;
    while (std::getline(status, line))
        if (line.starts_with("VmHWM:"))
            return std::strtoull(line.c_str() + 6, nullptr, 10) * 1024;
    return 0;
}

void tell(const Counts& counts, double seconds, uint64_t peak) {
    std::printf(
        "{\"seconds\": %.6f, \"peak\": %llu, \"contacts\": %llu, \"pending\": %llu, "
        "\"provisioned\": %llu, \"failed\": %llu, \"users\": %llu, "
        "\"logs\": %llu}\n",
        seconds,
        static_cast<unsigned long long>(peak),
        static_cast<unsigned long long>(counts.contacts),
        static_cast<unsigned long long>(counts.pending),
        static_cast<unsigned long long>(counts.provisioned),
        static_cast<unsigned long long>(counts.failed),
        static_cast<unsigned long long>(counts.users),
        static_cast<unsigned long long>(counts.logs)
    );
}

Dump::Dump(const char* path) {
    if (path == nullptr)
        return;
    file_ = std::fopen(path, "wb");
    if (file_ == nullptr)
        stop("the records cannot be written");
}

Dump::~Dump() {
    if (file_ != nullptr && std::fclose(file_) != 0)
        stop("the records cannot be written");
}

void Dump::line(std::initializer_list<std::string_view> cells) {
    bool is_first = true;
    for (const std::string_view cell : cells) {
        if (!is_first)
            std::fputc('\t', file_);
        is_first = false;
        std::fwrite(cell.data(), 1, cell.size(), file_);
    }
    std::fputc('\n', file_);
}

std::string plain_username(std::string_view username, std::string_view contact_number) {
    if (username.size() > contact_number.size() && username.starts_with(contact_number) &&
        username[contact_number.size()] == '.')
        return "~" + std::string(username.substr(contact_number.size()));
    return std::string(username);
}

} // namespace portal
