#include "org/sites.hpp"

#include "org/access.hpp"
#include "org/system_records.hpp"
#include "org/users.hpp"
#include "schema/fold.hpp"
#include "types/cell.hpp"
#include "types/compare.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

bool names(const std::vector<std::string>& list, std::string_view wanted) {
    return std::ranges::any_of(list, [&](const std::string& name) {
        return equal_ignoring_case(name, wanted);
    });
}

/// Who may have become a member, and by what.
struct Candidate {
    Id user;
    std::string_view profile;        // its name; or
    std::string_view permission_set; // its name
};

class Joining {
public:
    explicit Joining(SaveChunk& chunk)
        : chunk_(chunk),
          transaction_(chunk.transaction),
          sites_(transaction_.schema().setup().sites) {}

    void run() {
        const KnownObjects& known = transaction_.org().state().known;
        if (sites_.all().empty() || known.user == nullptr ||
            transaction_.schema().find("NetworkMember") == nullptr)
            return;
        if (&chunk_.object() == known.user)
            by_profile(known);
        else if (chunk_.object().name == "PermissionSetAssignment" && chunk_.creates())
            by_permission_set();
        if (chunk_.fatal == nullptr && !candidates_.empty())
            join();
    }

private:
    void by_profile(const KnownObjects& known) {
        const FieldId profile = known.of_user.profile;
        if (profile == FieldId::none || chunk_.given.find(profile) == nullptr ||
            known.profile == nullptr || known.of_profile.name == FieldId::none)
            return;
        std::vector<uint32_t> rows;
        std::vector<Id> profiles;
        for (const uint32_t row : chunk_.good) {
            const bool is_active = known.of_user.active == FieldId::none ||
                                   chunk_.now_column(known.of_user.active)[row].is_true();
            if (!is_active || !chunk_.is_given(profile, row))
                continue;
            rows.push_back(row);
            profiles.push_back(id_in(chunk_.given.at(profile, row)));
        }
        Columns columns;
        chunk_.fatal = raw_values(
            transaction_, known.profile->id, profiles, {&known.of_profile.name, 1}, columns
        );
        for (uint32_t index = 0; index < rows.size() && chunk_.fatal == nullptr; ++index)
            candidates_.push_back(
                {chunk_.ids[rows[index]], text_in(columns.at(known.of_profile.name, index)), {}}
            );
    }

    void by_permission_set() {
        const Object* const sets = transaction_.schema().find("PermissionSet");
        const FieldId name = field_or_none(sets, "Name");
        const FieldId user = field_or_none(&chunk_.object(), "AssigneeId");
        const FieldId set = field_or_none(&chunk_.object(), "PermissionSetId");
        if (name == FieldId::none || user == FieldId::none || set == FieldId::none)
            return;
        std::vector<Id> ids;
        for (const uint32_t row : chunk_.good)
            ids.push_back(id_in(chunk_.given.at(set, row)));
        Columns columns;
        chunk_.fatal = raw_values(transaction_, sets->id, ids, {&name, 1}, columns);
        for (uint32_t index = 0; index < chunk_.good.size() && chunk_.fatal == nullptr; ++index)
            candidates_.push_back(
                {id_in(chunk_.given.at(user, chunk_.good[index])),
                 {},
                 text_in(columns.at(name, index))}
            );
    }

    void join() {
        const Object* const networks = transaction_.schema().find("Network");
        if (networks == nullptr)
            return;
        RecordWriter members(transaction_, "NetworkMember");
        for (const SiteSetup& site : sites_.all()) {
            const Id network = network_of(transaction_, site);
            if (network == Id{})
                continue;
            std::vector<Id> people;
            for (const Candidate& candidate : candidates_)
                if ((!candidate.profile.empty() && names(site.profiles, candidate.profile)) ||
                    (!candidate.permission_set.empty() &&
                     names(site.permission_sets, candidate.permission_set)))
                    people.push_back(candidate.user);
            drop_members(network, people);
            if (chunk_.fatal != nullptr)
                return;
            for (const Id person : people) {
                const uint32_t row = members.add();
                members.id(row, "NetworkId", network);
                members.id(row, "MemberId", person);
            }
            if (site.welcomes && !is_muted())
                welcome(site, people);
        }
        chunk_.fatal = system_create(transaction_, members.records());
    }

    [[nodiscard]] bool is_muted() const {
        const auto& access = transaction_.state().access;
        return access != nullptr && access->mutes_welcome;
    }

    /// Leaves those who are not members yet, each once.
    void drop_members(Id network, std::vector<Id>& people) {
        const Object* const object = transaction_.schema().find("NetworkMember");
        const FieldId member = field_or_none(object, "MemberId");
        const FieldId of = field_or_none(object, "NetworkId");
        IdSet gone;
        std::vector<Id> rows;
        std::vector<uint32_t> owners;
        if (member == FieldId::none || of == FieldId::none || people.empty())
            return;
        chunk_.fatal = raw_children(transaction_, object->id, member, people, rows, owners);
        if (chunk_.fatal != nullptr)
            return;
        Columns columns;
        chunk_.fatal = raw_values(transaction_, object->id, rows, {&of, 1}, columns);
        if (chunk_.fatal != nullptr)
            return;
        for (uint32_t index = 0; index < rows.size(); ++index)
            if (id_in(columns.at(of, index)) == network)
                gone.insert(people[owners[index]]);
        std::erase_if(people, [&](Id id) { return !gone.insert(id).second; });
    }

    void welcome(const SiteSetup& site, std::span<const Id> people) {
        const KnownObjects& known = transaction_.org().state().known;
        if (known.of_user.email == FieldId::none || people.empty())
            return;
        Columns columns;
        const FieldId fields[] = {known.of_user.email, known.of_user.username};
        chunk_.fatal = raw_values(
            transaction_,
            known.user->id,
            people,
            std::span(fields, known.of_user.username == FieldId::none ? 1U : 2U),
            columns
        );
        for (uint32_t index = 0; index < people.size() && chunk_.fatal == nullptr; ++index) {
            const auto id = to_text(people[index]);
            Email email;
            email.to = {std::string(text_in(columns.at(known.of_user.email, index)))};
            email.subject = fmt::format("Welcome to {}", site.name);
            email.body = fmt::format(
                "Welcome to {}! To get started, your username is {}.",
                site.name,
                text_in(columns.at(known.of_user.username, index))
            );
            email.source = fmt::format("site {}", site.name);
            email.record = std::string(id.data(), id.size());
            transaction_.send(std::move(email));
        }
    }

    SaveChunk& chunk_;
    Transaction& transaction_;
    const Named<SiteSetup>& sites_;
    std::vector<Candidate> candidates_;
};

/// Contacts of a chunk that change their account, and the active portal users that belong to them.
struct Moves {
    std::vector<uint32_t> rows; // of the contacts, one for each user
    std::vector<Id> users;
    std::vector<Id> accounts; // the new ones
};

Moves find_moves(SaveChunk& chunk) {
    Moves moves;
    const KnownObjects& known = chunk.transaction.org().state().known;
    const FieldId account = known.of_contact.account;
    if (&chunk.object() != known.contact || chunk.operation != Operation::update ||
        account == FieldId::none || chunk.given.find(account) == nullptr || known.user == nullptr ||
        known.of_user.contact == FieldId::none || known.of_user.portal_enabled == FieldId::none)
        return moves;
    std::vector<uint32_t> rows;
    std::vector<Id> contacts;
    for (const uint32_t row : chunk.good) {
        if (!chunk.is_given(account, row) ||
            equal_exactly(chunk.given.at(account, row), chunk.old.at(account, row)))
            continue;
        rows.push_back(row);
        contacts.push_back(chunk.ids[row]);
    }
    std::vector<Id> users;
    std::vector<uint32_t> owners;
    chunk.fatal = raw_children(
        chunk.transaction, known.user->id, known.of_user.contact, contacts, users, owners
    );
    if (chunk.fatal != nullptr || users.empty())
        return moves;
    Columns columns;
    const FieldId fields[] = {known.of_user.portal_enabled};
    chunk.fatal = raw_values(chunk.transaction, known.user->id, users, fields, columns);
    if (chunk.fatal != nullptr)
        return moves;
    for (uint32_t index = 0; index < users.size(); ++index) {
        if (!columns.at(fields[0], index).is_true())
            continue;
        const uint32_t row = rows[owners[index]];
        moves.rows.push_back(row);
        moves.users.push_back(users[index]);
        moves.accounts.push_back(id_in(chunk.given.at(account, row)));
    }
    return moves;
}

} // namespace

Id network_of(const Transaction& transaction, const SiteSetup& site) {
    const auto& seeds = transaction.program().seeds;
    const Object* const networks = transaction.schema().find("Network");
    for (size_t index = 0; networks != nullptr && index < seeds.size(); ++index)
        if (seeds[index].object == networks->id && folded(seeds[index].name) == folded(site.name))
            return transaction.org().seed(index);
    return {};
}

void join_sites(SaveChunk& chunk) {
    if (chunk.operation != Operation::erase)
        Joining(chunk).run();
}

void check_portal_moves(SaveChunk& chunk) {
    const Moves moves = find_moves(chunk);
    const KnownObjects& known = chunk.transaction.org().state().known;
    if (chunk.fatal != nullptr || moves.users.empty() || known.account == nullptr ||
        known.of_account.owner == FieldId::none)
        return;
    Columns columns;
    chunk.fatal = raw_values(
        chunk.transaction, known.account->id, moves.accounts, {&known.of_account.owner, 1}, columns
    );
    if (chunk.fatal != nullptr)
        return;
    std::vector<Id> owners;
    for (uint32_t index = 0; index < moves.accounts.size(); ++index)
        owners.push_back(id_in(columns.at(known.of_account.owner, index)));
    std::vector<Id> roles;
    chunk.fatal = roles_of(chunk.transaction, owners, roles);
    for (size_t index = 0; index < moves.rows.size() && chunk.fatal == nullptr; ++index) {
        if (moves.accounts[index] == Id{})
            chunk.refuse(
                moves.rows[index],
                "FIELD_INTEGRITY_EXCEPTION",
                "the contact of a portal user must belong to an account",
                "AccountId"
            );
        else if (roles[index] == Id{})
            chunk.refuse(
                moves.rows[index], "UNKNOWN_EXCEPTION", "portal account owner must have a role"
            );
    }
    chunk.drop_refused();
}

void move_portal_users(SaveChunk& chunk) {
    const Moves moves = find_moves(chunk);
    if (chunk.fatal != nullptr || moves.users.empty())
        return;
    OrgState& state = chunk.transaction.org().state();
    const auto& fields = state.known.of_user;
    SaveChunk users(
        chunk.transaction,
        state.plan(state.known.user->id),
        Operation::update,
        static_cast<uint32_t>(moves.users.size())
    );
    std::ranges::copy(moves.users, users.ids.begin());
    load_old_records(users);
    for (const uint32_t row : users.good) {
        if (fields.account != FieldId::none)
            users.set(fields.account, row, Value::id(moves.accounts[row]));
        if (fields.role != FieldId::none)
            users.set(fields.role, row, Value::null());
    }
    users.users = std::make_unique<UserFacts>();
    if (users.fatal == nullptr)
        users.fatal = gather_user_facts(users, *users.users);
    if (users.fatal == nullptr)
        assign_portal_roles(users);
    if (!users.stops())
        write(users);
    chunk.fatal = users.fatal;
}

} // namespace weir
