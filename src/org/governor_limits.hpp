// Salesforce's governor limits and what a transaction has used of them (reference/limits.md,
// section 1).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace weir {

enum class Governor : uint8_t {
    soql_queries,
    soql_rows,
    dml_statements,
    dml_rows,
    publishes,
    cpu_milliseconds,
    callouts,
    emails,
    future_calls,
    queueable_jobs,
    sosl_queries,
    count
};

struct GovernorFacts {
    Governor governor;
    std::string_view name;    // "soql", as `expect limits` writes it
    std::string_view label;   // "SOQL queries"
    uint64_t limit;           // synchronous
    uint64_t asynchronous_limit;
    std::string_view message; // "Too many SOQL queries: {}"
    bool is_rare = false;     // reports tell it only where it comes near
};

[[nodiscard]] const GovernorFacts& facts(Governor governor);

struct GovernorUse {
    uint64_t used[static_cast<size_t>(Governor::count)] = {};
    uint64_t cpu_microseconds = 0; // what cpu_milliseconds is made of
    [[nodiscard]] uint64_t of(Governor governor) const {
        return used[static_cast<size_t>(governor)];
    }
    [[nodiscard]] uint64_t& of(Governor governor) { return used[static_cast<size_t>(governor)]; }
};

} // namespace weir
