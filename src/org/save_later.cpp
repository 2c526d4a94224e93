// What waits for records learns how a save has left them: scheduled paths, waits, orchestrations.
#include "org/save_later.hpp"

#include "org/later_work.hpp"
#include "org/save_chunk.hpp"

namespace weir {

void follow_later_work(SaveChunk& chunk) {
    if (!is_followed(chunk.transaction.org(), chunk.plan))
        return;
    std::vector<bool> found;
    auto records = chunk.transaction.org().store().fetch(
        chunk.object().id, chunk.ids, chunk.plan.view.stored, found
    );
    if (!records) {
        chunk.fatal = chunk.transaction.fail(records.error());
        return;
    }
    std::vector<uint32_t> rows = chunk.good;
    std::erase_if(rows, [&](uint32_t row) { return !found[row]; });
    Columns now = Columns::of(std::move(*records), chunk.object().fields.size(), chunk.arena());
    chunk.fatal = compute_formulas(chunk.plan.view, now, rows, chunk.transaction);
    if (chunk.fatal != nullptr || rows.empty())
        return;
    Triggers triggers;
    triggers.record =
        make_record_values(chunk.plan.layout, now, chunk.ids, rows, true, chunk.arena());
    triggers.is_new = chunk.creates();
    if (!chunk.creates()) {
        triggers.prior =
            make_record_values(chunk.plan.layout, chunk.old, chunk.ids, rows, true, chunk.arena());
        chunk.fatal = follow_paths(chunk.transaction, chunk.plan, triggers, rows);
    }
    if (chunk.fatal == nullptr)
        follow_waits(chunk.transaction, chunk.plan, triggers, rows);
}

} // namespace weir
