// The portal-user job, as every program of this folder does it: the contacts, what must come out,
// and how it is told. README.md says the rules.
#pragma once

#include <cstdint>
#include <cstdio>
#include <ctime>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace portal {

constexpr uint32_t chunk = 200;

/// Whether and when a contact asks for portal access.
enum class Asks : uint8_t { never, at_once, later };

/// A line of the file of contacts: views into its text.
struct Contact {
    std::string_view first_name;
    std::string_view last_name; // never twice
    std::string_view email;
    uint32_t account = 0; // from 1; 0: none
    Asks asks = Asks::never;
};

struct Contacts {
    std::string text;
    std::vector<Contact> rows;
    uint32_t accounts = 0;
};

/// What a program counts after the job: part of its time.
struct Counts {
    uint64_t contacts = 0;
    uint64_t pending = 0;
    uint64_t provisioned = 0;
    uint64_t failed = 0;
    uint64_t users = 0;
    uint64_t logs = 0;
};

/// The contacts of a job of `count`, a line each: first name, last name, email, account, 0 to 2 for
/// Asks. Always the same.
[[nodiscard]] std::string make_contacts(uint32_t count);
/// Ends the program with a word if the text is not such a file.
[[nodiscard]] Contacts read_contacts(const char* path);
[[nodiscard]] Contacts split_contacts(std::string text);

[[noreturn]] void stop(std::string_view message);

/// Seconds of the processor since it was made: what else the machine does is not in them.
class Clock {
public:
    [[nodiscard]] double seconds() const { return now() - begin_; }

private:
    [[nodiscard]] static double now() {
        std::timespec time{};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
    }
    double begin_ = now();
};

/// Bytes the process has held at most so far.
[[nodiscard]] uint64_t peak_memory();

/// The line that the comparison reads.
void tell(const Counts& counts, double seconds, uint64_t peak);

/// Writes the records in the form in which all programs must agree: a line a record, in any order.
class Dump {
public:
    explicit Dump(const char* path); // null: writes nothing
    Dump(const Dump&) = delete;
    Dump& operator=(const Dump&) = delete;
    ~Dump();

    [[nodiscard]] bool is_wanted() const { return file_ != nullptr; }
    void line(std::initializer_list<std::string_view> cells);

private:
    std::FILE* file_ = nullptr;
};

/// A user name without the number that the contact's own id has put before it: ids differ between
/// programs.
[[nodiscard]] std::string
plain_username(std::string_view username, std::string_view contact_number);

} // namespace portal
