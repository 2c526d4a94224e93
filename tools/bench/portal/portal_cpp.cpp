// The portal-user job by hand, as somebody writes it who knows what is fast: texts in an arena,
// records in vectors, open addressing for the one index that is needed, events in a queue, work in
// chunks of 200. It checks what the job needs to be checked and nothing else, and it cannot roll
// back.
//
//     portal_cpp CONTACTS.tsv [DUMP.tsv]
#include "job.hpp"
#include "name_index.hpp"
#include "text_arena.hpp"

#include <string>
#include <vector>

namespace {

using portal::Asks;
using portal::Contacts;
using portal::lower;
using portal::TextArena;

enum class Status : uint8_t { none, pending, provisioned, failed };

struct Account {
    std::string_view name;
    bool owner_has_role = true;
};

struct Contact {
    std::string_view first_name;
    std::string_view last_name;
    std::string_view email;
    uint32_t account = 0; // from 1; 0: none
    uint32_t user = 0;    // from 1; 0: none
    bool asks = false;
    Status status = Status::none;
};

struct User {
    std::string_view first_name;
    std::string_view last_name;
    std::string_view email;
    std::string_view username;
    std::string_view alias;
    std::string_view time_zone;
    std::string_view locale;
    uint32_t contact = 0;
    uint32_t account = 0;
};

struct Log {
    uint32_t contact = 0;
    std::string_view message;
};

struct Email {
    std::string_view to;
    std::string_view subject;
    std::string_view body;
};

/// What weir's flow is told when the user cannot be made.
#define PORTAL_FAULT(text)                                                                         \
    "This error occurred when the flow tried to create records: " text                             \
    ". You can look up ExceptionCode values in the "                                               \
    "<a "                                                                                          \
    "href='https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/"                        \
    "sforce_api_calls_concepts_core_data_objects.htm#'>"                                           \
    "SOAP API Developer Guide</a>."
constexpr std::string_view no_account =
    PORTAL_FAULT("FIELD_INTEGRITY_EXCEPTION: the contact of a portal user must belong to an account"
    );
constexpr std::string_view no_role =
    PORTAL_FAULT("UNKNOWN_EXCEPTION: portal account owner must have a role");
constexpr std::string_view suffix = ".portal";

class Org {
public:
    Org() : names_(users_) {}

    uint32_t add_account(std::string_view name) {
        accounts_.push_back({texts_.copy(name)});
        return static_cast<uint32_t>(accounts_.size());
    }

    /// False if a rule refuses it.
    bool add_contact(const portal::Contact& given, bool asks) {
        if (given.last_name.empty() || given.account > accounts_.size() || !fits(given))
            return false;
        if (asks && given.email.empty() && given.last_name.find("Robot") != std::string_view::npos)
            return false;
        Contact contact;
        contact.first_name = texts_.copy(given.first_name);
        contact.last_name = texts_.copy(given.last_name);
        contact.email = texts_.copy(given.email);
        contact.account = given.account;
        contacts_.push_back(contact);
        if (asks)
            grant(static_cast<uint32_t>(contacts_.size() - 1));
        return true;
    }

    /// The contact asks for access: it is confirmed if it has a user, else a user is asked for.
    void grant(uint32_t number) {
        Contact& contact = contacts_[number];
        if (contact.asks)
            return;
        contact.asks = true;
        if (contact.email.empty())
            return;
        contact.status = Status::pending;
        (contact.user != 0 ? ready_ : requests_).push_back(number);
    }

    void add_old_user(uint32_t number, std::string_view username) {
        const Contact& contact = contacts_[number];
        User user;
        user.last_name = contact.last_name;
        user.email = contact.email;
        user.username = texts_.copy(username);
        user.alias = "old";
        user.time_zone = "GMT";
        user.locale = "en_US";
        add_user(number, user);
    }

    /// Each chunk of events is a piece of work of its own, as long as there are any.
    void deliver_events() {
        size_t request = 0;
        size_t ready = 0;
        size_t failure = 0;
        while (request < requests_.size() || ready < ready_.size() || failure < failures_.size()) {
            for (size_t count = 0; count < portal::chunk && request < requests_.size(); ++count)
                provision(requests_[request++]);
            for (size_t count = 0; count < portal::chunk && ready < ready_.size(); ++count)
                contacts_[ready_[ready++]].status = Status::provisioned;
            for (size_t count = 0; count < portal::chunk && failure < failures_.size(); ++count)
                report(failures_[failure++]);
        }
        requests_.clear();
        ready_.clear();
        failures_.clear();
    }

    [[nodiscard]] portal::Counts count() const {
        portal::Counts counts;
        counts.contacts = contacts_.size();
        for (const Contact& contact : contacts_) {
            counts.pending += contact.status == Status::pending ? 1U : 0U;
            counts.provisioned += contact.status == Status::provisioned ? 1U : 0U;
            counts.failed += contact.status == Status::failed ? 1U : 0U;
        }
        counts.users = users_.size();
        counts.logs = logs_.size();
        return counts;
    }

    [[nodiscard]] uint32_t contact_count() const { return static_cast<uint32_t>(contacts_.size()); }

    void dump(const char* path) const {
        portal::Dump dump(path);
        if (!dump.is_wanted())
            return;
        constexpr std::string_view statuses[] = {"", "Pending", "Provisioned", "Failed"};
        for (const Contact& contact : contacts_)
            dump.line(
                {"contact",
                 contact.first_name,
                 contact.last_name,
                 contact.email,
                 account_name(contact.account),
                 contact.asks ? "true" : "false",
                 statuses[static_cast<size_t>(contact.status)]}
            );
        for (const User& user : users_)
            dump.line(
                {"user",
                 contacts_[user.contact].last_name,
                 user.first_name,
                 user.last_name,
                 user.email,
                 portal::plain_username(user.username, number_text(user.contact)),
                 user.alias,
                 account_name(user.account),
                 user.time_zone,
                 user.locale}
            );
        for (const Log& log : logs_)
            dump.line({"log", contacts_[log.contact].last_name, log.message});
        for (const Email& email : emails_)
            dump.line({"email", email.to, email.subject});
    }

private:
    struct Failure {
        uint32_t contact = 0;
        std::string_view message;
    };

    static bool fits(const portal::Contact& contact) {
        if (contact.first_name.size() > 40 || contact.last_name.size() > 80 ||
            contact.email.size() > 80)
            return false;
        const size_t at = contact.email.find('@');
        return contact.email.empty() || (at != 0 && at != std::string_view::npos &&
                                         contact.email.find('.', at) != std::string_view::npos);
    }

    [[nodiscard]] std::string_view account_name(uint32_t account) const {
        return account == 0 ? std::string_view{} : accounts_[account - 1].name;
    }

    static std::string number_text(uint32_t contact) {
        std::string text = std::to_string(contact);
        return std::string(10 - text.size(), '0') + text;
    }

    bool add_user(uint32_t number, const User& given) {
        Contact& contact = contacts_[number];
        const auto user = static_cast<uint32_t>(users_.size() + 1);
        users_.push_back(given);
        if (!names_.add(given.username, user)) {
            users_.pop_back();
            return false;
        }
        users_.back().contact = number;
        users_.back().account = contact.account;
        contact.user = user;
        return true;
    }

    void provision(uint32_t number) {
        const Contact& contact = contacts_[number];
        if (contact.account == 0) {
            failures_.push_back({number, no_account});
            return;
        }
        if (!accounts_[contact.account - 1].owner_has_role) {
            failures_.push_back({number, no_role});
            return;
        }
        User user;
        user.first_name = contact.first_name; // texts never change: shared
        user.last_name = contact.last_name;
        user.email = contact.email;
        user.username = texts_.join(contact.email, suffix);
        user.alias = alias_of(contact);
        user.time_zone = "America/Los_Angeles";
        user.locale = "en_US";
        if (!add_user(number, user)) {
            user.username = texts_.copy(
                number_text(number) + "." + std::string(contact.email) + std::string(suffix)
            );
            if (!add_user(number, user)) {
                failures_.push_back(
                    {number, PORTAL_FAULT("DUPLICATE_USERNAME: Duplicate Username.")}
                );
                return;
            }
        }
        ready_.push_back(number);
    }

    std::string_view alias_of(const Contact& contact) {
        const std::string_view first = contact.first_name.substr(0, 1);
        const std::string_view last = contact.last_name.substr(0, 4);
        char* const alias = texts_.make(first.size() + last.size());
        char* to = alias;
        for (const char byte : first)
            *to++ = lower(byte);
        for (const char byte : last)
            *to++ = lower(byte);
        return {alias, first.size() + last.size()};
    }

    void report(const Failure& failure) {
        Contact& contact = contacts_[failure.contact];
        contact.status = Status::failed;
        logs_.push_back({failure.contact, failure.message});
        const std::string name =
            std::string(contact.first_name) + " " + std::string(contact.last_name);
        emails_.push_back(
            {"portal-admins@example.org",
             texts_.copy("No portal user for " + name),
             texts_.copy(
                 "The portal user of " + name + " (" + std::string(contact.email) +
                 ") could not be created.\nThe portal log of the contact says why.\n"
             )}
        );
    }

    TextArena texts_;
    std::vector<Account> accounts_;
    std::vector<Contact> contacts_;
    std::vector<User> users_;
    std::vector<Log> logs_;
    std::vector<Email> emails_;
    portal::NameIndex<User> names_;
    std::vector<uint32_t> requests_; // contacts
    std::vector<uint32_t> ready_;
    std::vector<Failure> failures_;
};

void prepare(Org& org, const Contacts& contacts) {
    for (uint32_t account = 1; account <= contacts.accounts; ++account)
        org.add_account("Account " + std::to_string(account));
    for (const portal::Contact& contact : contacts.rows) {
        if (contact.asks != Asks::later)
            continue;
        if (!org.add_contact(contact, false))
            portal::stop("a contact was refused");
        org.add_old_user(org.contact_count() - 1, "u." + std::string(contact.email));
    }
}

portal::Counts run(Org& org, const Contacts& contacts) {
    const uint32_t old = org.contact_count();
    for (const portal::Contact& contact : contacts.rows)
        if (contact.asks != Asks::later && !org.add_contact(contact, contact.asks == Asks::at_once))
            portal::stop("a contact was refused");
    for (uint32_t number = 0; number < old; ++number)
        org.grant(number);
    org.deliver_events();
    return org.count();
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 2)
        portal::stop("usage: portal_cpp CONTACTS.tsv [DUMP.tsv]");
    const Contacts contacts = portal::read_contacts(argv[1]);
    Org org;
    prepare(org, contacts);
    const portal::Clock clock;
    const portal::Counts counts = run(org, contacts);
    const double seconds = clock.seconds();
    portal::tell(counts, seconds, portal::peak_memory());
    org.dump(argc > 2 ? argv[2] : nullptr);
    return 0;
}
