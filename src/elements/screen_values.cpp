#include "elements/screen_values.hpp"

#include "types/compare.hpp"
#include "types/convert.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir::elements {

namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const size_t begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

std::optional<Value> boolean_of(std::string_view text) {
    for (const std::string_view yes : {"true", "yes", "y", "1", "on"})
        if (equal_ignoring_case(text, yes))
            return Value::boolean(true);
    for (const std::string_view no : {"false", "no", "n", "0", "off"})
        if (equal_ignoring_case(text, no))
            return Value::boolean(false);
    return std::nullopt;
}

/// `2026-03-01T09:00`, `2026-03-01 09:00`, `2026-03-01`: of the user's zone.
std::optional<Value> local_date_time(std::string_view text, const TimeZone& zone) {
    constexpr size_t date_size = 10;
    constexpr int64_t day = 86'400'000;
    const auto days = parse_date(text.substr(0, date_size));
    if (!days)
        return std::nullopt;
    int64_t time = 0;
    if (text.size() > date_size) {
        if (text[date_size] != 'T' && text[date_size] != ' ')
            return std::nullopt;
        const auto parsed = parse_time(text.substr(date_size + 1));
        if (!parsed || text.ends_with('Z'))
            return std::nullopt;
        time = *parsed;
    }
    return Value::date_time(zone.to_utc(*days * day + time));
}

std::optional<Value>
from_users_text(std::string_view text, Type type, const TimeZone& zone, Arena& arena) {
    const std::string_view inner = trimmed(text);
    switch (type.kind) {
    case TypeKind::boolean:
        return boolean_of(inner);
    case TypeKind::date_time:
        if (const auto instant = parse_date_time(inner))
            return Value::date_time(*instant);
        return local_date_time(inner, zone);
    case TypeKind::number:
    case TypeKind::currency:
    case TypeKind::percent: {
        std::string digits;
        std::ranges::copy_if(inner, std::back_inserter(digits), [](char letter) {
            return letter != ',';
        });
        return from_text(digits, TypeKind::number, arena);
    }
    case TypeKind::date:
    case TypeKind::time:
    case TypeKind::id:
        return from_text(inner, type.kind, arena);
    case TypeKind::error:
    case TypeKind::null:
    case TypeKind::text:
    case TypeKind::picklist:
    case TypeKind::multi_picklist:
    case TypeKind::location:
    case TypeKind::any:
        return Value::text(text);
    case TypeKind::record:
        return std::nullopt;
    }
    return std::nullopt;
}

std::optional<Value> fitted_item(Value value, Type type, const TimeZone& zone, Arena& arena) {
    if (value.tag() == Tag::text)
        return from_users_text(value.as_text(), type, zone, arena);
    const auto as_is = [&](bool fits) { return fits ? std::optional(value) : std::nullopt; };
    constexpr int64_t day = 86'400'000;
    switch (type.kind) {
    case TypeKind::text:
    case TypeKind::picklist:
    case TypeKind::multi_picklist:
        if (value.tag() == Tag::record || value.tag() == Tag::collection)
            return std::nullopt;
        return Value::text(to_text(value, arena));
    case TypeKind::number:
    case TypeKind::currency:
    case TypeKind::percent:
        return as_is(value.is_number());
    case TypeKind::boolean:
        return as_is(value.tag() == Tag::boolean);
    case TypeKind::date:
        if (value.tag() == Tag::date_time)
            return Value::date(zone.local_days(value.integer()));
        return as_is(value.tag() == Tag::date);
    case TypeKind::date_time:
        if (value.tag() == Tag::date)
            return Value::date_time(zone.to_utc(value.integer() * day));
        return as_is(value.tag() == Tag::date_time);
    case TypeKind::time:
        return as_is(value.tag() == Tag::time);
    case TypeKind::id:
        return as_is(value.tag() == Tag::id);
    case TypeKind::record:
        return as_is(value.tag() == Tag::record);
    case TypeKind::error:
    case TypeKind::null:
    case TypeKind::location:
    case TypeKind::any:
        return value;
    }
    return std::nullopt;
}

bool is_named(const ScreenChoice& choice, std::string_view text, bool by_name) {
    return by_name ? equal_ignoring_case(choice.name, text)
                   : equal_ignoring_case(plain_text(choice.label), text);
}

bool has_value(const ScreenChoice& choice, Value value, Arena& arena) {
    if (choice.value.is_null() || value.is_null())
        return choice.value.is_null() && value.is_null();
    if (value.tag() == Tag::record && choice.record.tag() == Tag::record)
        return equal_exactly(value, choice.record);
    return equal_exactly(value, choice.value) ||
           to_text(value, arena) == to_text(choice.value, arena);
}

/// The choice that is meant; null: none.
ScreenChoice* find_choice(ScreenField& field, Value value, bool is_users, Arena& arena) {
    const auto find = [&](auto is_meant) -> ScreenChoice* {
        const auto found = std::ranges::find_if(field.choices, is_meant);
        return found == field.choices.end() ? nullptr : &*found;
    };
    if (is_users && value.tag() == Tag::text) {
        const std::string_view text = trimmed(value.as_text());
        for (const bool by_name : {true, false})
            if (ScreenChoice* const named = find([&](const ScreenChoice& choice) {
                    return is_named(choice, text, by_name);
                }))
                return named;
        value = Value::text(text);
    }
    ScreenChoice* const exact =
        find([&](const ScreenChoice& choice) { return has_value(choice, value, arena); });
    if (exact != nullptr || value.tag() != Tag::text)
        return exact;
    return find([&](const ScreenChoice& choice) {
        return equal_ignoring_case(to_text(choice.value, arena), value.as_text());
    });
}

} // namespace

bool is_blank(Value value) {
    return value.is_null() || (value.tag() == Tag::text && trimmed(value.as_text()).empty());
}

std::optional<Value> fitted(Value value, Type type, const TimeZone& zone, Arena& arena) {
    if (is_blank(value))
        return Value::null();
    if (!type.collection)
        return value.tag() == Tag::collection && type.kind != TypeKind::any && !type.is_error()
                   ? std::nullopt
                   : fitted_item(value, type, zone, arena);
    std::vector<Value> items;
    if (value.tag() == Tag::collection)
        items.assign(value.items().begin(), value.items().end());
    else if (value.tag() == Tag::text)
        for (const std::string_view part : split_list(value.as_text()))
            items.push_back(Value::text(part));
    else
        items.push_back(value);
    for (Value& item : items) {
        const auto fit = fitted_item(item, type.item(), zone, arena);
        if (!fit)
            return std::nullopt;
        item = *fit;
    }
    return make_collection(items, arena);
}

std::string misfit_text(Type type) {
    switch (type.kind) {
    case TypeKind::number:
    case TypeKind::currency:
    case TypeKind::percent:
        return "Enter a valid number.";
    case TypeKind::boolean:
        return "Enter true or false.";
    case TypeKind::date:
        return "Enter a valid date, like 2026-03-01.";
    case TypeKind::date_time:
        return "Enter a valid date and time, like 2026-03-01 09:00.";
    case TypeKind::time:
        return "Enter a valid time, like 09:00.";
    case TypeKind::id:
        return std::string(unknown_record_text);
    case TypeKind::error:
    case TypeKind::null:
    case TypeKind::text:
    case TypeKind::picklist:
    case TypeKind::multi_picklist:
    case TypeKind::location:
    case TypeKind::record:
    case TypeKind::any:
        break;
    }
    return "Enter a valid value.";
}

bool is_email_address(std::string_view text) {
    text = trimmed(text);
    const size_t at = text.find('@');
    if (at == 0 || at == std::string_view::npos || text.find('@', at + 1) != text.npos ||
        text.find_first_of(" \t<>,;") != text.npos)
        return false;
    const std::string_view domain = text.substr(at + 1);
    const size_t dot = domain.rfind('.');
    return dot != std::string_view::npos && dot > 0 && dot + 1 < domain.size();
}

std::vector<std::string_view> split_list(std::string_view text) {
    std::vector<std::string_view> parts;
    for (size_t begin = 0; begin <= text.size();) {
        const size_t end = std::min(text.find(';', begin), text.size());
        if (const std::string_view part = trimmed(text.substr(begin, end - begin)); !part.empty())
            parts.push_back(part);
        begin = end + 1;
    }
    return parts;
}

bool select_choices(ScreenField& field, Value value, bool is_users, Arena& arena) {
    for (ScreenChoice& choice : field.choices)
        choice.is_selected = false;
    if (is_blank(value))
        return true;
    std::vector<Value> wanted;
    if (value.tag() == Tag::collection)
        wanted.assign(value.items().begin(), value.items().end());
    else if (field.takes_several_choices && value.tag() == Tag::text)
        for (const std::string_view part : split_list(value.as_text()))
            wanted.push_back(Value::text(part));
    else
        wanted.push_back(value);
    bool are_choices = field.takes_several_choices || wanted.size() <= 1;
    for (const Value one : wanted) {
        ScreenChoice* const choice = find_choice(field, one, is_users, arena);
        if (choice != nullptr)
            choice->is_selected = true;
        are_choices &= choice != nullptr;
    }
    return are_choices;
}

Value selected_value(const ScreenField& field, const TimeZone& zone, Arena& arena) {
    std::vector<Value> chosen;
    for (const ScreenChoice& choice : field.choices) {
        if (!choice.is_selected)
            continue;
        const bool has_input = choice.asks && !is_blank(choice.input);
        const bool is_record = field.type.kind == TypeKind::record || field.type.collection;
        chosen.push_back(has_input ? choice.input : is_record ? choice.record : choice.value);
    }
    if (field.type.collection)
        return make_collection(chosen, arena);
    if (chosen.empty())
        return Value::null();
    if (!field.takes_several_choices)
        return fitted(chosen.front(), field.type, zone, arena).value_or(Value::null());
    std::string joined;
    for (const Value one : chosen) {
        if (!joined.empty())
            joined += ';';
        joined += to_text(one, arena);
    }
    return Value::text(arena.copy(std::string_view(joined)));
}

} // namespace weir::elements
