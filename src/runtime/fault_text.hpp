// What an element says when it fails, word for word as in an org (reference/runtime.md, section 7):
// $Flow.FaultMessage.
#pragma once

#include "base/arena.hpp"
#include "types/fault.hpp"

#include <string>
#include <string_view>

namespace weir {

enum class Attempt : uint8_t { create, update, erase, look_up };

/// "This error occurred when the flow tried to create records: CODE: message. You can look up …"
[[nodiscard]] std::string operation_text(Attempt attempt, const Fault& fault);
/// "The flow failed to access the value for Get_Account.Id because it hasn't been set or assigned."
[[nodiscard]] std::string access_text(std::string_view path);
/// "CODE: message", or the message alone where there is no code.
[[nodiscard]] std::string action_text(const Fault& fault);
/// An interview that does not end.
[[nodiscard]] std::string endless_text(std::string_view element, uint32_t steps);

/// The fault of a query or DML statement as the element's: the same code, and the whole text in the
/// arena.
[[nodiscard]] const Fault* operation_fault(Attempt attempt, const Fault& fault, Arena& arena);
/// The fault of an action as the element's.
[[nodiscard]] const Fault* action_fault(const Fault& fault, Arena& arena);
/// A fault without a code.
[[nodiscard]] const Fault* text_fault(std::string_view text, Arena& arena);

} // namespace weir
