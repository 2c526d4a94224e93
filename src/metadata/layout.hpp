// Where the elements of a flow stand on an auto-layout canvas. Nobody placed them: the builder
// derives each position from the connectors and from the kind of start, so a flow that knows its
// canvas need not keep them.
//
//                start             a column for every branch, 264 apart; a decision stands in the
//                  |               middle between its first and its last column, and what comes
//               decision           behind it stands below it
//              /        \          a loop's body stands to the right of the loop
//           outcome    default     a fault path stands to the right of all that the block holds,
//              \        /          the first fault path outermost
//                behind
#pragma once

#include "base/arena.hpp"
#include "metadata/xml.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace weir::metadata {

/// From an element to the next one in flows that an older builder saved.
inline constexpr int64_t old_canvas_step = 120;
/// Beyond, a position says nothing to anybody.
inline constexpr int64_t widest_canvas = 1'000'000'000;

/// What positions depend on besides the connectors.
struct Canvas {
    /// From an element to the next one; either this or the old one.
    int64_t step = 108;
    /// Where the first element stands. It depends on what the start shows of itself.
    int64_t first_row = 134;
    /// Outcomes that end the flow lead to one end. Then an outcome without elements is narrower.
    bool shares_end = false;

    bool operator==(const Canvas&) const = default;
};

/// `108 323`, `120 158 shared`: step, first row, and whether the end is shared.
[[nodiscard]] std::string to_text(const Canvas& canvas);
[[nodiscard]] std::optional<Canvas> read_canvas(std::string_view text);

struct Place {
    int64_t x = 0;
    int64_t y = 0;

    bool operator==(const Place&) const = default;
};
/// By the names of elements, which live as long as the flow; the start has an empty one, and is
/// there even where the flow leaves it out.
using Places = std::unordered_map<std::string_view, Place>;

/// Places all that has a position. None if blocks are nested too deep, or if the canvas would have
/// no end.
[[nodiscard]] std::optional<Places> lay_out(const XmlNode& flow, const Canvas& canvas);

/// The canvas that gives each element of the flow the position that it has; none if there is no
/// such canvas.
[[nodiscard]] std::optional<Canvas> canvas_of(const XmlNode& flow);

/// The canvas that a builder would use today.
[[nodiscard]] Canvas todays_canvas(const XmlNode& flow);

/// The flow with other positions. Elements that `places` does not name keep theirs.
[[nodiscard]] const XmlNode* moved(const XmlNode& flow, const Places& places, Arena& arena);

/// Whether no element has a position but `0 0`.
[[nodiscard]] bool is_without_layout(const XmlNode& flow);

/// The name under which `Places` knows a child of a flow; nothing if it has no position.
[[nodiscard]] std::optional<std::string_view> placed_name(const XmlNode& child);

} // namespace weir::metadata
