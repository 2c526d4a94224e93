#include "formula/numbers.hpp"

#include "formula/function.hpp"

#include <cmath>
#include <limits>

namespace weir {

Decimal round_to_digits(Decimal value, int digits) {
    const int excess = digit_count(value) - digits;
    return excess > 0 ? round(value, value.scale - excess) : value;
}

Value number_value(const Decimal& decimal, Arena& arena) {
    if (!decimal.valid)
        return make_fault("a number is too large", arena);
    return Value::number(decimal, arena);
}

Value number_value(double number, Arena& arena) {
    return number_value(from_double(number), arena);
}

Value add_decimals(const Value& left, const Value& right, Arena& arena) {
    return number_value(add(left.decimal(), right.decimal()), arena);
}

Value subtract_decimals(const Value& left, const Value& right, Arena& arena) {
    return number_value(subtract(left.decimal(), right.decimal()), arena);
}

Value multiply_decimals(const Value& left, const Value& right, Arena& arena) {
    return number_value(multiply(left.decimal(), right.decimal()), arena);
}

Value divide_numbers(const Value& left, const Value& right, Arena& arena) {
    const Decimal divisor = right.decimal();
    if (divisor.coefficient == 0)
        return make_fault("Division by zero", arena);
    return number_value(divide(left.decimal(), divisor), arena);
}

Value power_of_numbers(const Value& left, const Value& right, Arena& arena) {
    // The engine's range and precision (reference/formulas.md, section 3).
    constexpr double largest_logarithm = 64;
    constexpr int kept_digits = 18;
    constexpr int smallest_place = 39;
    constexpr int64_t largest_exponent = 999'999'999;
    const auto out_of_range = [&arena] {
        return make_fault("Out of range argument to POWER() function", arena);
    };
    const Decimal base = left.decimal();
    const int64_t exponent = whole_part(right);
    if (compare(Decimal::of(exponent), right.decimal()) != 0 || exponent > largest_exponent ||
        exponent < -largest_exponent)
        return out_of_range();
    if (base.coefficient == 0 && exponent < 0)
        return out_of_range();
    const double logarithm =
        base.coefficient == 0 ? 0 : std::log10(std::fabs(to_double(base))) * double(exponent);
    if (logarithm > largest_logarithm)
        return out_of_range();
    if (logarithm < -smallest_place - 1)
        return Value::number(0);
    // By squaring. The last square is not used and may overflow.
    Decimal result = Decimal::of(1);
    Decimal square = base;
    for (auto rest = static_cast<uint64_t>(exponent < 0 ? -exponent : exponent); rest != 0;
         rest >>= 1U) {
        if ((rest & 1U) != 0)
            result = multiply(result, square);
        if (rest > 1)
            square = multiply(square, square);
    }
    if (exponent < 0)
        result = divide(Decimal::of(1), result);
    result = round_to_digits(result, kept_digits);
    const Decimal smallest{1, smallest_place, true};
    if (result.valid && compare(result.coefficient < 0 ? negate(result) : result, smallest) < 0)
        return Value::number(0);
    return result.valid ? number_value(result, arena) : out_of_range();
}

int64_t whole_part(const Value& number) {
    if (number.tag() == Tag::number)
        return number.integer() / powers_of_ten[static_cast<size_t>(number.scale())];
    const Decimal decimal = number.decimal();
    const auto whole = to_integer(decimal);
    if (whole)
        return *whole;
    return decimal.coefficient < 0 ? std::numeric_limits<int64_t>::min()
                                   : std::numeric_limits<int64_t>::max();
}

} // namespace weir
