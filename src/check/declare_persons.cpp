// Accounts that are persons: the fields that the feature adds to accounts and contacts
// (reference/objects.md, section 3, Account).
#include "check/declare_world.hpp"
#include "check/persons.hpp"
#include "schema/fold.hpp"

#include <algorithm>
#include <array>

namespace weir {

namespace {

constexpr std::array<std::string_view, 5> name_fields = {
    "FirstName", "LastName", "MiddleName", "Suffix", "Salutation"};

/// Fields of the contact that the account has as `Person` and their name.
constexpr std::array<std::string_view, 33> person_fields = {
    "AssistantName",
    "AssistantPhone",
    "Birthdate",
    "Department",
    "Email",
    "EmailBouncedDate",
    "EmailBouncedReason",
    "HasOptedOutOfEmail",
    "HasOptedOutOfFax",
    "DoNotCall",
    "HomePhone",
    "IndividualId",
    "LeadSource",
    "MailingCity",
    "MailingCountry",
    "MailingCountryCode",
    "MailingLatitude",
    "MailingLongitude",
    "MailingPostalCode",
    "MailingState",
    "MailingStateCode",
    "MailingStreet",
    "MobilePhone",
    "OtherCity",
    "OtherCountry",
    "OtherCountryCode",
    "OtherPhone",
    "OtherPostalCode",
    "OtherState",
    "OtherStateCode",
    "OtherStreet",
    "Title",
    "ReportsToId"};

Field checkbox(std::string name, std::string label) {
    Field field;
    field.name = std::move(name);
    field.label = std::move(label);
    field.kind = FieldKind::checkbox;
    field.createable = field.updateable = false;
    return field;
}

class PersonFields {
public:
    explicit PersonFields(World& world)
        : world_(world),
          account_(world.builder.find("Account")),
          contact_(world.builder.find("Contact")) {}

    void run() {
        if (account_ == nullptr || contact_ == nullptr)
            return;
        for (const std::string_view name : name_fields)
            copy(name, std::string(name));
        for (const std::string_view name : person_fields)
            copy(name, "Person" + std::string(name));
        copy_custom_fields();
        world_.builder.add_field(*account_, checkbox("IsPersonAccount", "Is Person Account"));
        world_.builder.add_field(*contact_, checkbox("IsPersonAccount", "Is Person Account"));
        Field contact;
        contact.name = "PersonContactId";
        contact.label = "Contact ID";
        contact.kind = FieldKind::lookup;
        contact.refers_to = {contact_->id};
        contact.createable = contact.updateable = false;
        world_.builder.add_field(*account_, std::move(contact));
    }

private:
    void copy(std::string_view name, std::string as) {
        const std::optional<FieldId> found = contact_->find_field(name);
        if (!found)
            return;
        Field field = contact_->field(*found);
        field.name = std::move(as);
        field.child_relationship.clear();
        field.relationship.clear();
        field.required = false; // of accounts that are no persons
        field.is_name = false;
        world_.builder.add_field(*account_, std::move(field));
    }

    /// `Level__c` of the contact is `Level__pc` of the account; what the contact computes is read
    /// from it.
    void copy_custom_fields() {
        const size_t count = contact_->fields.size();
        for (size_t index = 0; index < count; ++index) {
            Field field = contact_->fields[index];
            if (!folded(field.name).ends_with("__c"))
                continue;
            const std::string own = field.name;
            field.name = own.substr(0, own.size() - 1) + "pc";
            field.child_relationship.clear();
            field.relationship = own.substr(0, own.size() - 1) + "pr";
            field.required = field.unique = field.external_id = field.has_default = false;
            if (field.kind == FieldKind::master_detail)
                field.kind = FieldKind::lookup;
            const bool is_computed =
                field.has_formula || field.has_summary || field.kind == FieldKind::auto_number;
            if (field.kind == FieldKind::auto_number)
                field.kind = FieldKind::text;
            field.has_formula = is_computed;
            field.has_summary = false;
            if (is_computed)
                field.createable = field.updateable = false;
            const auto added = world_.builder.add_field(*account_, field);
            if (added && is_computed)
                world_.result.formulas.push_back(
                    {account_->id, *added, of_contact(own, field.span), false}
                );
        }
    }

    /// `PersonContact.Name__c`.
    const Formula* of_contact(const std::string& field, Span span) {
        Arena& arena = *world_.result.arena;
        const std::array<Name, 2> parts = {
            Name{"PersonContact", span}, Name{arena.copy(std::string_view(field)), span}};
        auto* const reference = arena.make<ReferenceExpr>();
        reference->kind = ExprKind::reference;
        reference->span = span;
        reference->path.parts = arena.copy(std::span<const Name>(parts));
        reference->path.span = span;
        auto* const formula = arena.make<Formula>();
        formula->span = span;
        formula->root = reference;
        return formula;
    }

    World& world_;
    Object* const account_;
    Object* const contact_;
};

} // namespace

void declare_person_accounts(World& world) {
    if (world.builder.setup().has_person_accounts)
        PersonFields(world).run();
}

bool is_person_field(const Object& object, std::string_view name) {
    // Where accounts may be persons, both objects tell it, and a field that lacks is no person's.
    const std::string of = folded(object.name);
    const std::string wanted = folded(name);
    if ((of != "account" && of != "contact") || object.find_field("IsPersonAccount"))
        return false;
    if (wanted == "ispersonaccount")
        return true;
    const auto is_any = [](std::span<const std::string_view> fields, std::string_view field) {
        return std::ranges::any_of(fields, [&](std::string_view one) {
            return folded(one) == field;
        });
    };
    constexpr std::string_view prefix = "person";
    return of == "account" &&
           (wanted == "personcontactid" || is_any(name_fields, wanted) ||
            (wanted.starts_with(prefix) &&
             is_any(person_fields, std::string_view(wanted).substr(prefix.size()))));
}

} // namespace weir
