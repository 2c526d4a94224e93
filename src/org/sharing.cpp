#include "org/sharing_check.hpp"
#include "types/cell.hpp"
#include "types/text.hpp"

namespace weir {

namespace {

/// Masters of masters of masters: a detail is at most three levels below.
constexpr uint32_t most_parents = 8;

} // namespace

AccessLevel access_level(std::string_view text) {
    if (equal_ignoring_case(text, "All"))
        return AccessLevel::full;
    if (equal_ignoring_case(text, "Edit"))
        return AccessLevel::edit;
    return equal_ignoring_case(text, "Read") ? AccessLevel::read : AccessLevel::none;
}

AccessLevel access_level(Sharing sharing) {
    switch (sharing) {
    case Sharing::unsaid:
    case Sharing::full:
        return AccessLevel::full;
    case Sharing::read_write:
    case Sharing::read_write_transfer:
        return AccessLevel::edit;
    case Sharing::read:
        return AccessLevel::read;
    case Sharing::private_records:
    case Sharing::by_parent:
        break;
    }
    return AccessLevel::none;
}

const Fault* SharingCheck::run(bool only_granted) {
    const Sharing sharing = model(object_);
    levels_.assign(ids_.size(), access_level(sharing));
    raise_all(by_permission());
    collect();
    if (pending_.empty())
        return nullptr;
    facts_ = &access_facts(transaction_);
    using Giving = void (SharingCheck::*)();
    static constexpr Giving granting[] = {
        &SharingCheck::by_owner,
        &SharingCheck::by_shares,
        &SharingCheck::by_teams,
        &SharingCheck::by_rules,
        &SharingCheck::by_share_groups,
        &SharingCheck::by_portal,
        &SharingCheck::by_sharing_sets,
    };
    static constexpr Giving related[] = {
        &SharingCheck::by_account_owner,
        &SharingCheck::by_children,
    };
    const auto go = [&](Giving step) {
        if (fault_ == nullptr && !pending_.empty()) {
            (this->*step)();
            collect();
        }
    };
    static constexpr Giving of_detail[] = {
        &SharingCheck::by_parent,
        &SharingCheck::by_owner_alone,
        &SharingCheck::by_portal,
        &SharingCheck::by_sharing_sets,
    };
    if (sharing == Sharing::by_parent) {
        if (!only_granted && depth_ < most_parents)
            for (const Giving step : of_detail)
                go(step);
        return fault_;
    }
    if (rights_.is_guest) {
        go(&SharingCheck::by_rules);
        return fault_;
    }
    for (const Giving step : granting)
        go(step);
    if (!only_granted && depth_ < most_parents)
        for (const Giving step : related)
            go(step);
    return fault_;
}

Sharing SharingCheck::model(const Object& object) const {
    // What nobody has said of contacts follows their accounts, as in a new org.
    const auto said = [&](const Object& of) {
        return rights_.is_external && of.external_sharing != Sharing::unsaid ? of.external_sharing
                                                                             : of.sharing;
    };
    const Sharing own = said(object);
    // Guests are given nothing by the defaults of objects whose records have owners.
    if (rights_.is_guest && own != Sharing::by_parent)
        return field_or_none(&object, "OwnerId") == FieldId::none ? own : Sharing::private_records;
    const Object* const account = transaction_.org().state().known.account;
    if (own == Sharing::unsaid && &object == transaction_.org().state().known.contact &&
        account != nullptr && said(*account) != Sharing::unsaid)
        return Sharing::by_parent;
    return own;
}

AccessLevel SharingCheck::by_permission() const {
    const ObjectRights& of_object = object_rights(rights_, object_.id);
    if (rights_.modifies_all || of_object.modifies_all)
        return AccessLevel::full;
    return rights_.views_all || of_object.views_all ? AccessLevel::read : AccessLevel::none;
}

void SharingCheck::raise_all(AccessLevel level) {
    for (AccessLevel& known : levels_)
        known = std::max(known, level);
}

void SharingCheck::collect() {
    pending_.clear();
    for (uint32_t row = 0; row < ids_.size(); ++row)
        if (levels_[row] < wanted_ && ids_[row] != Id{})
            pending_.push_back(row);
}

std::vector<Id> SharingCheck::pending_ids() const {
    std::vector<Id> ids;
    for (const uint32_t row : pending_)
        ids.push_back(ids_[row]);
    return ids;
}

std::vector<Id> SharingCheck::lookups(FieldId field) {
    std::vector<Id> result(pending_.size());
    if (field == FieldId::none || fault_ != nullptr)
        return result;
    Columns columns;
    const std::vector<Id> ids = pending_ids();
    fault_ = raw_values(transaction_, object_.id, ids, {&field, 1}, columns);
    if (fault_ == nullptr)
        for (uint32_t index = 0; index < ids.size(); ++index)
            result[index] = id_in(columns.at(field, index));
    return result;
}

std::vector<Id> SharingCheck::roles(std::span<const Id> users) {
    std::vector<Id> result;
    if (fault_ == nullptr)
        fault_ = roles_of(transaction_, users, result);
    result.resize(users.size());
    return result;
}

bool SharingCheck::is_above(Id role) const {
    return !rights_.is_high_volume && facts_->is_under(role, rights_.role);
}

void SharingCheck::reach(std::span<const Id> holders, std::vector<bool>& reached) {
    reached.assign(holders.size(), false);
    const std::vector<Id> holder_roles = roles(holders);
    for (size_t index = 0; index < holders.size(); ++index) {
        const Id holder = holders[index];
        if (holder == rights_.user)
            reached[index] = true;
        else if (facts_->groups.contains(holder))
            reached[index] = is_in(holder);
        else
            reached[index] = is_above(holder_roles[index]);
    }
}

bool SharingCheck::is_in(Id group) {
    if (rights_.is_high_volume)
        return false;
    const auto [found, is_new] = in_group_.try_emplace(group, false);
    if (is_new)
        found->second = is_in_group(transaction_, *facts_, group, rights_.user, rights_.role, true);
    return found->second;
}

const Fault* sharing_levels(
    Transaction& transaction,
    const UserRights& rights,
    const Object& object,
    std::span<const Id> ids,
    AccessLevel wanted,
    std::vector<AccessLevel>& levels
) {
    const ContextScope system(transaction, RunContext::system_without_sharing);
    return SharingCheck(transaction, rights, object, ids, wanted, levels, 0).run();
}

} // namespace weir
