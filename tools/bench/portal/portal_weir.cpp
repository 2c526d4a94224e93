// The portal-user job in weir, through its public interface: the flows of samples/portal_user as
// they stand, records in memory.
//
//     portal_weir CONTACTS.tsv [DUMP.tsv] [--event-batch N] [--world FOLDER]
#include "job.hpp"
#include "weir/engine.h"

#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <unordered_map>
#include <vector>

namespace {

using portal::Asks;
using portal::Contacts;

// The standard profile has 100,000 licences, which the largest job is beyond.
constexpr const char* standard_profile = "Customer Community User";
constexpr const char* profile_name = "Portal Job User";
constexpr const char* owner_script = R"(
extend UserLicense {
  record Portal_Job {
    Name                 = "Customer Community of the Portal Job"
    MasterLabel          = "Customer Community of the Portal Job"
    LicenseDefinitionKey = "PID_Customer_Community_Portal_Job"
    Status               = "Active"
    TotalLicenses        = 999999999
    UsedLicenses         = 0
  }
}

extend Profile {
  record Portal_Job_User {
    Name          = "Portal Job User"
    UserLicenseId = UserLicense.Portal_Job.Id
    UserType      = "CspLitePortal"
  }
}

script Portal_Job_Owner {
  create User owner {
    LastName          = "Keeper"
    Email             = "owner@example.org"
    Username          = "owner@example.org"
    Alias             = "owner"
    ProfileId         = Profile.Standard_User.Id
    UserRoleId        = UserRole.CEO.Id
    TimeZoneSidKey    = "GMT"
    LocaleSidKey      = "en_US"
    EmailEncodingKey  = "UTF-8"
    LanguageLocaleKey = "en_US"
  }
}
)";

/// A file of the sample, with the profile of the job in place of the standard one.
std::string sample(const std::string& folder, const std::string& name) {
    std::ifstream file(folder + "/" + name, std::ios::binary);
    if (!file)
        portal::stop("the sample is not in " + folder);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    const std::string_view before = standard_profile;
    for (size_t at = text.find(before); at != std::string::npos; at = text.find(before, at))
        text.replace(at, before.size(), profile_name);
    return text;
}

using Ids = std::vector<std::array<char, 18>>;

std::string_view view(const std::array<char, 18>& id) {
    return {id.data(), id.size()};
}

weir::SavedTable all_saved(weir::SavedTable saved) {
    if (!saved.error.empty())
        portal::stop(saved.error);
    if (!saved.refused.empty())
        portal::stop(saved.refused.front().code + ": " + saved.refused.front().message);
    return saved;
}

std::string
id_of(weir::Session& session, const char* object, const char* field, const char* value) {
    const auto found = session.query(object, {"Id"}, field, weir::HostValue::text(value));
    if (found.size() != 1)
        portal::stop(std::string("there is not one ") + object + " " + value);
    return found.front().front().value.spelling;
}

class Job {
public:
    Job(weir::Session& session, const Contacts& contacts)
        : session_(session), contacts_(contacts) {}

    /// Accounts, and the contacts that have a user already.
    void prepare() {
        if (!session_.run_script("Portal_Job_Owner").passed)
            portal::stop("the owner of the accounts was not saved");
        const std::string owner = id_of(session_, "User", "Username", "owner@example.org");
        std::vector<std::string> names;
        for (uint32_t account = 1; account <= contacts_.accounts; ++account)
            names.push_back("Account " + std::to_string(account));
        weir::RecordTable accounts{{"Name", "OwnerId"}, {}};
        for (const std::string& name : names)
            accounts.cells.insert(accounts.cells.end(), {name, owner});
        accounts_ = all_saved(session_.create_all("Account", accounts)).ids;

        weir::RecordTable old = contact_table();
        for (const portal::Contact& contact : contacts_.rows)
            if (contact.asks == Asks::later)
                add(old, contact);
        old_ = all_saved(session_.create_all("Contact", old)).ids;
        make_users();
        stop_at(session_.deliver_events());
    }

    /// What is timed: insert, consume, count.
    portal::Counts run() {
        weir::RecordTable fresh = contact_table();
        // A load comes in parts; so does this one, which keeps the table small.
        for (const portal::Contact& contact : contacts_.rows) {
            if (contact.asks == Asks::later)
                continue;
            add(fresh, contact);
            if (fresh.cells.size() == fresh.fields.size() * 10 * portal::chunk)
                save(fresh);
        }
        save(fresh);
        weir::RecordTable granted{{"Id", "Portal_Access__c"}, {}};
        for (const auto& id : old_)
            granted.cells.insert(granted.cells.end(), {view(id), "true"});
        all_saved(session_.update_all("Contact", granted));
        stop_at(session_.deliver_events());

        const auto with = [&](const char* status) {
            return session_.count("Contact", "Portal_Status__c", weir::HostValue::text(status));
        };
        return {
            session_.count("Contact"),
            with("Pending"),
            with("Provisioned"),
            with("Failed"),
            session_.count("User", "ProfileId", weir::HostValue::id(profile_)),
            session_.count("Portal_Log__c"),
        };
    }

    void dump(const char* path) const {
        portal::Dump dump(path);
        if (!dump.is_wanted())
            return;
        std::unordered_map<std::string, std::string> accounts;
        std::unordered_map<std::string, std::string> contacts;
        session_.visit("Account", {"Id", "Name"}, [&](const auto& cells) {
            accounts[std::string(cells[0])] = cells[1];
        });
        session_.visit(
            "Contact",
            {"Id",
             "FirstName",
             "LastName",
             "Email",
             "AccountId",
             "Portal_Access__c",
             "Portal_Status__c"},
            [&](const auto& cells) {
                contacts[std::string(cells[0])] = cells[2];
                dump.line(
                    {"contact",
                     cells[1],
                     cells[2],
                     cells[3],
                     accounts[std::string(cells[4])],
                     cells[5],
                     cells[6]}
                );
            }
        );
        session_.visit(
            "User",
            {"ProfileId",
             "ContactId",
             "FirstName",
             "LastName",
             "Email",
             "Username",
             "Alias",
             "AccountId",
             "TimeZoneSidKey",
             "LocaleSidKey"},
            [&](const auto& cells) {
                if (cells[0] != profile_)
                    return;
                std::string number(cells[1].substr(8));
                for (char& byte : number)
                    byte = static_cast<char>(byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte);
                const std::string username = portal::plain_username(cells[5], number);
                dump.line(
                    {"user",
                     contacts[std::string(cells[1])],
                     cells[2],
                     cells[3],
                     cells[4],
                     username,
                     cells[6],
                     accounts[std::string(cells[7])],
                     cells[8],
                     cells[9]}
                );
            }
        );
        session_.visit("Portal_Log__c", {"Contact__c", "Message__c"}, [&](const auto& cells) {
            dump.line({"log", contacts[std::string(cells[0])], cells[1]});
        });
        for (const weir::EmailReport& email : session_.emails())
            dump.line({"email", email.to.front(), email.subject});
    }

private:
    static weir::RecordTable contact_table() {
        return {{"FirstName", "LastName", "Email", "AccountId", "Portal_Access__c"}, {}};
    }

    void add(weir::RecordTable& table, const portal::Contact& contact) const {
        table.cells.insert(
            table.cells.end(),
            {contact.first_name,
             contact.last_name,
             contact.email,
             contact.account == 0 ? std::string_view{} : view(accounts_[contact.account - 1]),
             contact.asks == Asks::at_once ? "true" : "false"}
        );
    }

    void save(weir::RecordTable& table) {
        all_saved(session_.create_all("Contact", table));
        table.cells.clear();
    }

    void make_users() {
        profile_ = id_of(session_, "Profile", "Name", profile_name);
        std::vector<std::string> names;
        for (const portal::Contact& contact : contacts_.rows)
            if (contact.asks == Asks::later)
                names.push_back("u." + std::string(contact.email));
        weir::RecordTable users{
            {"LastName",
             "Email",
             "Username",
             "Alias",
             "ContactId",
             "ProfileId",
             "TimeZoneSidKey",
             "LocaleSidKey",
             "EmailEncodingKey",
             "LanguageLocaleKey"},
            {}};
        size_t index = 0;
        for (const portal::Contact& contact : contacts_.rows) {
            if (contact.asks != Asks::later)
                continue;
            users.cells.insert(
                users.cells.end(),
                {contact.last_name,
                 contact.email,
                 names[index],
                 "old",
                 view(old_[index]),
                 profile_,
                 "GMT",
                 "en_US",
                 "UTF-8",
                 "en_US"}
            );
            ++index;
        }
        all_saved(session_.create_all("User", users));
    }

    static void stop_at(const std::string& error) {
        if (!error.empty())
            portal::stop(error);
    }

    weir::Session& session_;
    const Contacts& contacts_;
    Ids accounts_;
    Ids old_;
    std::string profile_;
};

} // namespace

// By this name callgrind finds what to count (profile.py).
extern "C" portal::Counts weir_measured(Job& job);
extern "C" [[gnu::noinline]] portal::Counts weir_measured(Job& job) {
    return job.run();
}

int main(int argc, char** argv) {
    const char* contacts_path = nullptr;
    const char* dump_path = nullptr;
    std::string world = "samples/portal_user";
    std::string event_batch;
    for (int index = 1; index < argc; ++index) {
        const std::string argument = argv[index];
        if (argument == "--event-batch" && index + 1 < argc)
            event_batch = argv[++index];
        else if (argument == "--world" && index + 1 < argc)
            world = argv[++index];
        else if (contacts_path == nullptr)
            contacts_path = argv[index];
        else
            dump_path = argv[index];
    }
    if (contacts_path == nullptr)
        portal::stop("usage: portal_weir CONTACTS.tsv [DUMP.tsv] [--event-batch N] [--world FOLDER]"
        );

    weir::Engine::Builder builder;
    for (const char* const name : {"world.flow", "portal_user.flow"})
        builder.add_source(name, sample(world, name));
    builder.add_source("owner.flow", owner_script);
    // A million contacts in some seconds are more than the hour of an org has room for.
    builder.add_source("quota.flow", "org {\n  publishes an hour 100000000\n}\n");
    if (!event_batch.empty())
        builder.add_source("batch.flow", "org {\n  event batch " + event_batch + "\n}\n");
    const weir::Engine engine = builder.build();
    for (const weir::DiagnosticMessage& message : engine.messages())
        std::fputs(message.plain.c_str(), stderr);
    if (engine.error_count() > 0)
        return 1;

    const Contacts contacts = portal::read_contacts(contacts_path);
    weir::Session session = engine.open();
    Job job(session, contacts);
    job.prepare();
    const portal::Clock clock;
    const portal::Counts counts = weir_measured(job);
    const double seconds = clock.seconds();
    portal::tell(counts, seconds, portal::peak_memory());
    job.dump(dump_path);
    return 0;
}
