// Values of flow tests that the language has no formula for: lists and records.
#pragma once

#include "metadata/xml.hpp"
#include "syntax/ast.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace weir::metadata {

/// Whether a `value` of a parameter is a list or a record.
[[nodiscard]] bool is_structured(const XmlNode* value);

/// The value as JSON: a record as its own JSON, a list of them as a list. "null" where there is
/// none.
[[nodiscard]] std::string json_of(const XmlNode& value);

/// Only the fields of the later record that the earlier one does not have like this: an update
/// writes nothing else. Malformed JSON stays as it is, and the compiler says so.
[[nodiscard]] std::string changed_fields(std::string_view before, std::string_view after);

/// The element of a flow with this name, wherever it stands; null if there is none.
[[nodiscard]] const Element* find_element(const Element& flow, std::string_view name);

/// How many conditions an assertion has, and how many of them were read.
[[nodiscard]] size_t conditions_of(const XmlNode& assertion);
[[nodiscard]] size_t comparisons(const Condition* condition, size_t depth);

/// Whether the flow has a path `after commit`.
[[nodiscard]] bool has_asynchronous_path(const Element& flow);

} // namespace weir::metadata
