// Rounding, remainders, roots and logarithms. Exact where the engine is; roots, exponentials and
// logarithms are those of double precision, as there.

#include "formula/functions/parts.hpp"
#include "formula/numbers.hpp"
#include "types/decimal.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace weir::functions {

namespace {

using enum ParameterKind;

constexpr Parameter one_number[] = {{"number", number}};
constexpr Parameter rounding[] = {{"number", number}, {"num_digits", number}};
constexpr Parameter truncation[] = {
    {"number", number}, {.name = "num_digits", .kind = number, .optional = true}};
constexpr Parameter division[] = {{"number", number}, {"divisor", number}};
constexpr Parameter numbers[] = {{.name = "number", .kind = number, .repeated = true}};

constexpr Example abs_examples[] = {{"ABS(-2.5)", "2.5"}};
constexpr Example round_examples[] = {
    {"ROUND(2.5, 0)", "3"},
    {"ROUND(-2.5, 0)", "-3"},
    {"ROUND(1234, -2)", "1200"},
    {"ROUND(999, -3)", "0"}};
constexpr Example trunc_examples[] = {{"TRUNC(-2.59, 1)", "-2.5"}, {"TRUNC(2.9)", "2"}};
constexpr Example ceiling_examples[] = {{"CEILING(1.2)", "2"}, {"CEILING(-1.2)", "-2"}};
constexpr Example floor_examples[] = {{"FLOOR(1.8)", "1"}, {"FLOOR(-1.8)", "-1"}};
constexpr Example mceiling_examples[] = {{"MCEILING(1.2)", "2"}, {"MCEILING(-1.2)", "-1"}};
constexpr Example mfloor_examples[] = {{"MFLOOR(1.8)", "1"}, {"MFLOOR(-1.8)", "-2"}};
constexpr Example mod_examples[] = {
    {"MOD(7, 3)", "1"}, {"MOD(-7, 3)", "-1"}, {"MOD(7, 0)", "fault"}};
constexpr Example max_examples[] = {{"MAX(1, 3, 2)", "3"}, {"MAX(1, NULL)", "null"}};
constexpr Example min_examples[] = {{"MIN(3, 1, 2)", "1"}};
constexpr Example sqrt_examples[] = {
    {"SQRT(16)", "4"}, {"SQRT(0.01)", "0.1"}, {"SQRT(-1)", "fault"}};
constexpr Example exp_examples[] = {{"EXP(0)", "1"}, {"EXP(1000)", "fault"}};
constexpr Example ln_examples[] = {{"LN(1)", "0"}, {"LN(0)", "fault"}};
constexpr Example log_examples[] = {{"LOG(100)", "2"}, {"LOG(-1)", "fault"}};

// As far as numbers have digits, and beyond.
int digits_of(const Value& number) {
    return static_cast<int>(std::clamp<int64_t>(whole_part(number), -1000, 1000));
}

Value call_abs(const CallArguments& call) {
    const Decimal value = call[0].decimal();
    return number_value(value.coefficient < 0 ? negate(value) : value, *call.arena);
}

// Where no digit before the point is left, the engine gives 0, also for 999 rounded to thousands.
Value call_round(const CallArguments& call) {
    const Decimal value = call[0].decimal();
    const int digits = digits_of(call[1]);
    if (digits < 0 && digit_count(value) - value.scale + digits <= 0)
        return Value::number(0);
    return number_value(round(value, digits), *call.arena);
}

Value call_trunc(const CallArguments& call) {
    const int digits = call.size() > 1 ? digits_of(call[1]) : 0;
    return number_value(round(call[0].decimal(), digits, Rounding::down), *call.arena);
}

// Quotients such as 1/3 are cut somewhere, so that (1/3)*3 is not 1 in its last digits. What
// differs from a whole number only there is one: the engine rounds to 33 digits first, and 32 are
// the same for our slightly shorter numbers.
Decimal without_last_digits(Decimal value) {
    constexpr int kept = 26;
    return round_to_digits(value, kept);
}

template<Rounding rounding_mode>
Value to_whole(const CallArguments& call) {
    return number_value(
        round(without_last_digits(call[0].decimal()), 0, rounding_mode), *call.arena
    );
}

Value call_mod(const CallArguments& call) {
    const Decimal divisor = call[1].decimal();
    if (divisor.coefficient == 0)
        return make_fault("Division by zero", *call.arena);
    return number_value(remainder(call[0].decimal(), divisor), *call.arena);
}

template<int sign>
Value extreme(const CallArguments& call) {
    Value best = call[0];
    for (const Value& candidate : call.values.subspan(1))
        if (compare(candidate.decimal(), best.decimal()) * sign > 0)
            best = candidate;
    return best;
}

Value call_sqrt(const CallArguments& call) {
    const double number = to_double(call[0].decimal());
    if (number < 0)
        return make_fault("the square root of a negative number", *call.arena);
    return number_value(std::sqrt(number), *call.arena);
}

Value call_exp(const CallArguments& call) {
    return number_value(std::exp(to_double(call[0].decimal())), *call.arena);
}

template<double (*function)(double)>
Value logarithm(const CallArguments& call) {
    const double number = to_double(call[0].decimal());
    if (number <= 0)
        return make_fault("the logarithm of a number that is not positive", *call.arena);
    return number_value(function(number), *call.arena);
}

double natural(double number) {
    return std::log(number);
}
// As the engine computes it: LOG(1000) is a little less than 3.
double decadic(double number) {
    return std::log(number) / std::numbers::ln10;
}

constexpr Function list[] = {
    {.name = "ABS",
     .parameters = one_number,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "The number without its sign.",
     .examples = abs_examples,
     .call = call_abs},
    {.name = "ROUND",
     .parameters = rounding,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc =
         "Rounded to digits behind the point (before it, if negative); halves go away from zero.",
     .examples = round_examples,
     .call = call_round},
    {.name = "TRUNC",
     .parameters = truncation,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "Cut to digits behind the point, toward zero.",
     .examples = trunc_examples,
     .call = call_trunc},
    {.name = "CEILING",
     .parameters = one_number,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "The next whole number away from zero.",
     .examples = ceiling_examples,
     .call = to_whole<Rounding::up>},
    {.name = "FLOOR",
     .parameters = one_number,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "The next whole number toward zero.",
     .examples = floor_examples,
     .call = to_whole<Rounding::down>},
    {.name = "MCEILING",
     .parameters = one_number,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "The smallest whole number that is not smaller.",
     .examples = mceiling_examples,
     .call = to_whole<Rounding::ceiling>},
    {.name = "MFLOOR",
     .parameters = one_number,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "The largest whole number that is not larger.",
     .examples = mfloor_examples,
     .call = to_whole<Rounding::floor>},
    {.name = "MOD",
     .parameters = division,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "The remainder of a division, with the sign of the number.",
     .examples = mod_examples,
     .call = call_mod},
    {.name = "MAX",
     .parameters = numbers,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "The largest number.",
     .examples = max_examples,
     .call = extreme<1>},
    {.name = "MIN",
     .parameters = numbers,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "The smallest number.",
     .examples = min_examples,
     .call = extreme<-1>},
    {.name = "SQRT",
     .parameters = one_number,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "The square root.",
     .examples = sqrt_examples,
     .call = call_sqrt},
    {.name = "EXP",
     .parameters = one_number,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "e raised to the number.",
     .examples = exp_examples,
     .call = call_exp},
    {.name = "LN",
     .parameters = one_number,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "The natural logarithm.",
     .examples = ln_examples,
     .call = logarithm<natural>},
    {.name = "LOG",
     .parameters = one_number,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "The logarithm to the base ten.",
     .examples = log_examples,
     .call = logarithm<decadic>},
};

} // namespace

std::span<const Function> math() {
    return list;
}

} // namespace weir::functions
