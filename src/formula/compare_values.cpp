#include "formula/compare_values.hpp"

#include "formula/numbers.hpp"
#include "types/compare.hpp"

#include <algorithm>
#include <string_view>

namespace weir {

namespace {

bool is_text(const Value& value) {
    return value.tag() == Tag::text;
}

// Java compares UTF-16 units. In UTF-8 that is the order of bytes, but for characters beyond the
// first plane: their surrogates sort before U+E000, their bytes (F0 and up) behind it (EE, EF).
int compare_utf16(std::string_view left, std::string_view right) {
    const size_t shorter = std::min(left.size(), right.size());
    const auto [first, second] =
        std::mismatch(left.begin(), left.begin() + static_cast<ptrdiff_t>(shorter), right.begin());
    if (first == left.begin() + static_cast<ptrdiff_t>(shorter))
        return left.size() == right.size() ? 0 : (left.size() < right.size() ? -1 : 1);
    const auto left_byte = static_cast<unsigned char>(*first);
    const auto right_byte = static_cast<unsigned char>(*second);
    constexpr unsigned char supplementary = 0xF0;
    constexpr unsigned char behind_surrogates = 0xEE;
    if (left_byte >= supplementary && right_byte < supplementary && right_byte >= behind_surrogates)
        return -1;
    if (right_byte >= supplementary && left_byte < supplementary && left_byte >= behind_surrogates)
        return 1;
    return left_byte < right_byte ? -1 : 1;
}

} // namespace

Value compare_equal(const Value& left, const Value& right, bool text) {
    if (is_text(left) && is_text(right)) [[likely]]
        return Value::boolean(left.as_text() == right.as_text());
    if (left.is_null() || right.is_null()) {
        if (!text && !is_text(left) && !is_text(right))
            return Value::null();
        return Value::boolean(is_blank(left) && is_blank(right));
    }
    AlignedNumbers numbers;
    if (align(left, right, numbers))
        return Value::boolean(numbers.left == numbers.right);
    return Value::boolean(equal_exactly(left, right));
}

int compare_order(const Value& left, const Value& right) {
    if (is_text(left) && is_text(right))
        return compare_utf16(left.as_text(), right.as_text());
    AlignedNumbers numbers;
    if (align(left, right, numbers))
        return (numbers.left > numbers.right) - (numbers.left < numbers.right);
    if (left.is_number() && right.is_number())
        return compare(left.decimal(), right.decimal());
    return order(left, right);
}

} // namespace weir
