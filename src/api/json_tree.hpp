// JSON from outside as a tree that keeps numbers as they are spelled: decimals stay exact.
#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace weir {

struct JsonMemberTree;

struct JsonTree {
    enum class Kind { null, boolean, number, text, object, list } kind = Kind::null;
    std::string spelling;                // `true`, digits, or the text itself
    std::vector<JsonMemberTree> members; // of an object, in their order
    // Items of lists are left out: no field has a list for a value.

    // Made where a member is a complete type.
    JsonTree();
    JsonTree(Kind of_kind, std::string spelled);
    JsonTree(const JsonTree& other);
    JsonTree(JsonTree&& other) noexcept;
    JsonTree& operator=(const JsonTree& other);
    JsonTree& operator=(JsonTree&& other) noexcept;
    ~JsonTree();

    /// Without case, as all names of Salesforce; null if there is none.
    [[nodiscard]] const JsonTree* find(std::string_view name) const;
    [[nodiscard]] std::vector<std::string_view> names() const;
    /// An object of a latitude and a longitude, and nothing else.
    [[nodiscard]] bool is_location() const;
};

struct JsonMemberTree {
    std::string name;
    JsonTree value;
};

/// Fails on what is no JSON, and on objects that are nested deeper than limits::nesting.
[[nodiscard]] Result<JsonTree> parse_json(std::string_view text);

} // namespace weir
