#include "api/function_pages.hpp"

#include "weir/eval.h"

#include <fmt/format.h>

namespace weir {

namespace {

std::string_view result_of(ResultRule rule) {
    switch (rule) {
    case ResultRule::text:
        return "Text";
    case ResultRule::number:
        return "Number";
    case ResultRule::boolean:
        return "Boolean";
    case ResultRule::date:
        return "Date";
    case ResultRule::date_time:
        return "Date/Time";
    case ResultRule::time:
        return "Time";
    case ResultRule::location:
        return "Geolocation";
    case ResultRule::first_argument:
        return "what the first argument is";
    case ResultRule::common:
        return "what the results have in common";
    }
    return {};
}

// `LEFT(text, count)`, `ROUND(number, [digits])`, `AND(logical, …)`.
std::string signature(const Function& function) {
    std::string text = fmt::format("{}(", function.name);
    for (size_t index = 0; index < function.parameters.size(); ++index) {
        const Parameter& parameter = function.parameters[index];
        if (index > 0)
            text += ", ";
        text +=
            parameter.optional ? fmt::format("[{}]", parameter.name) : std::string(parameter.name);
        if (parameter.repeated)
            text += ", …";
    }
    return text + ")";
}

// Markdown ends a span of code at a backtick; a longer fence holds it.
std::string code(std::string_view text) {
    return text.find('`') == std::string_view::npos ? fmt::format("`{}`", text)
                                                    : fmt::format("`` {} ``", text);
}

std::string_view value_of(const Example& example) {
    return example.value == "fault" ? "an error value" : example.value;
}

} // namespace

std::string page_of(const Function& function) {
    std::string text = fmt::format("## {}\n\n", function.name);
    text += fmt::format("`{}` → {}\n\n", signature(function), result_of(function.result));
    text += fmt::format("{}\n", function.doc);
    if (!function.parameters.empty()) {
        text += '\n';
        for (const Parameter& parameter : function.parameters)
            text += fmt::format(
                "- `{}`: {}{}{}\n",
                parameter.name,
                words(parameter.kind),
                parameter.optional ? ", may be left out" : "",
                parameter.repeated ? ", any number of times" : ""
            );
    }
    if (function.null_in_null_out)
        text += "\nBlank when an argument is blank.\n";
    if (!function.examples.empty()) {
        text += '\n';
        for (const Example& example : function.examples) {
            const bool is_word = example.value == "fault" || example.value == "null";
            text += fmt::format(
                "- {} is {}\n",
                code(example.formula),
                is_word                 ? std::string(value_of(example))
                : example.value.empty() ? std::string("an empty text")
                                        : code(example.value)
            );
        }
    }
    return text;
}

std::string function_reference() {
    std::string text = "# Functions of formulas\n\n"
                       "All of them, by name; names are read without case. `…` stands for more "
                       "arguments like the last, brackets for an argument "
                       "that may be left out. Arguments of a wrong kind, too many and too few of "
                       "them are mistakes that `weir check` finds. A value "
                       "that a function cannot work with gives an error value, which is a fault "
                       "where a flow runs.\n\n"
                       "Made from the functions themselves; every example is executed by a test. "
                       "`weir explain NAME` prints one of them, "
                       "`weir eval 'FORMULA'` tries it.\n\n";
    std::string list;
    for (const Function* const function : all_functions()) {
        std::string anchor(function->name);
        for (char& letter : anchor)
            if (letter >= 'A' && letter <= 'Z')
                letter = static_cast<char>(letter - 'A' + 'a');
        list += fmt::format("{}[{}](#{})", list.empty() ? "" : " · ", function->name, anchor);
    }
    text += list + "\n";
    for (const Function* const function : all_functions())
        text += "\n" + page_of(*function);
    return text;
}

} // namespace weir
