#include "unit/org/world.hpp"

#include <catch2/catch.hpp>

using namespace weir;
using namespace weir::test;

namespace {

Query all_contacts(World& world) {
    Query query;
    query.object = world.object("Contact").id;
    return query;
}

} // namespace

TEST_CASE("every limit has its text, and none can be caught") {
    World world;
    world.start();
    const std::pair<Governor, std::string_view> texts[] = {
        {Governor::soql_queries, "System.LimitException: Too many SOQL queries: 101"},
        {Governor::soql_rows, "System.LimitException: Too many query rows: 50001"},
        {Governor::dml_statements, "System.LimitException: Too many DML statements: 151"},
        {Governor::dml_rows, "System.LimitException: Too many DML rows: 10001"},
        {Governor::cpu_milliseconds, "System.LimitException: Apex CPU time limit exceeded"},
        {Governor::callouts, "System.LimitException: Too many callouts: 101"},
        {Governor::emails, "System.LimitException: Too many Email Invocations: 11"},
        {Governor::future_calls, "System.LimitException: Too many future calls: 51"},
        {Governor::queueable_jobs,
         "System.LimitException: Too many queueable jobs added to the queue: 51"},
        {Governor::sosl_queries, "System.LimitException: Too many SOSL queries: 21"},
    };
    for (const auto& [governor, message] : texts) {
        Transaction transaction(*world.org, "counted");
        CHECK(transaction.count(governor, facts(governor).limit) == nullptr);
        const Fault* const fault = transaction.count(governor, 1);
        REQUIRE(fault != nullptr);
        CHECK(fault->code == "LIMIT_EXCEEDED");
        CHECK(fault->message == message);
        CHECK(fault->uncatchable);
    }
    CHECK(world.org->figures().highest[0].used == 101);
    CHECK(world.org->figures().highest[0].where == "counted");
}

TEST_CASE("asynchronous transactions have limits of their own, if the org says so") {
    World world;
    OrgSettings settings;
    settings.asynchronous_limits = true;
    world.start(settings);
    Transaction transaction(*world.org, "counted");
    CHECK(transaction.limit_of(Governor::soql_queries) == 100);
    transaction.run_asynchronously();
    CHECK(transaction.limit_of(Governor::soql_queries) == 200);
    CHECK(transaction.limit_of(Governor::cpu_milliseconds) == 60'000);
    CHECK(transaction.count(Governor::soql_queries, 200) == nullptr);
    const Fault* const fault = transaction.count(Governor::soql_queries, 1);
    REQUIRE(fault != nullptr);
    CHECK(fault->message == "System.LimitException: Too many SOQL queries: 201");
    world.org->settings().asynchronous_limits = false;
    CHECK(transaction.limit_of(Governor::soql_queries) == 100);
}

TEST_CASE("an org without limits only counts") {
    World world;
    OrgSettings settings;
    settings.limits = false;
    world.start(settings);
    Transaction transaction(*world.org, "counted");
    CHECK(transaction.count(Governor::soql_queries, 1000) == nullptr);
}

TEST_CASE("the hundred and first query stops the whole transaction") {
    World world;
    FlowProgram& flow = world.flow("Asks", FlowStart::record_after_save, "Contact");
    const Query* query = nullptr;
    world.add_step(flow, "Ask", [&](Group& group) {
        QueryResult result;
        const Fault* fault = nullptr;
        for (int times = 0; times <= 100 && fault == nullptr; ++times)
            fault = group.transaction().query(*query, {}, 1, result);
        REQUIRE(fault != nullptr);
        group.fault(group.rows().front(), fault);
    });
    world.start();
    const Query contacts = all_contacts(world);
    query = &contacts;
    RecordBatch records =
        world.batch("Contact", {{{"LastName", text("A")}}, {{"LastName", text("B")}}});
    const SaveReport report = world.save(Operation::create, records);
    REQUIRE(report.refused.size() == 2);
    for (const Refusal& refusal : report.refused)
        CHECK(
            refusal.fault->message.find("System.LimitException: Too many SOQL queries: 101 Error ID"
            ) != std::string_view::npos
        );
    CHECK(world.count("Contact") == 0);
}

TEST_CASE("a user's own save costs nothing; the statements of its flows do") {
    World world;
    FlowProgram& flow = world.flow("Log", FlowStart::record_after_save, "Contact");
    world.add_step(flow, "Write", [&](Group& group) {
        create_for_group(
            group, world.object("Log__c").id, [](RecordBatch&, std::span<const uint32_t>) {}
        );
    });
    world.start();
    world.create("Contact", std::vector<Cells>(50, Cells{{"LastName", text("L")}}));
    const OrgFigures& figures = world.org->figures();
    CHECK(figures.highest[static_cast<size_t>(Governor::dml_statements)].used == 1);
    CHECK(figures.highest[static_cast<size_t>(Governor::dml_rows)].used == 50);
    CHECK(figures.highest[static_cast<size_t>(Governor::soql_queries)].used == 0);
}

TEST_CASE("parents are read in bulk, and a second time for nothing") {
    World world;
    world.start();
    const Id acme = world.account();
    Transaction transaction(*world.org, "reads");
    std::vector<Id> ids(200, acme);
    ids.push_back({});
    std::vector<Value> out(ids.size());
    const ObjectId account = world.object("Account").id;
    REQUIRE(transaction.read(account, world.field("Account", "Name"), ids, out) == nullptr);
    CHECK(out[199].as_text() == "Acme");
    CHECK(out[200].is_null());
    REQUIRE(transaction.read(account, world.field("Account", "OwnerId"), ids, out) == nullptr);
    REQUIRE(transaction.rollback());
    CHECK(world.org->figures().highest[static_cast<size_t>(Governor::soql_queries)].used == 1);
}

TEST_CASE("immediate publishes have a limit of their own") {
    World world;
    world.start();
    Transaction transaction(*world.org, "publishes");
    const Fault* fault = nullptr;
    for (int times = 0; times < 151; ++times) {
        RecordBatch messages = world.batch("Now__e", {{{"Contact_Id__c", text("003")}}});
        transaction.dml(Operation::create, messages, {&fault, 1});
        if (times < 150)
            REQUIRE(fault == nullptr);
    }
    REQUIRE(fault != nullptr);
    CHECK(fault->uncatchable);
    CHECK(world.org->published(world.object("Now__e").id).size() == 150);
}
