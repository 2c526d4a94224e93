// Records that no file says letter for letter: what a declaration of the world is as a record.
#pragma once

#include "check/declare_world.hpp"

#include <set>
#include <string>
#include <string_view>

namespace weir {

/// A seed's name: a profile called "Sales User" is `Profile.Sales_User`, as the standard library
/// names its own.
[[nodiscard]] std::string seed_name(std::string_view label);

/// The name of a profile: its label, which may have blanks, else its name.
[[nodiscard]] std::string profile_name(const Element& profile);

/// Writes one record after the other into Declarations::seeds: `begin`, values, `end`.
class SeedWriter {
public:
    explicit SeedWriter(World& world);

    [[nodiscard]] World& world() const { return world_; }

    /// Begins a record, unless the world does not know its object or has the record.
    bool begin(std::string_view object, std::string_view name, std::string_view label, Span span);
    void end();

    // Values of the record that is begun; what its object has no field for is left out.
    void text(std::string_view field, std::string_view content);
    void flag(std::string_view field, bool is_true);
    /// `Object.Name.Id`.
    void reference(std::string_view field, std::string_view object, std::string_view name);

    [[nodiscard]] bool is_known(std::string_view object, std::string_view name) const;

protected:
    World& world_;

private:
    template<class T>
    void value(std::string_view field, T made);

    Arena& arena_;
    std::set<std::string> known_; // records by object and name
    const Object* object_ = nullptr;
    RecordSeed seed_;
};

/// `PermissionsViewAllData` and its like of a permission set that is begun.
void add_user_permissions(const Element& element, SeedWriter& writer);

/// Permissions of profiles and permission sets as the records that Salesforce has for them, members
/// of queues and groups, sites. Behind the records of all declarations.
void declare_access_records(SeedWriter& writer, std::span<const SyntaxTree* const> trees);

} // namespace weir
