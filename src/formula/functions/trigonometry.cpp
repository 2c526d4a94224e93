// Angles, in radians and double precision.

#include "formula/functions/parts.hpp"
#include "formula/numbers.hpp"
#include "types/decimal.hpp"

#include <cmath>
#include <numbers>

namespace weir::functions {

namespace {

using enum ParameterKind;

constexpr Parameter one_number[] = {{"number", number}};
constexpr Parameter two_numbers[] = {{"y", number}, {"x", number}};

constexpr Example pi_examples[] = {{"ROUND(PI(), 4)", "3.1416"}};
constexpr Example sin_examples[] = {{"SIN(0)", "0"}};
constexpr Example cos_examples[] = {{"COS(0)", "1"}};
constexpr Example tan_examples[] = {{"TAN(0)", "0"}};
constexpr Example asin_examples[] = {{"ASIN(0)", "0"}, {"ASIN(2)", "fault"}};
constexpr Example acos_examples[] = {{"ACOS(1)", "0"}, {"ACOS(2)", "fault"}};
constexpr Example atan_examples[] = {{"ATAN(0)", "0"}};
constexpr Example atan2_examples[] = {{"ATAN2(0, 1)", "0"}};

double sine(double number) {
    return std::sin(number);
}
double cosine(double number) {
    return std::cos(number);
}
double tangent(double number) {
    return std::tan(number);
}
double arc_sine(double number) {
    return std::asin(number);
}
double arc_cosine(double number) {
    return std::acos(number);
}
double arc_tangent(double number) {
    return std::atan(number);
}

// Beyond its range a function gives no number, which is a fault.
template<double (*function)(double)>
Value of_one(const CallArguments& call) {
    const double result = function(to_double(call[0].decimal()));
    if (!std::isfinite(result))
        return make_fault("a number is outside of a function's range", *call.arena);
    return number_value(result, *call.arena);
}

Value call_pi(const CallArguments& call) {
    return number_value(std::numbers::pi, *call.arena);
}

Value call_atan2(const CallArguments& call) {
    return number_value(
        std::atan2(to_double(call[0].decimal()), to_double(call[1].decimal())), *call.arena
    );
}

constexpr Function list[] = {
    {.name = "PI",
     .parameters = {},
     .result = ResultRule::number,
     .doc = "The number pi.",
     .examples = pi_examples,
     .call = call_pi},
    {.name = "SIN",
     .parameters = one_number,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "The sine of an angle.",
     .examples = sin_examples,
     .call = of_one<sine>},
    {.name = "COS",
     .parameters = one_number,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "The cosine of an angle.",
     .examples = cos_examples,
     .call = of_one<cosine>},
    {.name = "TAN",
     .parameters = one_number,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "The tangent of an angle.",
     .examples = tan_examples,
     .call = of_one<tangent>},
    {.name = "ASIN",
     .parameters = one_number,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "The angle with a sine.",
     .examples = asin_examples,
     .call = of_one<arc_sine>},
    {.name = "ACOS",
     .parameters = one_number,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "The angle with a cosine.",
     .examples = acos_examples,
     .call = of_one<arc_cosine>},
    {.name = "ATAN",
     .parameters = one_number,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "The angle with a tangent.",
     .examples = atan_examples,
     .call = of_one<arc_tangent>},
    {.name = "ATAN2",
     .parameters = two_numbers,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "The angle of a point, from its y and x.",
     .examples = atan2_examples,
     .call = call_atan2},
};

} // namespace

std::span<const Function> trigonometry() {
    return list;
}

} // namespace weir::functions
