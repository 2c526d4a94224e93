// Filters with the semantics of SOQL, order, limits, and many rows of parameters at once.
#include "contract/world.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <string>

namespace weir::contract {

namespace {

using Ids = std::vector<Id>;

void check_null_rules(Desk& desk) {
    const World& world = desk.world;
    desk.begin();
    const Id one = desk.insert({{world.amount, Value::number(1)}});
    const Id none = desk.insert({});
    const auto find = [&](FilterOperator op, Value value) {
        return desk.find(world.amount, op, value);
    };
    CHECK(find(FilterOperator::equal, Value::null()) == Ids{none});
    CHECK(find(FilterOperator::equal, Value::number(1)) == Ids{one});
    CHECK(find(FilterOperator::equal, Value::number(100, 2)) == Ids{one});
    CHECK(find(FilterOperator::not_equal, Value::null()) == Ids{one});
    CHECK(find(FilterOperator::not_equal, Value::number(1)) == Ids{none}); // unlike SQL
    CHECK(find(FilterOperator::less, Value::number(5)) == Ids{one});
    CHECK(find(FilterOperator::less, Value::null()).empty());
    CHECK(find(FilterOperator::greater_equal, Value::null()).empty());
    CHECK(find(FilterOperator::is_null, Value()) == Ids{none});
    CHECK(find(FilterOperator::is_not_null, Value()) == Ids{one});
    CHECK(desk.find(world.name, FilterOperator::starts_with, Value::null()).empty());
    const auto list = [&](std::initializer_list<Value> items) {
        return make_collection(std::span(items.begin(), items.size()), desk.arena);
    };
    CHECK(find(FilterOperator::in, list({})).empty());
    CHECK(find(FilterOperator::not_in, list({})) == Ids{one, none});
    CHECK(find(FilterOperator::in, Value::null()).empty());
    CHECK(find(FilterOperator::in, list({Value::number(1), Value::number(2)})) == Ids{one});
    CHECK(find(FilterOperator::in, list({Value::null(), Value::number(10, 1)})) == Ids{one, none});
    CHECK(find(FilterOperator::not_in, list({Value::number(1)})) == Ids{none});
    CHECK(find(FilterOperator::not_in, list({Value::null()})) == Ids{one});
    CHECK(desk.find(world.flag, FilterOperator::equal, Value::boolean(false)).empty()
    ); // null is not false
    CHECK(
        desk.find(world.name, FilterOperator::equal, text("")) == Ids{one, none}
    ); // the empty text is null
    desk.rollback();
}

void check_text_rules(Desk& desk) {
    const World& world = desk.world;
    desk.begin();
    const Id acme = desk.insert({{world.name, text("Acme Corp")}, {world.code, text("Ab")}});
    const Id aerger =
        desk.insert({{world.name, text("\xc3\x84rger & S\xc3\xb6hne")}, {world.code, text("aB")}});
    const Id like = desk.insert({{world.name, text("100%_done")}});
    const auto find = [&](FilterOperator op, std::string_view part) {
        return desk.find(world.name, op, text(part));
    };
    CHECK(find(FilterOperator::equal, "ACME CORP") == Ids{acme});
    CHECK(find(FilterOperator::equal, "\xc3\xa4RGER & S\xc3\x96HNE") == Ids{aerger});
    CHECK(find(FilterOperator::not_equal, "acme corp") == Ids{aerger, like});
    CHECK(find(FilterOperator::starts_with, "aCM") == Ids{acme});
    CHECK(find(FilterOperator::ends_with, "\xc3\x96hne") == Ids{aerger});
    CHECK(find(FilterOperator::contains, "ME CO") == Ids{acme});
    CHECK(find(FilterOperator::contains, "%_D") == Ids{like}); // no wildcards in values
    CHECK(find(FilterOperator::contains, "%") == Ids{like});
    CHECK(find(FilterOperator::starts_with, "") == Ids{acme, aerger, like});
    CHECK(find(FilterOperator::less, "ACMF") == Ids{acme, like});
    CHECK(find(FilterOperator::less_equal, "acme CORP") == Ids{acme, like});
    CHECK(find(FilterOperator::greater, "acme corp") == Ids{aerger});
    CHECK(desk.find(world.code, FilterOperator::equal, text("Ab")) == Ids{acme}); // case-sensitive
    CHECK(desk.find(world.code, FilterOperator::equal, text("ab")).empty());
    CHECK(desk.find(world.code, FilterOperator::contains, text("B")) == Ids{aerger});
    CHECK(desk.find(world.name, FilterOperator::equal, Value::number(100)).empty());
    desk.rollback();
}

void check_trees(Desk& desk) {
    const World& world = desk.world;
    desk.begin();
    Ids things;
    for (int64_t number = 0; number < 40; ++number)
        things.push_back(desk.insert(
            {{world.amount, Value::number(number)},
             {world.status, text(number % 4 == 0 ? "Open" : "Closed")},
             {world.flag, Value::boolean(number % 2 == 0)}}
        ));
    Query query;
    query.object = world.thing;
    // status = p0 and (amount = p1 or amount = p2) and not flag = p3
    query.filter = {
        junction(FilterNode::Kind::all, {1, 2, 5}),
        comparison(world.status, FilterOperator::equal, 0),
        junction(FilterNode::Kind::any, {3, 4}),
        comparison(world.amount, FilterOperator::equal, 1),
        comparison(world.amount, FilterOperator::equal, 2),
        junction(FilterNode::Kind::negation, {6}),
        comparison(world.flag, FilterOperator::equal, 3)};
    const auto find = [&](const char* status, int64_t first, int64_t second, bool flag) {
        return desk.find(
            query, {text(status), Value::number(first), Value::number(second), Value::boolean(flag)}
        );
    };
    CHECK(find("closed", 7, 3, true) == Ids{things[3], things[7]});
    CHECK(find("closed", 3, 3, true) == Ids{things[3]});
    CHECK(find("open", 3, 8, true).empty());
    CHECK(find("open", 4, 8, false) == Ids{things[4], things[8]});
    query.filter[0] = junction(FilterNode::Kind::any, {1, 2, 5});
    CHECK(find("nothing", 1, 2, false).size() == 21); // 20 with the flag, and 1
    query.filter = {junction(FilterNode::Kind::all, {})};
    CHECK(desk.find(query) == things);
    query.filter = {junction(FilterNode::Kind::any, {})};
    CHECK(desk.find(query).empty());
    desk.rollback();
}

void check_order(Desk& desk) {
    const World& world = desk.world;
    desk.begin();
    const Id b = desk.insert({{world.name, text("b")}, {world.amount, Value::number(1)}});
    const Id none = desk.insert({{world.amount, Value::number(2)}});
    const Id a = desk.insert({{world.name, text("A")}, {world.amount, Value::number(1)}});
    const Id same = desk.insert({{world.name, text("B")}, {world.amount, Value::number(2)}});
    Query query;
    query.object = world.thing;
    CHECK(desk.find(query) == Ids{b, none, a, same});
    query.order = {{world.name, false, false}};
    CHECK(desk.find(query) == Ids{none, a, b, same}); // stable, without case
    query.order = {{world.name, false, true}};
    CHECK(desk.find(query) == Ids{a, b, same, none});
    query.order = {{world.name, true, false}};
    CHECK(desk.find(query) == Ids{b, same, a, none});
    query.order = {{world.amount, true, false}, {world.name, false, false}};
    CHECK(desk.find(query) == Ids{none, same, a, b});
    query.order = {{world.id, true, false}};
    query.limit = 2;
    CHECK(desk.find(query) == Ids{same, a});
    query.order.clear();
    CHECK(desk.find(query) == Ids{b, none});
    query.limit = 0;
    CHECK(desk.find(query).empty());
    desk.rollback();
}

void check_many_rows(Desk& desk) {
    const World& world = desk.world;
    desk.begin();
    Ids things;
    std::vector<std::string> names;
    for (int number = 0; number < 1000; ++number)
        names.push_back("Name " + std::to_string(number / 2));
    for (const std::string& name : names)
        things.push_back(desk.insert({{world.name, Value::text(name)}}));
    Query query;
    query.object = world.thing;
    query.filter = {comparison(world.name, FilterOperator::equal, 0)};
    query.fields = {world.name, world.amount};
    query.parameter_count = 1;
    auto prepared = desk.store->prepare(query);
    REQUIRE(prepared);
    const std::array wanted{
        text("NAME 7"),
        text("name 499"),
        text("name 500"),
        Value::null(),
        text("name 7"),
        text("Name 0")};
    const std::array<std::span<const Value>, 1> parameters{wanted};
    auto result = desk.store->run(**prepared, parameters, wanted.size());
    REQUIRE(result);
    CHECK(result->begin == std::vector<uint32_t>{0, 2, 4, 4, 4, 6, 8});
    const auto ids = result->records.ids();
    CHECK(
        Ids(ids.begin(), ids.end()) == Ids{things[14],
                                           things[15],
                                           things[998],
                                           things[999],
                                           things[14],
                                           things[15],
                                           things[0],
                                           things[1]}
    );
    CHECK(result->records.find(world.name)[2].as_text() == "Name 499");
    CHECK(result->records.find(world.amount)[2].is_null());
    CHECK(result->records.fields().size() == 2);
    auto nothing = desk.store->run(**prepared, parameters, 0);
    REQUIRE(nothing);
    CHECK(nothing->begin == std::vector<uint32_t>{0});
    CHECK_FALSE(desk.store->run(**prepared, {}, 1));
    CHECK_FALSE(desk.store->run(**prepared, parameters, 7));
    desk.rollback();
    auto after =
        desk.store->run(**prepared, parameters, wanted.size()); // prepared once, used for long
    REQUIRE(after);
    CHECK(after->records.size() == 0);
}

void check_ids_in_filters(Desk& desk) {
    const World& world = desk.world;
    desk.begin();
    const Id first = desk.insert({});
    const Id second = desk.insert({{world.parent, Value::id(first)}});
    CHECK(desk.find(world.id, FilterOperator::equal, Value::id(second)) == Ids{second});
    const auto characters = to_text(first);
    CHECK(
        desk.find(
            world.id, FilterOperator::equal, Value::text({characters.data(), characters.size()})
        ) == Ids{first}
    );
    CHECK(desk.find(world.id, FilterOperator::equal, text("no id")).empty());
    CHECK(desk.find(world.id, FilterOperator::equal, Value::null()).empty());
    CHECK(desk.find(world.id, FilterOperator::not_equal, Value::id(first)) == Ids{second});
    const Value list = make_collection(
        std::array{Value::id(second), Value::id(first), Value::id(second)}, desk.arena
    );
    CHECK(desk.find(world.id, FilterOperator::in, list) == Ids{first, second});
    CHECK(desk.find(world.parent, FilterOperator::in, list) == Ids{second});
    CHECK(desk.find(world.id, FilterOperator::not_in, list).empty());
    desk.rollback();
}

void check_refused_queries(Desk& desk) {
    const World& world = desk.world;
    Query query;
    CHECK_FALSE(desk.store->prepare(query)); // no object
    query.object = world.thing;
    query.filter = {comparison(world.name, FilterOperator::equal, 3)};
    CHECK_FALSE(desk.store->prepare(query)); // no parameter 3
    query.parameter_count = 4;
    CHECK(desk.store->prepare(query));
    query.filter = {comparison(FieldId::none, FilterOperator::equal, 0)};
    CHECK_FALSE(desk.store->prepare(query));
    query.filter = {junction(FilterNode::Kind::all, {5})};
    CHECK_FALSE(desk.store->prepare(query));
    query.filter = {junction(FilterNode::Kind::all, {0})};
    CHECK_FALSE(desk.store->prepare(query)); // a cycle
    query.filter = {junction(FilterNode::Kind::negation, {})};
    CHECK_FALSE(desk.store->prepare(query));
    query.filter.clear();
    for (uint32_t depth = 1; depth < 10'000; ++depth)
        query.filter.push_back(junction(FilterNode::Kind::negation, {depth}));
    query.filter.push_back(junction(FilterNode::Kind::all, {}));
    CHECK_FALSE(desk.store->prepare(query)); // too deep
    query.filter.clear();
    query.fields = {FieldId{500}};
    CHECK_FALSE(desk.store->prepare(query));
    query.fields.clear();
    query.order = {{FieldId{500}, false, false}};
    CHECK_FALSE(desk.store->prepare(query));
}

} // namespace

void check_queries(const StoreFactory& factory) {
    Desk desk(factory);
    SECTION("null compares as in SOQL") {
        check_null_rules(desk);
    }
    SECTION("texts compare without case") {
        check_text_rules(desk);
    }
    SECTION("comparisons are joined by and, or, not") {
        check_trees(desk);
    }
    SECTION("results are in order") {
        check_order(desk);
    }
    SECTION("many rows of parameters are answered at once") {
        check_many_rows(desk);
    }
    SECTION("ids are found") {
        check_ids_in_filters(desk);
    }
    SECTION("what is no query is refused") {
        check_refused_queries(desk);
    }
}

} // namespace weir::contract
