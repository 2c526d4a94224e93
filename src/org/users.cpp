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

/// Names as people tell them apart.
using FoldedNames =
    boost::unordered_flat_set<std::string_view, HashIgnoringCase, EqualIgnoringCase>;

using standard::CellWriter;
using standard::Changes;

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
    Value* const now = chunk.now.find(field);
    if (chunk.given.find(field) == nullptr && now == nullptr) {
        std::fill_n(chunk.given.replace(field), chunk.size, value);
        return;
    }
    Value* const given = chunk.given.add(field);
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
    const Changes changes(chunk, fields.portal_enabled);
    if (changes.is_none())
        return;
    for (const uint32_t row : chunk.good) {
        if (!changes(row))
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

void name_users(SaveChunk& chunk, FieldId field) {
    if (field == FieldId::none || !chunk.creates())
        return;
    const Value* const given = chunk.given.find(field);
    // No other user has a name that is made of a new id.
    chunk.resolved[static_cast<size_t>(field)] = given == nullptr;
    CellWriter names(chunk, field, given == nullptr);
    for (const uint32_t row : chunk.good) {
        if (given != nullptr && !given[row].is_null())
            continue;
        // Nicknames are compared without case, and only the 18 characters differ then.
        const auto id = to_text(chunk.ids[row]);
        constexpr std::string_view prefix = "User";
        constexpr size_t size = prefix.size() + id.size();
        char* const name = static_cast<char*>(chunk.arena().allocate(size, 1));
        std::ranges::copy(id, std::ranges::copy(prefix, name).out);
        names.set(row, Value::text({name, size}));
    }
}

void derive_types(SaveChunk& chunk) {
    const auto& fields = known_of(chunk).of_user;
    const Changes changes(chunk, fields.profile);
    if (fields.user_type == FieldId::none || changes.is_none())
        return;
    CellWriter types(chunk, fields.user_type);
    for (const uint32_t row : chunk.good)
        if (changes(row))
            types.set(row, Value::text(chunk.users->profile_of(row).user_type));
}

/// What the contact says: the account, and that the user is one of a portal.
void derive_from_contacts(SaveChunk& chunk) {
    const auto& fields = known_of(chunk).of_user;
    const Value* const contacts =
        fields.contact == FieldId::none ? nullptr : chunk.now_column(fields.contact);
    const Changes changes(chunk, fields.contact);
    CellWriter accounts(chunk, fields.account);
    CellWriter enabled(chunk, fields.portal_enabled, chunk.creates());
    for (const uint32_t row : chunk.good) {
        const bool has_contact = contacts != nullptr && id_in(contacts[row]) != Id{};
        const bool is_new = has_contact && changes(row);
        const Id account = chunk.users->account_of(row).id;
        if (fields.account != FieldId::none && is_new && account != Id{})
            accounts.set(row, Value::id(account));
        if (fields.portal_enabled != FieldId::none && (chunk.creates() || is_new))
            enabled.set(row, Value::boolean(has_contact));
    }
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
    name_users(chunk, fields.nickname);
    if (!touches_portal(chunk))
        return;
    chunk.users = std::make_unique<UserFacts>();
    chunk.fatal = gather_user_facts(chunk, *chunk.users);
    if (chunk.fatal != nullptr)
        return;
    derive_types(chunk);
    derive_from_contacts(chunk);
}

namespace {

/// New usernames in small letters, without those that are no e-mail addresses: these are refused.
ChangedCells find_usernames(SaveChunk& chunk, FieldId field) {
    const ChangedCells names = find_changed(chunk, field, Tag::text);
    size_t kept = 0;
    for (size_t index = 0; index < names.rows.size(); ++index) {
        const uint32_t row = names.rows[index];
        std::string_view name = names.values[index].as_text();
        // A before-save flow may have written capitals.
        if (chunk.changed_by_flows) {
            name = to_lower(name, chunk.arena());
            chunk.given.find(field)[row] = Value::text(name);
        }
        if (is_email_address(name)) {
            names.rows[kept] = row;
            names.values[kept++] = Value::text(name);
            continue;
        }
        chunk.refuse(
            row,
            "INVALID_EMAIL_ADDRESS",
            fmt::format("{}: invalid email address: {}", chunk.object().field(field).label, name),
            "Username"
        );
    }
    return {names.rows.first(kept), names.values.first(kept)};
}

/// Refuses names that another record has, or another row before.
template<class Names, class IsReserved>
void check_names(
    SaveChunk& chunk,
    FieldId field,
    const ChangedCells& names,
    const IsReserved& is_reserved,
    const Fault& refusal
) {
    if (names.rows.empty())
        return;
    const auto holders =
        chunk.transaction.org().store().find_by_value(chunk.object().id, field, names.values);
    if (!holders) {
        chunk.fatal = chunk.transaction.fail(holders.error());
        return;
    }
    Names seen(names.rows.size() == 1 ? 0 : names.rows.size());
    for (size_t index = 0; index < names.rows.size(); ++index) {
        const uint32_t row = names.rows[index];
        const std::string_view name = names.values[index].as_text();
        const Id holder = (*holders)[index];
        const bool is_taken = (holder != Id{} && holder != chunk.ids[row]) || is_reserved(name);
        if (!is_taken && (names.rows.size() == 1 || seen.insert(name).second))
            continue;
        chunk.refuse(row, refusal.code, refusal.message, refusal.fields);
    }
}

void check_usernames(SaveChunk& chunk) {
    const FieldId field = known_of(chunk).of_user.username;
    if (field == FieldId::none)
        return;
    const ChangedCells names = find_usernames(chunk, field);
    std::unordered_set<std::string> reserved;
    for (const std::string& name : chunk.transaction.org().settings().reserved_usernames)
        reserved.emplace(to_lower(name, chunk.arena()));
    const auto is_reserved = [&](std::string_view name) {
        return !reserved.empty() && reserved.contains(std::string(name));
    };
    static const Fault refusal{
        "DUPLICATE_USERNAME",
        "Duplicate Username.<br>The username already exists in this or another Salesforce "
        "organization. Usernames must be unique across all Salesforce organizations. To resolve, "
        "use a different username (it doesn't need to match the user's email address). ",
        "Username"};
    check_names<NameSet>(chunk, field, names, is_reserved, refusal);
}

void check_nicknames(SaveChunk& chunk) {
    const FieldId field = known_of(chunk).of_user.nickname;
    if (field == FieldId::none || chunk.resolved[static_cast<size_t>(field)])
        return;
    static const Fault refusal{
        "DUPLICATE_COMM_NICKNAME",
        "Duplicate Nickname.<br>Another user has already selected this nickname.<br>Please select "
        "another.",
        "CommunityNickname"};
    check_names<FoldedNames>(
        chunk,
        field,
        find_changed(chunk, field, Tag::text),
        [](std::string_view) { return false; },
        refusal
    );
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
