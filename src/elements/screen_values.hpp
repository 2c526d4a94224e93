// Values that users give on screens, as the types of their fields.
#pragma once

#include "runtime/screen_page.hpp"
#include "types/date_time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace weir::elements {

// What a user reads at a field, in the words of an org where they are known.
constexpr std::string_view missing_text = "Please enter some valid input. Input is not optional.";
constexpr std::string_view missing_choice_text = "Please select a choice.";
constexpr std::string_view unknown_record_text =
    "Select an option from the picklist or remove the search term.";

/// Null, or a text of nothing but blanks.
[[nodiscard]] bool is_blank(Value value);

/// The value as one of `type`; texts are read as people write them (a date-time without an offset
/// is of the user's zone), blank ones are null. Nothing if it does not fit.
[[nodiscard]] std::optional<Value>
fitted(Value value, Type type, const TimeZone& zone, Arena& arena);

/// What a user reads whose value does not fit.
[[nodiscard]] std::string misfit_text(Type type);

/// "ada@acme.example"
[[nodiscard]] bool is_email_address(std::string_view text);

/// Marks the choices that `value` means (by value, or as a user names them: by name, label or
/// value); the others are not chosen. False: something of it is no choice.
[[nodiscard]] bool select_choices(ScreenField& field, Value value, bool is_users, Arena& arena);

/// The chosen values as the value of the field: one, or texts with semicolons, or records.
[[nodiscard]] Value selected_value(const ScreenField& field, const TimeZone& zone, Arena& arena);

/// The parts of a text between semicolons, without blanks around them.
[[nodiscard]] std::vector<std::string_view> split_list(std::string_view text);

} // namespace weir::elements
