#include "org/memory_filter.hpp"

#include "types/compare.hpp"
#include "types/convert.hpp"
#include "types/text.hpp"

#include <algorithm>

namespace weir {

namespace {

bool compares(FilterOperator op, Value left, Value right, Arena& arena) {
    switch (op) {
    case FilterOperator::equal:
        return equal_ignoring_case(left, right);
    case FilterOperator::not_equal:
        return !equal_ignoring_case(left, right);
    case FilterOperator::less:
        return !left.is_null() && !right.is_null() && order(left, right) < 0;
    case FilterOperator::greater:
        return !left.is_null() && !right.is_null() && order(left, right) > 0;
    case FilterOperator::less_equal:
        return !left.is_null() && !right.is_null() && order(left, right) <= 0;
    case FilterOperator::greater_equal:
        return !left.is_null() && !right.is_null() && order(left, right) >= 0;
    case FilterOperator::starts_with:
        return !left.is_null() &&
               starts_with_ignoring_case(to_text(left, arena), to_text(right, arena));
    case FilterOperator::ends_with:
        return !left.is_null() &&
               ends_with_ignoring_case(to_text(left, arena), to_text(right, arena));
    case FilterOperator::contains:
        return !left.is_null() &&
               contains_ignoring_case(to_text(left, arena), to_text(right, arena));
    case FilterOperator::in:
    case FilterOperator::not_in: {
        bool is_in = false;
        if (right.tag() == Tag::collection)
            is_in = std::ranges::any_of(right.items(), [&](Value item) {
                return equal_ignoring_case(left, item);
            });
        return is_in == (op == FilterOperator::in);
    }
    case FilterOperator::is_null:
        return left.is_null();
    case FilterOperator::is_not_null:
        return !left.is_null();
    }
    return false;
}

struct Matcher {
    const Query& query;
    std::span<const std::span<const Value>> parameters;
    const Columns& columns;
    Arena& arena;

    [[nodiscard]] Value cell(FieldId field, std::span<const Id> ids, uint32_t record) const {
        return field == FieldId{0} ? Value::id(ids[record]) : columns.at(field, record);
    }

    [[nodiscard]] bool matches(
        uint32_t node_index,
        uint32_t parameter_row,
        std::span<const Id> ids,
        uint32_t record,
        uint32_t depth
    ) const {
        if (depth > filter_depth)
            return false;
        const FilterNode& node = query.filter[node_index];
        const auto child_matches = [&](uint32_t child) {
            return matches(child, parameter_row, ids, record, depth + 1);
        };
        switch (node.kind) {
        case FilterNode::Kind::all:
            return std::ranges::all_of(node.children, child_matches);
        case FilterNode::Kind::any:
            return std::ranges::any_of(node.children, child_matches);
        case FilterNode::Kind::negation:
            return std::ranges::none_of(node.children, child_matches);
        case FilterNode::Kind::comparison:
            break;
        }
        Value parameter;
        if (node.op != FilterOperator::is_null && node.op != FilterOperator::is_not_null)
            parameter = parameters[node.parameter][parameter_row];
        return compares(node.op, cell(node.field, ids, record), parameter, arena);
    }

    [[nodiscard]] bool before(std::span<const Id> ids, uint32_t left, uint32_t right) const {
        for (const SortKey& key : query.order) {
            const Value left_value = cell(key.field, ids, left);
            const Value right_value = cell(key.field, ids, right);
            if (left_value.is_null() && right_value.is_null())
                continue;
            if (left_value.is_null() || right_value.is_null())
                return left_value.is_null() != key.nulls_last;
            const int compared = order(left_value, right_value);
            if (compared != 0)
                return (compared < 0) != key.descending;
        }
        return false;
    }
};

} // namespace

void filter_in_memory(
    const Query& query,
    std::span<const std::span<const Value>> parameters,
    const Columns& columns,
    Arena& arena,
    QueryResult& result
) {
    const Matcher matcher{query, parameters, columns, arena};
    const std::span<const Id> ids = result.records.ids();
    std::vector<uint32_t> kept;
    std::vector<uint32_t> begin{0};
    for (uint32_t row = 0; row + 1 < result.begin.size(); ++row) {
        const auto first = static_cast<std::ptrdiff_t>(kept.size());
        for (uint32_t record = result.begin[row]; record < result.begin[row + 1]; ++record)
            if (query.filter.empty() || matcher.matches(0, row, ids, record, 0))
                kept.push_back(record);
        std::stable_sort(kept.begin() + first, kept.end(), [&](uint32_t left, uint32_t right) {
            return matcher.before(ids, left, right);
        });
        if (kept.size() - static_cast<size_t>(first) > query.limit)
            kept.resize(static_cast<size_t>(first) + query.limit);
        begin.push_back(static_cast<uint32_t>(kept.size()));
    }
    result.records = result.records.select(kept);
    result.begin = std::move(begin);
}

} // namespace weir
