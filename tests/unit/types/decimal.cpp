#include "types/decimal.hpp"

#include <boost/multiprecision/cpp_int.hpp>
#include <catch2/catch.hpp>

#include <limits>
#include <random>
#include <string>

using namespace weir;
using boost::multiprecision::cpp_int;

namespace {

Decimal parsed(const std::string& text) {
    const auto value = parse_decimal(text);
    INFO(text);
    REQUIRE(value.has_value());
    return *value;
}

std::string nines(size_t count) {
    return std::string(count, '9');
}

/// The exact fraction numerator / denominator as a decimal of 34 digits, the slow and plain way.
std::string plain(cpp_int numerator, cpp_int denominator) {
    const bool is_negative = (numerator < 0) != (denominator < 0);
    numerator = abs(numerator);
    denominator = abs(denominator);
    const cpp_int ten_to_34 = pow(cpp_int(10), 34U);
    // The first scale, from the finest, at which 34 digits are enough.
    int scale = 400;
    const auto rounded = [&] {
        const cpp_int up = pow(cpp_int(10), static_cast<unsigned>(std::max(scale, 0)));
        const cpp_int down =
            denominator * pow(cpp_int(10), static_cast<unsigned>(std::max(-scale, 0)));
        return cpp_int((2 * numerator * up + down) / (2 * down));
    };
    cpp_int digits = rounded();
    while (digits >= ten_to_34) {
        const auto excess = static_cast<int>(digits.str().size()) - 34;
        scale -= std::max(excess, 1);
        digits = rounded();
    }
    std::string text = digits.str();
    if (scale < 0 && digits != 0)
        text.append(static_cast<size_t>(-scale), '0');
    if (text.size() > 400 && scale <= 0)
        return "";
    if (scale > 0 && text.size() <= static_cast<size_t>(scale))
        text.insert(0, static_cast<size_t>(scale) + 1 - text.size(), '0');
    if (scale > 0) {
        text.insert(text.size() - static_cast<size_t>(scale), 1, '.');
        while (text.back() == '0')
            text.pop_back();
        if (text.back() == '.')
            text.pop_back();
    }
    return is_negative && digits != 0 ? "-" + text : text;
}

std::string shown(const Decimal& value) {
    return value.valid ? to_text(value) : "";
}

struct Operand {
    Decimal decimal;
    cpp_int coefficient;
    cpp_int unit; // 10^scale
};

Operand random_operand(std::mt19937_64& random) {
    const size_t digits = random() % 35;
    std::string text = "0";
    for (size_t digit = 0; digit < digits; ++digit)
        text.push_back(static_cast<char>('0' + random() % 10));
    cpp_int coefficient(text.substr(std::min(text.find_first_not_of('0'), text.size() - 1)));
    if (random() % 2 == 0)
        coefficient = -coefficient;
    const size_t range = random() % 4;
    const auto scale = static_cast<unsigned>(random() % (range == 0 ? 35 : range == 1 ? 150 : 4));
    const bool is_huge = random() % 6 == 0;
    Operand operand;
    operand.coefficient = is_huge ? cpp_int(coefficient * pow(cpp_int(10), scale)) : coefficient;
    operand.unit = is_huge ? cpp_int(1) : pow(cpp_int(10), scale);
    operand.decimal = parsed(coefficient.str() + (is_huge ? "e" : "e-") + std::to_string(scale));
    return operand;
}

} // namespace

TEST_CASE("decimals are read and printed plainly") {
    for (const auto& [text, expected] : std::initializer_list<std::pair<const char*, const char*>>{
             {"0", "0"},
             {"-0", "0"},
             {"+7", "7"},
             {"2.50", "2.5"},
             {"-0.05", "-0.05"},
             {".5", "0.5"},
             {"5.", "5"},
             {"1e3", "1000"},
             {"1.5E-3", "0.0015"},
             {"1e-34", "0.0000000000000000000000000000000001"},
             {"1e-40", "0.0000000000000000000000000000000000000001"},
             {"1e-401", "0"},
             {"4.9e-401", "0"},
             {"12e36", "12000000000000000000000000000000000000"},
             {"-1230e40", "-12300000000000000000000000000000000000000000"},
             {"0e999999999999", "0"},
             {"123456789012345678901234567890.12345678", "123456789012345678901234567890.1235"},
             {"1e33", "1000000000000000000000000000000000"},
             {"-9223372036854775808", "-9223372036854775808"}})
        CHECK(to_text(parsed(text)) == expected);
    CHECK(to_text(parsed("0." + nines(60))) == "1");
    CHECK(to_text(parsed(std::string(5000, '0') + "1." + std::string(5000, '0'))) == "1");
    CHECK(to_text(parsed("0." + std::string(5000, '0') + "1e5001")) == "1");
}

TEST_CASE("what is no decimal is refused") {
    for (const char* text :
         {"",
          "-",
          "+",
          ".",
          "e5",
          "1e",
          "1e+",
          "1.2.3",
          " 1",
          "1 ",
          "1,5",
          "--1",
          "0x10",
          "nan",
          "inf",
          "1e400",
          "1e99999999999999999999"})
        CHECK_FALSE(parse_decimal(text).has_value());
    CHECK(parse_decimal(nines(34)).has_value());
    CHECK(to_text(parsed(nines(34) + ".5")) == "1" + std::string(34, '0'));
    CHECK(to_text(parsed("9e399")) == "9" + std::string(399, '0'));
    CHECK_FALSE(parse_decimal(nines(400)).has_value()); // rounds to a one and 400 zeros
    CHECK(to_text(parsed("5e-400")) == "0." + std::string(399, '0') + "5");
    CHECK(to_text(parsed("5e-401")) == "0." + std::string(399, '0') + "1");
}

TEST_CASE("results beyond 34 digits are rounded half up") {
    CHECK(
        to_text(divide(Decimal::of(1), Decimal::of(3))) == "0.3333333333333333333333333333333333"
    );
    CHECK(
        to_text(divide(Decimal::of(-2), Decimal::of(3))) == "-0.6666666666666666666666666666666667"
    );
    CHECK(to_text(divide(Decimal::of(10), Decimal::of(4))) == "2.5");
    CHECK(
        to_text(multiply(parsed("1e-20"), parsed("5e-15"))) ==
        "0.00000000000000000000000000000000005"
    );
    CHECK(to_text(add(parsed(nines(34)), parsed("0.4"))) == nines(34));
    CHECK(to_text(add(parsed(nines(34)), parsed("0.5"))) == "1" + std::string(34, '0'));
    CHECK(to_text(multiply(parsed("1e17"), parsed("1e17"))) == "1" + std::string(34, '0'));
    CHECK_FALSE(multiply(parsed("1e200"), parsed("1e200")).valid);
    CHECK(multiply(parsed("1e-200"), parsed("1e-201")).coefficient == 0);
    CHECK_FALSE(divide(parsed("1e399"), parsed("0.1")).valid);
    CHECK_FALSE(divide(Decimal::of(1), Decimal{}).valid);
    CHECK_FALSE(remainder(Decimal::of(1), Decimal{}).valid);
    CHECK_FALSE(add(divide(Decimal::of(1), Decimal{}), Decimal::of(1)).valid);
    CHECK(divide(Decimal{}, parsed("0.001")).coefficient == 0);
}

TEST_CASE("the remainder has the sign of the dividend") {
    CHECK(to_text(remainder(Decimal::of(-7), Decimal::of(3))) == "-1");
    CHECK(to_text(remainder(Decimal::of(7), Decimal::of(-3))) == "1");
    CHECK(to_text(remainder(parsed("5.5"), parsed("0.4"))) == "0.3");
    CHECK(to_text(remainder(parsed("1e33"), parsed("7e-34"))) == to_text(parsed("3e-34")));
}

TEST_CASE("rounding goes where it is told") {
    const auto rounded = [](const char* text, int digits, Rounding rounding) {
        return shown(round(parsed(text), digits, rounding));
    };
    CHECK(rounded("0.5", 0, Rounding::half_up) == "1");
    CHECK(rounded("-0.5", 0, Rounding::half_up) == "-1");
    CHECK(rounded("2.345", 2, Rounding::half_up) == "2.35");
    CHECK(rounded("1250", -2, Rounding::half_up) == "1300");
    CHECK(rounded("1249.99", -2, Rounding::half_up) == "1200");
    CHECK(rounded("-1.8", 0, Rounding::down) == "-1");
    CHECK(rounded("-1.2", 0, Rounding::up) == "-2");
    CHECK(rounded("-1.2", 0, Rounding::floor) == "-2");
    CHECK(rounded("1.2", 0, Rounding::floor) == "1");
    CHECK(rounded("1.2", 0, Rounding::ceiling) == "2");
    CHECK(rounded("-1.2", 0, Rounding::ceiling) == "-1");
    CHECK(rounded("2", 5, Rounding::up) == "2");
}

TEST_CASE("rounding to absurd numbers of digits stays defined") {
    const int lowest = std::numeric_limits<int>::min();
    CHECK(to_text(round(parsed("123.4"), lowest)) == "0");
    CHECK(to_text(round(parsed("123.4"), std::numeric_limits<int>::max())) == "123.4");
    CHECK_FALSE(round(parsed("123.4"), lowest, Rounding::up).valid);
    CHECK(to_text(round(parsed("0"), lowest, Rounding::up)) == "0");
    CHECK(to_text(round(parsed("1"), -33, Rounding::up)) == "1" + std::string(33, '0'));
    CHECK(to_text(round(parsed("9e33"), -34, Rounding::down)) == "0");
    CHECK(to_text(round(parsed("1.25e300"), -299)) == "13" + std::string(299, '0'));
    CHECK(to_text(round(parsed("1e300"), 2)) == "1" + std::string(300, '0'));
    CHECK(to_text(round(parsed("1e-300"), 20)) == "0");
}

TEST_CASE("equal numbers compare equal whatever their scales") {
    CHECK(compare(parsed("2.50"), parsed("2.5")) == 0);
    CHECK(compare(parsed("-1"), parsed("1e-34")) == -1);
    CHECK(compare(parsed("1e33"), parsed("1e-34")) == 1);
    CHECK(compare(parsed("-1e33"), parsed("-1e-34")) == -1);
    CHECK(compare(parsed("1e300"), parsed("9e299")) == 1);
    CHECK(compare(parsed("-1e300"), parsed("1e-300")) == -1);
    CHECK(compare(parsed("1e-300"), parsed("1e300")) == -1);
    CHECK(compare(parsed("10e59"), parsed("1e60")) == 0);
    CHECK(normalized(parsed("1000e57")).coefficient == normalized(parsed("1e60")).coefficient);
    CHECK(normalized(parsed("2.500")).scale == 1);
    CHECK(normalized(parsed("0.000")).scale == 0);
    CHECK(normalized(parsed("1200")).scale == 0);
}

TEST_CASE("doubles and integers") {
    CHECK(to_double(parsed("0.1")) == 0.1);
    CHECK(to_double(parsed("1234567890123456789012345678.9")) == 1234567890123456789012345678.9);
    CHECK(to_text(from_double(0.5)) == "0.5");
    CHECK(to_text(from_double(-1e20)) == "-100000000000000000000");
    CHECK(to_text(from_double(0.1)) == "0.1");
    CHECK(to_double(parsed("1e300")) == 1e300);
    CHECK(to_double(parsed("-1.5e-300")) == -1.5e-300);
    CHECK(to_double(parsed("1e350")) == std::numeric_limits<double>::infinity());
    CHECK(to_double(parsed("-1e-350")) == 0);
    CHECK_FALSE(from_double(std::numeric_limits<double>::infinity()).valid);
    CHECK_FALSE(from_double(std::numeric_limits<double>::quiet_NaN()).valid);
    CHECK(to_text(from_double(1e40)) == "1" + std::string(40, '0'));
    CHECK(to_integer(parsed("1e-100")) == 0);
    CHECK_FALSE(to_integer(parsed("1e100")).has_value());
    CHECK(to_integer(parsed("-2.9")) == -2);
    CHECK(to_integer(parsed("9223372036854775807.9")) == std::numeric_limits<int64_t>::max());
    CHECK_FALSE(to_integer(parsed("9223372036854775808")).has_value());
}

TEST_CASE("powers of ten and their neighbours keep their digits") {
    for (size_t digits = 1; digits < 34; ++digits) {
        const std::string power = "1" + std::string(digits, '0');
        CHECK(shown(add(parsed(nines(digits)), Decimal::of(1))) == power);
        CHECK(shown(divide(parsed(power), parsed(power))) == "1");
        CHECK(
            shown(divide(parsed(nines(digits)), parsed("1e-" + std::to_string(34 - digits)))) ==
            nines(digits) + std::string(34 - digits, '0')
        );
        CHECK(
            shown(multiply(parsed(power), parsed("1e" + std::to_string(34 - digits)))) ==
            "1" + std::string(34, '0')
        );
    }
}

TEST_CASE("arithmetic agrees with exact fractions") {
    std::mt19937_64 random(20260301);
    for (int round_number = 0; round_number < 4000; ++round_number) {
        const Operand left = random_operand(random);
        const Operand right = random_operand(random);
        const cpp_int left_scaled = left.coefficient * right.unit;
        const cpp_int right_scaled = right.coefficient * left.unit;
        const cpp_int unit = left.unit * right.unit;
        INFO(to_text(left.decimal) << " and " << to_text(right.decimal));
        CHECK(shown(add(left.decimal, right.decimal)) == plain(left_scaled + right_scaled, unit));
        CHECK(
            shown(subtract(left.decimal, right.decimal)) == plain(left_scaled - right_scaled, unit)
        );
        CHECK(
            shown(multiply(left.decimal, right.decimal)) ==
            plain(left.coefficient * right.coefficient, unit)
        );
        CHECK(compare(left.decimal, right.decimal) == left_scaled.compare(right_scaled));
        if (right.coefficient == 0)
            continue;
        CHECK(shown(divide(left.decimal, right.decimal)) == plain(left_scaled, right_scaled));
        CHECK(
            shown(remainder(left.decimal, right.decimal)) == plain(left_scaled % right_scaled, unit)
        );
    }
}
