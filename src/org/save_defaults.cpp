// What a record gets that nobody gave it: defaults, its owner, who saved it and when, and the name
// made of its parts.
#include "org/guests.hpp"
#include "org/save_chunk.hpp"

#include <algorithm>
#include <cstring>
#include <string>

namespace weir {

namespace {

/// Rows that were given nothing for the field; an explicit null is something.
std::vector<uint32_t> rows_without(const SaveChunk& chunk, FieldId field) {
    const Value* const cells = chunk.given.find(field);
    if (cells == nullptr)
        return chunk.good;
    std::vector<uint32_t> rows;
    for (const uint32_t row : chunk.good)
        if (cells[row].is_unset())
            rows.push_back(row);
    return rows;
}

void fill(SaveChunk& chunk, FieldId field, Value value) {
    Value* const given = chunk.given.find(field);
    if (given == nullptr) {
        std::fill_n(chunk.given.replace(field), chunk.size, value);
    } else {
        for (const uint32_t row : chunk.good)
            if (given[row].is_unset())
                given[row] = value;
    }
}

void default_formula(SaveChunk& chunk, const FieldFormulaProgram& formula) {
    const std::vector<uint32_t> rows = rows_without(chunk, formula.field);
    if (rows.empty())
        return;
    for (const SlotSource& source : formula.formula.sources)
        if (source.kind != SlotSource::Kind::is_new)
            chunk.now_column(source.field);
    const std::span<Value> values = chunk.arena().make_room<Value>(chunk.size);
    chunk.fatal = evaluate_record_formula(
        formula.formula, chunk.now, nullptr, true, rows, chunk.transaction, values.data()
    );
    if (chunk.fatal != nullptr)
        return;
    for (const uint32_t row : rows)
        if (!values[row].is_null() && !values[row].is_fault())
            chunk.set(formula.field, row, values[row]);
}

void put_all(SaveChunk& chunk, FieldId field, Value value) {
    if (field == FieldId::none || chunk.object().field(field).has_formula)
        return;
    std::fill_n(chunk.given.replace(field), chunk.size, value);
    chunk.checked[static_cast<size_t>(field)] = true;
    chunk.resolved[static_cast<size_t>(field)] = true;
    if (Value* const now = chunk.now.find(field))
        std::fill_n(now, chunk.size, value);
}

/// Nobody may leave a record without its owner: null is the running user, too.
void own(SaveChunk& chunk, FieldId field, Id owner) {
    if (field == FieldId::none || owner == Id{})
        return;
    if (chunk.given.find(field) == nullptr)
        return put_all(chunk, field, Value::id(owner));
    Value* const cells = chunk.given.find(field);
    Value* const now = chunk.now.find(field);
    for (const uint32_t row : chunk.good) {
        if (!cells[row].is_null())
            continue;
        cells[row] = Value::id(owner);
        if (now != nullptr)
            now[row] = cells[row];
    }
    chunk.checked[static_cast<size_t>(field)] = true;
    chunk.resolved[static_cast<size_t>(field)] = true;
}

} // namespace

void apply_defaults(SaveChunk& chunk) {
    if (!chunk.creates())
        return;
    for (const FieldFormulaProgram& formula : chunk.plan.program.defaults) {
        default_formula(chunk, formula);
        if (chunk.fatal != nullptr)
            return;
    }
    for (const PicklistDefault& picklist : chunk.plan.picklist_defaults)
        fill(chunk, picklist.field, picklist.value);
    for (const FieldId checkbox : chunk.plan.checkboxes)
        if (checkbox != chunk.plan.system.is_deleted)
            fill(chunk, checkbox, Value::boolean(false));
}

void stamp(SaveChunk& chunk) {
    const SystemFields& system = chunk.plan.system;
    const Surroundings& around = chunk.transaction.surroundings();
    const Value moment = Value::date_time(around.now);
    const Value user = around.user == Id{} ? Value::null() : Value::id(around.user);
    if (chunk.creates()) {
        put_all(chunk, system.created_date, moment);
        put_all(chunk, system.created_by, user);
        put_all(chunk, system.is_deleted, Value::boolean(false));
        if (system.owner != FieldId::none)
            own(chunk, system.owner, default_owner(chunk.transaction));
        own(chunk, system.setup_owner, around.organization);
    }
    put_all(chunk, system.modified_date, moment);
    put_all(chunk, system.modified_by, user);
    put_all(chunk, system.modstamp, moment);
}

void compose_names(SaveChunk& chunk) {
    const ObjectPlan& plan = chunk.plan;
    if (plan.name == FieldId::none)
        return;
    if (plan.name_parts.empty()) {
        // A custom object's record that is given no name is called by its id.
        const Field& name = plan.object.field(plan.name);
        const bool named_by_id = chunk.creates() && plan.object.kind == ObjectKind::custom &&
                                 name.kind == FieldKind::text && !name.required &&
                                 !name.has_formula;
        if (!named_by_id)
            return;
        for (const uint32_t row : chunk.good) {
            if (!chunk.given.at(plan.name, row).is_null() || chunk.ids[row] == Id{})
                continue;
            const auto text = to_text_15(chunk.ids[row]);
            chunk.set(
                plan.name,
                row,
                Value::text(chunk.arena().copy(std::string_view(text.data(), text.size())))
            );
        }
        return;
    }
    bool any_given = chunk.creates();
    std::vector<const Value*> parts;
    for (const FieldId part : plan.name_parts)
        any_given |= chunk.given.find(part) != nullptr;
    if (!any_given)
        return;
    const std::span<const uint32_t> rows = chunk.good;
    const auto text_of = [](Value part) {
        return part.tag() == Tag::text ? part.as_text() : std::string_view{};
    };
    for (const FieldId part : plan.name_parts) {
        if (chunk.creates() && chunk.given.find(part) == nullptr)
            continue;
        const Value* const column = chunk.now_column(part);
        // Middle names and suffixes are mostly there for nobody.
        if (std::ranges::any_of(rows, [&](uint32_t row) { return !text_of(column[row]).empty(); }))
            parts.push_back(column);
    }
    Value* const given = chunk.replace_good(plan.name);
    Value* const now = chunk.now.find(plan.name);
    for (const uint32_t row : rows) {
        size_t most = 0;
        for (const Value* const part : parts)
            most += text_of(part[row]).size() + 1;
        char* const begin = static_cast<char*>(chunk.arena().allocate(most, 1));
        char* end = begin;
        for (const Value* const part : parts) {
            const std::string_view text = text_of(part[row]);
            if (text.empty())
                continue;
            if (end != begin)
                *end++ = ' ';
            std::memcpy(end, text.data(), text.size());
            end += text.size();
        }
        const std::string_view name(begin, static_cast<size_t>(end - begin));
        given[row] = name.empty() ? Value::null() : Value::text(name);
        if (now != nullptr)
            now[row] = given[row];
    }
    chunk.checked[static_cast<size_t>(plan.name)] = true;
}

void compose_names_again(SaveChunk& chunk) {
    if (chunk.renamed_by_flows)
        compose_names(chunk);
}

} // namespace weir
