// What the slots of a running test hold, and the values of its formulas.
#pragma once

#include "base/arena.hpp"
#include "base/result.hpp"
#include "org/org.hpp"
#include "scripts/steps.hpp"
#include "scripts/watch.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace weir {

/// The interview of a `run`, and where its outputs are kept.
struct RunHandle {
    const FlowProgram* flow = nullptr;
    std::vector<std::pair<std::string, uint32_t>> outputs; // and their slots
    std::optional<uint64_t> paused;                        // its number while it waits
};

/// Values by row, one list for each formula.
using ValueColumns = std::vector<std::vector<Value>>;

class ScriptState {
public:
    ScriptState(Org& org, const std::vector<ScriptSlot>& slots) : org_(org), watch_(org) {
        continue_with(slots);
    }

    /// A test goes on where its setup ended: its slots begin with those of the setup.
    void continue_with(const std::vector<ScriptSlot>& slots);

    void set_records(uint32_t slot, std::vector<Id> ids) { contents_[slot].ids = std::move(ids); }
    void set_output(uint32_t slot, Value value);
    [[nodiscard]] const std::vector<Id>& records(uint32_t slot) const {
        return contents_[slot].ids;
    }
    /// By the slot of a `run`; one that has not come to it yet waits for nothing.
    [[nodiscard]] RunHandle& handle(uint32_t slot) { return handles_[slot]; }
    [[nodiscard]] std::map<uint32_t, RunHandle>& handles() { return handles_; }

    /// Columns of messages that formulas read besides the slots.
    using Columns = std::span<const std::pair<uint32_t, std::span<Value>>>;

    /// The formulas for `rows` rows; `first` is the number of rows before them, for `each.Index`.
    /// Records of aliases are read now. Values live in `arena`; one may be a fault. Fails only when
    /// the store does.
    Result<ValueColumns> evaluate(
        std::span<const ScriptValue* const> values,
        uint32_t rows,
        uint64_t first,
        Arena& arena,
        Columns columns = {}
    );
    Result<Value> evaluate(const ScriptValue& value, Arena& arena);

private:
    struct Content {
        std::vector<Id> ids; // record, records
        Value value;         // output
    };

    Status fill(uint32_t slot, std::span<Value> column, uint64_t first, Arena& arena);
    Result<Value> read_records(uint32_t slot, Arena& arena);

    Org& org_;
    InterviewWatch watch_;
    std::vector<ScriptSlot> slots_;
    std::vector<Content> contents_;
    std::map<uint32_t, RunHandle> handles_;
    Arena outputs_;
};

} // namespace weir
