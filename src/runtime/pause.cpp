#include "runtime/pause.hpp"

#include "base/limits.hpp"
#include "types/convert.hpp"

namespace weir {

const SavedInterview& SavedInterview::waiting() const {
    const SavedInterview* innermost = this;
    while (innermost->inner != nullptr)
        innermost = innermost->inner.get();
    return *innermost;
}

std::unique_ptr<SavedInterview> save(Batch& batch, uint32_t row) {
    const Interview& interview = batch.interview(row);
    auto saved = std::make_unique<SavedInterview>();
    saved->flow = &batch.flow();
    saved->at = interview.at;
    saved->steps = interview.steps;
    saved->context = batch.context;
    saved->slots.reserve(batch.flow().slot_count);
    for (uint32_t slot = 0; slot < batch.flow().slot_count; ++slot)
        saved->slots.push_back(copy(batch.slot(slot)[row], saved->arena));
    Batch::Rest& rest = batch.rest(row);
    saved->pause = rest.pause;
    saved->inner = std::move(rest.inner);
    saved->screens = rest.screens;
    return saved;
}

namespace {

/// A copy of what a subflow's interview holds: the outer step puts it into a batch of its own.
std::unique_ptr<SavedInterview> duplicate(const SavedInterview& saved, uint32_t depth = 0) {
    auto made = std::make_unique<SavedInterview>();
    made->flow = saved.flow;
    made->at = saved.at;
    made->steps = saved.steps;
    made->context = saved.context;
    made->slots.reserve(saved.slots.size());
    for (const Value value : saved.slots)
        made->slots.push_back(copy(value, made->arena));
    made->pause = saved.pause;
    made->screens = saved.screens;
    if (saved.inner != nullptr && depth < limits::subflow_depth)
        made->inner = duplicate(*saved.inner, depth + 1);
    return made;
}

} // namespace

void restore(Batch& batch, uint32_t row, const SavedInterview& saved, const Wake& wake) {
    restore(batch, row, saved);
    batch.interview(row).wake = &wake;
}

void restore(Batch& batch, uint32_t row, const SavedInterview& saved) {
    for (uint32_t slot = 0; slot < saved.slots.size(); ++slot)
        batch.slot(slot)[row] = copy(saved.slots[slot], batch.arena());
    Interview& interview = batch.interview(row);
    interview = {};
    interview.at = saved.at;
    interview.steps = saved.steps;
    batch.context = saved.context;
    Batch::Rest& rest = batch.rest(row);
    rest = {};
    rest.pause = saved.pause;
    rest.screens = saved.screens;
    rest.inner = saved.inner != nullptr ? duplicate(*saved.inner) : nullptr;
}

size_t size_in_bytes(const SavedInterview& saved) {
    const size_t own = saved.arena.capacity() + saved.slots.size() * sizeof(Value);
    return saved.inner != nullptr ? own + size_in_bytes(*saved.inner) : own;
}

} // namespace weir
