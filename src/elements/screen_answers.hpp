// What a user answers, put into the fields of the page.
#pragma once

#include "elements/screen_row.hpp"

#include <vector>

namespace weir::elements {

/// Items of one repeater.
constexpr uint32_t most_items = 200;

/// How many items the repeater has after the answer, when it has `count` before: `People = 3` says
/// how many, `People.3.Name` that there are at least so many.
[[nodiscard]] uint32_t answered_items(
    const ScreenRow& row, const ScreenAnswer& answer, const ScreenField& field, uint32_t count
);

/// Puts the values of the answer (null: there is none) into the fields of the page, and ids where
/// a user names records. The fields that were given; what the page has no field for is an error of
/// the page.
[[nodiscard]] std::vector<ScreenField*>
take_answer(ScreenRow& row, const ScreenPlan& plan, const ScreenAnswer* answer, ScreenPage& page);

} // namespace weir::elements
