// Records that come with others: details with masters, accounts with their cases, and what users of
// portals are given.
#include "org/sharing_check.hpp"
#include "types/cell.hpp"
#include "types/text.hpp"

#include <array>

namespace weir {

namespace {

/// Objects whose records the owner of the account may see, as his role says.
struct ChildOfAccount {
    std::string_view object;
    AccessLevel RoleFacts::*of_role;
    std::string_view of_team; // the field of AccountTeamMember and AccountShare
};
constexpr ChildOfAccount children_of_account[] = {
    {"Case", &RoleFacts::of_cases, "CaseAccessLevel"},
    {"Contact", &RoleFacts::of_contacts, "ContactAccessLevel"},
    {"Opportunity", &RoleFacts::of_opportunities, "OpportunityAccessLevel"},
};

} // namespace

void SharingCheck::by_portal() {
    if (!rights_.is_external)
        return;
    for (const uint32_t row : pending_)
        if (ids_[row] == rights_.contact || ids_[row] == rights_.account)
            raise(row, AccessLevel::read);
}

void SharingCheck::by_sharing_sets() {
    if (!rights_.is_external)
        return;
    for (const SharingSet& set : schema_.setup().sharing_sets.all()) {
        const bool is_mine = std::ranges::any_of(set.profiles, [&](const std::string& name) {
            return equal_ignoring_case(name, rights_.profile);
        });
        if (!is_mine)
            continue;
        for (const SharingSet::Mapping& mapping : set.mappings)
            if (mapping.object == object_.id && fault_ == nullptr)
                by_mapping(mapping);
    }
}

void SharingCheck::by_mapping(const SharingSet::Mapping& mapping) {
    const Object* const user = transaction_.org().state().known.user;
    const Id me = rights_.user;
    const std::vector<Id> mine = follow(*user, {me}, mapping.of_user);
    if (fault_ != nullptr || mine.front() == Id{})
        return;
    const std::vector<Id> theirs = follow(object_, pending_ids(), mapping.of_record);
    for (size_t index = 0; index < pending_.size(); ++index)
        if (theirs[index] == mine.front())
            raise(pending_[index], mapping.edits ? AccessLevel::edit : AccessLevel::read);
}

std::vector<Id> SharingCheck::follow(
    const Object& from, std::vector<Id> ids, const std::vector<std::string>& path
) {
    const Object* object = &from;
    for (const std::string& name : path) {
        if (fault_ != nullptr || object == nullptr)
            return std::vector<Id>(ids.size());
        auto field = object->find_field(name);
        if (!field)
            field = object->find_relationship(name);
        if (field && *field == object->id_field())
            continue;
        if (!field || !object->field(*field).is_reference())
            return std::vector<Id>(ids.size());
        Columns columns;
        fault_ = raw_values(transaction_, object->id, ids, {&*field, 1}, columns);
        if (fault_ != nullptr)
            return std::vector<Id>(ids.size());
        for (uint32_t row = 0; row < ids.size(); ++row)
            ids[row] = id_in(columns.at(*field, row));
        const auto& targets = object->field(*field).refers_to;
        object = targets.empty() ? nullptr : &schema_.object(targets.front());
    }
    return ids;
}

std::vector<AccessLevel>
SharingCheck::levels_of(const Object& object, std::span<const Id> parents, bool only_granted) {
    std::vector<AccessLevel> levels;
    SharingCheck check(
        transaction_, rights_, object, parents, AccessLevel::full, levels, depth_ + 1
    );
    fault_ = check.run(only_granted);
    levels.resize(parents.size(), AccessLevel::none);
    for (size_t row = 0; row < parents.size(); ++row)
        if (parents[row] == Id{})
            levels[row] = AccessLevel::none;
    return levels;
}

void SharingCheck::by_parent() {
    const std::vector<FieldId> lookups_up = parent_lookups();
    if (lookups_up.empty())
        return;
    std::vector<AccessLevel> least(pending_.size(), AccessLevel::full);
    for (const FieldId field : lookups_up) {
        const auto& targets = object_.field(field).refers_to;
        if (targets.empty())
            return;
        const std::vector<Id> parents = lookups(field);
        const std::vector<AccessLevel> levels =
            levels_of(schema_.object(targets.front()), parents, false);
        for (size_t index = 0; index < pending_.size(); ++index)
            least[index] = std::min(least[index], levels[index]);
    }
    for (size_t index = 0; index < pending_.size(); ++index)
        raise(
            pending_[index], least[index] >= AccessLevel::edit ? AccessLevel::full : least[index]
        );
}

void SharingCheck::by_owner_alone() {
    const std::vector<FieldId> lookups_up = parent_lookups();
    if (lookups_up.empty() || field_or_none(&object_, "OwnerId") == FieldId::none)
        return;
    const std::vector<Id> parents = lookups(lookups_up.front());
    const std::vector<Id> owners = lookups(field_or_none(&object_, "OwnerId"));
    for (size_t index = 0; index < pending_.size(); ++index)
        if (parents[index] == Id{} && owners[index] == rights_.user)
            raise(pending_[index], AccessLevel::full);
}

std::vector<FieldId> SharingCheck::parent_lookups() const {
    std::vector<FieldId> lookups_up;
    for (size_t index = 0; index < object_.fields.size(); ++index)
        if (object_.fields[index].kind == FieldKind::master_detail)
            lookups_up.push_back(static_cast<FieldId>(index));
    if (lookups_up.empty())
        for (const std::string_view name : {"AccountId", "OpportunityId", "CampaignId", "ParentId"})
            if (const FieldId field = field_or_none(&object_, name); field != FieldId::none) {
                lookups_up.push_back(field);
                break;
            }
    return lookups_up;
}

void SharingCheck::by_account_owner() {
    const KnownObjects& known = transaction_.org().state().known;
    const auto child =
        std::ranges::find(children_of_account, object_.name, &ChildOfAccount::object);
    const FieldId lookup = field_or_none(&object_, "AccountId");
    if (child == std::end(children_of_account) || lookup == FieldId::none ||
        known.account == nullptr || known.of_account.owner == FieldId::none)
        return;
    const std::vector<Id> accounts = lookups(lookup);
    Columns columns;
    if (fault_ == nullptr)
        fault_ = raw_values(
            transaction_, known.account->id, accounts, {&known.of_account.owner, 1}, columns
        );
    if (fault_ != nullptr)
        return;
    std::vector<Id> account_owners;
    for (uint32_t index = 0; index < accounts.size(); ++index)
        account_owners.push_back(id_in(columns.at(known.of_account.owner, index)));
    const std::vector<Id> owner_roles = roles(account_owners);
    for (size_t index = 0; index < pending_.size(); ++index) {
        if (accounts[index] == Id{} || account_owners[index] == Id{})
            continue;
        const bool is_mine = account_owners[index] == rights_.user || is_above(owner_roles[index]);
        const auto role = facts_->roles.find(owner_roles[index]);
        if (is_mine && role != facts_->roles.end())
            raise(pending_[index], role->second.*(child->of_role));
    }
    if (fault_ == nullptr)
        by_grants("AccountTeamMember", "AccountId", "UserId", child->of_team, accounts);
    if (fault_ == nullptr)
        by_grants("AccountShare", "AccountId", "UserOrGroupId", child->of_team, accounts);
}

void SharingCheck::by_children() {
    if (&object_ != transaction_.org().state().known.account || wanted_ < AccessLevel::read)
        return;
    for (const ChildOfAccount& child : children_of_account) {
        const Object* const object = schema_.find(child.object);
        const FieldId lookup = field_or_none(object, "AccountId");
        // Where everybody sees the children this would show every account that has one.
        if (lookup == FieldId::none || access_level(model(*object)) >= AccessLevel::read ||
            fault_ != nullptr)
            continue;
        std::vector<Id> children;
        std::vector<uint32_t> rows;
        fault_ = raw_children(transaction_, object->id, lookup, pending_ids(), children, rows);
        if (fault_ != nullptr || children.empty())
            continue;
        const std::vector<AccessLevel> levels = levels_of(*object, children, true);
        for (size_t index = 0; index < children.size(); ++index)
            if (levels[index] >= AccessLevel::read)
                raise(pending_[rows[index]], AccessLevel::read);
    }
}

} // namespace weir
