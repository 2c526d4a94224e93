#include "org/users.hpp"

#include "types/compare.hpp"
#include "types/text.hpp"

#include <boost/unordered/unordered_flat_set.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <unordered_set>

namespace weir {

namespace {

/// Names without case, which are hashed as they are: they are small letters already.
struct HashName {
    using is_avalanching = std::true_type;
    size_t operator()(std::string_view name) const { return hash(name); }
};
using NameSet = boost::unordered_flat_set<std::string_view, HashName>;

const KnownObjects& known_of(const SaveChunk& chunk) {
    return chunk.transaction.org().state().known;
}

bool saves_users(const SaveChunk& chunk) {
    return &chunk.object() == known_of(chunk).user;
}

Id id_of(Value cell) {
    return cell.tag() == Tag::id ? cell.as_id() : Id{};
}

/// Whether the update gives a cell of this field another value than it had.
bool changes(const SaveChunk& chunk, FieldId field, uint32_t row) {
    if (field == FieldId::none || !chunk.is_given(field, row))
        return false;
    return chunk.creates() || !equal_exactly(chunk.given.at(field, row), chunk.old.at(field, row));
}

bool touches_portal(const SaveChunk& chunk) {
    const auto& fields = known_of(chunk).of_user;
    if (chunk.creates())
        return true;
    for (const FieldId field :
         {fields.profile, fields.contact, fields.portal_enabled, fields.active, fields.role})
        if (field != FieldId::none && chunk.given.find(field) != nullptr)
            return true;
    return false;
}

std::string_view user_type_of(const SaveChunk& chunk, Id profile) {
    const auto found = chunk.users->profiles.find(profile);
    return found == chunk.users->profiles.end() ? std::string_view("Standard")
                                                : found->second.user_type;
}

void default_text(SaveChunk& chunk, FieldId field, std::string_view value) {
    if (field == FieldId::none)
        return;
    for (const uint32_t row : chunk.good)
        if (!chunk.is_given(field, row))
            chunk.set(field, row, Value::text(value));
}

/// Portal access that is taken away ends the user for good: inactive, without contact.
void disable_portal_users(SaveChunk& chunk) {
    const auto& fields = known_of(chunk).of_user;
    if (chunk.creates() || fields.portal_enabled == FieldId::none)
        return;
    for (const uint32_t row : chunk.good) {
        if (!changes(chunk, fields.portal_enabled, row))
            continue;
        if (chunk.given.at(fields.portal_enabled, row).is_true())
            continue;
        if (fields.active != FieldId::none)
            chunk.set(fields.active, row, Value::boolean(false));
        if (fields.contact != FieldId::none)
            chunk.set(fields.contact, row, Value::null());
        if (fields.account != FieldId::none)
            chunk.set(fields.account, row, Value::null());
    }
}

void name_user(SaveChunk& chunk, FieldId field, uint32_t row) {
    if (field == FieldId::none || !chunk.creates() || !chunk.given.at(field, row).is_null())
        return;
    // Nicknames are compared without case, and only the 18 characters differ then.
    const auto id = to_text(chunk.ids[row]);
    constexpr std::string_view prefix = "User";
    const std::span<char> name = chunk.arena().make_array<char>(prefix.size() + id.size());
    std::ranges::copy(id, std::ranges::copy(prefix, name.begin()).out);
    chunk.set(field, row, Value::text({name.data(), name.size()}));
}

} // namespace

void default_users(SaveChunk& chunk) {
    if (!saves_users(chunk))
        return;
    const auto& fields = known_of(chunk).of_user;
    if (Value* const names =
            fields.username == FieldId::none ? nullptr : chunk.given.find(fields.username))
        for (const uint32_t row : chunk.good)
            if (names[row].tag() == Tag::text)
                names[row] = Value::text(to_lower(names[row].as_text(), chunk.arena()));
    if (!chunk.creates())
        return;
    if (fields.active != FieldId::none)
        for (const uint32_t row : chunk.good)
            if (!chunk.is_given(fields.active, row))
                chunk.set(fields.active, row, Value::boolean(true));
    default_text(chunk, fields.digest, "D");
    default_text(chunk, fields.group_digest, "N");
}

void derive_user_fields(SaveChunk& chunk) {
    if (!saves_users(chunk))
        return;
    const auto& fields = known_of(chunk).of_user;
    disable_portal_users(chunk);
    for (const uint32_t row : chunk.good)
        name_user(chunk, fields.nickname, row);
    if (!touches_portal(chunk))
        return;
    chunk.users = std::make_unique<UserFacts>();
    chunk.fatal = gather_user_facts(chunk, *chunk.users);
    if (chunk.fatal != nullptr)
        return;
    const Value* const profiles =
        fields.profile == FieldId::none ? nullptr : chunk.now_column(fields.profile);
    const Value* const contacts =
        fields.contact == FieldId::none ? nullptr : chunk.now_column(fields.contact);
    for (const uint32_t row : chunk.good) {
        if (fields.user_type != FieldId::none && profiles != nullptr &&
            changes(chunk, fields.profile, row))
            chunk.set(
                fields.user_type, row, Value::text(user_type_of(chunk, id_of(profiles[row])))
            );
        const Id contact = contacts == nullptr ? Id{} : id_of(contacts[row]);
        const bool new_contact = contacts != nullptr && changes(chunk, fields.contact, row);
        if (fields.account != FieldId::none && contact != Id{} && new_contact) {
            const auto account = chunk.users->account_of_contact.find(contact);
            if (account != chunk.users->account_of_contact.end() && account->second != Id{})
                chunk.set(fields.account, row, Value::id(account->second));
        }
        if (fields.portal_enabled != FieldId::none &&
            (chunk.creates() || (new_contact && contact != Id{})))
            chunk.set(fields.portal_enabled, row, Value::boolean(contact != Id{}));
    }
}

namespace {

void check_usernames(SaveChunk& chunk) {
    const FieldId field = known_of(chunk).of_user.username;
    if (field == FieldId::none || chunk.given.find(field) == nullptr)
        return;
    std::vector<uint32_t> rows;
    std::vector<Value> names;
    Value* const cells = chunk.given.find(field);
    for (const uint32_t row : chunk.good) {
        if (cells[row].tag() != Tag::text || !changes(chunk, field, row))
            continue;
        // A before-save flow may have written capitals.
        cells[row] = Value::text(to_lower(cells[row].as_text(), chunk.arena()));
        const std::string_view name = cells[row].as_text();
        if (!is_email_address(name)) {
            chunk.refuse(
                row,
                "INVALID_EMAIL_ADDRESS",
                fmt::format(
                    "{}: invalid email address: {}", chunk.object().field(field).label, name
                ),
                "Username"
            );
            continue;
        }
        rows.push_back(row);
        names.push_back(cells[row]);
    }
    if (rows.empty())
        return;
    const auto holders =
        chunk.transaction.org().store().find_by_value(chunk.object().id, field, names);
    if (!holders) {
        chunk.fatal = chunk.transaction.fail(holders.error());
        return;
    }
    std::unordered_set<std::string> reserved;
    for (const std::string& name : chunk.transaction.org().settings().reserved_usernames)
        reserved.emplace(to_lower(name, chunk.arena()));
    NameSet seen(rows.size());
    for (size_t index = 0; index < rows.size(); ++index) {
        const std::string_view name = names[index].as_text();
        const Id holder = (*holders)[index];
        const bool is_taken = (holder != Id{} && holder != chunk.ids[rows[index]]) ||
                              (!reserved.empty() && reserved.contains(std::string(name)));
        if (!is_taken && seen.insert(name).second)
            continue;
        chunk.refuse(
            rows[index],
            "DUPLICATE_USERNAME",
            "Duplicate Username.<br>The username already exists in this or another Salesforce "
            "organization. Usernames must be unique across all Salesforce organizations. To "
            "resolve, use "
            "a different username (it doesn't need to match the user's email address). ",
            "Username"
        );
    }
}

void check_nicknames(SaveChunk& chunk) {
    const FieldId field = known_of(chunk).of_user.nickname;
    if (field == FieldId::none || chunk.given.find(field) == nullptr)
        return;
    std::vector<uint32_t> rows;
    std::vector<Value> names;
    for (const uint32_t row : chunk.good) {
        const Value name = chunk.given.at(field, row);
        if (name.tag() != Tag::text || !changes(chunk, field, row))
            continue;
        rows.push_back(row);
        names.push_back(name);
    }
    if (rows.empty())
        return;
    const auto holders =
        chunk.transaction.org().store().find_by_value(chunk.object().id, field, names);
    if (!holders) {
        chunk.fatal = chunk.transaction.fail(holders.error());
        return;
    }
    NameSet seen(rows.size());
    for (size_t index = 0; index < rows.size(); ++index) {
        const Id holder = (*holders)[index];
        const bool is_taken = holder != Id{} && holder != chunk.ids[rows[index]];
        const std::string_view key = to_lower(names[index].as_text(), chunk.arena());
        if (!is_taken && seen.insert(key).second)
            continue;
        chunk.refuse(
            rows[index],
            "DUPLICATE_COMM_NICKNAME",
            "Duplicate Nickname.<br>Another user has already selected this nickname.<br>Please "
            "select "
            "another.",
            "CommunityNickname"
        );
    }
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
        const Id before = id_of(chunk.old.at(known_of(chunk).of_user.profile, row));
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

void check_users(SaveChunk& chunk) {
    if (!saves_users(chunk))
        return;
    if (chunk.changed_by_flows)
        derive_user_fields(chunk);
    if (chunk.fatal != nullptr)
        return;
    check_usernames(chunk);
    if (chunk.fatal != nullptr)
        return;
    check_nicknames(chunk);
    if (chunk.fatal != nullptr)
        return;
    chunk.drop_refused();
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
                portal_refusal(chunk, row, id_of(profiles[row]), id_of(contacts[row])))
            chunk.refuse(row, refusal);
    }
    chunk.drop_refused();
    check_contacts(chunk, chunk.good);
    chunk.drop_refused();
}

} // namespace weir
