#include "store/table.hpp"

#include <catch2/catch.hpp>

#include <numeric>
#include <string>

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
        id = object.id;
        schema = builder.build();
    }
    RecordBatch batch(Table& table, uint32_t size) const {
        RecordBatch result(id, size);
        table.directory().allocate(result.ids());
        return result;
    }
    std::unique_ptr<const Schema> schema;
    ObjectId id{};
    FieldId name{};
};

uint32_t chain_length(const Table& table, FieldId field, Value value) {
    return table.find_index(field)->count(hash_cell(table.rule(field), value));
}

} // namespace

TEST_CASE("an index follows every change") {
    const Setting setting;
    Table table(setting.schema->object(setting.id));
    RecordBatch batch = setting.batch(table, 3);
    batch.column(setting.name)[0] = Value::text("a");
    batch.column(setting.name)[1] = Value::text("A");
    table.append(batch);
    CHECK(table.find_index(setting.name) == nullptr);
    (void)table.index(setting.name);
    CHECK(chain_length(table, setting.name, Value::text("a")) == 2);
    const Value before =
        table.exchange(setting.name, 0, table.keep(setting.name, Value::text("b")));
    CHECK(before.as_text() == "a");
    CHECK(chain_length(table, setting.name, Value::text("a")) == 1);
    CHECK(chain_length(table, setting.name, Value::text("b")) == 1);
    table.erase(0);
    CHECK(table.live_count() == 2);
    CHECK_FALSE(table.is_live(0));
    CHECK(chain_length(table, setting.name, Value::text("b")) == 0);
    table.revive(0, batch.ids()[0]);
    CHECK(chain_length(table, setting.name, Value::text("b")) == 1);
    CHECK(table.directory().find(batch.ids()[0]) == 0);
    table.exchange(setting.name, 0, Value());
    CHECK(chain_length(table, setting.name, Value::text("b")) == 0);
    table.truncate(1);
    CHECK(table.row_count() == 1);
    CHECK(chain_length(table, setting.name, Value::text("a")) == 0);
    CHECK(table.directory().find(batch.ids()[1]) == no_row);
}

TEST_CASE("compaction keeps records and gives memory back") {
    const Setting setting;
    Table table(setting.schema->object(setting.id));
    const std::string filler(1000, 'f');
    RecordBatch batch = setting.batch(table, 10'000);
    for (uint32_t row = 0; row < batch.size(); ++row)
        batch.column(setting.name)[row] =
            Value::text(row % 100 == 0 ? std::string_view("kept") : filler);
    table.append(batch);
    (void)table.index(setting.name);
    const size_t full = table.memory();
    for (uint32_t row = 0; row < batch.size(); ++row) {
        if (row % 100 == 0)
            continue;
        table.erase(row);
        table.bury(row);
    }
    table.compact();
    CHECK(table.memory() < full / 4);
    CHECK(table.row_count() == 100);
    CHECK(table.live_count() == 100);
    CHECK(chain_length(table, setting.name, Value::text("KEPT")) == 100);
    for (uint32_t row = 0; row < 100; ++row) {
        CHECK(table.id(row) == batch.ids()[row * 100]);
        CHECK(table.directory().find(table.id(row)) == row);
        CHECK(table.cell(setting.name, row).as_text() == "kept");
    }
    CHECK(table.directory().find(batch.ids()[1]) == no_row);
}

TEST_CASE("rows without values cost an id and an entry of the directory") {
    const Setting setting;
    Table table(setting.schema->object(setting.id));
    const size_t empty = table.memory();
    table.append(setting.batch(table, 10'000));
    CHECK(table.memory() - empty < 10'000 * 2 * (sizeof(Id) + sizeof(uint32_t)));
    std::vector<uint32_t> rows(10'000);
    std::iota(rows.begin(), rows.end(), 0U);
    const std::vector fields{setting.name};
    const RecordBatch all = table.gather(rows, fields);
    CHECK(all.find(setting.name)[9'999].tag() == Tag::null);
}
