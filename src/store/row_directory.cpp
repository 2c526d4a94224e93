#include "store/row_directory.hpp"

#include "base/check.hpp"

namespace weir::store {

void RowDirectory::allocate(std::span<Id> ids) {
    if (ids.empty())
        return;
    Id next = make_id(prefix_, next_serial_);
    const bool is_any_taken = !taken_.empty();
    for (Id& id : ids) {
        while (is_any_taken && taken_.contains(next.low))
            ++next.low;
        id = next;
        ++next.low;
    }
    next_serial_ = next.low;
    WEIR_CHECK(make_id(prefix_, next_serial_ - 1) == ids.back(), "a serial is the end of an id");
}

uint32_t RowDirectory::find_foreign(Id id) const {
    const auto found = foreign_.find(id);
    return found == foreign_.end() ? no_row : found->second;
}

void RowDirectory::add(std::span<const Id> ids, uint32_t first_row) {
    // The vector is no longer than what was given out, whatever ids come from elsewhere. Most come
    // as they were given out, the highest last: room is made once.
    const auto is_ours = [&](Id id) { return id.high == generated_high_ && id.low < next_serial_; };
    if (!ids.empty() && is_ours(ids.back()) && ids.back().low >= rows_.size())
        rows_.resize(ids.back().low + 1, no_row);
    uint32_t row = first_row;
    for (const Id id : ids) {
        if (!is_ours(id)) {
            add_foreign(id, row++);
            continue;
        }
        if (id.low >= rows_.size())
            rows_.resize(id.low + 1, no_row);
        rows_[id.low] = row++;
    }
}

void RowDirectory::add_foreign(Id id, uint32_t row) {
    foreign_.emplace(id, row);
    if (id.high == generated_high_)
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
