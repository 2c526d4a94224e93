#include "formula/numbers.hpp"

#include "formula/function.hpp"

#include <limits>

namespace weir {

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
    constexpr std::string_view out_of_range = "Out of range argument to POWER() function";
    constexpr int64_t largest_exponent = 100'000;
    const Decimal exponent = right.decimal();
    const Decimal whole = round(exponent, 0, Rounding::down);
    const int64_t count = whole_part(right);
    if (!whole.valid || compare(whole, exponent) != 0 || count < 0 || count > largest_exponent)
        return make_fault(out_of_range, arena);
    // By squaring; what overflows the decimal is beyond the engine's range or ours.
    Decimal result = Decimal::of(1);
    Decimal square = left.decimal();
    for (auto rest = static_cast<uint64_t>(count); rest != 0; rest >>= 1U) {
        if ((rest & 1U) != 0)
            result = multiply(result, square);
        if (rest > 1)
            square = multiply(square, square);
        if (!result.valid || !square.valid)
            return make_fault(out_of_range, arena);
    }
    return number_value(result, arena);
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
