#include "types/id.hpp"

#include "base/check.hpp"

namespace weir {

namespace {

constexpr std::string_view digits =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view checksum_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
constexpr uint32_t base = 62;
constexpr size_t high_length = 5;
constexpr size_t id_length = 15;
constexpr uint64_t serial_end = 839'299'365'868'340'224; // 62^10
constexpr uint8_t no_digit = 0xff;

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
    for (const char character : text) {
        const uint8_t value = digit_values[static_cast<unsigned char>(character)];
        if (value == no_digit)
            return std::nullopt;
        number = number * base + value;
    }
    return number;
}

void write_digits(uint64_t number, char* first, size_t length) {
    for (size_t place = length; place-- > 0;) {
        first[place] = digits[number % base];
        number /= base;
    }
}

/// One character for each group of five: bit i says that character i of the group is a capital.
char checksum(const char* group) {
    size_t bits = 0;
    for (size_t place = 0; place < 5; ++place)
        if (group[place] >= 'A' && group[place] <= 'Z')
            bits |= size_t{1} << place;
    return checksum_digits[bits];
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
    write_digits(prefix.value, text.data(), text.size());
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
    const auto high = parse_digits(text.substr(0, high_length));
    const auto low = parse_digits(text.substr(high_length, id_length - high_length));
    if (!high || !low)
        return std::nullopt;
    for (size_t group = 0; id_length + group < text.size(); ++group)
        if (text[id_length + group] != checksum(text.data() + group * 5))
            return std::nullopt;
    return Id{*low, static_cast<uint32_t>(*high)};
}

std::array<char, 15> to_text_15(Id id) {
    std::array<char, 15> text{};
    write_digits(id.high, text.data(), high_length);
    write_digits(id.low, text.data() + high_length, id_length - high_length);
    return text;
}

std::array<char, 18> to_text(Id id) {
    std::array<char, 18> text{};
    write_digits(id.high, text.data(), high_length);
    write_digits(id.low, text.data() + high_length, id_length - high_length);
    for (size_t group = 0; group < 3; ++group)
        text[id_length + group] = checksum(text.data() + group * 5);
    return text;
}

} // namespace weir
