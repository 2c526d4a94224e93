// JSON with the place of every value, so that a mistake in a file of records can be pointed at.
#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

enum class JsonKind : uint8_t { null, boolean, number, text, list, object };

struct JsonMember;

struct JsonValue {
    JsonKind kind = JsonKind::null;
    size_t offset = 0; // of its first byte
    size_t end = 0;    // behind its last byte
    bool truth = false;
    std::string text; // of a number its digits as written
    std::vector<JsonValue> items;
    std::vector<JsonMember> members; // in the order written

    // Made where a member is a complete type.
    JsonValue();
    JsonValue(const JsonValue& other);
    JsonValue(JsonValue&& other) noexcept;
    JsonValue& operator=(const JsonValue& other);
    JsonValue& operator=(JsonValue&& other) noexcept;
    ~JsonValue();

    /// Null if there is none of the name, letter for letter.
    [[nodiscard]] const JsonValue* find(std::string_view name) const;
    [[nodiscard]] bool is(JsonKind wanted) const { return kind == wanted; }
};

struct JsonMember {
    std::string name;
    JsonValue value;
};

/// Where something is wrong, and what.
struct JsonProblem {
    size_t offset = 0;
    std::string message;
};

/// Reads a whole text. False: `problem` says why. Nothing is deeper than limits::nesting.
bool parse_json(std::string_view text, JsonValue& value, JsonProblem& problem);

/// Line and column of an offset, from 1; the column in bytes.
struct JsonPlace {
    size_t line = 1;
    size_t column = 1;
};
[[nodiscard]] JsonPlace place_of(std::string_view text, size_t offset);

} // namespace weir
