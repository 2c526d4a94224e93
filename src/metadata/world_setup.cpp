// Sets of values, people and their permissions, templates, notification types, actions: files of
// their own.
#include "metadata/world_reader.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace weir::metadata {

namespace {

using Pair = std::pair<std::string_view, std::string_view>;

void read_values(std::string_view tag, const XmlNode& root, ElementMaker& made, Maker& make) {
    std::vector<TextLiteral> values;
    std::vector<TextLiteral> closed;
    std::set<std::string> seen;
    const XmlNode* chosen = nullptr;
    for (const XmlNode* const child : root.children) {
        const XmlNode* const name = child->name == tag ? child->child("fullName") : nullptr;
        if (name == nullptr || name->text.empty() || child->child_text("isActive") == "false" ||
            !seen.insert(folded(name->text)).second)
            continue;
        values.push_back(*make.literal(*name));
        if (child->is_true("closed"))
            closed.push_back(values.back());
        if (child->is_true("default"))
            chosen = name;
    }
    made.texts("values", values, root.span);
    made.text("default", chosen);
    if (made.shape() == &shapes::standard_value_set)
        made.texts("closed", closed, root.span);
}

void read_permissions(const XmlNode& root, ElementMaker& made, Maker& make) {
    std::vector<Path> permissions;
    for (const XmlNode* const child : root.children)
        if (child->name == "customPermissions" && child->is_true("enabled"))
            if (const XmlNode* const name = child->child("name");
                name != nullptr && !name->text.empty())
                permissions.push_back(make.path(name->text, name->text_span));
    made.paths("permissions", permissions, root.span);
}

void read_profile(const XmlNode& root, ElementMaker& made, std::string_view name, Maker& make) {
    // Files of standard profiles have names of their own.
    constexpr std::array<Pair, 8> standard = {{
        {"admin", "System Administrator"},
        {"standard", "Standard User"},
        {"readonly", "Read Only"},
        {"marketingprofile", "Marketing User"},
        {"contractmanager", "Contract Manager"},
        {"solutionmanager", "Solution Manager"},
        {"standardaul", "Standard Platform User"},
        {"minimumaccess", "Minimum Access - Salesforce"},
    }};
    std::string_view label = name;
    for (const auto& [file, known] : standard)
        if (folded(name) == file)
            label = known;
    made.label(label, root.span);
    made.text("license", root.child("userLicense"));
    read_permissions(root, made, make);
}

/// What owners of accounts in the role may do with the children of others.
void read_role_access(const XmlNode& root, ElementMaker& made) {
    constexpr std::array<Pair, 3> tags = {{
        {"caseAccessLevel", "case access"},
        {"contactAccessLevel", "contact access"},
        {"opportunityAccessLevel", "opportunity access"},
    }};
    for (const auto& [tag, key] : tags)
        if (const XmlNode* const level = root.child(tag))
            made.words(
                key,
                level->text == "Edit"   ? "edit"
                : level->text == "Read" ? "read"
                                        : "none",
                level->text_span
            );
}

void read_queue(const XmlNode& root, ElementMaker& made, Maker& make) {
    std::vector<Path> objects;
    for (const XmlNode* const child : root.children)
        if (const XmlNode* const type =
                child->name == "queueSobject" ? child->child("sobjectType") : nullptr;
            type != nullptr && !type->text.empty())
            objects.push_back(make.path(type->text, type->text_span));
    made.paths("objects", objects, root.span);
    made.text("email", root.child("email"));
}

void read_custom_permission(const XmlNode& root, ElementMaker& made, Maker& make) {
    std::vector<Path> needed;
    for (const XmlNode* const child : root.children)
        if (const XmlNode* const name =
                child->name == "requiredPermission" ? child->child("customPermission") : nullptr;
            name != nullptr && !name->text.empty())
            needed.push_back(make.path(name->text, name->text_span));
    made.paths("requires", needed, root.span);
}

void read_email_template(
    const ProjectFile& file,
    const XmlNode& root,
    std::string_view body,
    Span body_span,
    ElementMaker& made,
    Maker& make
) {
    made.add(
        "folder",
        TextLiteral{make.arena().copy(std::string_view(file.parent)), root.span},
        root.span
    );
    made.text("subject", root.child("subject"));
    const XmlNode* const plain = root.child("textOnly");
    const XmlNode* const type = root.child("type");
    const bool is_text = type == nullptr || type->text == "text";
    const bool has_body = !body.empty();
    const auto literal = [&](std::string_view text, Span span) {
        return TextLiteral{text, span, text.find('\n') != std::string_view::npos};
    };
    if (is_text && has_body)
        made.add("body", literal(body, body_span), body_span);
    else
        made.text("body", plain);
    if (!is_text && has_body)
        made.add("html", literal(body, body_span), body_span);
    if (const XmlNode* const available = root.child("available");
        available != nullptr && available->text != "true")
        made.flag("inactive", available->text_span);
}

void read_quick_action(
    const XmlNode& root, std::string_view object, Span object_span, ElementMaker& made, Maker& make
) {
    constexpr std::array<Pair, 8> kinds = {{
        {"Create", "create"},
        {"Update", "update"},
        {"LogACall", "log a call"},
        {"SendEmail", "send email"},
        {"Post", "post"},
        {"Flow", "flow"},
        {"LightningComponent", "component"},
        {"LightningWebComponent", "component"},
    }};
    if (const XmlNode* const type = root.child("type")) {
        std::string_view kind = "other";
        for (const auto& [xml, word] : kinds)
            if (xml == type->text)
                kind = word;
        made.words("type", kind, type->text_span);
    }
    if (!object.empty())
        made.add("on", make.path(object, object_span), object_span);
    made.path("makes", root.child("targetObject"));
    made.path("starts", root.child("flowDefinition"));
    std::vector<Assignment> values;
    for (const XmlNode* const child : root.children) {
        const XmlNode* const field =
            child->name == "fieldOverrides" ? child->child("field") : nullptr;
        if (field == nullptr || field->text.empty())
            continue;
        Assignment value;
        value.target = make.path(field->text, field->text_span);
        value.op_span = field->text_span;
        value.span = child->span;
        if (const XmlNode* const formula = child->child("formula"))
            value.value = make.formula(*formula);
        else if (const XmlNode* const literal = child->child("literalValue"))
            value.value = constant({}, literal->text, literal->text_span, make);
        if (value.value != nullptr)
            values.push_back(value);
    }
    if (!values.empty())
        made.add("set", make.arena().copy(values), root.span);
}

struct Setup {
    FileKind kind;
    std::string_view root;
    const Shape* shape;
    std::string_view label; // the tag of its label
};
const Setup setups[] = {
    {FileKind::global_value_set, "GlobalValueSet", &shapes::value_set, "masterLabel"},
    {FileKind::standard_value_set, "StandardValueSet", &shapes::standard_value_set, {}},
    {FileKind::custom_permission, "CustomPermission", &shapes::custom_permission, "label"},
    {FileKind::permission_set, "PermissionSet", &shapes::permission_set, "label"},
    {FileKind::profile, "Profile", &shapes::profile, {}},
    {FileKind::role, "Role", &shapes::role, "name"},
    {FileKind::queue, "Queue", &shapes::queue, "name"},
    {FileKind::group, "Group", &shapes::group, "name"},
    {FileKind::email_template, "EmailTemplate", &shapes::email_template, "name"},
    {FileKind::notification_type,
     "CustomNotificationType",
     &shapes::notification_type,
     "masterLabel"},
    {FileKind::sharing_set, "SharingSet", &shapes::sharing_set, "name"},
    {FileKind::site, "Network", &shapes::site, {}},
    {FileKind::quick_action, "QuickAction", &shapes::quick_action, "label"},
};

} // namespace

const Element* read_setup(
    const ProjectFile& file, const XmlNode& root, std::string_view body, Span body_span, Maker& make
) {
    const auto* const setup =
        std::find_if(std::begin(setups), std::end(setups), [&](const Setup& candidate) {
            return candidate.kind == file.kind;
        });
    if (setup == std::end(setups) || root.name != setup->root)
        return nullptr;
    // `Case.Close` is the action `Close` of Case.
    std::string_view object;
    std::string_view own = make.arena().copy(std::string_view(file.name));
    if (const size_t dot = own.find('.');
        file.kind == FileKind::quick_action && dot != std::string_view::npos) {
        object = own.substr(0, dot);
        own = own.substr(dot + 1);
    }
    const Name name =
        file.kind == FileKind::quick_action ? Name{own, root.span} : name_of(root, own, make);
    ElementMaker made(*setup->shape, name, root.span, make);
    if (!setup->label.empty())
        made.label(root.child(setup->label));
    switch (file.kind) {
    case FileKind::global_value_set:
        read_values("customValue", root, made, make);
        break;
    case FileKind::standard_value_set:
        read_values("standardValue", root, made, make);
        break;
    case FileKind::custom_permission:
        read_custom_permission(root, made, make);
        break;
    case FileKind::permission_set:
        if (root.is_true("hasActivationRequired"))
            made.flag("activated by session", root.span);
        made.text("license", root.child("license"));
        read_permissions(root, made, make);
        read_access(root, made, make);
        break;
    case FileKind::profile:
        read_profile(root, made, name.text, make);
        read_access(root, made, make);
        break;
    case FileKind::sharing_set:
        read_sharing_set(root, made, make);
        break;
    case FileKind::site:
        read_site(root, made, make);
        break;
    case FileKind::role:
        made.path("under", root.child("parentRole"));
        read_role_access(root, made);
        break;
    case FileKind::queue:
        read_queue(root, made, make);
        read_queue_members(root, made, make);
        break;
    case FileKind::email_template:
        read_email_template(file, root, body, body_span, made, make);
        break;
    case FileKind::notification_type:
        for (const std::string_view place : {"desktop", "mobile", "slack"})
            if (root.is_true(place))
                made.flag(place, root.child(place)->text_span);
        break;
    case FileKind::quick_action:
        read_quick_action(root, object, root.span, made, make);
        break;
    default:
        break;
    }
    if (setup->shape->clause("description") != nullptr)
        made.text("description", root.child("description"));
    if (setup->shape->block()->value == ValueKind::flag)
        made.braces();
    return made.finish();
}

} // namespace weir::metadata
