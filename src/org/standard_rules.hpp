// What Salesforce itself does when a record of a standard object is saved (reference/objects.md,
// section 2): fields that follow from others, and pairs that must be unique.
#pragma once

#include "org/save_chunk.hpp"

#include <span>
#include <string_view>

namespace weir {

/// Null for objects without such rules.
[[nodiscard]] const StandardRule* find_standard_rule(std::string_view object);
/// Fields of the record before that the rule looks at in an update.
[[nodiscard]] std::span<const std::string_view> fields_read_by_standard_rule(const SaveChunk& chunk
);

// Phases of a save.
void derive_fields(SaveChunk& chunk);
void derive_fields_again(SaveChunk& chunk); // if flows have changed anything
void check_pairs(SaveChunk& chunk);

} // namespace weir
