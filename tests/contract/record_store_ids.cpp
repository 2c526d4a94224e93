// Ids, single records, look-ups by value.
#include "contract/world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>

namespace weir::contract {

namespace {

void check_allocation(Desk& desk) {
    const World& world = desk.world;
    std::array<Id, 300> ids;
    REQUIRE(desk.store->allocate_ids(world.thing, ids));
    CHECK(std::is_sorted(ids.begin(), ids.end()));
    CHECK(std::adjacent_find(ids.begin(), ids.end()) == ids.end());
    CHECK(key_prefix(ids[0]) == world.schema->object(world.thing).prefix);
    Id next;
    REQUIRE(desk.store->allocate_ids(world.thing, {&next, 1}));
    CHECK(ids.back() < next);
    // An id from elsewhere that looks like the next of ours is not given out, even after its record
    // is gone.
    const Id ahead{next.low + 2, next.high};
    RecordBatch batch(world.thing, 1);
    batch.ids()[0] = ahead;
    desk.begin();
    REQUIRE(desk.store->insert(batch));
    desk.rollback();
    std::array<Id, 5> more;
    REQUIRE(desk.store->allocate_ids(world.thing, more));
    CHECK(std::find(more.begin(), more.end(), ahead) == more.end());
    CHECK(next < more[0]);
    CHECK(std::is_sorted(more.begin(), more.end()));
    CHECK_FALSE(desk.store->allocate_ids(ObjectId::none, more));
    CHECK_FALSE(desk.store->allocate_ids(ObjectId{9999}, more));
}

void check_numbers(Desk& desk) {
    const World& world = desk.world;
    const auto take = [&](FieldId field, uint64_t count) {
        const auto first = desk.store->allocate_numbers(world.thing, field, count);
        REQUIRE(first);
        return *first;
    };
    CHECK(take(world.name, 3) == 1);
    CHECK(take(world.name, 1) == 4);
    CHECK(take(world.code, 1) == 1);
    desk.begin();
    CHECK(take(world.name, 1) == 5);
    desk.rollback();
    CHECK(take(world.name, 1) > 5);
    CHECK_FALSE(desk.store->allocate_numbers(world.thing, FieldId::none, 1));
}

void check_cells(Desk& desk) {
    const World& world = desk.world;
    desk.begin();
    const Id parent = desk.insert({{world.name, text("parent")}});
    std::string mortal = "mortal";
    const Id id = desk.insert(
        {{world.name, Value::text(mortal)},
         {world.amount, Value::number(*parse_decimal("12345678901234567890.25"), desk.arena)},
         {world.flag, Value::boolean(true)},
         {world.day, Value::date(-3)},
         {world.parent, Value::id(parent)},
         {world.status, Value::null()},
         {world.code, text("")}}
    );
    mortal.assign("buried");
    desk.commit();
    CHECK(desk.read(id, world.name).as_text() == "mortal");
    CHECK(to_text(desk.read(id, world.amount).decimal()) == "12345678901234567890.25");
    CHECK(desk.read(id, world.flag).is_true());
    CHECK(desk.read(id, world.day).integer() == -3);
    CHECK(desk.read(id, world.parent).as_id() == parent);
    CHECK(desk.read(id, world.id).as_id() == id);
    for (const FieldId null : {world.status, world.email, world.code}) {
        CHECK(desk.read(id, null).is_null());
        CHECK_FALSE(desk.read(id, null).is_unset());
    }
    CHECK(desk.store->count(world.thing) == 2);
    CHECK(desk.store->count(world.other) == 0);
    CHECK(desk.store->memory() > 0);
}

void check_held_forms(Desk& desk) {
    const World& world = desk.world;
    desk.begin();
    const Id parent = desk.insert({});
    const auto characters = to_text(parent);
    const std::string_view spelt(characters.data(), characters.size());
    const Id child = desk.insert({{world.parent, Value::text(spelt.substr(0, 15))}});
    CHECK(desk.read(child, world.parent).tag() == Tag::id);
    CHECK(desk.find(world.parent, FilterOperator::equal, Value::id(parent)) == std::vector{child});
    CHECK(desk.find(world.parent, FilterOperator::equal, Value::text(spelt)) == std::vector{child});
    const Id other = desk.insert(world.other, {{world.reference, Value::id(parent)}});
    Query query;
    query.object = world.other;
    query.filter.push_back(comparison(world.reference, FilterOperator::equal));
    CHECK(desk.find(query, {Value::text(spelt)}) == std::vector{other});
    CHECK(desk.find(query, {Value::id(parent)}) == std::vector{other});
    desk.commit();
}

void check_fetch(Desk& desk) {
    const World& world = desk.world;
    desk.begin();
    const Id first = desk.insert({{world.name, text("first")}});
    const Id second = desk.insert({{world.name, text("second")}});
    const std::array asked{second, Id{}, first, Id{4711, 1}, second};
    const std::array fields{world.name, world.id};
    std::vector<bool> found;
    auto batch = desk.store->fetch(world.thing, asked, fields, found);
    REQUIRE(batch);
    CHECK(found == std::vector<bool>{true, false, true, false, true});
    REQUIRE(batch->fields().size() == 2);
    CHECK(batch->find(world.name)[0].as_text() == "second");
    CHECK(batch->find(world.name)[1].is_unset());
    CHECK(batch->find(world.id)[2].as_id() == first);
    CHECK(batch->find(world.id)[3].is_unset());
    const std::array wrong{FieldId::none};
    CHECK_FALSE(desk.store->fetch(world.thing, asked, wrong, found));
    CHECK_FALSE(desk.store->fetch(ObjectId{9999}, asked, fields, found));
    desk.commit();
}

void check_find_by_value(Desk& desk) {
    const World& world = desk.world;
    desk.begin();
    const Id id =
        desk.insert({{world.email, text("Ada@Acme.example")}, {world.code, text("Code")}});
    const auto find = [&](FieldId field, Value value) {
        auto ids = desk.store->find_by_value(world.thing, field, {&value, 1});
        REQUIRE(ids);
        REQUIRE(ids->size() == 1);
        return ids->front();
    };
    CHECK(find(world.email, text("aDA@ACME.example")) == id);
    CHECK(find(world.code, text("Code")) == id);
    CHECK(find(world.code, text("code")) == Id{});
    CHECK(find(world.email, text("nobody")) == Id{});
    CHECK(find(world.email, Value::null()) == Id{});
    CHECK(find(world.status, Value()) == Id{});
    CHECK(find(world.id, Value::id(id)) == id);
    CHECK(find(world.id, Value::id(Id{1, 1})) == Id{});
    desk.update(id, {{world.email, text("new@acme.example")}});
    CHECK(find(world.email, text("ada@acme.example")) == Id{});
    CHECK(find(world.email, text("new@acme.example")) == id);
    desk.erase(id);
    CHECK(find(world.email, text("new@acme.example")) == Id{});
    desk.rollback();
    CHECK(find(world.code, text("Code")) == Id{});
}

void check_refusals(Desk& desk) {
    const World& world = desk.world;
    RecordBatch batch(world.thing, 2);
    REQUIRE(desk.store->allocate_ids(world.thing, batch.ids()));
    CHECK_FALSE(desk.store->insert(batch)); // no transaction
    desk.begin();
    RecordBatch without_id(world.thing, 1);
    CHECK_FALSE(desk.store->insert(without_id));
    RecordBatch twice(world.thing, 2);
    twice.ids()[0] = twice.ids()[1] = batch.ids()[0];
    CHECK_FALSE(desk.store->insert(twice));
    CHECK(desk.store->count(world.thing) == 0);
    batch.column(world.name)[0] = text("kept");
    REQUIRE(desk.store->insert(batch));
    CHECK_FALSE(desk.store->insert(batch)); // these ids are there
    RecordBatch partly(world.thing, 2);
    partly.ids()[0] = batch.ids()[0];
    partly.ids()[1] = Id{99, 99};
    partly.column(world.name)[0] = text("changed");
    CHECK_FALSE(desk.store->update(partly));
    CHECK(desk.read(batch.ids()[0], world.name).as_text() == "kept"); // all or nothing
    CHECK_FALSE(desk.store->erase(world.thing, partly.ids()));
    CHECK(desk.store->count(world.thing) == 2);
    RecordBatch unstorable(world.thing, 1);
    unstorable.ids()[0] = batch.ids()[0];
    unstorable.column(world.name)[0] = make_collection({}, desk.arena);
    CHECK_FALSE(desk.store->update(unstorable));
    RecordBatch unknown(world.thing, 1);
    unknown.ids()[0] = batch.ids()[0];
    unknown.column(FieldId{999})[0] = text("x");
    CHECK_FALSE(desk.store->update(unknown));
    desk.commit();
}

} // namespace

void check_ids(const StoreFactory& factory) {
    Desk desk(factory);
    SECTION("ids rise and are never reused") {
        check_allocation(desk);
    }
    SECTION("numbers go on") {
        check_numbers(desk);
    }
    SECTION("cells come back as they were given") {
        check_cells(desk);
    }
    SECTION("ids and their spellings are one in references and texts") {
        check_held_forms(desk);
    }
    SECTION("records are fetched in the order asked") {
        check_fetch(desk);
    }
    SECTION("records are found by a value") {
        check_find_by_value(desk);
    }
    SECTION("what cannot be done changes nothing") {
        check_refusals(desk);
    }
}

} // namespace weir::contract
