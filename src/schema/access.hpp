// Who is given what: the parties of sharing rules, sharing sets of portal users, sites.
#pragma once

#include "base/span.hpp"
#include "types/type.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace weir {

/// Whom a sharing rule takes records from or gives them to. Users of a public group are those of
/// the groups in it too; of a role those above it see all that it sees.
struct SharingParty {
    enum class Kind : uint8_t {
        role,
        role_and_subordinates,
        role_and_internal_subordinates,
        group,
        internal_users,
        portal_users,
        partner_users,
        guest_users, // those of a site
    };
    Kind kind = Kind::role;
    std::string name; // DeveloperName of the role or group; the name of the site

    friend bool operator==(const SharingParty&, const SharingParty&) = default;
};

/// Records that users of portals see because they belong to the same account or contact
/// (reference/security.md, section 3).
struct SharingSet {
    struct Mapping {
        ObjectId object = ObjectId::none;
        bool edits = false;
        std::vector<std::string> of_record; // a field, or a relationship and a field
        std::vector<std::string> of_user;   // the same of the user
    };
    std::string name;
    std::vector<std::string> profiles; // by Profile.Name
    std::vector<Mapping> mappings;
    /// Who is given what users of these profiles own: its share group.
    std::vector<SharingParty> group;
    Span span;
};

/// An Experience Cloud site and who its members are (reference/security.md, section 5).
struct SiteSetup {
    std::string name;
    std::vector<std::string> profiles;        // by Profile.Name
    std::vector<std::string> permission_sets; // by PermissionSet.Name
    std::string registration_profile;         // of users who register themselves; may be empty
    std::string guest_profile;                // of its guest user; empty: it has none
    std::string guest_owner; // username of who owns what its guests create; may be empty
    std::string domain;      // "shop.example"; may be empty
    std::string prefix;      // of the path of its pages, "help"; may be empty
    bool welcomes = false;                    // new members get an e-mail
    Span span;
};

} // namespace weir
