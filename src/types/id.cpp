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

constexpr int capitals_place = 32;
constexpr int bad_place = 40;

/// What a character adds to a group of five digits, by its place in there: its share of their
/// number, its bit of the checksum if it is a capital, or that it is no digit.
constexpr auto digit_shares = [] {
    std::array<std::array<uint64_t, 256>, 5> shares{};
    uint64_t weight = 1;
    for (size_t place = shares.size(); place-- > 0; weight *= base) {
        shares[place].fill(uint64_t{1} << bad_place);
        for (size_t value = 0; value < digits.size(); ++value) {
            const bool is_capital = digits[value] >= 'A' && digits[value] <= 'Z';
            shares[place][static_cast<unsigned char>(digits[value])] =
                value * weight | uint64_t{is_capital} << (capitals_place + place);
        }
    }
    return shares;
}();

/// Five digits, or the last of them: the shares of their characters.
class Group {
public:
    Group() = default;
    explicit Group(const char* text) {
        for (size_t place = 0; place < digit_shares.size(); ++place)
            add(place, text[place]);
    }

    void add(size_t place, char character) {
        sum_ += digit_shares[place][static_cast<unsigned char>(character)];
    }
    [[nodiscard]] uint32_t number() const { return static_cast<uint32_t>(sum_); }
    [[nodiscard]] bool is_bad() const { return sum_ >> bad_place != 0; }
    /// The character of the checksum. Bit i says that digit i is a capital.
    [[nodiscard]] char checksum() const { return checksum_digits[sum_ >> capitals_place & 0x1f]; }

private:
    uint64_t sum_ = 0;
};

/// Two digits, and which of them are capitals.
struct Pair {
    std::array<char, 2> text;
    uint16_t capitals;
};

/// The digits of each number below 62 * 62.
constexpr std::array<Pair, size_t{base}* base> digit_pairs = [] {
    std::array<Pair, size_t{base} * base> pairs{};
    const auto is_capital = [](char digit) { return digit >= 'A' && digit <= 'Z' ? 1 : 0; };
    for (size_t number = 0; number < pairs.size(); ++number) {
        const char first = digits[number / base];
        const char second = digits[number % base];
        pairs[number] = {
            {first, second}, static_cast<uint16_t>(is_capital(first) | is_capital(second) << 1)};
    }
    return pairs;
}();

/// Returns its capitals.
size_t write_pair(uint64_t number, char* first) {
    const Pair& pair = digit_pairs[number];
    std::memcpy(first, pair.text.data(), 2);
    return pair.capitals;
}

/// Five digits of a number below 62^5. Returns their character of the checksum.
char write_five(uint32_t number, char* first) {
    constexpr uint32_t square = base * base;
    const uint32_t front = number / square;
    const uint32_t one = front / square;
    // One digit alone is the second of a pair.
    first[0] = digits[one];
    const size_t middle = write_pair(front % square, first + 1);
    const size_t last = write_pair(number % square, first + 3);
    return checksum_digits[size_t{digit_pairs[one].capitals} >> 1 | middle << 1 | last << 3];
}

constexpr uint64_t five_digits = 916'132'832; // 62^5

/// Returns the three characters of the checksum.
std::array<char, 3> write_id(Id id, char* first) {
    const auto middle = static_cast<uint32_t>(id.low / five_digits);
    const auto last = static_cast<uint32_t>(id.low % five_digits);
    std::array<char, 3> checksum{write_five(id.high, first), checksum_digits[0], {}};
    // The serials of this org hardly ever reach the middle digits; ids from elsewhere do.
    std::memset(first + 5, digits[0], 5);
    if (middle != 0)
        checksum[1] = write_five(middle, first + 5);
    checksum[2] = write_five(last, first + 10);
    return checksum;
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
    // The last three digits of a group.
    Group group;
    for (size_t place = 0; place < text.size(); ++place)
        group.add(place + 2, text[place]);
    if (group.is_bad())
        return std::nullopt;
    return KeyPrefix{group.number()};
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
    const std::array groups = {Group(text.data()), Group(text.data() + 5), Group(text.data() + 10)};
    if (groups[0].is_bad() || groups[1].is_bad() || groups[2].is_bad())
        return std::nullopt;
    if (text.size() > id_length)
        for (size_t group = 0; group < groups.size(); ++group)
            if (text[id_length + group] != groups[group].checksum())
                return std::nullopt;
    return Id{groups[1].number() * five_digits + groups[2].number(), groups[0].number()};
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
