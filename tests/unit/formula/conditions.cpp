// Conditions with Flow's semantics.

#include "syntax/parse_formula.hpp"
#include "unit/formula/world.hpp"

#include <catch2/catch.hpp>

using namespace weir;
using weir::test::World;

namespace {

const Type text_type = Type::of(TypeKind::text);
const Type number_type = Type::of(TypeKind::number);
const Type boolean_type = Type::of(TypeKind::boolean);

/// Builds conditions by hand: what stands around a comparison is the parser's business.
struct Builder {
    explicit Builder(World& in) : world(in) {}

    const Formula* formula(std::string_view text) {
        const SourceFile& file = world.sources.add("condition", std::string(text));
        return parse_formula(file.text, file.begin, world.arena, world.out);
    }
    const Condition*
    compare(std::string_view left, ConditionOperator op, std::string_view right = {}) {
        auto* const condition = world.arena.make<Condition>();
        condition->kind = ConditionKind::comparison;
        condition->left = formula(left);
        condition->op = op;
        condition->right = right.empty() ? nullptr : formula(right);
        condition->span = condition->left->span;
        condition->op_span = condition->left->span;
        return condition;
    }
    const Condition* join(ConditionKind kind, std::vector<const Condition*> operands) {
        auto* const condition = world.arena.make<Condition>();
        condition->kind = kind;
        condition->operands = world.arena.copy(operands);
        return condition;
    }
    Expression compiled(const Condition* condition) {
        CompileContext context{*world.schema, world.layouts, world.arena, world.out};
        return compile(*condition, world.scope, context);
    }
    std::string rows(const Condition* condition) {
        std::string result;
        const Expression expression = compiled(condition);
        if (expression.type.is_error())
            return world.messages();
        for (const Value& value : world.values(expression))
            result += value.is_fault()
                          ? 'f'
                          : (value.tag() != Tag::boolean ? '?' : (value.as_boolean() ? '1' : '0'));
        return result;
    }
    std::string rows(std::string_view left, ConditionOperator op, std::string_view right = {}) {
        return rows(compare(left, op, right));
    }

    World& world;
};

} // namespace

TEST_CASE("texts compare without case, and null is a value of its own") {
    World world;
    Builder build(world);
    world.set(
        world.scope.add("T", text_type),
        {Value::text("Flow"), Value::text("flow"), Value::text(""), Value::null()}
    );
    CHECK(build.rows("T", ConditionOperator::equal, "'FLOW'") == "1100");
    CHECK(build.rows("T", ConditionOperator::not_equal, "'FLOW'") == "0011");
    CHECK(build.rows("T", ConditionOperator::equal, "NULL") == "0001");
    CHECK(build.rows("T", ConditionOperator::equal, "''") == "0010");
    CHECK(build.rows("T", ConditionOperator::equal, "T") == "1111");
    CHECK(build.rows("T", ConditionOperator::is_null) == "0001");
    CHECK(build.rows("T", ConditionOperator::is_not_null) == "1110");
    CHECK(build.rows("T", ConditionOperator::is_blank) == "0011");
    CHECK(build.rows("T", ConditionOperator::is_not_blank) == "1100");
    CHECK(build.rows("T", ConditionOperator::was_set) == "1110");
    CHECK(build.rows("T", ConditionOperator::was_not_set) == "0001");
    CHECK(build.rows("T", ConditionOperator::starts_with, "'FL'") == "1100");
    CHECK(build.rows("T", ConditionOperator::ends_with, "'OW'") == "1100");
    CHECK(build.rows("T", ConditionOperator::contains, "'LO'") == "1100");
    CHECK(build.rows("T", ConditionOperator::contains, "NULL") == "1110");
    CHECK(build.rows("T", ConditionOperator::less, "'G'") == "1110");
}

TEST_CASE("numbers, dates and Booleans") {
    World world;
    Builder build(world);
    world.set(
        world.scope.add("N", number_type), {Value::number(1), Value::number(250, 2), Value::null()}
    );
    world.set(
        world.scope.add("B", boolean_type),
        {Value::boolean(true), Value::boolean(false), Value::null()}
    );
    world.set(
        world.scope.add("D", Type::of(TypeKind::date)),
        {Value::date(20513), Value::date(20514), Value::null()}
    );
    CHECK(build.rows("N", ConditionOperator::equal, "2.5") == "010");
    CHECK(build.rows("N", ConditionOperator::not_equal, "2.5") == "101");
    CHECK(build.rows("N", ConditionOperator::greater, "1") == "010");
    CHECK(build.rows("N", ConditionOperator::less_equal, "2.5") == "110");
    CHECK(build.rows("N", ConditionOperator::equal, "'2.5'") == "010");
    CHECK(build.rows("B", ConditionOperator::equal, "TRUE") == "100");
    CHECK(build.rows("B", ConditionOperator::equal, "FALSE") == "010");
    CHECK(build.rows("B", ConditionOperator::not_equal, "TRUE") == "011");
    CHECK(build.rows("D", ConditionOperator::equal, "DATE(2026, 3, 1)") == "100");
    CHECK(build.rows("D", ConditionOperator::less_equal, "$Flow.CurrentDateTime") == "100");
    CHECK(world.messages().empty());
}

TEST_CASE("ids compare exactly, with 15 or 18 characters") {
    World world;
    Builder build(world);
    Type id = Type::of(TypeKind::id);
    const Id first = test::test_id("001", 5);
    world.set(
        world.scope.add("I", id),
        {Value::id(first), Value::id(test::test_id("001", 6)), Value::null()}
    );
    const auto long_form = to_text(first);
    const auto short_form = to_text_15(first);
    CHECK(
        build.rows("I", ConditionOperator::equal, "'" + std::string(long_form.data(), 18) + "'") ==
        "100"
    );
    CHECK(
        build.rows("I", ConditionOperator::equal, "'" + std::string(short_form.data(), 15) + "'") ==
        "100"
    );
    CHECK(build.rows("I", ConditionOperator::is_null) == "001");
}

TEST_CASE("collections") {
    World world;
    Builder build(world);
    const std::vector<Value> items{Value::text("a"), Value::text("b")};
    world.set(
        world.scope.add("C", text_type.collection_of()),
        {make_collection(items, world.arena), Value::collection(nullptr, 0), Value::null()}
    );
    world.set(
        world.scope.add("T", text_type), {Value::text("A"), Value::text("a"), Value::text("a")}
    );
    CHECK(build.rows("C", ConditionOperator::is_empty) == "011");
    CHECK(build.rows("C", ConditionOperator::is_not_empty) == "100");
    CHECK(build.rows("C", ConditionOperator::is_null) == "001");
    CHECK(build.rows("C", ConditionOperator::contains, "'a'") == "100");
    CHECK(build.rows("C", ConditionOperator::contains, "'A'") == "000");
    CHECK(build.rows("T", ConditionOperator::in, "C") == "100");
    CHECK(build.rows("T", ConditionOperator::not_in, "C") == "011");
}

TEST_CASE("and, or and not, with the first decisive condition last to be asked") {
    World world;
    Builder build(world);
    world.set(
        world.scope.add("N", number_type), {Value::number(0), Value::number(1), Value::number(2)}
    );
    const auto* const not_zero = build.compare("N", ConditionOperator::not_equal, "0");
    const auto* const is_half = build.compare("1 / N", ConditionOperator::equal, "0.5");
    CHECK(build.rows(build.join(ConditionKind::all, {not_zero, is_half})) == "001");
    CHECK(build.rows(build.join(ConditionKind::all, {is_half, not_zero})) == "f01");
    const auto* const zero = build.join(ConditionKind::negation, {not_zero});
    CHECK(build.rows(build.join(ConditionKind::any, {zero, is_half})) == "101");
}

TEST_CASE("a formula as a condition") {
    World world;
    Builder build(world);
    world.set(world.scope.add("B", boolean_type), {Value::boolean(true), Value::null()});
    auto* const condition = world.arena.make<Condition>();
    condition->kind = ConditionKind::formula;
    condition->left = build.formula("AND(B, 1 = 1)");
    CHECK(build.rows(condition) == "10");
    condition->left = build.formula("B");
    CHECK(build.rows(condition) == "10");
}

TEST_CASE("is changed compares the record with its past") {
    World world;
    Builder build(world);
    const ObjectId contact = world.object("Contact").id;
    const Value before =
        world.row(contact, {{"LastName", Value::text("Byron")}, {"Email", Value::null()}});
    const Value after =
        world.row(contact, {{"LastName", Value::text("Lovelace")}, {"Email", Value::null()}});
    world.set(world.scope.add("$Record", Type::record_of(contact)), {after, before, after});
    world.set(
        world.scope.add("$Record__Prior", Type::record_of(contact)), {before, before, Value::null()}
    );
    CHECK(build.rows("$Record.LastName", ConditionOperator::is_changed) == "101");
    CHECK(build.rows("$Record.LastName", ConditionOperator::is_not_changed) == "010");
    CHECK(build.rows("$Record.Email", ConditionOperator::is_changed) == "000");
    const auto changed = world.values(world.formula("ISCHANGED($Record.LastName)"));
    CHECK(world.text(changed[0]) == "true");
    CHECK(world.text(changed[1]) == "false");
    CHECK(world.text(changed[2]) == "false");
    const auto prior = world.values(world.formula("PRIORVALUE($Record.LastName)"));
    CHECK(world.text(prior[0]) == "Byron");
    CHECK(world.text(prior[2]) == "Lovelace");
}

TEST_CASE("is changed on the fields of the implicit object") {
    World world;
    Builder build(world);
    world.scope.implicit = world.object("Contact").id;
    world.scope.has_prior = true;
    const FieldId field = world.field("Contact", "LastName");
    CHECK(build.rows("LastName", ConditionOperator::is_changed) == "0");
    world.set(world.scope.fields[field], {Value::text("a"), Value::text("a"), Value::text("a")});
    world.set(world.scope.prior_fields[field], {Value::text("A"), Value::text("a"), Value::null()});
    CHECK(build.rows("LastName", ConditionOperator::is_changed) == "101");
}

TEST_CASE("states of elements") {
    World world;
    Builder build(world);
    const uint32_t slot = world.scope.slots++;
    world.scope.states["Send visited"] = slot;
    world.set(slot, {Value::boolean(true), Value::null()});
    CHECK(build.rows("Send", ConditionOperator::was_visited) == "10");
    CHECK(build.rows("Send", ConditionOperator::was_not_visited) == "01");
    CHECK(build.rows("Other", ConditionOperator::was_visited).find("W0413") == 0);
}

TEST_CASE("a missing record is a fault to a condition, but not to `was set`") {
    World world;
    Builder build(world);
    const ObjectId contact = world.object("Contact").id;
    world.set(
        world.scope.add("Get_Contact", Type::record_of(contact)),
        {world.row(contact, {{"Email", Value::text("a@b.example")}}), Value::null()}
    );
    CHECK(build.rows("Get_Contact.Email", ConditionOperator::is_null) == "0f");
    CHECK(build.rows("Get_Contact.Email", ConditionOperator::was_set) == "10");
    CHECK(build.rows("Get_Contact", ConditionOperator::is_null) == "01");
}

TEST_CASE("what cannot be compared is said") {
    World world;
    Builder build(world);
    world.scope.add("N", number_type);
    world.scope.add("B", boolean_type);
    world.scope.add("C", text_type.collection_of());
    CHECK(
        build.rows("N", ConditionOperator::equal, "B") ==
        "W0405 `=` does not compare Number with Boolean @ N\n"
    );
    world.out = Diagnostics();
    CHECK(
        build.rows("N", ConditionOperator::in, "N")
            .find("W0405 `in` does not compare Number with Number") == 0
    );
    world.out = Diagnostics();
    CHECK(
        build.rows("N", ConditionOperator::is_empty).find("W0405 `is empty` asks a collection") == 0
    );
    world.out = Diagnostics();
    CHECK(build.rows("N", ConditionOperator::is_changed).find("W0412") == 0);
    world.out = Diagnostics();
    CHECK(build.rows("C", ConditionOperator::less, "'a'").find("W0405") == 0);
}

TEST_CASE("conditions nested too deep are refused") {
    World world;
    Builder build(world);
    const Condition* condition = build.compare("1", ConditionOperator::equal, "1");
    for (int level = 0; level < 1000; ++level)
        condition = build.join(ConditionKind::negation, {condition});
    CHECK(build.compiled(condition).type.is_error());
    CHECK(world.messages().find("W0409") == 0);
}
