#include "elements/parameters.hpp"

#include "formula/compile_value.hpp"
#include "types/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace weir::elements {

namespace {

const Parameter* find(std::span<const Parameter> parameters, std::string_view name) {
    const auto found =
        std::find_if(parameters.begin(), parameters.end(), [name](const Parameter& parameter) {
            return equal_ignoring_case(parameter.name, name);
        });
    return found == parameters.end() ? nullptr : &*found;
}

std::vector<std::string_view> names(std::span<const Parameter> parameters) {
    std::vector<std::string_view> result;
    for (const Parameter& parameter : parameters)
        result.push_back(parameter.name);
    return result;
}

void report_unknown(
    Code code,
    std::string_view kind,
    const Name& name,
    std::span<const Parameter> known,
    std::string_view owner,
    FlowChecker& checker
) {
    const std::vector<std::string_view> candidates = names(known);
    auto report =
        checker.out().report(code, name.span, "{} has no {} `{}`", owner, kind, name.text);
    report.here(fmt::format("no such {}", kind))
        .help_nearest(name.text, candidates, "one with a similar name exists: `{}`");
    if (known.empty())
        report.note(fmt::format("it has no {}s", kind));
    else if (known.size() <= 12)
        report.note(fmt::format("it has `{}`", fmt::join(candidates, "`, `")));
}

std::string output_name(const Element& element, const Parameter& output) {
    return fmt::format("{}.{}", element.name.text, output.name);
}

/// The one name that stands on a side of a line; empty after a report.
Name single_name(const Path& path, Span span, std::string_view form, FlowChecker& checker) {
    if (path.parts.size() == 1)
        return path.parts[0];
    if (!path.empty() || span.size() > 0)
        checker.out()
            .report(Code::W0816, span, "this is not a name")
            .help(fmt::format("write `{}`", form));
    return {};
}

bool is_assignment(const Assignment& assignment, std::string_view form, FlowChecker& checker) {
    if (assignment.op == AssignOperator::assign)
        return true;
    checker.out()
        .report(Code::W0816, assignment.op_span, "only `=` stands here")
        .help(fmt::format("write `{}`", form));
    return false;
}

void check_required(
    const Element& element,
    std::span<const Parameter> inputs,
    std::span<const Name> tried,
    std::string_view owner,
    FlowChecker& checker
) {
    if (element.broken)
        return;
    std::vector<std::string_view> missing;
    for (const Parameter& input : inputs) {
        const bool is_tried = std::any_of(tried.begin(), tried.end(), [&](const Name& name) {
            return equal_ignoring_case(name.text, input.name);
        });
        if (input.required && !is_tried)
            missing.push_back(input.name);
    }
    if (missing.empty())
        return;
    checker.out()
        .report(
            Code::W0814,
            element.header,
            "{} needs the {} `{}`",
            owner,
            missing.size() == 1 ? "input" : "inputs",
            fmt::join(missing, "`, `")
        )
        .here("called without")
        .help(fmt::format("give it a value: `{{ {} = … }}`", missing.front()));
}

} // namespace

void declare_outputs(
    const Element& element,
    std::span<const Parameter> outputs,
    NameOrigin origin,
    FlowChecker& checker
) {
    for (const Parameter& output : outputs) {
        // A symbol keeps views; the program's arena lives long enough for them.
        const std::string name = output_name(element, output);
        checker.declare(
            {checker.compile_context().arena.copy(std::string_view(name)), element.name.span},
            output.type,
            origin
        );
    }
}

std::vector<NamedInput> read_inputs(
    const Element& element,
    std::span<const Parameter> inputs,
    std::string_view owner,
    FlowChecker& checker,
    Others others
) {
    constexpr std::string_view form = "input = value";
    std::vector<NamedInput> result;
    std::vector<Name> tried;
    const auto* const list = element.value<List<Assignment>>("");
    for (const Assignment& assignment : list == nullptr ? List<Assignment>{} : *list) {
        Expression value;
        if (assignment.value != nullptr)
            value = compile_value(*assignment.value, checker.scope(), checker.compile_context());
        const Name name = single_name(assignment.target, assignment.target.span, form, checker);
        if (name.text.empty() || !is_assignment(assignment, form, checker))
            continue;
        const auto first = std::find_if(tried.begin(), tried.end(), [&](const Name& other) {
            return equal_ignoring_case(other.text, name.text);
        });
        if (first != tried.end()) {
            checker.out()
                .report(Code::W0815, name.span, "the input `{}` is given twice", name.text)
                .here("again here")
                .label(first->span, "first here");
            continue;
        }
        tried.push_back(name);
        const Parameter* const input = find(inputs, name.text);
        if (input == nullptr && others == Others::open) {
            if (value)
                result.push_back({std::string(name.text), value});
            continue;
        }
        if (input == nullptr) {
            report_unknown(Code::W0810, "input", name, inputs, owner, checker);
            continue;
        }
        if (!value)
            continue;
        value = coerce(
            value,
            input->type,
            assignment.value->span,
            fmt::format("input `{}`", input->name),
            checker.compile_context()
        );
        result.push_back({std::string(input->name), value});
    }
    check_required(element, inputs, tried, owner, checker);
    return result;
}

std::vector<NamedOutput> read_outputs(
    const Element& element,
    std::span<const Parameter> outputs,
    std::string_view owner,
    FlowChecker& checker,
    Others others
) {
    constexpr std::string_view form = "Variable = output";
    std::vector<NamedOutput> result;
    if (!element.has("returns")) {
        for (const Parameter& output : outputs) {
            const std::string name = output_name(element, output);
            const auto slot = checker.slot_of(name);
            if (!slot)
                continue;
            checker.assigns(element, name, true);
            result.push_back({std::string(output.name), {*slot, {}, {}}, false});
        }
        return result;
    }
    const auto* const list = element.value<List<Assignment>>("returns");
    for (const Assignment& assignment : list == nullptr ? List<Assignment>{} : *list) {
        const Expr* const root = assignment.value == nullptr ? nullptr : assignment.value->root;
        if (root == nullptr || root->kind == ExprKind::error || assignment.target.empty())
            continue;
        if (!is_assignment(assignment, form, checker))
            continue;
        const Path path = root->kind == ExprKind::reference
                              ? static_cast<const ReferenceExpr*>(root)->path
                              : Path{};
        const Name name = single_name(path, assignment.value->span, form, checker);
        const auto to = destination(checker, assignment.target);
        if (name.text.empty())
            continue;
        const Parameter believed{name.text, Type::of(TypeKind::any), false};
        const Parameter* output = find(outputs, name.text);
        if (output == nullptr && others == Others::open)
            output = &believed;
        if (output == nullptr) {
            report_unknown(Code::W0811, "output", name, outputs, owner, checker);
            continue;
        }
        if (!to)
            continue;
        const std::string what = fmt::format("the variable for `{}`", output->name);
        result.push_back(
            {std::string(output->name),
             delivery(checker, *to, output->type, assignment.value->span, what),
             true}
        );
    }
    return result;
}

} // namespace weir::elements
