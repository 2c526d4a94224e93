// Functions that choose. Most are built by the compiler (compile_special.cpp), since they decide
// what is evaluated at all.

#include "formula/compare_values.hpp"
#include "formula/functions/parts.hpp"

namespace weir::functions {

namespace {

using enum ParameterKind;

constexpr Parameter conditions[] = {{.name = "logical", .kind = boolean, .repeated = true}};
constexpr Parameter one_condition[] = {{"logical", boolean}};
constexpr Parameter one_value[] = {{"value", any}};
constexpr Parameter one_field[] = {{"field", field}};

constexpr Parameter if_parameters[] = {
    {"logical_test", boolean}, {"value_if_true", any}, {"value_if_false", any}};
constexpr Parameter ifs_parameters[] = {
    {"logical_test", any},
    {"value_if_true", any},
    {.name = "more", .kind = any, .optional = true, .repeated = true}};
constexpr Parameter case_parameters[] = {
    {"expression", any},
    {"value", any},
    {"result", any},
    {.name = "else_result", .kind = any, .repeated = true}};
constexpr Parameter value_or[] = {{"expression", any}, {"substitute", any}};
constexpr Parameter in_parameters[] = {
    {"expression", any}, {.name = "value", .kind = any, .repeated = true}};

constexpr Example if_examples[] = {{"IF(1 < 2, 'less', 'more')", "less"}, {"IF(NULL, 1, 2)", "2"}};
constexpr Example ifs_examples[] = {{"IFS(1 > 2, 'a', 2 > 1, 'b', 'c')", "b"}};
constexpr Example and_examples[] = {{"AND(TRUE, 1 = 1)", "true"}, {"AND(TRUE, NULL)", "false"}};
constexpr Example or_examples[] = {{"OR(FALSE, 1 = 1)", "true"}, {"OR(FALSE, NULL)", "false"}};
constexpr Example not_examples[] = {{"NOT(FALSE)", "true"}, {"NOT(NULL)", "null"}};
constexpr Example case_examples[] = {{"CASE(2, 1, 'one', 2, 'two', 'many')", "two"}};
constexpr Example if_error_examples[] = {{"IFERROR(1 / 0, -1)", "-1"}, {"IFERROR(4 / 2, -1)", "2"}};
constexpr Example blank_value_examples[] = {
    {"BLANKVALUE('', 'none')", "none"}, {"BLANKVALUE(3, 0)", "3"}};
constexpr Example null_value_examples[] = {{"NULLVALUE(NULL, 7)", "7"}, {"NULLVALUE(3, 7)", "3"}};
constexpr Example is_null_examples[] = {{"ISNULL(NULL)", "true"}, {"ISNULL('')", "false"}};
constexpr Example is_blank_examples[] = {{"ISBLANK('')", "true"}, {"ISBLANK(0)", "false"}};
constexpr Example is_clone_examples[] = {{"ISCLONE()", "false"}};
constexpr Example in_examples[] = {{"IN(2, 1, 2, 3)", "true"}, {"IN(NULL, NULL)", "false"}};

Value call_is_blank(const CallArguments& call) {
    return Value::boolean(is_blank(call[0]));
}

Value call_in(const CallArguments& call) {
    if (is_blank(call[0]))
        return Value::boolean(false);
    for (const Value& candidate : call.values.subspan(1))
        if (compare_equal(call[0], candidate, false).is_true())
            return Value::boolean(true);
    return Value::boolean(false);
}

constexpr Function list[] = {
    {.name = "IF",
     .parameters = if_parameters,
     .result = ResultRule::common,
     .doc = "The first value if the test is true, else the second. Only the chosen one is "
            "evaluated; null is not true.",
     .examples = if_examples},
    {.name = "IFS",
     .parameters = ifs_parameters,
     .result = ResultRule::common,
     .doc = "The value behind the first test that is true, else the last value.",
     .examples = ifs_examples},
    {.name = "AND",
     .parameters = conditions,
     .result = ResultRule::boolean,
     .doc =
         "True if all are true. Evaluates them only up to the first that is not; null is not true.",
     .examples = and_examples},
    {.name = "OR",
     .parameters = conditions,
     .result = ResultRule::boolean,
     .doc = "True if one is true. Evaluates them only up to the first that is.",
     .examples = or_examples},
    {.name = "NOT",
     .parameters = one_condition,
     .result = ResultRule::boolean,
     .doc = "The opposite; null of null.",
     .examples = not_examples},
    {.name = "CASE",
     .parameters = case_parameters,
     .result = ResultRule::common,
     .doc = "The result behind the first value that equals the expression, else the last result. "
            "All of them are evaluated.",
     .examples = case_examples},
    {.name = "IFERROR",
     .parameters = value_or,
     .result = ResultRule::common,
     .doc = "The expression, or the substitute where it fails.",
     .examples = if_error_examples},
    {.name = "BLANKVALUE",
     .parameters = value_or,
     .result = ResultRule::common,
     .doc = "The expression, or the substitute where it is null or the empty text.",
     .examples = blank_value_examples},
    {.name = "NULLVALUE",
     .parameters = value_or,
     .result = ResultRule::common,
     .doc = "The expression, or the substitute where it is null. Texts are never null to it: "
            "BLANKVALUE works for all.",
     .examples = null_value_examples},
    {.name = "ISNULL",
     .parameters = one_value,
     .result = ResultRule::boolean,
     .doc = "Whether the value is null. Texts are never null to it: ISBLANK works for all.",
     .examples = is_null_examples},
    {.name = "ISBLANK",
     .parameters = one_value,
     .result = ResultRule::boolean,
     .doc = "Whether the value is null or the empty text.",
     .examples = is_blank_examples,
     .call = call_is_blank},
    {.name = "IN",
     .parameters = in_parameters,
     .result = ResultRule::boolean,
     .doc = "Whether the expression equals one of the values; null equals none.",
     .examples = in_examples,
     .call = call_in},
    {.name = "ISNEW",
     .parameters = {},
     .result = ResultRule::boolean,
     .pure = false,
     .doc = "Whether the record is being created."},
    {.name = "ISCLONE",
     .parameters = {},
     .result = ResultRule::boolean,
     .doc = "Whether the record is made as a copy of another in the user interface: never, here.",
     .examples = is_clone_examples},
    {.name = "ISCHANGED",
     .parameters = one_field,
     .result = ResultRule::boolean,
     .pure = false,
     .doc = "Whether the field differs from its value before the save; false for a new record."},
    {.name = "PRIORVALUE",
     .parameters = one_field,
     .result = ResultRule::first_argument,
     .pure = false,
     .doc = "The field's value before the save; that of now for a new record."},
};

} // namespace

std::span<const Function> logic() {
    return list;
}

} // namespace weir::functions
