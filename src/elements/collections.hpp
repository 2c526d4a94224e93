// What elements over a collection share.
#pragma once

#include "check/flow_checker.hpp"
#include "elements/values.hpp"

#include <optional>

namespace weir::elements {

/// The collection behind `over`; reports what is none. Nothing after a report.
[[nodiscard]] std::optional<Expression>
read_collection(const Element& element, FlowChecker& checker);

/// The variable that `into` gives each item to, and the slot of what the element makes.
struct ItemWalk {
    Destination item;
    uint32_t slot = 0;
};
/// Both count as given values. Nothing after a report.
[[nodiscard]] std::optional<ItemWalk> read_item_walk(const Element& element, FlowChecker& checker);

/// The type of a collection in the first pass, when what is wrong with it is not told yet; the
/// error type if it is none.
[[nodiscard]] Type collection_type(const Path& path, FlowChecker& checker);

/// Where a collection is put back: the variable or the element's result that it is in.
[[nodiscard]] std::optional<Destination>
collection_place(const Path& path, Type type, FlowChecker& checker);

} // namespace weir::elements
