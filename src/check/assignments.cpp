// `{ Field = formula … }` of a create or update: fields, types, what may be written and what must
// be.
#include "check/flow_check.hpp"
#include "formula/compile_value.hpp"
#include "types/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>

namespace weir {

namespace {

bool is_required(const Field& field) {
    return field.required && !field.has_default && !field.is_system && !field.has_formula &&
           field.createable && field.kind != FieldKind::checkbox &&
           field.kind != FieldKind::auto_number;
}

bool has_picklist_default(const Field& field) {
    return std::any_of(field.values.begin(), field.values.end(), [](const PicklistValue& value) {
        return value.is_default;
    });
}

bool contains(std::span<const FieldId> fields, FieldId field) {
    return std::find(fields.begin(), fields.end(), field) != fields.end();
}

} // namespace

bool FlowCheck::check_writable(
    const Path& target, const Object& object, const Field& field, Operation operation
) {
    const bool may_write = operation == Operation::create ? field.createable : field.updateable;
    if (may_write && !field.has_formula && field.kind != FieldKind::auto_number)
        return true;
    auto report = out().report(
        Code::W0606,
        target.span,
        "`{}.{}` is read-only{}",
        object.name,
        field.name,
        operation == Operation::update && field.createable && !field.has_formula
            ? " once the record is there"
            : ""
    );
    if (field.has_formula)
        report.here("a formula field").label(field.span, "its formula");
    else if (field.kind == FieldKind::auto_number)
        report.here("numbered by the org");
    else if (field.is_system)
        report.here("set by the org");
    return false;
}

/// A constant that a restricted picklist does not have; at run time the save would be refused.
void FlowCheck::check_picklist(
    const Expression& value, const Object& object, const Field& field, Span span
) {
    if (field.kind != FieldKind::picklist || !field.restricted || field.values.empty())
        return;
    if (!value || value.type.is_error() || !is_constant(value))
        return;
    const Value constant = constant_value(value);
    if (constant.tag() != Tag::text || constant.as_text().empty())
        return;
    std::vector<std::string_view> values;
    for (const PicklistValue& candidate : field.values) {
        if (equal_ignoring_case(candidate.value, constant.as_text()))
            return;
        values.push_back(candidate.value);
    }
    auto report = out().report(
        Code::W0611, span, "`{}.{}` has no value `{}`", object.name, field.name, constant.as_text()
    );
    report.here("no such value")
        .note("Salesforce refuses this at run time with INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST");
    if (const auto nearest = suggest(constant.as_text(), values))
        report.help(fmt::format("a similar value exists: `{}`", *nearest));
    else if (values.size() <= 12)
        report.help(fmt::format("its values are `{}`", fmt::join(values, "`, `")));
}

std::vector<FieldAssignment> FlowCheck::assignments(
    const Element& element, List<Assignment> assignments, const Object& object, Operation operation
) {
    std::vector<FieldAssignment> result;
    std::vector<FieldId> tried;
    result.reserve(assignments.size());
    tried.reserve(assignments.size());
    fmt::basic_memory_buffer<char, 64> what;
    for (const Assignment& assignment : assignments) {
        Expression value;
        if (assignment.value != nullptr)
            value = compile_value(*assignment.value, *this, context_);
        if (assignment.target.empty())
            continue;
        if (assignment.op != AssignOperator::assign)
            out()
                .report(Code::W0610, assignment.op_span, "a field of a record is set with `=`")
                .help("compute the value in an assignment before");
        const auto id = own_field(assignment.target, object, assignment.target.span, *this, out());
        if (!id)
            continue;
        const Field& field = object.field(*id);
        if (contains(tried, *id)) {
            const auto first =
                std::find_if(assignments.begin(), assignments.end(), [&](const Assignment& other) {
                    return !other.target.empty() &&
                           object.find_field(other.target.parts.front().text) == id;
                });
            out()
                .report(Code::W0607, assignment.target.span, "`{}` is written twice", field.name)
                .here("again here")
                .label(first->target.span, "first here");
            continue;
        }
        tried.push_back(*id);
        if (!check_writable(assignment.target, object, field, operation))
            continue;
        if (!value)
            continue;
        what.clear();
        what.push_back('`');
        what.append(std::string_view(field.name));
        what.push_back('`');
        value = coerce(
            value,
            field.type(),
            assignment.value->span,
            std::string_view(what.data(), what.size()),
            context_
        );
        check_picklist(value, object, field, assignment.value->span);
        result.push_back({*id, value, assignment.target.span});
    }
    if (operation == Operation::create && !element.broken)
        check_required(element, object, result, tried);
    return result;
}

void FlowCheck::check_required(
    const Element& element,
    const Object& object,
    std::span<const FieldAssignment>,
    std::span<const FieldId> tried
) {
    std::vector<std::string_view> missing;
    bool has_defaults = false;
    for (size_t index = 0; index < object.fields.size(); ++index) {
        const Field& field = object.fields[index];
        if (contains(tried, static_cast<FieldId>(index)))
            continue;
        const bool filled = field.has_default || has_picklist_default(field);
        if (field.required && filled && !field.is_system)
            has_defaults = true;
        if (is_required(field) && !filled)
            missing.push_back(field.name);
    }
    if (missing.empty())
        return;
    auto report = out().report(
        Code::W0605,
        element.header,
        "a new `{}` lacks the required {} `{}`",
        object.name,
        missing.size() == 1 ? "field" : "fields",
        fmt::join(missing, "`, `")
    );
    report.here(missing.size() == 1 ? "created without it" : "created without them");
    if (has_defaults)
        report.note("required fields with a default need no value and are not counted");
    report.help(fmt::format(
        "give {} a value: `{} = …`", missing.size() == 1 ? "it" : "each", missing.front()
    ));
}

} // namespace weir
