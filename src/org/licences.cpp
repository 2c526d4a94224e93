// Licences: every active user takes one of the profile's, and gives it back when deactivated.
#include "org/users.hpp"
#include "types/cell.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <vector>

namespace weir {

namespace {

void claim_licences(SaveChunk& chunk) {
    const KnownObjects::UserFields& fields = chunk.transaction.org().state().known.of_user;
    if (fields.profile == FieldId::none || fields.active == FieldId::none)
        return;
    UserFacts& facts = *chunk.users;
    const Value* const active = chunk.now_column(fields.active);
    for (const uint32_t row : chunk.good) {
        const bool was_active = !chunk.creates() && chunk.old.at(fields.active, row).is_true();
        const uint32_t before = was_active ? facts.profile_of_old(row).licence : 0;
        const uint32_t after = active[row].is_true() ? facts.profile_of(row).licence : 0;
        if (before == after)
            continue;
        LicenceFacts& taken = facts.licences[after];
        if (taken.is_known && taken.total && taken.used >= *taken.total) {
            chunk.refuse(row, "LICENSE_LIMIT_EXCEEDED", "License Limit Exceeded");
            continue;
        }
        if (taken.is_known)
            ++taken.used;
        if (LicenceFacts& freed = facts.licences[before]; freed.is_known && freed.used > 0)
            --freed.used;
    }
    chunk.drop_refused();
}

/// Writes UsedLicenses where it has changed.
const Fault* write_licences(SaveChunk& chunk) {
    const KnownObjects& known = chunk.transaction.org().state().known;
    if (known.licence == nullptr || known.of_licence.used == FieldId::none)
        return nullptr;
    std::vector<std::pair<Id, int64_t>> changed;
    for (const LicenceFacts& licence : chunk.users->licences)
        if (licence.used != licence.used_before)
            changed.emplace_back(licence.id, licence.used);
    if (changed.empty())
        return nullptr;
    std::sort(changed.begin(), changed.end()); // in one order every time
    RecordBatch batch(known.licence->id, static_cast<uint32_t>(changed.size()));
    const std::span<Value> used = batch.column(known.of_licence.used);
    for (size_t row = 0; row < changed.size(); ++row) {
        batch.ids()[row] = changed[row].first;
        used[row] = Value::number(changed[row].second);
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
    const UserFacts& facts = *chunk.users;
    const auto lacks_flag = [](const AccountFacts& account) {
        return account.is_known && !account.customer_portal;
    };
    if (std::ranges::none_of(facts.accounts, lacks_flag))
        return nullptr;
    std::vector<bool> has_customer(facts.accounts.size());
    for (const uint32_t row : chunk.good)
        if (const ProfileFacts& profile = facts.profile_of(row);
            profile.is_portal && !profile.is_partner)
            has_customer[facts.account[row]] = true;
    std::vector<Id> flagged;
    for (size_t place = 0; place < facts.accounts.size(); ++place)
        if (has_customer[place] && lacks_flag(facts.accounts[place]))
            flagged.push_back(facts.accounts[place].id);
    std::sort(flagged.begin(), flagged.end());
    RecordBatch batch(known.account->id, static_cast<uint32_t>(flagged.size()));
    std::ranges::copy(flagged, batch.ids().begin());
    std::ranges::fill(batch.column(flag), Value::boolean(true));
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
