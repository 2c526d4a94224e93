// Commit, rollback, savepoints, and how long values live.
#include "contract/world.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace weir::contract {

namespace {

void check_order_of_calls(Desk& desk) {
    CHECK_FALSE(desk.store->commit());
    CHECK_FALSE(desk.store->rollback());
    CHECK_FALSE(desk.store->rollback_to(desk.store->savepoint()));
    desk.begin();
    CHECK_FALSE(desk.store->begin());
    const Savepoint old = desk.store->savepoint();
    desk.commit();
    desk.begin();
    CHECK_FALSE(desk.store->rollback_to(old));
    desk.commit();
}

void check_rollback(Desk& desk) {
    const World& world = desk.world;
    desk.begin();
    const Id kept = desk.insert({{world.name, text("kept")}, {world.email, text("a@x.example")}});
    const Id also = desk.insert({{world.name, text("also")}});
    desk.commit();
    // An index that exists before, so that undoing has to keep it right.
    CHECK(desk.find(world.email, FilterOperator::equal, text("A@X.example")) == std::vector{kept});
    desk.begin();
    const Id fresh = desk.insert({{world.email, text("b@x.example")}});
    desk.update(
        kept,
        {{world.name, text("changed")},
         {world.email, Value::null()},
         {world.amount, Value::number(1)}}
    );
    desk.erase(also);
    CHECK_FALSE(desk.exists(also));
    CHECK(desk.read(kept, world.name).as_text() == "changed");
    CHECK(desk.find(world.email, FilterOperator::equal, text("a@x.example")).empty());
    desk.rollback();
    CHECK(desk.exists(also));
    CHECK_FALSE(desk.exists(fresh));
    CHECK(desk.read(kept, world.name).as_text() == "kept");
    CHECK(desk.read(kept, world.amount).is_null());
    CHECK(desk.find(world.email, FilterOperator::equal, text("a@x.example")) == std::vector{kept});
    CHECK(desk.find(world.email, FilterOperator::equal, text("b@x.example")).empty());
    CHECK(desk.store->count(world.thing) == 2);
    desk.begin();
    CHECK(fresh < desk.insert({}));
    desk.commit();
}

void check_savepoints(Desk& desk) {
    const World& world = desk.world;
    desk.begin();
    const Id id = desk.insert({{world.amount, Value::number(0)}});
    const Savepoint first = desk.store->savepoint();
    desk.update(id, {{world.amount, Value::number(1)}});
    const Savepoint second = desk.store->savepoint();
    desk.update(id, {{world.amount, Value::number(2)}});
    const Id later = desk.insert({});
    const Savepoint third = desk.store->savepoint();
    desk.erase(id);
    REQUIRE(desk.store->rollback_to(second));
    CHECK(desk.read(id, world.amount).integer() == 1);
    CHECK_FALSE(desk.exists(later));
    CHECK_FALSE(desk.store->rollback_to(third)); // gone with what came after the second
    const Savepoint fourth = desk.store->savepoint();
    CHECK_FALSE(desk.store->rollback_to(third));
    desk.erase(id);
    REQUIRE(desk.store->rollback_to(second)); // it stays
    CHECK(desk.exists(id));
    CHECK_FALSE(desk.store->rollback_to(fourth));
    desk.update(id, {{world.amount, Value::number(3)}});
    REQUIRE(desk.store->rollback_to(first));
    CHECK(desk.read(id, world.amount).integer() == 0);
    desk.commit();
    CHECK(desk.exists(id));
    CHECK(desk.store->count(world.thing) == 1);
}

void check_values_live(Desk& desk) {
    const World& world = desk.world;
    desk.begin();
    const std::string original(5000, 'o');
    const Id id = desk.insert({{world.name, Value::text(original)}});
    desk.commit();
    desk.begin();
    const Savepoint savepoint = desk.store->savepoint();
    const Value held = desk.read(id, world.name);
    const Id other = desk.insert({{world.name, text("to be undone")}});
    const Value undone = desk.read(other, world.name);
    for (int round = 0; round < 200; ++round)
        desk.update(
            id,
            {{world.name, Value::text(std::string(20'000, static_cast<char>('a' + round % 26)))}}
        );
    REQUIRE(desk.store->rollback_to(savepoint));
    desk.erase(id);
    CHECK(held.as_text() == original);
    CHECK(undone.as_text() == "to be undone");
    desk.rollback();
    CHECK(desk.read(id, world.name).as_text() == original);
}

void check_memory_is_given_back(Desk& desk) {
    const World& world = desk.world;
    desk.begin();
    const Id id = desk.insert({{world.name, text("lasting")}});
    const Id big = desk.insert({{world.amount, Value::number(*parse_decimal("1e30"), desk.arena)}});
    desk.commit();
    size_t most = 0;
    for (int round = 0; round < 60; ++round) {
        desk.begin();
        const std::string filler(100'000, static_cast<char>('a' + round % 26));
        const Id passing = desk.insert({{world.name, Value::text(filler)}});
        desk.update(id, {{world.status, Value::text(filler)}});
        desk.erase(passing);
        round % 2 == 0 ? desk.commit() : desk.rollback();
        most = std::max(most, desk.store->memory());
    }
    CHECK(most < 8'000'000); // 12 MB of texts went through
    CHECK(desk.read(id, world.name).as_text() == "lasting");
    CHECK(desk.read(id, world.status).size() == 100'000);
    CHECK(to_text(desk.read(big, world.amount).decimal()) == "1" + std::string(30, '0'));
}

void check_many_erasures(Desk& desk) {
    const World& world = desk.world;
    std::vector<Id> kept;
    for (int chunk = 0; chunk < 60; ++chunk) {
        desk.begin();
        RecordBatch batch(world.thing, 200);
        REQUIRE(desk.store->allocate_ids(world.thing, batch.ids()));
        for (uint32_t row = 0; row < batch.size(); ++row)
            batch.column(world.name)[row] = text(row % 50 == 0 ? "kept" : "passing");
        REQUIRE(desk.store->insert(batch));
        if (chunk == 0)
            CHECK(desk.find(world.name, FilterOperator::equal, text("KEPT")).size() == 4);
        std::vector<Id> passing;
        for (uint32_t row = 0; row < batch.size(); ++row)
            (row % 50 == 0 ? kept : passing).push_back(batch.ids()[row]);
        REQUIRE(desk.store->erase(world.thing, passing));
        desk.commit();
    }
    CHECK(desk.store->count(world.thing) == kept.size());
    CHECK(desk.find(world.name, FilterOperator::equal, text("kept")) == kept);
    CHECK(desk.find(world.name, FilterOperator::equal, text("passing")).empty());
    CHECK(desk.read(kept.back(), world.name).as_text() == "kept");
    Query everything;
    everything.object = world.thing;
    CHECK(desk.find(everything) == kept);
}

} // namespace

void check_transactions(const StoreFactory& factory) {
    Desk desk(factory);
    SECTION("one transaction at a time") {
        check_order_of_calls(desk);
    }
    SECTION("a rollback leaves no trace") {
        check_rollback(desk);
    }
    SECTION("savepoints nest") {
        check_savepoints(desk);
    }
    SECTION("values live until the transaction ends") {
        check_values_live(desk);
    }
    SECTION("memory is given back") {
        check_memory_is_given_back(desk);
    }
    SECTION("erased records leave no holes behind") {
        check_many_erasures(desk);
    }
}

} // namespace weir::contract
