#include "org/action_tools.hpp"

#include "org/system_records.hpp"
#include "types/cell.hpp"
#include "types/convert.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

const ActionColumn* find_input(const ActionCall& call, std::string_view name) {
    for (const ActionColumn& column : call.inputs)
        if (equal_ignoring_case(column.name, name))
            return &column;
    return nullptr;
}

void add_ids(Value value, std::vector<Id>& ids) {
    if (value.tag() == Tag::collection) {
        for (const Value item : value.items())
            if (item.tag() != Tag::collection)
                add_ids(item, ids);
        return;
    }
    if (value.tag() == Tag::record && value.row()->size > 0) {
        add_ids(value.row()->cells()[0], ids);
        return;
    }
    if (value.tag() == Tag::id)
        ids.push_back(value.as_id());
    if (value.tag() != Tag::text)
        return;
    const std::string_view text = value.as_text();
    for (size_t begin = 0; begin <= text.size();) {
        const size_t end = std::min(text.find_first_of(",; ", begin), text.size());
        if (const auto id = parse_id(text.substr(begin, end - begin)))
            ids.push_back(*id);
        begin = end + 1;
    }
}

} // namespace

Value input(const ActionCall& call, std::string_view name, uint32_t row) {
    const ActionColumn* const column = find_input(call, name);
    return column == nullptr ? Value() : column->values[row];
}

std::string_view text_input(const ActionCall& call, std::string_view name, uint32_t row) {
    const Value value = input(call, name, row);
    return value.is_null() || value.tag() == Tag::collection || value.tag() == Tag::record
               ? std::string_view{}
               : to_text(value, call.arena);
}

Id id_of(Value value) {
    const bool is_record = value.tag() == Tag::record && value.row()->size > 0;
    return id_from(is_record ? value.row()->cells()[0] : value);
}

Id id_input(const ActionCall& call, std::string_view name, uint32_t row) {
    return id_of(input(call, name, row));
}

bool flag_input(const ActionCall& call, std::string_view name, uint32_t row) {
    const Value value = input(call, name, row);
    return value.tag() == Tag::text ? equal_ignoring_case(value.as_text(), "true")
                                    : value.is_true();
}

std::vector<Id> ids_input(const ActionCall& call, std::string_view name, uint32_t row) {
    std::vector<Id> ids;
    add_ids(input(call, name, row), ids);
    return ids;
}

std::vector<Id> id_column(const ActionCall& call, std::string_view name) {
    std::vector<Id> ids(call.size);
    for (uint32_t row = 0; row < call.size; ++row)
        ids[row] = id_input(call, name, row);
    return ids;
}

void set_output(ActionCall& call, std::string_view name, uint32_t row, Value value) {
    for (ActionColumn& column : call.outputs)
        if (equal_ignoring_case(column.name, name))
            column.values[row] = value;
}

Value id_collection(std::span<const Id> ids, Arena& arena) {
    std::vector<Value> items;
    items.reserve(ids.size());
    for (const Id id : ids)
        items.push_back(Value::id(id));
    return make_collection(items, arena);
}

void fail(ActionCall& call, uint32_t row, std::string_view code, std::string_view message) {
    if (call.faults[row] == nullptr)
        call.faults[row] = call.transaction.fault(code, message);
}

void fail_all(ActionCall& call, const Fault* fault) {
    std::ranges::fill(call.faults, fault);
}

bool require_inputs(ActionCall& call, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names)
        for (uint32_t row = 0; row < call.size; ++row) {
            const Value value = input(call, name, row);
            const bool is_missing = value.is_null() ||
                                    (value.tag() == Tag::text && value.as_text().empty()) ||
                                    (value.tag() == Tag::collection && value.size() == 0);
            if (is_missing)
                fail(call, row, {}, fmt::format("Missing required input parameter: {}", name));
        }
    return std::ranges::any_of(call.faults, [](const Fault* fault) { return fault == nullptr; });
}

std::vector<uint32_t> rows_left(const ActionCall& call) {
    std::vector<uint32_t> rows;
    for (uint32_t row = 0; row < call.size; ++row)
        if (call.faults[row] == nullptr)
            rows.push_back(row);
    return rows;
}

std::string text_of_id(Id id) {
    if (id == Id{})
        return {};
    const auto text = to_text(id);
    return {text.data(), text.size()};
}

const Fault* Records::fetch(
    Transaction& transaction,
    const Object* object,
    std::span<const Id> ids,
    std::initializer_list<std::string_view> fields
) {
    object_ = object;
    found_.assign(ids.size(), false);
    if (object == nullptr || object->is_named_only)
        return nullptr;
    std::vector<Id> own(ids.size());
    for (size_t index = 0; index < ids.size(); ++index)
        if (transaction.schema().find(key_prefix(ids[index])) == object)
            own[index] = ids[index];
    std::vector<FieldId> asked;
    for (const std::string_view name : fields) {
        const FieldId field = field_or_none(object, name);
        if (field != FieldId::none && field != object->id_field() &&
            std::ranges::find(asked, field) == asked.end())
            asked.push_back(field);
    }
    return fetch_records(transaction, object->id, own, asked, columns_, found_);
}

Value Records::at(std::string_view field, uint32_t row) const {
    const FieldId id = field_or_none(object_, field);
    const Value value = id == FieldId::none ? Value() : columns_.at(id, row);
    return value.is_unset() ? Value::null() : value;
}

std::string_view Records::text(std::string_view field, uint32_t row) const {
    return text_in(at(field, row));
}

const Fault* find_ids(
    Transaction& transaction,
    std::string_view object,
    std::string_view field,
    Value value,
    std::vector<Id>& found
) {
    found.clear();
    const Object* const known = transaction.schema().find(object);
    const FieldId id = field_or_none(known, field);
    if (id == FieldId::none)
        return nullptr;
    std::vector<std::vector<Id>> lists;
    const Fault* const fault = find_records(transaction, known->id, id, {&value, 1}, lists);
    if (fault == nullptr)
        found = std::move(lists.front());
    return fault;
}

} // namespace weir
