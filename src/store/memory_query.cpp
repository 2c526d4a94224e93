#include "store/memory_query.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace weir::store {

namespace {

/// More candidates are worth some steps to have less of them.
constexpr uint32_t few = 16;

/// Surely the same to any filter; collections item by item, unless they are shared.
bool is_same_parameter(Value left, Value right) {
    if (left.tag() != Tag::collection || right.tag() != Tag::collection)
        return is_same(left, right);
    const std::span<const Value> left_items = left.items();
    const std::span<const Value> right_items = right.items();
    if (left_items.size() != right_items.size())
        return false;
    return left_items.data() == right_items.data() ||
           std::equal(left_items.begin(), left_items.end(), right_items.begin(), is_same);
}

bool same_parameters(
    std::span<const std::span<const Value>> parameters, uint32_t left, uint32_t right
) {
    return std::all_of(parameters.begin(), parameters.end(), [&](std::span<const Value> column) {
        return is_same_parameter(column[left], column[right]);
    });
}

uint64_t hash_parameters(std::span<const std::span<const Value>> parameters, uint32_t row) {
    constexpr CellRule exact{CellKind::other, true};
    uint64_t hash = 0;
    for (const std::span<const Value> column : parameters)
        hash = (hash ^ hash_cell(exact, column[row])) * 0x9e3779b97f4a7c15;
    return hash ^ (hash >> 32);
}

Status check_query(const Object& object, const Query& query) {
    const auto has = [&](FieldId field) {
        return static_cast<size_t>(field) < object.fields.size();
    };
    if (!std::all_of(query.fields.begin(), query.fields.end(), has))
        return Failure{
            fmt::format("a query asks for a field that `{}` does not have", object.name)};
    for (const SortKey& key : query.order)
        if (!has(key.field))
            return Failure{
                fmt::format("a query sorts by a field that `{}` does not have", object.name)};
    return Done{};
}

} // namespace

Result<std::unique_ptr<PreparedQuery>>
MemoryQuery::make(const RecordStore& store, const Object& object, const Query& query) {
    if (const Status status = check_query(object, query); !status)
        return status.error();
    auto filter = Filter::make(object, query.filter, query.parameter_count);
    if (!filter)
        return filter.error();
    std::unique_ptr<MemoryQuery> prepared(new MemoryQuery(store, query, std::move(*filter)));
    if (!prepared->filter_.is_empty())
        prepared->access_ = prepared->plan(object, 0);
    prepared->is_lookup_ =
        prepared->access_.kind == Access::Kind::probe && query.filter.size() == 1 &&
        query.filter.front().op == FilterOperator::equal && query.order.empty() && query.limit > 0;
    return std::unique_ptr<PreparedQuery>(std::move(prepared));
}

MemoryQuery::MemoryQuery(const RecordStore& store, Query query, Filter filter)
    : store_(&store), query_(std::move(query)), filter_(std::move(filter)) {}

void MemoryQuery::scan(const Table& table, uint64_t most, Rows& found) const {
    const size_t end = most > std::numeric_limits<size_t>::max() - found.size()
                           ? std::numeric_limits<size_t>::max()
                           : found.size() + static_cast<size_t>(most);
    if (const FilterNode* const node = only_equality()) {
        const Operand& operand = operands_.of(0);
        Value last; // rows that follow each other often have the very same value
        bool last_matches = false;
        table.column(node->field)
            .visit({0, table.row_count()}, [&](uint32_t row, uint32_t count, const Value& value) {
                if (!is_identical(value, last)) {
                    last = value;
                    last_matches = filter_.matches(value, operand);
                }
                if (!last_matches)
                    return;
                for (uint32_t next = row; next < row + count && found.size() < end; ++next)
                    if (table.is_live(next))
                        found.push_back(next);
            });
        return;
    }
    for (uint32_t row = 0; row < table.row_count() && found.size() < end; ++row)
        if (table.is_live(row) && filter_.matches(table, row, operands_))
            found.push_back(row);
}

/// The one comparison of the filter, if it is `field = value` of a field other than the id.
const FilterNode* MemoryQuery::only_equality() const {
    if (filter_.nodes().size() != 1)
        return nullptr;
    const FilterNode& node = filter_.nodes().front();
    const bool is_equality = node.kind == FilterNode::Kind::comparison &&
                             node.op == FilterOperator::equal && node.field != FieldId{0};
    return is_equality && !operands_.of(0).value.is_null() ? &node : nullptr;
}

void MemoryQuery::find_by_id(
    const Table& table, std::span<const Value> parameter, uint32_t row, std::vector<uint32_t>& begin
) {
    for (; row < parameter.size(); ++row) {
        const Value wanted = parameter[row].tag() == Tag::id
                                 ? parameter[row]
                                 : as_held(filter_.rule(0), parameter[row], wanted_);
        if (wanted.is_null())
            return;
        const uint32_t found =
            wanted.tag() == Tag::id ? table.directory().find(wanted.as_id()) : no_row;
        if (found != no_row)
            found_.push_back(found);
        begin.push_back(static_cast<uint32_t>(found_.size()));
    }
}

void MemoryQuery::find_few(
    const Table& table, std::span<const Value> parameter, uint32_t row, std::vector<uint32_t>& begin
) {
    const FieldId field = filter_.nodes().front().field;
    if (field == FieldId{0}) {
        find_by_id(table, parameter, row, begin);
        return;
    }
    const HashIndex* const index = table.find_index(field);
    if (index == nullptr)
        return;
    const CellRule rule = filter_.rule(0);
    const Column& cells = table.column(field);
    for (; row < parameter.size(); ++row) {
        Value wanted = parameter[row];
        if (!is_as_held(rule, wanted))
            wanted = as_held(rule, wanted, wanted_);
        if (wanted.is_null())
            return;
        const auto [first, count] = index->look_up(hash_cell(rule, wanted));
        if (count > few)
            return;
        const size_t before = found_.size();
        for (uint32_t next = first; next != no_row; next = index->next(next)) {
            const Value cell = cells.get(next);
            if (is_same(cell, wanted) || equal_cells(rule, cell, wanted))
                found_.push_back(next);
        }
        if (found_.size() - before > 1) {
            std::sort(found_.begin() + static_cast<std::ptrdiff_t>(before), found_.end());
            found_.resize(before + std::min<size_t>(found_.size() - before, query_.limit));
        }
        begin.push_back(static_cast<uint32_t>(found_.size()));
    }
}

void MemoryQuery::find(const Table& table, uint64_t estimated, Rows& found) {
    if (query_.limit == 0)
        return;
    const size_t first = found.size();
    const uint64_t most =
        query_.order.empty() ? query_.limit : std::numeric_limits<uint64_t>::max();
    if (estimated >= table.live_count()) {
        scan(table, most, found);
    } else {
        candidates_.clear();
        collect(table, access_, candidates_);
        // Back into the order of insertion, and each once.
        if (candidates_.size() > 1) {
            if (!std::is_sorted(candidates_.begin(), candidates_.end()))
                std::sort(candidates_.begin(), candidates_.end());
            candidates_.erase(
                std::unique(candidates_.begin(), candidates_.end()), candidates_.end()
            );
        }
        // Of an id that is looked for alone, the one candidate is the answer.
        const bool is_answer = access_.kind == Access::Kind::probe && filter_.nodes().size() == 1 &&
                               filter_.nodes().front().field == FieldId{0};
        const FilterNode* const equality = only_equality();
        for (const uint32_t row : candidates_) {
            const bool is_match =
                is_answer ||
                (equality != nullptr
                     ? filter_.matches(table.column(equality->field).get(row), operands_.of(0))
                     : filter_.matches(table, row, operands_));
            if (!is_match)
                continue;
            found.push_back(row);
            if (found.size() - first == most)
                return;
        }
    }
    if (!query_.order.empty())
        sort(table, found, first);
}

void MemoryQuery::sort(const Table& table, Rows& found, size_t first) const {
    const auto is_before = [&](uint32_t left, uint32_t right) {
        for (const SortKey& key : query_.order) {
            const Value left_value = table.cell(key.field, left);
            const Value right_value = table.cell(key.field, right);
            if (left_value.is_null() || right_value.is_null()) {
                if (left_value.is_null() && right_value.is_null())
                    continue;
                // Null is less than any value, so it comes last in descending order.
                const bool nulls_first = !key.descending && !key.nulls_last;
                return left_value.is_null() == nulls_first;
            }
            if (const int order = order_cells(table.rule(key.field), left_value, right_value);
                order != 0)
                return key.descending ? order > 0 : order < 0;
        }
        return left < right;
    };
    const auto begin = found.begin() + static_cast<std::ptrdiff_t>(first);
    if (found.size() - first > query_.limit) {
        const auto end = begin + static_cast<std::ptrdiff_t>(query_.limit);
        std::partial_sort(begin, end, found.end(), is_before);
        found.erase(end, found.end());
    } else {
        std::sort(begin, found.end(), is_before);
    }
}

Result<QueryResult>
MemoryQuery::run(Table& table, std::span<const std::span<const Value>> parameters, uint32_t rows) {
    if (parameters.size() != query_.parameter_count)
        return Failure{fmt::format(
            "a query has {} parameters and got {}", query_.parameter_count, parameters.size()
        )};
    for (const std::span<const Value> column : parameters)
        if (column.size() < rows)
            return Failure{"a parameter of a query has less values than there are rows"};
    ask(table, access_, rows);
    QueryResult result;
    result.begin.reserve(size_t{rows} + 1);
    result.begin.push_back(0);
    found_.clear();
    wanted_.clear();
    Asked asked;
    for (uint32_t row = 0; row < rows; ++row) {
        if (is_lookup_) {
            const auto parameter = parameters[filter_.nodes().front().parameter].first(rows);
            find_few(table, parameter, row, result.begin);
            row = static_cast<uint32_t>(result.begin.size() - 1);
        }
        if (row < rows) {
            find_row(table, parameters, row, result.begin, asked);
            result.begin.push_back(static_cast<uint32_t>(found_.size()));
        }
        if (found_.size() > std::numeric_limits<uint32_t>::max())
            return Failure{fmt::format(
                "a query of `{}` finds more records than a result holds", table.object().name
            )};
    }
    result.records = table.gather(found_, query_.fields);
    return result;
}

/// A group often asks the same for all of its interviews; what was found for equal parameters is
/// taken again. Only where there is much to look at is it worth to look for others than the one
/// before.
void MemoryQuery::find_row(
    const Table& table,
    std::span<const std::span<const Value>> parameters,
    uint32_t row,
    std::span<const uint32_t> begin,
    Asked& asked
) {
    if (row > 0 && same_parameters(parameters, row - 1, row)) {
        repeat(begin, row - 1);
        return;
    }
    filter_.bind(parameters, row, operands_);
    const uint64_t estimated = estimate(table, access_);
    const bool has_more = parameters.empty() || parameters.front().size() > 1;
    if (has_more && estimated > few && table.live_count() > few) {
        const auto [earlier, is_new] = asked.emplace(hash_parameters(parameters, row), row);
        if (!is_new && same_parameters(parameters, earlier->second, row)) {
            repeat(begin, earlier->second);
            return;
        }
    }
    find(table, estimated, found_);
}

/// What was found for an earlier row of parameters.
void MemoryQuery::repeat(std::span<const uint32_t> begin, uint32_t row) {
    // Room first: what is copied must not move meanwhile.
    const size_t before = found_.size();
    const uint32_t count = begin[row + 1] - begin[row];
    found_.resize(before + count);
    std::copy_n(
        found_.begin() + begin[row], count, found_.begin() + static_cast<std::ptrdiff_t>(before)
    );
}

} // namespace weir::store
