// Portal users: their profile, contact and account fit together, a contact has one; and what they
// hold back from being deleted.
#include "org/standard_cells.hpp"
#include "org/users.hpp"
#include "types/cell.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace weir {

namespace {

using standard::Changes;

const KnownObjects& known_of(const SaveChunk& chunk) {
    return chunk.transaction.org().state().known;
}

/// Whether Salesforce brings the profile: copies of it have names of their own.
bool is_standard_external(const ProfileFacts& profile) {
    constexpr std::string_view names[] = {
        "Customer Community User",
        "Customer Community Login User",
        "Customer Community Plus User",
        "Customer Community Plus Login User",
        "Partner Community User",
        "Partner Community Login User",
        "External Identity User",
        "High Volume Customer Portal User",
        "Authenticated Website User",
    };
    return std::ranges::any_of(names, [&](std::string_view name) {
        return equal_ignoring_case(name, profile.name);
    });
}

/// By profile: whether it cannot be assigned to portal users.
std::vector<bool> barred_profiles(const SaveChunk& chunk) {
    const std::span<const ProfileFacts> profiles = chunk.users->profiles;
    std::vector<bool> barred(profiles.size());
    if (!chunk.transaction.org().settings().standard_external_profiles)
        for (size_t place = 0; place < profiles.size(); ++place)
            barred[place] = profiles[place].is_portal && is_standard_external(profiles[place]);
    return barred;
}

/// Fits the profile, contact and account of single rows together.
class PortalCheck {
public:
    explicit PortalCheck(SaveChunk& chunk)
        : chunk_(chunk),
          facts_(*chunk.users),
          contacts_(chunk.now_column(known_of(chunk).of_user.contact)),
          old_profiles_(chunk.old.find(known_of(chunk).of_user.profile)),
          changes_profile_(chunk, known_of(chunk).of_user.profile),
          changes_contact_(chunk, known_of(chunk).of_user.contact),
          barred_(barred_profiles(chunk)) {}

    void run() {
        for (const uint32_t row : chunk_.good) {
            const bool changes_profile = changes_profile_(row);
            if (!changes_profile && !changes_contact_(row))
                continue;
            if (const Fault* const refusal = refusal_of(row, changes_profile))
                chunk_.refuse(row, refusal);
        }
    }

private:
    const Fault* refuse(std::string_view code, std::string_view message, std::string_view fields) {
        return chunk_.transaction.fault(code, message, fields);
    }

    /// Null, or why not.
    const Fault* refusal_of(uint32_t row, bool changes_profile) {
        const ProfileFacts& profile = facts_.profile_of(row);
        const bool has_contact = id_in(contacts_[row]) != Id{};
        if (!chunk_.creates() && changes_profile && old_profiles_ != nullptr &&
            id_in(old_profiles_[row]) != Id{} &&
            facts_.profile_of_old(row).is_portal != profile.is_portal)
            return refuse(
                "FIELD_INTEGRITY_EXCEPTION",
                "a user cannot move between a standard and a portal license",
                "ProfileId"
            );
        if (profile.is_portal && has_contact)
            return refusal_of_portal_user(row, profile);
        if (!profile.is_portal && has_contact)
            return refuse(
                "FIELD_INTEGRITY_EXCEPTION",
                "a user with a contact needs a profile of a portal license",
                "ProfileId, ContactId"
            );
        // A user whose portal access was taken away keeps its profile.
        if (!profile.is_portal || !chunk_.creates())
            return nullptr;
        return refuse(
            "INVALID_CROSS_REFERENCE_KEY",
            "Cannot create a portal user without contact",
            "ContactId"
        );
    }

    const Fault* refusal_of_portal_user(uint32_t row, const ProfileFacts& profile) {
        if (barred_[facts_.profile[row]])
            return refuse(
                "FIELD_INTEGRITY_EXCEPTION",
                "Allow using standard external profiles for self-registration, user creation, and "
                "login is off: a standard external profile cannot be assigned to a user",
                "ProfileId"
            );
        const AccountFacts& account = facts_.account_of(row);
        if (!account.is_known)
            return refuse(
                "FIELD_INTEGRITY_EXCEPTION",
                "the contact of a portal user must belong to an account",
                "ContactId"
            );
        if (account.owner_role == Id{})
            return refuse("UNKNOWN_EXCEPTION", "portal account owner must have a role", {});
        if (profile.is_partner && !account.partner)
            return refuse(
                "FIELD_INTEGRITY_EXCEPTION",
                "the account of a partner user must be a partner account",
                "ContactId"
            );
        return nullptr;
    }

    SaveChunk& chunk_;
    const UserFacts& facts_;
    const Value* contacts_;
    const Value* old_profiles_;
    const Changes changes_profile_;
    const Changes changes_contact_;
    const std::vector<bool> barred_; // by profile
};

/// Whether ids are given that all differ, as they do of records made one after the other.
bool are_rising(std::span<const Value> ids) {
    for (size_t index = 1; index < ids.size(); ++index)
        if (!(ids[index - 1].as_id() < ids[index].as_id()))
            return false;
    return true;
}

/// One portal user for a contact; in a chunk the first.
void check_contacts(SaveChunk& chunk) {
    const FieldId field = known_of(chunk).of_user.contact;
    const ChangedCells contacts = find_changed(chunk, field, Tag::id);
    if (contacts.values.empty())
        return;
    const auto holders =
        chunk.transaction.org().store().find_by_value(chunk.object().id, field, contacts.values);
    if (!holders) {
        chunk.fatal = chunk.transaction.fail(holders.error());
        return;
    }
    const bool may_repeat = !are_rising(contacts.values);
    IdSet seen(may_repeat ? contacts.values.size() : 0);
    for (size_t index = 0; index < contacts.values.size(); ++index) {
        const Id holder = (*holders)[index];
        const uint32_t row = contacts.rows[index];
        const bool is_taken = holder != Id{} && holder != chunk.ids[row];
        if (!is_taken && (!may_repeat || seen.insert(contacts.values[index].as_id()).second))
            continue;
        chunk.refuse(
            row,
            "PORTAL_USER_ALREADY_EXISTS_FOR_CONTACT",
            "portal user already exists for contact",
            "ContactId"
        );
    }
}

} // namespace

ChangedCells find_changed(SaveChunk& chunk, FieldId field, Tag tag) {
    const standard::Changes changes(chunk, field);
    if (changes.is_none())
        return {};
    const Value* const cells = chunk.given.find(field);
    const std::span<uint32_t> rows = chunk.arena().make_room<uint32_t>(chunk.good.size());
    const std::span<Value> values = chunk.arena().make_room<Value>(chunk.good.size());
    size_t count = 0;
    for (const uint32_t row : chunk.good) {
        if (cells[row].tag() != tag || !changes(row))
            continue;
        rows[count] = row;
        values[count++] = cells[row];
    }
    return {rows.first(count), values.first(count)};
}

void check_portal_users(SaveChunk& chunk) {
    const auto& fields = known_of(chunk).of_user;
    if (chunk.users == nullptr || fields.profile == FieldId::none ||
        fields.contact == FieldId::none)
        return;
    PortalCheck(chunk).run();
    chunk.drop_refused();
    check_contacts(chunk);
    chunk.drop_refused();
}

void keep_portal_users(SaveChunk& chunk) {
    OrgState& state = chunk.transaction.org().state();
    const KnownObjects& known = state.known;
    const bool is_contact = &chunk.object() == known.contact;
    if ((!is_contact && &chunk.object() != known.account) || known.user == nullptr)
        return;
    const FieldId lookup = is_contact ? known.of_user.contact : known.of_user.account;
    if (lookup == FieldId::none || known.of_user.active == FieldId::none)
        return;
    std::vector<Value> ids;
    for (const uint32_t row : chunk.good)
        ids.push_back(Value::id(chunk.ids[row]));
    const auto plan = state.find_by_lookup(known.user->id, lookup);
    if (!plan) {
        chunk.fatal = chunk.transaction.fail(plan.error());
        return;
    }
    const std::span<const Value> column(ids);
    QueryResult result;
    chunk.fatal = run_read_plan(
        **plan, chunk.transaction, {&column, 1}, static_cast<uint32_t>(ids.size()), result
    );
    if (chunk.fatal != nullptr || result.records.size() == 0)
        return;
    std::vector<FieldId> asked = {known.of_user.active};
    if (known.of_user.name != FieldId::none)
        asked.push_back(known.of_user.name);
    Columns users;
    std::vector<bool> found;
    chunk.fatal =
        fetch_records(chunk.transaction, known.user->id, result.records.ids(), asked, users, found);
    if (chunk.fatal != nullptr)
        return;
    for (size_t index = 0; index < ids.size(); ++index) {
        std::string names;
        bool is_held = false;
        for (uint32_t user = result.begin[index]; user < result.begin[index + 1]; ++user) {
            if (!users.at(known.of_user.active, user).is_true())
                continue;
            is_held = true;
            if (!names.empty())
                names += ", ";
            if (known.of_user.name != FieldId::none)
                names += text_in(users.at(known.of_user.name, user));
        }
        if (!is_held)
            continue;
        const uint32_t row = chunk.good[index];
        chunk.refuse(
            row,
            "DELETE_FAILED",
            fmt::format(
                "Your attempt to delete {} could not be completed because it is associated with "
                "the "
                "following portal users.: {}",
                chunk.plan.name == FieldId::none ? std::string_view{}
                                                 : text_in(chunk.old.at(chunk.plan.name, row)),
                names
            )
        );
    }
    chunk.drop_refused();
}

} // namespace weir
