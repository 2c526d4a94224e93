// What happened while flows ran: counts that reports and tests read.
#pragma once

#include "program/program.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace weir {

/// A fault that an element had.
struct FaultRecord {
    std::string element;
    std::string code;
    std::string message;    // as $Flow.FaultMessage has it
    std::string handled_by; // the first element of the fault path; empty: unhandled
};

/// More faults of a flow are counted but not kept: a loop may fail a million times.
constexpr size_t faults_kept = 1000;

/// What runs of one element have used of the limits (reference/limits.md, section 2); without what
/// the flows of its saves have used.
struct StepCost {
    uint64_t soql_queries = 0;
    uint64_t soql_rows = 0;
    uint64_t dml_statements = 0;
    uint64_t dml_rows = 0;
    uint64_t cpu_microseconds = 0;

    bool operator==(const StepCost&) const = default;
};

/// Of one flow, since the org was made (or the figures were reset, before a test).
struct FlowFigures {
    uint64_t interviews = 0;
    uint64_t failed = 0; // ended by an unhandled fault
    uint64_t handled_faults = 0;
    std::vector<uint64_t> visits;    // by StepId
    std::vector<StepCost> costs;     // by StepId
    std::vector<FaultRecord> faults; // the first `faults_kept`
};

} // namespace weir
