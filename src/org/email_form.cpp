// What an e-mail address looks like, read byte by byte with a table of steps.
#include "org/save_chunk.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace weir {

namespace {

/// What an address may go on with, byte by byte.
enum class AddressByte : uint8_t { bad, letter, hyphen, dot, at, sign };
constexpr std::array<AddressByte, 256> address_bytes = [] {
    std::array<AddressByte, 256> bytes{};
    for (size_t byte = 0; byte < bytes.size(); ++byte) {
        const bool is_letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                               (byte >= '0' && byte <= '9') ||
                               byte >= 0x80; // internationalised addresses
        bytes[byte] = is_letter ? AddressByte::letter : AddressByte::bad;
    }
    for (const char sign : std::string_view("!#$%&'*+/=?^_`{|}~"))
        bytes[static_cast<unsigned char>(sign)] = AddressByte::sign;
    bytes['-'] = AddressByte::hyphen;
    bytes['.'] = AddressByte::dot;
    bytes['@'] = AddressByte::at;
    return bytes;
}();

/// Where a reader of an address stands. Of the host: its first label, or one behind a dot.
enum class AddressState : uint8_t {
    wrong,
    begin,
    local,     // in the part before the @
    local_dot, // its last byte is a dot
    first_begin,
    first_label,
    first_hyphen, // the last byte is a hyphen, which no label ends with
    label_begin,
    label,
    label_hyphen,
};

/// By state and byte. All that is not named is wrong.
constexpr auto address_steps = [] {
    using enum AddressState;
    std::array<std::array<AddressState, 6>, 10> steps{};
    const auto step = [&](AddressState from, AddressByte byte, AddressState to) {
        steps[static_cast<size_t>(from)][static_cast<size_t>(byte)] = to;
    };
    for (const AddressState from : {begin, local, local_dot}) {
        step(from, AddressByte::letter, local);
        step(from, AddressByte::hyphen, local);
        step(from, AddressByte::sign, local);
    }
    step(local, AddressByte::dot, local_dot);
    step(local_dot, AddressByte::dot, local_dot);
    step(local, AddressByte::at, first_begin);
    for (const AddressState from : {first_begin, first_label, first_hyphen})
        step(from, AddressByte::letter, first_label);
    for (const AddressState from : {label_begin, label, label_hyphen})
        step(from, AddressByte::letter, label);
    for (const AddressState from : {first_label, first_hyphen})
        step(from, AddressByte::hyphen, first_hyphen);
    for (const AddressState from : {label, label_hyphen})
        step(from, AddressByte::hyphen, label_hyphen);
    step(first_label, AddressByte::dot, label_begin);
    step(label, AddressByte::dot, label_begin);
    return steps;
}();

constexpr size_t row_of(AddressState state) {
    return static_cast<size_t>(state) * address_bytes.size();
}

/// The steps by state and byte itself: where the row of the next state begins. One look for a byte.
constexpr auto address_table = [] {
    std::array<uint16_t, address_steps.size() * address_bytes.size()> table{};
    for (size_t state = 0; state < address_steps.size(); ++state)
        for (size_t byte = 0; byte < address_bytes.size(); ++byte)
            table[state * address_bytes.size() + byte] = static_cast<uint16_t>(
                row_of(address_steps[state][static_cast<size_t>(address_bytes[byte])])
            );
    return table;
}();

/// No part of a host name is longer than 63 bytes.
bool has_short_labels(std::string_view host) {
    constexpr size_t longest_label = 63;
    for (;;) {
        const size_t dot = host.find('.');
        if (std::min(dot, host.size()) > longest_label)
            return false;
        if (dot == std::string_view::npos)
            return true;
        host.remove_prefix(dot + 1);
    }
}

} // namespace

bool is_email_address(std::string_view text) {
    constexpr size_t longest_local = 64;
    size_t state = row_of(AddressState::begin);
    // Three instructions a byte; the loop around them would be as many again.
#pragma GCC unroll 8
    for (const char character : text)
        state = address_table[state + static_cast<unsigned char>(character)];
    if (state != row_of(AddressState::label))
        return false;
    // Shorter ones have no part that could be too long.
    if (text.size() < longest_local)
        return true;
    const size_t at = text.find('@');
    return at <= longest_local && has_short_labels(text.substr(at + 1));
}

} // namespace weir
