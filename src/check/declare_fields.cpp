// A field of an object: its name, its type and clauses, and the formulas it has.
#include "base/limits.hpp"
#include "check/declare_world.hpp"
#include "schema/fold.hpp"

#include <algorithm>
#include <array>

namespace weir {

namespace {

/// Fields that Salesforce adds to standard objects when a feature is switched on: an `extend` may
/// name them.
constexpr std::array<std::string_view, 4> optional_standard_fields = {
    "CurrencyIsoCode", "Division", "LastActivityDate", "RecordTypeId"};

bool is_optional_standard(std::string_view name) {
    const auto& known = optional_standard_fields;
    return std::find(known.begin(), known.end(), name) != known.end();
}

/// `AccountId Lookup(Account) only where …`: a standard lookup is said again to filter it.
bool filters_standard_lookup(const Object& object, const Element& element) {
    if (object.kind != ObjectKind::standard || !element.has("only where"))
        return false;
    const std::optional<FieldId> known = object.find_field(element.name.text);
    return known && object.field(*known).is_reference();
}

void check_name(World& world, const Object& object, const Name& name) {
    if (object.kind == ObjectKind::standard && is_optional_standard(name.text))
        return;
    // An open object may have any standard field, and fields of packages that end as they like.
    if (object.is_open && !folded(name.text).ends_with("__c"))
        return;
    check_custom_name(name, "__c", "a custom field", world.out);
}

void check_master_details(World& world, const Object& object, const Element& element) {
    const Span span = element.subject.type.span;
    if (object.kind == ObjectKind::standard) {
        world.out
            .report(
                Code::W0213,
                span,
                "a standard object is no detail, and `{}` is standard",
                object.name
            )
            .note("a `Lookup` with `required` and `on delete cascade` is the nearest to it");
        return;
    }
    std::vector<Span> earlier;
    for (const Field& field : object.fields)
        if (field.kind == FieldKind::master_detail)
            earlier.push_back(field.span);
    if (earlier.size() < 2)
        return;
    auto report =
        world.out.report(Code::W0213, span, "`{}` has more than two masters", object.name);
    for (const Span place : earlier)
        report.label(place, "one of the two");
}

/// Flows read the parts of a location as fields of their own: `Place__Latitude__s`.
void add_location_parts(SchemaBuilder& builder, Object& object, const Field& location) {
    const size_t suffix = folded(location.name).ends_with("__c") ? 3 : 0;
    const std::string base = location.name.substr(0, location.name.size() - suffix);
    for (const std::string_view part : {"Latitude", "Longitude"}) {
        Field field = location;
        field.name = fmt::format("{}__{}__s", base, part);
        field.label = fmt::format("{} ({})", location.label, part);
        field.kind = FieldKind::number;
        field.precision = 18;
        field.scale = 15;
        builder.add_field(object, std::move(field));
    }
}

void report_second_field(World& world, const Object& object, const Name& name) {
    auto report = world.out.report(
        Code::W0206, name.span, "`{}` has a field `{}` already", object.name, name.text
    );
    const Field& earlier = object.field(*object.find_field(name.text));
    report.label(earlier.span, "declared here");
    if (earlier.span.is_nowhere())
        report.note("every object has this field");
}

/// `Status Picklist("New", "Done")` in an `extend` of an open object: the org's own values of a
/// field that the standard library knows.
/// So does a lookup filter in any object.
bool says_more_of_standard_field(const Object& object, const Field& field, const Element& element) {
    const std::optional<FieldId> known = object.find_field(field.name);
    if (!known || folded(field.name).ends_with("__c"))
        return false;
    return object.is_open || (filters_standard_lookup(object, element) &&
                              object.field(*known).refers_to == field.refers_to);
}

void merge_standard_field(Object& object, const Field& field) {
    Field& known = object.fields[static_cast<size_t>(*object.find_field(field.name))];
    if (known.values.empty() || !field.values.empty())
        known.values = field.values;
    if (field.required && !known.is_system)
        known.required = true;
}

void keep_formulas(World& world, const Object& object, FieldId id, const Element& element) {
    const Field& field = object.field(id);
    const auto keep = [&](std::string_view key, std::vector<FieldFormula>& list) {
        const auto* const formula = element.value<const Formula*>(key);
        if (formula != nullptr && *formula != nullptr)
            list.push_back({object.id, id, *formula, !element.has("blank as blank")});
    };
    if (field.has_formula)
        keep("formula", world.result.formulas);
    else if (field.has_default)
        keep("default", world.result.defaults);
}

} // namespace

void declare_field(World& world, Object& object, const Element& element, bool is_standard_field) {
    if (element.name.text.empty())
        return;
    if (!is_standard_field && !filters_standard_lookup(object, element))
        check_name(world, object, element.name);
    if (object.fields.size() > limits::fields_per_object) { // the Id is not counted
        if (world.full.insert(object.id).second)            // once is enough
            world.out.report(
                Code::W0222,
                element.name.span,
                "`{}` has more than {} fields",
                object.name,
                limits::fields_per_object
            );
        return;
    }
    Field field;
    field.name = element.name.text;
    field.label = label_of(element);
    field.span = element.name.span;
    field.is_name = folded(field.name) == "name";
    const bool is_typed = read_field_type(world, object, element.subject.type, field);
    if (field.kind == FieldKind::master_detail)
        check_master_details(world, object, element);
    // What a field of an unknown type may say is unknown as well.
    if (is_typed)
        read_field_clauses(world, object, element, field);

    if (says_more_of_standard_field(object, field, element)) {
        merge_standard_field(object, field);
        return;
    }
    const std::optional<FieldId> id = world.builder.add_field(object, std::move(field));
    if (!id) {
        report_second_field(world, object, element.name);
        return;
    }
    if (is_typed)
        keep_formulas(world, object, *id, element);
    if (object.field(*id).kind == FieldKind::location)
        add_location_parts(world.builder, object, Field(object.field(*id)));
}

void declare_name(World& world, Object& object, const Clause& clause) {
    const auto* const text = std::get_if<TextLiteral>(&clause.value);
    if (text == nullptr || object.kind != ObjectKind::custom)
        return;
    const bool counts = text->value.find('{') != std::string_view::npos;
    Field field;
    field.name = "Name";
    field.label = counts ? object.label + " Name" : std::string(text->value);
    field.length = 80;
    field.span = clause.key_span;
    field.is_name = true;
    if (counts) {
        check_auto_number_format(text->value, text->span, world.out);
        field.kind = FieldKind::auto_number;
        field.format = text->value;
        field.createable = false;
        field.updateable = false;
    }
    if (world.builder.add_field(object, field))
        return;
    auto report = world.out.report(
        Code::W0206, clause.key_span, "`{}` has a field `Name` already", object.name
    );
    report.label(object.field(*object.find_field("Name")).span, "declared here");
}

} // namespace weir
