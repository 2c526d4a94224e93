// What a world holds besides objects: sets of values, labels, permissions, actions.
#include "check/reports.hpp"
#include "check/seed_writer.hpp"
#include "schema/fold.hpp"

#include <algorithm>
#include <array>

namespace weir {

namespace {

/// Calls `read` for every declaration of the trees.
template<class Read>
void each(std::span<const SyntaxTree* const> trees, Read read) {
    for (const SyntaxTree* const tree : trees)
        for (const Element* const declaration : tree->declarations)
            if (declaration != nullptr && !declaration->name.text.empty())
                read(*declaration);
}

ValueSet read_values(World& world, const Element& element) {
    ValueSet set;
    set.name = element.name.text;
    set.span = element.name.span;
    std::unordered_map<std::string, Span> seen;
    if (const auto* const values = element.value<List<TextLiteral>>("values"))
        for (const TextLiteral& value : *values) {
            const auto [earlier, is_new] = seen.emplace(folded(value.value), value.span);
            if (!is_new) {
                world.out
                    .report(Code::W0218, value.span, "the value `{}` is there twice", value.value)
                    .label(earlier->second, "first here");
                continue;
            }
            set.values.emplace_back(value.value);
        }
    const auto* const chosen = element.value<TextLiteral>("default");
    if (chosen == nullptr)
        return set;
    set.default_value = chosen->value;
    if (seen.contains(folded(chosen->value)))
        return set;
    const std::vector<std::string_view> known(set.values.begin(), set.values.end());
    world.out
        .report(
            Code::W0217,
            chosen->span,
            "the default `{}` is not among the values of `{}`",
            chosen->value,
            set.name
        )
        .help_nearest(chosen->value, known, "a similar value exists: `{}`");
    return set;
}

/// Where the values of a standard value set show: `Lead.Status`, `Account.Industry`.
struct StandardField {
    std::string_view set;
    std::string_view object;
    std::string_view field;
};
constexpr StandardField standard_fields[] = {
    {"accountownership", "Account", "Ownership"},
    {"accountrating", "Account", "Rating"},
    {"accountrating", "Lead", "Rating"},
    {"accounttype", "Account", "Type"},
    {"assetstatus", "Asset", "Status"},
    {"campaignmemberstatus", "CampaignMember", "Status"},
    {"campaignstatus", "Campaign", "Status"},
    {"campaigntype", "Campaign", "Type"},
    {"caseorigin", "Case", "Origin"},
    {"casepriority", "Case", "Priority"},
    {"casereason", "Case", "Reason"},
    {"casestatus", "Case", "Status"},
    {"casetype", "Case", "Type"},
    {"contactrole", "OpportunityContactRole", "Role"},
    {"contractstatus", "Contract", "Status"},
    {"entitlementtype", "Entitlement", "Type"},
    {"eventsubject", "Event", "Subject"},
    {"eventtype", "Event", "Type"},
    {"industry", "Account", "Industry"},
    {"industry", "Lead", "Industry"},
    {"leadsource", "Account", "AccountSource"},
    {"leadsource", "Contact", "LeadSource"},
    {"leadsource", "Lead", "LeadSource"},
    {"leadsource", "Opportunity", "LeadSource"},
    {"leadstatus", "Lead", "Status"},
    {"opportunitystage", "Opportunity", "StageName"},
    {"opportunitytype", "Opportunity", "Type"},
    {"orderstatus", "Order", "Status"},
    {"ordertype", "Order", "Type"},
    {"product2family", "Product2", "Family"},
    {"salutation", "Contact", "Salutation"},
    {"salutation", "Lead", "Salutation"},
    {"taskpriority", "Task", "Priority"},
    {"taskstatus", "Task", "Status"},
    {"tasksubject", "Task", "Subject"},
    {"tasktype", "Task", "Type"},
    {"workorderpriority", "WorkOrder", "Priority"},
    {"workorderstatus", "WorkOrder", "Status"},
};

void fill_standard_fields(World& world, const ValueSet& set) {
    const std::string name = folded(set.name);
    for (const StandardField& place : standard_fields) {
        if (place.set != name)
            continue;
        Object* const object = world.builder.find(place.object);
        const auto id = object == nullptr ? std::nullopt : object->find_field(place.field);
        if (!id)
            continue; // the set of an object that weir does not know
        Field& field = object->fields[static_cast<size_t>(*id)];
        if (field.kind != FieldKind::picklist)
            continue; // a Subject is a text with proposals
        field.values.clear();
        for (const std::string& value : set.values)
            field.values.push_back({value, value == set.default_value});
    }
}

ApexParameter read_parameter(World& world, const Element& element) {
    constexpr std::array<std::pair<std::string_view, TypeKind>, 10> kinds = {{
        {"text", TypeKind::text},
        {"number", TypeKind::number},
        {"currency", TypeKind::currency},
        {"boolean", TypeKind::boolean},
        {"date", TypeKind::date},
        {"datetime", TypeKind::date_time},
        {"time", TypeKind::time},
        {"picklist", TypeKind::picklist},
        {"multipicklist", TypeKind::multi_picklist},
        {"id", TypeKind::id},
    }};
    ApexParameter parameter;
    parameter.name = element.name.text;
    parameter.type_name = element.subject.type.name.text;
    parameter.collection = element.subject.type.collection;
    parameter.required = element.has("required");
    parameter.span = element.name.span;
    const std::string small = folded(parameter.type_name);
    for (const auto& [word, kind] : kinds)
        if (small == word)
            parameter.type = Type::of(kind);
    if (parameter.type.is_error())
        if (const Object* const object = world.builder.find(parameter.type_name))
            parameter.type = Type::record_of(object->id);
    parameter.type.collection = parameter.collection;
    return parameter;
}

void declare_apex_action(World& world, const Element& element) {
    ApexAction action;
    action.name = element.name.text;
    action.span = element.name.span;
    action.calls_out = element.has("calls out");
    for (const Statement& statement : members(element)) {
        const Element* const member = statement.element;
        if (member == nullptr || member->name.text.empty())
            continue;
        auto& list = member->shape == &shapes::action_input ? action.inputs : action.outputs;
        const auto earlier = std::find_if(list.begin(), list.end(), [&](const auto& parameter) {
            return folded(parameter.name) == folded(member->name.text);
        });
        if (earlier == list.end()) {
            list.push_back(read_parameter(world, *member));
            continue;
        }
        world.out
            .report(
                Code::W0301,
                member->name.span,
                "`{}` has an {} `{}` already",
                action.name,
                member->shape->keyword,
                member->name.text
            )
            .here("a second time here")
            .label(earlier->span, "first used here");
    }
    add_named(world, world.builder.setup().apex_actions, std::move(action), element.name, "action");
}

void declare_quick_action(World& world, const Element& element) {
    QuickAction action;
    action.span = element.name.span;
    const auto object_of = [&](std::string_view key) -> const Object* {
        const auto* const path = element.value<Path>(key);
        if (path == nullptr || path->empty())
            return nullptr;
        const Name& name = path->parts.back();
        if (const Object* const object = world.builder.find(name.text))
            return object;
        if (world.is_open())
            return &declare_named_only(world, name);
        report_unknown_object(world.builder.object_names(), name, world.out);
        return nullptr;
    };
    if (const Object* const object = object_of("on")) {
        action.object = object->id;
        action.name = object->name + ".";
    }
    action.name += element.name.text;
    if (const Object* const object = object_of("makes"))
        action.makes = object->id;
    if (const auto* const kind = element.value<std::string_view>("type"))
        action.kind = *kind;
    if (const auto* const flow = element.value<Path>("starts"); flow != nullptr && !flow->empty())
        action.flow = flow->parts.back().text;
    add_named(
        world, world.builder.setup().quick_actions, std::move(action), element.name, "quick action"
    );
}

/// Whom a profile or permission set gives something that is asked for by name.
void give(CustomPermission& permission, const Element& element) {
    if (element.shape == &shapes::profile)
        permission.profiles.push_back(profile_name(element));
    else
        permission.permission_sets.emplace_back(element.name.text);
}

void grant(World& world, const Element& element) {
    const auto* const permissions = element.value<List<Path>>("permissions");
    if (permissions == nullptr)
        return;
    Setup& setup = world.builder.setup();
    for (const Path& path : *permissions) {
        if (path.empty())
            continue;
        const Name& name = path.parts.back();
        CustomPermission* permission = setup.permissions.find(name.text);
        if (permission == nullptr && setup.is_open) {
            setup.permissions.add({std::string(name.text), {}, {}, name.span}); // of a package
            permission = setup.permissions.find(name.text);
        }
        if (permission == nullptr) {
            world.out
                .report(Code::W0306, name.span, "there is no custom permission `{}`", name.text)
                .here("nothing of that name is declared")
                .help_nearest(
                    name.text,
                    setup.permissions.names(),
                    "a custom permission with a similar name exists: `{}`"
                );
            continue;
        }
        give(*permission, element);
    }
}

/// Classes and flows that are named here are no longer free for everybody.
void grant_runs(const Element& element, std::string_view clause, Named<CustomPermission>& given) {
    const auto* const paths = element.value<List<Path>>(clause);
    if (paths == nullptr)
        return;
    for (const Path& path : *paths) {
        if (path.empty())
            continue;
        std::string name;
        for (const Name& part : path.parts)
            name += (name.empty() ? "" : ".") + std::string(part.text);
        if (given.find(name) == nullptr)
            given.add({name, {}, {}, path.span});
        give(*given.find(name), element);
    }
}

} // namespace

void declare_value_sets(World& world, std::span<const SyntaxTree* const> trees) {
    Setup& setup = world.builder.setup();
    for (const SyntaxTree* const tree : trees)
        for (const Element* const declaration : tree->declarations)
            if (declaration->shape == &shapes::org) {
                if (const auto* const mode = declaration->value<std::string_view>("objects"))
                    setup.is_open = setup.is_open || *mode == "open";
                if (const auto* const mode =
                        declaration->value<std::string_view>("person accounts"))
                    setup.has_person_accounts = setup.has_person_accounts || *mode == "on";
            }
    each(trees, [&](const Element& element) {
        if (element.shape == &shapes::value_set)
            add_named(
                world, setup.value_sets, read_values(world, element), element.name, "value set"
            );
    });
}

void declare_setup(World& world, std::span<const SyntaxTree* const> trees) {
    Setup& setup = world.builder.setup();
    each(trees, [&](const Element& element) {
        const Name& name = element.name;
        if (element.shape == &shapes::label) {
            const auto* const text = element.value<TextLiteral>("=");
            const std::string value = text == nullptr ? std::string() : std::string(text->value);
            add_named(
                world, setup.labels, {std::string(name.text), value, name.span}, name, "label"
            );
        } else if (element.shape == &shapes::custom_permission) {
            CustomPermission permission{std::string(name.text), {}, {}, name.span};
            add_named(world, setup.permissions, std::move(permission), name, "custom permission");
        } else if (element.shape == &shapes::standard_value_set) {
            fill_standard_fields(world, read_values(world, element));
        } else if (element.shape == &shapes::quick_action) {
            declare_quick_action(world, element);
        } else if (element.shape == &shapes::apex_action) {
            declare_apex_action(world, element);
        }
    });
    each(trees, [&](const Element& element) {
        if (element.shape == &shapes::profile || element.shape == &shapes::permission_set) {
            grant(world, element);
            grant_runs(element, "classes", setup.classes);
            grant_runs(element, "flows", setup.flows);
        }
    });
}

} // namespace weir
