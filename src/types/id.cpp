#include "types/id.hpp"

#include "base/check.hpp"

#include <algorithm>
#include <cstring>

namespace weir {

namespace {

constexpr std::string_view digits =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view checksum_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
constexpr uint32_t base = 62;
constexpr size_t id_length = 15;
constexpr uint64_t serial_end = 839'299'365'868'340'224; // 62^10
constexpr uint8_t no_digit = 0xff;
constexpr uint8_t not_a_digit = 0xc0; // bits that no digit has

constexpr std::array<uint8_t, 256> digit_values = [] {
    std::array<uint8_t, 256> values{};
    values.fill(no_digit);
    for (size_t value = 0; value < digits.size(); ++value)
        values[static_cast<unsigned char>(digits[value])] = static_cast<uint8_t>(value);
    return values;
}();

/// The number that base-62 digits spell; nothing if one of them is no digit.
std::optional<uint64_t> parse_digits(std::string_view text) {
    uint64_t number = 0;
    uint8_t seen = 0;
    for (const char character : text) {
        const uint8_t value = digit_values[static_cast<unsigned char>(character)];
        seen |= value;
        number = number * base + value;
    }
    if ((seen & not_a_digit) != 0)
        return std::nullopt;
    return number;
}

/// Two digits for each number below 62 * 62.
constexpr std::array<std::array<char, 2>, size_t{base}* base> digit_pairs = [] {
    std::array<std::array<char, 2>, size_t{base} * base> pairs{};
    for (size_t number = 0; number < pairs.size(); ++number)
        pairs[number] = {digits[number / base], digits[number % base]};
    return pairs;
}();

void write_pair(uint64_t number, char* first) {
    std::memcpy(first, digit_pairs[number].data(), 2);
}

/// Which of the two digits of each number below 62 * 62 are capitals.
constexpr std::array<uint8_t, size_t{base}* base> capital_pairs = [] {
    std::array<uint8_t, size_t{base} * base> pairs{};
    const auto is_capital = [](char digit) { return digit >= 'A' && digit <= 'Z' ? 1 : 0; };
    for (size_t number = 0; number < pairs.size(); ++number)
        pairs[number] = static_cast<uint8_t>(
            is_capital(digits[number / base]) | is_capital(digits[number % base]) << 1
        );
    return pairs;
}();

/// Five digits of a number below 62^5. Returns their character of the checksum: bit i says that
/// character i is a capital.
char write_five(uint32_t number, char* first) {
    constexpr uint32_t square = base * base;
    const uint32_t last = number % square;
    const uint32_t middle = number / square % square;
    const uint32_t one = number / square / square % base;
    first[0] = digits[one];
    write_pair(middle, first + 1);
    write_pair(last, first + 3);
    // One digit alone is the second of a pair.
    return checksum_digits
        [static_cast<size_t>(capital_pairs[one] >> 1) |
         static_cast<size_t>(capital_pairs[middle]) << 1 |
         static_cast<size_t>(capital_pairs[last]) << 3];
}

constexpr uint64_t five_digits = 916'132'832; // 62^5

std::array<char, 3> write_id(Id id, char* first) {
    return {
        write_five(id.high, first),
        write_five(static_cast<uint32_t>(id.low / five_digits), first + 5),
        write_five(static_cast<uint32_t>(id.low % five_digits), first + 10)};
}

constexpr uint32_t instance = 13 * base + 49; // "Dn"
static_assert(digits[13] == 'D' && digits[49] == 'n');

} // namespace

KeyPrefix key_prefix(Id id) {
    return {id.high / (base * base)};
}

std::optional<KeyPrefix> parse_key_prefix(std::string_view text) {
    if (text.size() != 3)
        return std::nullopt;
    const auto number = parse_digits(text);
    if (!number)
        return std::nullopt;
    return KeyPrefix{static_cast<uint32_t>(*number)};
}

std::array<char, 3> to_text(KeyPrefix prefix) {
    std::array<char, 3> text{};
    text[0] = digits[prefix.value / (base * base) % base];
    write_pair(prefix.value % (base * base), text.data() + 1);
    return text;
}

Id make_id(KeyPrefix prefix, uint64_t serial) {
    WEIR_CHECK(serial < serial_end, "an id has ten places for the serial");
    WEIR_CHECK(prefix.value < base * base * base, "a key prefix has three characters");
    return {serial, prefix.value * base * base + instance};
}

std::optional<Id> parse_id(std::string_view text) {
    if (text.size() != id_length && text.size() != id_length + 3)
        return std::nullopt;
    // In three groups of five: each has a character of the checksum.
    std::array<uint32_t, 3> numbers{};
    std::array<size_t, 3> capitals{};
    uint8_t seen = 0;
    for (size_t group = 0; group < 3; ++group) {
        for (size_t place = 0; place < 5; ++place) {
            const uint8_t value = digit_values[static_cast<unsigned char>(text[group * 5 + place])];
            seen |= value;
            numbers[group] = numbers[group] * base + value;
            capitals[group] |= static_cast<size_t>(static_cast<uint8_t>(value - 10) < 26) << place;
        }
    }
    if ((seen & not_a_digit) != 0)
        return std::nullopt;
    for (size_t group = 0; id_length + group < text.size(); ++group)
        if (text[id_length + group] != checksum_digits[capitals[group]])
            return std::nullopt;
    return Id{numbers[1] * five_digits + numbers[2], numbers[0]};
}

std::array<char, 15> to_text_15(Id id) {
    std::array<char, 15> text{};
    static_cast<void>(write_id(id, text.data()));
    return text;
}

std::array<char, 18> to_text(Id id) {
    std::array<char, 18> text{};
    const std::array<char, 3> checksum = write_id(id, text.data());
    std::copy(checksum.begin(), checksum.end(), text.begin() + id_length);
    return text;
}

} // namespace weir
