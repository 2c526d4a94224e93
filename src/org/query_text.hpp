// How long the SOQL of a query would be: Salesforce takes 100,000 characters, which a long list of
// ids exceeds (reference/limits.md, section 1).
#pragma once

#include "store/query.hpp"
#include "types/value.hpp"

#include <cstddef>
#include <span>

namespace weir {

constexpr size_t most_query_characters = 100'000;

/// The characters that the values of a filter take in SOQL, for the row that has most: lists with
/// their quotes and commas. The words between them are not counted.
[[nodiscard]] size_t query_characters(
    const Query& query, std::span<const std::span<const Value>> parameters, uint32_t rows
);

} // namespace weir
