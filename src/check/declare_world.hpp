// What the parts of `declare` share while a Declarations is made.
#pragma once

#include "check/declare.hpp"
#include "syntax/declarations.hpp"

#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace weir {

struct World {
    SchemaBuilder builder;
    Declarations result;
    Diagnostics& out;

    /// An object and one of the declarations (object, extend, event …) that say something about it.
    struct Part {
        const Element* declaration;
        ObjectId object;
    };
    std::vector<Part> parts;
    std::unordered_map<uint32_t, ObjectId> prefixes;
    std::set<ObjectId> full; // whose fields are too many, and that was said
    std::set<std::string> person_types; // folded names of the record types of accounts of persons

    explicit World(Diagnostics& diagnostics) : out(diagnostics) {}

    /// Whether the org holds more than is declared: then what is not there is believed.
    [[nodiscard]] bool is_open() { return builder.setup().is_open; }
};

/// The members of a declaration's block; nothing if it has none.
[[nodiscard]] List<Statement> members(const Element& declaration);

/// Adds what a declaration names to what the org has by name: W0301 if the name is taken. `what`
/// says what it is, for people: "role", "sharing set".
template<class T>
void add_named(World& world, Named<T>& items, T item, const Name& name, std::string_view what) {
    const T* const earlier = items.find(item.name);
    if (earlier == nullptr) {
        items.add(std::move(item));
        return;
    }
    world.out.report(Code::W0301, name.span, "there is a {} `{}` already", what, name.text)
        .here("a second time here")
        .label(earlier->span, "first used here");
}

/// "Portal_Log__c" is "Portal Log", "AccountNumber" is "Account Number", "ContactId" is "Contact
/// ID".
[[nodiscard]] std::string label_of(std::string_view name);
/// The label as written, else the one that the name gives.
[[nodiscard]] std::string label_of(const Element& element);

/// The name that a person gave to a custom thing, `Portal_Log` in `ns__Portal_Log__c`, is checked:
/// reports W0204 if Salesforce would not take it. `suffix` is "__c", "__e" or "__mdt".
void check_custom_name(
    const Name& name, std::string_view suffix, std::string_view what, Diagnostics& out
);

/// An object that is named and that nothing declares, in a world that is open: any field of it is
/// believed.
Object& declare_named_only(World& world, const Name& name);

/// One field of an object. The fields of a standard object have Salesforce's names, all others end
/// in `__c`.
void declare_field(World& world, Object& object, const Element& element, bool is_standard_field);
/// `name "PL-{00000}"`: the record's name counts up; `name "Log Name"`: it is a text of that label.
void declare_name(World& world, Object& object, const Clause& clause);

/// Fills `kind`, `length`, `precision`, `scale`, `values`, `refers_to` and `format` from a type
/// with its arguments. False if there is no such type: then the field is taken for a text.
bool read_field_type(World& world, const Object& object, const TypeRef& type, Field& field);
/// Fills the rest of a field whose type is read: required, unique, default, delete rule …
void read_field_clauses(World& world, const Object& object, const Element& element, Field& field);
/// Whether the format of an auto number has one counter: reports W0203 at `span`.
void check_auto_number_format(std::string_view format, Span span, Diagnostics& out);

/// The roll-up of a field with a `summary`, once the schema is built.
void declare_summary(World& world, const Object& object, const Element& element);
/// Rules and records, once the schema is built and all fields are known.
void declare_rule(World& world, const Object& object, const Element& element);
void declare_record(World& world, const Object& object, const Element& element);
/// What accounts and contacts have besides in an org with person accounts; nothing in others. Once
/// all fields are declared.
void declare_person_accounts(World& world);
/// Record types and field sets, once all fields are known.
void declare_record_type(World& world, Object& object, const Element& element);
void declare_field_set(World& world, Object& object, const Element& element);

/// Whether the org is open, and the values that picklists share: what objects and fields need.
void declare_value_sets(World& world, std::span<const SyntaxTree* const> trees);
/// Labels, permissions and actions; the values of standard picklists. Before the schema is built.
void declare_setup(World& world, std::span<const SyntaxTree* const> trees);
/// Org-wide defaults of all objects, and the share objects that come with them; sharing sets and
/// sites. Before the schema is built, behind all fields.
void declare_access(World& world, std::span<const SyntaxTree* const> trees);
/// A rule of an object, once the schema is built.
void declare_sharing_rule(World& world, const Object& object, const Element& element);
/// Whether the roles and groups of sharing rules are there; behind the records of the setup.
void check_sharing_parties(World& world);
/// Record types, profiles, queues, templates … as the records that flows find them by. After it is
/// built, behind all records that are declared themselves.
void declare_setup_records(World& world, std::span<const SyntaxTree* const> trees);

/// Rules and records of one name in one object.
void check_duplicate_members(World& world);

} // namespace weir
