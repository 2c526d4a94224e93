// The main job's report, number by number, against what the data files say when they are read by other code: this one.
#include "weir/engine.h"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>
#include <map>
#include <set>

namespace {

using Record = std::map<std::string, std::string>;

// The plainest CSV reader there is: quotes, doubled quotes, commas and line ends inside of them.
std::vector<Record> read_csv(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    REQUIRE(file);
    const std::string text(std::istreambuf_iterator<char>(file), {});
    std::vector<std::vector<std::string>> rows(1, std::vector<std::string>(1));
    bool quoted = false;
    for (size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (quoted && c == '"' && at + 1 < text.size() && text[at + 1] == '"') {
            rows.back().back() += '"';
            ++at;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            rows.back().emplace_back();
        } else if (c == '\n' && !quoted) {
            rows.emplace_back(1);
        } else {
            rows.back().back() += c;
        }
    }
    std::vector<Record> records;
    for (size_t row = 1; row < rows.size(); ++row) {
        if (rows[row].size() < rows[0].size()) continue; // behind the last line end
        for (Record& record = records.emplace_back(); record.size() < rows[0].size();) {
            const size_t column = record.size();
            record[rows[0][column]] = rows[row][column];
        }
    }
    return records;
}

// What must happen, from the files alone.
struct Expected {
    std::map<std::string, uint64_t> refused;
    uint64_t contacts = 0;
    uint64_t pending_runs = 0; // the before-save flow also sees rows that are refused after it
    uint64_t requests = 0;
    uint64_t confirmed = 0;
    uint64_t created_users = 0;
    uint64_t existing_users = 0;
    uint64_t taken_names = 0;
    uint64_t without_account = 0;
    uint64_t without_role = 0;
    uint64_t granted_later = 0;
};

size_t characters(const std::string& text) {
    size_t count = 0;
    for (const char byte : text) count += (byte & 0xc0) != 0x80;
    return count;
}

// The code a row is refused with; empty: saved.
std::string refusal(const Record& contact, const std::set<std::string>& numbers) {
    const std::string& email = contact.at("Email");
    if (!email.empty() && email.find('@') == std::string::npos) return "INVALID_EMAIL_ADDRESS";
    if (characters(contact.at("LastName")) > 80) return "STRING_TOO_LONG";
    if (contact.at("LastName").empty()) return "REQUIRED_FIELD_MISSING";
    if (numbers.contains(contact.at("Import_Number__c"))) return "DUPLICATE_VALUE";
    const bool robot = contact.at("LastName").find("Robot") != std::string::npos;
    if (robot && email.empty() && contact.at("Portal_Access__c") == "true") return "FIELD_CUSTOM_VALIDATION_EXCEPTION";
    return {};
}

// A request in the order of the events: users are created in it, and the first to come has the name.
void provision(const Record& contact, const std::map<std::string, std::string>& owners, std::set<std::string>& names, Expected& expected) {
    ++expected.requests;
    const std::string& account = contact.at("Account.Import_Number__c");
    if (account.empty()) ++expected.without_account;
    else if (owners.at(account) == "drifter@example.org") ++expected.without_role;
    else {
        ++expected.created_users;
        if (!names.insert(contact.at("Email")).second) ++expected.taken_names;
    }
}

Expected derive() {
    Expected expected;
    std::map<std::string, std::string> owners;
    for (const Record& account : read_csv("samples/portal_user/data/accounts.csv"))
        owners[account.at("Import_Number__c")] = account.at("Owner.Username");
    std::set<std::string> existing;
    for (const Record& user : read_csv("samples/portal_user/data/existing_users.csv"))
        existing.insert(user.at("Contact.Import_Number__c"));
    expected.existing_users = existing.size();

    std::set<std::string> numbers;
    std::set<std::string> names;
    std::vector<Record> later;
    for (const Record& contact : read_csv("samples/portal_user/data/contacts.csv")) {
        const bool asks = contact.at("Portal_Access__c") == "true" && !contact.at("Email").empty();
        const std::string code = refusal(contact, numbers);
        const bool refused_early = code == "INVALID_EMAIL_ADDRESS" || code == "STRING_TOO_LONG";
        if (asks && !refused_early) ++expected.pending_runs;
        if (!code.empty()) {
            ++expected.refused[code];
            continue;
        }
        ++expected.contacts;
        numbers.insert(contact.at("Import_Number__c"));
        if (asks) provision(contact, owners, names, expected);
        if (contact.at("Grant_Later__c") == "true") later.push_back(contact);
    }
    expected.granted_later = later.size();
    for (const Record& contact : later) {
        if (contact.at("Portal_Access__c") == "true" || contact.at("Email").empty()) continue;
        ++expected.pending_runs;
        if (existing.contains(contact.at("Import_Number__c"))) ++expected.confirmed;
        else provision(contact, owners, names, expected);
    }
    return expected;
}

std::map<std::string, uint64_t> as_map(const std::vector<weir::NamedCount>& counts) {
    std::map<std::string, uint64_t> result;
    for (const weir::NamedCount& count : counts) result[count.name] = count.count;
    return result;
}

weir::RunReport import() {
    const weir::Engine engine = weir::Engine::Builder().add_path("samples/portal_user").build();
    REQUIRE(engine.error_count() == 0);
    weir::Session session = engine.open();
    const weir::ScriptReport script = session.run_script("Import");
    for (const weir::ProblemReport& problem : script.problems) UNSCOPED_INFO(problem.rendered);
    CHECK(script.passed);
    CHECK(session.emails().size() == session.report().emails);
    return session.report();
}

} // namespace

TEST_CASE("every number of the import's report follows from its files") {
    const Expected expected = derive();
    // The files hold what the job is about.
    REQUIRE(expected.contacts > 900);
    REQUIRE(expected.refused.size() == 5);
    REQUIRE(expected.confirmed > 10);
    REQUIRE(expected.taken_names > 10);
    REQUIRE(expected.without_account > 10);
    REQUIRE(expected.without_role > 10);

    const weir::RunReport report = import();
    const uint64_t failed = expected.without_account + expected.without_role;
    using Counts = std::map<std::string, uint64_t>;

    CHECK(as_map(report.refused) == expected.refused);
    uint64_t refused = 0;
    for (const auto& [code, count] : expected.refused) refused += count;
    CHECK(report.refused_rows.size() == refused);

    // Users: two owners, those who have one already, and those the flow creates.
    const uint64_t accounts = read_csv("samples/portal_user/data/accounts.csv").size();
    CHECK(as_map(report.saved) == Counts{
        {"Account", accounts},
        {"Contact", expected.contacts + expected.granted_later},
        {"User", 2 + expected.existing_users},
    });
    CHECK(as_map(report.created) == Counts{
        {"Account", accounts},
        {"Contact", expected.contacts},
        {"Portal_Log__c", failed},
        {"User", 2 + expected.existing_users + expected.created_users},
    });
    const uint64_t ready = expected.created_users + expected.confirmed;
    CHECK(as_map(report.published) == Counts{
        {"Portal_Failure__e", failed},
        {"Portal_User_Ready__e", ready},
        {"Portal_User_Request__e", expected.requests},
    });
    CHECK(as_map(report.delivered) == Counts{
        {"Log_Portal_Failure", failed},
        {"Provision_Portal_User", expected.requests},
        {"Record_Portal_User", ready},
    });
    CHECK(report.emails == failed);

    std::map<std::string, std::vector<uint64_t>> flows;
    for (const weir::FlowReport& flow : report.flows) flows[flow.name] = {flow.interviews, flow.handled_faults, flow.failed};
    CHECK(flows == std::map<std::string, std::vector<uint64_t>>{
        {"Mark_Pending", {expected.pending_runs, 0, 0}},
        {"Request_Portal_User", {expected.requests + expected.confirmed, 0, 0}},
        {"Provision_Portal_User", {expected.requests, failed + expected.taken_names, 0}},
        {"Record_Portal_User", {ready, 0, 0}},
        {"Log_Portal_Failure", {failed, 0, 0}},
    });
    Counts faults;
    for (const weir::FaultReport& fault : report.faults) {
        CHECK(fault.flow == "Provision_Portal_User");
        CHECK(fault.element == "Portal_User");
        CHECK(fault.handled_by == "Name_Is_Taken");
        faults[fault.code] = fault.count;
    }
    CHECK(faults == Counts{
        {"DUPLICATE_USERNAME", expected.taken_names},
        {"FIELD_INTEGRITY_EXCEPTION", expected.without_account},
        {"UNKNOWN_EXCEPTION", expected.without_role},
    });
    CHECK(report.rolled_back == 0);

    // In a batch of 200 requests: the gets by filter (the setting is custom metadata and free), the users, the second tries of
    // names that are taken, and the events that tell of it.
    std::map<std::string, uint64_t> limits;
    for (const weir::LimitReport& limit : report.limits) limits[limit.name] = limit.highest;
    CHECK(limits["SOQL queries"] == 2);
    CHECK(limits["DML statements"] == 3);
    CHECK(limits["immediate publishes"] == 1);
    CHECK(limits["query rows"] == 400);
}

TEST_CASE("the import twice gives the same report") {
    const weir::RunReport first = import();
    const weir::RunReport second = import();
    CHECK(as_map(first.created) == as_map(second.created));
    CHECK(first.transactions == second.transactions);
}
