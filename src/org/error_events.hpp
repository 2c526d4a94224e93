// FlowExecutionErrorEvent: what an org publishes when a screen flow fails (reference/events.md,
// section 8).
#pragma once

#include "org/outbox.hpp"

#include <string_view>

namespace weir {

class Transaction;

/// "FlowRecordCreate" for `create`: what Salesforce calls an element of that keyword.
[[nodiscard]] std::string_view element_type(std::string_view keyword);

/// Publishes the event for an interview of a screen flow; nothing for others, and nothing where the
/// world has no such event. The transaction that failed is over.
void publish_error_event(Transaction& transaction, const FailedInterview& failed);

} // namespace weir
