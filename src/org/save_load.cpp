// The first phase: the records as they were, and cells that nobody may write.
#include "org/person_accounts.hpp"
#include "org/save_chunk.hpp"
#include "org/standard_checks.hpp"
#include "org/standard_rules.hpp"
#include "types/compare.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

void refuse_missing(SaveChunk& chunk, const std::vector<bool>& found) {
    const IdSet& erased = chunk.transaction.org().state().erased;
    for (const uint32_t row : chunk.good) {
        if (found[row])
            continue;
        if (erased.contains(chunk.ids[row]))
            chunk.refuse(row, "ENTITY_IS_DELETED", "entity is deleted");
        else
            chunk.refuse(row, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
    }
}

/// What an update or delete has to know of the records before.
std::vector<FieldId> fields_to_load(const SaveChunk& chunk) {
    std::vector<FieldId> fields = chunk.plan.loaded;
    std::vector<bool> listed(chunk.object().fields.size());
    for (const FieldId field : fields)
        listed[static_cast<size_t>(field)] = true;
    const auto add = [&](FieldId field) {
        if (field == FieldId::none || listed[static_cast<size_t>(field)])
            return;
        if (chunk.object().field(field).has_formula)
            return;
        listed[static_cast<size_t>(field)] = true;
        fields.push_back(field);
    };
    for (const FieldId field : chunk.given.fields())
        add(field);
    if (chunk.operation == Operation::erase)
        add(chunk.plan.name);
    for (const SummaryProgram& summary : chunk.plan.program.summaries)
        add(summary.master);
    for (const std::string_view name : fields_read_by_standard_rule(chunk))
        add(field_or_none(&chunk.object(), name));
    for (const std::string_view name : fields_read_by_person_accounts(chunk))
        add(field_or_none(&chunk.object(), name));
    for (const std::string_view name : fields_read_by_standard_checks(chunk))
        add(field_or_none(&chunk.object(), name));
    const KnownObjects& known = chunk.transaction.org().state().known;
    if (&chunk.object() == known.user)
        for (const FieldId field :
             {known.of_user.active,
              known.of_user.profile,
              known.of_user.contact,
              known.of_user.username,
              known.of_user.portal_enabled,
              known.of_user.account,
              known.of_user.role,
              known.of_user.portal_role})
            add(field);
    return fields;
}

} // namespace

void load_old_records(SaveChunk& chunk) {
    if (chunk.creates())
        return;
    for (const uint32_t row : chunk.good)
        if (chunk.ids[row] == Id{})
            chunk.refuse(
                row,
                "MISSING_ARGUMENT",
                chunk.operation == Operation::update ? "Id not specified in an update call"
                                                     : "Id not specified in a delete call"
            );
    chunk.drop_refused();
    if (chunk.good.empty())
        return;
    std::vector<bool> found;
    const auto fields = fields_to_load(chunk);
    auto records =
        chunk.transaction.org().store().fetch(chunk.object().id, chunk.ids, fields, found);
    if (!records) {
        chunk.fatal = chunk.transaction.fail(records.error());
        return;
    }
    chunk.old = Columns::of(std::move(*records), chunk.object().fields.size(), chunk.arena());
    refuse_missing(chunk, found);
    chunk.drop_refused();
    if (chunk.good.empty() || (!chunk.plan.has_flows && chunk.plan.rules.formulas.empty()))
        return;
    chunk.fatal = compute_formulas(chunk.plan.view, chunk.old, chunk.good, chunk.transaction);
    if (chunk.fatal == nullptr)
        chunk.fatal = compute_formulas(chunk.plan.rules, chunk.old, chunk.good, chunk.transaction);
}

void drop_read_only_cells(SaveChunk& chunk) {
    const Object& object = chunk.object();
    std::vector<std::vector<FieldId>> refused;
    for (const FieldId field : chunk.given.fields()) {
        const Field& described = object.field(field);
        const bool is_id = field == object.id_field();
        const bool writable = !is_id && !described.has_formula &&
                              described.kind != FieldKind::auto_number &&
                              (described.has_summary ? chunk.rolls_up
                               : chunk.creates()     ? described.createable
                                                     : described.updateable);
        if (writable)
            continue;
        // A record that was read and is written back brings what it was read with: only a change is
        // refused.
        Value* const cells = chunk.given.find(field);
        const Value* const old = chunk.old.find(field);
        const bool is_computed =
            is_id || ((described.has_formula || described.has_summary) && !chunk.creates());
        for (const uint32_t row : chunk.good) {
            const Value cell = cells[row];
            cells[row] = Value();
            if (cell.is_unset() || is_computed)
                continue;
            if (chunk.creates() ? cell.is_null() : old != nullptr && equal_exactly(cell, old[row]))
                continue;
            refused.resize(chunk.size);
            refused[row].push_back(field);
        }
    }
    if (refused.empty())
        return;
    for (uint32_t row = 0; row < chunk.size; ++row) {
        if (refused[row].empty())
            continue;
        const std::string names = join_names(object, refused[row]);
        chunk.refuse(
            row,
            "INVALID_FIELD_FOR_INSERT_UPDATE",
            fmt::format(
                "Unable to create/update fields: {}. Please check the security settings of this "
                "field "
                "and verify that it is read/write for your profile or permission set.",
                names
            ),
            names
        );
    }
    chunk.drop_refused();
}

} // namespace weir
