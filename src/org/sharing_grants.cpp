// Records that somebody is given: as their owner, by a share, a team or a rule.
#include "org/sharing_check.hpp"
#include "schema/fold.hpp"
#include "types/cell.hpp"

namespace weir {

void SharingCheck::by_owner() {
    const FieldId owner = field_or_none(&object_, "OwnerId");
    if (owner == FieldId::none)
        return;
    const std::vector<Id> owners = lookups(owner);
    std::vector<bool> reached;
    reach(owners, reached);
    for (size_t index = 0; index < pending_.size(); ++index)
        if (owners[index] != Id{} && reached[index])
            raise(pending_[index], AccessLevel::full);
}

void SharingCheck::by_grants(
    std::string_view holder_object,
    std::string_view record_field,
    std::string_view user_field,
    std::string_view level_field,
    std::span<const Id> of
) {
    const Object* const object = schema_.find(holder_object);
    const FieldId record = field_or_none(object, record_field);
    const FieldId user = field_or_none(object, user_field);
    const FieldId level = field_or_none(object, level_field);
    if (record == FieldId::none || user == FieldId::none || level == FieldId::none)
        return;
    std::vector<Id> grants;
    std::vector<uint32_t> rows;
    fault_ = raw_children(transaction_, object->id, record, of, grants, rows);
    if (fault_ != nullptr || grants.empty())
        return;
    Columns columns;
    const FieldId fields[] = {user, level};
    fault_ = raw_values(transaction_, object->id, grants, fields, columns);
    if (fault_ != nullptr)
        return;
    std::vector<Id> holders;
    for (uint32_t index = 0; index < grants.size(); ++index)
        holders.push_back(id_in(columns.at(user, index)));
    std::vector<bool> reached;
    reach(holders, reached);
    for (uint32_t index = 0; index < grants.size(); ++index)
        if (reached[index])
            raise(pending_[rows[index]], access_level(text_in(columns.at(level, index))));
}

void SharingCheck::by_shares() {
    const bool is_custom =
        object_.kind == ObjectKind::custom && folded(object_.name).ends_with("__c");
    const std::string stem =
        is_custom ? object_.name.substr(0, object_.name.size() - 1) : object_.name;
    by_grants(
        stem + "Share",
        is_custom ? "ParentId" : stem + "Id",
        "UserOrGroupId",
        is_custom ? "AccessLevel" : stem + "AccessLevel",
        pending_ids()
    );
}

void SharingCheck::by_teams() {
    by_grants(
        object_.name + "TeamMember",
        object_.name + "Id",
        "UserId",
        object_.name + "AccessLevel",
        pending_ids()
    );
}

bool SharingCheck::receives(const SharingParty& party) {
    if (party.kind == SharingParty::Kind::guest_users)
        return rights_.is_guest && is_guest_of(party.name);
    if (rights_.is_high_volume)
        return false;
    const auto role = facts_->role_names.find(folded(party.name));
    const bool has_role = role != facts_->role_names.end();
    const auto own = facts_->roles.find(rights_.role);
    const bool in_portal = own != facts_->roles.end() && own->second.is_portal;
    switch (party.kind) {
    case SharingParty::Kind::role_and_subordinates:
    case SharingParty::Kind::role_and_internal_subordinates:
        if (has_role && facts_->is_under(rights_.role, role->second) &&
            (!in_portal || party.kind == SharingParty::Kind::role_and_subordinates))
            return true;
        [[fallthrough]];
    case SharingParty::Kind::role:
        return has_role && (rights_.role == role->second || is_above(role->second));
    case SharingParty::Kind::group: {
        const auto group = facts_->group_names.find(folded(party.name));
        return group != facts_->group_names.end() && is_in(group->second);
    }
    case SharingParty::Kind::internal_users:
        return !rights_.is_external;
    case SharingParty::Kind::portal_users:
        return rights_.is_external && rights_.user_type != "PowerPartner";
    case SharingParty::Kind::partner_users:
        return rights_.user_type == "PowerPartner";
    case SharingParty::Kind::guest_users:
        break;
    }
    return false;
}

bool SharingCheck::owns(const SharingParty& party, Id owner, Id role) {
    if (party.kind == SharingParty::Kind::group) {
        const auto group = facts_->group_names.find(folded(party.name));
        return group != facts_->group_names.end() &&
               (group->second == owner ||
                is_in_group(transaction_, *facts_, group->second, owner, role, false));
    }
    const auto wanted = facts_->role_names.find(folded(party.name));
    if (wanted == facts_->role_names.end())
        return false;
    return role == wanted->second ||
           (party.kind != SharingParty::Kind::role && facts_->is_under(role, wanted->second));
}

void SharingCheck::by_rules() {
    const auto& rules = transaction_.org().state().plan(object_.id).program.sharing_rules;
    for (size_t index = 0; index < rules.size() && fault_ == nullptr; ++index) {
        const SharingRuleProgram& rule = rules[index];
        if (!std::ranges::any_of(rule.to, [&](const auto& party) { return receives(party); }))
            continue;
        const AccessLevel level = rule.edits ? AccessLevel::edit : AccessLevel::read;
        if (!rule.from.empty())
            by_owner_rule(rule, level);
        else
            by_criteria(rule, index, level);
    }
}

void SharingCheck::by_owner_rule(const SharingRuleProgram& rule, AccessLevel level) {
    const std::vector<Id> owners = lookups(field_or_none(&object_, "OwnerId"));
    const std::vector<Id> owner_roles = roles(owners);
    std::unordered_map<Id, bool, IdHash> known;
    for (size_t index = 0; index < pending_.size(); ++index) {
        if (owners[index] == Id{})
            continue;
        const auto [found, is_new] = known.try_emplace(owners[index], false);
        if (is_new)
            found->second = std::ranges::any_of(rule.from, [&](const SharingParty& party) {
                return owns(party, owners[index], owner_roles[index]);
            });
        if (found->second)
            raise(pending_[index], level);
    }
}

void SharingCheck::by_criteria(const SharingRuleProgram& rule, size_t number, AccessLevel level) {
    const std::vector<Id> ids = pending_ids();
    std::vector<bool> matched;
    fault_ = match(rule, ids, matched);
    for (size_t index = 0; index < ids.size() && fault_ == nullptr; ++index)
        if (held(ids[index], number).value_or(matched[index]))
            raise(pending_[index], level);
}

std::optional<bool> SharingCheck::held(Id id, size_t number) const {
    const auto& access = transaction_.state().access;
    if (access == nullptr)
        return std::nullopt;
    for (const UserAccess::Held& hold : access->held) {
        if (hold.chunk->object().id != object_.id)
            continue;
        const auto at = std::ranges::find(hold.chunk->ids, id);
        if (at == hold.chunk->ids.end())
            continue;
        const auto row = static_cast<size_t>(at - hold.chunk->ids.begin());
        return number < hold.matched.size() && row < hold.matched[number].size() &&
               hold.matched[number][row];
    }
    return std::nullopt;
}

const Fault* SharingCheck::match(
    const SharingRuleProgram& rule, std::span<const Id> ids, std::vector<bool>& matched
) {
    matched.assign(ids.size(), false);
    std::vector<FieldId> fields;
    for (const SlotSource& source : rule.criteria.sources)
        if (source.field != FieldId::none)
            fields.push_back(source.field);
    Columns columns;
    std::vector<bool> found;
    if (const Fault* const fault =
            fetch_records(transaction_, object_.id, ids, fields, columns, found))
        return fault;
    std::vector<uint32_t> rows;
    for (uint32_t row = 0; row < ids.size(); ++row)
        if (found[row])
            rows.push_back(row);
    std::vector<Value> values(ids.size());
    if (const Fault* const fault = evaluate_record_formula(
            rule.criteria, columns, nullptr, false, rows, transaction_, values.data()
        ))
        return fault;
    for (const uint32_t row : rows)
        matched[row] = values[row].is_true();
    return nullptr;
}

CriteriaHold::CriteriaHold(SaveChunk& chunk) : transaction_(chunk.transaction) {
    const auto& rules = chunk.plan.program.sharing_rules;
    const bool has_criteria = std::ranges::any_of(rules, [](const SharingRuleProgram& rule) {
        return rule.from.empty();
    });
    if (!has_criteria || chunk.operation == Operation::erase)
        return;
    std::shared_ptr<UserAccess>& access = transaction_.state().access;
    if (access == nullptr)
        access = std::make_shared<UserAccess>();
    UserAccess::Held held{&chunk, {}};
    if (!chunk.creates()) {
        const ContextScope system(transaction_, RunContext::system_without_sharing);
        const UserRights nobody;
        std::vector<AccessLevel> levels;
        SharingCheck check(
            transaction_, nobody, chunk.object(), chunk.ids, AccessLevel::none, levels, 0
        );
        held.matched.resize(rules.size());
        for (size_t index = 0; index < rules.size(); ++index)
            if (rules[index].from.empty())
                if (const Fault* const fault =
                        check.match(rules[index], chunk.ids, held.matched[index]))
                    chunk.fatal = fault;
    }
    access->held.push_back(std::move(held));
    holds_ = true;
}

CriteriaHold::~CriteriaHold() {
    if (holds_)
        transaction_.state().access->held.pop_back();
}

} // namespace weir
