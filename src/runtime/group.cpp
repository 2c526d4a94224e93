#include "runtime/group.hpp"

#include "formula/evaluate_apart.hpp"
#include "runtime/pause.hpp"
#include "runtime/trace.hpp"

#include <algorithm>
#include <string>

namespace weir {

namespace {

/// What a report names as the place that took care of a fault.
std::string_view first_of_path(const FlowProgram& flow, StepId path) {
    const auto index = static_cast<size_t>(path);
    return index < flow.steps.size() ? std::string_view(flow.steps[index]->name)
                                     : std::string_view("end");
}

void note(
    FlowFigures& figures,
    const FlowProgram& flow,
    const Step& step,
    const Fault& fault,
    bool is_handled
) {
    ++(is_handled ? figures.handled_faults : figures.failed);
    if (figures.faults.size() >= faults_kept)
        return;
    figures.faults.push_back({
        step.name,
        std::string(fault.code),
        std::string(fault.message),
        is_handled ? std::string(first_of_path(flow, step.fault)) : std::string(),
    });
}

} // namespace

void GroupMemory::tell(Batch& batch, Rows rows) {
    if (untold_steps == 0)
        return;
    for (const uint32_t row : rows) {
        Interview& interview = batch.interview(row);
        interview.at = step;
        interview.steps += untold_steps;
    }
    untold_steps = 0;
}

void GroupMemory::note_visit(Rows rows, uint32_t size, bool is_same) {
    if (visits.size() >= most_visits)
        return;
    if (is_same && !visits.empty()) {
        visits.push_back({step, visits.back().group});
        return;
    }
    const bool is_whole = rows.size() == size;
    if (!is_whole)
        groups.emplace_back(rows.begin(), rows.end());
    visits.push_back({step, is_whole ? 0U : static_cast<uint32_t>(groups.size())});
}

void GroupMemory::tell_failure(Batch& batch, uint32_t row) const {
    if (batch.subflow_depth > 0)
        return; // the flow that called it fails too, and it is what people look for
    std::vector<StepId> path;
    for (const Visit& visit : visits)
        if (visit.group == 0 || std::ranges::binary_search(groups[visit.group - 1], row))
            path.push_back(visit.step);
    batch.host().interview_failed(batch, row, path);
}

Group::Group(Batch& batch, const Step& step, Rows rows, GroupMemory& memory)
    : batch_(batch), step_(step), all_(rows), rows_(rows), memory_(memory) {
    memory_.columns_used = 0;
    if (memory_.has_stopped)
        std::ranges::fill(memory_.has_left, uint8_t{0});
    memory_.has_stopped = false;
    memory_.may_part = false;
    memory_.target = step.next;
    if (rows.size() == batch.size())
        std::ranges::fill(memory_.goes_to, step.next);
    else
        for (const uint32_t row : rows)
            memory_.goes_to[row] = step.next;
}

void Group::go_all(StepId target) {
    for (const uint32_t row : rows())
        memory_.goes_to[row] = target;
    if (rows_.size() == all_.size() && !memory_.may_part)
        memory_.target = target;
    else
        memory_.may_part = true;
}

void Group::stop() {
    memory_.has_stopped = true;
    memory_.tell(batch_, all_);
}

void Group::leave_out_faulted() const {
    // A new list: whoever walks over the old one must not see it change.
    const std::span<uint32_t> staying = arena().make_array<uint32_t>(rows_.size() - left_);
    std::copy_if(rows_.begin(), rows_.end(), staying.begin(), [&](uint32_t row) {
        return memory_.has_left[row] == 0;
    });
    rows_ = staying;
    left_ = 0;
}

std::span<Value> Group::scratch() {
    if (memory_.columns_used == memory_.columns.size())
        memory_.columns.push_back(arena().make_room<Value>(batch_.size()).data());
    return {memory_.columns[memory_.columns_used++], batch_.size()};
}

std::span<const Value> Group::evaluate(const Expression& expression) {
    return evaluate(expression, rows());
}

std::span<const Value> Group::evaluate(const Expression& expression, Rows rows) {
    const std::span<Value> column = scratch();
    if (!expression) {
        for (const uint32_t row : rows)
            column[row] = Value::null();
        return column;
    }
    evaluate_apart(expression, batch_.frame(), rows, column.data());
    for (const uint32_t row : rows)
        if (column[row].is_fault()) [[unlikely]]
            fault(row, &column[row].as_fault());
    return column;
}

void Group::evaluate_given(const Expression& expression, std::span<Value> column) {
    if (!expression) {
        std::ranges::fill(column, Value::null());
        return;
    }
    const Rows rows = this->rows();
    evaluate_apart(expression, batch_.frame(), rows, column.data());
    for (const uint32_t row : rows) {
        if (column[row].is_unset())
            column[row] = Value::null();
        else if (column[row].is_fault()) [[unlikely]]
            fault(row, &column[row].as_fault());
    }
}

void Group::fault(uint32_t row, const Fault* fault) {
    if (memory_.has_left[row] != 0)
        return;
    memory_.has_left[row] = 1;
    memory_.has_stopped = true;
    ++left_;
    batch_.slot(fixed_slot::fault_message)[row] = Value::text(fault->message);
    if (step_.error_slot != 0)
        batch_.slot(step_.error_slot)[row] = Value::boolean(true);
    const bool is_handled = step_.fault != StepId::none && !fault->uncatchable;
    if (is_handled) {
        memory_.goes_to[row] = step_.fault;
    } else {
        memory_.goes_to[row] = StepId::end;
        stop();
        Interview& interview = batch_.interview(row);
        interview.fault = fault;
        interview.failed_at = &step_;
        if (fault->uncatchable)
            batch_.stopped_by = fault;
    }
    note(memory_.figures, batch_.flow(), step_, *fault, is_handled);
    batch_.host().trace().faulted(batch_, step_, row, *fault, is_handled);
    if (!is_handled)
        memory_.tell_failure(batch_, row);
}

void Group::pause(uint32_t row, std::shared_ptr<const Pause> pause) {
    stop();
    batch_.interview(row).is_paused = true;
    Batch::Rest& rest = batch_.rest(row);
    rest.pause = std::move(pause);
    rest.inner = nullptr;
}

void Group::pause(uint32_t row, std::unique_ptr<SavedInterview> inner) {
    stop();
    batch_.interview(row).is_paused = true;
    Batch::Rest& rest = batch_.rest(row);
    rest.pause = inner->waiting().pause;
    rest.inner = std::move(inner);
}

void Group::refuse(uint32_t row, const Fault* fault) {
    const Fault*& refusal = batch_.interview(row).refusal;
    if (refusal == nullptr) {
        refusal = fault;
        return;
    }
    std::string message(refusal->message);
    message.append("; ").append(fault->message);
    std::string fields(refusal->fields);
    if (!fields.empty() && !fault->fields.empty())
        fields.append(", ");
    fields.append(fault->fields);
    refusal = arena().make<Fault>(
        refusal->code, arena().copy(message), arena().copy(fields), refusal->uncatchable
    );
}

} // namespace weir
