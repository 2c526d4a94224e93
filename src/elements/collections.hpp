// What elements over a collection share.
#pragma once

#include "check/flow_checker.hpp"
#include "elements/values.hpp"

#include <optional>

namespace weir::elements {

/// The collection behind `over`; reports what is none. Nothing after a report.
[[nodiscard]] std::optional<Expression>
read_collection(const Element& element, FlowChecker& checker);

/// The type of a collection in the first pass, when what is wrong with it is not told yet; the
/// error type if it is none.
[[nodiscard]] Type collection_type(const Path& path, FlowChecker& checker);

/// Where a collection is put back: the variable or the element's result that it is in.
[[nodiscard]] std::optional<Destination>
collection_place(const Path& path, Type type, FlowChecker& checker);

} // namespace weir::elements
