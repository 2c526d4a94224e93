// Starting the interviews of a flow for records or messages, and what its failures say to whoever
// saved the record.
#pragma once

#include "bus/event_bus.hpp"
#include "org/columns.hpp"
#include "org/object_plan.hpp"
#include "org/transaction.hpp"
#include "program/program.hpp"

#include <span>
#include <string>
#include <vector>

namespace weir {

/// What the fixed slots of the interviews hold, for every row of a chunk. Records come as values,
/// or stand in the columns of whoever starts the flow: then only those are made into values whose
/// interview needs them so.
struct Triggers {
    std::span<Value> record; // empty: in record_source
    std::span<Value> prior;  // empty: in prior_source, or null, as on create
    const RecordSource* record_source = nullptr;
    const RecordSource* prior_source = nullptr;
    bool is_new = false;
};

/// The records of `columns`, which stay where they are.
[[nodiscard]] const RecordSource*
record_source(const Layout& layout, const Columns& columns, std::span<const Id> ids, Arena& arena);

/// One Row for each of `rows` (others are null): the object's layout, filled from `columns`; the Id
/// from `ids`, which is empty before a record is written. With `shared`, writers copy the row
/// first.
[[nodiscard]] std::span<Value> make_record_values(
    const Layout& layout,
    const Columns& columns,
    std::span<const Id> ids,
    Rows rows,
    bool shared,
    Arena& arena
);

/// The first `count` messages of an event as records of its layout, ReplayId and all, in columns
/// and as values.
[[nodiscard]] const RecordSource*
message_source(const ObjectPlan& plan, Messages& messages, uint32_t count, Arena& arena);
[[nodiscard]] std::span<Value>
make_message_values(const ObjectPlan& plan, Messages& messages, uint32_t count, Arena& arena);

/// A row whose conditions cannot be evaluated.
struct FailedEntry {
    uint32_t row = 0;
    const Fault* fault = nullptr;
};
/// The rows that meet a flow's entry conditions now, whatever they met before. Answers an
/// uncatchable fault, or null.
const Fault* select_meeting(
    const FlowProgram& flow,
    const Triggers& triggers,
    Rows rows,
    Transaction& transaction,
    std::vector<uint32_t>& meeting,
    std::vector<FailedEntry>& failed
);

/// The rows that a flow's entry conditions let in. A row whose conditions cannot be evaluated is
/// given to `failed`. Answers an uncatchable fault, or null.
const Fault* select_entering(
    const FlowProgram& flow,
    const Triggers& triggers,
    Rows rows,
    Transaction& transaction,
    std::vector<uint32_t>& entering,
    std::vector<FailedEntry>& failed
);

/// Sets the fixed slots of interview i for rows[i]. `rows` stay as long as the batch.
void set_triggers(Batch& batch, const Triggers& triggers, Rows rows);

/// CANNOT_EXECUTE_FLOW_TRIGGER with the text that the caller of a save reads (runtime.md, section
/// 7); uncatchable if the inner fault is.
[[nodiscard]] const Fault*
trigger_failure(const FlowProgram& flow, const Fault& inner, Transaction& transaction);

} // namespace weir
