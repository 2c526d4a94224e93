// Row locks: a record that another transaction holds cannot be written, nor can its details, whose
// save locks the master (reference/runtime.md, section 7, UNABLE_TO_LOCK_ROW).
#include "org/locks.hpp"
#include "org/save_chunk.hpp"
#include "org/save_steps.hpp"

#include <fmt/format.h>

#include <string>

namespace weir {

namespace {

/// Whether a save locks the record that the field names: a master, and a parent that a delete has
/// to ask.
bool locks_parent(const Field& field) {
    return field.kind == FieldKind::master_detail ||
           (field.kind == FieldKind::lookup && field.delete_rule != DeleteRule::clear);
}

void refuse_locked(SaveChunk& chunk, uint32_t row, Id id) {
    const auto text = to_text(id);
    chunk.refuse(
        row,
        "UNABLE_TO_LOCK_ROW",
        fmt::format(
            "unable to obtain exclusive access to this record or 1 records: {}",
            std::string_view(text.data(), text.size())
        )
    );
}

} // namespace

void check_locks(SaveChunk& chunk) {
    const IdSet& locked = chunk.transaction.org().state().locked;
    if (locked.empty())
        return;
    const auto is_locked = [&](const Value& cell) {
        return cell.tag() == Tag::id && locked.contains(cell.as_id());
    };
    const std::vector<Field>& fields = chunk.object().fields;
    for (const uint32_t row : chunk.good) {
        if (!chunk.creates() && locked.contains(chunk.ids[row]))
            refuse_locked(chunk, row, chunk.ids[row]);
        for (size_t index = 1; index < fields.size(); ++index) {
            if (!locks_parent(fields[index]))
                continue;
            const auto field = static_cast<FieldId>(index);
            for (const Value cell : {chunk.given.at(field, row), chunk.old.at(field, row)})
                if (is_locked(cell))
                    refuse_locked(chunk, row, cell.as_id());
        }
    }
    chunk.drop_refused();
}

void lock_records(Org& org, std::span<const Id> ids) {
    org.state().locked.insert(ids.begin(), ids.end());
}

void unlock_records(Org& org, std::span<const Id> ids) {
    for (const Id id : ids)
        org.state().locked.erase(id);
}

} // namespace weir
