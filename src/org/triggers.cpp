#include "org/triggers.hpp"

#include <fmt/format.h>

namespace weir {

namespace {

TriggerMoment moment_of(Operation operation, bool is_before) {
    switch (operation) {
    case Operation::create:
        return is_before ? TriggerMoment::before_insert : TriggerMoment::after_insert;
    case Operation::update:
        return is_before ? TriggerMoment::before_update : TriggerMoment::after_update;
    case Operation::erase:
        return is_before ? TriggerMoment::before_delete : TriggerMoment::after_delete;
    }
    return TriggerMoment::before_insert;
}

void run(SaveChunk& chunk, bool is_before) {
    const RecordTriggers* const triggers = chunk.transaction.org().triggers();
    const TriggerMoment moment = moment_of(chunk.operation, is_before);
    if (triggers == nullptr || !triggers->stand_at(chunk.object().id, moment))
        return;
    TriggerCall call(chunk, moment);
    triggers->run(call);
    const size_t before = chunk.good.size();
    chunk.drop_refused();
    chunk.refused_late |= !is_before && chunk.good.size() < before;
}

} // namespace

std::string_view spelling(TriggerMoment moment) {
    switch (moment) {
    case TriggerMoment::before_insert:
        return "BeforeInsert";
    case TriggerMoment::before_update:
        return "BeforeUpdate";
    case TriggerMoment::before_delete:
        return "BeforeDelete";
    case TriggerMoment::after_insert:
        return "AfterInsert";
    case TriggerMoment::after_update:
        return "AfterUpdate";
    case TriggerMoment::after_delete:
        return "AfterDelete";
    }
    return {};
}

Id TriggerCall::id(uint32_t row) const {
    return moment_ == TriggerMoment::before_insert ? Id{} : chunk_.ids[row];
}

Value TriggerCall::value(uint32_t row, FieldId field) {
    if (field == chunk_.object().id_field())
        return id(row) == Id{} ? Value::null() : Value::id(id(row));
    if (chunk_.operation == Operation::erase)
        return Value::null();
    const Value cell = chunk_.now_column(field)[row];
    return cell.is_unset() ? Value::null() : cell;
}

Value TriggerCall::old_value(uint32_t row, FieldId field) const {
    if (chunk_.creates())
        return Value::null();
    if (field == chunk_.object().id_field())
        return Value::id(chunk_.ids[row]);
    const Value cell = chunk_.old.at(field, row);
    return cell.is_unset() ? Value::null() : cell;
}

bool TriggerCall::set(uint32_t row, FieldId field, Value value) {
    const bool is_time =
        moment_ == TriggerMoment::before_insert || moment_ == TriggerMoment::before_update;
    const Field& described = chunk_.object().field(field);
    if (!is_time || described.is_system || described.has_formula ||
        described.kind == FieldKind::auto_number)
        return false;
    chunk_.set(field, row, value);
    chunk_.changed_by_flows = true;
    chunk_.renamed_by_flows = true;
    chunk_.checked[static_cast<size_t>(field)] = false;
    chunk_.resolved[static_cast<size_t>(field)] = false;
    return true;
}

void TriggerCall::refuse(uint32_t row, std::string_view message, std::string_view field) {
    chunk_.refuse(row, "FIELD_CUSTOM_VALIDATION_EXCEPTION", message, field);
}

void TriggerCall::fail(std::string_view trigger, std::string_view message) {
    const std::string text =
        fmt::format("{}: execution of {} caused by: {}", trigger, spelling(moment_), message);
    for (const uint32_t row : chunk_.good)
        chunk_.refuse(row, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", text);
}

void run_before_triggers(SaveChunk& chunk) {
    run(chunk, true);
}

void run_after_triggers(SaveChunk& chunk) {
    run(chunk, false);
}

} // namespace weir
