#include "api/flow_case_values.hpp"

#include "schema/fold.hpp"
#include "types/cell.hpp"
#include "types/convert.hpp"
#include "types/date_time.hpp"

#include <fmt/format.h>

#include <charconv>
#include <utility>

namespace weir {

namespace {

using nlohmann::json;

constexpr int64_t milliseconds_of_a_day = 86'400'000;

[[nodiscard]] std::string shown(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

[[nodiscard]] Failure misfit(const json& value, Type type) {
    return Failure{fmt::format("{} is no {}", shown(value), name(type.kind))};
}

} // namespace

const CaseValues::Stored* CaseValues::find_ref(std::string_view ref) const {
    const auto found = refs_.find(ref);
    return found == refs_.end() ? nullptr : &found->second;
}

void CaseValues::set_outputs(const std::vector<std::pair<std::string, Value>>& outputs) {
    outputs_.clear();
    for (const auto& [output, value] : outputs)
        outputs_.emplace_back(output, value.is_null() ? Value::null() : copy(value, arena_));
}

int64_t CaseValues::today() const {
    const TimeZone zone = TimeZone::find(org_.settings().time_zone).value_or(TimeZone::utc());
    return zone.local_days(org_.now());
}

// ------------------------------------------------------------------------------ JSON to values

Result<Value> CaseValues::value(const json& json, Type type) {
    if (json.is_null())
        return Value::null();
    if (json.is_array()) {
        std::vector<Value> items;
        for (const auto& item : json) {
            const Result<Value> one = value(item, type.item());
            if (!one)
                return one.error();
            items.push_back(*one);
        }
        return make_collection(items, arena_);
    }
    if (type.collection) {
        // One value for a collection is a collection of one.
        const Result<Value> one = value(json, type.item());
        if (!one || (*one).tag() == Tag::collection || (*one).is_null())
            return one;
        const Value items[] = {*one};
        return make_collection(items, arena_);
    }
    if (json.is_object() && json.contains("$record"))
        return record_value(json);
    if (json.is_object() && json.contains("$today") && json["$today"].is_number_integer()) {
        const int64_t day = today() + json["$today"].get<int64_t>();
        if (type.kind == TypeKind::date_time)
            return Value::date_time(day * milliseconds_of_a_day);
        if (type.is_textual())
            return Value::text(arena_.copy(std::string_view(date_text(day))));
        return Value::date(day);
    }
    if (json.is_object())
        return Failure{fmt::format("{} is no value", shown(json))};
    if (json.is_string())
        return text_value(json.get<std::string>(), type);
    const std::string spelling = json.dump();
    if (type.is_error() || type.kind == TypeKind::any)
        type = Type::of(json.is_boolean() ? TypeKind::boolean : TypeKind::number);
    if (type.is_textual())
        return Value::text(arena_.copy(std::string_view(spelling)));
    const std::optional<Value> result = from_text(spelling, type.kind, arena_);
    if (!result)
        return misfit(json, type);
    return *result;
}

Result<Value> CaseValues::text_value(const std::string& text, Type type) {
    const Result<std::optional<Value>> referred = reference(text, type);
    if (!referred)
        return referred.error();
    if (*referred)
        return **referred;
    if (type.is_error() || type.kind == TypeKind::any || type.is_textual()) {
        if (type.kind == TypeKind::id)
            if (const auto id = parse_id(text))
                return Value::id(*id);
        return Value::text(arena_.copy(std::string_view(text)));
    }
    if (type.kind == TypeKind::date_time)
        if (const auto day = parse_date(text))
            return Value::date_time(*day * milliseconds_of_a_day);
    const std::optional<Value> result = from_text(text, type.kind, arena_);
    if (!result)
        return misfit(json(text), type);
    return *result;
}

Result<std::optional<Value>> CaseValues::reference(const std::string& text, Type type) {
    using Answer = std::optional<Value>;
    if (text.size() < 2 || text.front() != '@')
        return Answer();
    const std::string_view whole = std::string_view(text).substr(1);
    const size_t end = whole.find_first_of(".[");
    const std::string_view ref = whole.substr(0, end);
    if (ref == "out" && end != std::string_view::npos) {
        const Result<Value> found = output(whole.substr(end + 1));
        return found ? Result<Answer>(Answer(*found))
                     : Result<Answer>(Failure{found.error().message});
    }
    const Stored* const stored = find_ref(ref);
    if (stored == nullptr)
        return Answer();
    if (end == std::string_view::npos) {
        // A row where its id is meant.
        if (type.is_textual())
            return Answer(Value::id(stored->id));
        const Result<Value> row = row_of(*stored);
        return row ? Result<Answer>(Answer(*row)) : Result<Answer>(Failure{row.error().message});
    }
    const Result<Value> found = stored_value(*stored, whole.substr(end + 1));
    if (!found)
        return Failure{found.error().message};
    Value value = *found;
    if (value.tag() == Tag::id && type.is_textual() && type.kind != TypeKind::id)
        value = Value::text(to_text(value, arena_));
    return Answer(value);
}

Result<Value> CaseValues::record_value(const json& json) {
    const Program& program = org_.program();
    const std::string name = json["$record"].is_string() ? json["$record"].get<std::string>() : "";
    const Object* const object = program.schema->find(name);
    if (object == nullptr)
        return Failure{fmt::format("there is no object `{}`", name)};
    const Layout& layout = std::as_const(*program.layouts).of(object->id);
    Row* const row = make_row(&layout, layout.size(), arena_);
    const auto fields = json.find("fields");
    if (fields == json.end() || !fields->is_object())
        return Value::record(row);
    for (const auto& [key, given] : fields->items()) {
        const std::optional<FieldId> field = object->find_field(key);
        if (!field)
            return Failure{fmt::format("`{}` has no field `{}`", name, key)};
        const std::optional<uint32_t> cell = layout.find(*field);
        if (!cell)
            continue; // nobody reads it
        const Result<Value> one = value(given, object->field(*field).type());
        if (!one)
            return one.error();
        row->cells()[*cell] = *one;
    }
    return Value::record(row);
}

// ------------------------------------------------------------------------------ what is stored

Result<Value> CaseValues::row_of(Stored record) {
    const Program& program = org_.program();
    const Layout& layout = std::as_const(*program.layouts).of(record.object);
    Query query;
    query.object = record.object;
    FilterNode by_id;
    by_id.field = program.schema->object(record.object).id_field();
    query.filter.push_back(by_id);
    query.parameter_count = 1;
    for (const FieldId field : layout.fields())
        if (field != by_id.field)
            query.fields.push_back(field);
    const std::vector<Value> ids{Value::id(record.id)};
    const std::span<const Value> columns[] = {ids};
    Result<QueryResult> found = org_.query(query, columns, 1);
    if (!found)
        return Failure{found.error().message};
    if (found->records.size() == 0)
        return Value::null();
    Row* const row = make_row(&layout, layout.size(), arena_);
    for (uint32_t cell = 0; cell < layout.size(); ++cell) {
        const FieldId field = layout.fields()[cell];
        const auto column = std::as_const(found->records).find(field);
        row->cells()[cell] = field == by_id.field                    ? Value::id(record.id)
                             : column.empty() || column[0].is_null() ? Value::null()
                                                                     : copy(column[0], arena_);
    }
    row->shared = true;
    return Value::record(row);
}

Result<Value> CaseValues::stored_value(Stored record, std::string_view path) {
    const Schema& schema = *org_.program().schema;
    while (true) {
        const Object& object = schema.object(record.object);
        const size_t dot = path.find('.');
        const std::string_view part = path.substr(0, dot);
        const bool is_last = dot == std::string_view::npos;
        const std::optional<FieldId> field =
            is_last ? object.find_field(part) : object.find_relationship(part);
        if (!field)
            return Failure{fmt::format("`{}` has no `{}`", object.name, part)};
        if (is_last && *field == object.id_field())
            return Value::id(record.id);
        Query query;
        query.object = record.object;
        FilterNode by_id;
        by_id.field = object.id_field();
        query.filter.push_back(by_id);
        query.parameter_count = 1;
        query.fields.push_back(*field);
        const std::vector<Value> ids{Value::id(record.id)};
        const std::span<const Value> columns[] = {ids};
        Result<QueryResult> found = org_.query(query, columns, 1);
        if (!found)
            return Failure{found.error().message};
        const auto column = std::as_const(found->records).find(*field);
        if (found->records.size() == 0 || column.empty() || column[0].is_null())
            return Value::null();
        if (is_last)
            return copy(column[0], arena_);
        const Id parent = id_from(column[0]);
        const Object* const target = schema.find(key_prefix(parent));
        if (target == nullptr)
            return Value::null();
        record = {target->id, parent};
        path.remove_prefix(dot + 1);
    }
}

// ----------------------------------------------------------------------------------- outputs

Result<Value> CaseValues::output(std::string_view path) {
    const size_t end = path.find_first_of(".[");
    const std::string wanted = folded(path.substr(0, end));
    for (const auto& [output, value] : outputs_)
        if (folded(output) == wanted)
            return member(value, end == std::string_view::npos ? "" : path.substr(end));
    return Value::null();
}

/// `.Field`, `[0]` and so on behind a value.
Result<Value> CaseValues::member(Value value, std::string_view path) {
    while (!path.empty()) {
        if (value.is_null())
            return Value::null();
        if (path.front() == '[') {
            const size_t close = path.find(']');
            size_t index = 0;
            const char* const digits = path.data() + 1;
            const bool is_index =
                close != std::string_view::npos && close > 1 &&
                std::from_chars(digits, path.data() + close, index).ptr == path.data() + close;
            if (!is_index || value.tag() != Tag::collection)
                return Failure{fmt::format("there is no `{}` in it", path)};
            value = index < value.items().size() ? value.items()[index] : Value::null();
            path.remove_prefix(close + 1);
            continue;
        }
        path.remove_prefix(1);
        if (value.tag() != Tag::record || value.row() == nullptr)
            return Failure{fmt::format("`{}` is of no record", path)};
        const Row& row = *value.row();
        const Object& object = org_.program().schema->object(row.layout->object());
        const size_t end = path.find_first_of(".[");
        const std::string_view part = path.substr(0, end);
        if (row.layout->object() == ObjectId::none) { // a value of an Apex class
            const auto member = org_.program().layouts->find_member(part);
            value = member && *member < row.size ? row.cells()[*member] : Value::null();
            path.remove_prefix(end == std::string_view::npos ? path.size() : end);
            continue;
        }
        if (const auto field = object.find_field(part)) {
            const std::optional<uint32_t> cell = row.layout->find(*field);
            value = cell && *cell < row.size ? row.cells()[*cell] : Value::null();
            path.remove_prefix(end == std::string_view::npos ? path.size() : end);
            continue;
        }
        // A parent's field is read where it is stored.
        const auto lookup = object.find_relationship(part);
        const auto cell = lookup ? row.layout->find(*lookup) : std::nullopt;
        const Id parent = cell && *cell < row.size ? id_from(row.cells()[*cell]) : Id{};
        const Object* const target = org_.program().schema->find(key_prefix(parent));
        if (!lookup || end == std::string_view::npos)
            return Failure{fmt::format("`{}` has no `{}`", object.name, part)};
        return target == nullptr ? Result<Value>(Value::null())
                                 : stored_value({target->id, parent}, path.substr(end + 1));
    }
    return value;
}

} // namespace weir
