// Objects first, so that lookups find their targets in any file; then fields; then what names
// fields.
#include "check/declare.hpp"

#include "base/check.hpp"
#include "check/declare_world.hpp"
#include "schema/fold.hpp"
#include "types/id.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace weir {

namespace {

/// What an object's keyword makes of it, and how its name ends.
struct ObjectForm {
    ObjectKind kind;
    std::string_view suffix;
    std::string_view what; // "an event"
};

std::optional<ObjectForm> form_of(const Element& declaration) {
    const Shape* const shape = declaration.shape;
    if (shape == &shapes::object)
        return ObjectForm{ObjectKind::custom, "__c", "a custom object"};
    if (shape == &shapes::event)
        return ObjectForm{ObjectKind::event, "__e", "a platform event"};
    if (shape == &shapes::custom_metadata)
        return ObjectForm{ObjectKind::custom_metadata, "__mdt", "a custom metadata type"};
    if (shape == &shapes::custom_setting)
        return ObjectForm{ObjectKind::custom_setting, "__c", "a custom setting"};
    return std::nullopt;
}

/// An object that Salesforce brings: the standard library says of it what no custom object can say
/// of itself.
bool is_standard(const Element& declaration) {
    // Events that flows can receive (reference/events.md, section 5).
    constexpr std::array<std::string_view, 7> events = {
        "AIPredictionEvent",
        "BatchApexErrorEvent",
        "FlowExecutionErrorEvent",
        "FOStatusChangedEvent",
        "OrderSummaryCreatedEvent",
        "OrderSumStatusChangedEvent",
        "PlatformStatusAlertEvent"};
    if (declaration.shape == &shapes::event)
        return std::ranges::find(events, declaration.name.text) != events.end();
    if (declaration.shape != &shapes::object)
        return false;
    constexpr std::array<std::string_view, 5> keys = {
        "prefix", "setup", "no create", "no update", "no delete"};
    return std::any_of(keys.begin(), keys.end(), [&](std::string_view key) {
        return declaration.has(key);
    });
}

void report_duplicate(World& world, const Element& declaration, const Object& earlier) {
    auto report = world.out.report(
        Code::W0205, declaration.name.span, "`{}` is declared twice", declaration.name.text
    );
    report.label(earlier.span, "first declared here");
    report.help(
        "more fields of an object that exists go into an `extend`",
        Edit{declaration.keyword_span, "extend"}
    );
}

void read_prefix(World& world, Object& object, const Element& declaration) {
    const auto* const text = declaration.value<TextLiteral>("prefix");
    if (text == nullptr)
        return;
    const std::optional<KeyPrefix> prefix = parse_key_prefix(text->value);
    if (!prefix || prefix->value == 0) {
        world.out.report(Code::W0221, text->span, "`{}` is no key prefix", text->value)
            .note("a key prefix is three letters or digits, as in `\"001\"`");
        return;
    }
    const auto [entry, is_free] = world.prefixes.emplace(prefix->value, object.id);
    if (!is_free) {
        const Object& owner = *world.builder.find(entry->second);
        world.out
            .report(
                Code::W0221,
                text->span,
                "the key prefix `{}` is that of `{}`",
                text->value,
                owner.name
            )
            .label(owner.span, "declared here");
        return;
    }
    object.prefix = *prefix;
}

void read_object_clauses(World& world, Object& object, const Element& declaration) {
    object.span = declaration.name.span;
    object.label = label_of(declaration);
    object.is_setup = declaration.has("setup");
    if (declaration.has("no create"))
        object.creatable = false;
    if (declaration.has("no update"))
        object.updatable = false;
    if (declaration.has("no delete"))
        object.deletable = false;
    // Without the clause Salesforce publishes at once, as it does without the tag in the metadata.
    const auto* const publish = declaration.value<std::string_view>("publish");
    object.publish_immediately =
        object.kind == ObjectKind::event && (publish == nullptr || *publish == "immediately");
    read_prefix(world, object, declaration);
}

void declare_object(World& world, const Element& declaration, const ObjectForm& form) {
    const Name& name = declaration.name;
    if (name.text.empty())
        return;
    if (const Object* const earlier = world.builder.find(name.text)) {
        report_duplicate(world, declaration, *earlier);
        world.parts.push_back({&declaration, earlier->id}); // what it holds is still looked at
        return;
    }
    const bool standard = is_standard(declaration);
    if (!standard)
        check_custom_name(name, form.suffix, form.what, world.out);
    const bool is_event = form.kind == ObjectKind::event;
    Object* const object = world.builder.declare(
        std::string(name.text), standard && !is_event ? ObjectKind::standard : form.kind
    );
    WEIR_CHECK(object != nullptr, "a name that nothing has is free");
    read_object_clauses(world, *object, declaration);
    world.parts.push_back({&declaration, object->id});
}

/// What nothing declares is what its name says.
ObjectKind kind_of(std::string_view name) {
    const std::string small = folded(name);
    if (small.ends_with("__e"))
        return ObjectKind::event;
    if (small.ends_with("__mdt"))
        return ObjectKind::custom_metadata;
    if (small.ends_with("__c"))
        return ObjectKind::custom;
    return ObjectKind::standard;
}

void extend_object(World& world, const Element& declaration) {
    const Name& name = declaration.name;
    if (name.text.empty())
        return;
    if (const Object* const object = world.builder.find(name.text)) {
        world.parts.push_back({&declaration, object->id});
        return;
    }
    if (world.is_open() || declaration.has("open")) {
        Object& object = declare_named_only(world, name);
        world.parts.push_back({&declaration, object.id});
        return;
    }
    const std::vector<std::string_view> names = world.builder.object_names();
    world.out.report(Code::W0209, name.span, "there is no object `{}` to extend", name.text)
        .here("no such object")
        .help_nearest(name.text, names, "an object with a similar name exists: `{}`");
}

void open_objects(World& world) {
    for (const World::Part& part : world.parts)
        if (world.is_open() || part.declaration->has("open"))
            world.builder.find(part.object)->is_open = true;
}

void declare_fields(World& world, const World::Part& part) {
    Object& object = *world.builder.find(part.object);
    constexpr size_t most_system_fields = 10; // the builder's own come behind these
    if (object.fields.size() <= 1)
        object.fields.reserve(members(*part.declaration).size() + 1 + most_system_fields);
    for (const Clause& clause : part.declaration->clauses)
        if (clause.shape->key == "name")
            declare_name(world, object, clause);
    for (const Statement& statement : members(*part.declaration))
        if (statement.element != nullptr && statement.element->shape == &shapes::field)
            declare_field(world, object, *statement.element, is_standard(*part.declaration));
}

void declare_lists(World& world, const World::Part& part) {
    Object& object = *world.builder.find(part.object);
    for (const Statement& statement : members(*part.declaration)) {
        if (statement.element == nullptr)
            continue;
        if (statement.element->shape == &shapes::record_type)
            declare_record_type(world, object, *statement.element);
        if (statement.element->shape == &shapes::field_set)
            declare_field_set(world, object, *statement.element);
    }
}

/// Salesforce shows a record by its `Name`; where there is none, by its number, subject or title.
void mark_name_field(Object& object) {
    if (object.kind != ObjectKind::standard || object.name_field())
        return;
    for (Field& field : object.fields)
        if (field.kind == FieldKind::auto_number) {
            field.is_name = true;
            return;
        }
    for (const std::string_view name : {"Subject", "Title", "MasterLabel", "Label"})
        if (const auto found = object.find_field(name)) {
            object.fields[static_cast<size_t>(*found)].is_name = true;
            return;
        }
}

void declare_members(World& world, const World::Part& part) {
    const Object& object = world.result.schema->object(part.object);
    for (const Statement& statement : members(*part.declaration)) {
        const Element* const element = statement.element;
        if (element == nullptr)
            continue;
        if (element->shape == &shapes::field && element->has("summary"))
            declare_summary(world, object, *element);
        if (element->shape == &shapes::rule)
            declare_rule(world, object, *element);
        if (element->shape == &shapes::record)
            declare_record(world, object, *element);
        if (element->shape == &shapes::sharing_rule)
            declare_sharing_rule(world, object, *element);
    }
}

} // namespace

Object& declare_named_only(World& world, const Name& name) {
    Object* const object = world.builder.declare(std::string(name.text), kind_of(name.text));
    WEIR_CHECK(object != nullptr, "a name that nothing has is free");
    object->span = name.span;
    object->label = label_of(name.text);
    object->is_open = true;
    object->is_named_only = true;
    if (object->kind == ObjectKind::standard) {
        Field field;
        field.name = "Name";
        field.label = "Name";
        field.is_name = true;
        world.builder.add_field(*object, std::move(field));
    }
    return *object;
}

List<Statement> members(const Element& declaration) {
    for (const Clause& clause : declaration.clauses)
        if (const auto* const block = std::get_if<const Block*>(&clause.value);
            block != nullptr && *block)
            return (*block)->statements;
    return {};
}

Declarations declare(std::span<const SyntaxTree* const> trees, Diagnostics& out) {
    World world(out);
    declare_value_sets(world, trees);
    for (const SyntaxTree* const tree : trees)
        for (const Element* const declaration : tree->declarations)
            if (const auto form = form_of(*declaration))
                declare_object(world, *declaration, *form);
    for (const SyntaxTree* const tree : trees)
        for (const Element* const declaration : tree->declarations)
            if (declaration->shape == &shapes::extend)
                extend_object(world, *declaration);

    open_objects(world);
    for (const World::Part& part : world.parts)
        declare_fields(world, part);
    declare_person_accounts(world);
    for (const World::Part& part : world.parts)
        declare_lists(world, part);
    declare_setup(world, trees);
    declare_access(world, trees);
    for (const World::Part& part : world.parts)
        mark_name_field(*world.builder.find(part.object));
    world.result.schema = world.builder.build();
    for (const World::Part& part : world.parts)
        declare_members(world, part);
    check_duplicate_members(world);
    declare_setup_records(world, trees);
    check_sharing_parties(world);
    return std::move(world.result);
}

} // namespace weir
