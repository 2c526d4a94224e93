// Rules of single comparisons are in the contract suite; here is what only the memory store's own
// types can show.
#include "store/filter.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace weir;
using namespace weir::store;

namespace {

struct Setting {
    Setting() {
        SchemaBuilder builder;
        Object& object = *builder.declare("Thing__c", ObjectKind::custom);
        Field field;
        field.name = "Name";
        name = *builder.add_field(object, field);
        field.name = "Anything__c";
        anything = *builder.add_field(object, field);
        object.is_named_only = true;
        id = object.id;
        schema = builder.build();
    }
    std::unique_ptr<const Schema> schema;
    ObjectId id{};
    FieldId name{};
    FieldId anything{};
};

} // namespace

TEST_CASE("fields of open objects compare as formulas do") {
    const Setting setting;
    Table table(setting.schema->object(setting.id));
    RecordBatch batch(setting.id, 3);
    table.directory().allocate(batch.ids());
    const std::span<Value> cells = batch.column(setting.anything);
    cells[0] = Value::number(5);
    cells[1] = Value::text("001A0000006Vm9uIAC");
    cells[2] = Value::text("Word");
    table.append(batch);
    FilterNode node;
    node.field = setting.anything;
    const auto filter = Filter::make(setting.schema->object(setting.id), {node}, 1);
    REQUIRE(filter);
    Operands operands;
    const std::array wanted{
        Value::number(500, 2), Value::id(*parse_id("001A0000006Vm9u")), Value::text("WORD")};
    const std::array<std::span<const Value>, 1> parameters{wanted};
    for (uint32_t row = 0; row < 3; ++row) {
        (*filter).bind(parameters, row, operands);
        for (uint32_t record = 0; record < 3; ++record)
            CHECK((*filter).matches(table, record, operands) == (record == row));
    }
}

TEST_CASE("an empty filter takes every record") {
    const Setting setting;
    const auto filter = Filter::make(setting.schema->object(setting.id), {}, 0);
    REQUIRE(filter);
    Operands operands;
    (*filter).bind({}, 0, operands);
    CHECK((*filter).is_empty());
    CHECK((*filter).matches(Table(setting.schema->object(setting.id)), 0, operands));
}
