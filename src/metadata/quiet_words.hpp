// What the two halves of the quiet block agree on: quiet_difference.cpp writes it, quiet.cpp reads
// it. Included by these two alone.
#pragma once

#include "metadata/xml.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace weir::metadata {

using Nodes = std::span<const XmlNode* const>;

/// How positions call the start, and an element of that name.
inline constexpr std::string_view start_name = "start";
inline constexpr std::string_view named_start = "`start`";

[[nodiscard]] inline std::string_view position_name(std::string_view element) {
    return element == start_name ? named_start : element;
}

/// Words of the block itself. What a flow holds under one of them stands in a `<more>`.
[[nodiscard]] inline bool is_own_word(std::string_view tag) {
    constexpr std::array words{
        std::string_view("positions"),
        std::string_view("canvas"),
        std::string_view("element"),
        std::string_view("start"),
        std::string_view("text"),
        std::string_view("without"),
        std::string_view("more"),
    };
    return std::find(words.begin(), words.end(), tag) != words.end();
}

[[nodiscard]] inline bool is_place(std::string_view tag) {
    return tag == "locationX" || tag == "locationY";
}

/// Facts have names, but are no elements.
[[nodiscard]] inline bool is_fact(std::string_view tag) {
    return tag == "processMetadataValues" || tag == "customProperties";
}

/// Parts of an element that are elements themselves: only their differences are kept.
[[nodiscard]] inline bool is_part(std::string_view tag) {
    constexpr std::array parts{
        std::string_view("fields"),
        std::string_view("rules"),
        std::string_view("waitEvents"),
        std::string_view("stageSteps"),
        std::string_view("steps"),
        std::string_view("scheduledPaths"),
    };
    return std::find(parts.begin(), parts.end(), tag) != parts.end();
}

/// Whether the facts among these say that the canvas is free form.
[[nodiscard]] bool is_free_form_canvas(Nodes nodes, bool otherwise);

} // namespace weir::metadata
