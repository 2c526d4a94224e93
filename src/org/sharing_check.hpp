// How far sharing lets one user go with records of one object: org-wide default, owner and
// hierarchy, shares by hand, teams, rules, what comes with an account, sharing sets
// (reference/security.md, section 3). Every step looks at all records that the steps before have
// not given. For sharing*.cpp alone.
#pragma once

#include "org/access.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <vector>

namespace weir {

/// "All", "Edit", "Read" of a share.
[[nodiscard]] AccessLevel access_level(std::string_view text);
/// What an org-wide default gives everybody.
[[nodiscard]] AccessLevel access_level(Sharing sharing);

class SharingCheck {
public:
    SharingCheck(
        Transaction& transaction,
        const UserRights& rights,
        const Object& object,
        std::span<const Id> ids,
        AccessLevel wanted,
        std::vector<AccessLevel>& levels,
        uint32_t depth
    )
        : transaction_(transaction),
          schema_(transaction.schema()),
          rights_(rights),
          object_(object),
          ids_(ids),
          wanted_(wanted),
          levels_(levels),
          depth_(depth) {}

    /// With `only_granted` without what comes from related records, which would lead back here.
    const Fault* run(bool only_granted = false);

private:
    [[nodiscard]] Sharing model(const Object& object) const;

    [[nodiscard]] AccessLevel by_permission() const;

    void raise_all(AccessLevel level);
    void raise(uint32_t row, AccessLevel level) { levels_[row] = std::max(levels_[row], level); }

    /// The rows that are not yet given as far as wanted.
    void collect();

    [[nodiscard]] std::vector<Id> pending_ids() const;

    /// A field of the pending records, in their order; zeros where there is none.
    std::vector<Id> lookups(FieldId field);

    std::vector<Id> roles(std::span<const Id> users);

    /// Those in the hierarchy above a role; users of high-volume licences stand in none.
    [[nodiscard]] bool is_above(Id role) const;

    /// Whether a share with this user or group is one with the user, or with somebody below him.
    void reach(std::span<const Id> holders, std::vector<bool>& reached);

    /// Of a group: whether the user is in it, or above somebody who is. Portal users without roles
    /// are in none.
    bool is_in(Id group);

    // What is given (sharing_grants.cpp).
    void by_owner();

    /// Records of `holder_object` that name the record, a user or group, and a level.
    void by_grants(
        std::string_view holder_object,
        std::string_view record_field,
        std::string_view user_field,
        std::string_view level_field,
        std::span<const Id> of
    );

    void by_shares();

    void by_teams();

    bool receives(const SharingParty& party);
    [[nodiscard]] bool is_guest_of(std::string_view site) const;

    bool owns(const SharingParty& party, Id owner, Id role);

    void by_rules();

    void by_owner_rule(const SharingRuleProgram& rule, AccessLevel level);

    void by_criteria(const SharingRuleProgram& rule, size_t number, AccessLevel level);

    /// What the rule said before the save that has not come to its end.
    std::optional<bool> held(Id id, size_t number) const;

public:
    /// Whether records meet the condition of a rule.
    const Fault*
    match(const SharingRuleProgram& rule, std::span<const Id> ids, std::vector<bool>& matched);

private:
    // What comes with other records (sharing_related.cpp).
    /// Users of portals read their own contact and account.
    void by_portal();

    void by_sharing_sets();

    /// What high-volume users own is given to the share group of their sharing set
    /// (sharing_guests.cpp).
    void by_share_groups();

    void by_mapping(const SharingSet::Mapping& mapping);

    /// The records that a path leads to: `AccountId`, `Account` and `Contact.AccountId`.
    std::vector<Id>
    follow(const Object& from, std::vector<Id> ids, const std::vector<std::string>& path);

    /// The levels of the records that a lookup names, row by row of `parents`.
    std::vector<AccessLevel>
    levels_of(const Object& object, std::span<const Id> parents, bool only_granted);

    /// Whoever sees the master sees the detail, and whoever may change it may do all with it.
    void by_parent();

    /// A contact without an account is its owner's alone.
    void by_owner_alone();

    [[nodiscard]] std::vector<FieldId> parent_lookups() const;

    /// Owners of accounts, and those above them, see contacts, cases and opportunities of their
    /// accounts as the owner's role says; so do members of the account's team.
    void by_account_owner();

    /// Whoever sees a contact, case or opportunity sees its account.
    void by_children();

    Transaction& transaction_;
    const Schema& schema_;
    const UserRights& rights_;
    const Object& object_;
    const std::span<const Id> ids_;
    const AccessLevel wanted_;
    std::vector<AccessLevel>& levels_;
    const uint32_t depth_;
    const OrgAccess* facts_ = nullptr;
    std::vector<uint32_t> pending_; // rows of ids_
    std::unordered_map<Id, bool, IdHash> in_group_;
    const Fault* fault_ = nullptr;
};

} // namespace weir
