// Records that the org itself writes: no flows, no rules, no rights and no limits.
#pragma once

#include "org/state.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace weir {

/// Creates them with their defaults and stamps; ids are set. Null, or the host's failure.
const Fault* system_create(Transaction& transaction, RecordBatch& records);

/// Erases them, and nothing that refers to them.
const Fault* system_erase(Transaction& transaction, ObjectId object, std::span<const Id> ids);

/// For each value the ids of all records that have it in the field, outside of the limits.
const Fault* find_records(
    Transaction& transaction,
    ObjectId object,
    FieldId field,
    std::span<const Value> values,
    std::vector<std::vector<Id>>& found
);

/// Cells of new records, or changes, by the names of fields; what the object lacks is left out.
class RecordWriter {
public:
    RecordWriter(Transaction& transaction, std::string_view object);

    /// Whether the world knows the object.
    [[nodiscard]] bool is_known() const { return object_ != nullptr; }
    [[nodiscard]] const Object& object() const { return *object_; }
    /// A further row; the id of the record that an update changes.
    uint32_t add(Id id = {});
    void set(uint32_t row, std::string_view field, Value value);
    void text(uint32_t row, std::string_view field, std::string_view value);
    void id(uint32_t row, std::string_view field, Id value);
    void flag(uint32_t row, std::string_view field, bool value);
    [[nodiscard]] RecordBatch& records() { return records_; }
    [[nodiscard]] uint32_t size() const { return records_.size(); }

private:
    Transaction& transaction_;
    const Object* object_;
    RecordBatch records_;
};

/// FlowInterview records of interviews that failed, in a transaction of their own, because the one
/// that they failed in may be gone.
void write_failed_interviews(
    Transaction& transaction, std::span<const FailedInterview* const> failed
);

} // namespace weir
