// Fields of a page as the terminal asks for them.
#pragma once

#include "weir/screen.h"

#include <string>
#include <vector>

/// Whether it holds fields that are gone through in turn.
[[nodiscard]] bool is_group(const weir::PageField& field);
/// Whether a person can give it a value.
[[nodiscard]] bool can_be_asked(const weir::PageField& field);
/// The field of that name, also an inner one; null: none.
[[nodiscard]] const weir::PageField*
find_field(const std::vector<weir::PageField>& fields, const std::string& name);
/// Its label in one line; without one its name.
[[nodiscard]] std::string label_of(const weir::PageField& field);
/// What is in brackets: the value that an empty line keeps.
[[nodiscard]] std::string shown_value(const weir::PageField& field);
/// `2`, `1, 3` as the names of choices; anything else as it is.
[[nodiscard]] std::string chosen_names(const weir::PageField& field, const std::string& answer);
