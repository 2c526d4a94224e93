#include "org/users.hpp"
#include "schema/licence_kinds.hpp"
#include "types/cell.hpp"

#include <algorithm>
#include <array>

namespace weir {

namespace {

Id id_at(const Columns& columns, FieldId field, uint32_t row) {
    return field == FieldId::none ? Id{} : id_in(columns.at(field, row));
}

std::string_view text_at(const Columns& columns, FieldId field, uint32_t row) {
    return field == FieldId::none ? std::string_view{} : text_in(columns.at(field, row));
}

/// Ids once each, in the order they come, behind the one of nothing.
class Distinct {
public:
    Distinct() {
        ids_.reserve(few);
        ids_.emplace_back();
    }

    [[nodiscard]] const std::vector<Id>& ids() const { return ids_; }
    /// The place of an id, which is added if it is new.
    uint32_t place(Id id) {
        // Many in a row are the same: the profile of all users, the account of all contacts.
        if (id == ids_[last_])
            return last_;
        if (id == Id{})
            return 0;
        last_ = find(id);
        if (last_ == ids_.size())
            ids_.push_back(id);
        return last_;
    }

private:
    uint32_t find(Id id) {
        const auto next = static_cast<uint32_t>(ids_.size());
        if (next == 1)
            return next;
        if (places_.empty())
            places_.emplace(ids_[1], 1);
        return places_.try_emplace(id, next).first->second;
    }

    static constexpr size_t few = 4;

    std::vector<Id> ids_;
    uint32_t last_ = 0;
    IdMap<uint32_t> places_; // from the second on
};

class Gathering {
public:
    Gathering(SaveChunk& chunk, UserFacts& facts)
        : chunk_(chunk),
          facts_(facts),
          known_(chunk.transaction.org().state().known),
          fields_(known_.of_user) {}

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
    template<class T>
    [[nodiscard]] std::span<T> make(size_t count) {
        return chunk_.arena().make_array<T>(count);
    }

    /// Fetches and calls `use(columns, row)` for each record that is there.
    template<class Use>
    void fetch(
        const Object* object,
        std::span<const Id> ids,
        std::initializer_list<FieldId> fields,
        const Use& use
    ) {
        if (object == nullptr || std::ranges::all_of(ids, [](Id id) { return id == Id{}; }))
            return;
        std::array<FieldId, 4> asked{};
        const auto end = std::ranges::copy_if(fields, asked.begin(), [](FieldId field) {
                             return field != FieldId::none;
                         }).out;
        Columns columns;
        std::vector<bool> found;
        fault_ = fetch_records(
            chunk_.transaction, object->id, ids, {asked.begin(), end}, columns, found
        );
        if (fault_ != nullptr)
            return;
        for (uint32_t row = 0; row < ids.size(); ++row)
            if (found[row])
                use(columns, row);
    }

    /// The places of a column's ids, by row.
    std::span<uint32_t> places(const Value* column, Distinct& distinct) {
        const std::span<uint32_t> result = make<uint32_t>(chunk_.size);
        if (column != nullptr)
            for (const uint32_t row : chunk_.good)
                result[row] = distinct.place(id_in(column[row]));
        return result;
    }

    [[nodiscard]] const Value* now(FieldId field) {
        return field == FieldId::none ? nullptr : chunk_.now_column(field);
    }

    void gather_profiles() {
        Distinct profiles;
        facts_.profile = places(now(fields_.profile), profiles);
        if (!chunk_.creates())
            facts_.profile_before = places(chunk_.old.find(fields_.profile), profiles);
        facts_.profiles = make<ProfileFacts>(profiles.ids().size());
        const auto& fields = known_.of_profile;
        fetch(
            known_.profile,
            profiles.ids(),
            {fields.licence, fields.name, fields.user_type},
            [&](const Columns& columns, uint32_t row) {
                ProfileFacts& profile = facts_.profiles[row];
                profile.licence = licences_.place(id_at(columns, fields.licence, row));
                profile.name = text_at(columns, fields.name, row);
                profile.user_type = text_at(columns, fields.user_type, row);
            }
        );
    }

    void gather_licences() {
        const auto& fields = known_.of_licence;
        facts_.licences = make<LicenceFacts>(licences_.ids().size());
        for (size_t place = 0; place < facts_.licences.size(); ++place)
            facts_.licences[place].id = licences_.ids()[place];
        // Profiles mostly say themselves what their users are.
        const bool asks_types = std::ranges::any_of(facts_.profiles, [](const auto& profile) {
            return profile.user_type.empty();
        });
        const auto types = make<std::string_view>(facts_.licences.size());
        std::ranges::fill(types, "Standard");
        fetch(
            known_.licence,
            licences_.ids(),
            {fields.name, fields.key, fields.total, fields.used},
            [&](const Columns& columns, uint32_t row) {
                LicenceFacts& licence = facts_.licences[row];
                licence.is_known = true;
                const auto number = [&](FieldId field) -> std::optional<int64_t> {
                    const Value cell = field == FieldId::none ? Value() : columns.at(field, row);
                    return cell.is_number() ? to_integer(cell.decimal()) : std::nullopt;
                };
                licence.total = number(fields.total);
                licence.used = licence.used_before = number(fields.used).value_or(0);
                if (asks_types)
                    types[row] = user_type_of_licence(
                        text_at(columns, fields.name, row), text_at(columns, fields.key, row)
                    );
            }
        );
        for (ProfileFacts& profile : facts_.profiles) {
            if (profile.user_type.empty())
                profile.user_type = types[profile.licence];
            profile.is_portal = is_portal_type(profile.user_type);
            profile.is_role_based = is_role_based(profile.user_type);
            profile.is_partner = profile.user_type == "PowerPartner";
        }
    }

    /// Nearly every user has a contact of its own.
    void gather_contacts() {
        facts_.account = make<uint32_t>(chunk_.size);
        const Value* const column = now(fields_.contact);
        if (column == nullptr)
            return;
        const std::span<Id> contacts = make<Id>(chunk_.size);
        for (const uint32_t row : chunk_.good)
            contacts[row] = id_in(column[row]);
        fetch(
            known_.contact,
            contacts,
            {known_.of_contact.account},
            [&](const Columns& columns, uint32_t row) {
                facts_.account[row] =
                    accounts_.place(id_at(columns, known_.of_contact.account, row));
            }
        );
    }

    void gather_accounts() {
        const auto& fields = known_.of_account;
        facts_.accounts = make<AccountFacts>(accounts_.ids().size());
        for (size_t place = 0; place < facts_.accounts.size(); ++place)
            facts_.accounts[place].id = accounts_.ids()[place];
        fetch(
            known_.account,
            accounts_.ids(),
            {fields.name, fields.owner, fields.customer_portal, fields.partner},
            [&](const Columns& columns, uint32_t row) {
                AccountFacts& account = facts_.accounts[row];
                account.is_known = true;
                account.name = text_at(columns, fields.name, row);
                account.owner = id_at(columns, fields.owner, row);
                if (fields.customer_portal != FieldId::none)
                    account.customer_portal = columns.at(fields.customer_portal, row).is_true();
                if (fields.partner != FieldId::none)
                    account.partner = columns.at(fields.partner, row).is_true();
            }
        );
    }

    void gather_owners() {
        Distinct owners;
        const auto owner_of = make<uint32_t>(facts_.accounts.size());
        for (size_t account = 0; account < owner_of.size(); ++account)
            owner_of[account] = owners.place(facts_.accounts[account].owner);
        const auto roles = make<Id>(owners.ids().size());
        fetch(known_.user, owners.ids(), {fields_.role}, [&](const Columns& columns, uint32_t row) {
            roles[row] = id_at(columns, fields_.role, row);
        });
        for (size_t account = 0; account < owner_of.size(); ++account)
            facts_.accounts[account].owner_role = roles[owner_of[account]];
    }

    SaveChunk& chunk_;
    UserFacts& facts_;
    const KnownObjects& known_;
    const KnownObjects::UserFields& fields_;
    Distinct licences_; // of the profiles
    Distinct accounts_; // of the contacts
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
