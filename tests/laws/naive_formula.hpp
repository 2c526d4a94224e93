// What a formula is worth, worked out the slow and obvious way: a walk over the tree for one row,
// with whole numbers for decimals and std::string for texts. Written from Salesforce's rules, with
// nothing of weir in it.
#pragma once

#include "laws/formula_tree.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace weir::laws {

__extension__ using Wide = __int128;

struct Plain {
    enum class Kind : uint8_t {
        null,
        number, // digits / 10^scale
        text,
        boolean,
        date, // days since 1970-01-01
        fault,
        unknown, // beyond what whole numbers of this size can hold: no opinion
    } kind = Kind::null;
    Wide digits = 0;
    int scale = 0;
    std::string text;
    bool truth = false;
    int64_t days = 0;

    [[nodiscard]] bool is_null() const { return kind == Kind::null; }

    [[nodiscard]] static Plain of_number(Wide digits, int scale = 0);
    [[nodiscard]] static Plain of_text(std::string text);
    [[nodiscard]] static Plain of_truth(bool truth);
    [[nodiscard]] static Plain of_date(int64_t days);
    [[nodiscard]] static Plain of(Kind kind) {
        Plain result;
        result.kind = kind;
        return result;
    }
};

/// Values of `fields`, in their order.
using PlainRow = std::vector<Plain>;

[[nodiscard]] Plain evaluate_naively(const Tree& tree, const PlainRow& row, bool blank_as_zero);

/// The literal that a leaf spells.
[[nodiscard]] Plain literal_value(const Tree& leaf);

/// "number 2.5", "null", "fault": what two values must have in common to be the same. A text that
/// is empty is null.
[[nodiscard]] std::string described(const Plain& value);
[[nodiscard]] std::string decimal_text(Wide digits, int scale);
[[nodiscard]] std::string day_text(int64_t days);

} // namespace weir::laws
