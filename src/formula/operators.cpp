#include "formula/operators.hpp"

#include "formula/compare_values.hpp"
#include "formula/function.hpp"
#include "formula/moments.hpp"
#include "formula/numbers.hpp"
#include "types/convert.hpp"

#include <array>
#include <cstring>

namespace weir {

namespace {

using NumberOperation = Value (*)(const Value&, const Value&, Arena&);

Value mismatch(Arena& arena) {
    return make_fault("the operands of an operator have the wrong types", arena);
}

template<NumberOperation operation>
void number_loop(Evaluation& evaluation, Rows rows, Column left, Column right, Value* out) {
    for (const uint32_t row : rows) {
        const Value& first = left[row];
        const Value& second = right[row];
        if (first.is_number() && second.is_number()) [[likely]]
            out[row] = operation(first, second, evaluation.arena);
        else if (first.is_fault())
            out[row] = first;
        else if (second.is_fault())
            out[row] = second;
        else if (first.is_null() || second.is_null())
            out[row] = Value::null();
        else
            out[row] = mismatch(evaluation.arena);
    }
}

template<NumberOperation operation>
void moment_loop(Evaluation& evaluation, Rows rows, Column left, Column right, Value* out) {
    for (const uint32_t row : rows) {
        const Value& first = left[row];
        const Value& second = right[row];
        if (first.is_fault())
            out[row] = first;
        else if (second.is_fault())
            out[row] = second;
        else if (first.is_null() || second.is_null())
            out[row] = Value::null();
        else
            out[row] = operation(first, second, evaluation.arena);
    }
}

template<bool wanted>
Value flip(Value equal) {
    if constexpr (wanted)
        return equal;
    return equal.is_null() ? equal : Value::boolean(!equal.as_boolean());
}

template<bool wanted, bool text>
void equality_loop(Evaluation&, Rows rows, Column left, Column right, Value* out) {
    // A text against a constant is what most conditions are made of.
    if (right.is_constant() && right[0].tag() == Tag::text && right[0].size() > 0) {
        const std::string_view key = right[0].as_text();
        for (const uint32_t row : rows) {
            const Value& value = left[row];
            if (value.tag() == Tag::text) [[likely]] {
                const bool same = value.size() == key.size() &&
                                  std::memcmp(value.as_text().data(), key.data(), key.size()) == 0;
                out[row] = Value::boolean(same == wanted);
            } else {
                out[row] =
                    value.is_fault() ? value : flip<wanted>(compare_equal(value, right[0], text));
            }
        }
        return;
    }
    for (const uint32_t row : rows) {
        const Value& first = left[row];
        const Value& second = right[row];
        if (first.is_fault())
            out[row] = first;
        else if (second.is_fault())
            out[row] = second;
        else
            out[row] = flip<wanted>(compare_equal(first, second, text));
    }
}

template<class Test>
void order_loop(Rows rows, Column left, Column right, Value* out, Test test) {
    for (const uint32_t row : rows) {
        const Value& first = left[row];
        const Value& second = right[row];
        if (first.is_fault())
            out[row] = first;
        else if (second.is_fault())
            out[row] = second;
        else if (first.is_null() || second.is_null())
            out[row] = Value::null();
        else
            out[row] = Value::boolean(test(compare_order(first, second)));
    }
}

struct ChainNode : Node {
    const Node* first = nullptr;
    std::span<const ChainLink> links;
};

void run_chain(const Node& self, Evaluation& evaluation, Rows rows, Value* out) {
    const auto& node = static_cast<const ChainNode&>(self);
    const ScratchMark mark(evaluation.scratch);
    Column left = operand(*node.first, evaluation, rows);
    for (const ChainLink& link : node.links) {
        const ScratchMark link_mark(evaluation.scratch);
        const Column right = operand(*link.operand, evaluation, rows);
        link.loop(evaluation, rows, left, right, out);
        left = Column::of(out);
    }
}

struct UnaryNode : Node {
    const Node* operand = nullptr;
};

template<Value (*operation)(const Value&, Arena&)>
void run_unary(const Node& self, Evaluation& evaluation, Rows rows, Value* out) {
    const ScratchMark mark(evaluation.scratch);
    const Column column = operand(*static_cast<const UnaryNode&>(self).operand, evaluation, rows);
    for (const uint32_t row : rows) {
        const Value& value = column[row];
        if (value.is_number())
            out[row] = operation(value, evaluation.arena);
        else if (value.is_null() || value.is_fault())
            out[row] = value;
        else
            out[row] = mismatch(evaluation.arena);
    }
}

Value opposite(const Value& value, Arena& arena) {
    return subtract_numbers(Value::number(0), value, arena);
}

Value hundredth(const Value& value, Arena& arena) {
    return divide_numbers(value, Value::number(100), arena);
}

Value joined(std::string_view head, std::string_view tail, Arena& arena) {
    char* const text = static_cast<char*>(arena.allocate(head.size() + tail.size() + 1, 1));
    std::copy(head.begin(), head.end(), text);
    std::copy(tail.begin(), tail.end(), text + head.size());
    return Value::text({text, head.size() + tail.size()});
}

} // namespace

namespace operators {

void add(Evaluation& evaluation, Rows rows, Column left, Column right, Value* out) {
    number_loop<add_numbers>(evaluation, rows, left, right, out);
}
void subtract(Evaluation& evaluation, Rows rows, Column left, Column right, Value* out) {
    number_loop<subtract_numbers>(evaluation, rows, left, right, out);
}
void multiply(Evaluation& evaluation, Rows rows, Column left, Column right, Value* out) {
    number_loop<multiply_numbers>(evaluation, rows, left, right, out);
}
void divide(Evaluation& evaluation, Rows rows, Column left, Column right, Value* out) {
    number_loop<divide_numbers>(evaluation, rows, left, right, out);
}
void power(Evaluation& evaluation, Rows rows, Column left, Column right, Value* out) {
    number_loop<power_of_numbers>(evaluation, rows, left, right, out);
}
void add_moment(Evaluation& evaluation, Rows rows, Column left, Column right, Value* out) {
    moment_loop<add_to_moment>(evaluation, rows, left, right, out);
}
void subtract_moment(Evaluation& evaluation, Rows rows, Column left, Column right, Value* out) {
    moment_loop<subtract_from_moment>(evaluation, rows, left, right, out);
}

void concatenate(Evaluation& evaluation, Rows rows, Column left, Column right, Value* out) {
    for (const uint32_t row : rows) {
        const Value& first = left[row];
        const Value& second = right[row];
        if (first.is_fault() ||
            (second.is_null() && (first.is_null() || first.tag() == Tag::text))) {
            out[row] = first;
        } else if (second.is_fault() || (first.is_null() && second.tag() == Tag::text)) {
            out[row] = second;
        } else {
            out[row] = joined(
                to_text(first, evaluation.arena),
                to_text(second, evaluation.arena),
                evaluation.arena
            );
        }
    }
}

void equal(Evaluation& evaluation, Rows rows, Column left, Column right, Value* out) {
    equality_loop<true, false>(evaluation, rows, left, right, out);
}
void not_equal(Evaluation& evaluation, Rows rows, Column left, Column right, Value* out) {
    equality_loop<false, false>(evaluation, rows, left, right, out);
}
void equal_text(Evaluation& evaluation, Rows rows, Column left, Column right, Value* out) {
    equality_loop<true, true>(evaluation, rows, left, right, out);
}
void not_equal_text(Evaluation& evaluation, Rows rows, Column left, Column right, Value* out) {
    equality_loop<false, true>(evaluation, rows, left, right, out);
}
void less(Evaluation&, Rows rows, Column left, Column right, Value* out) {
    order_loop(rows, left, right, out, [](int order) { return order < 0; });
}
void greater(Evaluation&, Rows rows, Column left, Column right, Value* out) {
    order_loop(rows, left, right, out, [](int order) { return order > 0; });
}
void less_equal(Evaluation&, Rows rows, Column left, Column right, Value* out) {
    order_loop(rows, left, right, out, [](int order) { return order <= 0; });
}
void greater_equal(Evaluation&, Rows rows, Column left, Column right, Value* out) {
    order_loop(rows, left, right, out, [](int order) { return order >= 0; });
}

} // namespace operators

const Node* make_chain(const Node* first, std::span<const ChainLink> links, Arena& arena) {
    auto* const node = arena.make<ChainNode>();
    node->run = run_chain;
    node->first = first;
    node->links = arena.copy(links);
    carry(*node, std::array{first});
    for (const ChainLink& link : links)
        carry(*node, std::array{link.operand});
    return node;
}

namespace {
const Node* make_unary(Node::Run run, const Node* inner, Arena& arena) {
    auto* const node = arena.make<UnaryNode>();
    node->run = run;
    node->operand = inner;
    return &carry(*node, std::array{inner});
}
} // namespace

const Node* make_minus(const Node* operand, Arena& arena) {
    return make_unary(run_unary<opposite>, operand, arena);
}

const Node* make_fraction(const Node* operand, Arena& arena) {
    return make_unary(run_unary<hundredth>, operand, arena);
}

} // namespace weir
