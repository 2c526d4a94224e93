// Which fields of an object the flows of a program name, and in which cell of a Row each stands.
#pragma once

#include "types/type.hpp"
#include "types/value.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace weir {

/// The record type of one object in one Program. Grows while the program is checked, immutable
/// after.
class Layout {
public:
    explicit Layout(ObjectId object) : object_(object) {}
    [[nodiscard]] ObjectId object() const { return object_; }
    [[nodiscard]] uint32_t size() const { return static_cast<uint32_t>(fields_.size()); }
    [[nodiscard]] std::span<const FieldId> fields() const { return fields_; } // by cell
    /// The cell of a field, if the program names it.
    [[nodiscard]] std::optional<uint32_t> find(FieldId field) const {
        const auto index = static_cast<size_t>(field);
        if (index >= cells_.size() || cells_[index] < 0)
            return std::nullopt;
        return static_cast<uint32_t>(cells_[index]);
    }
    /// The cell of a field, added if new. Only while checking.
    uint32_t cell(FieldId field);

private:
    ObjectId object_;
    std::vector<FieldId> fields_;
    std::vector<int32_t> cells_; // by FieldId; -1 if not in the layout
};

/// One layout an object. The Id is always cell 0.
class Layouts {
public:
    explicit Layouts(size_t object_count);
    [[nodiscard]] Layout& of(ObjectId object);
    [[nodiscard]] const Layout& of(ObjectId object) const;

    /// Values of Apex classes are rows of `of(ObjectId::none)`, one cell for each name of a member
    /// that the program has, whatever its class. The cell of a name (without case), added if new;
    /// only while checking.
    uint32_t member(std::string_view name);
    [[nodiscard]] std::optional<uint32_t> find_member(std::string_view name) const;
    /// By cell, as they were first written; the first is `Id`.
    [[nodiscard]] std::span<const std::string> members() const { return members_; }

private:
    std::vector<std::unique_ptr<Layout>> layouts_;
    std::vector<std::string> members_;
    std::unordered_map<std::string, uint32_t> member_cells_; // by folded name
};

} // namespace weir
