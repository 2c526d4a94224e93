// Rights where they count: queries, reads of formulas, DML statements (reference/security.md,
// section 2).
#include "org/access.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace weir {

namespace {

bool asks_permissions(const Transaction& transaction) {
    return transaction.context() == RunContext::user;
}

/// Takes rows out of a result, and all behind the limit of each row of parameters.
void keep_rows(QueryResult& result, const std::vector<bool>& kept, uint32_t limit) {
    std::vector<uint32_t> rows;
    std::vector<uint32_t> begin = {0};
    for (size_t parameter = 0; parameter + 1 < result.begin.size(); ++parameter) {
        uint32_t taken = 0;
        for (uint32_t row = result.begin[parameter]; row < result.begin[parameter + 1]; ++row)
            if (kept[row] && taken < limit) {
                rows.push_back(row);
                ++taken;
            }
        begin.push_back(static_cast<uint32_t>(rows.size()));
    }
    result.records = std::as_const(result.records).select(rows);
    result.begin = std::move(begin);
}

} // namespace

bool is_shared_with_all(const Object& object) {
    return object.is_setup || object.name == "Organization" || object.name == "RecordType" ||
           object.kind == ObjectKind::custom_metadata ||
           object.kind == ObjectKind::custom_setting || object.kind == ObjectKind::event;
}

const Fault* query_with_rights(
    Transaction& transaction,
    const UserRights& rights,
    const Query& query,
    std::span<const std::span<const Value>> parameters,
    uint32_t rows,
    QueryResult& result
) {
    const Object& object = transaction.schema().object(query.object);
    const bool by_user = asks_permissions(transaction);
    const ObjectRights& of_object = object_rights(rights, object.id);
    if (by_user && !of_object.reads)
        return transaction.fault(
            "INSUFFICIENT_ACCESS",
            "You do not have the level of access necessary to perform the operation you "
            "requested. Please contact the owner of the record or your administrator if access is "
            "necessary."
        );
    OrgState& state = transaction.org().state();
    std::unique_ptr<Query>& unlimited = state.access->unlimited[&query];
    if (unlimited == nullptr) {
        unlimited = std::make_unique<Query>(query);
        unlimited->limit = std::numeric_limits<uint32_t>::max();
    }
    std::unique_ptr<ReadPlan>& plan = state.reads[unlimited.get()];
    if (plan == nullptr) {
        auto made = make_read_plan(
            *unlimited, object, state.plan(object.id).program, transaction.org().store()
        );
        if (!made)
            return transaction.fail(made.error());
        plan = std::move(*made);
    }
    {
        // Formula fields of the rows reach what the user himself would not.
        const ContextScope system(transaction, RunContext::system_without_sharing);
        if (const Fault* const fault = run_read_plan(*plan, transaction, parameters, rows, result))
            return fault;
    }
    std::vector<bool> kept(result.records.size(), true);
    if (!is_shared_with_all(object)) {
        std::vector<AccessLevel> levels;
        if (const Fault* const fault = sharing_levels(
                transaction, rights, object, result.records.ids(), AccessLevel::read, levels
            ))
            return fault;
        for (size_t row = 0; row < kept.size(); ++row)
            kept[row] = levels[row] >= AccessLevel::read;
    }
    keep_rows(result, kept, query.limit);
    if (by_user && of_object.has_fields)
        for (const FieldId field : query.fields)
            if (of_object.fields[static_cast<size_t>(field)] == AccessLevel::none &&
                result.records.has(field))
                std::ranges::fill(result.records.column(field), Value::null());
    return nullptr;
}

const Fault* hide_values(
    Transaction& transaction,
    const UserRights& rights,
    const Object& object,
    FieldId field,
    std::span<const Id> ids,
    std::span<Value> values
) {
    if (is_shared_with_all(object))
        return nullptr;
    if (asks_permissions(transaction)) {
        const ObjectRights& of_object = object_rights(rights, object.id);
        const bool is_hidden =
            !of_object.reads || (of_object.has_fields &&
                                 of_object.fields[static_cast<size_t>(field)] == AccessLevel::none);
        if (is_hidden) {
            std::ranges::fill(values, Value::null());
            return nullptr;
        }
    }
    std::vector<AccessLevel> levels;
    if (const Fault* const fault =
            sharing_levels(transaction, rights, object, ids, AccessLevel::read, levels))
        return fault;
    for (size_t row = 0; row < ids.size(); ++row)
        if (levels[row] < AccessLevel::read)
            values[row] = Value::null();
    return nullptr;
}

bool is_given(Transaction& transaction, const CustomPermission* permission) {
    const Id user = transaction.surroundings().user;
    if (permission == nullptr || user == Id{})
        return true;
    const UserRights* const rights = rights_of(transaction, user);
    return rights == nullptr || is_given(*rights, permission);
}

const Fault* refuse_flow(Transaction& transaction, const FlowProgram& flow) {
    if (is_given(transaction, transaction.schema().setup().flows.find(flow.name)))
        return nullptr;
    return transaction.fault(
        "INSUFFICIENT_ACCESS", "You don't have access to this flow. Contact your admin for access."
    );
}

} // namespace weir
