// Laws of formulas, over thousands of random ones: weir gives what the slow and obvious evaluation
// gives, a column at a time or a row at a time, with constants folded or not; and what is printed
// of a formula reads as the same formula.
//
// WEIR_SEED=N begins elsewhere, WEIR_FORMULAS=N makes more of them.
#include "base/source_map.hpp"
#include "formula/compile.hpp"
#include "laws/formula_tree.hpp"
#include "laws/naive_formula.hpp"
#include "schema/schema.hpp"
#include "syntax/parse_formula.hpp"
#include "syntax/printer.hpp"
#include "types/convert.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <memory>
#include <numeric>
#include <optional>

namespace {

using namespace weir;
using laws::Plain;
using laws::PlainRow;
using laws::Sort;
using laws::Tree;

constexpr uint32_t row_count = 24;
constexpr int deepest = 5;

uint64_t setting(const char* name, uint64_t otherwise) {
    const char* const text = std::getenv(name);
    return text == nullptr || *text == '\0' ? otherwise : std::strtoull(text, nullptr, 10);
}

Type type_of(Sort sort, bool is_percent) {
    switch (sort) {
    case Sort::number:
        return {is_percent ? TypeKind::percent : TypeKind::number, false, 18, ObjectId::none};
    case Sort::text:
        return Type::of(TypeKind::text);
    case Sort::boolean:
        return Type::of(TypeKind::boolean);
    case Sort::date:
        break;
    }
    return Type::of(TypeKind::date);
}

// The fields, in slots of their order, and behind them literals that stand in slots as well.
class LawScope final : public Scope {
public:
    explicit LawScope(const std::vector<Tree>& literals) : literals_(literals) {}

    Resolution resolve(const Path& path) override {
        Resolution result;
        const std::string_view name = path.parts[0].text;
        for (size_t index = 0; index < laws::field_count; ++index)
            if (name == laws::fields[index].name)
                return slot(
                    index, type_of(laws::fields[index].sort, laws::fields[index].is_percent)
                );
        for (size_t index = 0; index < literals_.size(); ++index)
            if (name == "L" + std::to_string(index))
                return slot(laws::field_count + index, type_of(literals_[index].sort, false));
        return result;
    }

private:
    static Resolution slot(size_t index, Type type) {
        Resolution result;
        result.kind = Resolution::Kind::slot;
        result.slot = static_cast<uint32_t>(index);
        result.type = type;
        return result;
    }

    const std::vector<Tree>& literals_;
};

Value value_of(const Plain& plain, Arena& arena) {
    switch (plain.kind) {
    case Plain::Kind::number:
        return *from_text(laws::decimal_text(plain.digits, plain.scale), TypeKind::number, arena);
    case Plain::Kind::text:
        return Value::text(arena.copy(std::string_view(plain.text)));
    case Plain::Kind::boolean:
        return Value::boolean(plain.truth);
    case Plain::Kind::date:
        return Value::date(plain.days);
    case Plain::Kind::null:
    case Plain::Kind::fault:
    case Plain::Kind::unknown:
        break;
    }
    return Value::null();
}

std::string described(const Value& value, Arena& arena) {
    if (value.is_null() || (value.tag() == Tag::text && value.size() == 0))
        return "null";
    if (value.is_fault())
        return "fault";
    const std::string text(to_text(value, arena));
    switch (value.tag()) {
    case Tag::number:
    case Tag::big_number:
        return "number " + text;
    case Tag::text:
        return "text " + text;
    case Tag::date:
        return "date " + text;
    default:
        return text;
    }
}

PlainRow make_row(std::mt19937_64& random) {
    PlainRow row;
    for (const laws::FieldFacts& field : laws::fields) {
        if (random() % 5 == 0) {
            row.emplace_back();
            continue;
        }
        switch (field.sort) {
        case Sort::number:
            row.push_back(Plain::of_number(static_cast<int>(random() % 200'001) - 100'000, 2));
            if (random() % 3 == 0)
                row.back() = Plain::of_number(static_cast<int>(random() % 13));
            break;
        case Sort::text: {
            constexpr const char* texts[] = {"a", "b", "ab", " Ab ", "x-y-x", "10", "longer text"};
            row.push_back(Plain::of_text(texts[random() % std::size(texts)]));
            break;
        }
        case Sort::boolean:
            row.push_back(Plain::of_truth(random() % 2 == 0));
            break;
        case Sort::date:
            // Around the turns of months and leap years.
            row.push_back(Plain::of_date(10'000 + static_cast<int>(random() % 12'000)));
            break;
        }
    }
    return row;
}

/// Rows as they are for both evaluations.
struct Batch {
    explicit Batch(std::mt19937_64& random) {
        for (uint32_t row = 0; row < row_count; ++row)
            rows.push_back(make_row(random));
    }

    std::vector<PlainRow> rows;
};

/// A formula compiled and evaluated by weir for all rows of a batch.
class Run {
public:
    Run(const std::string& text,
        const Batch& batch,
        const std::vector<Tree>& literals,
        bool blank_as_zero)
        : scope_(literals) {
        SchemaBuilder builder;
        schema_ = builder.build();
        Layouts layouts(schema_->object_count());
        const SourceFile& file = sources_.add("formula", text);
        const Formula* const formula = parse_formula(file.text, file.begin, arena_, out_);
        CompileContext context{*schema_, layouts, arena_, out_, blank_as_zero};
        expression_ = compile(*formula, scope_, context);
        for (size_t field = 0; field < laws::field_count; ++field) {
            std::vector<Value>& column = columns_.emplace_back();
            for (const PlainRow& row : batch.rows)
                column.push_back(value_of(row[field], arena_));
        }
        for (const Tree& literal : literals)
            columns_.emplace_back(row_count, value_of(laws::literal_value(literal), arena_));
        for (std::vector<Value>& column : columns_)
            slots_.push_back(column.data());
    }

    [[nodiscard]] std::string mistakes() const {
        std::string text;
        for (const Diagnostic& diagnostic : out_.all())
            if (diagnostic.severity == Severity::error)
                text += diagnostic.message + "; ";
        return text;
    }

    [[nodiscard]] std::vector<std::string> all_at_once() {
        std::vector<uint32_t> rows(row_count);
        std::iota(rows.begin(), rows.end(), 0U);
        return evaluated(rows);
    }

    [[nodiscard]] std::vector<std::string> one_by_one() {
        std::vector<std::string> result;
        for (uint32_t row = 0; row < row_count; ++row)
            result.push_back(evaluated({row})[row]);
        return result;
    }

private:
    std::vector<std::string> evaluated(const std::vector<uint32_t>& rows) {
        std::vector<Value> values(row_count, Value::null());
        const Frame frame{slots_, row_count, &surroundings_, &arena_};
        evaluate(expression_, frame, rows, values.data());
        std::vector<std::string> result(row_count);
        for (const uint32_t row : rows)
            result[row] = described(values[row], arena_);
        return result;
    }

    std::unique_ptr<const Schema> schema_;
    Arena arena_;
    SourceMap sources_;
    Diagnostics out_;
    LawScope scope_;
    Expression expression_;
    Surroundings surroundings_;
    std::vector<std::vector<Value>> columns_;
    std::vector<Value*> slots_;
};

struct Tally {
    size_t compared = 0;
    size_t unknown = 0;
};

/// What is wrong with weir's values of a formula; empty if nothing is.
std::string difference(const Tree& tree, const Batch& batch, bool blank_as_zero, Tally& tally) {
    const std::string text = laws::spelled(tree);
    Run run(text, batch, {}, blank_as_zero);
    if (const std::string mistakes = run.mistakes(); !mistakes.empty())
        return "refused: " + mistakes;
    const std::vector<std::string> found = run.all_at_once();
    for (uint32_t row = 0; row < row_count; ++row) {
        const Plain expected = laws::evaluate_naively(tree, batch.rows[row], blank_as_zero);
        if (expected.kind == Plain::Kind::unknown) {
            ++tally.unknown;
            continue;
        }
        ++tally.compared;
        if (laws::described(expected) == found[row])
            continue;
        std::string fields;
        for (size_t field = 0; field < laws::field_count; ++field)
            fields += std::string("\n  ") + laws::fields[field].name + ": " +
                      laws::described(batch.rows[row][field]);
        return "expected " + laws::described(expected) + ", found " + found[row] + fields;
    }
    if (run.one_by_one() != found)
        return "one row at a time gives something else";
    std::vector<Tree> literals;
    const std::string open = laws::spelled(laws::without_literals(tree, literals));
    Run unfolded(open, batch, literals, blank_as_zero);
    if (const std::string mistakes = unfolded.mistakes(); !mistakes.empty())
        return "refused without literals: " + mistakes;
    return unfolded.all_at_once() == found ? ""
                                           : "without literals it gives something else: " + open;
}

template<class Fails>
Tree smallest(Tree tree, Fails fails) {
    for (bool is_smaller = true; is_smaller;) {
        is_smaller = false;
        for (const Tree& candidate : laws::smaller(tree)) {
            if (laws::size_of(candidate) >= laws::size_of(tree) || !fails(candidate))
                continue;
            tree = candidate;
            is_smaller = true;
            break;
        }
    }
    return tree;
}

} // namespace

TEST_CASE("a random formula has the values that a naive evaluation gives it") {
    const uint64_t seed = setting("WEIR_SEED", 20261123);
    const uint64_t count = setting("WEIR_FORMULAS", 2000);
    Tally tally;
    for (uint64_t number = 0; number < count; ++number) {
        std::mt19937_64 random(seed + number);
        const Tree tree = laws::TreeMaker(random).make(1 + static_cast<int>(number % deepest));
        const Batch batch(random);
        const bool blank_as_zero = number % 2 == 0;
        if (difference(tree, batch, blank_as_zero, tally).empty())
            continue;
        const Tree least = smallest(tree, [&](const Tree& candidate) {
            return !difference(candidate, batch, blank_as_zero, tally).empty();
        });
        FAIL(
            laws::spelled(least) << "\nWEIR_SEED=" << seed + number << " WEIR_FORMULAS=1"
                                 << (blank_as_zero ? ", blank as zero" : ", blank as blank") << "\n"
                                 << difference(least, batch, blank_as_zero, tally)
        );
    }
    INFO(tally.compared << " values compared, " << tally.unknown << " without an opinion");
    CHECK(tally.compared > 9 * tally.unknown);
}

TEST_CASE("what is printed of a random formula reads as the same formula") {
    const uint64_t seed = setting("WEIR_SEED", 20261123);
    const uint64_t count = setting("WEIR_FORMULAS", 2000);
    const auto printed = [](const std::string& text) -> std::optional<std::string> {
        SourceMap sources;
        Diagnostics out;
        Arena arena;
        const SourceFile& file = sources.add("formula", text);
        const Formula* const formula = parse_formula(file.text, file.begin, arena, out);
        if (out.has_errors())
            return std::nullopt;
        return syntax::expr_text(*formula->root);
    };
    const auto fails = [&](const Tree& tree) {
        const auto once = printed(laws::spelled(tree));
        return !once || printed(*once) != once;
    };
    for (uint64_t number = 0; number < count; ++number) {
        std::mt19937_64 random(seed + number);
        const Tree tree = laws::TreeMaker(random).make(1 + static_cast<int>(number % deepest));
        if (!fails(tree))
            continue;
        const Tree least = smallest(tree, fails);
        FAIL(
            laws::spelled(least) << " is printed as "
                                 << printed(laws::spelled(least)).value_or("nothing")
        );
    }
}
