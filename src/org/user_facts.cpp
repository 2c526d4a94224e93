#include "org/users.hpp"
#include "schema/licence_kinds.hpp"
#include "types/cell.hpp"

#include <algorithm>

namespace weir {

namespace {

Id id_at(const Columns& columns, FieldId field, uint32_t row) {
    return field == FieldId::none ? Id{} : id_in(columns.at(field, row));
}

std::string_view text_at(const Columns& columns, FieldId field, uint32_t row) {
    return field == FieldId::none ? std::string_view{} : text_in(columns.at(field, row));
}

/// Ids once each, in the order they come.
std::vector<Id> distinct(std::vector<Id> ids) {
    // Many in a row are the same: the profile of all users, the account of all contacts.
    const auto end = std::unique(ids.begin(), ids.end());
    ids.erase(end, ids.end());
    IdSet seen(ids.size());
    std::erase_if(ids, [&](Id id) { return id == Id{} || !seen.insert(id).second; });
    return ids;
}

std::vector<FieldId> existing(std::initializer_list<FieldId> fields) {
    std::vector<FieldId> result(fields);
    std::erase(result, FieldId::none);
    return result;
}

class Gathering {
public:
    Gathering(SaveChunk& chunk, UserFacts& facts)
        : chunk_(chunk), facts_(facts), known_(chunk.transaction.org().state().known) {}

    const Fault* run() {
        gather_profiles();
        if (fault_ == nullptr)
            gather_licences();
        if (fault_ == nullptr)
            gather_contacts();
        if (fault_ == nullptr)
            gather_accounts();
        if (fault_ == nullptr)
            gather_owners();
        return fault_;
    }

private:
    /// Fetches and calls `use(columns, row, id)` for each record that is there.
    template<class Use>
    void fetch(
        const Object* object,
        std::vector<Id> wanted,
        std::initializer_list<FieldId> fields,
        const Use& use
    ) {
        const std::vector<Id> ids = distinct(std::move(wanted));
        if (object == nullptr || ids.empty())
            return;
        Columns columns;
        std::vector<bool> found;
        const std::vector<FieldId> asked = existing(fields);
        fault_ = fetch_records(chunk_.transaction, object->id, ids, asked, columns, found);
        if (fault_ != nullptr)
            return;
        for (uint32_t row = 0; row < ids.size(); ++row)
            if (found[row])
                use(columns, row, ids[row]);
    }

    /// The values of a lookup of the users, as they are now and, for updates, as they were.
    std::vector<Id> lookups(FieldId field, bool with_old) {
        std::vector<Id> ids;
        if (field == FieldId::none)
            return ids;
        const Value* const now = chunk_.now_column(field);
        for (const uint32_t row : chunk_.good) {
            if (now[row].tag() == Tag::id)
                ids.push_back(now[row].as_id());
            if (with_old)
                ids.push_back(id_at(chunk_.old, field, row));
        }
        return ids;
    }

    void gather_profiles() {
        const auto& fields = known_.of_profile;
        fetch(
            known_.profile,
            lookups(known_.of_user.profile, !chunk_.creates()),
            {fields.licence, fields.name, fields.user_type},
            [&](const Columns& columns, uint32_t row, Id id) {
                facts_.profiles[id] = {
                    id_at(columns, fields.licence, row),
                    text_at(columns, fields.name, row),
                    text_at(columns, fields.user_type, row)};
            }
        );
    }

    void gather_licences() {
        const auto& fields = known_.of_licence;
        std::vector<Id> ids;
        for (const auto& [profile, facts] : facts_.profiles)
            ids.push_back(facts.licence);
        std::sort(ids.begin(), ids.end());
        // Profiles mostly say themselves what their users are.
        const bool asks_types = std::ranges::any_of(facts_.profiles, [](const auto& profile) {
            return profile.second.user_type.empty();
        });
        IdMap<std::string_view> types;
        fetch(
            known_.licence,
            std::move(ids),
            {fields.name, fields.key, fields.total, fields.used},
            [&](const Columns& columns, uint32_t row, Id id) {
                LicenceFacts& licence = facts_.licences[id];
                const auto number = [&](FieldId field) -> std::optional<int64_t> {
                    const Value cell = field == FieldId::none ? Value() : columns.at(field, row);
                    return cell.is_number() ? to_integer(cell.decimal()) : std::nullopt;
                };
                licence.total = number(fields.total);
                licence.used = licence.used_before = number(fields.used).value_or(0);
                if (asks_types)
                    types[id] = user_type_of_licence(
                        text_at(columns, fields.name, row), text_at(columns, fields.key, row)
                    );
            }
        );
        for (auto& [profile, facts] : facts_.profiles) {
            if (!facts.user_type.empty())
                continue;
            const auto type = types.find(facts.licence);
            facts.user_type = type == types.end() ? "Standard" : type->second;
        }
    }

    void gather_contacts() {
        fetch(
            known_.contact,
            lookups(known_.of_user.contact, false),
            {known_.of_contact.account},
            [&](const Columns& columns, uint32_t row, Id id) {
                const Id account = id_at(columns, known_.of_contact.account, row);
                facts_.account_of_contact[id] = account;
                accounts_.push_back(account);
            }
        );
    }

    void gather_accounts() {
        const auto& fields = known_.of_account;
        fetch(
            known_.account,
            std::move(accounts_),
            {fields.name, fields.owner, fields.customer_portal, fields.partner},
            [&](const Columns& columns, uint32_t row, Id id) {
                AccountFacts& account = facts_.accounts[id];
                account.name = text_at(columns, fields.name, row);
                account.owner = id_at(columns, fields.owner, row);
                owners_.push_back(account.owner);
                if (fields.customer_portal != FieldId::none)
                    account.customer_portal = columns.at(fields.customer_portal, row).is_true();
                if (fields.partner != FieldId::none)
                    account.partner = columns.at(fields.partner, row).is_true();
            }
        );
    }

    void gather_owners() {
        IdMap<Id> roles;
        fetch(
            known_.user,
            std::move(owners_),
            {known_.of_user.role},
            [&](const Columns& columns, uint32_t row, Id id) {
                roles[id] = id_at(columns, known_.of_user.role, row);
            }
        );
        for (auto& [id, account] : facts_.accounts)
            if (const auto role = roles.find(account.owner); role != roles.end())
                account.owner_role = role->second;
    }

    SaveChunk& chunk_;
    UserFacts& facts_;
    const KnownObjects& known_;
    std::vector<Id> accounts_; // of the contacts
    std::vector<Id> owners_;   // of the accounts
    const Fault* fault_ = nullptr;
};

} // namespace

bool is_role_based(std::string_view user_type) {
    return user_type == "PowerCustomerSuccess" || user_type == "PowerPartner" ||
           user_type == "CustomerSuccess";
}

bool is_portal_type(std::string_view user_type) {
    return user_type == "CspLitePortal" || is_role_based(user_type);
}

const Fault* gather_user_facts(SaveChunk& chunk, UserFacts& facts) {
    return Gathering(chunk, facts).run();
}

} // namespace weir
