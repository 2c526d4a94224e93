#include "org/users.hpp"

#include "org/standard_cells.hpp"
#include "types/cell.hpp"
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

using standard::changes;

const KnownObjects& known_of(const SaveChunk& chunk) {
    return chunk.transaction.org().state().known;
}

bool saves_users(const SaveChunk& chunk) {
    return &chunk.object() == known_of(chunk).user;
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

void default_value(SaveChunk& chunk, FieldId field, Value value) {
    Value* const given = chunk.given.add(field);
    Value* const now = chunk.now.find(field);
    for (const uint32_t row : chunk.good) {
        if (!given[row].is_unset())
            continue;
        given[row] = value;
        if (now != nullptr)
            now[row] = value;
    }
}

void default_text(SaveChunk& chunk, FieldId field, std::string_view value) {
    if (field != FieldId::none)
        default_value(chunk, field, Value::text(value));
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
        default_value(chunk, fields.active, Value::boolean(true));
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
                fields.user_type, row, Value::text(user_type_of(chunk, id_in(profiles[row])))
            );
        const Id contact = contacts == nullptr ? Id{} : id_in(contacts[row]);
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
        if (chunk.changed_by_flows)
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
    check_portal_users(chunk);
}

} // namespace weir
