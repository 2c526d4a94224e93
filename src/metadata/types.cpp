#include "metadata/types.hpp"

#include <algorithm>
#include <array>

namespace weir::metadata {

namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr std::array plain_types{
    Pair{"String", "Text"},
    Pair{"Number", "Number"},
    Pair{"Currency", "Currency"},
    Pair{"Boolean", "Boolean"},
    Pair{"Date", "Date"},
    Pair{"DateTime", "DateTime"},
    Pair{"Time", "Time"},
    Pair{"Picklist", "Picklist"},
    Pair{"Multipicklist", "MultiPicklist"},
};

constexpr std::array<std::string_view, 15> boolean_functions{
    "AND",
    "OR",
    "NOT",
    "ISBLANK",
    "ISNULL",
    "ISNUMBER",
    "ISPICKVAL",
    "CONTAINS",
    "BEGINS",
    "REGEX",
    "INCLUDES",
    "ISNEW",
    "ISCHANGED",
    "ISCLONE",
    "ENDS",
};
constexpr std::array<std::string_view, 27> number_functions{
    "ABS",       "CEILING", "FLOOR",         "MCEILING", "MFLOOR",  "ROUND", "TRUNC",  "MOD",
    "MAX",       "MIN",     "SQRT",          "EXP",      "LN",      "LOG",   "LEN",    "FIND",
    "VALUE",     "YEAR",    "MONTH",         "DAY",      "WEEKDAY", "HOUR",  "MINUTE", "SECOND",
    "DAYOFYEAR", "ISOWEEK", "PICKLISTCOUNT",
};

template<size_t size>
bool holds(const std::array<std::string_view, size>& names, std::string_view name) {
    return std::any_of(names.begin(), names.end(), [&](std::string_view candidate) {
        return candidate.size() == name.size() &&
               std::equal(name.begin(), name.end(), candidate.begin(), [](char left, char right) {
                   return (left >= 'a' && left <= 'z' ? left - ('a' - 'A') : left) == right;
               });
    });
}

std::string_view type_of(const Expr& expression, size_t depth) {
    if (depth > 200)
        return "String";
    switch (expression.kind) {
    case ExprKind::number:
        return "Number";
    case ExprKind::boolean:
        return "Boolean";
    case ExprKind::unary:
        return static_cast<const UnaryExpr&>(expression).op == UnaryOperator::negation ? "Boolean"
                                                                                       : "Number";
    case ExprKind::chain: {
        const auto& chain = static_cast<const ChainExpr&>(expression);
        switch (chain.operators.front().op) {
        case BinaryOperator::logical_or:
        case BinaryOperator::logical_and:
        case BinaryOperator::equal:
        case BinaryOperator::not_equal:
        case BinaryOperator::less:
        case BinaryOperator::greater:
        case BinaryOperator::less_equal:
        case BinaryOperator::greater_equal:
            return "Boolean";
        case BinaryOperator::concatenate:
            return "String";
        case BinaryOperator::power:
        case BinaryOperator::multiply:
        case BinaryOperator::divide:
            return "Number";
        case BinaryOperator::add:
        case BinaryOperator::subtract:
            break;
        }
        // `+` also joins texts and moves dates: what one side says, all are.
        for (const Expr* const operand : chain.operands) {
            const std::string_view type = type_of(*operand, depth + 1);
            if (type != "Number" && !(type == "String" && operand->kind == ExprKind::reference))
                return type;
        }
        return "Number";
    }
    case ExprKind::call: {
        const auto& call = static_cast<const CallExpr&>(expression);
        const std::string_view name = call.function.text;
        if (holds(boolean_functions, name))
            return "Boolean";
        if (holds(number_functions, name))
            return "Number";
        if (holds(std::array<std::string_view, 3>{"TODAY", "DATE", "DATEVALUE"}, name))
            return "Date";
        if (holds(std::array<std::string_view, 2>{"NOW", "DATETIMEVALUE"}, name))
            return "DateTime";
        const bool is_choice =
            holds(std::array<std::string_view, 3>{"IF", "CASE", "IFERROR"}, name);
        if (is_choice && !call.arguments.empty())
            return type_of(*call.arguments.back(), depth + 1);
        if (holds(std::array<std::string_view, 3>{"BLANKVALUE", "NULLVALUE", "ADDMONTHS"}, name) &&
            !call.arguments.empty())
            return type_of(*call.arguments.front(), depth + 1);
        return "String";
    }
    case ExprKind::text:
    case ExprKind::null:
    case ExprKind::reference:
    case ExprKind::error:
        return "String";
    }
    return "String";
}

} // namespace

std::string_view data_type(std::string_view word) {
    for (const auto& [xml, known] : plain_types)
        if (known == word)
            return xml;
    return {};
}

std::string_view type_word(std::string_view data_type) {
    for (const auto& [xml, word] : plain_types)
        if (xml == data_type)
            return word;
    return {};
}

std::string_view formula_type(const Expr& expression) {
    return type_of(expression, 0);
}

} // namespace weir::metadata
