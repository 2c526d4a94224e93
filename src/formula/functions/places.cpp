// Places on the earth. A location is a collection of two numbers, latitude and longitude.

#include "formula/functions/parts.hpp"
#include "formula/numbers.hpp"
#include "types/decimal.hpp"

#include <array>
#include <cmath>
#include <numbers>

namespace weir::functions {

namespace {

using enum ParameterKind;

constexpr Parameter place[] = {{"latitude", number}, {"longitude", number}};
constexpr Parameter distance[] = {
    {"location", location}, {"other_location", location}, {"unit", text}};

constexpr Example place_examples[] = {
    {"DISTANCE(GEOLOCATION(0, 0), GEOLOCATION(0, 0), 'km')", "0"},
    {"ISNULL(GEOLOCATION(91, 0))", "fault"},
    {"ISNULL(GEOLOCATION(0, NULL))", "fault"}};
constexpr Example distance_examples[] = {
    {"ROUND(DISTANCE(GEOLOCATION(37.775, -122.418), GEOLOCATION(37.775, -122.418), 'mi'), 2)", "0"},
    {"ROUND(DISTANCE(GEOLOCATION(0, 0), GEOLOCATION(0, 180), 'km'), 1)", "20015.1"}};

struct Point {
    double x = 0;
    double y = 0;
    double z = 0;
};

Point point_of(double latitude, double longitude) {
    const double to_radians = std::numbers::pi / 180;
    const double radius = std::cos(latitude * to_radians);
    return {
        std::sin(longitude * to_radians) * radius,
        std::cos(longitude * to_radians) * radius,
        std::sin(latitude * to_radians)};
}

bool is_within(const Value& degrees, int64_t limit) {
    const Decimal value = degrees.decimal();
    return compare(value, Decimal::of(limit)) <= 0 && compare(value, Decimal::of(-limit)) >= 0;
}

Value call_geolocation(const CallArguments& call) {
    if (call[0].is_null() != call[1].is_null())
        return make_fault("a location has both a latitude and a longitude", *call.arena);
    if (call[0].is_null())
        return Value::null();
    if (!is_within(call[0], 90) || !is_within(call[1], 180))
        return make_fault("a latitude or a longitude is out of range", *call.arena);
    const std::array<Value, 2> parts{call[0], call[1]};
    return make_collection(parts, *call.arena);
}

// Along a great circle of the earth taken for a sphere: through the chord between both points.
Value call_distance(const CallArguments& call) {
    const std::string_view unit = call[2].as_text();
    const bool is_miles = unit == "mi";
    if (!is_miles && unit != "km")
        return make_fault("DISTANCE measures in 'mi' or 'km'", *call.arena);
    std::array<Point, 2> points;
    for (size_t index = 0; index < points.size(); ++index) {
        const auto parts = call[index].items();
        if (parts.size() != 2 || !parts[0].is_number() || !parts[1].is_number())
            return Value::null();
        points[index] = point_of(to_double(parts[0].decimal()), to_double(parts[1].decimal()));
    }
    const double chord =
        std::hypot(points[0].x - points[1].x, points[0].y - points[1].y, points[0].z - points[1].z);
    const double diameter = 2 * (is_miles ? 3958.761 : 6371.009);
    return number_value(diameter * std::asin(std::min(chord / 2, 1.0)), *call.arena);
}

constexpr Function list[] = {
    {.name = "GEOLOCATION",
     .parameters = place,
     .result = ResultRule::location,
     .doc = "A place by its latitude and longitude.",
     .examples = place_examples,
     .call = call_geolocation},
    {.name = "DISTANCE",
     .parameters = distance,
     .result = ResultRule::number,
     .null_in_null_out = true,
     .doc = "The distance between two places in miles ('mi') or kilometres ('km').",
     .examples = distance_examples,
     .call = call_distance},
};

} // namespace

std::span<const Function> places() {
    return list;
}

} // namespace weir::functions
