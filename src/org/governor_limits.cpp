#include "org/governor_limits.hpp"

#include <iterator>

namespace weir {

namespace {

constexpr GovernorFacts all_facts[] = {
    {Governor::soql_queries, "soql", "SOQL queries", 100, "Too many SOQL queries: {}"},
    {Governor::soql_rows, "soql_rows", "query rows", 50'000, "Too many query rows: {}"},
    {Governor::dml_statements, "dml", "DML statements", 150, "Too many DML statements: {}"},
    {Governor::dml_rows, "dml_rows", "DML rows", 10'000, "Too many DML rows: {}"},
    {Governor::publishes,
     "publishes",
     "immediate publishes",
     150,
     "Too many immediate publish calls: {}"},
};
static_assert(std::size(all_facts) == static_cast<size_t>(Governor::count));

} // namespace

const GovernorFacts& facts(Governor governor) {
    return all_facts[static_cast<size_t>(governor)];
}

} // namespace weir
