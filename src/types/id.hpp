// Salesforce record ids: 15 characters of base 62, case-sensitive, in twelve bytes; 18 with the
// checksum.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace weir {

/// Characters 1 to 5 in `high` and 6 to 15 in `low`, each as a number in base 62 (digits, capitals,
/// small letters). Ordered as text is. Source: reference/objects.md, section 1.
struct Id {
    uint64_t low = 0;
    uint32_t high = 0;

    bool operator==(const Id&) const = default;
    [[nodiscard]] bool operator<(const Id& other) const {
        return high != other.high ? high < other.high : low < other.low;
    }
};

/// Three characters in base 62: "003" of a Contact.
struct KeyPrefix {
    uint32_t value = 0;
    bool operator==(const KeyPrefix&) const = default;
};

[[nodiscard]] KeyPrefix key_prefix(Id id);
/// Exactly three base-62 characters, or nothing.
[[nodiscard]] std::optional<KeyPrefix> parse_key_prefix(std::string_view text);
[[nodiscard]] std::array<char, 3> to_text(KeyPrefix prefix);

/// The id number `serial` of an object: its prefix, the instance "Dn0", and the serial.
[[nodiscard]] Id make_id(KeyPrefix prefix, uint64_t serial);

/// 15 characters, or 18 with the right checksum; anything else is malformed and nothing.
[[nodiscard]] std::optional<Id> parse_id(std::string_view text);

/// 18 characters, the form of the APIs and of flows.
[[nodiscard]] std::array<char, 18> to_text(Id id);
[[nodiscard]] std::array<char, 15> to_text_15(Id id);

} // namespace weir
