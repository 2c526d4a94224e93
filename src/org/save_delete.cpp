// Deletes: what refers to the records is deleted with them, cleared, or holds them back.
#include "org/later_work.hpp"
#include "org/save_chunk.hpp"
#include "org/users.hpp"
#include "types/convert.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>

namespace weir {

namespace {

/// Chains of cascades longer than this are refused: no schema that people write has them.
constexpr uint32_t cascade_depth = 50;
/// Names of records that a refusal lists.
constexpr size_t names_told = 3;

/// A record that goes, or would go, with a row of the chunk.
struct Doomed {
    Id id;
    uint32_t root = 0;
};

/// What the deletion of some rows takes with it. Found level by level, before anything is written.
struct Consequences {
    std::map<ObjectId, std::vector<Doomed>> erased;
    std::map<std::pair<ObjectId, FieldId>, std::vector<Doomed>> cleared;
    struct Hold {
        Doomed child;
        ObjectId object = ObjectId::none;
    };
    std::vector<Hold> holds;
    std::unordered_map<Id, uint32_t, IdHash> seen; // everything that goes, with its root
};

class Deletion {
public:
    explicit Deletion(SaveChunk& chunk)
        : chunk_(chunk), transaction_(chunk.transaction), state_(transaction_.org().state()) {}

    void run() {
        // A row that is held back saves what would have gone with it; so all is looked up again
        // without it.
        while (!chunk_.good.empty()) {
            Consequences found;
            collect(found);
            if (chunk_.fatal != nullptr)
                return;
            const size_t before = chunk_.good.size();
            refuse_held(found);
            chunk_.drop_refused();
            if (chunk_.fatal != nullptr)
                return;
            if (chunk_.good.size() == before) {
                carry_out(found);
                return;
            }
        }
    }

private:
    void collect(Consequences& found) {
        std::map<ObjectId, std::vector<Doomed>> level;
        for (const uint32_t row : chunk_.good)
            if (found.seen.emplace(chunk_.ids[row], row).second)
                level[chunk_.object().id].push_back({chunk_.ids[row], row});
        for (uint32_t depth = 0; !level.empty(); ++depth) {
            if (depth > cascade_depth) {
                chunk_.fatal = fatal_fault(
                    transaction_, "DELETE_FAILED", "the deletion would cascade over too many levels"
                );
                return;
            }
            std::map<ObjectId, std::vector<Doomed>> next;
            for (auto& [object, doomed] : level) {
                for (const ChildReference& child : transaction_.schema().object(object).children) {
                    follow(child, doomed, found, next);
                    if (chunk_.fatal != nullptr)
                        return;
                }
                std::vector<Doomed>& erased = found.erased[object];
                erased.insert(erased.end(), doomed.begin(), doomed.end());
            }
            level = std::move(next);
        }
    }

    void follow(
        const ChildReference& reference,
        std::span<const Doomed> parents,
        Consequences& found,
        std::map<ObjectId, std::vector<Doomed>>& next
    ) {
        const Object& child = transaction_.schema().object(reference.child);
        const Field& field = child.field(reference.field);
        const bool has_records = child.kind != ObjectKind::event && !field.has_formula &&
                                 transaction_.org().store().count(child.id) > 0;
        if (!has_records)
            return;
        const auto plan = state_.find_by_lookup(reference.child, reference.field);
        if (!plan) {
            chunk_.fatal = transaction_.fail(plan.error());
            return;
        }
        std::vector<Value> ids;
        for (const Doomed& parent : parents)
            ids.push_back(Value::id(parent.id));
        const std::span<const Value> column(ids);
        QueryResult result;
        chunk_.fatal = run_read_plan(
            **plan, transaction_, {&column, 1}, static_cast<uint32_t>(ids.size()), result
        );
        if (chunk_.fatal != nullptr)
            return;
        // What must not be empty cannot be cleared.
        DeleteRule rule = field.delete_rule;
        if (field.kind == FieldKind::master_detail)
            rule = DeleteRule::cascade;
        else if (rule == DeleteRule::clear && field.required)
            rule = DeleteRule::restrict_delete;
        for (size_t index = 0; index < parents.size(); ++index) {
            for (uint32_t row = result.begin[index]; row < result.begin[index + 1]; ++row) {
                const Doomed doomed{result.records.ids()[row], parents[index].root};
                switch (rule) {
                case DeleteRule::clear:
                    found.cleared[{reference.child, reference.field}].push_back(doomed);
                    break;
                case DeleteRule::restrict_delete:
                    found.holds.push_back({doomed, reference.child});
                    break;
                case DeleteRule::cascade:
                    if (found.seen.emplace(doomed.id, doomed.root).second)
                        next[reference.child].push_back(doomed);
                    break;
                }
            }
        }
    }

    /// Rows whose records, or what would go with them, are held by something that stays.
    void refuse_held(const Consequences& found) {
        std::map<std::pair<uint32_t, ObjectId>, std::vector<Id>> held;
        for (const Consequences::Hold& hold : found.holds)
            if (!found.seen.contains(hold.child.id))
                held[{hold.child.root, hold.object}].push_back(hold.child.id);
        for (auto& [key, children] : held) {
            const Object& object = transaction_.schema().object(key.second);
            if (children.size() > names_told)
                children.resize(names_told);
            const std::string names = names_of(object, children);
            if (chunk_.fatal != nullptr)
                return;
            const Value name = chunk_.plan.name == FieldId::none
                                   ? Value::id(chunk_.ids[key.first])
                                   : chunk_.old.at(chunk_.plan.name, key.first);
            chunk_.refuse(
                key.first,
                "DELETE_FAILED",
                fmt::format(
                    "Your attempt to delete {} could not be completed because it is associated "
                    "with the "
                    "following {} records.: {}",
                    to_text(name, chunk_.arena()),
                    object.label,
                    names
                )
            );
        }
    }

    std::string names_of(const Object& object, std::span<const Id> ids) {
        const FieldId name = state_.plan(object.id).name;
        std::vector<FieldId> asked;
        if (name != FieldId::none)
            asked.push_back(name);
        Columns columns;
        std::vector<bool> found;
        chunk_.fatal = fetch_records(transaction_, object.id, ids, asked, columns, found);
        if (chunk_.fatal != nullptr)
            return {};
        std::string text;
        for (uint32_t row = 0; row < ids.size(); ++row) {
            if (!text.empty())
                text += ", ";
            const Value cell = name == FieldId::none ? Value() : columns.at(name, row);
            text += to_text(cell.is_null() ? Value::id(ids[row]) : cell, chunk_.arena());
        }
        return text;
    }

    void carry_out(const Consequences& found) {
        RecordStore& store = transaction_.org().store();
        for (const auto& [key, children] : found.cleared) {
            RecordBatch batch(key.first, 0);
            std::vector<Id> ids;
            IdSet cleared;
            for (const Doomed& child : children)
                if (!found.seen.contains(child.id) && cleared.insert(child.id).second)
                    ids.push_back(child.id);
            batch.append(static_cast<uint32_t>(ids.size()));
            std::ranges::copy(ids, batch.ids().begin());
            std::ranges::fill(batch.column(key.second), Value::null());
            chunk_.fatal = system_update(transaction_, batch);
            if (chunk_.fatal != nullptr)
                return;
        }
        for (const auto& [object, doomed] : found.erased) {
            std::vector<Id> ids;
            for (const Doomed& record : doomed)
                ids.push_back(record.id);
            if (const Status done = store.erase(object, ids); !done) {
                chunk_.fatal = transaction_.fail(done.error());
                return;
            }
            state_.erased.insert(ids.begin(), ids.end());
            follow_deletes(transaction_, object, ids);
            ++state_.writes[static_cast<size_t>(object)];
        }
    }

    SaveChunk& chunk_;
    Transaction& transaction_;
    OrgState& state_;
};

} // namespace

void erase_records(SaveChunk& chunk) {
    keep_portal_users(chunk);
    if (!chunk.stops())
        Deletion(chunk).run();
}

} // namespace weir
