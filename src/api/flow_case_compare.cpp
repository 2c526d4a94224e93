#include "api/flow_case_compare.hpp"

#include "scripts/table.hpp"

#include <fmt/format.h>

#include <utility>

namespace weir {

namespace {

using nlohmann::json;

[[nodiscard]] std::string shown(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// As the failure of a case shows it: JSON, more or less.
[[nodiscard]] std::string shown(Value value, size_t depth = 0) {
    constexpr size_t most_items = 20;
    constexpr size_t deepest = 4;
    if (value.tag() == Tag::collection && depth < deepest) {
        std::string text = "[";
        for (size_t index = 0; index < value.items().size() && index < most_items; ++index) {
            text += index > 0 ? ", " : "";
            text += shown(value.items()[index], depth + 1);
        }
        return text + (value.items().size() > most_items ? ", ...]" : "]");
    }
    if (value.tag() == Tag::record && value.row() != nullptr && value.row()->size > 0)
        return fmt::format("record {}", quoted(value.row()->cells()[0]));
    return quoted(value);
}

} // namespace

void CaseComparison::problem(std::string_view prefix, std::string message, std::string found) {
    problems_.push_back({std::string(prefix) + std::move(message), std::move(found)});
}

void CaseComparison::compare(
    const CaseExpectations& expected, std::string_view mistake, std::string_view prefix
) {
    compare_fault(expected, mistake, prefix);
    for (const auto& [path, wanted] : expected.outputs.items()) {
        const Result<Value> found = values_.output(path);
        const Result<bool> holds =
            found ? values_.matches(*found, wanted) : Result<bool>(Failure{found.error().message});
        if (!holds)
            problem(prefix, fmt::format("output `{}`: {}", path, holds.error().message), {});
        else if (!*holds)
            problem(
                prefix,
                fmt::format("expected the output `{}` = {}", path, shown(wanted)),
                fmt::format("{} = {}", path, shown(*found))
            );
    }
    for (const CaseRecords& records : expected.records)
        compare_records(records, prefix);
    for (const CaseCalls& calls : expected.actions)
        compare_calls(calls, prefix);
}

void CaseComparison::compare_fault(
    const CaseExpectations& expected, std::string_view mistake, std::string_view prefix
) {
    const json& wanted = expected.fault;
    const bool is_none = wanted.is_null() || (wanted.is_boolean() && !wanted.get<bool>());
    if (is_none) {
        // Said once, with what the case itself expects.
        if (!fault_.empty() && prefix.empty())
            problem(
                prefix,
                "the flow failed",
                mistake.empty() ? fault_
                                : fmt::format("{}\nthe flow has a mistake: {}", fault_, mistake)
            );
        return;
    }
    if (fault_.empty()) {
        problem(prefix, "expected the flow to fail, and it did not", {});
        return;
    }
    if (wanted.is_boolean())
        return;
    const json matcher = wanted.is_string() ? json{{"contains", wanted}} : wanted;
    const Result<bool> holds = values_.matches(Value::text(fault_), matcher);
    if (!holds || !*holds)
        problem(prefix, fmt::format("expected the fault {}", shown(wanted)), fault_);
}

void CaseComparison::compare_records(const CaseRecords& expected, std::string_view prefix) {
    const Object* const object = org_.program().schema->find(expected.object);
    if (object == nullptr) {
        problem(prefix, fmt::format("there is no object `{}`", expected.object), {});
        return;
    }
    const Result<std::vector<CaseValues::Stored>> all = records_of(*object);
    if (!all) {
        problem(prefix, all.error().message, {});
        return;
    }
    std::vector<CaseValues::Stored> found;
    for (const CaseValues::Stored& record : *all) {
        const Result<bool> is_one =
            fits(record, expected.where, CaseValues::Texts::without_case, nullptr);
        if (!is_one) {
            problem(prefix, is_one.error().message, {});
            return;
        }
        if (*is_one)
            found.push_back(record);
    }
    const bool is_right = expected.count ? found.size() == *expected.count : !found.empty();
    if (!is_right)
        problem(
            prefix,
            fmt::format(
                "expected {} `{}` where {}, found {}",
                expected.count ? fmt::to_string(*expected.count) : std::string("some"),
                object->name,
                shown(expected.where),
                found.size()
            ),
            fmt::format("there are {} `{}` in all", (*all).size(), object->name)
        );
    for (const CaseValues::Stored& record : found) {
        std::string difference;
        const Result<bool> holds =
            fits(record, expected.fields, CaseValues::Texts::exactly, &difference);
        if (!holds)
            problem(prefix, holds.error().message, {});
        else if (!*holds)
            problem(
                prefix,
                fmt::format("expected `{}` with {}", object->name, shown(expected.fields)),
                std::move(difference)
            );
    }
}

Result<std::vector<CaseValues::Stored>> CaseComparison::records_of(const Object& object) {
    Query query;
    query.object = object.id;
    Result<QueryResult> found = org_.query(query, {}, 1);
    if (!found)
        return Failure{found.error().message};
    std::vector<CaseValues::Stored> result;
    for (const Id id : std::as_const(found->records).ids())
        result.push_back({object.id, id});
    return result;
}

Result<bool> CaseComparison::fits(
    CaseValues::Stored record, const json& fields, CaseValues::Texts texts, std::string* difference
) {
    for (const auto& [path, wanted] : fields.items()) {
        const Result<Value> value = values_.stored_value(record, path);
        if (!value)
            return Failure{value.error().message};
        const Result<bool> holds = values_.matches(*value, wanted, texts);
        if (!holds)
            return holds;
        if (*holds)
            continue;
        if (difference != nullptr)
            *difference = fmt::format("{} = {}", path, shown(*value));
        return false;
    }
    return true;
}

void CaseComparison::compare_calls(const CaseCalls& expected, std::string_view prefix) {
    const std::vector<const NotedCall*> calls =
        mocks_.calls(expected.action.type, expected.action.detail);
    const std::string name = fmt::format("{}:{}", expected.action.type, expected.action.detail);
    if (expected.count ? calls.size() != *expected.count : calls.empty())
        problem(
            prefix,
            fmt::format(
                "expected the action `{}` to be called {} times, it was called {} times",
                name,
                expected.count ? fmt::to_string(*expected.count) : std::string("some"),
                calls.size()
            ),
            {}
        );
    for (const NotedCall* const call : calls)
        for (const auto& [input, wanted] : expected.inputs.items()) {
            const Value found = value_of(call->inputs, input);
            const Result<bool> holds = values_.matches(found, wanted);
            if (!holds)
                problem(prefix, fmt::format("input `{}`: {}", input, holds.error().message), {});
            else if (!*holds)
                problem(
                    prefix,
                    fmt::format("expected the input `{}` of `{}` = {}", input, name, shown(wanted)),
                    fmt::format("{} = {}", input, shown(found))
                );
        }
}

} // namespace weir
