// What a host runs where Apex triggers stand in the order of execution: steps 4 and 8 of
// reference/runtime.md, section 3. Flows do not know that they are there.
#pragma once

#include "org/save_chunk.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace weir {

enum class TriggerMoment : uint8_t {
    before_insert,
    before_update,
    before_delete,
    after_insert,
    after_update,
    after_delete,
};

/// "BeforeInsert", as messages write it.
[[nodiscard]] std::string_view spelling(TriggerMoment moment);

/// One run of the triggers of an object: the records of a chunk, Trigger.new and Trigger.old.
class TriggerCall {
public:
    TriggerCall(SaveChunk& chunk, TriggerMoment moment) : chunk_(chunk), moment_(moment) {}

    [[nodiscard]] TriggerMoment moment() const { return moment_; }
    [[nodiscard]] const Object& object() const { return chunk_.object(); }
    [[nodiscard]] Transaction& transaction() const { return chunk_.transaction; }
    /// Rows of the chunk that take part, rising.
    [[nodiscard]] Rows rows() const { return chunk_.good; }
    /// Zero before an insert.
    [[nodiscard]] Id id(uint32_t row) const;
    /// The cell as the save leaves it, or as it was before; null where there is none. A formula
    /// field is null in a new record until it is saved.
    [[nodiscard]] Value value(uint32_t row, FieldId field);
    [[nodiscard]] Value old_value(uint32_t row, FieldId field) const;
    /// Before an insert or update: the cell gets this value. False at another moment, or of a field
    /// that nobody writes.
    bool set(uint32_t row, FieldId field, Value value);
    /// `addError`: the record is not saved.
    void refuse(uint32_t row, std::string_view message, std::string_view field = {});
    /// The trigger itself failed: no record of the chunk is saved.
    void fail(std::string_view trigger, std::string_view message);

private:
    SaveChunk& chunk_;
    TriggerMoment moment_;
};

/// The triggers that a host has registered. Immutable while orgs run.
class RecordTriggers {
public:
    virtual ~RecordTriggers() = default;
    [[nodiscard]] virtual bool stand_at(ObjectId object, TriggerMoment moment) const = 0;
    /// Those of the call's object and moment, one after the other.
    virtual void run(TriggerCall& call) const = 0;
};

void run_before_triggers(SaveChunk& chunk);
void run_after_triggers(SaveChunk& chunk);

} // namespace weir
