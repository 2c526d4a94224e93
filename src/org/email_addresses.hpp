// Who gets an e-mail: addresses out of texts, collections and records.
#pragma once

#include "org/transaction.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// Adds the addresses of a text (separated by commas or semicolons) or of a collection of texts,
/// each once.
void add_addresses(Value value, std::vector<std::string>& addresses);

/// The e-mail addresses of records of any kind that have one (contacts, leads, users), outside of
/// the limits; null where there is none. Answers the host's failure, or null.
const Fault*
addresses_of_records(Transaction& transaction, std::span<const Id> ids, std::span<Value> addresses);

} // namespace weir
