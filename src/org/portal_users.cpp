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

std::string_view user_type_of(const SaveChunk& chunk, Id profile) {
    const auto found = chunk.users->profiles.find(profile);
    return found == chunk.users->profiles.end() ? std::string_view("Standard")
                                                : found->second.user_type;
}

namespace {

using standard::changes;

const KnownObjects& known_of(const SaveChunk& chunk) {
    return chunk.transaction.org().state().known;
}

/// Whether Salesforce brings the profile: copies of it have names of their own.
bool is_standard_external(const SaveChunk& chunk, Id profile) {
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
    const auto facts = chunk.users->profiles.find(profile);
    return facts != chunk.users->profiles.end() &&
           std::ranges::any_of(names, [&](std::string_view name) {
               return equal_ignoring_case(name, facts->second.name);
           });
}

/// One row's profile, contact and account fit together. Null, or why not.
const Fault* portal_refusal(SaveChunk& chunk, uint32_t row, Id profile, Id contact) {
    const auto refuse = [&](std::string_view code, std::string_view message, std::string_view fields
                        ) { return chunk.transaction.fault(code, message, fields); };
    const std::string_view type = user_type_of(chunk, profile);
    const bool is_portal = is_portal_type(type);
    if (!chunk.creates() && changes(chunk, known_of(chunk).of_user.profile, row)) {
        const Id before = id_in(chunk.old.at(known_of(chunk).of_user.profile, row));
        if (before != Id{} && is_portal_type(user_type_of(chunk, before)) != is_portal)
            return refuse(
                "FIELD_INTEGRITY_EXCEPTION",
                "a user cannot move between a standard and a portal license",
                "ProfileId"
            );
    }
    if (!is_portal) {
        if (contact == Id{})
            return nullptr;
        return refuse(
            "FIELD_INTEGRITY_EXCEPTION",
            "a user with a contact needs a profile of a portal license",
            "ProfileId, ContactId"
        );
    }
    if (contact == Id{}) {
        // A user whose portal access was taken away keeps its profile.
        if (!chunk.creates())
            return nullptr;
        return refuse(
            "INVALID_CROSS_REFERENCE_KEY",
            "Cannot create a portal user without contact",
            "ContactId"
        );
    }
    if (!chunk.transaction.org().settings().standard_external_profiles &&
        is_standard_external(chunk, profile))
        return refuse(
            "FIELD_INTEGRITY_EXCEPTION",
            "Allow using standard external profiles for self-registration, user creation, and "
            "login is off: a standard external profile cannot be assigned to a user",
            "ProfileId"
        );
    const auto account = chunk.users->account_of_contact.find(contact);
    const auto facts = account == chunk.users->account_of_contact.end()
                           ? chunk.users->accounts.end()
                           : chunk.users->accounts.find(account->second);
    if (facts == chunk.users->accounts.end())
        return refuse(
            "FIELD_INTEGRITY_EXCEPTION",
            "the contact of a portal user must belong to an account",
            "ContactId"
        );
    if (facts->second.owner_role == Id{})
        return refuse("UNKNOWN_EXCEPTION", "portal account owner must have a role", {});
    if (type == "PowerPartner" && !facts->second.partner)
        return refuse(
            "FIELD_INTEGRITY_EXCEPTION",
            "the account of a partner user must be a partner account",
            "ContactId"
        );
    return nullptr;
}

/// One portal user for a contact; in a chunk the first.
void check_contacts(SaveChunk& chunk, std::span<const uint32_t> rows) {
    const FieldId field = known_of(chunk).of_user.contact;
    std::vector<uint32_t> with_contact;
    std::vector<Value> contacts;
    for (const uint32_t row : rows) {
        const Value contact = chunk.given.at(field, row);
        if (contact.tag() != Tag::id || !changes(chunk, field, row))
            continue;
        with_contact.push_back(row);
        contacts.push_back(contact);
    }
    if (contacts.empty())
        return;
    const auto holders =
        chunk.transaction.org().store().find_by_value(chunk.object().id, field, contacts);
    if (!holders) {
        chunk.fatal = chunk.transaction.fail(holders.error());
        return;
    }
    IdSet seen(contacts.size());
    for (size_t index = 0; index < contacts.size(); ++index) {
        const Id holder = (*holders)[index];
        const bool is_taken = holder != Id{} && holder != chunk.ids[with_contact[index]];
        if (!is_taken && seen.insert(contacts[index].as_id()).second)
            continue;
        chunk.refuse(
            with_contact[index],
            "PORTAL_USER_ALREADY_EXISTS_FOR_CONTACT",
            "portal user already exists for contact",
            "ContactId"
        );
    }
}

} // namespace

void check_portal_users(SaveChunk& chunk) {
    const auto& fields = known_of(chunk).of_user;
    if (chunk.users == nullptr || fields.profile == FieldId::none ||
        fields.contact == FieldId::none)
        return;
    const Value* const profiles = chunk.now_column(fields.profile);
    const Value* const contacts = chunk.now_column(fields.contact);
    for (const uint32_t row : chunk.good) {
        if (!changes(chunk, fields.profile, row) && !changes(chunk, fields.contact, row))
            continue;
        if (const Fault* const refusal =
                portal_refusal(chunk, row, id_in(profiles[row]), id_in(contacts[row])))
            chunk.refuse(row, refusal);
    }
    chunk.drop_refused();
    check_contacts(chunk, chunk.good);
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
