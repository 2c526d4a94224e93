// Records, events and inputs that a flow may be started with, made up from the schema.
#pragma once

#include "org/org.hpp"
#include "program/program.hpp"
#include "syntax/ast.hpp"

#include <map>
#include <string>
#include <vector>

namespace weir {

/// Makes records in one org. Values live as long as the maker.
class SampleRecords {
public:
    explicit SampleRecords(Org& org) : org_(org) {}

    using Cells = std::map<FieldId, Value>;

    /// What the entry conditions ask for: every comparison of a field of the record with something
    /// written out; of several ways the first.
    [[nodiscard]] Cells meeting(const Condition* condition, const Object& object);

    /// The cells, and a value for every other field that an update may write.
    [[nodiscard]] Cells everything(const Object& object, const Cells& cells, bool is_checked);

    /// A new record with the cells and whatever else is required, saved; zero if it was refused.
    Id create(const Object& object, const Cells& cells, uint32_t depth = 0);
    /// The same for a row of a batch, which is not saved.
    void fill(
        RecordBatch& batch,
        uint32_t row,
        const Object& object,
        const Cells& cells,
        uint32_t depth = 0
    );
    void update(const Object& object, Id id, const Cells& cells);
    void erase(const Object& object, Id id);

    /// A value of the type: for a record one that is saved.
    [[nodiscard]] Value value(Type type, uint32_t depth = 0);

    /// What the store or the bus failed at: never what a flow or the org refused.
    [[nodiscard]] const std::vector<std::string>& failures() const { return failures_; }
    /// Why the org did not save the last record that it refused; empty: it refused none.
    [[nodiscard]] const std::string& last_refusal() const { return last_refusal_; }

private:
    static void
    add_length(RecordBatch& batch, uint32_t row, const Object& object, const Cells& cells);
    [[nodiscard]] Value sample(const Field& field, uint32_t depth);
    [[nodiscard]] Id any_record(const Object& object, uint32_t depth);
    void add_comparison(const Condition& condition, const Object& object, Cells& cells);
    void save(Operation operation, RecordBatch& batch);

    Org& org_;
    Arena arena_;
    std::vector<std::string> failures_;
    std::string last_refusal_;
    uint32_t serial_ = 0;
};

} // namespace weir
