// The table of field types: which there are, and in which objects.
#include "check/declare_types.hpp"

#include "schema/fold.hpp"

#include <array>

namespace weir {

namespace {

// clang-format off
constexpr FieldType field_types[] = {
    // name                   kind                       arguments             event  mdt    setting
    {"AutoNumber",            FieldKind::auto_number,    Arguments::format,    false, false, false},
    {"Checkbox",              FieldKind::checkbox,       Arguments::none,      true,  true,  true},
    {"Currency",              FieldKind::currency,       Arguments::digits,    false, false, true},
    {"Date",                  FieldKind::date,           Arguments::none,      true,  true,  true},
    {"DateTime",              FieldKind::date_time,      Arguments::none,      true,  true,  true},
    {"Email",                 FieldKind::email,          Arguments::length,    false, true,  true,  1, 80, 80},
    {"EncryptedText",         FieldKind::encrypted_text, Arguments::length,    false, false, false, 1, 175, 175},
    {"Hierarchy",             FieldKind::lookup,         Arguments::none,      false, false, false},
    {"Html",                  FieldKind::rich_text_area, Arguments::length,    false, false, false, 256, 131'072, 32'768},
    {"Location",              FieldKind::location,       Arguments::none,      false, false, false},
    {"LongTextArea",          FieldKind::long_text_area, Arguments::length,    true,  true,  false, 256, 131'072, 32'768},
    {"Lookup",                FieldKind::lookup,         Arguments::targets,   false, false, false},
    {"MasterDetail",          FieldKind::master_detail,  Arguments::target,    false, false, false},
    {"MetadataRelationship",  FieldKind::lookup,         Arguments::metadata,  false, true,  false},
    {"MultiPicklist",         FieldKind::multi_picklist, Arguments::values,    false, false, false},
    {"MultiselectPicklist",   FieldKind::multi_picklist, Arguments::values,    false, false, false},
    {"Number",                FieldKind::number,         Arguments::digits,    true,  true,  true},
    {"Percent",               FieldKind::percent,        Arguments::digits,    false, true,  true},
    {"Phone",                 FieldKind::phone,          Arguments::length,    false, true,  true,  1, 40, 40},
    {"Picklist",              FieldKind::picklist,       Arguments::values,    false, true,  false},
    {"RichTextArea",          FieldKind::rich_text_area, Arguments::length,    false, false, false, 256, 131'072, 32'768},
    {"Text",                  FieldKind::text,           Arguments::length,    true,  true,  true,  1, 255, 255},
    {"TextArea",              FieldKind::text_area,      Arguments::none,      false, true,  true},
    {"Time",                  FieldKind::time,           Arguments::none,      false, false, false},
    {"Url",                   FieldKind::url,            Arguments::length,    false, true,  true,  1, 255, 255},
};
// clang-format on

/// Words of other languages for the types of fields.
std::string_view meant(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 14> words = {{
        {"string", "Text"},
        {"boolean", "Checkbox"},
        {"bool", "Checkbox"},
        {"integer", "Number"},
        {"int", "Number"},
        {"double", "Number"},
        {"decimal", "Number"},
        {"reference", "Lookup"},
        {"id", "Lookup"},
        {"timestamp", "DateTime"},
        {"money", "Currency"},
        {"enum", "Picklist"},
        {"multiselect", "MultiPicklist"},
        {"textarealong", "LongTextArea"},
    }};
    const std::string small = folded(name);
    for (const auto& [word, type] : words)
        if (small == word)
            return type;
    return {};
}

const FieldType* find_type(std::string_view name) {
    for (const FieldType& type : field_types)
        if (type.name == name)
            return &type;
    return nullptr;
}

void report_unknown(World& world, const Name& name) {
    auto report =
        world.out.report(Code::W0201, name.span, "there is no field type `{}`", name.text);
    if (const std::string_view type = meant(name.text); !type.empty()) {
        report.help(
            fmt::format("the type is called `{}`", type), Edit{name.span, std::string(type)}
        );
        return;
    }
    if (world.builder.find(name.text) != nullptr) {
        std::string lookup = fmt::format("Lookup({})", name.text);
        report.help(
            fmt::format("a field that refers to a record is a `{}`", lookup),
            Edit{name.span, lookup}
        );
        return;
    }
    std::vector<std::string_view> names;
    for (const FieldType& type : field_types)
        names.push_back(type.name);
    report.help_nearest(name.text, names, "a type with a similar name exists: `{}`");
}

void report_wrong_place(World& world, const TypeRef& type, Code code, std::string_view what) {
    std::string names;
    for (const FieldType& candidate : field_types) {
        const bool fits = code == Code::W0211          ? candidate.in_event
                          : what == "a custom setting" ? candidate.in_setting
                                                       : candidate.in_metadata;
        if (fits)
            names += fmt::format("{}`{}`", names.empty() ? "" : ", ", candidate.name);
    }
    world.out.report(code, type.name.span, "{} has no fields of type `{}`", what, type.name.text)
        .note(fmt::format("its fields are of the types {}", names));
}

void check_place(World& world, const Object& object, const TypeRef& type, const FieldType& facts) {
    switch (object.kind) {
    case ObjectKind::event:
        if (!facts.in_event)
            report_wrong_place(world, type, Code::W0211, "a platform event");
        return;
    case ObjectKind::custom_metadata:
        if (!facts.in_metadata)
            report_wrong_place(world, type, Code::W0212, "a custom metadata type");
        return;
    case ObjectKind::custom_setting:
        if (!facts.in_setting)
            report_wrong_place(world, type, Code::W0212, "a custom setting");
        return;
    case ObjectKind::standard:
    case ObjectKind::custom:
        if (facts.arguments == Arguments::metadata)
            world.out.report(
                Code::W0212,
                type.name.span,
                "only a custom metadata type has fields of type `{}`",
                type.name.text
            );
        return;
    }
}

} // namespace

bool read_field_type(World& world, const Object& object, const TypeRef& type, Field& field) {
    if (type.name.text.empty())
        return false; // a syntax error was reported
    const FieldType* const facts = find_type(type.name.text);
    if (facts == nullptr) {
        report_unknown(world, type.name);
        return false;
    }
    field.kind = facts->kind;
    if (type.collection)
        world.out.report(Code::W0202, type.span, "a field holds one value, not a collection");
    check_place(world, object, type, *facts);
    read_type_arguments(world, object, type, *facts, field);
    return true;
}

} // namespace weir
