// Calls: which function, how many arguments, of which types.

#include "formula/compiler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace weir {

namespace {

bool is_unknown(Type type) {
    return type.is_error() || type.kind == TypeKind::null || type.kind == TypeKind::any;
}

struct ElsewhereFunction {
    std::string_view name;
    std::string_view reason;
};

constexpr std::string_view only_pages = "it is for the buttons and pages of the user interface";
constexpr std::string_view only_reports = "it is for the summary formulas of reports";
constexpr std::string_view only_inside = "it is for Salesforce's own texts";

// Functions of formulas elsewhere in Salesforce (reference/formulas.md, section 3).
constexpr std::array<ElsewhereFunction, 17> elsewhere = {{
    {"CONVERTCURRENCYTONUMBER", "it is what Salesforce puts around amounts by itself"},
    {"FORMAT", only_inside},
    {"GETRECORDIDS", only_pages},
    {"IMAGEPROXYURL", only_pages},
    {"INCLUDE", only_pages},
    {"JUNCTIONIDLIST", "it is for filters of lookups"},
    {"LABEL", only_inside},
    {"LINKTO", only_pages},
    {"PARENTGROUPVAL", only_reports},
    {"PREDICT", "it asks a model that only an org has"},
    {"PREVGROUPVAL", only_reports},
    {"RANDOM", "Salesforce has no random numbers in formulas"},
    {"REQUIRESCRIPT", only_pages},
    {"ROWCOUNT", only_reports},
    {"TEMPLATE", only_inside},
    {"URLFOR", only_pages},
    {"VLOOKUP", "it is for validation rules; in a flow, `get records` looks a record up"},
}};

std::string count_words(size_t least, size_t most, bool is_open) {
    const auto noun = [](size_t count) { return count == 1 ? "argument" : "arguments"; };
    if (is_open)
        return fmt::format("at least {} {}", least, noun(least));
    if (least == most)
        return fmt::format("{} {}", least, noun(least));
    return fmt::format("{} to {} arguments", least, most);
}

// The common type of repeated or alternative arguments, e.g. for BLANKVALUE.
Type common_of(std::span<const Expression> arguments) {
    Type type = Type::of(TypeKind::null);
    for (const Expression& argument : arguments) {
        const auto both = common_type(type, argument.type);
        type = both ? *both : Type::of(TypeKind::any);
    }
    return type;
}

Type result_type(ResultRule rule, std::span<const Expression> arguments) {
    switch (rule) {
    case ResultRule::text:
        return Type::of(TypeKind::text);
    case ResultRule::number:
        return Type::of(TypeKind::number);
    case ResultRule::boolean:
        return Type::of(TypeKind::boolean);
    case ResultRule::date:
        return Type::of(TypeKind::date);
    case ResultRule::date_time:
        return Type::of(TypeKind::date_time);
    case ResultRule::time:
        return Type::of(TypeKind::time);
    case ResultRule::location:
        return Type::of(TypeKind::location);
    case ResultRule::first_argument:
        return arguments.empty() ? Type::of(TypeKind::null) : arguments[0].type;
    case ResultRule::common:
        return common_of(arguments);
    }
    return {};
}

} // namespace

void Compiler::unknown_function(const CallExpr& expr) {
    std::vector<std::string_view> names;
    for (const Function* const function : all_functions())
        names.push_back(function->name);
    auto report = context_.out.report(
        Code::W0311, expr.function.span, "there is no function `{}`", expr.function.text
    );
    const auto* const known =
        std::find_if(elsewhere.begin(), elsewhere.end(), [&](const ElsewhereFunction& function) {
            return same_name(function.name, expr.function.text);
        });
    if (known != elsewhere.end()) {
        report.here("not in the formulas of flows").note(std::string(known->reason));
        return;
    }
    report.here("no such function")
        .help_nearest(expr.function.text, names, "a function with a similar name exists: `{}`");
}

bool Compiler::check_count(const Function& function, const CallExpr& expr) {
    const auto least = static_cast<size_t>(std::count_if(
        function.parameters.begin(),
        function.parameters.end(),
        [](const Parameter& parameter) { return !parameter.optional; }
    ));
    const size_t most = function.parameters.size();
    const bool is_open = most > 0 && function.parameters.back().repeated;
    const size_t count = expr.arguments.size();
    if (count >= least && (is_open || count <= most))
        return true;
    auto report = context_.out.report(
        Code::W0402,
        count > most && !is_open ? cover(expr.arguments[most]->span, expr.arguments.back()->span)
                                 : expr.span,
        "`{}` takes {} and is given {}",
        function.name,
        count_words(least, most, is_open),
        count
    );
    std::string usage(function.name);
    usage += '(';
    for (size_t index = 0; index < function.parameters.size(); ++index) {
        const Parameter& parameter = function.parameters[index];
        usage += parameter.optional ? (index == 0 ? "[" : " [, ") : (index == 0 ? "" : ", ");
        usage += parameter.name;
        if (parameter.repeated)
            usage += ", …";
        if (parameter.optional)
            usage += ']';
    }
    usage += ')';
    report.help(fmt::format("it is called as `{}`", usage));
    return false;
}

bool Compiler::check_argument(
    const Function& function, const Parameter& parameter, const Expr& expr, Type type
) {
    if (accepts(parameter.kind, type)) {
        const bool takes_any =
            parameter.kind == ParameterKind::any || parameter.kind == ParameterKind::picklist;
        if (!takes_any)
            warn_picklist(expr, type);
        return true;
    }
    auto report = context_.out.report(
        Code::W0403,
        expr.span,
        "`{}` takes {} for `{}` and is given {}",
        function.name,
        words(parameter.kind),
        parameter.name,
        describe(type)
    );
    report.here(fmt::format("this is {}", describe(type)));
    if (type.collection || type.is_record())
        return false;
    if (parameter.kind == ParameterKind::text)
        report.help(
            "a text of another value is made by `TEXT`",
            Edit{expr.span, fmt::format("TEXT({})", source(expr.span))}
        );
    else if (parameter.kind == ParameterKind::date && type.kind == TypeKind::date_time)
        report.help(
            "the date of a date-time is its `DATEVALUE`",
            Edit{expr.span, fmt::format("DATEVALUE({})", source(expr.span))}
        );
    else if (parameter.kind == ParameterKind::number && type.is_textual())
        report.help(
            "the number that a text spells is its `VALUE`",
            Edit{expr.span, fmt::format("VALUE({})", source(expr.span))}
        );
    else if (parameter.kind == ParameterKind::time && type.kind == TypeKind::date_time)
        report.help(
            "the time of a date-time is its `TIMEVALUE`",
            Edit{expr.span, fmt::format("TIMEVALUE({})", source(expr.span))}
        );
    return false;
}

// ISPICKVAL and INCLUDES ask for a value that is known when the formula is saved.
bool Compiler::check_literal(const Function& function, const Expr& expr) {
    if (expr.kind == ExprKind::text || expr.kind == ExprKind::null || expr.kind == ExprKind::error)
        return true;
    context_.out
        .report(
            Code::W0408,
            expr.span,
            "`{}` takes a text in quotes for the value of the picklist",
            function.name
        )
        .here("this is no text in quotes")
        .help("a picklist is compared with another value by `TEXT(picklist) = value`");
    return false;
}

std::vector<Expression> Compiler::operands(const CallExpr& expr) {
    std::vector<Expression> result;
    result.reserve(expr.arguments.size());
    for (const Expr* const argument : expr.arguments)
        result.push_back(operand(*argument));
    return result;
}

bool Compiler::is_boolean(const Function& function, size_t index, const CallExpr& expr, Type type) {
    if (is_unknown(type) || type == Type::of(TypeKind::boolean))
        return true;
    const Parameter& parameter =
        function.parameters[std::min(index, function.parameters.size() - 1)];
    context_.out
        .report(
            Code::W0403,
            expr.arguments[index]->span,
            "`{}` takes Boolean for `{}` and is given {}",
            function.name,
            parameter.name,
            describe(type)
        )
        .here(fmt::format("this is {}", describe(type)));
    return false;
}

Type Compiler::common(
    const CallExpr& expr, Type left, size_t left_index, Type right, size_t right_index
) {
    const auto both = common_type(left, right);
    if (both)
        return *both;
    context_.out
        .report(
            Code::W0406,
            expr.arguments[right_index]->span,
            "`{}` would give {} or {}",
            expr.function.text,
            describe(left),
            describe(right)
        )
        .here(fmt::format("this is {}", describe(right)))
        .label(expr.arguments[left_index]->span, fmt::format("this is {}", describe(left)));
    return {};
}

Expression Compiler::plain_call(const Function& function, const CallExpr& expr) {
    const std::vector<Expression> arguments = operands(expr);
    bool is_wrong = false;
    bool is_constant_call = function.pure;
    std::vector<const Node*> nodes;
    nodes.reserve(arguments.size());
    for (size_t index = 0; index < arguments.size(); ++index) {
        const Parameter& parameter =
            function.parameters[std::min(index, function.parameters.size() - 1)];
        const Expr& argument = *expr.arguments[index];
        is_wrong |= arguments[index].type.is_error();
        if (!check_argument(function, parameter, argument, arguments[index].type))
            is_wrong = true;
        const bool wants_literal =
            index == 1 && (function.parameters[0].kind == ParameterKind::picklist ||
                           function.parameters[0].kind == ParameterKind::multi_picklist);
        if (wants_literal && !check_literal(function, argument))
            is_wrong = true;
        is_constant_call = is_constant_call && is_constant(arguments[index]);
        nodes.push_back(arguments[index].root);
    }
    if (is_wrong)
        return error();
    const Type type = result_type(function.result, arguments);
    const Node* const node = make_call(function, nodes, arena_);
    return is_constant_call ? folded(node, type) : Expression{node, type};
}

Expression Compiler::call(const CallExpr& expr) {
    const Function* const function = find_function(expr.function.text);
    if (function == nullptr) {
        unknown_function(expr);
        // What stands in the arguments is checked all the same.
        static_cast<void>(operands(expr));
        return error();
    }
    if (!check_count(*function, expr)) {
        static_cast<void>(operands(expr));
        return error();
    }
    const Builder builder = special(function->name);
    return builder != nullptr ? (this->*builder)(*function, expr) : plain_call(*function, expr);
}

} // namespace weir
