#include "api/cost_text.hpp"

#include <fmt/format.h>

namespace weir {

namespace {

std::string plural(uint64_t count, const char* one, const char* many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string part(uint64_t calls, const char* one, const char* many, uint64_t rows) {
    const std::string all = plural(rows, "row", "rows");
    return calls == 0 ? all : fmt::format("{} with {}", plural(calls, one, many), all);
}

} // namespace

std::string cost_text(const StepCost& cost) {
    std::string text;
    if (cost.soql_queries > 0 || cost.soql_rows > 0)
        text = part(cost.soql_queries, "SOQL query", "SOQL queries", cost.soql_rows);
    if (cost.dml_statements > 0 || cost.dml_rows > 0) {
        if (!text.empty())
            text += ", ";
        text += part(cost.dml_statements, "DML statement", "DML statements", cost.dml_rows);
    }
    return text;
}

} // namespace weir
