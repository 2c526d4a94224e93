#include "org/governor_limits.hpp"

#include <iterator>

namespace weir {

namespace {

// clang-format off
constexpr GovernorFacts all_facts[] = {
    {Governor::soql_queries, "soql", "SOQL queries", 100, 200, "Too many SOQL queries: {}"},
    {Governor::soql_rows, "soql_rows", "query rows", 50'000, 50'000, "Too many query rows: {}"},
    {Governor::dml_statements, "dml", "DML statements", 150, 150, "Too many DML statements: {}"},
    {Governor::dml_rows, "dml_rows", "DML rows", 10'000, 10'000, "Too many DML rows: {}"},
    {Governor::publishes, "publishes", "immediate publishes", 150, 150, "Too many immediate publish calls: {}"},
    {Governor::cpu_milliseconds, "cpu", "CPU milliseconds", 10'000, 60'000, "Apex CPU time limit exceeded", true},
    {Governor::callouts, "callouts", "callouts", 100, 100, "Too many callouts: {}", true},
    {Governor::emails, "emails", "e-mail calls", 10, 10, "Too many Email Invocations: {}", true},
    {Governor::future_calls, "future_calls", "future calls", 50, 0, "Too many future calls: {}", true},
    {Governor::queueable_jobs, "queueable_jobs", "queueable jobs", 50, 1, "Too many queueable jobs added to the queue: {}", true},
    {Governor::sosl_queries, "sosl", "SOSL queries", 20, 20, "Too many SOSL queries: {}", true},
};
// clang-format on
static_assert(std::size(all_facts) == static_cast<size_t>(Governor::count));

} // namespace

const GovernorFacts& facts(Governor governor) {
    return all_facts[static_cast<size_t>(governor)];
}

} // namespace weir
