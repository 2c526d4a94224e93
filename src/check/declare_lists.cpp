// Record types and field sets of an object.
#include "check/declare_world.hpp"
#include "check/reports.hpp"
#include "schema/fold.hpp"

#include <algorithm>

namespace weir {

namespace {

template<class T>
bool is_declared(
    World& world, const std::vector<T>& items, const Object& object, const Name& name
) {
    const auto found = std::find_if(items.begin(), items.end(), [&](const T& item) {
        return folded(item.name) == folded(name.text);
    });
    if (found == items.end())
        return false;
    world.out.report(Code::W0301, name.span, "`{}` has a `{}` already", object.name, name.text)
        .here("a second time here")
        .label(found->span, "first used here");
    return true;
}

void check_members(World& world, const Object& object, const Element& element) {
    if (object.kind == ObjectKind::standard || object.kind == ObjectKind::custom)
        return;
    world.out.report(
        Code::W0223,
        element.keyword_span,
        "{} has no record types",
        object.kind == ObjectKind::event             ? "a platform event"
        : object.kind == ObjectKind::custom_metadata ? "a custom metadata type"
                                                     : "a custom setting"
    );
}

void read_picklist(World& world, const Object& object, const Element& element, RecordType& type) {
    const Name& name = element.name;
    const std::optional<FieldId> id = object.find_field(name.text);
    if (!id) {
        if (object.is_open)
            return; // a picklist that the project does not hold
        report_unknown_field(object, name, world.out, Code::W0216);
        return;
    }
    Field narrowed;
    narrowed.name = name.text;
    narrowed.label = label_of(element);
    narrowed.span = name.span;
    if (!read_field_type(world, object, element.subject.type, narrowed))
        return;
    read_field_clauses(world, object, element, narrowed);
    const Field& field = object.field(*id);
    const bool is_picklist =
        field.kind == FieldKind::picklist || field.kind == FieldKind::multi_picklist;
    if (narrowed.kind != field.kind || !is_picklist) {
        if (object.is_open && !is_picklist)
            return;
        world.out
            .report(Code::W0216, element.subject.type.span, "`{}` is of another type", field.name)
            .label(field.span, "declared here")
            .note("a record type narrows the values of picklists");
        return;
    }
    type.picklists.push_back({*id, std::move(narrowed.values)});
}

} // namespace

void declare_record_type(World& world, Object& object, const Element& element) {
    if (element.name.text.empty() || is_declared(world, object.record_types, object, element.name))
        return;
    check_members(world, object, element);
    RecordType type;
    type.name = element.name.text;
    type.label = label_of(element);
    type.active = !element.has("inactive");
    type.span = element.name.span;
    for (const Statement& statement : members(element))
        if (statement.element != nullptr && statement.element->shape == &shapes::field)
            read_picklist(world, object, *statement.element, type);
    if (element.has("of persons")) {
        world.person_types.insert(folded(type.name));
        if (object.name != "Account" || !world.builder.setup().has_person_accounts)
            world.out
                .report(
                    Code::W0223,
                    element.clause("of persons")->key_span,
                    "only accounts of an org with person accounts are persons"
                )
                .help("write `org { person accounts on }`");
    }
    object.record_types.push_back(std::move(type));
}

void declare_field_set(World& world, Object& object, const Element& element) {
    if (element.name.text.empty() || is_declared(world, object.field_sets, object, element.name))
        return;
    FieldSet set;
    set.name = element.name.text;
    set.label = label_of(element);
    set.span = element.name.span;
    if (const auto* const fields = element.value<List<Path>>("fields"))
        for (const Path& path : *fields) {
            std::string text;
            for (const Name& part : path.parts)
                text += (text.empty() ? "" : ".") + std::string(part.text);
            set.fields.push_back(std::move(text));
        }
    object.field_sets.push_back(std::move(set));
}

} // namespace weir
