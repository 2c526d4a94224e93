// Every number that limits weir itself stands here, each with a test in tests/limits. The governor
// limits of Salesforce are the org's (org/governor_limits.hpp).
#pragma once

#include <cstddef>
#include <cstdint>

namespace weir::limits {

constexpr size_t file_bytes = size_t{64} << 20;
constexpr uint32_t declarations_per_file = 10'000;
/// Twice what the largest edition of Salesforce takes, and well below what a FieldId can count.
constexpr size_t fields_per_object = 2'000;
/// Nested expressions, conditions and blocks; 200 fits the stack of every thread we know.
constexpr uint32_t nesting = 200;
/// Operands of one chain `a + b + …` and items of one list.
constexpr uint32_t operands = 10'000;
/// Operations of a formula together with all formulas it names, and their levels.
constexpr uint32_t formula_nodes = 100'000;
constexpr uint32_t formula_depth = 1'000;
constexpr size_t diagnostics_per_file = 50;
/// Steps of one interview before it is taken for endless.
constexpr uint32_t steps_per_interview = 1'000'000;
/// Nested saves (Salesforce's trigger depth) and nested subflows.
constexpr uint32_t save_depth = 16;
constexpr uint32_t subflow_depth = 50;
/// Interviews of one flow that run together, and records of one save chunk.
constexpr uint32_t batch = 200;
/// Elements within elements, and tags in all, of one XML file. Real ones have 15 and 100,000.
constexpr size_t xml_depth = 100;
constexpr size_t xml_tags = 4'000'000;
/// Folders within the folder of a project.
constexpr size_t folder_depth = 64;
constexpr size_t csv_field_bytes = size_t{1} << 20;
/// Records of one `create N Object as each` in a test or script.
constexpr uint32_t created_by_one_step = 10'000'000;

} // namespace weir::limits
