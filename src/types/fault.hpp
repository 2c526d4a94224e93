// What goes wrong while a flow runs, as a value: it follows the fault path or fails the interview.
#pragma once

#include <cstdint>
#include <string_view>

namespace weir {

/// Code and text as Salesforce gives them (reference/runtime.md section 7, security.md section 4).
/// The views live in the arena of the transaction, or are literals.
struct Fault {
    std::string_view code;    // "MIXED_DML_OPERATION"; empty for a plain text
    std::string_view message; // without the code
    std::string_view fields;  // API names, separated by ", "; may be empty
    /// A governor limit or weir's own: fails the whole transaction, no fault path helps.
    bool uncatchable = false;
};

} // namespace weir
