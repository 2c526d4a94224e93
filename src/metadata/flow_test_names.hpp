// Names in the assertions of flow tests: what they call `Total` is the `Flow.Total` of a test.
#pragma once

#include "syntax/ast.hpp"

#include <string_view>

namespace weir::metadata {

/// The condition with the names that it reads behind the flow's own. With `reads_stored` `$Record`
/// stays: it is the record as it is stored. Null: conditions lie too deep in one another.
[[nodiscard]] const Condition* behind_flow_name(
    const Condition& condition, std::string_view flow, bool reads_stored, Arena& arena
);

} // namespace weir::metadata
