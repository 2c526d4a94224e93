// Which parts of a filter lead to candidates, how good they are likely to be, and the candidates.
#include "store/memory_query.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace weir::store {

namespace {

constexpr uint64_t no_access = std::numeric_limits<uint64_t>::max();

/// How many records one value of a field is likely to have, as a rank. Negative: an index is no
/// help.
int rank(const Object& object, FieldId id) {
    const Field& field = object.field(id);
    if (id == object.id_field())
        return 0;
    if (field.unique || field.external_id || field.is_name)
        return 1;
    switch (field.kind) {
    case FieldKind::checkbox:
    case FieldKind::location:
    case FieldKind::long_text_area:
    case FieldKind::rich_text_area:
        return -1;
    case FieldKind::id:
    case FieldKind::auto_number:
        return 1;
    case FieldKind::lookup:
    case FieldKind::master_detail:
        return 2;
    case FieldKind::picklist:
    case FieldKind::multi_picklist:
        return 4;
    case FieldKind::text:
    case FieldKind::text_area:
    case FieldKind::encrypted_text:
    case FieldKind::email:
    case FieldKind::phone:
    case FieldKind::url:
    case FieldKind::number:
    case FieldKind::currency:
    case FieldKind::percent:
    case FieldKind::date:
    case FieldKind::date_time:
    case FieldKind::time:
        return 3;
    }
    return -1;
}

} // namespace

Access MemoryQuery::plan(const Object& object, uint32_t index) const {
    const FilterNode& node = filter_.nodes()[index];
    Access access;
    access.node = index;
    switch (node.kind) {
    case FilterNode::Kind::comparison:
        access.rank = rank(object, node.field);
        if ((node.op == FilterOperator::equal || node.op == FilterOperator::in) && access.rank >= 0)
            access.kind = Access::Kind::probe;
        return access;
    case FilterNode::Kind::all:
        for (const uint32_t child : node.children)
            if (Access part = plan(object, child); part.kind != Access::Kind::none)
                access.parts.push_back(std::move(part));
        if (access.parts.empty())
            return access;
        std::stable_sort(
            access.parts.begin(),
            access.parts.end(),
            [](const Access& left, const Access& right) { return left.rank < right.rank; }
        );
        access.kind = Access::Kind::best;
        access.rank = access.parts.front().rank;
        return access;
    case FilterNode::Kind::any:
        for (const uint32_t child : node.children) {
            access.parts.push_back(plan(object, child));
            if (access.parts.back().kind == Access::Kind::none)
                return Access{};
            access.rank = std::max(access.rank, access.parts.back().rank);
        }
        access.kind = Access::Kind::each;
        return access;
    case FilterNode::Kind::negation:
        return access;
    }
    return access;
}

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

} // namespace weir::store
