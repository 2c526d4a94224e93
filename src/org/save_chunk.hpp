// At most 200 records of one DML statement on their way through the order of execution
// (reference/runtime.md, section 3). The phases are functions over this state, one file each;
// save.cpp calls them in their order.
#pragma once

#include "base/limits.hpp"
#include "org/columns.hpp"
#include "org/object_plan.hpp"
#include "org/state.hpp"

#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace weir {

struct UserFacts; // org/users.hpp

struct SaveChunk {
    SaveChunk(Transaction& owner, const ObjectPlan& object_plan, Operation kind, uint32_t rows);
    ~SaveChunk();
    SaveChunk(const SaveChunk&) = delete;
    SaveChunk& operator=(const SaveChunk&) = delete;

    Transaction& transaction;
    const ObjectPlan& plan;
    const Operation operation;
    const uint32_t size;
    std::vector<Id> ids;
    std::vector<const Fault*> faults; // null: not refused
    std::vector<uint32_t> good;       // rows not refused, rising
    Columns given;                    // cells that will be written; unset: not written
    Columns old; // the records before, of an update or delete: plan.loaded and what is given
    Columns
        now; // the records as the save will leave them: made by now_column, kept up to date by set
    std::span<bool> checked;  // by FieldId: the column has passed check_formats
    std::span<bool> resolved; // by FieldId: needs no look at other records (any more): a lookup
                              // that has passed check_references, a value that the org itself made
    std::unique_ptr<UserFacts> users;
    const Fault* fatal = nullptr;  // uncatchable: everything stops
    bool refused_late = false;     // a row was refused after it was written
    bool changed_by_flows = false; // before-save flows have assigned cells
    bool renamed_by_flows = false; // among them parts of the name
    uint64_t writes_then = 0;      // OrgState::writes of the object, right after its own
    bool rolls_up = false;         // the org itself writes roll-up summaries

    [[nodiscard]] const Object& object() const { return plan.object; }
    [[nodiscard]] Arena& arena() const { return transaction.arena(); }
    [[nodiscard]] bool creates() const { return operation == Operation::create; }
    [[nodiscard]] bool stops() const { return fatal != nullptr || good.empty(); }

    /// The row is not saved. The first refusal of a row stands.
    void refuse(
        uint32_t row, std::string_view code, std::string_view message, std::string_view fields = {}
    );
    void refuse(uint32_t row, const Fault* fault);
    /// Takes refused rows out of `good`.
    void drop_refused() {
        if (has_refused)
            leave_out_refused();
    }

    /// The column of a field as the save will leave it: given, else old, else null.
    Value* now_column(FieldId field);
    /// Writes a cell: the org's own values and what before-save flows assign.
    void set(FieldId field, uint32_t row, Value value) {
        given.add(field)[row] = value;
        if (Value* const column = now.find(field))
            column[row] = value;
    }
    /// The given column of a field that the caller writes in all rows of `good`; others are never
    /// saved.
    Value* replace_good(FieldId field) {
        return good.size() == size ? given.replace(field) : given.add(field);
    }
    [[nodiscard]] bool is_given(FieldId field, uint32_t row) const {
        return !given.at(field, row).is_unset();
    }

private:
    void leave_out_refused();

    bool has_refused = false; // some of `good` are refused
};

// In their order. Each leaves refused rows out of `good`.
void load_old_records(SaveChunk& chunk); // save_load.cpp
void drop_read_only_cells(SaveChunk& chunk);
void check_formats(SaveChunk& chunk
); // save_formats.cpp: types, lengths, shapes, picklists; converts
void apply_defaults(SaveChunk& chunk);  // save_defaults.cpp
void start_summaries(SaveChunk& chunk); // save_summaries.cpp: new records have no details
void stamp(SaveChunk& chunk);           // owner and audit fields
void compose_names(SaveChunk& chunk);
void compose_names_again(SaveChunk& chunk); // if flows have changed parts of them
void check_references(SaveChunk& chunk);    // save_references.cpp
void run_before_save(SaveChunk& chunk);     // save_flows.cpp
void check_required(SaveChunk& chunk);      // save_formats.cpp
void check_unique(SaveChunk& chunk);        // save_references.cpp
void check_rules(SaveChunk& chunk);         // save_rules.cpp
void write(SaveChunk& chunk);               // save_write.cpp
void run_after_save(SaveChunk& chunk);      // save_flows.cpp
void roll_up(SaveChunk& chunk);             // save_summaries.cpp
void run_before_delete(SaveChunk& chunk);
void erase_records(SaveChunk& chunk); // save_delete.cpp

/// One column of values of a field, converted and checked for the rows named; `refuse(row, code,
/// message)` is called for those that do not fit. Also for events, whose empty texts stay empty.
void check_column(
    SaveChunk& chunk, FieldId field, Value* cells, Rows rows, bool empty_text_is_null
);

/// `local@host.domain`.
[[nodiscard]] bool is_email_address(std::string_view text);

/// "a, b": API names for messages.
[[nodiscard]] std::string join_names(const Object& object, std::span<const FieldId> fields);

} // namespace weir
