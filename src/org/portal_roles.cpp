// Portal roles: up to three for each account, made under the role of the account's owner when a
// user needs them.
#include "org/users.hpp"
#include "types/cell.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>

namespace weir {

namespace {

/// From the bottom to the top, as people call them.
constexpr std::array<std::string_view, 3> levels = {"User", "Manager", "Executive"};
/// What UserRole.PortalRole says of them.
constexpr std::array<std::string_view, 3> role_values = {"Worker", "Manager", "Executive"};

size_t level_of(std::string_view portal_role) {
    for (size_t level = 0; level < levels.size(); ++level)
        if (equal_ignoring_case(portal_role, levels[level]) ||
            equal_ignoring_case(portal_role, role_values[level]))
            return level;
    return 0;
}

/// An account's roles of one portal type, by level; zero where there is none yet.
struct AccountRoles {
    const AccountFacts* facts = nullptr;
    std::array<Id, 3> ids;
    size_t needed = 0; // roles from the bottom that its users need
};

class RoleAssignment {
public:
    explicit RoleAssignment(SaveChunk& chunk)
        : chunk_(chunk),
          state_(chunk.transaction.org().state()),
          known_(state_.known),
          fields_(known_.of_user),
          role_(known_.of_role) {}

    void run() {
        if (known_.role == nullptr || fields_.role == FieldId::none ||
            fields_.profile == FieldId::none || fields_.contact == FieldId::none ||
            role_.portal_account == FieldId::none || !is_asked())
            return;
        sort_users();
        if (chunk_.fatal == nullptr)
            check_given_roles();
        chunk_.drop_refused();
        if (chunk_.stops() || seekers_.empty())
            return;
        find_roles();
        if (chunk_.fatal == nullptr)
            make_roles();
        if (chunk_.fatal != nullptr)
            return;
        for (const Seeker& seeker : seekers_) {
            if (chunk_.faults[seeker.row] != nullptr)
                continue;
            const AccountRoles& roles = accounts_.at({seeker.account, seeker.is_partner});
            chunk_.set(fields_.role, seeker.row, Value::id(roles.ids[seeker.level]));
            if (fields_.portal_role != FieldId::none &&
                chunk_.now_column(fields_.portal_role)[seeker.row].is_null())
                chunk_.set(fields_.portal_role, seeker.row, Value::text(levels[seeker.level]));
        }
    }

private:
    using Key = std::pair<Id, bool>; // account, partner
    struct Seeker {
        uint32_t row;
        Id account;
        bool is_partner;
        size_t level;
    };
    struct Given {
        uint32_t row;
        Id role;
        Id account;       // whose portal role it must be; zero: no portal role
        bool takes_roles; // users of high-volume licences have none
    };

    /// Whether anybody may need a role, or bring one.
    [[nodiscard]] bool is_asked() const {
        return chunk_.given.find(fields_.role) != nullptr ||
               std::ranges::any_of(chunk_.users->profiles, &ProfileFacts::is_role_based);
    }

    /// Who needs a role, and who brings one.
    void sort_users() {
        const Value* const roles = chunk_.now_column(fields_.role);
        const Value* const portal_roles =
            fields_.portal_role == FieldId::none ? nullptr : chunk_.now_column(fields_.portal_role);
        for (const uint32_t row : chunk_.good) {
            const ProfileFacts& profile = chunk_.users->profile_of(row);
            const Id account = profile.is_role_based ? chunk_.users->account_of(row).id : Id{};
            const Id role = id_in(roles[row]);
            if (role != Id{}) {
                if (chunk_.is_given(fields_.role, row))
                    given_.push_back(
                        {row, role, account, !profile.is_portal || profile.is_role_based}
                    );
                continue;
            }
            if (account == Id{})
                continue;
            const size_t level = portal_roles == nullptr ? 0 : level_of(text_in(portal_roles[row]));
            seekers_.push_back({row, account, profile.is_partner, level});
            AccountRoles& needed = accounts_[{account, profile.is_partner}];
            needed.facts = &chunk_.users->account_of(row);
            needed.needed = std::max(needed.needed, level + 1);
        }
    }

    /// A portal user takes a portal role of its own account, everybody else none.
    void check_given_roles() {
        if (given_.empty())
            return;
        std::vector<Id> ids;
        for (const Given& given : given_)
            ids.push_back(given.role);
        const FieldId asked[] = {role_.portal_account};
        Columns columns;
        std::vector<bool> found;
        chunk_.fatal =
            fetch_records(chunk_.transaction, known_.role->id, ids, asked, columns, found);
        if (chunk_.fatal != nullptr)
            return;
        for (uint32_t index = 0; index < given_.size(); ++index) {
            const Id account = id_in(columns.at(role_.portal_account, index));
            if (account != given_[index].account || !given_[index].takes_roles)
                chunk_.refuse(
                    given_[index].row,
                    "FIELD_INTEGRITY_EXCEPTION",
                    "role type must match user type",
                    "UserRoleId"
                );
        }
    }

    void find_roles() {
        std::vector<Value> parameters;
        for (const auto& [key, roles] : accounts_)
            parameters.push_back(Value::id(key.first));
        const auto plan = state_.find_by_lookup(known_.role->id, role_.portal_account);
        if (!plan) {
            chunk_.fatal = chunk_.transaction.fail(plan.error());
            return;
        }
        const std::span<const Value> column(parameters);
        QueryResult result;
        chunk_.fatal = run_read_plan(
            **plan,
            chunk_.transaction,
            {&column, 1},
            static_cast<uint32_t>(parameters.size()),
            result
        );
        if (chunk_.fatal != nullptr || result.records.size() == 0)
            return;
        std::vector<FieldId> asked;
        for (const FieldId field : {role_.portal_role, role_.portal_type, role_.portal_account})
            if (field != FieldId::none)
                asked.push_back(field);
        Columns columns;
        std::vector<bool> found;
        chunk_.fatal = fetch_records(
            chunk_.transaction, known_.role->id, result.records.ids(), asked, columns, found
        );
        if (chunk_.fatal != nullptr)
            return;
        for (uint32_t row = 0; row < columns.size(); ++row) {
            const bool is_partner = role_.portal_type != FieldId::none &&
                                    text_in(columns.at(role_.portal_type, row)) == "Partner";
            const auto roles =
                accounts_.find({id_in(columns.at(role_.portal_account, row)), is_partner});
            if (roles == accounts_.end())
                continue;
            const size_t level = role_.portal_role == FieldId::none
                                     ? 0
                                     : level_of(text_in(columns.at(role_.portal_role, row)));
            roles->second.ids[level] = result.records.ids()[row];
        }
    }

    /// Makes what is missing, and puts the roles above one another.
    void make_roles() {
        std::vector<std::pair<Id, Id>> parents; // role and its parent, of roles that exist already
        uint32_t count = 0;
        for (auto& [key, roles] : accounts_)
            for (size_t level = 0; level < roles.needed; ++level)
                if (roles.ids[level] == Id{})
                    ++count;
        if (count == 0 || refused_beside_data())
            return;
        std::vector<Id> ids(count);
        RecordStore& store = chunk_.transaction.org().store();
        if (const Status done = store.allocate_ids(known_.role->id, ids); !done) {
            chunk_.fatal = chunk_.transaction.fail(done.error());
            return;
        }
        Columns made(chunk_.arena(), known_.role->fields.size(), count);
        uint32_t next = 0;
        for (auto& [key, roles] : accounts_) {
            const AccountFacts& account = *roles.facts;
            std::array<bool, 3> is_new{};
            for (size_t level = 0; level < roles.needed; ++level) {
                if (roles.ids[level] != Id{})
                    continue;
                roles.ids[level] = ids[next];
                is_new[level] = true;
                describe(made, next++, key, account, level);
            }
            for (size_t level = 0; level < levels.size(); ++level) {
                if (roles.ids[level] == Id{})
                    continue;
                Id parent = account.owner_role;
                for (size_t above = levels.size() - 1; above > level; --above)
                    if (roles.ids[above] != Id{})
                        parent = roles.ids[above];
                parents.emplace_back(roles.ids[level], parent);
            }
        }
        insert(made, ids);
        if (chunk_.fatal == nullptr)
            link(parents);
    }

    /// Where an org counts the roles as setup DML they cannot be made beside data: then nobody gets
    /// one.
    bool refused_beside_data() {
        const TransactionState& written = chunk_.transaction.state();
        if (!chunk_.transaction.org().settings().portal_roles_are_setup ||
            written.data_written == ObjectId::none)
            return false;
        const Fault* const fault = chunk_.transaction.fault(
            "MIXED_DML_OPERATION",
            fmt::format(
                "DML operation on setup object is not permitted after you have updated a non-setup "
                "object (or vice versa): {}, original object: {}",
                known_.role->name,
                chunk_.transaction.schema().object(written.data_written).name
            )
        );
        for (const Seeker& seeker : seekers_)
            chunk_.refuse(seeker.row, fault);
        chunk_.drop_refused();
        return true;
    }

    void describe(
        Columns& made, uint32_t row, const Key& key, const AccountFacts& account, size_t level
    ) {
        const auto put = [&](FieldId field, Value value) {
            if (field != FieldId::none)
                made.add(field)[row] = value;
        };
        const std::string kind =
            fmt::format(" {} {}", key.second ? "Partner" : "Customer", levels[level]);
        constexpr size_t name_length = 80;
        const size_t room = byte_offset(account.name, name_length - kind.size());
        const std::string name = std::string(account.name.substr(0, room)) + kind;
        put(role_.name, Value::text(chunk_.arena().copy(std::string_view(name))));
        const auto id = to_text_15(key.first);
        std::string developer_name;
        for (const char character : name)
            if ((character >= '0' && character <= '9') || (character >= 'A' && character <= 'Z') ||
                (character >= 'a' && character <= 'z'))
                developer_name += character;
        // The account's number keeps two accounts of one name apart.
        developer_name += '_';
        developer_name.append(id.data() + 8, id.size() - 8);
        put(role_.developer_name,
            Value::text(chunk_.arena().copy(std::string_view(developer_name))));
        put(role_.portal_account, Value::id(key.first));
        put(role_.portal_owner, Value::id(account.owner));
        put(role_.portal_type, Value::text(key.second ? "Partner" : "CustomerPortal"));
        put(role_.portal_role, Value::text(role_values[level]));
    }

    void insert(Columns& made, std::span<const Id> ids) {
        const ObjectPlan& plan = state_.plan(known_.role->id);
        const Surroundings& around = chunk_.transaction.surroundings();
        const Value user = around.user == Id{} ? Value::null() : Value::id(around.user);
        const auto fill = [&](FieldId field, Value value) {
            if (field != FieldId::none)
                std::fill_n(made.add(field), made.size(), value);
        };
        for (const FieldId field :
             {plan.system.created_date, plan.system.modified_date, plan.system.modstamp})
            fill(field, Value::date_time(around.now));
        for (const FieldId field : {plan.system.created_by, plan.system.modified_by})
            fill(field, user);
        fill(plan.system.is_deleted, Value::boolean(false));
        const RecordBatch batch = made.to_batch(known_.role->id, ids, all_rows(made.size()));
        if (const Status done = chunk_.transaction.org().store().insert(batch); !done) {
            chunk_.fatal = chunk_.transaction.fail(done.error());
            return;
        }
        ++state_.writes[static_cast<size_t>(known_.role->id)];
        chunk_.transaction.state().created.push_back({known_.role->id, made.size()});
    }

    void link(std::span<const std::pair<Id, Id>> parents) {
        if (role_.parent == FieldId::none)
            return;
        RecordBatch batch(known_.role->id, static_cast<uint32_t>(parents.size()));
        const std::span<Value> cells = batch.column(role_.parent);
        for (size_t index = 0; index < parents.size(); ++index) {
            batch.ids()[index] = parents[index].first;
            cells[index] = Value::id(parents[index].second);
        }
        chunk_.fatal = system_update(chunk_.transaction, batch);
    }

    SaveChunk& chunk_;
    OrgState& state_;
    const KnownObjects& known_;
    const KnownObjects::UserFields& fields_;
    const KnownObjects::RoleFields& role_;
    std::vector<Seeker> seekers_;
    std::vector<Given> given_;
    std::map<Key, AccountRoles> accounts_;
};

} // namespace

void assign_portal_roles(SaveChunk& chunk) {
    RoleAssignment(chunk).run();
}

} // namespace weir
