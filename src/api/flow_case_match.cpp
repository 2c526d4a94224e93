// What a case found, compared with the JSON that it expects.
#include "api/flow_case_values.hpp"
#include "schema/fold.hpp"
#include "types/cell.hpp"
#include "types/compare.hpp"
#include "types/convert.hpp"
#include "types/date_time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <regex>
#include <set>

namespace weir {

namespace {

using nlohmann::json;

[[nodiscard]] bool is_nothing(Value value) {
    return value.is_null() || (value.tag() == Tag::text && value.size() == 0);
}

/// The id of a record, or of what is an id itself.
[[nodiscard]] Id id_of_value(Value value) {
    if (value.tag() == Tag::record && value.row() != nullptr && value.row()->size > 0)
        return id_of_value(value.row()->cells()[0]);
    return id_from(value);
}

[[nodiscard]] bool holds_regex(const std::string& text, const std::string& pattern, bool& is_one) {
    // The library reports a pattern that is none by an exception, which ends here.
    try {
        return std::regex_search(text, std::regex(pattern));
    } catch (const std::regex_error&) {
        is_one = false;
        return false;
    }
}

} // namespace

Result<bool> CaseValues::matches(Value found, const json& expected, Texts texts) {
    if (expected.is_null())
        return is_nothing(found);
    if (expected.is_object())
        return matches_object(found, expected, texts);
    if (expected.is_array()) {
        if (found.tag() != Tag::collection || found.items().size() != expected.size())
            return false;
        for (size_t index = 0; index < expected.size(); ++index) {
            const Result<bool> one = matches(found.items()[index], expected[index], texts);
            if (!one || !*one)
                return one;
        }
        return true;
    }
    if (found.tag() == Tag::collection || found.is_null())
        return expected.is_string() && expected.get<std::string>().empty() && found.is_null();
    if (expected.is_string())
        return matches_text(found, expected.get<std::string>(), texts);
    if (expected.is_boolean())
        return found.tag() == Tag::boolean
                   ? found.as_boolean() == expected.get<bool>()
                   : found.tag() == Tag::text &&
                         folded(found.as_text()) == (expected.get<bool>() ? "true" : "false");
    const Result<Value> number = value(expected, Type::of(TypeKind::number));
    if (!number)
        return Failure{number.error().message};
    if (found.is_number())
        return equal_exactly(found, *number);
    const std::optional<Value> written = found.tag() == Tag::text
                                             ? from_text(found.as_text(), TypeKind::number, arena_)
                                             : std::nullopt;
    return written && equal_exactly(*written, *number);
}

Result<bool> CaseValues::matches_text(Value found, const std::string& expected, Texts texts) {
    const auto referred = reference(expected, Type{});
    if (!referred)
        return Failure{referred.error().message};
    if (*referred) {
        const Value wanted = **referred;
        // Rows and ids are the same when their records are.
        if (wanted.tag() == Tag::record || wanted.tag() == Tag::id)
            return id_of_value(wanted) != Id{} && id_of_value(found) == id_of_value(wanted);
        if (is_nothing(wanted) || is_nothing(found))
            return is_nothing(wanted) && is_nothing(found);
        return texts == Texts::exactly ? equal_exactly(found, wanted)
                                       : equal_ignoring_case(found, wanted);
    }
    switch (found.tag()) {
    case Tag::text:
        return texts == Texts::exactly ? found.as_text() == expected
                                       : equal_ignoring_case(found, Value::text(expected));
    case Tag::id:
        return parse_id(expected) == found.as_id();
    case Tag::date:
        return parse_date(expected) == found.integer();
    case Tag::date_time: {
        if (const auto day = parse_date(expected))
            return *day * 86'400'000 == found.integer();
        return parse_date_time(expected) == found.integer();
    }
    case Tag::time:
        return parse_time(expected) == found.integer();
    case Tag::boolean:
    case Tag::number:
    case Tag::big_number:
        return to_text(found, arena_) == expected;
    case Tag::unset:
    case Tag::null:
    case Tag::record:
    case Tag::collection:
    case Tag::fault:
        return false;
    }
    return false;
}

Result<bool> CaseValues::matches_object(Value found, const json& expected, Texts texts) {
    if (expected.contains("$today")) {
        const TypeKind kind = found.tag() == Tag::date_time ? TypeKind::date_time
                              : found.tag() == Tag::text    ? TypeKind::text
                                                            : TypeKind::date;
        const Result<Value> day = value(expected, Type::of(kind));
        if (!day)
            return Failure{day.error().message};
        if (kind != TypeKind::date_time || found.is_null())
            return equal_exactly(found, *day);
        // A moment of that day.
        return found.integer() >= (*day).integer() &&
               found.integer() < (*day).integer() + 86'400'000;
    }
    if (expected.contains("$record")) {
        if (found.tag() != Tag::record)
            return false;
        // Named, so that it lives as long as the loop: `items` only refers to it.
        const json fields = expected.value("fields", json::object());
        for (const auto& [field, wanted] : fields.items()) {
            const Result<Value> cell = member(found, "." + field);
            if (!cell)
                return Failure{cell.error().message};
            const Result<bool> one = matches(*cell, wanted, texts);
            if (!one || !*one)
                return one;
        }
        return true;
    }
    for (const auto& [matcher, wanted] : expected.items()) {
        const Result<bool> one = matches_one(found, matcher, wanted);
        if (!one || !*one)
            return one;
    }
    return true;
}

Result<bool> CaseValues::matches_one(Value found, const std::string& matcher, const json& wanted) {
    if (matcher == "not_null")
        return is_nothing(found) != (!wanted.is_boolean() || wanted.get<bool>());
    if ((matcher == "count" || matcher == "min_count") && wanted.is_number_integer()) {
        if (found.tag() != Tag::collection)
            return false;
        const auto size = static_cast<int64_t>(found.items().size());
        const auto count = wanted.get<int64_t>();
        return matcher == "count" ? size == count : size >= count;
    }
    if (matcher == "same_records" && wanted.is_array()) {
        if (found.tag() != Tag::collection || found.items().size() != wanted.size())
            return false;
        std::multiset<Id> ids;
        for (const Value item : found.items())
            ids.insert(id_of_value(item));
        std::multiset<Id> expected;
        for (const json& ref : wanted) {
            if (!ref.is_string())
                return Failure{"`same_records` is a list of refs"};
            auto name = ref.get<std::string>();
            if (name.starts_with('@'))
                name.erase(0, 1);
            if (name.ends_with(".Id"))
                name.resize(name.size() - 3);
            const Stored* const stored = find_ref(name);
            if (stored == nullptr)
                return Failure{fmt::format("there is no row `{}`", name)};
            expected.insert(stored->id);
        }
        return ids == expected;
    }
    const bool is_of_text = matcher == "starts_with" || matcher == "ends_with" ||
                            matcher == "contains" || matcher == "regex";
    if (!is_of_text || !(wanted.is_string() || matcher == "contains"))
        return Failure{fmt::format("there is no matcher `{}` of this kind", matcher)};
    if (matcher == "contains" && found.tag() == Tag::collection) {
        for (const Value item : found.items()) {
            const Result<bool> one = matches(item, wanted);
            if (!one || *one)
                return one;
        }
        return false;
    }
    if (found.is_null() || found.tag() == Tag::collection || !wanted.is_string())
        return false;
    const std::string text(to_text(found, arena_));
    const Result<Value> given = value(wanted, Type::of(TypeKind::text));
    if (!given)
        return Failure{given.error().message};
    const std::string part(to_text(*given, arena_));
    if (matcher == "starts_with")
        return text.starts_with(part);
    if (matcher == "ends_with")
        return text.ends_with(part);
    if (matcher == "contains")
        return text.find(part) != std::string::npos;
    bool is_pattern = true;
    const bool holds = holds_regex(text, part, is_pattern);
    if (!is_pattern)
        return Failure{fmt::format("`{}` is no regular expression", part)};
    return holds;
}

} // namespace weir
