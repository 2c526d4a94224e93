// Permissions as the records that Salesforce has for them: ObjectPermissions and FieldPermissions
// of permission sets, and of the permission set that every profile has; members of queues and
// groups; sites.
#include "check/reports.hpp"
#include "check/seed_writer.hpp"
#include "schema/fold.hpp"

#include <fmt/format.h>

#include <optional>

namespace weir {

namespace {

constexpr std::string_view guest_licence = "Guest_User_License";

/// The permission set that a profile is, in Salesforce's data model.
std::string set_of_profile(const Element& profile) {
    return "X00e_" + seed_name(profile_name(profile));
}

class AccessRecords {
public:
    explicit AccessRecords(SeedWriter& writer) : writer_(writer), world_(writer.world()) {}

    void declaration(const Element& element) {
        if (element.name.text.empty())
            return;
        if (element.shape == &shapes::profile)
            profile(element);
        else if (element.shape == &shapes::permission_set)
            permissions(element, std::string(element.name.text));
        else if (element.shape == &shapes::queue || element.shape == &shapes::group)
            group_members(element);
        else if (element.shape == &shapes::site)
            site(element);
    }

private:
    void profile(const Element& element) {
        const bool says_something = element.has("user permissions") || !members(element).empty();
        if (!says_something)
            return;
        const std::string name = profile_name(element);
        const std::string set = set_of_profile(element);
        if (!writer_.begin("PermissionSet", set, name, element.name.span))
            return; // the profile is declared twice, which was said
        writer_.text("Name", set);
        writer_.text("Label", name);
        writer_.flag("IsOwnedByProfile", true);
        writer_.flag("IsCustom", false);
        writer_.text("Type", "Profile");
        writer_.reference("ProfileId", "Profile", seed_name(name));
        add_user_permissions(element, writer_);
        writer_.end();
        permissions(element, set);
    }

    void permissions(const Element& element, const std::string& set) {
        for (const Statement& statement : members(element))
            if (const Element* const member = statement.element;
                member != nullptr && member->shape == &shapes::object_access &&
                !member->name.text.empty())
                access(*member, set);
    }

    void access(const Element& element, const std::string& set) {
        const Object* const object = world_.result.schema->find(element.name.text);
        if (object == nullptr) {
            if (!world_.result.schema->setup().is_open)
                report_unknown_object(*world_.result.schema, element.name, world_.out);
            return;
        }
        const std::string name = set + "." + object->name;
        if (!writer_.begin("ObjectPermissions", name, name, element.name.span)) {
            world_.out
                .report(
                    Code::W0301, element.name.span, "access to `{}` is said already", object->name
                )
                .here("a second time here");
            return;
        }
        // One permission brings others, as in Setup.
        const bool modifies_all = element.has("modify all");
        const bool deletes = modifies_all || element.has("delete");
        const bool edits = deletes || element.has("edit");
        const bool views_all = modifies_all || element.has("view all");
        const bool creates = element.has("create");
        writer_.reference("ParentId", "PermissionSet", set);
        writer_.text("SobjectType", object->name);
        writer_.flag("PermissionsRead", edits || views_all || creates || element.has("read"));
        writer_.flag("PermissionsCreate", creates);
        writer_.flag("PermissionsEdit", edits);
        writer_.flag("PermissionsDelete", deletes);
        writer_.flag("PermissionsViewAllRecords", views_all);
        writer_.flag("PermissionsModifyAllRecords", modifies_all);
        writer_.end();
        fields(element, *object, set, "edits", true);
        fields(element, *object, set, "reads", false);
    }

    void fields(
        const Element& element,
        const Object& object,
        const std::string& set,
        std::string_view clause,
        bool edits
    ) {
        const auto* const paths = element.value<List<Path>>(clause);
        if (paths == nullptr)
            return;
        for (const Path& path : *paths) {
            if (path.empty())
                continue;
            const Name& name = path.parts.back();
            const std::optional<FieldId> field = object.find_field(name.text);
            if (!field) {
                if (!object.is_open)
                    report_unknown_field(object, name, world_.out);
                continue;
            }
            const std::string full = fmt::format("{}.{}", object.name, object.field(*field).name);
            if (!writer_.begin("FieldPermissions", set + "." + full, full, name.span))
                continue; // editable already
            writer_.reference("ParentId", "PermissionSet", set);
            writer_.text("SobjectType", object.name);
            writer_.text("Field", full);
            writer_.flag("PermissionsRead", true);
            writer_.flag("PermissionsEdit", edits);
            writer_.end();
        }
    }

    void group_members(const Element& element) {
        const std::string group(element.name.text);
        each_path(element, "groups", [&](const Name& name) {
            if (is_there("Group", "group", name))
                member(group, "Group", std::string(name.text), name.span);
        });
        each_path(element, "roles", [&](const Name& name) { member_role(group, name, "Role"); });
        each_path(element, "roles and subordinates", [&](const Name& name) {
            member_role(group, name, "RoleAndSubordinates");
        });
        const auto* const users = element.value<List<TextLiteral>>("users");
        if (users == nullptr)
            return;
        for (const TextLiteral& user : *users)
            if (const std::optional<std::string> seed = find_user(user))
                member(group, "User", *seed, user.span);
    }

    template<class Use>
    static void each_path(const Element& element, std::string_view clause, const Use& use) {
        if (const auto* const paths = element.value<List<Path>>(clause))
            for (const Path& path : *paths)
                if (!path.empty())
                    use(path.parts.back());
    }

    bool is_there(std::string_view object, std::string_view what, const Name& name) {
        if (writer_.is_known(object, name.text))
            return true;
        if (!world_.result.schema->setup().is_open)
            world_.out.report(Code::W0306, name.span, "there is no {} `{}`", what, name.text)
                .here("nothing of that name is declared");
        return false;
    }

    /// The users of a role are a group, which Salesforce keeps for every role.
    void member_role(const std::string& group, const Name& name, std::string_view type) {
        if (!is_there("UserRole", "role", name))
            return;
        const std::string of_role = fmt::format("{}_{}", type, name.text);
        if (writer_.begin("Group", of_role, name.text, name.span)) {
            writer_.text("Name", name.text);
            writer_.text("Type", type);
            writer_.reference("RelatedId", "UserRole", name.text);
            writer_.end();
        }
        member(group, "Group", of_role, name.span);
    }

    void
    member(const std::string& group, std::string_view object, const std::string& who, Span span) {
        const std::string name = fmt::format("{}.{}.{}", group, object, who);
        if (!writer_.begin("GroupMember", name, name, span))
            return;
        writer_.reference("GroupId", "Group", group);
        writer_.reference("UserOrGroupId", object, who);
        writer_.end();
    }

    /// The seed of the user with this username.
    std::optional<std::string> find_user(const TextLiteral& username) {
        const Object* const user = world_.result.schema->find("User");
        const auto field = user == nullptr ? std::nullopt : user->find_field("Username");
        if (!field)
            return std::nullopt;
        for (const RecordSeed& seed : world_.result.seeds) {
            if (seed.object != user->id)
                continue;
            for (const auto& [id, formula] : seed.values)
                if (id == *field && formula->root != nullptr &&
                    formula->root->kind == ExprKind::text &&
                    folded(static_cast<const TextExpr*>(formula->root)->value) ==
                        folded(username.value))
                    return seed.name;
        }
        if (!world_.result.schema->setup().is_open)
            world_.out.report(Code::W0306, username.span, "there is no user `{}`", username.value)
                .here("no record of `User` has this username");
        return std::nullopt;
    }

    void site(const Element& element) {
        if (!writer_.begin("Network", element.name.text, label_of(element), element.name.span))
            return;
        writer_.text("Name", label_of(element));
        writer_.text("Status", "Live");
        if (const auto* const said = element.value<TextLiteral>("description"))
            writer_.text("Description", said->value);
        if (const auto* const profile = element.value<TextLiteral>("self registration"))
            if (writer_.is_known("Profile", seed_name(profile->value)))
                writer_.reference("SelfRegProfileId", "Profile", seed_name(profile->value));
        if (const auto* const path = element.value<TextLiteral>("path"))
            writer_.text("UrlPathPrefix", path->value);
        writer_.end();
        const bool has_guests = guests(element);
        if (!writer_.begin("Site", element.name.text, label_of(element), element.name.span))
            return;
        writer_.text("Name", element.name.text);
        writer_.text("MasterLabel", label_of(element));
        writer_.text("SiteType", "ChatterNetworkPicasso");
        writer_.text("Status", "Active");
        if (const auto* const domain = element.value<TextLiteral>("domain"))
            writer_.text("Subdomain", domain->value);
        if (const auto* const path = element.value<TextLiteral>("path"))
            writer_.text("UrlPathPrefix", path->value);
        if (has_guests)
            writer_.reference("GuestUserId", "User", guest_name(element));
        writer_.end();
    }

    /// "Site_Guest_User_Shop": the seed of a site's guest user.
    static std::string guest_name(const Element& site) {
        return fmt::format("Site_Guest_User_{}", site.name.text);
    }

    /// With a site Salesforce makes the profile of its visitors, and the one user that they are.
    bool guests(const Element& site) {
        const auto* const said = site.value<TextLiteral>("guest profile");
        if (said == nullptr)
            return false;
        const std::string profile = seed_name(said->value);
        if (!writer_.is_known("Profile", profile) &&
            writer_.begin("Profile", profile, said->value, said->span)) {
            writer_.text("Name", said->value);
            writer_.text("UserType", "Guest");
            if (writer_.is_known("UserLicense", guest_licence))
                writer_.reference("UserLicenseId", "UserLicense", guest_licence);
            writer_.end();
        }
        if (!writer_.begin("User", guest_name(site), label_of(site), site.name.span))
            return false;
        const std::string address = folded(site.name.text) + "@site.guest";
        writer_.text("FirstName", label_of(site));
        writer_.text("LastName", "Site Guest User");
        writer_.text("Alias", "guest");
        writer_.text("CommunityNickname", site.name.text);
        writer_.text("Email", address);
        writer_.text("Username", address);
        writer_.reference("ProfileId", "Profile", profile);
        writer_.text("TimeZoneSidKey", "GMT");
        writer_.text("LocaleSidKey", "en_US");
        writer_.text("LanguageLocaleKey", "en_US");
        writer_.text("EmailEncodingKey", "UTF-8");
        writer_.end();
        return true;
    }

    SeedWriter& writer_;
    World& world_;
};

} // namespace

void add_user_permissions(const Element& element, SeedWriter& writer) {
    if (const auto* const permissions = element.value<List<Path>>("user permissions"))
        for (const Path& path : *permissions)
            if (!path.empty())
                writer.flag(fmt::format("Permissions{}", path.parts.back().text), true);
}

void declare_access_records(SeedWriter& writer, std::span<const SyntaxTree* const> trees) {
    AccessRecords records(writer);
    for (const SyntaxTree* const tree : trees)
        for (const Element* const declaration : tree->declarations)
            records.declaration(*declaration);
}

} // namespace weir
