// Everything a transaction reads: queries of elements, and what formulas reach beyond their own
// record.
#include "org/access.hpp"
#include "org/action_tools.hpp"
#include "org/query_text.hpp"

#include <algorithm>

namespace weir {

namespace {

/// Formula fields of parents may read formula fields of theirs; a circle of them must end.
constexpr uint32_t formula_read_depth = 20;

struct DepthGuard {
    explicit DepthGuard(uint32_t& depth) : depth_(depth) { ++depth_; }
    DepthGuard(const DepthGuard&) = delete;
    DepthGuard& operator=(const DepthGuard&) = delete;
    ~DepthGuard() { --depth_; }

private:
    uint32_t& depth_;
};

/// Reading records that this transaction has read and nobody has written since costs no query, nor
/// do the running user's own records.
const Fault* count_read(Transaction& transaction, const Object& object, std::span<const Id> ids) {
    if (object.kind == ObjectKind::custom_metadata)
        return nullptr;
    const Surroundings& around = transaction.surroundings();
    const uint64_t writes = transaction.org().state().writes[static_cast<size_t>(object.id)];
    auto& loaded = transaction.state().loaded[static_cast<uint32_t>(object.id)];
    if (loaded.writes != writes) {
        loaded.ids.clear();
        loaded.writes = writes;
    }
    bool asks = false;
    Id last;
    for (const Id id : ids) {
        if (id == Id{} || id == last)
            continue;
        last = id;
        if (id == around.user || id == around.profile || id == around.role ||
            id == around.organization)
            continue;
        asks |= loaded.ids.insert(id).second;
    }
    return asks ? transaction.count(Governor::soql_queries, 1) : nullptr;
}

} // namespace

const Fault* Transaction::query(
    const Query& query,
    std::span<const std::span<const Value>> parameters,
    uint32_t rows,
    QueryResult& result
) {
    const Object& object = schema().object(query.object);
    const bool counted = object.kind != ObjectKind::custom_metadata;
    if (counted)
        if (const Fault* const limit = count(Governor::soql_queries, 1))
            return limit;
    if (org_.settings().limits && query_characters(query, parameters, rows) > most_query_characters)
        return fault(
            "MALFORMED_QUERY", "SOQL statements cannot be longer than 100,000 characters."
        );
    if (const UserRights* const rights = rights_now(*this)) {
        if (const Fault* const fault =
                query_with_rights(*this, *rights, query, parameters, rows, result))
            return fault;
        return counted ? count(Governor::soql_rows, result.records.size()) : nullptr;
    }
    std::unique_ptr<ReadPlan>& plan = org_.state().reads[&query];
    if (plan == nullptr) {
        auto made =
            make_read_plan(query, object, org_.state().plan(object.id).program, org_.store());
        if (!made)
            return fail(made.error());
        plan = std::move(*made);
    }
    if (const Fault* const fault = run_read_plan(*plan, *this, parameters, rows, result))
        return fault;
    return counted ? count(Governor::soql_rows, result.records.size()) : nullptr;
}

const Fault* fetch_records(
    Transaction& transaction,
    ObjectId object_id,
    std::span<const Id> ids,
    std::span<const FieldId> fields,
    Columns& columns,
    std::vector<bool>& found
) {
    const Object& object = transaction.schema().object(object_id);
    Arena& arena = transaction.arena();
    const auto size = static_cast<uint32_t>(ids.size());
    found.assign(size, false);
    columns = Columns(arena, object.fields.size(), size);
    if (size == 0)
        return nullptr;
    const bool has_formula =
        std::ranges::any_of(fields, [&](FieldId field) { return object.field(field).has_formula; });
    FormulaPlan plan;
    if (has_formula)
        plan = plan_formulas(object, transaction.org().state().plan(object_id).program, fields);
    const std::span<const FieldId> stored =
        has_formula ? std::span<const FieldId>(plan.stored) : fields;
    auto records = transaction.org().store().fetch(object_id, ids, stored, found);
    if (!records)
        return transaction.fail(records.error());
    columns = Columns::of(std::move(*records), object.fields.size(), arena);
    if (plan.formulas.empty())
        return nullptr;
    std::vector<uint32_t> rows;
    for (uint32_t row = 0; row < size; ++row)
        if (found[row])
            rows.push_back(row);
    return compute_formulas(plan, columns, rows, transaction);
}

const Fault* Transaction::read(
    ObjectId object_id, FieldId field, std::span<const Id> ids, std::span<Value> out
) {
    std::ranges::fill(out, Value::null());
    const Object& object = schema().object(object_id);
    if (std::ranges::all_of(ids, [](Id id) { return id == Id{}; }))
        return nullptr;
    if (state_->read_depth >= formula_read_depth)
        return fatal_fault(
            *this, "LIMIT_EXCEEDED", "formula fields of related records lead back to one another"
        );
    const DepthGuard guard(state_->read_depth);
    if (const Fault* const limit = count_read(*this, object, ids))
        return limit;
    Columns columns;
    std::vector<bool> found;
    const FieldId fields[] = {field};
    const bool is_id = field == object.id_field();
    const UserRights* const rights = rights_now(*this);
    {
        // Formula fields of the records reach what the user himself would not.
        const ContextScope system(*this, RunContext::system_without_sharing);
        if (const Fault* const fault = fetch_records(
                *this, object_id, ids, std::span(fields, is_id ? 0U : 1U), columns, found
            ))
            return fault;
    }
    const Value* const column = columns.find(field);
    for (size_t row = 0; row < ids.size(); ++row) {
        if (!found[row])
            continue;
        if (is_id)
            out[row] = Value::id(ids[row]);
        else if (column != nullptr && !column[row].is_null())
            out[row] = column[row];
    }
    return rights == nullptr ? nullptr : hide_values(*this, *rights, object, field, ids, out);
}

Id Transaction::find(ObjectId object, FieldId field, std::string_view value) {
    const Value wanted = Value::text(value);
    auto found = org_.store().find_by_value(object, field, {&wanted, 1});
    if (!found) {
        fail(found.error());
        return {};
    }
    return found->front();
}

namespace {

/// A permission set that has to be activated counts while the session says so.
bool is_active_in_session(Transaction& transaction, Id user, Id set) {
    Records sets;
    if (sets.fetch(
            transaction,
            transaction.schema().find("PermissionSet"),
            {&set, 1},
            {"HasActivationRequired"}
        ) != nullptr)
        return false;
    if (!sets.is_true("HasActivationRequired", 0))
        return true;
    std::vector<Id> active;
    if (find_ids(transaction, "SessionPermSetActivation", "UserId", Value::id(user), active) !=
        nullptr)
        return false;
    Records records;
    if (records.fetch(
            transaction,
            transaction.schema().find("SessionPermSetActivation"),
            active,
            {"PermissionSetId"}
        ) != nullptr)
        return false;
    for (uint32_t row = 0; row < active.size(); ++row)
        if (id_of(records.at("PermissionSetId", row)) == set)
            return true;
    return false;
}

} // namespace

// Assignments are few and asked for rarely: the query is prepared where it is needed.
bool Transaction::has_permission_set(Id user, std::string_view name) {
    const Object* const sets = schema().find("PermissionSet");
    const Object* const assignments = schema().find("PermissionSetAssignment");
    if (sets == nullptr || assignments == nullptr)
        return false;
    const auto named = sets->find_field("Name");
    const auto assignee = assignments->find_field("AssigneeId");
    const auto assigned = assignments->find_field("PermissionSetId");
    if (!named || !assignee || !assigned)
        return false;
    const Id set = find(sets->id, *named, name);
    if (set == Id{} || !is_active_in_session(*this, user, set))
        return false;
    Query query;
    query.object = assignments->id;
    query.limit = 1;
    query.parameter_count = 2;
    query.filter.resize(3);
    query.filter[0].kind = FilterNode::Kind::all;
    query.filter[0].children = {1, 2};
    query.filter[1].field = *assignee;
    query.filter[2].field = *assigned;
    query.filter[2].parameter = 1;
    auto prepared = org_.store().prepare(query);
    if (!prepared) {
        fail(prepared.error());
        return false;
    }
    const Value values[] = {Value::id(user), Value::id(set)};
    const std::span<const Value> parameters[] = {{&values[0], 1}, {&values[1], 1}};
    auto found = org_.store().run(**prepared, parameters, 1);
    if (!found) {
        fail(found.error());
        return false;
    }
    return found->begin.back() > 0;
}

} // namespace weir
