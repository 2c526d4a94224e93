// What the actions of the org share: inputs by name, outputs, records by the names of their fields.
#pragma once

#include "org/columns.hpp"
#include "org/state.hpp"
#include "program/action.hpp"

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// The value of an input, whose name is compared without case; unset if the flow gives none.
[[nodiscard]] Value input(const ActionCall& call, std::string_view name, uint32_t row);
/// As text; empty if there is none. In the call's arena.
[[nodiscard]] std::string_view
text_input(const ActionCall& call, std::string_view name, uint32_t row);
/// Zero if there is none, or it is no id.
[[nodiscard]] Id id_input(const ActionCall& call, std::string_view name, uint32_t row);
[[nodiscard]] bool flag_input(const ActionCall& call, std::string_view name, uint32_t row);
/// Ids of a collection, of a text with commas, or one.
[[nodiscard]] std::vector<Id>
ids_input(const ActionCall& call, std::string_view name, uint32_t row);
[[nodiscard]] std::vector<Id> id_column(const ActionCall& call, std::string_view name);
[[nodiscard]] Id id_of(Value value);

/// Sets an output if the flow asks for it.
void set_output(ActionCall& call, std::string_view name, uint32_t row, Value value);
[[nodiscard]] Value id_collection(std::span<const Id> ids, Arena& arena);

void fail(ActionCall& call, uint32_t row, std::string_view code, std::string_view message);
void fail_all(ActionCall& call, const Fault* fault);
/// "Missing required input parameter: name" for rows that lack it. True if any row is left.
bool require_inputs(ActionCall& call, std::initializer_list<std::string_view> names);
/// Rows without a fault.
[[nodiscard]] std::vector<uint32_t> rows_left(const ActionCall& call);

[[nodiscard]] std::string text_of_id(Id id);

/// Records by id with fields by name, outside of the limits.
class Records {
public:
    /// Null, or the host's failure. Ids of other objects are not found.
    const Fault* fetch(
        Transaction& transaction,
        const Object* object,
        std::span<const Id> ids,
        std::initializer_list<std::string_view> fields
    );
    [[nodiscard]] bool has(uint32_t row) const { return row < found_.size() && found_[row]; }
    /// Null where there is none.
    [[nodiscard]] Value at(std::string_view field, uint32_t row) const;
    [[nodiscard]] std::string_view text(std::string_view field, uint32_t row) const;
    [[nodiscard]] bool is_true(std::string_view field, uint32_t row) const {
        return at(field, row).is_true();
    }
    [[nodiscard]] uint32_t size() const { return static_cast<uint32_t>(found_.size()); }

private:
    const Object* object_ = nullptr;
    Columns columns_;
    std::vector<bool> found_;
};

/// Ids of records of `object` whose field has the value, outside of the limits; nothing if the
/// world does not know the object or the field.
const Fault* find_ids(
    Transaction& transaction,
    std::string_view object,
    std::string_view field,
    Value value,
    std::vector<Id>& found
);

} // namespace weir
