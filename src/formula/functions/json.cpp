// Values out of JSON texts. What cannot be read or found is null; objects and arrays print as the
// engine prints them.

#include "base/limits.hpp"
#include "formula/functions/parts.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <charconv>
#include <cmath>
#include <optional>
#include <vector>

namespace weir::functions {

namespace {

using enum ParameterKind;
using Json = nlohmann::ordered_json;

constexpr Parameter key_parameters[] = {{"json", text}, {"key", text}};
constexpr Parameter path_parameters[] = {{"json", text}, {"path", text}};

constexpr Example key_examples[] = {{"JSONVALUE('{\"Temperature\": 45}', 'Temperature')", "45"}};
constexpr Example path_examples[] = {
    {"JSONPATHVALUE('{\"days\": [{\"high\": 21}]}', '$.days[0].high')", "21"},
    {"JSONPATHVALUE('{}', '$.a')", "null"}};

struct PathStep {
    std::string key;
    std::optional<int64_t> index; // of an array; below zero from its end
};

/// `$.a.b[0]['c d']` or, without the dollar, `a.b`. Nothing for anything else.
std::optional<std::vector<PathStep>> parse_path(std::string_view path) {
    std::vector<PathStep> steps;
    if (path.starts_with('$'))
        path.remove_prefix(1);
    else if (!path.empty() && !path.starts_with('[')) {
        const size_t end = std::min(path.find_first_of(".["), path.size());
        steps.push_back({std::string(path.substr(0, end)), std::nullopt});
        path.remove_prefix(end);
    }
    while (!path.empty()) {
        if (path.starts_with('.')) {
            path.remove_prefix(1);
            const size_t end = std::min(path.find_first_of(".["), path.size());
            if (end == 0)
                return std::nullopt;
            steps.push_back({std::string(path.substr(0, end)), std::nullopt});
            path.remove_prefix(end);
            continue;
        }
        if (!path.starts_with('['))
            return std::nullopt;
        const char quote = path.size() > 1 ? path[1] : '\0';
        const bool is_key = quote == '\'' || quote == '"';
        const size_t begin = is_key ? 2 : 1;
        const std::string closing = is_key ? std::string{quote, ']'} : std::string("]");
        const size_t end = path.find(closing, begin);
        if (end == std::string_view::npos)
            return std::nullopt;
        const std::string_view inside = path.substr(begin, end - begin);
        if (is_key) {
            steps.push_back({std::string(inside), std::nullopt});
        } else {
            int64_t index = 0;
            const auto [stop, error] =
                std::from_chars(inside.data(), inside.data() + inside.size(), index);
            if (error != std::errc{} || stop != inside.data() + inside.size())
                return std::nullopt;
            steps.push_back({{}, index});
        }
        path.remove_prefix(end + closing.size());
    }
    return steps;
}

const Json* follow(const Json& root, const std::vector<PathStep>& steps) {
    const Json* at = &root;
    for (const PathStep& step : steps) {
        if (step.index) {
            if (!at->is_array())
                return nullptr;
            const auto size = static_cast<int64_t>(at->size());
            const int64_t index = *step.index < 0 ? *step.index + size : *step.index;
            if (index < 0 || index >= size)
                return nullptr;
            at = &(*at)[static_cast<size_t>(index)];
        } else {
            if (!at->is_object())
                return nullptr;
            const auto found = at->find(step.key);
            if (found == at->end())
                return nullptr;
            at = &*found;
        }
    }
    return at;
}

// As Java prints a double: plain between a thousandth and ten million, else with an exponent; never
// without a point.
std::string java_double(double number) {
    const double size = std::fabs(number);
    if (size != 0 && (size < 1e-3 || size >= 1e7)) {
        char shortest[64];
        const auto end =
            std::to_chars(
                shortest, shortest + sizeof shortest, number, std::chars_format::scientific
            )
                .ptr;
        const std::string text(shortest, end);
        const size_t exponent = text.find('e');
        std::string mantissa = text.substr(0, exponent);
        if (mantissa.find('.') == std::string::npos)
            mantissa += ".0";
        return fmt::format("{}E{}", mantissa, std::stoi(text.substr(exponent + 1)));
    }
    char shortest[64];
    const auto end =
        std::to_chars(shortest, shortest + sizeof shortest, number, std::chars_format::fixed).ptr;
    std::string text(shortest, end);
    return text.find('.') == std::string::npos ? text + ".0" : text;
}

// False where it is nested too deeply to be printed.
bool print(const Json& value, std::string& out, uint32_t depth) {
    if (depth > limits::nesting)
        return false;
    if (value.is_string()) {
        out += value.get_ref<const std::string&>();
    } else if (value.is_number_float()) {
        out += java_double(value.get<double>());
    } else if (value.is_object() || value.is_array()) {
        out += value.is_object() ? '{' : '[';
        bool is_first = true;
        for (const auto& [key, item] : value.items()) {
            if (!is_first)
                out += ", ";
            is_first = false;
            if (value.is_object())
                out += key + "=";
            if (!print(item, out, depth + 1))
                return false;
        }
        out += value.is_object() ? '}' : ']';
    } else {
        out += value.dump();
    }
    return true;
}

Value call_json(const CallArguments& call) {
    const auto steps = parse_path(call[1].as_text());
    if (!steps)
        return Value::null();
    const Json root = Json::parse(call[0].as_text(), nullptr, false);
    if (root.is_discarded())
        return Value::null();
    const Json* const found = follow(root, *steps);
    std::string text;
    if (found == nullptr || found->is_null() || !print(*found, text, 0))
        return Value::null();
    return text_copy(text, call);
}

constexpr Function list[] = {
    {.name = "JSONVALUE",
     .parameters = key_parameters,
     .null_in_null_out = true,
     .doc = "The value of a key in a JSON text.",
     .examples = key_examples,
     .call = call_json},
    {.name = "JSONPATHVALUE",
     .parameters = path_parameters,
     .null_in_null_out = true,
     .doc = "The value at a path in a JSON text: keys behind points, numbers in brackets.",
     .examples = path_examples,
     .call = call_json},
};

} // namespace

std::span<const Function> json() {
    return list;
}

} // namespace weir::functions
