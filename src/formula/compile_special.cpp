// The functions that are more than a call for each row: those that choose what is evaluated, and
// those that ask about a change of the record.

#include "formula/compiler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace weir {

Compiler::Builder Compiler::special(std::string_view name) {
    static constexpr std::array<std::pair<std::string_view, Builder>, 14> builders = {{
        {"IF", &Compiler::build_if},
        {"IFS", &Compiler::build_ifs},
        {"AND", &Compiler::build_and},
        {"OR", &Compiler::build_or},
        {"NOT", &Compiler::build_not},
        {"CASE", &Compiler::build_case},
        {"IFERROR", &Compiler::build_if_error},
        {"BLANKVALUE", &Compiler::build_blank_value},
        {"NULLVALUE", &Compiler::build_null_value},
        {"ISNULL", &Compiler::build_is_null},
        {"ISNEW", &Compiler::build_is_new},
        {"ISCLONE", &Compiler::build_is_clone},
        {"ISCHANGED", &Compiler::build_is_changed},
        {"PRIORVALUE", &Compiler::build_prior_value},
    }};
    const auto* const found =
        std::find_if(builders.begin(), builders.end(), [name](const auto& entry) {
            return entry.first == name;
        });
    return found == builders.end() ? nullptr : found->second;
}

Expression Compiler::all_or_any(const Function& function, const CallExpr& expr, bool all) {
    const std::vector<Expression> arguments = operands(expr);
    std::vector<const Node*> nodes;
    nodes.reserve(arguments.size());
    bool is_wrong = false;
    bool is_constant_call = true;
    for (size_t index = 0; index < arguments.size(); ++index) {
        is_wrong |= arguments[index].type.is_error();
        if (!is_boolean(function, index, expr, arguments[index].type))
            is_wrong = true;
        is_constant_call = is_constant_call && is_constant(arguments[index]);
        nodes.push_back(arguments[index].root);
    }
    if (is_wrong)
        return error();
    const Node* const node = all ? make_all(nodes, arena_) : make_any(nodes, arena_);
    return is_constant_call ? folded(node, Type::of(TypeKind::boolean)) : boolean(node);
}

Expression Compiler::build_and(const Function& function, const CallExpr& expr) {
    return all_or_any(function, expr, true);
}

Expression Compiler::build_or(const Function& function, const CallExpr& expr) {
    return all_or_any(function, expr, false);
}

Expression Compiler::build_not(const Function& function, const CallExpr& expr) {
    const Expression argument = operand(*expr.arguments[0]);
    if (argument.type.is_error() || !is_boolean(function, 0, expr, argument.type))
        return error();
    const Node* const node = make_negation(argument.root, arena_);
    return is_constant(argument) ? folded(node, Type::of(TypeKind::boolean)) : boolean(node);
}

Expression Compiler::build_if(const Function& function, const CallExpr& expr) {
    const std::vector<Expression> arguments = operands(expr);
    const bool is_condition = is_boolean(function, 0, expr, arguments[0].type);
    const Type type = common(expr, arguments[1].type, 1, arguments[2].type, 2);
    if (!is_condition || arguments[0].type.is_error() || type.is_error())
        return error();
    // A condition that is known leaves one branch; the other was checked.
    if (is_constant(arguments[0]))
        return {
            constant_value(arguments[0]).is_true() ? arguments[1].root : arguments[2].root, type};
    return {make_if(arguments[0].root, arguments[1].root, arguments[2].root, arena_), type};
}

// IFS(condition, value, condition, value, …, otherwise): nested IFs without their depth in the
// spelling.
Expression Compiler::build_ifs(const Function& function, const CallExpr& expr) {
    const std::vector<Expression> arguments = operands(expr);
    const bool has_otherwise = arguments.size() % 2 == 1;
    const size_t pairs = arguments.size() / 2;
    Type type = Type::of(TypeKind::null);
    bool is_wrong = false;
    for (size_t pair = 0; pair < pairs; ++pair) {
        const size_t condition = 2 * pair;
        is_wrong |= arguments[condition].type.is_error();
        if (!is_boolean(function, condition, expr, arguments[condition].type))
            is_wrong = true;
        type = common(
            expr,
            type,
            condition == 0 ? 1 : condition - 1,
            arguments[condition + 1].type,
            condition + 1
        );
    }
    if (has_otherwise)
        type =
            common(expr, type, arguments.size() - 2, arguments.back().type, arguments.size() - 1);
    if (is_wrong || type.is_error())
        return error();
    const Node* node = has_otherwise ? arguments.back().root : make_constant(Value::null(), arena_);
    for (size_t pair = pairs; pair-- > 0;)
        node = make_if(arguments[2 * pair].root, arguments[2 * pair + 1].root, node, arena_);
    return {node, type};
}

Expression Compiler::build_case(const Function& function, const CallExpr& expr) {
    const std::vector<Expression> arguments = operands(expr);
    if (arguments.size() % 2 != 0) {
        context_.out
            .report(
                Code::W0402,
                expr.span,
                "`{}` is given {} arguments: a value is without its result, or the last result is "
                "missing",
                function.name,
                arguments.size()
            )
            .help("it is called as `CASE(expression, value, result, …, else_result)`");
        return error();
    }
    const Expression& value = arguments[0];
    bool is_wrong = value.type.is_error();
    bool is_text = value.type.is_textual();
    bool is_constant_call = is_constant(value);
    Type result = arguments.back().type;
    std::vector<const Node*> nodes{value.root};
    for (size_t index = 1; index + 1 < arguments.size(); index += 2) {
        const Expression& key = arguments[index];
        is_wrong |= key.type.is_error();
        is_text |= key.type.is_textual();
        is_constant_call =
            is_constant_call && is_constant(key) && is_constant(arguments[index + 1]);
        const auto both = common_type(value.type, key.type);
        if (!both || value.type.collection || value.type.is_record()) {
            context_.out
                .report(
                    Code::W0403,
                    expr.arguments[index]->span,
                    "`{}` compares {} with {}",
                    function.name,
                    describe(value.type),
                    describe(key.type)
                )
                .here(fmt::format("this is {}", describe(key.type)))
                .label(expr.arguments[0]->span, fmt::format("this is {}", describe(value.type)));
            is_wrong = true;
        }
        result = common(expr, result, arguments.size() - 1, arguments[index + 1].type, index + 1);
        nodes.push_back(key.root);
        nodes.push_back(arguments[index + 1].root);
    }
    nodes.push_back(arguments.back().root);
    if (is_wrong || result.is_error())
        return error();
    is_constant_call = is_constant_call && is_constant(arguments.back());
    const Node* const node = make_case(nodes, is_text, arena_);
    return is_constant_call ? folded(node, result) : Expression{node, result};
}

Expression Compiler::build_if_error(const Function&, const CallExpr& expr) {
    const std::vector<Expression> arguments = operands(expr);
    const Type type = common(expr, arguments[0].type, 0, arguments[1].type, 1);
    if (type.is_error())
        return error();
    if (is_constant(arguments[0]))
        return {arguments[0].root, type};
    return {make_if_error(arguments[0].root, arguments[1].root, arena_), type};
}

Expression Compiler::value_or(const Function&, const CallExpr& expr, bool blank_text) {
    const std::vector<Expression> arguments = operands(expr);
    for (size_t index = 0; index < 2; ++index)
        warn_picklist(*expr.arguments[index], arguments[index].type);
    const Type type = common(expr, arguments[0].type, 0, arguments[1].type, 1);
    if (type.is_error())
        return error();
    // NULLVALUE leaves texts alone: to the engine they are never null, multi-selects excepted.
    if (!blank_text && arguments[0].type.is_textual() &&
        arguments[0].type.kind != TypeKind::multi_picklist)
        return {arguments[0].root, type};
    const Node* const node =
        make_null_value(arguments[0].root, arguments[1].root, blank_text, arena_);
    return is_constant(arguments[0]) && is_constant(arguments[1]) ? folded(node, type)
                                                                  : Expression{node, type};
}

Expression Compiler::build_blank_value(const Function& function, const CallExpr& expr) {
    return value_or(function, expr, true);
}

Expression Compiler::build_null_value(const Function& function, const CallExpr& expr) {
    return value_or(function, expr, false);
}

Expression Compiler::build_is_null(const Function&, const CallExpr& expr) {
    const Expression argument = operand(*expr.arguments[0]);
    if (argument.type.is_error())
        return argument;
    // Texts are never null to this function; ISBLANK is the one that works for them.
    const bool is_text =
        argument.type.is_textual() && argument.type.kind != TypeKind::multi_picklist;
    if (is_text)
        return constant_of(Value::boolean(false), TypeKind::boolean);
    const Node* const node = make_condition_test(ConditionTest::is_null, argument.root, arena_);
    return is_constant(argument) ? folded(node, Type::of(TypeKind::boolean)) : boolean(node);
}

Expression
Compiler::not_here(const Function& function, const CallExpr& expr, std::string_view why) {
    context_.out.report(Code::W0410, expr.function.span, "`{}` has no meaning here", function.name)
        .note(std::string(why));
    return error();
}

Expression Compiler::build_is_new(const Function& function, const CallExpr& expr) {
    const auto slot = scope_.is_new_slot();
    if (!slot)
        return not_here(
            function, expr, "only a formula about a record that is saved knows whether it is new"
        );
    return boolean(make_slot(*slot, arena_));
}

Expression Compiler::build_is_clone(const Function&, const CallExpr&) {
    // No record is made as a copy of another here.
    return constant_of(Value::boolean(false), TypeKind::boolean);
}

std::optional<Compiler::Change> Compiler::change(const ReferenceExpr& expr) {
    const Path& path = expr.path;
    if (path.parts.size() == 1 && scope_.implicit_object() != ObjectId::none) {
        const Object& object = context_.schema.object(scope_.implicit_object());
        const auto field = object.find_field(path.parts[0].text);
        if (!field && object.is_open) {
            const Expression believed = believed_field(path.parts[0], object.id);
            return Change{believed, believed, nullptr};
        }
        const auto prior = field ? scope_.prior_field_slot(*field) : std::nullopt;
        if (!prior)
            return std::nullopt;
        const Type type = object.field(*field).type();
        const auto is_new = scope_.is_new_slot();
        return Change{
            {make_slot(scope_.field_slot(*field), arena_), type},
            {make_slot(*prior, arena_), type},
            is_new ? make_slot(*is_new, arena_) : nullptr};
    }
    // Only the record's own fields are kept from before; those of a related record are as they are.
    if (path.parts.size() != 2 || !scope_.names_saved_record(path.parts[0].text))
        return std::nullopt;
    const Name prior_name{"$Record__Prior", path.parts[0].span};
    std::vector<Name> parts(path.parts.begin(), path.parts.end());
    parts[0] = prior_name;
    // The scope may keep the path it is asked for, so both live in the arena.
    const Path prior_path{arena_.copy(parts), path.span};
    const Resolution prior = scope_.resolve({prior_path.parts.first(1), prior_name.span});
    if (prior.kind != Resolution::Kind::slot || !prior.type.is_record())
        return std::nullopt;
    const Expression now = this->path(path);
    const Expression before = now.type.is_error() ? now : this->path(prior_path);
    const Node* const is_new =
        make_condition_test(ConditionTest::is_null, make_slot(prior.slot, arena_), arena_);
    return Change{now, before, is_new};
}

Expression Compiler::build_is_changed(const Function& function, const CallExpr& expr) {
    const Expr& argument = *expr.arguments[0];
    if (argument.kind == ExprKind::error)
        return error();
    const auto found = argument.kind == ExprKind::reference
                           ? change(static_cast<const ReferenceExpr&>(argument))
                           : std::nullopt;
    if (!found)
        return not_here(
            function, expr, "it takes a field of the record whose change set off the flow or rule"
        );
    if (found->now.type.is_error() || found->before.type.is_error())
        return error();
    const Node* const differs = make_difference(found->now.root, found->before.root, arena_);
    if (found->is_new == nullptr)
        return boolean(differs);
    return boolean(make_all(std::array{make_opposite(found->is_new, arena_), differs}, arena_));
}

Expression Compiler::build_prior_value(const Function& function, const CallExpr& expr) {
    const Expr& argument = *expr.arguments[0];
    if (argument.kind == ExprKind::error)
        return error();
    const auto found = argument.kind == ExprKind::reference
                           ? change(static_cast<const ReferenceExpr&>(argument))
                           : std::nullopt;
    if (!found)
        return not_here(
            function, expr, "it takes a field of the record whose change set off the flow or rule"
        );
    if (found->now.type.is_error() || found->before.type.is_error())
        return error();
    // A record that is made has no past: its present counts.
    const Node* const node =
        found->is_new == nullptr
            ? found->before.root
            : make_if(found->is_new, found->now.root, found->before.root, arena_);
    if (found->now.type.kind != TypeKind::percent)
        return {node, found->now.type};
    return {make_fraction(node, arena_), Type::of(TypeKind::number)};
}

} // namespace weir
