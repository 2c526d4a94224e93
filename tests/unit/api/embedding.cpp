// The library as a host uses it: the example of engine.h, and actions of a host.
#include "weir/engine.h"

#include <catch2/catch.hpp>

#include <sstream>
#include <stdexcept>

namespace {

const char* const world = R"(
extend Contact {
  Portal_Access__c  Checkbox
  Score__c          Number(8, 2)
}

flow Ask_Host "Ask Host" {
  on Contact after create
  when Portal_Access__c = true

  action Request: apex Portal_Users {
    contactId = $Record.Id
    email     = $Record.Email
  }
}

flow Double_It "Double It" {
  var Given: Number(2) input
  var Doubled: Number(2) output

  assign Twice { Doubled = Given * 2 }
}
)";

weir::HostAction portal_users(std::vector<std::vector<weir::NamedValue>>& asked) {
    weir::HostAction action;
    action.name = "Portal_Users";
    action.inputs = {{"contactId", weir::HostType::id, true}, {"email", weir::HostType::text, false}};
    action.run = [&asked](const std::vector<std::vector<weir::NamedValue>>& calls) {
        std::vector<weir::HostActionResult> results;
        for (const auto& call : calls) {
            asked.push_back(call);
            results.emplace_back();
        }
        return results;
    };
    return action;
}

weir::Engine build(weir::HostAction action) {
    weir::Engine engine = weir::Engine::Builder().add_source("world.flow", world).add_action(std::move(action)).build();
    for (const weir::DiagnosticMessage& message : engine.messages()) UNSCOPED_INFO(message.plain);
    REQUIRE(engine.error_count() == 0);
    return engine;
}

std::vector<weir::NamedValue> contact(const char* last_name, bool access) {
    return {
        {"LastName", weir::HostValue::text(last_name)},
        {"Email", weir::HostValue::text("ada@acme.example")},
        {"Portal_Access__c", weir::HostValue::boolean(access)},
    };
}

} // namespace

TEST_CASE("a host reads, checks and runs flows") {
    std::vector<std::vector<weir::NamedValue>> asked;
    const weir::Engine engine = build(portal_users(asked));
    CHECK(engine.flows() == std::vector<std::string>{"Ask_Host", "Double_It"});
    weir::Session session = engine.open();
    const weir::Saved saved = session.create("Contact", contact("Lovelace", false));
    CHECK(saved.error.empty());
    CHECK(saved.id.size() == 18);
    CHECK(saved.id.substr(0, 3) == "003");
    const auto rows = session.query("Contact", {"LastName", "Email"}, "Id", weir::HostValue::id(saved.id));
    REQUIRE(rows.size() == 1);
    CHECK(rows[0][0].value == weir::HostValue::text("Lovelace"));
    CHECK(session.update(saved.id, {{"Score__c", weir::HostValue::number("0.1")}}).code.empty());
    CHECK(session.query("Contact", {"Score__c"})[0][0].value == weir::HostValue::number("0.1"));
    CHECK(session.erase(saved.id).code.empty());
    CHECK(session.query("Contact", {"Id"}).empty());
}

TEST_CASE("a flow runs with inputs and gives outputs") {
    std::vector<std::vector<weir::NamedValue>> asked;
    const weir::Engine engine = build(portal_users(asked));
    weir::Session session = engine.open();
    const weir::FlowResult result = session.run_flow("Double_It", {{"Given", weir::HostValue::number("21.05")}});
    CHECK(result.error.empty());
    CHECK(result.fault.empty());
    REQUIRE(result.outputs.size() == 1);
    CHECK(result.outputs[0].value == weir::HostValue::number("42.1"));
    CHECK_FALSE(session.run_flow("Nowhere", {}).error.empty());
    CHECK_FALSE(session.run_flow("Double_It", {{"Given", weir::HostValue::text("many")}}).error.empty());
    CHECK_FALSE(session.run_flow("Double_It", {{"Taken", weir::HostValue::null()}}).error.empty());
}

TEST_CASE("code starts a flow with or without the sharing of its class") {
    const std::string private_accounts = R"(
profile Agents "Agent" {
  license "Salesforce"
}
extend Account { sharing private }
extend User {
  record jane {
    LastName = "Agent"  Alias = "jane"  Email = "jane@example.org"  Username = "jane@example.org"
    ProfileId = Profile.Agent.Id  IsActive = true  TimeZoneSidKey = "GMT"  LocaleSidKey = "en_US"
    LanguageLocaleKey = "en_US"  EmailEncodingKey = "UTF-8"
  }
}
org { running user "jane@example.org" }
flow Look {
  api 62.0
  var Found: Number output
  get All: Account where Name = "Acme"
  assign Count { Found = count of All }
}
)";
    const weir::Engine engine = weir::Engine::Builder().add_source("world.flow", private_accounts).build();
    REQUIRE(engine.error_count() == 0);
    weir::Session session = engine.open();
    CHECK(session.create("Account", {{"Name", weir::HostValue::text("Acme")}}).code.empty());
    const auto owners = session.query("User", {"Id"});
    REQUIRE(owners.size() > 1);
    std::string other;
    const auto janes = session.query("User", {"Id"}, "Username", weir::HostValue::text("jane@example.org"));
    REQUIRE(janes.size() == 1);
    for (const auto& owner : owners)
        if (!(owner[0].value == janes[0][0].value)) other = owner[0].value.spelling;
    CHECK(session.create("Account", {{"Name", weir::HostValue::text("Acme")}, {"OwnerId", weir::HostValue::id(other)}}).code.empty());
    const auto found = [&](weir::Launch launch) {
        const weir::FlowResult result = session.run_flow("Look", {}, launch);
        return result.outputs.empty() ? std::string() : result.outputs[0].value.spelling;
    };
    CHECK(found(weir::Launch::apex_with_sharing) == "1");
    CHECK(found(weir::Launch::apex_without_sharing) == "2");
    CHECK(found(weir::Launch::user) == "1");
}

// One way round the mixed-DML rule: the flow hands the request to the host, which creates the user in a transaction of its own.
TEST_CASE("an invocable action of the host creates the user after the contact's transaction") {
    std::vector<std::vector<weir::NamedValue>> asked;
    const weir::Engine engine = build(portal_users(asked));
    weir::Session session = engine.open();
    const weir::Saved acme = session.create("Account", {{"Name", weir::HostValue::text("Acme")}});
    auto fields = contact("Lovelace", true);
    fields.push_back({"AccountId", weir::HostValue::id(acme.id)});
    const weir::Saved ada = session.create("Contact", fields);
    REQUIRE(ada.code.empty());
    REQUIRE(asked.size() == 1);
    CHECK(asked[0][0].value.spelling == ada.id);

    const auto profile = session.query("Profile", {"Id"}, "Name", weir::HostValue::text("Customer Community User"));
    REQUIRE(profile.size() == 1);
    const auto text = [](const char* value) { return weir::HostValue::text(value); };
    const weir::Saved user = session.create(
        "User",
        {{"LastName", text("Lovelace")},
         {"Email", asked[0][1].value},
         {"Username", text("ada@acme.example.portal")},
         {"Alias", text("love")},
         {"ContactId", asked[0][0].value},
         {"ProfileId", profile[0][0].value},
         {"TimeZoneSidKey", text("GMT")},
         {"LocaleSidKey", text("en_US")},
         {"EmailEncodingKey", text("UTF-8")},
         {"LanguageLocaleKey", text("en_US")}}
    );
    CHECK(user.message == "");
    CHECK(user.code == "");
}

TEST_CASE("what a host's action throws, or answers wrongly, is a fault of the flow") {
    weir::HostAction action;
    action.name = "Portal_Users";
    action.inputs = {{"contactId", weir::HostType::id, true}, {"email", weir::HostType::text, false}};
    SECTION("an exception") {
        action.run = [](const auto&) -> std::vector<weir::HostActionResult> { throw std::runtime_error("no licence left"); };
    }
    SECTION("too few results") {
        action.run = [](const auto&) { return std::vector<weir::HostActionResult>{}; };
    }
    SECTION("a fault") {
        action.run = [](const auto& calls) { return std::vector<weir::HostActionResult>(calls.size(), {{}, "no licence left"}); };
    }
    const weir::Engine engine = build(std::move(action));
    weir::Session session = engine.open();
    const weir::Saved refused = session.create("Contact", contact("Lovelace", true));
    CHECK(refused.id.empty());
    CHECK(refused.code == "CANNOT_EXECUTE_FLOW_TRIGGER");
    CHECK(session.query("Contact", {"Id"}).empty());
}

TEST_CASE("a trace tells the way of an interview") {
    std::vector<std::vector<weir::NamedValue>> asked;
    const weir::Engine engine = build(portal_users(asked));
    std::ostringstream trace;
    weir::SessionOptions options;
    options.trace = &trace;
    weir::Session session = engine.open(std::move(options));
    session.create("Contact", contact("Lovelace", true));
    CHECK(trace.str().find("flow Ask_Host: 1 interview") != std::string::npos);
    CHECK(trace.str().find("action Request [1]") != std::string::npos);
}
