// How far the flows of records are from their limits: each is run with records made up from the
// schema, all of them saved by one transaction, as a load from within the org does.
#pragma once

#include "weir/report.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

struct HeadroomOptions {
    std::string flow;              // by API name; empty: every flow that a record starts
    std::vector<uint64_t> records; // how many at a time; empty: 1, 200 and 10,000
    /// Told before each run: the flow, and how many records.
    std::function<void(std::string_view, uint64_t)> progress;
};

/// A limit, and what each run has used of it, in the order of FlowHeadroom::records.
struct HeadroomLimit {
    std::string name; // "SOQL queries"
    uint64_t limit = 0;
    std::vector<uint64_t> used;
};

struct FlowHeadroom {
    std::string flow;
    std::string object;
    std::string saves;             // "create", "update" or "delete": what starts it
    std::vector<uint64_t> records; // of each run, rising
    std::vector<uint64_t> interviews;
    std::vector<std::string> refusals; // of each run why a record was refused; empty: none was
    std::vector<HeadroomLimit> limits; // those that a run has used
    std::optional<ElementReport> costliest; // of the last run: the element nearest to a limit
    std::optional<uint64_t> breaks_at; // the smallest number of records that meets a limit
    std::string breaks_with;           // what that limit says
    std::string skipped;               // why it could not be run; empty: it was
};

} // namespace weir
