#include "runtime/record_columns.hpp"

#include "store/row_runs.hpp"

#include <algorithm>
#include <memory>
#include <new>

namespace weir {

namespace {

/// A field without a value reads as null.
Value given(Value value) {
    return value.is_unset() ? Value::null() : value;
}

} // namespace

const Value* RecordColumns::make_column(uint32_t cell) const {
    const size_t size = places_.size();
    const Value* const from = cell == 0 ? nullptr : source_.cells[cell];
    const auto is_unset = [](const Value& value) { return value.is_unset(); };
    if (from != nullptr && is_unbroken(places_) &&
        std::none_of(from + places_.front(), from + places_.back() + 1, is_unset))
        return from + places_.front();
    Value* const column = arena_->make_room<Value>(size).data();
    if (cell == 0)
        for (size_t row = 0; row < size; ++row)
            column[row] = source_.id(places_[row]);
    else if (from == nullptr)
        std::uninitialized_fill_n(column, size, Value::null());
    else
        for (size_t row = 0; row < size; ++row)
            column[row] = given(from[places_[row]]);
    return column;
}

Value* RecordColumns::cell_to_write(uint32_t cell) {
    if (written_[cell] == nullptr) {
        written_[cell] = arena_->make_room<Value>(places_.size()).data();
        std::copy_n(this->cell(cell), places_.size(), written_[cell]);
        cells_[cell] = written_[cell];
    }
    return written_[cell];
}

void RecordColumns::make_rows(Value* out) const {
    const Layout& layout = *source_.layout;
    const uint32_t size = layout.size();
    for (size_t row = 0; row < places_.size(); ++row) {
        void* const memory = arena_->allocate(sizeof(Row) + size * sizeof(Value), alignof(Row));
        out[row] = Value::record(::new (memory) Row{&layout, size, false});
    }
    const auto cell_of = [&](size_t row, uint32_t cell) -> Value& {
        return const_cast<Row*>(out[row].row())->cells()[cell]; // made above
    };
    for (uint32_t cell = 0; cell < size; ++cell) {
        const Value* const made = cells_[cell];
        const Value* const from = source_.cells[cell];
        for (size_t row = 0; row < places_.size(); ++row) {
            if (made != nullptr)
                cell_of(row, cell) = made[row];
            else if (cell == 0)
                cell_of(row, cell) = source_.id(places_[row]);
            else
                cell_of(row, cell) = from == nullptr ? Value::null() : given(from[places_[row]]);
        }
    }
}

} // namespace weir
