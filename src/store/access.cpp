// Which parts of a filter lead to candidates, and how good they are likely to be.
#include "store/memory_query.hpp"

#include <algorithm>
#include <utility>

namespace weir::store {

namespace {

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

} // namespace weir::store
