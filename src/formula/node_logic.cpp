// AND, OR, NOT, IF, CASE and their like. They narrow the rows that their operands are asked for:
// what Salesforce does not evaluate for a record is not evaluated for its row.

#include "formula/compare_values.hpp"
#include "formula/node.hpp"

#include <array>

namespace weir {

namespace {

struct ListNode : Node {
    std::span<const Node* const> operands;
};

// AND decides at the first operand that is not true, OR at the first that is: both are one loop
// over `decisive`.
template<bool is_all>
void run_list(const Node& self, Evaluation& evaluation, Rows rows, Value* out) {
    const auto& node = static_cast<const ListNode&>(self);
    const ScratchMark mark(evaluation.scratch);
    uint32_t* const open = evaluation.scratch.rows(rows.size());
    Rows remaining = rows;
    for (const uint32_t row : rows)
        out[row] = Value::boolean(is_all);
    for (const Node* const item : node.operands) {
        if (remaining.empty())
            return;
        const ScratchMark item_mark(evaluation.scratch);
        const Column column = operand(*item, evaluation, remaining);
        size_t count = 0;
        for (const uint32_t row : remaining) {
            const Value& value = column[row];
            if (value.is_fault()) [[unlikely]]
                out[row] = value;
            else if (value.is_true() == is_all)
                open[count++] = row; // in place: never ahead of the row that is read
            else
                out[row] = Value::boolean(!is_all);
        }
        remaining = {open, count};
    }
}

struct OneNode : Node {
    const Node* operand = nullptr;
};

template<bool null_is_false>
void run_negation(const Node& self, Evaluation& evaluation, Rows rows, Value* out) {
    const ScratchMark mark(evaluation.scratch);
    const Column column = operand(*static_cast<const OneNode&>(self).operand, evaluation, rows);
    for (const uint32_t row : rows) {
        const Value& value = column[row];
        if (value.is_fault())
            out[row] = value;
        else if (value.is_null() && !null_is_false)
            out[row] = Value::null();
        else
            out[row] = Value::boolean(!value.is_true());
    }
}

struct IfNode : Node {
    const Node* condition = nullptr;
    const Node* yes = nullptr;
    const Node* no = nullptr;
};

void run_if(const Node& self, Evaluation& evaluation, Rows rows, Value* out) {
    const auto& node = static_cast<const IfNode&>(self);
    const ScratchMark mark(evaluation.scratch);
    const Column condition = operand(*node.condition, evaluation, rows);
    uint32_t* const yes = evaluation.scratch.rows(rows.size());
    uint32_t* const no = evaluation.scratch.rows(rows.size());
    size_t yes_count = 0;
    size_t no_count = 0;
    for (const uint32_t row : rows) {
        const Value& value = condition[row];
        if (value.is_fault()) [[unlikely]]
            out[row] = value;
        else if (value.is_true())
            yes[yes_count++] = row;
        else
            no[no_count++] = row;
    }
    if (yes_count > 0)
        node.yes->run(*node.yes, evaluation, {yes, yes_count}, out);
    if (no_count > 0)
        node.no->run(*node.no, evaluation, {no, no_count}, out);
}

struct TwoNode : Node {
    const Node* first = nullptr;
    const Node* second = nullptr;
};

void run_if_error(const Node& self, Evaluation& evaluation, Rows rows, Value* out) {
    const auto& node = static_cast<const TwoNode&>(self);
    node.first->run(*node.first, evaluation, rows, out);
    const ScratchMark mark(evaluation.scratch);
    uint32_t* const failed = evaluation.scratch.rows(rows.size());
    size_t count = 0;
    for (const uint32_t row : rows)
        if (out[row].is_fault() && !out[row].as_fault().uncatchable)
            failed[count++] = row;
    if (count > 0)
        node.second->run(*node.second, evaluation, {failed, count}, out);
}

template<bool blank_text>
void run_null_value(const Node& self, Evaluation& evaluation, Rows rows, Value* out) {
    const auto& node = static_cast<const TwoNode&>(self);
    const ScratchMark mark(evaluation.scratch);
    const Column first = operand(*node.first, evaluation, rows);
    const Column second = operand(*node.second, evaluation, rows);
    for (const uint32_t row : rows) {
        const Value& value = first[row];
        const Value& instead = second[row];
        const bool missing = value.is_null() || (blank_text && is_blank(value));
        // Both are evaluated by Salesforce too, so a fault of the second counts even where it is
        // not needed.
        out[row] = value.is_fault() ? value : (instead.is_fault() || missing ? instead : value);
    }
}

struct CaseNode : ListNode {
    bool text = false;
};

Value case_of(std::span<const Column> columns, uint32_t row, bool text) {
    // All arguments are evaluated, and one that fails makes the whole fail, whether it is chosen or
    // not.
    for (const Column& column : columns)
        if (column[row].is_fault())
            return column[row];
    const Value& value = columns[0][row];
    for (size_t index = 1; index + 1 < columns.size(); index += 2) {
        const Value& key = columns[index][row];
        const Value same = compare_equal(value, key, text);
        if (same.is_true())
            return columns[index + 1][row];
    }
    return columns.back()[row];
}

void run_case(const Node& self, Evaluation& evaluation, Rows rows, Value* out) {
    const auto& node = static_cast<const CaseNode&>(self);
    const ScratchMark mark(evaluation.scratch);
    const std::span<Column> columns = evaluation.scratch.array<Column>(node.operands.size());
    for (size_t index = 0; index < columns.size(); ++index)
        columns[index] = operand(*node.operands[index], evaluation, rows);
    for (const uint32_t row : rows)
        out[row] = case_of(columns, row, node.text);
}

template<class T>
T& list(Node::Run run, std::span<const Node* const> operands, Arena& arena) {
    auto* const node = arena.make<T>();
    node->run = run;
    node->operands = arena.copy(operands);
    return carry(*node, operands);
}

const Node* two(Node::Run run, const Node* first, const Node* second, Arena& arena) {
    auto* const node = arena.make<TwoNode>();
    node->run = run;
    node->first = first;
    node->second = second;
    return &carry(*node, std::array{first, second});
}

const Node* one(Node::Run run, const Node* inner, Arena& arena) {
    auto* const node = arena.make<OneNode>();
    node->run = run;
    node->operand = inner;
    return &carry(*node, std::array{inner});
}

} // namespace

const Node* make_all(std::span<const Node* const> operands, Arena& arena) {
    return &list<ListNode>(run_list<true>, operands, arena);
}

const Node* make_any(std::span<const Node* const> operands, Arena& arena) {
    return &list<ListNode>(run_list<false>, operands, arena);
}

const Node* make_negation(const Node* operand, Arena& arena) {
    return one(run_negation<false>, operand, arena);
}

const Node* make_opposite(const Node* operand, Arena& arena) {
    return one(run_negation<true>, operand, arena);
}

const Node* make_if(const Node* condition, const Node* yes, const Node* no, Arena& arena) {
    auto* const node = arena.make<IfNode>();
    node->run = run_if;
    node->condition = condition;
    node->yes = yes;
    node->no = no;
    return &carry(*node, std::array{condition, yes, no});
}

const Node* make_if_error(const Node* value, const Node* instead, Arena& arena) {
    return two(run_if_error, value, instead, arena);
}

const Node* make_case(std::span<const Node* const> operands, bool text, Arena& arena) {
    auto& node = list<CaseNode>(run_case, operands, arena);
    node.text = text;
    return &node;
}

const Node* make_null_value(const Node* value, const Node* instead, bool blank_text, Arena& arena) {
    return two(blank_text ? run_null_value<true> : run_null_value<false>, value, instead, arena);
}

} // namespace weir
