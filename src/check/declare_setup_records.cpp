// Record types, profiles, roles, queues, templates and notification types as the records that flows
// find them by: `get Queue: Group where DeveloperName = "Support" and Type = "Queue"`.
#include "check/declare_world.hpp"
#include "schema/fold.hpp"

#include <array>

namespace weir {

namespace {

/// A seed's name: a profile called "Sales User" is `Profile.Sales_User`, as the standard library
/// names its own.
std::string seed_name(std::string_view label) {
    std::string name(label);
    for (char& letter : name)
        if (letter == ' ')
            letter = '_';
    return name;
}

class Records {
public:
    explicit Records(World& world) : world_(world), arena_(*world.result.arena) {
        for (const RecordSeed& seed : world.result.seeds)
            known_.insert(key(seed.object, seed.name));
    }

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
                end();
            }
        }
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
    }

private:
    static std::string key(ObjectId object, std::string_view name) {
        return fmt::format("{}.{}", static_cast<uint32_t>(object), folded(name));
    }

    /// Begins a record, unless the world does not know its object or has the record.
    bool begin(std::string_view object, std::string_view name, std::string_view label, Span span) {
        object_ = world_.result.schema->find(object);
        if (object_ == nullptr || !known_.insert(key(object_->id, name)).second)
            return false;
        seed_ = {};
        seed_.object = object_->id;
        seed_.name = name;
        seed_.label = label;
        seed_.span = span;
        return true;
    }
    void end() { world_.result.seeds.push_back(std::move(seed_)); }

    template<class T>
    void value(std::string_view field, T made) {
        const std::optional<FieldId> id = object_->find_field(field);
        if (!id)
            return;
        made.span = seed_.span;
        auto* const formula = arena_.make<Formula>();
        formula->span = seed_.span;
        formula->root = arena_.make<T>(made);
        seed_.values.emplace_back(*id, formula);
    }
    void text(std::string_view field, std::string_view content) {
        if (content.empty())
            return;
        TextExpr made;
        made.kind = ExprKind::text;
        made.value = arena_.copy(content);
        value(field, made);
    }
    void flag(std::string_view field, bool is_true) {
        BooleanExpr made;
        made.kind = ExprKind::boolean;
        made.value = is_true;
        value(field, made);
    }
    [[nodiscard]] bool is_known(std::string_view object, std::string_view name) const {
        const Object* const target = world_.result.schema->find(object);
        return target != nullptr && known_.contains(key(target->id, name));
    }
    /// `Object.Name.Id`.
    void reference(std::string_view field, std::string_view object, std::string_view name) {
        const std::array parts = {
            Name{arena_.copy(object), seed_.span},
            Name{arena_.copy(name), seed_.span},
            Name{"Id", seed_.span}};
        ReferenceExpr made;
        made.kind = ExprKind::reference;
        made.path = {arena_.copy(std::span<const Name>(parts)), seed_.span};
        value(field, made);
    }
    void description(const Element& element) { from(element, "Description", "description"); }
    void from(const Element& element, std::string_view field, std::string_view clause) {
        if (const auto* const said = element.value<TextLiteral>(clause))
            text(field, said->value);
    }

    // A profile goes by its name, which may have blanks: the label.
    void profile(const Element& element) {
        const std::string name = element.label != nullptr ? std::string(element.label->value)
                                                          : std::string(element.name.text);
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
        text("UserType", "Standard");
        end();
    }

    void permission_set(const Element& element) {
        if (!begin("PermissionSet", element.name.text, label_of(element), element.name.span))
            return;
        text("Name", element.name.text);
        text("Label", label_of(element));
        description(element);
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
        end();
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

    void custom_permission(const Element& element) {
        if (!begin("CustomPermission", element.name.text, label_of(element), element.name.span))
            return;
        text("DeveloperName", element.name.text);
        text("MasterLabel", label_of(element));
        description(element);
        end();
    }

    World& world_;
    Arena& arena_;
    std::set<std::string> known_; // records by object and name
    std::set<std::string> roles_;
    const Object* object_ = nullptr;
    RecordSeed seed_;
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
}

} // namespace weir
