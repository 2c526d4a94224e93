// Any text as a formula: no crash, always a tree, and what compiles has a value for every row: the
// same for a row alone, and no later than a limit that has nothing to do with the text.
#include "base/check.hpp"
#include "formula/compile.hpp"
#include "schema/schema.hpp"
#include "syntax/parse_formula.hpp"
#include "types/convert.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace weir;

struct FieldFacts {
    const char* name;
    TypeKind kind;
    const char* value; // of the first row; the second has none
};
constexpr FieldFacts fields[] = {
    {"a", TypeKind::number, "12.5"},
    {"p", TypeKind::percent, "40"},
    {"t", TypeKind::text, "a text, 10"},
    {"b", TypeKind::boolean, "true"},
    {"d", TypeKind::date, "2024-02-29"},
    {"m", TypeKind::date_time, "2026-03-01T09:00:00.000Z"},
    {"h", TypeKind::time, "23:59:59.000"},
    {"k", TypeKind::picklist, "Hot"},
    {"s", TypeKind::multi_picklist, "Red;Green"},
};

/// What a fuzzer makes in a second of work is no formula that a person would write.
constexpr size_t longest = 4096;

class FieldScope final : public Scope {
public:
    Resolution resolve(const Path& path) override {
        Resolution result;
        for (uint32_t index = 0; index < std::size(fields); ++index) {
            if (path.parts[0].text != fields[index].name)
                continue;
            result.kind = Resolution::Kind::slot;
            result.slot = index;
            result.type = Type::of(fields[index].kind);
        }
        return result;
    }
};

/// Whether both are the same as far as a text shows it.
bool is_same(const Value& left, const Value& right, Arena& arena) {
    if (left.is_fault() || right.is_fault())
        return left.is_fault() && right.is_fault();
    return left.tag() == right.tag() && to_text(left, arena) == to_text(right, arena);
}

void evaluate_rows(const Expression& expression, Arena& arena) {
    std::array<std::array<Value, 2>, std::size(fields)> columns{};
    std::vector<Value*> slots;
    for (size_t index = 0; index < std::size(fields); ++index) {
        columns[index] = {
            *from_text(fields[index].value, fields[index].kind, arena), Value::null()};
        slots.push_back(columns[index].data());
    }
    Surroundings surroundings;
    surroundings.now = 1'772'355'600'000;
    const Frame frame{slots, 2, &surroundings, &arena};
    constexpr std::array<uint32_t, 2> both = {0, 1};
    std::array<Value, 2> together{};
    evaluate(expression, frame, both, together.data());
    for (const uint32_t row : both) {
        std::array<Value, 2> alone{};
        evaluate(expression, frame, std::array{row}, alone.data());
        WEIR_CHECK(
            is_same(together[row], alone[row], arena),
            "a row alone has the value it has beside others"
        );
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    static const std::unique_ptr<const Schema> schema = SchemaBuilder().build();
    SourceMap sources;
    const SourceFile& file =
        sources.add("fuzz", std::string(reinterpret_cast<const char*>(data), size));
    Arena arena;
    Diagnostics out;
    const Formula* const formula = parse_formula(file.text, file.begin, arena, out);
    WEIR_CHECK(formula != nullptr && formula->root != nullptr, "a formula always has a root");
    WEIR_CHECK(formula->text == file.text, "a formula keeps its spelling");
    if (size > longest)
        return 0;
    for (const bool blank_as_zero : {false, true}) {
        Layouts layouts(schema->object_count());
        FieldScope scope;
        CompileContext context{*schema, layouts, arena, out, blank_as_zero};
        const Expression expression = compile(*formula, scope, context);
        WEIR_CHECK(
            expression.root != nullptr, "what is compiled can be evaluated, mistakes and all"
        );
        evaluate_rows(expression, arena);
    }
    return 0;
}
