// Record types, profiles, roles, queues, templates and notification types as the records that flows
// find them by: `get Queue: Group where DeveloperName = "Support" and Type = "Queue"`.
#include "check/seed_writer.hpp"
#include "schema/fold.hpp"
#include "schema/licence_kinds.hpp"

namespace weir {

namespace {

class Records : public SeedWriter {
public:
    explicit Records(World& world) : SeedWriter(world) {}

    void note_role(const Element& element) { roles_.insert(folded(element.name.text)); }

    void record_types() {
        for (const std::string_view name : world_.result.schema->object_names()) {
            const Object& object = *world_.result.schema->find(name);
            for (const RecordType& type : object.record_types) {
                if (!begin("RecordType", object.name + "." + type.name, type.label, type.span))
                    continue;
                text("Name", type.label);
                text("DeveloperName", type.name);
                text("SobjectType", object.name);
                flag("IsActive", type.active);
                if (object.name == "Account" && world_.person_types.contains(folded(type.name)))
                    flag("IsPersonType", true);
                end();
            }
        }
        person_type();
    }

    /// An org with person accounts has a record type for them.
    void person_type() {
        const bool is_needed =
            world_.result.schema->setup().has_person_accounts && world_.person_types.empty();
        if (!is_needed || !begin("RecordType", "Account.PersonAccount", "Person Account", {}))
            return;
        text("Name", "Person Account");
        text("DeveloperName", "PersonAccount");
        text("SobjectType", "Account");
        flag("IsActive", true);
        flag("IsPersonType", true);
        end();
    }

    void declaration(const Element& element) {
        if (element.name.text.empty())
            return;
        const Shape* const shape = element.shape;
        if (shape == &shapes::profile)
            profile(element);
        else if (shape == &shapes::permission_set)
            permission_set(element);
        else if (shape == &shapes::role)
            role(element);
        else if (shape == &shapes::queue || shape == &shapes::group)
            group(element);
        else if (shape == &shapes::email_template)
            email_template(element);
        else if (shape == &shapes::notification_type)
            notification_type(element);
        else if (shape == &shapes::custom_permission)
            custom_permission(element);
        else if (shape == &shapes::object || shape == &shapes::extend)
            approval_processes(element);
    }

private:
    void description(const Element& element) { from(element, "Description", "description"); }
    void from(const Element& element, std::string_view field, std::string_view clause) {
        if (const auto* const said = element.value<TextLiteral>(clause))
            text(field, said->value);
    }

    // A profile goes by its name, which may have blanks: the label.
    void profile(const Element& element) {
        const std::string name = profile_name(element);
        if (!begin("Profile", seed_name(name), name, element.name.span))
            return;
        text("Name", name);
        description(element);
        const auto* const license = element.value<TextLiteral>("license");
        const std::string wanted = license != nullptr ? seed_name(license->value) : std::string();
        for (const std::string_view candidate :
             {std::string_view(wanted), std::string_view("Salesforce")})
            if (is_known("UserLicense", candidate)) {
                reference("UserLicenseId", "UserLicense", candidate);
                break;
            }
        text(
            "UserType",
            user_type_of_licence(license != nullptr ? license->value : std::string_view{}, {})
        );
        end();
    }

    void permission_set(const Element& element) {
        if (!begin("PermissionSet", element.name.text, label_of(element), element.name.span))
            return;
        text("Name", element.name.text);
        text("Label", label_of(element));
        description(element);
        const auto* const license = element.value<TextLiteral>("license");
        if (license != nullptr && is_known("UserLicense", seed_name(license->value)))
            reference("LicenseId", "UserLicense", seed_name(license->value));
        flag("HasActivationRequired", element.has("activated by session"));
        add_user_permissions(element, *this);
        end();
    }

    void role(const Element& element) {
        if (!begin("UserRole", element.name.text, label_of(element), element.name.span))
            return;
        text("Name", label_of(element));
        text("DeveloperName", element.name.text);
        const auto* const above = element.value<Path>("under");
        if (above != nullptr && !above->empty()) {
            const Name& parent = above->parts.back();
            // A role may name one that stands further down.
            if (roles_.contains(folded(parent.text)) || is_known("UserRole", parent.text))
                reference("ParentRoleId", "UserRole", parent.text);
            else if (!world_.result.schema->setup().is_open)
                world_.out.report(Code::W0306, parent.span, "there is no role `{}`", parent.text)
                    .here("nothing of that name is declared");
        }
        access("CaseAccessForAccountOwner", "case access", element);
        access("ContactAccessForAccountOwner", "contact access", element);
        access("OpportunityAccessForAccountOwner", "opportunity access", element);
        end();
    }
    void access(std::string_view field, std::string_view clause, const Element& element) {
        const auto* const level = element.value<std::string_view>(clause);
        if (level != nullptr)
            text(field, *level == "edit" ? "Edit" : *level == "read" ? "Read" : "None");
    }
    void group(const Element& element) {
        const bool is_queue = element.shape == &shapes::queue;
        if (!begin("Group", element.name.text, label_of(element), element.name.span))
            return;
        text("Name", label_of(element));
        text("DeveloperName", element.name.text);
        text("Type", is_queue ? "Queue" : "Regular");
        from(element, "Email", "email");
        description(element);
        end();
        const auto* const objects = element.value<List<Path>>("objects");
        if (objects == nullptr)
            return;
        for (const Path& path : *objects) {
            if (path.empty())
                continue;
            const std::string_view object = path.parts.back().text;
            const std::string name = fmt::format("{}.{}", element.name.text, object);
            if (!begin("QueueSobject", name, name, path.span))
                continue;
            reference("QueueId", "Group", element.name.text);
            text("SobjectType", object);
            end();
        }
    }

    void email_template(const Element& element) {
        if (!begin("EmailTemplate", element.name.text, label_of(element), element.name.span))
            return;
        text("Name", label_of(element));
        text("DeveloperName", element.name.text);
        from(element, "FolderName", "folder");
        from(element, "Subject", "subject");
        from(element, "Body", "body");
        from(element, "HtmlValue", "html");
        description(element);
        text("TemplateType", element.has("html") ? "custom" : "text");
        flag("IsActive", !element.has("inactive"));
        end();
    }

    void notification_type(const Element& element) {
        if (!begin(
                "CustomNotificationType", element.name.text, label_of(element), element.name.span
            ))
            return;
        text("CustomNotifTypeName", label_of(element));
        text("MasterLabel", label_of(element));
        text("DeveloperName", element.name.text);
        flag("Desktop", element.has("desktop"));
        flag("Mobile", element.has("mobile"));
        description(element);
        end();
    }

    void approval_processes(const Element& object) {
        for (const Statement& statement : members(object)) {
            const Element* const process = statement.element;
            if (process == nullptr || process->shape != &shapes::approval_process ||
                process->name.text.empty())
                continue;
            const std::string name = fmt::format("{}.{}", object.name.text, process->name.text);
            const std::string label = label_of(*process);
            if (!begin("ProcessDefinition", name, label, process->name.span))
                continue;
            const Object* const target = world_.result.schema->find(object.name.text);
            text("Name", label);
            text("DeveloperName", process->name.text);
            text("TableEnumOrId", target == nullptr ? object.name.text : target->name);
            text("Type", "Approval");
            text("LockType", "Total");
            text("State", process->has("inactive") ? "Inactive" : "Active");
            description(*process);
            end();
        }
    }

    void custom_permission(const Element& element) {
        if (!begin("CustomPermission", element.name.text, label_of(element), element.name.span))
            return;
        text("DeveloperName", element.name.text);
        text("MasterLabel", label_of(element));
        description(element);
        end();
    }

    std::set<std::string> roles_;
};

} // namespace

void declare_setup_records(World& world, std::span<const SyntaxTree* const> trees) {
    Records records(world);
    for (const SyntaxTree* const tree : trees)
        for (const Element* const declaration : tree->declarations)
            if (declaration->shape == &shapes::role)
                records.note_role(*declaration);
    records.record_types();
    for (const SyntaxTree* const tree : trees)
        for (const Element* const declaration : tree->declarations)
            records.declaration(*declaration);
    declare_access_records(records, trees);
}

} // namespace weir
