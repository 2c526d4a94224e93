// What runs and tests tell: plain data, for a command line to print or a host to read.
#pragma once

#include "weir/value.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace weir {

struct NamedCount {
    std::string name;
    uint64_t count = 0;
};

struct FlowReport {
    std::string name;
    uint64_t interviews = 0;
    uint64_t failed = 0;         // ended by a fault without a fault path
    uint64_t handled_faults = 0;
};

/// What all runs of an element have used of the limits, without the flows that its saves set off.
struct ElementReport {
    std::string flow;
    std::string element;
    std::string kind; // "get"
    uint64_t runs = 0; // interviews that have taken it
    uint64_t soql_queries = 0;
    uint64_t soql_rows = 0;
    uint64_t dml_statements = 0;
    uint64_t dml_rows = 0;
    uint64_t cpu_microseconds = 0;
};

struct FaultReport {
    std::string flow;
    std::string element;
    std::string code;
    uint64_t count = 0;
    std::string handled_by; // first element of the fault path; empty: unhandled
    std::string message;    // of the first
};

struct LimitReport {
    std::string name;  // "SOQL queries"
    uint64_t highest = 0; // in one transaction
    uint64_t limit = 0;
    std::string where;
};

struct RefusedRow {
    std::string file;
    uint64_t line = 0;
    std::string code;
    std::string message;
};

struct EmailReport {
    std::vector<std::string> to;
    std::string subject;
    std::string body;
    std::string source;
};

/// An interview that an unhandled fault has ended; the org keeps one of a batch.
struct FailedInterviewReport {
    std::string flow;
    std::string label;
    std::string guid;
    std::string element;
    std::string message;
    uint64_t interviews = 0; // of the batch that failed
    std::vector<std::pair<std::string, std::string>> variables; // what they held, as text
    std::vector<std::string> path;                              // elements that it took
};

/// All that happened in a session so far.
struct RunReport {
    std::vector<NamedCount> saved;     // by object: records that users wrote
    std::vector<NamedCount> refused;   // by status code: records of users that the org refused
    std::vector<NamedCount> created;   // by object: records created, by users and flows, and committed
    std::vector<NamedCount> published; // by event
    std::vector<NamedCount> delivered; // by subscribing flow
    std::vector<FlowReport> flows;
    std::vector<ElementReport> elements; // those that have used queries, statements or rows
    std::vector<FaultReport> faults;
    std::vector<LimitReport> limits;
    std::vector<RefusedRow> refused_rows; // of loads
    uint64_t emails = 0;
    std::vector<NamedCount> sent; // what else has left the org: "Notifications sent"
    std::vector<FailedInterviewReport> failed_interviews; // that the org has kept
    uint64_t transactions = 0;
    uint64_t rolled_back = 0;
    double seconds = 0;        // reading of data, flows and saves; not checking
    uint64_t peak_memory = 0;  // bytes, of the process
};

struct ProblemReport {
    std::string file;
    uint32_t line = 0;
    uint32_t column = 0;
    std::string message;
    std::string found;    // a table of what was found instead; may be empty
    std::string rendered; // the frame, plain
};

struct TestReport {
    std::string project; // the folder or file of its world
    std::string name;
    std::string file;
    uint32_t line = 0;
    bool passed = false;
    double seconds = 0;
    std::vector<ProblemReport> problems;
};

struct ScriptReport {
    bool passed = false;
    std::vector<ProblemReport> problems;
};

/// What a flow gave back.
struct FlowResult {
    std::vector<NamedValue> outputs;
    std::string fault; // "CODE: text" of an unhandled fault; empty: none
    std::string error;
};

} // namespace weir
