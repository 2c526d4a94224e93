#include "runtime/batch.hpp"

#include "base/check.hpp"
#include "runtime/pause.hpp"

namespace weir {

Batch::Batch(const FlowProgram& flow, uint32_t size, Transaction& transaction, InterviewHost& host)
    : flow_(flow),
      size_(size),
      transaction_(transaction),
      host_(host),
      values_(size_t{flow.slot_count} * size),
      columns_(flow.slot_count),
      interviews_(size) {
    WEIR_CHECK(flow.slot_count >= fixed_slot::count, "every flow has the fixed slots");
    for (size_t slot = 0; slot < columns_.size(); ++slot)
        columns_[slot] = values_.data() + slot * size;
    for (Interview& interview : interviews_)
        interview.at = flow.entry;
    frame_ = {columns_, size_, &host.surroundings(), &host.arena()};
}

Batch::~Batch() = default;

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
