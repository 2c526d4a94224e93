// Conditions: a list with numbers and a logic in XML, a tree in the language.
#pragma once

#include "metadata/maker.hpp"
#include "metadata/xml_maker.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace weir::metadata {

/// The tags of a condition list.
struct ConditionTags {
    std::string_view logic; // filterLogic, conditionLogic
    std::string_view item;  // filters, conditions
    std::string_view left;  // field, leftValueReference
    std::string_view right; // value, rightValue
};
inline constexpr ConditionTags filter_tags{"filterLogic", "filters", "field", "value"};
inline constexpr ConditionTags condition_tags{
    "conditionLogic", "conditions", "leftValueReference", "rightValue"};
/// By the last tag of the clause: `filters`, `conditions`, `exitCriteria`, …
[[nodiscard]] ConditionTags tags_of(const ClauseShape& shape);

/// Logic of conditions, "1 AND (2 OR 3)", is the same however it is spaced and capitalised.
[[nodiscard]] bool same_logic(std::string_view left, std::string_view right);

/// The conditions among the children of an element; null if there are none. What the language
/// cannot say is left out.
[[nodiscard]] const Condition*
read_conditions(const XmlNode& parent, const ConditionTags& tags, Maker& make);

/// Conditions joined as a logic by their numbers says, `1 AND (2 OR 3)`; null if it is none.
[[nodiscard]] const Condition* join_by_logic(
    std::string_view logic, std::span<const Condition* const> conditions, Span span, Maker& make
);

/// The whole of a clause: its conditions, or the formula that stands for them where the clause has
/// a tag for one.
[[nodiscard]] const Condition*
read_condition_clause(const XmlNode& node, const ClauseShape& shape, Maker& make);
void write_condition_clause(
    const Condition& condition,
    const ClauseShape& shape,
    XmlMaker& make,
    std::vector<const XmlNode*>& children
);

/// Appends the logic and the conditions. False if the condition holds what XML has no place for (a
/// comparison of formulas): what can be is written.
void write_conditions(
    const Condition& condition,
    const ConditionTags& tags,
    XmlMaker& make,
    std::vector<const XmlNode*>& children
);

} // namespace weir::metadata
