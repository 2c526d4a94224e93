// Cells of the records that the rules of standard objects look at: for the standard_*.cpp, and
// those of users.
#pragma once

#include "org/save_chunk.hpp"
#include "types/compare.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace weir::standard {

[[nodiscard]] FieldId field_of(const SaveChunk& chunk, std::string_view name);
/// As the save leaves it; null if the object has no such field.
[[nodiscard]] Value cell(SaveChunk& chunk, std::string_view name, uint32_t row);
[[nodiscard]] bool is_text(Value value, std::string_view wanted);
/// Whether the save gives the field a value.
[[nodiscard]] bool is_given(const SaveChunk& chunk, std::string_view name, uint32_t row);
/// Whether the save gives the cells of a field other values than they had: for many rows, the
/// columns are looked for once.
class Changes {
public:
    Changes(const SaveChunk& chunk, FieldId field)
        : given_(chunk.given.find(field)), old_(chunk.old.find(field)), creates_(chunk.creates()) {}

    /// Whether there is no such row.
    [[nodiscard]] bool is_none() const { return given_ == nullptr; }
    [[nodiscard]] bool operator()(uint32_t row) const {
        if (given_ == nullptr || given_[row].is_unset())
            return false;
        return creates_ || !equal_exactly(given_[row], old_ == nullptr ? Value() : old_[row]);
    }

private:
    const Value* given_;
    const Value* old_;
    bool creates_;
};
[[nodiscard]] inline bool changes(const SaveChunk& chunk, FieldId field, uint32_t row) {
    return Changes(chunk, field)(row);
}
/// Sets cells of one field as SaveChunk::set does: its columns are looked for once.
class CellWriter {
public:
    /// `sets_all`: each row of `good` will be set.
    CellWriter(SaveChunk& chunk, FieldId field, bool sets_all = false)
        : chunk_(chunk), field_(field), sets_all_(sets_all) {}

    void set(uint32_t row, Value value) {
        if (given_ == nullptr) {
            given_ = sets_all_ ? chunk_.replace_good(field_) : chunk_.given.add(field_);
            now_ = chunk_.now.find(field_);
        }
        given_[row] = value;
        if (now_ != nullptr)
            now_[row] = value;
    }

private:
    SaveChunk& chunk_;
    FieldId field_;
    bool sets_all_;
    Value* given_ = nullptr;
    Value* now_ = nullptr;
};
[[nodiscard]] bool changes(const SaveChunk& chunk, std::string_view name, uint32_t row);
void put(SaveChunk& chunk, std::string_view name, uint32_t row, Value value);

/// Values of a field of the records that a lookup of the chunk names, by row.
[[nodiscard]] std::vector<Value>
parents_values(SaveChunk& chunk, std::string_view lookup, std::string_view field_name);

/// Records of `child` whose lookup names one of `parents`, with some of their fields; `result` says
/// which belong to which. False if there is nothing to look at, or after a failure.
[[nodiscard]] bool find_children(
    SaveChunk& chunk,
    const Object& child,
    FieldId lookup,
    const std::vector<Value>& parents,
    std::span<const FieldId> fields,
    QueryResult& result,
    Columns& columns
);

// standard_prices.cpp
void check_prices(SaveChunk& chunk);
void check_opportunity_line(SaveChunk& chunk);
void check_order_line(SaveChunk& chunk);
/// As it is given: before the other price is derived.
void check_one_price(SaveChunk& chunk);
void derive_line_prices(SaveChunk& chunk);

} // namespace weir::standard
