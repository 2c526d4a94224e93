#include "scripts/watch.hpp"

#include "runtime/batch.hpp"
#include "types/convert.hpp"

namespace weir {

InterviewWatch::~InterviewWatch() {
    if (next_ != nullptr)
        org_.set_trace(next_);
}

void InterviewWatch::watch(const std::vector<ScriptSlot>& slots) {
    for (const ScriptSlot& slot : slots) {
        if (slot.flow == nullptr)
            continue;
        if (next_ == nullptr) {
            next_ = &org_.trace();
            org_.set_trace(this);
        }
        Watched& watched = flows_[slot.flow];
        if (slot.kind == SlotKind::held)
            watched.values.emplace(slot.place, Value::null());
    }
}

Value InterviewWatch::value(const ScriptSlot& slot) const {
    const auto found = flows_.find(slot.flow);
    if (found == flows_.end())
        return Value::null();
    if (slot.kind == SlotKind::visited)
        return Value::boolean(
            slot.place < found->second.visits.size() && found->second.visits[slot.place]
        );
    const auto value = found->second.values.find(slot.place);
    const Value held = value == found->second.values.end() ? Value::null() : value->second;
    return held.is_null() && slot.is_flag ? Value::boolean(false) : held;
}

void InterviewWatch::flow_begins(const Batch& batch) {
    if (const auto found = flows_.find(&batch.flow()); found != flows_.end())
        found->second.visits.assign(batch.flow().steps.size(), false);
    next_->flow_begins(batch);
}

void InterviewWatch::flow_ends(const Batch& batch) {
    const auto found = flows_.find(&batch.flow());
    if (found != flows_.end() && batch.size() > 0) {
        // Reading slots changes nothing; Batch has one accessor for readers and writers.
        auto& readable = const_cast<Batch&>(batch);
        auto arena = std::make_unique<Arena>();
        for (auto& [slot, value] : found->second.values) {
            const Value last = readable.slot(slot)[batch.size() - 1];
            value = last.is_unset() || last.is_null() ? Value::null() : copy(last, *arena);
        }
        found->second.arena = std::move(arena);
    }
    next_->flow_ends(batch);
}

void InterviewWatch::step_begins(const Batch& batch, const Step& step, Rows rows) {
    if (const auto found = flows_.find(&batch.flow()); found != flows_.end()) {
        const auto& steps = batch.flow().steps;
        for (size_t index = 0; index < steps.size() && index < found->second.visits.size(); ++index)
            if (steps[index].get() == &step)
                found->second.visits[index] = true;
    }
    next_->step_begins(batch, step, rows);
}

void InterviewWatch::transaction_begins(std::string_view what) {
    next_->transaction_begins(what);
}

void InterviewWatch::transaction_ends(bool committed) {
    next_->transaction_ends(committed);
}

void InterviewWatch::step_ends(
    const Batch& batch, const Step& step, Rows rows, const std::vector<StepId>& goes_to
) {
    next_->step_ends(batch, step, rows, goes_to);
}

void InterviewWatch::faulted(
    const Batch& batch, const Step& step, uint32_t row, const Fault& fault, bool handled
) {
    next_->faulted(batch, step, row, fault, handled);
}

void InterviewWatch::cost(const Batch& batch, const Step& step, const StepCost& cost) {
    next_->cost(batch, step, cost);
}

void InterviewWatch::sent(
    std::string_view kind, std::string_view to, std::string_view subject, std::string_view element
) {
    next_->sent(kind, to, subject, element);
}

void InterviewWatch::saved(
    Operation operation, const Object& object, uint32_t records, uint32_t refused
) {
    next_->saved(operation, object, records, refused);
}

} // namespace weir
