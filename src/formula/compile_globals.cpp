// Global variables: `$User.Email`, `$Flow.CurrentDate`, `$CustomMetadata.Type__mdt.Record.Field__c`
// and their like.
// `$Record` and whatever else only a flow knows is the scope's.

#include "formula/compiler.hpp"
#include "formula/condition_node.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace weir {

namespace {

/// Milliseconds of 1900-01-01T00:00Z, Salesforce's origin of time.
constexpr int64_t origin = -2'208'988'800'000;

struct FlowMember {
    std::string_view name;
    TypeKind kind;
    bool collection = false;
};
constexpr std::array<FlowMember, 8> flow_members = {{
    {"CurrentDate", TypeKind::date},
    {"CurrentDateTime", TypeKind::date_time},
    {"FaultMessage", TypeKind::text},
    {"InterviewGuid", TypeKind::text},
    {"InterviewStartTime", TypeKind::date_time},
    {"CurrentRecord", TypeKind::text},
    {"CurrentStage", TypeKind::text},
    {"ActiveStages", TypeKind::text, true},
}};

bool is_exactly(const Path& path, size_t parts) {
    return path.parts.size() == parts;
}

} // namespace

Expression Compiler::undeclared(const Path& path, std::string_view what) {
    const Name& name = path.parts.back();
    context_.out.report(Code::W0316, name.span, "there is no {} `{}`", what, name.text)
        .here("nothing of that name is declared");
    return error();
}

Expression Compiler::no_member(const Path& path, std::span<const std::string_view> members) {
    const Name& head = path.parts[0];
    if (path.parts.size() == 1) {
        context_.out.report(Code::W0315, head.span, "`{}` is no value by itself", head.text)
            .help(fmt::format(
                "its members are written behind a point, as in `{}.{}`", head.text, members[0]
            ));
        return error();
    }
    const Name& name = path.parts[1];
    const bool is_known = std::any_of(members.begin(), members.end(), [&](std::string_view member) {
        return same_name(member, name.text);
    });
    if (is_known && path.parts.size() > 2) {
        context_.out.report(
            Code::W0313, path.parts[2].span, "`{}.{}` has no fields", head.text, name.text
        );
        return error();
    }
    context_.out.report(Code::W0315, name.span, "`{}` has no member `{}`", head.text, name.text)
        .here("no such member")
        .help_nearest(name.text, members, "a member with a similar name exists: `{}`");
    return error();
}

Expression Compiler::flow_global(const Path& path) {
    const auto* const member = is_exactly(path, 2)
                                   ? std::find_if(
                                         flow_members.begin(),
                                         flow_members.end(),
                                         [&](const FlowMember& candidate) {
                                             return same_name(candidate.name, path.parts[1].text);
                                         }
                                     )
                                   : flow_members.end();
    if (member == flow_members.end()) {
        std::vector<std::string_view> names;
        for (const FlowMember& candidate : flow_members)
            names.push_back(candidate.name);
        return no_member(path, names);
    }
    Type type = Type::of(member->kind);
    if (member->collection)
        type = type.collection_of();
    if (member->name == "CurrentDate")
        return {make_ambient(Ambient::today, arena_), type};
    if (member->name == "CurrentDateTime")
        return {make_ambient(Ambient::now, arena_), type};
    if (const auto slot = scope_.flow_slot(member->name))
        return {make_slot(*slot, arena_), type};
    context_.out
        .report(Code::W0315, path.parts[1].span, "`$Flow.{}` has no value here", member->name)
        .note("only a running flow has it");
    return error();
}

// `$Label.Name` and, of a package, `$Label.namespace.Name`: its text is known when the formula is
// compiled.
Expression Compiler::label_global(const Path& path) {
    const auto& labels = context_.schema.setup().labels;
    const bool has_namespace = is_exactly(path, 3);
    if (!is_exactly(path, 2) && !has_namespace) {
        context_.out.report(Code::W0315, path.span, "`{}` is no custom label", source(path.span))
            .help("it is written `$Label.Name`");
        return error();
    }
    const Name& name = path.parts.back();
    const CustomLabel* label = labels.find(name.text);
    if (has_namespace && !same_name(path.parts[1].text, "c"))
        if (const auto* const own =
                labels.find(fmt::format("{}__{}", path.parts[1].text, name.text)))
            label = own;
    if (label != nullptr)
        return constant_of(Value::text(arena_.copy(std::string_view(label->text))), TypeKind::text);
    if (context_.schema.setup().is_open)
        return believed_name(name, "custom label", TypeKind::text);
    context_.out.report(Code::W0316, name.span, "there is no custom label `{}`", name.text)
        .here("nothing of that name is declared")
        .help_nearest(name.text, labels.names(), "a label with a similar name exists: `{}`");
    return error();
}

Expression Compiler::constant_global(const Path& path) {
    constexpr std::array<std::string_view, 3> members = {"True", "False", "EmptyString"};
    if (!is_exactly(path, 2))
        return no_member(path, members);
    const std::string_view name = path.parts[1].text;
    if (same_name(name, members[0]))
        return constant_of(Value::boolean(true), TypeKind::boolean);
    if (same_name(name, members[1]))
        return constant_of(Value::boolean(false), TypeKind::boolean);
    if (same_name(name, members[2]))
        return constant_of(Value::text(""), TypeKind::text);
    return no_member(path, members);
}

// `$Api.Enterprise_Server_URL_620`: where the SOAP services of an API version stand. There is no
// server here, so the address names the local host.
Expression Compiler::api_global(const Path& path) {
    constexpr std::array<std::string_view, 3> members = {
        "Session_ID", "Enterprise_Server_URL_620", "Partner_Server_URL_620"};
    if (!is_exactly(path, 2))
        return no_member(path, members);
    const std::string_view name = path.parts[1].text;
    if (same_name(name, members[0]))
        return {make_ambient(Ambient::session, arena_), Type::of(TypeKind::text)};
    constexpr std::array<std::pair<std::string_view, char>, 2> services = {
        {{"Enterprise_Server_URL_", 'c'}, {"Partner_Server_URL_", 'u'}}};
    for (const auto& [prefix, letter] : services) {
        if (name.size() <= prefix.size() || !same_name(name.substr(0, prefix.size()), prefix))
            continue;
        const std::string_view version = name.substr(prefix.size());
        const bool is_number = version.size() >= 2 && version.size() <= 4 &&
                               std::all_of(version.begin(), version.end(), [](char digit) {
                                   return digit >= '0' && digit <= '9';
                               });
        if (!is_number)
            break;
        const std::string address = fmt::format(
            "https://localhost/services/Soap/{}/{}.{}",
            letter,
            version.substr(0, version.size() - 1),
            version.back()
        );
        return constant_of(Value::text(arena_.copy(std::string_view(address))), TypeKind::text);
    }
    return no_member(path, members);
}

// A field of one record that the surroundings know: the user, the profile, the role, the
// organisation.
Expression Compiler::record_global(const Path& path, Ambient what, std::string_view object_name) {
    const Object* const object = context_.schema.find(object_name);
    if (object == nullptr) {
        context_.out
            .report(
                Code::W0316,
                path.parts[0].span,
                "`{}` needs the object `{}`",
                path.parts[0].text,
                object_name
            )
            .here("no such object is declared");
        return error();
    }
    if (path.parts.size() == 1) {
        context_.out
            .report(
                Code::W0315, path.parts[0].span, "`{}` is no value by itself", path.parts[0].text
            )
            .help(fmt::format(
                "its fields are written behind a point, as in `{}.Id`", path.parts[0].text
            ));
        return error();
    }
    const Node* const id = make_ambient(what, arena_);
    if (path.parts.size() == 2 && same_name(path.parts[1].text, "Id"))
        return {id, object->field(object->id_field()).type()};
    return walk(path, 1, {id, {object->id}, true, false}, nullptr);
}

// $CustomMetadata.Type__mdt.Record.Field__c: the record is looked up by its developer name when the
// formula runs, since records of custom metadata are data.
Expression Compiler::custom_metadata(const Path& path) {
    constexpr std::string_view form = "it is written `$CustomMetadata.Type__mdt.Record.Field__c`";
    if (path.parts.size() < 4) {
        context_.out
            .report(
                Code::W0315,
                path.span,
                "`{}` is no field of a custom metadata record",
                source(path.span)
            )
            .help(std::string(form));
        return error();
    }
    const Name& type = path.parts[1];
    const Object* const object = context_.schema.find(type.text);
    if (object == nullptr || object->kind != ObjectKind::custom_metadata) {
        if (object == nullptr && context_.schema.setup().is_open)
            return believed_name(type, "custom metadata type", TypeKind::any);
        std::vector<std::string_view> names;
        for (const std::string_view name : context_.schema.object_names())
            if (name.ends_with("__mdt"))
                names.push_back(name);
        context_.out
            .report(Code::W0316, type.span, "there is no custom metadata type `{}`", type.text)
            .here("nothing of that name is declared")
            .help_nearest(type.text, names, "a type with a similar name exists: `{}`");
        return error();
    }
    const auto key = object->find_field("DeveloperName");
    if (!key)
        return undeclared(path, "developer name of");
    const Node* const id = make_found(object->id, *key, path.parts[2].text, arena_);
    return walk(path, 3, {id, {object->id}, true, false}, nullptr);
}

// $Setup.Setting__c.Field__c: the user's own record, else that of the profile, else the
// organisation's.
Expression Compiler::custom_setting(const Path& path) {
    if (path.parts.size() < 3) {
        context_.out
            .report(
                Code::W0315, path.span, "`{}` is no field of a custom setting", source(path.span)
            )
            .help("it is written `$Setup.Setting__c.Field__c`");
        return error();
    }
    const Name& name = path.parts[1];
    const Object* const object = context_.schema.find(name.text);
    const auto owner = object == nullptr ? std::nullopt : object->find_field("SetupOwnerId");
    if (context_.schema.setup().is_open && (object == nullptr || object->is_named_only))
        return believed_name(name, "custom setting", TypeKind::any);
    if (object == nullptr || object->kind != ObjectKind::custom_setting || !owner) {
        std::vector<std::string_view> settings;
        for (const std::string_view candidate : context_.schema.object_names())
            if (context_.schema.find(candidate)->kind == ObjectKind::custom_setting)
                settings.push_back(candidate);
        context_.out
            .report(Code::W0316, name.span, "there is no hierarchy custom setting `{}`", name.text)
            .here("nothing of that name is declared")
            .help_nearest(name.text, settings, "a custom setting with a similar name exists: `{}`");
        return error();
    }
    const Node* id = make_setting(object->id, *owner, arena_);
    const Expression value = walk(path, 2, {id, {object->id}, true, false}, nullptr);
    if (value.type != Type::of(TypeKind::boolean))
        return value;
    // Where no setting is made, a checkbox of it is not checked.
    return boolean(make_condition_test(ConditionTest::is_true, value.root, arena_));
}

std::optional<Expression> Compiler::global(const Path& path) {
    const std::string_view head = path.parts[0].text;
    if (!head.starts_with('$'))
        return std::nullopt;
    const auto is = [head](std::string_view name) { return same_name(head, name); };
    if (is("$Flow"))
        return flow_global(path);
    if (is("$GlobalConstant"))
        return constant_global(path);
    if (is("$User"))
        return record_global(path, Ambient::user, "User");
    if (is("$Profile"))
        return record_global(path, Ambient::profile, "Profile");
    if (is("$UserRole"))
        return record_global(path, Ambient::role, "UserRole");
    if (is("$Organization"))
        return record_global(path, Ambient::organization, "Organization");
    if (is("$Network"))
        return network_global(path);
    if (is("$Site"))
        return site_global(path);
    if (is("$CustomMetadata"))
        return custom_metadata(path);
    if (is("$Setup"))
        return custom_setting(path);
    if (is("$Api"))
        return api_global(path);
    if (is("$Permission"))
        return permission_global(path);
    if (is("$ObjectType"))
        return object_type_global(path);
    if (is("$Label"))
        return label_global(path);
    if (is("$System")) {
        constexpr std::array<std::string_view, 1> members = {"OriginDateTime"};
        if (is_exactly(path, 2) && same_name(path.parts[1].text, members[0]))
            return constant_of(Value::date_time(origin), TypeKind::date_time);
        return no_member(path, members);
    }
    return std::nullopt;
}

} // namespace weir
