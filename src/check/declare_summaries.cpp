// Roll-up summaries: what a master counts, adds up or takes the extreme of among its details.
#include "check/declare_world.hpp"
#include "check/reports.hpp"

#include <optional>

namespace weir {

namespace {

SummaryOperation operation_of(std::string_view word) {
    if (word == "sum")
        return SummaryOperation::sum;
    if (word == "minimum")
        return SummaryOperation::minimum;
    if (word == "maximum")
        return SummaryOperation::maximum;
    return SummaryOperation::count;
}

bool may_be_summarized(FieldKind kind, SummaryOperation operation) {
    const bool is_number =
        kind == FieldKind::number || kind == FieldKind::currency || kind == FieldKind::percent;
    if (operation == SummaryOperation::sum)
        return is_number;
    return is_number || kind == FieldKind::date || kind == FieldKind::date_time;
}

/// The field of the child that makes it a detail of the master: the one that is named, else the
/// only one.
std::optional<FieldId>
find_master(World& world, const Object& object, const Object& child, const Element& element) {
    const auto is_master = [&](const Field& field) {
        // Some lookups of standard objects count as master-details: opportunities of an account.
        const bool is_detail =
            field.kind == FieldKind::master_detail ||
            (field.kind == FieldKind::lookup && child.kind == ObjectKind::standard);
        return is_detail && !field.refers_to.empty() && field.refers_to.front() == object.id;
    };
    const auto* const by = element.value<Path>("by");
    if (by != nullptr && !by->empty()) {
        const auto named = child.find_field(by->parts.back().text);
        if (named && is_master(child.field(*named)))
            return named;
        if (!named && child.is_open) {
            report_believed_field(child, by->parts.back(), world.out);
            return std::nullopt;
        }
        world.out.report(
            Code::W0225,
            by->span,
            "this is no master-detail of `{}` to `{}`",
            child.name,
            object.name
        );
        return std::nullopt;
    }
    for (size_t index = 0; index < child.fields.size(); ++index)
        if (is_master(child.fields[index]) && !child.fields[index].is_system)
            return static_cast<FieldId>(index);
    if (child.is_named_only)
        return std::nullopt;
    const auto* const of = element.value<Path>("of");
    world.out
        .report(
            Code::W0225,
            of->parts.front().span,
            "`{}` is no detail of `{}`",
            child.name,
            object.name
        )
        .label(child.span, "declared here without a `MasterDetail` to it");
    return std::nullopt;
}

bool read_summarized(
    World& world, const Object& child, const Path& path, SummaryDeclaration& summary
) {
    if (summary.operation == SummaryOperation::count) {
        if (path.parts.size() == 1)
            return true;
        world.out.report(
            Code::W0225, path.parts[1].span, "a count counts records and looks at no field"
        );
        return false;
    }
    if (path.parts.size() != 2) {
        world.out.report(
            Code::W0225,
            path.span,
            "a summary names a field of the details, as in `Line__c.Amount__c`"
        );
        return false;
    }
    const Name& name = path.parts[1];
    const std::optional<FieldId> field = child.find_field(name.text);
    if (!field && child.is_open) {
        report_believed_field(child, name, world.out);
        return false;
    }
    if (!field) {
        report_unknown_field(child, name, world.out, Code::W0216);
        return false;
    }
    if (!may_be_summarized(child.field(*field).kind, summary.operation)) {
        world.out
            .report(
                Code::W0225, name.span, "`{}` is of a type that cannot be summarized so", name.text
            )
            .label(child.field(*field).span, "declared here")
            .note("numbers can be added up; numbers, dates and times have a minimum and a maximum");
        return false;
    }
    summary.summarized = *field;
    return true;
}

} // namespace

void declare_summary(World& world, const Object& object, const Element& element) {
    const auto* const operation = element.value<std::string_view>("summary");
    const std::optional<FieldId> field = object.find_field(element.name.text);
    // A second field of the name was reported, and its summary is not the one that counts.
    if (operation == nullptr || !field || object.field(*field).span != element.name.span)
        return;
    const auto* const of = element.value<Path>("of");
    if (of == nullptr || of->empty()) {
        if (!element.broken)
            world.out.report(
                Code::W0225,
                element.clause("summary")->span,
                "a summary says what it rolls up, as in `of Line__c.Amount__c`"
            );
        return;
    }
    const Name& child_name = of->parts.front();
    const Object* const child = world.result.schema->find(child_name.text);
    if (child == nullptr && world.result.schema->setup().is_open)
        return; // of what the project does not hold
    if (child == nullptr) {
        const std::vector<std::string_view> names = world.result.schema->object_names();
        world.out
            .report(
                Code::W0225, child_name.span, "there is no object `{}` to roll up", child_name.text
            )
            .here("no such object")
            .help_nearest(child_name.text, names, "an object with a similar name exists: `{}`");
        return;
    }
    SummaryDeclaration summary;
    summary.object = object.id;
    summary.field = *field;
    summary.operation = operation_of(*operation);
    summary.child = child->id;
    summary.span = element.name.span;
    const std::optional<FieldId> master = find_master(world, object, *child, element);
    if (!master || !read_summarized(world, *child, *of, summary))
        return;
    summary.master = *master;
    if (const auto* const condition = element.value<const Condition*>("where"))
        summary.condition = *condition;
    world.result.summaries.push_back(summary);
}

} // namespace weir
