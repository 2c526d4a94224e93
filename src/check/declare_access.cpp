// Org-wide defaults with their share objects, sharing rules, sharing sets and sites
// (reference/security.md, sections 3 and 5).
#include "check/declare_world.hpp"
#include "check/reports.hpp"
#include "schema/fold.hpp"
#include "schema/licence_kinds.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace weir {

namespace {

Sharing sharing_of(std::string_view words) {
    constexpr std::array<std::pair<std::string_view, Sharing>, 6> models = {{
        {"private", Sharing::private_records},
        {"public read only", Sharing::read},
        {"public read write", Sharing::read_write},
        {"public read write transfer", Sharing::read_write_transfer},
        {"controlled by parent", Sharing::by_parent},
        {"full access", Sharing::full},
    }};
    for (const auto& [name, model] : models)
        if (name == words)
            return model;
    return Sharing::unsaid;
}

/// A detail is seen and changed with its master, whatever it says itself.
bool is_detail(const Object& object) {
    return std::any_of(object.fields.begin(), object.fields.end(), [](const Field& field) {
        return field.kind == FieldKind::master_detail;
    });
}

void read_sharing(Object& object, const Element& declaration) {
    if (const auto* const words = declaration.value<std::string_view>("sharing"))
        object.sharing = sharing_of(*words);
    if (const auto* const words = declaration.value<std::string_view>("external sharing"))
        object.external_sharing = sharing_of(*words);
}

bool is_restricted(const Object& object) {
    const auto restricts = [](Sharing sharing) {
        return sharing == Sharing::private_records || sharing == Sharing::read;
    };
    return restricts(object.sharing) || restricts(object.external_sharing);
}

Field picklist(std::string name, std::vector<std::string> values, std::string_view usual) {
    Field field;
    field.label = label_of(name);
    field.name = std::move(name);
    field.kind = FieldKind::picklist;
    for (std::string& value : values) {
        const bool is_default = value == usual;
        field.values.push_back({std::move(value), is_default});
    }
    return field;
}

Field reference(std::string name, std::vector<ObjectId> targets) {
    Field field;
    field.label = label_of(name);
    field.name = std::move(name);
    field.kind = FieldKind::lookup;
    field.required = true;
    field.updateable = false;
    field.delete_rule = DeleteRule::cascade;
    field.refers_to = std::move(targets);
    return field;
}

/// `AccountShare`, `Thing__Share`: records of an object that are given by hand. Salesforce has one
/// where the org-wide default leaves something to give.
void declare_share_object(World& world, const Object& object) {
    const bool is_custom = object.kind == ObjectKind::custom;
    const std::string stem = is_custom && folded(object.name).ends_with("__c")
                                 ? object.name.substr(0, object.name.size() - 1)
                                 : object.name;
    Object* const share = world.builder.declare(stem + "Share", ObjectKind::standard);
    if (share == nullptr)
        return;
    share->label = object.label + " Share";
    share->span = object.span;
    std::vector<ObjectId> holders;
    for (const std::string_view name : {"User", "Group"})
        if (const Object* const holder = world.builder.find(name))
            holders.push_back(holder->id);
    const std::string level = is_custom ? "AccessLevel" : stem + "AccessLevel";
    world.builder.add_field(*share, reference(is_custom ? "ParentId" : stem + "Id", {object.id}));
    world.builder.add_field(*share, reference("UserOrGroupId", std::move(holders)));
    Field access = picklist(level, {"Read", "Edit", "All"}, {});
    access.required = true;
    world.builder.add_field(*share, std::move(access));
    Field cause = picklist(
        "RowCause",
        {"Manual", "Owner", "ImplicitParent", "ImplicitChild", "Rule", "Team", "Territory"},
        "Manual"
    );
    cause.updateable = false;
    world.builder.add_field(*share, std::move(cause));
    if (object.name == "Account")
        for (const std::string_view child : {"Case", "Contact", "Opportunity"})
            world.builder.add_field(
                *share,
                picklist(std::string(child) + "AccessLevel", {"None", "Read", "Edit"}, "None")
            );
}

using Party = SharingRuleDeclaration::Party;

void read_parties(
    const Element& element,
    std::string_view clause,
    SharingParty::Kind kind,
    std::vector<Party>& parties
) {
    if (const auto* const paths = element.value<List<Path>>(clause)) {
        for (const Path& path : *paths)
            if (!path.empty())
                parties.push_back({{kind, std::string(path.parts.back().text)}, path.span});
    } else if (element.has(clause)) {
        parties.push_back({{kind, {}}, element.clause(clause)->span});
    }
}

void read_sharing_set(World& world, const Element& element) {
    SharingSet set;
    set.name = element.name.text;
    set.span = element.name.span;
    if (const auto* const profiles = element.value<List<TextLiteral>>("profiles"))
        for (const TextLiteral& profile : *profiles)
            set.profiles.emplace_back(profile.value);
    for (const Statement& statement : members(element)) {
        const Element* const member = statement.element;
        if (member == nullptr || member->name.text.empty())
            continue;
        report_missing_clauses(*member, world.out);
        SharingSet::Mapping mapping;
        if (const Object* const object = world.builder.find(member->name.text))
            mapping.object = object->id;
        else if (!world.is_open())
            report_unknown_object(world.builder.object_names(), member->name, world.out);
        const auto path_of = [&](std::string_view clause, std::vector<std::string>& path) {
            if (const auto* const said = member->value<Path>(clause))
                for (const Name& part : said->parts)
                    path.emplace_back(part.text);
        };
        path_of("where", mapping.of_record);
        path_of("matches", mapping.of_user);
        const auto* const access = member->value<std::string_view>("access");
        mapping.edits = access != nullptr && *access == "edit";
        if (mapping.object != ObjectId::none)
            set.mappings.push_back(std::move(mapping));
    }
    std::vector<Party> group;
    read_parties(element, "owned records to roles", SharingParty::Kind::role, group);
    read_parties(
        element,
        "owned records to roles and subordinates",
        SharingParty::Kind::role_and_subordinates,
        group
    );
    read_parties(element, "owned records to groups", SharingParty::Kind::group, group);
    read_parties(
        element, "owned records to internal users", SharingParty::Kind::internal_users, group
    );
    for (const Party& party : group) {
        set.group.push_back(party.party);
        world.result.share_group_parties.push_back(party);
    }
    Named<SharingSet>& sets = world.builder.setup().sharing_sets;
    add_named(world, sets, std::move(set), element.name, "sharing set");
}

void read_site(World& world, const Element& element) {
    SiteSetup site;
    site.name = element.name.text;
    site.span = element.name.span;
    if (const auto* const profiles = element.value<List<TextLiteral>>("profiles"))
        for (const TextLiteral& profile : *profiles)
            site.profiles.emplace_back(profile.value);
    if (const auto* const sets = element.value<List<Path>>("permission sets"))
        for (const Path& set : *sets)
            if (!set.empty())
                site.permission_sets.emplace_back(set.parts.back().text);
    if (const auto* const profile = element.value<TextLiteral>("self registration"))
        site.registration_profile = profile->value;
    const auto text_of = [&](std::string_view clause) {
        const auto* const said = element.value<TextLiteral>(clause);
        return said == nullptr ? std::string() : std::string(said->value);
    };
    site.guest_profile = text_of("guest profile");
    site.guest_owner = text_of("guest records to");
    site.domain = text_of("domain");
    site.prefix = text_of("path");
    if (!site.guest_profile.empty())
        world.builder.setup().has_guests = true;
    site.welcomes = element.has("welcome email");
    add_named(world, world.builder.setup().sites, std::move(site), element.name, "site");
}

void note_guests(World& world, const Element& profile) {
    const auto* const license = profile.value<TextLiteral>("license");
    if (license != nullptr && user_type_of_licence(license->value, {}) == "Guest")
        world.builder.setup().has_guests = true;
}

} // namespace

void declare_access(World& world, std::span<const SyntaxTree* const> trees) {
    for (const World::Part& part : world.parts)
        read_sharing(*world.builder.find(part.object), *part.declaration);
    std::set<ObjectId> done;
    for (const World::Part& part : world.parts) {
        Object& object = *world.builder.find(part.object);
        if (!done.insert(part.object).second)
            continue;
        if (is_detail(object))
            object.sharing = object.external_sharing = Sharing::by_parent;
        const bool has_shares =
            (object.kind == ObjectKind::custom || object.kind == ObjectKind::standard) &&
            !object.is_setup && is_restricted(object);
        if (has_shares)
            declare_share_object(world, object);
    }
    for (const SyntaxTree* const tree : trees)
        for (const Element* const declaration : tree->declarations) {
            if (declaration->name.text.empty())
                continue;
            if (declaration->shape == &shapes::sharing_set)
                read_sharing_set(world, *declaration);
            else if (declaration->shape == &shapes::site)
                read_site(world, *declaration);
            else if (declaration->shape == &shapes::profile)
                note_guests(world, *declaration);
        }
}

namespace {

/// Guests are given what meets a condition, and only to read it.
void check_guest_rule(World& world, const Element& element, const SharingRuleDeclaration& rule) {
    const Clause* const guests = element.clause("to guests of");
    if (guests == nullptr || element.broken)
        return;
    const auto report = [&](Span span, std::string_view what) {
        world.out.report(Code::W0232, span, "guests of a site are given nothing {}", what)
            .label(guests->key_span, "given to guests")
            .note("a rule for guests has a condition, gives records to read, and gives them to "
                  "guests alone");
    };
    if (rule.edits)
        report(element.clause("access")->span, "to change");
    if (!rule.from.empty())
        report(rule.from.front().span, "because of its owner");
    for (const Party& party : rule.to)
        if (party.party.kind != SharingParty::Kind::guest_users) {
            report(party.span, "together with others");
            return;
        }
}

} // namespace

void declare_sharing_rule(World& world, const Object& object, const Element& element) {
    using Kind = SharingParty::Kind;
    if (element.name.text.empty())
        return;
    SharingRuleDeclaration rule;
    rule.object = object.id;
    rule.name = element.name.text;
    rule.span = element.name.span;
    const auto* const access = element.value<std::string_view>("access");
    rule.edits = access != nullptr && *access == "edit";
    if (const auto* const condition = element.value<const Condition*>("when"))
        rule.condition = *condition;
    read_parties(element, "from roles", Kind::role, rule.from);
    read_parties(element, "from roles and subordinates", Kind::role_and_subordinates, rule.from);
    read_parties(element, "from groups", Kind::group, rule.from);
    read_parties(element, "to roles", Kind::role, rule.to);
    read_parties(element, "to roles and subordinates", Kind::role_and_subordinates, rule.to);
    read_parties(
        element, "to roles and internal subordinates", Kind::role_and_internal_subordinates, rule.to
    );
    read_parties(element, "to groups", Kind::group, rule.to);
    read_parties(element, "to internal users", Kind::internal_users, rule.to);
    read_parties(element, "to portal users", Kind::portal_users, rule.to);
    read_parties(element, "to partner users", Kind::partner_users, rule.to);
    read_parties(element, "to guests of", Kind::guest_users, rule.to);
    check_guest_rule(world, element, rule);
    const auto lacks = [&](std::string_view key, std::string_view what) {
        if (!element.broken)
            world.out.report(Code::W0507, element.header, "`grant` lacks its clause `{}`", key)
                .here("incomplete")
                .note(std::string(what));
    };
    if (rule.condition == nullptr && rule.from.empty())
        lacks("when", "a rule says which records: `when` a condition, or `from` whose");
    else if (rule.to.empty())
        lacks("to roles", "a rule says who is given the records");
    else
        world.result.sharing_rules.push_back(std::move(rule));
}

void check_sharing_parties(World& world) {
    if (world.result.schema->setup().is_open)
        return;
    std::set<std::string> known;
    const Object* const role = world.result.schema->find("UserRole");
    const Object* const group = world.result.schema->find("Group");
    for (const RecordSeed& seed : world.result.seeds) {
        if (role != nullptr && seed.object == role->id)
            known.insert("role " + folded(seed.name));
        if (group != nullptr && seed.object == group->id)
            known.insert("group " + folded(seed.name));
    }
    const auto check = [&](const Party& party) {
        if (party.party.name.empty())
            return;
        if (party.party.kind == SharingParty::Kind::guest_users) {
            const SiteSetup* const site = world.result.schema->setup().sites.find(party.party.name);
            if (site == nullptr || site->guest_profile.empty())
                world.out
                    .report(
                        Code::W0306, party.span, "there are no guests of `{}`", party.party.name
                    )
                    .here(site == nullptr ? "no such site" : "this site has no `guest profile`");
            return;
        }
        const std::string_view what =
            party.party.kind == SharingParty::Kind::group ? "group" : "role";
        if (!known.contains(std::string(what) + " " + folded(party.party.name)))
            world.out.report(Code::W0306, party.span, "there is no {} `{}`", what, party.party.name)
                .here("nothing of that name is declared");
    };
    for (const SharingRuleDeclaration& rule : world.result.sharing_rules) {
        std::ranges::for_each(rule.from, check);
        std::ranges::for_each(rule.to, check);
    }
    std::ranges::for_each(world.result.share_group_parties, check);
}

} // namespace weir
