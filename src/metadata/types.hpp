// Types by their names in XML.
#pragma once

#include "syntax/ast.hpp"

#include <string_view>

namespace weir::metadata {

/// `Text` is `String`; empty for what is no plain type (an object).
[[nodiscard]] std::string_view data_type(std::string_view word);
/// The language's word of a data type; empty if it has none.
[[nodiscard]] std::string_view type_word(std::string_view data_type);
/// The data type of a formula by what it does; `String` where only the schema would tell.
[[nodiscard]] std::string_view formula_type(const Expr& expression);

/// The tag of the label; empty if XML has none.
[[nodiscard]] constexpr std::string_view label_tag(const Shape& shape) {
    if (!shape.xml_label.empty())
        return shape.xml_label;
    return shape.category == Category::element ? std::string_view("label") : std::string_view{};
}

/// Stands for the item itself where a field is named: `order by $Item`.
inline constexpr std::string_view item_word = "$Item";

} // namespace weir::metadata
