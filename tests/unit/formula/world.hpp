// A small world for formulas: a few objects, a scope of variables, and a store of records in
// memory.
#pragma once

#include "base/source_map.hpp"
#include "formula/compile.hpp"
#include "formula/expression.hpp"
#include "formula/function.hpp"
#include "schema/schema.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace weir::test {

/// Names in slots; fields of an implicit object get slots as they are asked for.
class TestScope : public Scope {
public:
    uint32_t add(std::string name, Type type);
    void add_expression(std::string name, Expression expression);

    Resolution resolve(const Path& path) override;
    [[nodiscard]] ObjectId implicit_object() const override { return implicit; }
    uint32_t field_slot(FieldId field) override;
    std::optional<uint32_t> prior_field_slot(FieldId field) override;
    std::optional<uint32_t> is_new_slot() override;
    std::optional<uint32_t> flow_slot(std::string_view name) override;
    std::optional<uint32_t> state_slot(const Path& path, ConditionOperator op) override;
    void use(const Path& path, const Resolution&, FieldId field) override;
    [[nodiscard]] std::vector<std::string_view> names() const override;

    ObjectId implicit = ObjectId::none;
    bool has_prior = false;
    uint32_t slots = 0;
    std::map<FieldId, uint32_t> fields;
    std::map<FieldId, uint32_t> prior_fields;
    std::optional<uint32_t> is_new;
    std::map<std::string, uint32_t> states; // "Send visited"
    std::vector<std::pair<std::string, FieldId>> used;

private:
    std::map<std::string, Resolution, std::less<>> names_;
};

/// Records by object, id and field.
class TestReader : public RecordReader {
public:
    const Fault*
    read(ObjectId object, FieldId field, std::span<const Id> ids, std::span<Value> out) override;
    Id find(ObjectId object, FieldId field, std::string_view value) override;
    void put(ObjectId object, Id id, FieldId field, Value value);

    std::map<std::tuple<ObjectId, FieldId, uint32_t, uint64_t>, Value> cells;
    uint32_t reads = 0;
    const Fault* fault = nullptr;
};

/// Everything a formula needs to be compiled and run.
struct World {
    World();

    /// Parses and compiles; diagnostics collect in `out`.
    Expression formula(std::string_view text);
    Expression templated(std::string_view text);
    /// `row` of the columns that were set with `set`.
    Value value(Expression expression, uint32_t row = 0);
    std::vector<Value> values(Expression expression);
    /// The value of a formula as to_formula_text prints it; "null", or "fault".
    std::string text(std::string_view formula);
    std::string text(Value value);
    /// All messages, one a line: "W0310 there is nothing called `X` here".
    std::string messages() const;
    void set(uint32_t slot, std::vector<Value> values);
    Value row(ObjectId object, std::vector<std::pair<std::string_view, Value>> cells);
    const Object& object(std::string_view name) const { return *schema->find(name); }
    FieldId field(std::string_view object_name, std::string_view field_name) const;

    std::unique_ptr<const Schema> schema;
    Layouts layouts;
    Arena arena;
    SourceMap sources;
    Diagnostics out;
    TestScope scope;
    TestReader reader;
    Surroundings surroundings;
    bool blank_as_zero = false;
    std::map<uint32_t, std::vector<Value>> columns;
    uint32_t rows = 1;
};

[[nodiscard]] Id test_id(std::string_view prefix, uint64_t serial);

} // namespace weir::test
