// A value as a host program sees it: its kind and its spelling.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace weir {

enum class HostKind { null, boolean, number, text, id, date, date_time, time };

/// Spellings: `true`/`false`; decimal digits (`0.1`); the text; an id of 15 or 18 characters; `2026-03-01`;
/// `2026-03-01T09:00:00.000Z`; `09:00:00.000`. Null has none. Numbers are text because they are exact decimals.
struct HostValue {
    HostKind kind = HostKind::null;
    std::string spelling;

    bool operator==(const HostValue&) const = default;

    [[nodiscard]] static HostValue null() { return {}; }
    [[nodiscard]] static HostValue boolean(bool value) { return {HostKind::boolean, value ? "true" : "false"}; }
    [[nodiscard]] static HostValue number(std::string digits) { return {HostKind::number, std::move(digits)}; }
    [[nodiscard]] static HostValue text(std::string text) { return {HostKind::text, std::move(text)}; }
    [[nodiscard]] static HostValue id(std::string id) { return {HostKind::id, std::move(id)}; }
    [[nodiscard]] bool is_null() const { return kind == HostKind::null; }
};

/// A field, variable or parameter by its API name.
struct NamedValue {
    std::string name;
    HostValue value;
};

} // namespace weir
