// How an org begins: its seed records, its running user, its subscriptions.
#include "org/access.hpp"
#include "org/first_record.hpp"
#include "org/person_accounts.hpp"
#include "org/sites.hpp"
#include "org/users.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace weir {

namespace {

/// Seeds of one object, as indexes into the Program's.
struct SeedGroup {
    ObjectId object = ObjectId::none;
    std::vector<uint32_t> seeds;
};

class Seeding {
public:
    explicit Seeding(Transaction& transaction)
        : transaction_(transaction),
          seeds_(transaction.program().seeds),
          known_(transaction.org().state().known),
          ids_(seeds_.size()) {}

    const Fault* run() {
        group();
        for (const SeedGroup& group : groups_) {
            std::vector<Id> ids(group.seeds.size());
            const Status done = transaction_.org().store().allocate_ids(group.object, ids);
            if (!done)
                return transaction_.fail(done.error());
            for (size_t index = 0; index < ids.size(); ++index)
                ids_[group.seeds[index]] = ids[index];
        }
        transaction_.org().state().seeds = ids_;
        transaction_.run_as(find_creator());
        for (const SeedGroup& group : groups_)
            if (const Fault* const fault = write_group(group))
                return fault;
        // The org came with these: nobody has created them.
        transaction_.state().created.clear();
        return nullptr;
    }

private:
    void group() {
        for (uint32_t seed = 0; seed < seeds_.size(); ++seed) {
            auto found = std::ranges::find(groups_, seeds_[seed].object, &SeedGroup::object);
            if (found == groups_.end()) {
                groups_.push_back({seeds_[seed].object, {}});
                found = std::prev(groups_.end());
            }
            found->seeds.push_back(seed);
        }
        // What a user is derives from profiles, contacts and accounts: these must be there.
        // (clang 14 cannot read the range that std::ranges answers with.)
        std::stable_partition(groups_.begin(), groups_.end(), [&](const SeedGroup& group) {
            return known_.user == nullptr || group.object != known_.user->id;
        });
    }

    /// The user that created everything: the running one, else the first.
    [[nodiscard]] Id find_creator() const {
        Id first;
        const std::string& wanted = transaction_.org().settings().running_user;
        for (size_t seed = 0; seed < seeds_.size(); ++seed) {
            if (known_.user == nullptr || seeds_[seed].object != known_.user->id)
                continue;
            if (first == Id{})
                first = ids_[seed];
            for (const SeedRecord::Cell& cell : seeds_[seed].cells)
                if (cell.field == known_.of_user.username && cell.value.tag() == Tag::text &&
                    cell.value.as_text() == wanted)
                    return ids_[seed];
        }
        return first;
    }

    const Fault* write_group(const SeedGroup& group) {
        const ObjectPlan& plan = transaction_.org().state().plan(group.object);
        const auto size = static_cast<uint32_t>(group.seeds.size());
        SaveChunk chunk(transaction_, plan, Operation::create, size);
        for (uint32_t row = 0; row < size; ++row) {
            chunk.ids[row] = ids_[group.seeds[row]];
            take_in(chunk, row, seeds_[group.seeds[row]]);
        }
        using Phase = void (*)(SaveChunk&);
        constexpr Phase phases[] = {
            check_formats,
            default_users,
            mark_person_accounts,
            apply_defaults,
            stamp,
            compose_names,
            compose_person_names,
            derive_user_fields,
            claim_person_contacts,
            write,
            keep_persons_in_step,
            join_sites};
        for (const Phase phase : phases) {
            phase(chunk);
            if (chunk.fatal != nullptr)
                return chunk.fatal;
            for (uint32_t row = 0; row < size; ++row)
                if (const Fault* const fault = chunk.faults[row])
                    return transaction_.fail(Error{fmt::format(
                        "seed {} of {}: {}: {}",
                        seeds_[group.seeds[row]].name,
                        plan.object.name,
                        fault->code,
                        fault->message
                    )});
        }
        return nullptr;
    }

    void take_in(SaveChunk& chunk, uint32_t row, const SeedRecord& seed) {
        const Object& object = chunk.object();
        for (const SeedRecord::Cell& cell : seed.cells) {
            const auto index = static_cast<size_t>(cell.field);
            if (index == 0 || index >= object.fields.size())
                continue;
            const bool refers =
                cell.reference >= 0 && static_cast<size_t>(cell.reference) < ids_.size();
            chunk.given.add(cell.field)[row] =
                refers ? Value::id(ids_[static_cast<size_t>(cell.reference)]) : cell.value;
        }
        if (object.kind != ObjectKind::custom_metadata || seed.name.empty())
            return;
        std::string label = seed.name;
        std::ranges::replace(label, '_', ' ');
        const auto name = [&](std::string_view field, std::string_view value) {
            const FieldId id = field_or_none(&object, field);
            if (id != FieldId::none && chunk.given.at(id, row).is_unset())
                chunk.given.add(id)[row] = Value::text(chunk.arena().copy(value));
        };
        name("DeveloperName", seed.name);
        name("QualifiedApiName", seed.name);
        name("MasterLabel", label);
        name("Label", label);
        name("Language", "en_US");
    }

    Transaction& transaction_;
    const std::vector<SeedRecord>& seeds_;
    const KnownObjects& known_;
    std::vector<Id> ids_; // by seed
    std::vector<SeedGroup> groups_;
};

/// The org's own record, for $Organization.
const Fault* find_organization(Transaction& transaction) {
    OrgState& state = transaction.org().state();
    if (state.known.organization == nullptr)
        return nullptr;
    const Result<Id> first = first_record(transaction.org(), state.known.organization->id);
    if (!first)
        return transaction.fail(first.error());
    if (*first != Id{})
        state.organization = *first;
    return nullptr;
}

} // namespace

const Fault* write_seeds(Transaction& transaction) {
    transaction.state().access = std::make_shared<UserAccess>();
    transaction.state().access->mutes_welcome = true; // they are members for long
    return Seeding(transaction).run();
}

Id Org::seed(size_t index) const {
    return state_->seeds[index];
}

Status Org::start() {
    {
        Transaction transaction(*this, "start of the org");
        if (transaction.failure() == nullptr)
            write_seeds(transaction);
        if (transaction.failure() == nullptr)
            count_licences(transaction);
        if (transaction.failure() == nullptr)
            find_organization(transaction);
        if (const Status done = transaction.commit(); !done)
            return done;
    }
    state_->started = true;
    if (const Result<Id> user = state_->running_user(); !user)
        return user.error();
    for (size_t index = 1; index < program_.objects.size(); ++index) {
        for (const FlowProgram* const flow : program_.objects[index].subscribers) {
            const auto event = static_cast<ObjectId>(index);
            if (const Status done = bus_.subscribe(flow->name, event); !done)
                return done;
            state_->subscriptions.push_back({flow, event});
        }
    }
    reset_figures();
    return Done{};
}

} // namespace weir
