#include "formula/condition_node.hpp"

#include "formula/compare_values.hpp"
#include "formula/moments.hpp"
#include "formula/numbers.hpp"
#include "types/compare.hpp"
#include "types/convert.hpp"
#include "types/text.hpp"

#include <algorithm>
#include <array>

namespace weir {

namespace {

bool is_instant(const Value& value) {
    return value.tag() == Tag::date || value.tag() == Tag::date_time;
}

// Of two kinds that can meet: a value compared with a text counts as text, a date with a date-time
// as its midnight.
void meet(Value& left, Value& right, Arena& arena) {
    if (left.tag() == right.tag() || left.is_null() || right.is_null())
        return;
    if (is_instant(left) && is_instant(right)) {
        if (left.tag() == Tag::date)
            left = Value::date_time(left.integer() * milliseconds_of_day);
        else
            right = Value::date_time(right.integer() * milliseconds_of_day);
        return;
    }
    // Ids and texts meet as ids in equal_ignoring_case.
    if (left.tag() == Tag::text && right.tag() != Tag::id)
        right = Value::text(to_text(right, arena));
    else if (right.tag() == Tag::text && left.tag() != Tag::id)
        left = Value::text(to_text(left, arena));
}

bool same(Value left, Value right, Arena& arena) {
    AlignedNumbers numbers;
    if (align(left, right, numbers))
        return numbers.left == numbers.right;
    meet(left, right, arena);
    return equal_ignoring_case(left, right);
}

bool is_in(const Value& item, const Value& collection, Arena& arena) {
    if (collection.tag() != Tag::collection)
        return !collection.is_null() && same(item, collection, arena);
    const auto items = collection.items();
    return std::any_of(items.begin(), items.end(), [&](const Value& candidate) {
        return same(item, candidate, arena);
    });
}

using TextTest = bool (*)(std::string_view, std::string_view);

bool text_test(const Value& left, const Value& right, Arena& arena, TextTest test) {
    if (left.is_null())
        return false;
    if (right.is_null())
        return true;
    return test(to_text(left, arena), to_text(right, arena));
}

// An order exists between values of one kind; null is never before or behind anything.
bool ordered(Value left, Value right, Arena& arena, bool (*test)(int)) {
    if (left.is_null() || right.is_null())
        return false;
    AlignedNumbers numbers;
    if (align(left, right, numbers))
        return test((numbers.left > numbers.right) - (numbers.left < numbers.right));
    meet(left, right, arena);
    return test(order(left, right));
}

bool holds(ConditionComparison op, const Value& left, const Value& right, Arena& arena) {
    switch (op) {
    case ConditionComparison::equal:
        return same(left, right, arena);
    case ConditionComparison::not_equal:
        return !same(left, right, arena);
    case ConditionComparison::less:
        return ordered(left, right, arena, [](int order) { return order < 0; });
    case ConditionComparison::greater:
        return ordered(left, right, arena, [](int order) { return order > 0; });
    case ConditionComparison::less_equal:
        return ordered(left, right, arena, [](int order) { return order <= 0; });
    case ConditionComparison::greater_equal:
        return ordered(left, right, arena, [](int order) { return order >= 0; });
    case ConditionComparison::starts_with:
        return text_test(left, right, arena, starts_with_ignoring_case);
    case ConditionComparison::ends_with:
        return text_test(left, right, arena, ends_with_ignoring_case);
    case ConditionComparison::contains:
        if (left.tag() == Tag::collection) {
            const auto items = left.items();
            return std::any_of(items.begin(), items.end(), [&](const Value& item) {
                return equal_exactly(item, right);
            });
        }
        return text_test(left, right, arena, contains_ignoring_case);
    case ConditionComparison::in:
        return is_in(left, right, arena);
    case ConditionComparison::not_in:
        return !is_in(left, right, arena);
    }
    return false;
}

struct ConditionNode : Node {
    ConditionComparison op = ConditionComparison::equal;
    const Node* left = nullptr;
    const Node* right = nullptr;
};

void run_condition(const Node& self, Evaluation& evaluation, Rows rows, Value* out) {
    const auto& node = static_cast<const ConditionNode&>(self);
    const ScratchMark mark(evaluation.scratch);
    const Column left = operand(*node.left, evaluation, rows);
    const Column right = operand(*node.right, evaluation, rows);
    for (const uint32_t row : rows) {
        const Value& first = left[row];
        const Value& second = right[row];
        if (first.is_fault())
            out[row] = first;
        else if (second.is_fault())
            out[row] = second;
        else
            out[row] = Value::boolean(holds(node.op, first, second, evaluation.arena));
    }
}

// `field = "constant"` with the two letters' cases tried only when the bytes differ.
template<bool wanted>
void run_text_equality(const Node& self, Evaluation& evaluation, Rows rows, Value* out) {
    const auto& node = static_cast<const ConditionNode&>(self);
    const ScratchMark mark(evaluation.scratch);
    const Column left = operand(*node.left, evaluation, rows);
    const Value key = static_cast<const ConstantNode&>(*node.right).value;
    const std::string_view text = key.as_text();
    for (const uint32_t row : rows) {
        const Value& value = left[row];
        if (value.tag() == Tag::text) [[likely]] {
            const bool bytes_equal = value.as_text() == text;
            out[row] = Value::boolean(
                (bytes_equal || equal_ignoring_case(value.as_text(), text)) == wanted
            );
        } else {
            out[row] = value.is_fault()
                           ? value
                           : Value::boolean(same(value, key, evaluation.arena) == wanted);
        }
    }
}

// `field = true`: what many entry conditions begin with.
template<bool wanted>
void run_boolean_equality(const Node& self, Evaluation& evaluation, Rows rows, Value* out) {
    const auto& node = static_cast<const ConditionNode&>(self);
    const ScratchMark mark(evaluation.scratch);
    const Column left = operand(*node.left, evaluation, rows);
    const Value key = static_cast<const ConstantNode&>(*node.right).value;
    const bool truth = key.as_boolean() == wanted; // what the field has to be
    for (const uint32_t row : rows) {
        const Value& value = left[row];
        if (value.tag() == Tag::boolean) [[likely]]
            out[row] = Value::boolean(value.as_boolean() == truth);
        else
            out[row] = value.is_fault()
                           ? value
                           : Value::boolean(same(value, key, evaluation.arena) == wanted);
    }
}

bool is_white(std::string_view text) {
    return text.find_first_not_of(" \t\r\n\f\v") == std::string_view::npos;
}

bool passes(ConditionTest test, const Value& value, bool null_is_empty) {
    switch (test) {
    case ConditionTest::is_null:
        return value.is_null();
    case ConditionTest::is_blank:
        return value.is_null() || (value.tag() == Tag::text && is_white(value.as_text()));
    case ConditionTest::is_empty:
        return value.is_null() ? null_is_empty
                               : value.tag() == Tag::collection && value.size() == 0;
    case ConditionTest::is_true:
        return value.is_true();
    }
    return false;
}

// Records that stand in columns stay there when it is only asked whether they are there.
bool is_all_records(const Node& node, const Frame& frame) {
    return node.kind == NodeKind::slot &&
           frame.has_records(static_cast<const SlotNode&>(node).slot);
}

struct TestNode : Node {
    ConditionTest test = ConditionTest::is_null;
    const Node* operand = nullptr;
};

void run_test(const Node& self, Evaluation& evaluation, Rows rows, Value* out) {
    const auto& node = static_cast<const TestNode&>(self);
    if (is_all_records(*node.operand, evaluation.frame)) {
        for (const uint32_t row : rows)
            out[row] = Value::boolean(false); // no record passes any of the tests
        return;
    }
    const ScratchMark mark(evaluation.scratch);
    const Column column = operand(*node.operand, evaluation, rows);
    const Surroundings* const around = evaluation.frame.surroundings;
    const bool null_is_empty = around == nullptr || around->null_is_empty;
    if (node.test == ConditionTest::is_null) {
        for (const uint32_t row : rows)
            out[row] = column[row].is_fault() ? column[row] : Value::boolean(column[row].is_null());
        return;
    }
    for (const uint32_t row : rows) {
        const Value& value = column[row];
        out[row] =
            value.is_fault() ? value : Value::boolean(passes(node.test, value, null_is_empty));
    }
}

void run_difference(const Node& self, Evaluation& evaluation, Rows rows, Value* out) {
    const auto& node = static_cast<const ConditionNode&>(self);
    const ScratchMark mark(evaluation.scratch);
    const Column left = operand(*node.left, evaluation, rows);
    const Column right = operand(*node.right, evaluation, rows);
    for (const uint32_t row : rows) {
        const Value& first = left[row];
        const Value& second = right[row];
        if (first.is_fault())
            out[row] = first;
        else if (second.is_fault())
            out[row] = second;
        else if (is_blank(first) && is_blank(second))
            out[row] = Value::boolean(false); // fields store no empty text
        else
            out[row] = Value::boolean(!equal_exactly(first, second));
    }
}

const Node*
make(Node::Run run, ConditionComparison op, const Node* left, const Node* right, Arena& arena) {
    auto* const node = arena.make<ConditionNode>();
    node->run = run;
    node->op = op;
    node->left = left;
    node->right = right;
    return &carry(*node, std::array{left, right});
}

} // namespace

const Node*
make_condition(ConditionComparison op, const Node* left, const Node* right, Arena& arena) {
    const Tag constant = right->kind == NodeKind::constant
                             ? static_cast<const ConstantNode*>(right)->value.tag()
                             : Tag::unset;
    const bool is_equality =
        op == ConditionComparison::equal || op == ConditionComparison::not_equal;
    const bool wanted = op == ConditionComparison::equal;
    Node::Run run = run_condition;
    if (is_equality && constant == Tag::text)
        run = wanted ? run_text_equality<true> : run_text_equality<false>;
    if (is_equality && constant == Tag::boolean)
        run = wanted ? run_boolean_equality<true> : run_boolean_equality<false>;
    return make(run, op, left, right, arena);
}

const Node* make_condition_test(ConditionTest test, const Node* operand, Arena& arena) {
    auto* const node = arena.make<TestNode>();
    node->run = run_test;
    node->test = test;
    node->operand = operand;
    return &carry(*node, std::array{operand});
}

const Node* make_difference(const Node* left, const Node* right, Arena& arena) {
    return make(run_difference, ConditionComparison::not_equal, left, right, arena);
}

} // namespace weir
