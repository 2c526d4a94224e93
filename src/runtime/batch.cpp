#include "runtime/batch.hpp"

#include "base/check.hpp"
#include "runtime/pause.hpp"

#include <algorithm>
#include <memory>

namespace weir {

Batch::Batch(const FlowProgram& flow, uint32_t size, Transaction& transaction, InterviewHost& host)
    : flow_(flow),
      size_(size),
      transaction_(transaction),
      host_(host),
      columns_(host.arena().make_array<Value*>(flow.slot_count)),
      late_(host.arena().make_array<LateSlot>(flow.slot_count)),
      interviews_(host.arena().make_array<Interview>(size)) {
    WEIR_CHECK(flow.slot_count >= fixed_slot::count, "every flow has the fixed slots");
    for (Interview& interview : interviews_)
        interview.at = flow.entry;
    frame_ = {columns_, size_, &host.surroundings(), &host.arena(), this};
}

Batch::~Batch() = default;

void Batch::set_slot(uint32_t slot, Value value) {
    if (columns_[slot] != nullptr)
        std::fill_n(columns_[slot], size_, value);
    else
        late_[slot] = {nullptr, value};
}

void Batch::set_records(uint32_t slot, RecordColumns& records) {
    columns_[slot] = nullptr;
    late_[slot] = {&records, Value()};
}

Value* Batch::make_column(uint32_t slot) {
    LateSlot& late = late_[slot];
    Value* const column = arena().make_room<Value>(size_).data();
    if (late.records != nullptr)
        late.records->make_rows(column);
    else if (slot == fixed_slot::interview_guid && first_number_ != 0)
        for (uint32_t row = 0; row < size_; ++row)
            column[row] = Value::text(host_.interview_guid(first_number_ + row));
    else
        std::uninitialized_fill_n(column, size_, late.value);
    late = {};
    columns_[slot] = column;
    return column;
}

Batch::Rest& Batch::rest(uint32_t row) {
    if (rests_.empty())
        rests_.resize(size_);
    if (rests_[row] == nullptr)
        rests_[row] = std::make_unique<Rest>();
    return *rests_[row];
}

const Batch::Rest* Batch::find_rest(uint32_t row) const {
    return rests_.empty() ? nullptr : rests_[row].get();
}

} // namespace weir
