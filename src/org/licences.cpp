// Licences: every active user takes one of the profile's, and gives it back when deactivated.
#include "org/users.hpp"
#include "types/cell.hpp"

#include <map>

namespace weir {

namespace {

/// The licence that a profile's active users take, or zero.
Id licence_of(const SaveChunk& chunk, Value profile) {
    const auto found = chunk.users->profiles.find(id_in(profile));
    return found == chunk.users->profiles.end() ? Id{} : found->second.licence;
}

LicenceFacts* find_licence(SaveChunk& chunk, Id id) {
    const auto found = chunk.users->licences.find(id);
    return found == chunk.users->licences.end() ? nullptr : &found->second;
}

void claim_licences(SaveChunk& chunk) {
    const KnownObjects::UserFields& fields = chunk.transaction.org().state().known.of_user;
    if (fields.profile == FieldId::none || fields.active == FieldId::none)
        return;
    const Value* const active = chunk.now_column(fields.active);
    const Value* const profiles = chunk.now_column(fields.profile);
    for (const uint32_t row : chunk.good) {
        const bool was_active = !chunk.creates() && chunk.old.at(fields.active, row).is_true();
        const Id before = was_active ? licence_of(chunk, chunk.old.at(fields.profile, row)) : Id{};
        const Id after = active[row].is_true() ? licence_of(chunk, profiles[row]) : Id{};
        if (before == after)
            continue;
        LicenceFacts* const taken = find_licence(chunk, after);
        if (taken != nullptr && taken->total && taken->used >= *taken->total) {
            chunk.refuse(row, "LICENSE_LIMIT_EXCEEDED", "License Limit Exceeded");
            continue;
        }
        if (taken != nullptr)
            ++taken->used;
        if (LicenceFacts* const freed = find_licence(chunk, before);
            freed != nullptr && freed->used > 0)
            --freed->used;
    }
    chunk.drop_refused();
}

/// Writes UsedLicenses where it has changed.
const Fault* write_licences(SaveChunk& chunk) {
    const KnownObjects& known = chunk.transaction.org().state().known;
    if (known.licence == nullptr || known.of_licence.used == FieldId::none)
        return nullptr;
    std::map<Id, int64_t> changed; // in one order every time
    for (const auto& [id, licence] : chunk.users->licences)
        if (licence.used != licence.used_before)
            changed.emplace(id, licence.used);
    RecordBatch batch(known.licence->id, static_cast<uint32_t>(changed.size()));
    const std::span<Value> used = batch.column(known.of_licence.used);
    size_t row = 0;
    for (const auto& [id, number] : changed) {
        batch.ids()[row] = id;
        used[row++] = Value::number(number);
    }
    return system_update(chunk.transaction, batch);
}

/// A customer user makes its account a customer account; partner accounts are made so by hand.
const Fault* flag_accounts(SaveChunk& chunk) {
    const KnownObjects& known = chunk.transaction.org().state().known;
    const FieldId flag = known.of_account.customer_portal;
    if (known.account == nullptr || flag == FieldId::none ||
        known.of_user.contact == FieldId::none || known.of_user.profile == FieldId::none)
        return nullptr;
    std::map<Id, bool> flagged;
    const Value* const contacts = chunk.now_column(known.of_user.contact);
    const Value* const profiles = chunk.now_column(known.of_user.profile);
    for (const uint32_t row : chunk.good) {
        const auto profile = chunk.users->profiles.find(id_in(profiles[row]));
        if (profile == chunk.users->profiles.end() || !is_portal_type(profile->second.user_type) ||
            profile->second.user_type == "PowerPartner")
            continue;
        const auto account = chunk.users->account_of_contact.find(id_in(contacts[row]));
        if (account == chunk.users->account_of_contact.end())
            continue;
        const auto facts = chunk.users->accounts.find(account->second);
        if (facts != chunk.users->accounts.end() && !facts->second.customer_portal)
            flagged.emplace(account->second, true);
    }
    RecordBatch batch(known.account->id, static_cast<uint32_t>(flagged.size()));
    const std::span<Value> cells = batch.column(flag);
    size_t row = 0;
    for (const auto& [id, value] : flagged) {
        batch.ids()[row] = id;
        cells[row++] = Value::boolean(value);
    }
    return system_update(chunk.transaction, batch);
}

} // namespace

void claim_for_users(SaveChunk& chunk) {
    if (chunk.users == nullptr)
        return;
    claim_licences(chunk);
    if (!chunk.stops())
        assign_portal_roles(chunk);
}

void finish_users(SaveChunk& chunk) {
    if (chunk.users == nullptr)
        return;
    chunk.fatal = write_licences(chunk);
    if (chunk.fatal == nullptr)
        chunk.fatal = flag_accounts(chunk);
}

const Fault* count_licences(Transaction& transaction) {
    Org& org = transaction.org();
    const KnownObjects& known = org.state().known;
    if (known.user == nullptr || known.profile == nullptr || known.licence == nullptr ||
        known.of_licence.used == FieldId::none || known.of_user.profile == FieldId::none ||
        known.of_user.active == FieldId::none || known.of_profile.licence == FieldId::none)
        return nullptr;
    const auto all_of = [&](const Object& object, std::vector<FieldId> fields, QueryResult& result
                        ) -> const Fault* {
        Query query;
        query.object = object.id;
        query.fields = std::move(fields);
        auto prepared = org.store().prepare(query);
        if (!prepared)
            return transaction.fail(prepared.error());
        auto found = org.store().run(**prepared, {}, 1);
        if (!found)
            return transaction.fail(found.error());
        result = std::move(*found);
        return nullptr;
    };
    QueryResult users, profiles, licences;
    if (const Fault* const fault =
            all_of(*known.user, {known.of_user.profile, known.of_user.active}, users))
        return fault;
    if (const Fault* const fault = all_of(*known.profile, {known.of_profile.licence}, profiles))
        return fault;
    if (const Fault* const fault = all_of(*known.licence, {known.of_licence.used}, licences))
        return fault;

    std::unordered_map<Id, Id, IdHash> licence_of_profile;
    for (uint32_t row = 0; row < profiles.records.size(); ++row)
        licence_of_profile[profiles.records.ids()[row]] =
            id_in(profiles.records.find(known.of_profile.licence)[row]);
    std::unordered_map<Id, int64_t, IdHash> used;
    for (uint32_t row = 0; row < users.records.size(); ++row)
        if (users.records.find(known.of_user.active)[row].is_true())
            ++used[licence_of_profile[id_in(users.records.find(known.of_user.profile)[row])]];
    // A declared number stands for users who are not among the records; it is never less than those
    // who are.
    std::vector<uint32_t> behind;
    for (uint32_t row = 0; row < licences.records.size(); ++row) {
        const Value declared = licences.records.find(known.of_licence.used)[row];
        const int64_t number =
            declared.is_number() ? to_integer(declared.decimal()).value_or(0) : int64_t{-1};
        if (number < used[licences.records.ids()[row]])
            behind.push_back(row);
    }
    RecordBatch batch = licences.records.select(behind);
    const std::span<Value> cells = batch.column(known.of_licence.used);
    for (uint32_t row = 0; row < batch.size(); ++row)
        cells[row] = Value::number(used[batch.ids()[row]]);
    return system_update(transaction, batch);
}

} // namespace weir
