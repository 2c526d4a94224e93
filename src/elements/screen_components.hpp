// The components of screens that Salesforce brings: what their attributes are.
#pragma once

#include "types/type.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace weir::elements {

/// A value that a component has, asked for like a field or computed from those that are.
struct StandardAttribute {
    std::string_view name;
    TypeKind kind = TypeKind::text;
    bool collection = false;
    /// A user fills it in; false: it is asked for only where the flow gives it a value first.
    bool is_asked = true;
    /// The label without an input of this name.
    std::string_view label = {};
    /// The input that has the label, and the one that makes it required.
    std::string_view label_input = {};
    std::string_view required_input = {};
};

struct StandardComponent {
    enum class Role : uint8_t { plain, email, lookup, data_table, picklists, file_upload };

    std::string_view name; // "flowruntime:toggle"
    Role role = Role::plain;
    std::span<const StandardAttribute> attributes;
};

/// Null for a component that a project brings: its attributes are what the flow reads of it.
[[nodiscard]] const StandardComponent* find_standard_component(std::string_view name);

/// `[{"apiName":"Name",…},…]`: the fields that a data table shows.
[[nodiscard]] std::vector<std::string_view> shown_columns(std::string_view columns);

} // namespace weir::elements
