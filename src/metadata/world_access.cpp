// Who may do what, from XML: permissions of profiles and permission sets, org-wide defaults,
// sharing rules and sets, sites, members of queues.
#include "metadata/world_reader.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace weir::metadata {

namespace {

using Pair = std::pair<std::string_view, std::string_view>;

/// Names that a clause of paths takes from the children of a tag.
std::vector<Path> paths_of(
    const XmlNode& root,
    std::string_view tag,
    std::string_view name,
    std::string_view enabled,
    Maker& make
) {
    std::vector<Path> paths;
    for (const XmlNode* const child : root.children)
        if (const XmlNode* const found = child->name == tag ? child->child(name) : nullptr;
            found != nullptr && !found->text.empty() && child->is_true(enabled))
            paths.push_back(make.path(found->text, found->text_span));
    return paths;
}

/// What is said of one object, in the order of the file.
struct ObjectAccess {
    const XmlNode* permissions = nullptr;
    Name name;
    std::vector<Path> reads;
    std::vector<Path> edits;
};

class AccessReader {
public:
    AccessReader(const XmlNode& root, Maker& make) : root_(root), make_(make) {}

    std::vector<const Element*> read() {
        for (const XmlNode* const child : root_.children) {
            if (child->name == "objectPermissions")
                object(*child);
            else if (child->name == "fieldPermissions")
                field(*child);
        }
        std::vector<const Element*> elements;
        for (const std::string& key : order_)
            elements.push_back(element(objects_.at(key)));
        return elements;
    }

private:
    ObjectAccess& access_of(std::string_view name, Span span) {
        const auto [found, is_new] = objects_.try_emplace(folded(name));
        if (is_new) {
            found->second.name = {name, span};
            order_.push_back(found->first);
        }
        return found->second;
    }

    void object(const XmlNode& node) {
        const XmlNode* const name = node.child("object");
        if (name == nullptr || name->text.empty())
            return;
        ObjectAccess& access = access_of(name->text, name->text_span);
        if (access.permissions == nullptr)
            access.permissions = &node;
    }

    /// `Case.Priority`.
    void field(const XmlNode& node) {
        const XmlNode* const name = node.child("field");
        const size_t dot = name == nullptr ? std::string_view::npos : name->text.find('.');
        if (dot == std::string_view::npos || dot == 0 || dot + 1 == name->text.size())
            return;
        ObjectAccess& access = access_of(name->text.substr(0, dot), name->text_span);
        const Path path = make_.path(name->text.substr(dot + 1), name->text_span);
        if (node.is_true("editable"))
            access.edits.push_back(path);
        else if (node.is_true("readable"))
            access.reads.push_back(path);
    }

    const Element* element(const ObjectAccess& access) {
        constexpr std::array<Pair, 6> flags = {{
            {"allowRead", "read"},
            {"allowCreate", "create"},
            {"allowEdit", "edit"},
            {"allowDelete", "delete"},
            {"viewAllRecords", "view all"},
            {"modifyAllRecords", "modify all"},
        }};
        ElementMaker made(shapes::object_access, access.name, access.name.span, make_);
        if (access.permissions != nullptr)
            for (const auto& [tag, key] : flags)
                if (access.permissions->is_true(tag))
                    made.flag(key, access.permissions->child(tag)->text_span);
        made.paths("reads", access.reads, access.name.span);
        made.paths("edits", access.edits, access.name.span);
        return made.finish();
    }

    const XmlNode& root_;
    Maker& make_;
    std::map<std::string, ObjectAccess> objects_;
    std::vector<std::string> order_;
};

/// The parties of `sharedTo` and `sharedFrom`, each tag with its clause. False if there is one that
/// weir does not know: such a rule is left out rather than half followed.
bool read_parties(
    const XmlNode& node,
    std::span<const Pair> lists,
    std::span<const Pair> flags,
    ElementMaker& made,
    Maker& make
) {
    std::map<std::string_view, std::vector<Path>> paths;
    for (const XmlNode* const child : node.children) {
        const auto is_tag = [&](const Pair& pair) { return pair.first == child->name; };
        if (const auto list = std::find_if(lists.begin(), lists.end(), is_tag);
            list != lists.end() && !child->text.empty()) {
            paths[list->second].push_back(make.path(child->text, child->text_span));
            continue;
        }
        const auto flag = std::find_if(flags.begin(), flags.end(), is_tag);
        if (flag == flags.end())
            return false;
        if (!made.has(flag->second))
            made.flag(flag->second, child->text_span);
    }
    for (const auto& [key, list] : paths)
        made.paths(key, list, node.span);
    return true;
}

} // namespace

void read_access(const XmlNode& root, ElementMaker& made, Maker& make) {
    made.paths(
        "user permissions", paths_of(root, "userPermissions", "name", "enabled", make), root.span
    );
    made.paths("classes", paths_of(root, "classAccesses", "apexClass", "enabled", make), root.span);
    made.paths("flows", paths_of(root, "flowAccesses", "flow", "enabled", make), root.span);
    made.members(AccessReader(root, make).read());
}

void read_sharing_models(const XmlNode& root, ElementMaker& made) {
    constexpr std::array<Pair, 6> models = {{
        {"Private", "private"},
        {"Read", "public read only"},
        {"ReadWrite", "public read write"},
        {"ReadWriteTransfer", "public read write transfer"},
        {"FullAccess", "full access"},
        {"ControlledByParent", "controlled by parent"},
    }};
    constexpr std::array<Pair, 2> tags = {
        {{"sharingModel", "sharing"}, {"externalSharingModel", "external sharing"}}};
    for (const auto& [tag, key] : tags)
        if (const XmlNode* const model = root.child(tag))
            for (const auto& [xml, words] : models)
                if (model->text == xml)
                    made.words(key, words, model->text_span);
}

const Element* read_sharing_rule(
    const XmlNode& node, Name name, std::string_view object, const FieldIndex& fields, Maker& make
) {
    constexpr std::array<Pair, 4> sources = {{
        {"role", "from roles"},
        {"roleAndSubordinates", "from roles and subordinates"},
        {"roleAndSubordinatesInternal", "from roles and subordinates"},
        {"group", "from groups"},
    }};
    constexpr std::array<Pair, 5> targets = {{
        {"guestUser", "to guests of"},
        {"role", "to roles"},
        {"roleAndSubordinates", "to roles and subordinates"},
        {"roleAndSubordinatesInternal", "to roles and internal subordinates"},
        {"group", "to groups"},
    }};
    constexpr std::array<Pair, 3> everybody = {{
        {"allInternalUsers", "to internal users"},
        {"allCustomerPortalUsers", "to portal users"},
        {"allPartnerUsers", "to partner users"},
    }};
    ElementMaker made(shapes::sharing_rule, name, name.span, make);
    made.label(node.child("label"));
    if (node.name != "sharingOwnerRules") {
        const Condition* const condition =
            read_filter_items(node, "criteriaItems", object, fields, make);
        if (condition == nullptr)
            return nullptr;
        made.add("when", condition, condition->span);
    } else if (const XmlNode* const from = node.child("sharedFrom");
               from == nullptr || !read_parties(*from, sources, {}, made, make)) {
        return nullptr;
    }
    const XmlNode* const to = node.child("sharedTo");
    if (to == nullptr || !read_parties(*to, targets, everybody, made, make))
        return nullptr;
    if (const XmlNode* const level = node.child("accessLevel"))
        made.words("access", level->text == "Edit" ? "edit" : "read", level->text_span);
    made.text("description", node.child("description"));
    return made.finish();
}

void read_queue_members(const XmlNode& root, ElementMaker& made, Maker& make) {
    const XmlNode* const members = root.child("queueMembers");
    if (members == nullptr)
        return;
    constexpr std::array<std::array<std::string_view, 3>, 4> lists = {{
        {"roles", "role", "roles"},
        {"roleAndSubordinates", "roleAndSubordinate", "roles and subordinates"},
        {"roleAndSubordinatesInternal", "roleAndSubordinateInternal", "roles and subordinates"},
        {"publicGroups", "publicGroup", "groups"},
    }};
    std::map<std::string_view, std::vector<Path>> paths;
    std::vector<TextLiteral> users;
    for (const XmlNode* const list : members->children)
        for (const XmlNode* const member : list->children) {
            if (member->text.empty())
                continue;
            if (list->name == "users" && member->name == "user")
                users.push_back(*make.literal(*member));
            for (const auto& [tag, item, key] : lists)
                if (list->name == tag && member->name == item)
                    paths[key].push_back(make.path(member->text, member->text_span));
        }
    made.texts("users", users, members->span);
    for (const auto& [key, list] : paths)
        made.paths(key, list, members->span);
}

void read_sharing_set(const XmlNode& root, ElementMaker& made, Maker& make) {
    std::vector<TextLiteral> profiles;
    std::vector<const Element*> objects;
    for (const XmlNode* const child : root.children) {
        if (child->name == "profiles" && !child->text.empty())
            profiles.push_back(*make.literal(*child));
        const XmlNode* const object =
            child->name == "accessMappings" ? child->child("object") : nullptr;
        const XmlNode* const of_record = child->child("objectField");
        const XmlNode* const of_user = child->child("userField");
        if (object == nullptr || object->text.empty() || of_record == nullptr || of_user == nullptr)
            continue;
        ElementMaker mapping(
            shapes::shared_object, {object->text, object->text_span}, child->span, make
        );
        mapping.path("where", of_record);
        mapping.path("matches", of_user);
        if (const XmlNode* const level = child->child("accessLevel"))
            mapping.words("access", level->text == "Edit" ? "edit" : "read", level->text_span);
        objects.push_back(mapping.finish());
    }
    made.texts("profiles", profiles, root.span);
    made.members(objects);
}

void read_site(const XmlNode& root, ElementMaker& made, Maker& make) {
    std::vector<TextLiteral> profiles;
    std::vector<Path> sets;
    if (const XmlNode* const groups = root.child("networkMemberGroups"))
        for (const XmlNode* const member : groups->children) {
            if (member->text.empty())
                continue;
            if (member->name == "profile")
                profiles.push_back(*make.literal(*member));
            else if (member->name == "permissionSet")
                sets.push_back(make.path(member->text, member->text_span));
        }
    made.texts("profiles", profiles, root.span);
    made.paths("permission sets", sets, root.span);
    made.text("self registration", root.child("selfRegProfile"));
    // Salesforce makes this profile with every site, and calls it so.
    TextLiteral guests;
    guests.value = make.arena().copy(std::string_view(std::string(made.name()) + " Profile"));
    guests.span = root.span;
    made.add("guest profile", guests, root.span);
    made.text("path", root.child("urlPathPrefix"));
    if (root.is_true("sendWelcomeEmail"))
        made.flag("welcome email", root.child("sendWelcomeEmail")->text_span);
}

} // namespace weir::metadata
