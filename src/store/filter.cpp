#include "store/filter.hpp"

#include "base/limits.hpp"
#include "types/convert.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace weir::store {

namespace {

bool is_collection_operator(FilterOperator op) {
    return op == FilterOperator::in || op == FilterOperator::not_in;
}
bool has_parameter(FilterOperator op) {
    return op != FilterOperator::is_null && op != FilterOperator::is_not_null;
}

/// Checks that the nodes reachable from the root are a tree. Iterative, as nobody has bounded its
/// depth yet.
Status check_tree(std::span<const FilterNode> nodes) {
    struct Visit {
        uint32_t node;
        uint32_t depth;
    };
    std::vector<bool> seen(nodes.size(), false);
    std::vector<Visit> waiting{{0, 1}};
    while (!waiting.empty()) {
        const Visit visit = waiting.back();
        waiting.pop_back();
        if (visit.node >= nodes.size())
            return Failure{"a filter names a node that it does not have"};
        if (seen[visit.node])
            return Failure{"a filter reaches one node twice"};
        if (visit.depth > limits::nesting)
            return Failure{
                fmt::format("a filter is nested deeper than {} levels", limits::nesting)};
        seen[visit.node] = true;
        const FilterNode& node = nodes[visit.node];
        if (node.kind == FilterNode::Kind::comparison)
            continue;
        if (node.kind == FilterNode::Kind::negation && node.children.size() != 1)
            return Failure{"a negation in a filter has one operand"};
        for (const uint32_t child : node.children)
            waiting.push_back({child, visit.depth + 1});
    }
    return Done{};
}

/// LIKE compares texts; anything else is compared by its text.
template<class Compare>
bool compare_texts(CellRule rule, Value cell, Value pattern, Compare compare) {
    if (cell.is_null() || pattern.tag() == Tag::unset)
        return false;
    if (cell.tag() == Tag::text && pattern.tag() == Tag::text)
        return compare(rule.is_exact, cell.as_text(), pattern.as_text());
    Arena arena;
    return compare(rule.is_exact, to_text(cell, arena), to_text(pattern, arena));
}

bool starts_with(bool is_exact, std::string_view text, std::string_view part) {
    return is_exact ? text.starts_with(part) : starts_with_ignoring_case(text, part);
}

bool ends_with(bool is_exact, std::string_view text, std::string_view part) {
    return is_exact ? text.ends_with(part) : ends_with_ignoring_case(text, part);
}

bool contains(bool is_exact, std::string_view text, std::string_view part) {
    return is_exact ? text.find(part) != std::string_view::npos
                    : contains_ignoring_case(text, part);
}

/// Numbers are of one kind whatever their size.
bool are_ordered(Value left, Value right) {
    return left.tag() == right.tag() || (left.is_number() && right.is_number());
}

bool is_among(CellRule rule, Value cell, const Operand& operand) {
    if (cell.is_null())
        return operand.has_null_item;
    if (operand.items.empty())
        return false;
    const uint64_t hash = hash_cell(rule, cell);
    const auto by_hash = [](const auto& item, uint64_t wanted) { return item.first < wanted; };
    auto item = std::lower_bound(operand.items.begin(), operand.items.end(), hash, by_hash);
    for (; item != operand.items.end() && item->first == hash; ++item)
        if (equal_cells(rule, cell, item->second))
            return true;
    return false;
}

} // namespace

Result<Filter>
Filter::make(const Object& object, std::vector<FilterNode> nodes, uint32_t parameter_count) {
    Filter filter;
    if (!nodes.empty())
        if (const Status status = check_tree(nodes); !status)
            return status.error();
    filter.rules_.resize(nodes.size());
    for (size_t index = 0; index < nodes.size(); ++index) {
        const FilterNode& node = nodes[index];
        if (node.kind != FilterNode::Kind::comparison)
            continue;
        if (static_cast<size_t>(node.field) >= object.fields.size())
            return Failure{
                fmt::format("a filter names a field that `{}` does not have", object.name)};
        if (has_parameter(node.op) && node.parameter >= parameter_count)
            return Failure{fmt::format(
                "a filter of `{}` names a parameter that it does not have", object.name
            )};
        filter.rules_[index] = cell_rule(object, node.field);
    }
    filter.nodes_ = std::move(nodes);
    return filter;
}

void Filter::bind(
    std::span<const std::span<const Value>> parameters, uint32_t row, Operands& operands
) const {
    operands.operands_.resize(nodes_.size());
    operands.arena_.clear();
    for (uint32_t index = 0; index < nodes_.size(); ++index) {
        const FilterNode& node = nodes_[index];
        if (node.kind != FilterNode::Kind::comparison || !has_parameter(node.op))
            continue;
        const Value value = parameters[node.parameter][row];
        Operand& operand = operands.operands_[index];
        if (is_collection_operator(node.op))
            bind_items(index, value, operand, operands.arena_);
        else
            operand.value = as_held(rules_[index], value, operands.arena_);
        // `like ""` finds every text, but no null; unset stands for a null pattern.
        const bool is_like = node.op == FilterOperator::starts_with ||
                             node.op == FilterOperator::ends_with ||
                             node.op == FilterOperator::contains;
        if (is_like)
            operand.value = value.is_null() ? Value() : value;
    }
}

void Filter::bind_items(uint32_t node, Value value, Operand& operand, Arena& arena) const {
    operand.items.clear();
    operand.has_null_item = false;
    const auto add = [&](Value item) {
        const Value held = as_held(rules_[node], item, arena);
        if (held.is_null())
            operand.has_null_item = true;
        else
            operand.items.emplace_back(hash_cell(rules_[node], held), held);
    };
    if (value.tag() == Tag::collection)
        for (const Value item : value.items())
            add(item);
    else if (!value.is_null())
        add(value); // a single value is a list of one; null is an empty list
    std::sort(operand.items.begin(), operand.items.end(), [](const auto& left, const auto& right) {
        return left.first < right.first;
    });
}

bool Filter::matches(const Table& table, uint32_t row, const Operands& operands, uint32_t index)
    const {
    const FilterNode& node = nodes_[index];
    const auto child_matches = [&](uint32_t child) { return matches(table, row, operands, child); };
    switch (node.kind) {
    case FilterNode::Kind::all:
        return std::all_of(node.children.begin(), node.children.end(), child_matches);
    case FilterNode::Kind::any:
        return std::any_of(node.children.begin(), node.children.end(), child_matches);
    case FilterNode::Kind::negation:
        return !child_matches(node.children.front());
    case FilterNode::Kind::comparison:
        return compare(index, table.cell(node.field, row), operands.of(index));
    }
    return false;
}

bool Filter::compare(uint32_t node, Value cell, const Operand& operand) const {
    const CellRule rule = rules_[node];
    const Value wanted = operand.value;
    const auto is_equal = [&] {
        if (cell.is_null() || wanted.is_null())
            return cell.is_null() && wanted.is_null();
        return equal_cells(rule, cell, wanted);
    };
    const auto is_ordered = [&] {
        return !cell.is_null() && !wanted.is_null() && are_ordered(cell, wanted);
    };
    switch (nodes_[node].op) {
    case FilterOperator::equal:
        return is_equal();
    case FilterOperator::not_equal:
        return !is_equal();
    case FilterOperator::less:
        return is_ordered() && order_cells(rule, cell, wanted) < 0;
    case FilterOperator::greater:
        return is_ordered() && order_cells(rule, cell, wanted) > 0;
    case FilterOperator::less_equal:
        return is_ordered() && order_cells(rule, cell, wanted) <= 0;
    case FilterOperator::greater_equal:
        return is_ordered() && order_cells(rule, cell, wanted) >= 0;
    case FilterOperator::starts_with:
        return compare_texts(rule, cell, wanted, starts_with);
    case FilterOperator::ends_with:
        return compare_texts(rule, cell, wanted, ends_with);
    case FilterOperator::contains:
        return compare_texts(rule, cell, wanted, contains);
    case FilterOperator::in:
        return is_among(rule, cell, operand);
    case FilterOperator::not_in:
        return !is_among(rule, cell, operand);
    case FilterOperator::is_null:
        return cell.is_null();
    case FilterOperator::is_not_null:
        return !cell.is_null();
    }
    return false;
}

} // namespace weir::store
