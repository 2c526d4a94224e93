#include "store/memory_query.hpp"

#include <boost/unordered/unordered_flat_map.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace weir::store {

namespace {

constexpr uint64_t no_access = std::numeric_limits<uint64_t>::max();

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
    return std::unique_ptr<PreparedQuery>(std::move(prepared));
}

MemoryQuery::MemoryQuery(const RecordStore& store, Query query, Filter filter)
    : store_(&store), query_(std::move(query)), filter_(std::move(filter)) {}

void MemoryQuery::ask(Table& table, const Access& access, uint32_t rows) const {
    switch (access.kind) {
    case Access::Kind::none:
        return;
    case Access::Kind::probe:
        if (const FieldId field = filter_.nodes()[access.node].field;
            field != table.object().id_field())
            table.ask(field, rows);
        return;
    case Access::Kind::best:
        // Only the most promising; indexes that others made are used where they are better.
        ask(table, access.parts.front(), rows);
        return;
    case Access::Kind::each:
        for (const Access& part : access.parts)
            ask(table, part, rows);
        return;
    }
}

uint64_t MemoryQuery::estimate(const Table& table, const Access& access) const {
    switch (access.kind) {
    case Access::Kind::none:
        return no_access;
    case Access::Kind::best: {
        uint64_t least = no_access;
        for (const Access& part : access.parts)
            least = std::min(least, estimate(table, part));
        return least;
    }
    case Access::Kind::each: {
        uint64_t sum = 0;
        for (const Access& part : access.parts) {
            const uint64_t count = estimate(table, part);
            if (count == no_access)
                return no_access;
            sum += count;
        }
        return sum;
    }
    case Access::Kind::probe:
        break;
    }
    const FilterNode& node = filter_.nodes()[access.node];
    const Operand& operand = operands_.of(access.node);
    const bool is_list = node.op == FilterOperator::in;
    if (is_list ? operand.has_null_item : operand.value.is_null())
        return no_access; // nulls are in no index
    if (node.field == table.object().id_field())
        return is_list ? operand.items.size() : 1;
    const HashIndex* const index = table.find_index(node.field);
    if (index == nullptr)
        return no_access;
    if (!is_list)
        return index->count(hash_cell(filter_.rule(access.node), operand.value));
    uint64_t sum = 0;
    for (const auto& [hash, item] : operand.items)
        sum += index->count(hash);
    return sum;
}

void MemoryQuery::collect(const Table& table, const Access& access, Rows& candidates) const {
    if (access.kind == Access::Kind::each) {
        for (const Access& part : access.parts)
            collect(table, part, candidates);
        return;
    }
    if (access.kind == Access::Kind::best) {
        const auto cheapest = std::min_element(
            access.parts.begin(),
            access.parts.end(),
            [&](const Access& left, const Access& right) {
                return estimate(table, left) < estimate(table, right);
            }
        );
        collect(table, *cheapest, candidates);
        return;
    }
    const FilterNode& node = filter_.nodes()[access.node];
    const Operand& operand = operands_.of(access.node);
    const HashIndex* const index = table.find_index(node.field);
    const auto probe = [&](uint64_t hash, Value value) {
        if (node.field == table.object().id_field()) {
            const uint32_t row =
                value.tag() == Tag::id ? table.directory().find(value.as_id()) : no_row;
            if (row != no_row)
                candidates.push_back(row);
            return;
        }
        for (uint32_t row = index->first(hash); row != no_row; row = index->next(row))
            candidates.push_back(row);
    };
    if (node.op == FilterOperator::equal) {
        probe(hash_cell(filter_.rule(access.node), operand.value), operand.value);
        return;
    }
    // Every chain once; of ids, which are no chains, every item.
    const bool is_id = node.field == table.object().id_field();
    for (size_t item = 0; item < operand.items.size(); ++item)
        if (is_id || item == 0 || operand.items[item].first != operand.items[item - 1].first)
            probe(operand.items[item].first, operand.items[item].second);
}

void MemoryQuery::scan(const Table& table, uint64_t most, Rows& found) const {
    const size_t end = most > std::numeric_limits<size_t>::max() - found.size()
                           ? std::numeric_limits<size_t>::max()
                           : found.size() + static_cast<size_t>(most);
    if (const FilterNode* const node = only_equality()) {
        const Operand& operand = operands_.of(0);
        table.column(node->field)
            .visit(table.row_count(), [&](uint32_t row, uint32_t count, const Value& value) {
                if (!filter_.matches(value, operand))
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
        for (const uint32_t row : candidates_) {
            if (!is_answer && !filter_.matches(table, row, operands_))
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
    Rows all;
    // A group often asks the same for all of its interviews; what was found for equal parameters is
    // taken again. Only where there is much to look at is it worth to look for others than the one
    // before.
    constexpr uint64_t few = 16;
    boost::unordered_flat_map<uint64_t, uint32_t> asked;
    for (uint32_t row = 0; row < rows; ++row) {
        uint32_t same = row;
        uint64_t estimated = 0;
        if (row > 0 && same_parameters(parameters, row - 1, row)) {
            same = row - 1;
        } else {
            filter_.bind(parameters, row, operands_);
            estimated = estimate(table, access_);
            if (rows > 1 && estimated > few && table.live_count() > few) {
                const auto [earlier, is_new] = asked.emplace(hash_parameters(parameters, row), row);
                if (!is_new && same_parameters(parameters, earlier->second, row))
                    same = earlier->second;
            }
        }
        const size_t before = all.size();
        if (same == row) {
            find(table, estimated, all);
        } else {
            // Room first: what is copied must not move meanwhile.
            const uint32_t begin = result.begin[same];
            const uint32_t count = result.begin[same + 1] - begin;
            all.resize(before + count);
            std::copy_n(
                all.begin() + begin, count, all.begin() + static_cast<std::ptrdiff_t>(before)
            );
        }
        if (all.size() > std::numeric_limits<uint32_t>::max())
            return Failure{fmt::format(
                "a query of `{}` finds more records than a result holds", table.object().name
            )};
        result.begin.push_back(static_cast<uint32_t>(all.size()));
    }
    result.records = table.gather(all, query_.fields);
    return result;
}

} // namespace weir::store
