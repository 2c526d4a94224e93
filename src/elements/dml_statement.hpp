// Records of a group's interviews on their way into one DML statement, and the statement's faults
// on their way back.
#pragma once

#include "elements/record_forms.hpp"
#include "program/program.hpp"
#include "runtime/fault_text.hpp"
#include "runtime/group.hpp"
#include "store/record_batch.hpp"

#include <string_view>
#include <vector>

namespace weir::elements {

[[nodiscard]] Attempt attempt(Operation operation);

/// Records with the row of the batch that each belongs to.
struct DmlStatement {
    Operation operation = Operation::create;
    RecordBatch records;
    std::vector<uint32_t> owners; // by record, rising

    /// Writes them; an interview of which a record is refused has the fault of its first one.
    /// Nothing to write is no statement.
    void run(Group& group);
};

/// The records in a variable of each interview, whether it holds one or a collection.
struct HeldRecords {
    std::vector<const Row*> rows;
    std::vector<uint32_t> owners; // by row, rising
};

/// Takes them out of `values`, those of `form`. A null collection holds nothing; a variable without
/// its record is a fault that names it. An Id stands for the record that has it.
[[nodiscard]] HeldRecords
held_records(Group& group, std::span<const Value> values, const RecordForm& form);

/// A statement over held records: ids, and with `with_fields` what they hold in fields that the
/// operation may write. Records without an id that need one, or with one that must not have it, are
/// faults of their interviews, whose records are left out of `held` too.
[[nodiscard]] DmlStatement statement_of(
    Group& group, Operation operation, const Object& object, HeldRecords& held, bool with_fields
);

} // namespace weir::elements
