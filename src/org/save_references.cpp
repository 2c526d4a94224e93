// System validation across records: lookups lead to records that are there, owners are active,
// unique values are unique.
#include "org/save_chunk.hpp"
#include "types/compare.hpp"
#include "types/convert.hpp"
#include "types/identical.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace weir {

namespace {

std::string_view id_text(Id id, Arena& arena) {
    return to_text(Value::id(id), arena);
}

/// Whether a lookup takes records of `target`; one without targets takes any record of data.
bool takes(const Field& field, const Object& target) {
    if (!field.refers_to.empty())
        return std::ranges::find(field.refers_to, target.id) != field.refers_to.end();
    return target.kind == ObjectKind::standard || target.kind == ObjectKind::custom;
}

/// Rows of one lookup by the object they lead to.
struct Target {
    const Object* object = nullptr;
    std::vector<uint32_t> rows;
};

std::vector<Target> split_by_target(SaveChunk& chunk, FieldId field, Rows rows) {
    const Field& described = chunk.object().field(field);
    const Value* const cells = chunk.given.find(field);
    const Value* const old = chunk.old.find(field);
    std::vector<Target> targets;
    for (const uint32_t row : rows) {
        if (cells[row].tag() != Tag::id)
            continue;
        if (old != nullptr && equal_exactly(cells[row], old[row]))
            continue;
        const KeyPrefix prefix = key_prefix(cells[row].as_id());
        if (!targets.empty() && targets.back().object->prefix == prefix) {
            targets.back().rows.push_back(row);
            continue;
        }
        const Object* const object = chunk.transaction.schema().find(prefix);
        if (object == nullptr || !takes(described, *object)) {
            chunk.refuse(
                row,
                "FIELD_INTEGRITY_EXCEPTION",
                fmt::format(
                    "{}: id value of incorrect type: {}",
                    described.label,
                    id_text(cells[row].as_id(), chunk.arena())
                ),
                described.name
            );
            continue;
        }
        const auto found = std::ranges::find(targets, object, &Target::object);
        Target& target = found != targets.end() ? *found : targets.emplace_back();
        target.object = object;
        target.rows.push_back(row);
    }
    return targets;
}

void refuse_lost(SaveChunk& chunk, uint32_t row, Id id, const Field& field) {
    if (chunk.transaction.org().state().erased.contains(id))
        chunk.refuse(row, "ENTITY_IS_DELETED", "entity is deleted", field.name);
    else
        chunk.refuse(row, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", field.name);
}

/// Target records exist, and a user who is to own a record is active.
void check_target(SaveChunk& chunk, FieldId field, const Target& target) {
    const KnownObjects& known = chunk.transaction.org().state().known;
    const Value* const cells = chunk.given.find(field);
    std::vector<Id> ids;
    ids.reserve(target.rows.size());
    for (const uint32_t row : target.rows)
        ids.push_back(cells[row].as_id());
    std::vector<FieldId> asked;
    const bool owns = field == chunk.plan.system.owner && target.object == known.user &&
                      known.of_user.active != FieldId::none;
    if (owns)
        asked.push_back(known.of_user.active);
    std::vector<bool> found;
    auto records = chunk.transaction.org().store().fetch(target.object->id, ids, asked, found);
    if (!records) {
        chunk.fatal = chunk.transaction.fail(records.error());
        return;
    }
    const std::span<const Value> active =
        owns ? records->find(known.of_user.active) : std::span<const Value>{};
    for (size_t index = 0; index < ids.size(); ++index) {
        const uint32_t row = target.rows[index];
        if (!found[index])
            refuse_lost(chunk, row, ids[index], chunk.object().field(field));
        else if (owns && active[index].tag() == Tag::boolean && !active[index].as_boolean())
            chunk.refuse(
                row,
                "INACTIVE_OWNER_OR_USER",
                fmt::format(
                    "operation performed with inactive user [{}] as owner of {}",
                    id_text(ids[index], chunk.arena()),
                    chunk.object().label
                ),
                chunk.object().field(field).name
            );
    }
}

/// Texts without case, unless the field is case-sensitive: the key of uniqueness.
struct UniqueKey {
    Value value;
    bool exactly = false;
    bool operator==(const UniqueKey& other) const {
        return exactly ? equal_exactly(value, other.value)
                       : equal_ignoring_case(value, other.value);
    }
};
struct UniqueKeyHash {
    size_t operator()(const UniqueKey& key) const {
        return static_cast<size_t>(hash_ignoring_case(key.value));
    }
};

void refuse_duplicate(SaveChunk& chunk, uint32_t row, const Field& field, Id other) {
    const auto text = to_text_15(other);
    const bool known = other != Id{};
    chunk.refuse(
        row,
        "DUPLICATE_VALUE",
        fmt::format(
            "duplicate value found: {} duplicates value on record with id: {}",
            known ? std::string_view(field.name) : "<unknown>",
            known ? std::string_view(text.data(), text.size()) : "<unknown>"
        ),
        field.name
    );
}

void check_unique_field(SaveChunk& chunk, FieldId field) {
    const Field& described = chunk.object().field(field);
    const Value* const cells = chunk.given.find(field);
    std::vector<uint32_t> rows;
    std::vector<Value> values;
    for (const uint32_t row : chunk.good) {
        if (cells[row].is_null())
            continue;
        rows.push_back(row);
        values.push_back(cells[row]);
    }
    if (rows.empty())
        return;
    const auto holders =
        chunk.transaction.org().store().find_by_value(chunk.object().id, field, values);
    if (!holders) {
        chunk.fatal = chunk.transaction.fail(holders.error());
        return;
    }
    std::unordered_map<UniqueKey, Id, UniqueKeyHash> seen;
    for (size_t index = 0; index < rows.size(); ++index) {
        const uint32_t row = rows[index];
        const UniqueKey key{values[index], described.case_sensitive};
        const Id holder = (*holders)[index];
        if (holder != Id{} && holder != chunk.ids[row]) {
            refuse_duplicate(chunk, row, described, holder);
            continue;
        }
        const auto [first, is_first] = seen.try_emplace(key, chunk.ids[row]);
        if (!is_first)
            refuse_duplicate(chunk, row, described, first->second);
    }
}

void check_column_of_ids(SaveChunk& chunk, FieldId field, Rows rows) {
    for (const Target& target : split_by_target(chunk, field, rows)) {
        if (!target.object->is_named_only)
            check_target(chunk, field, target);
        if (chunk.fatal != nullptr)
            return;
    }
}

} // namespace

void check_references(SaveChunk& chunk) {
    const std::vector<FieldId> fields(chunk.given.fields().begin(), chunk.given.fields().end());
    for (const FieldId field : fields) {
        const Field& described = chunk.object().field(field);
        if (!described.is_reference() || described.is_system)
            continue;
        if (chunk.resolved[static_cast<size_t>(field)])
            continue;
        chunk.resolved[static_cast<size_t>(field)] = true;
        Rows rows = chunk.good;
        // What all new records are given alike is looked up once.
        if (chunk.creates() && rows.size() > 1 && is_unbroken(rows) &&
            is_uniform({chunk.given.find(field) + rows.front(), rows.size()})) {
            const uint32_t first = rows.front();
            check_column_of_ids(chunk, field, rows.first(1));
            rows = chunk.faults[first] == nullptr ? Rows{} : rows.subspan(1);
        }
        if (chunk.fatal == nullptr)
            check_column_of_ids(chunk, field, rows);
        if (chunk.fatal != nullptr)
            return;
    }
    chunk.drop_refused();
}

void check_unique(SaveChunk& chunk) {
    const KnownObjects& known = chunk.transaction.org().state().known;
    for (const FieldId field : chunk.given.fields()) {
        const Field& described = chunk.object().field(field);
        if (!described.unique || described.is_system)
            continue;
        // Usernames and nicknames have their own texts (users.cpp).
        if (&chunk.object() == known.user &&
            (field == known.of_user.username || field == known.of_user.nickname))
            continue;
        check_unique_field(chunk, field);
        if (chunk.fatal != nullptr)
            return;
        chunk.drop_refused();
    }
}

} // namespace weir
