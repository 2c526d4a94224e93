#include "store/row_directory.hpp"

namespace weir::store {

void RowDirectory::allocate(std::span<Id> ids) {
    for (Id& id : ids) {
        while (!taken_.empty() && taken_.contains(next_serial_))
            ++next_serial_;
        id = make_id(prefix_, next_serial_++);
    }
}

uint32_t RowDirectory::find_foreign(Id id) const {
    const auto found = foreign_.find(id);
    return found == foreign_.end() ? no_row : found->second;
}

void RowDirectory::add(Id id, uint32_t row) {
    const bool has_our_form = id.high == generated_high_;
    // The vector is no longer than what was given out, whatever ids come from elsewhere.
    if (has_our_form && id.low < next_serial_) {
        if (id.low >= rows_.size())
            rows_.resize(id.low + 1, no_row);
        rows_[id.low] = row;
        return;
    }
    foreign_.emplace(id, row);
    if (has_our_form)
        taken_.insert(id.low);
}

void RowDirectory::move(Id id, uint32_t row) {
    if (id.high == generated_high_ && id.low < rows_.size() && rows_[id.low] != no_row)
        rows_[id.low] = row;
    else
        foreign_[id] = row;
}

void RowDirectory::remove(Id id) {
    if (id.high == generated_high_ && id.low < rows_.size() && rows_[id.low] != no_row)
        rows_[id.low] = no_row;
    else
        foreign_.erase(id);
}

size_t RowDirectory::memory() const {
    return rows_.capacity() * sizeof(uint32_t) +
           foreign_.bucket_count() * (sizeof(Id) + sizeof(uint64_t)) +
           taken_.bucket_count() * sizeof(uint64_t);
}

} // namespace weir::store
