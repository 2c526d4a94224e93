// Orchestrations between the steps that people and other transactions do.
#include "org/later_work.hpp"
#include "org/scheduler.hpp"
#include "org/waiting_work.hpp"
#include "runtime/stages.hpp"
#include "types/text.hpp"

#include <algorithm>

namespace weir {

namespace {

const StagePause* stage_of(const PausedInterview& paused) {
    const Pause* const pause = paused.interview->waiting().pause.get();
    return pause != nullptr && pause->kind == Pause::Kind::stage
               ? static_cast<const StagePause*>(pause)
               : nullptr;
}

/// The orchestration goes on in a transaction of its own; empty: it looks at its conditions again.
void wake_stage(Org& org, uint64_t number, const std::string& step) {
    const PausedInterview* const paused = org.paused(number);
    if (paused == nullptr)
        return;
    const auto run = [number, step](Org& owner) -> Status {
        if (owner.paused(number) == nullptr)
            return Done{};
        StageWake wake;
        wake.step = step;
        const auto done = owner.go_on(number, wake);
        return done ? Status(Done{}) : Status(done.error());
    };
    org.state().scheduler->add({org.now(), paused->interview->flow->name + ", gone on", {}, run});
}

} // namespace

void look_again(Org& org, Id record) {
    const auto& orchestrations = org.state().later->orchestrations;
    const auto found = orchestrations.find(record);
    if (found == orchestrations.end())
        return;
    for (const uint64_t number : found->second)
        wake_stage(org, number, {});
}

void run_background_steps(Org& org, uint64_t number) {
    const PausedInterview* const paused = org.paused(number);
    const StagePause* const stage = paused == nullptr ? nullptr : stage_of(*paused);
    // One at a time: whoever goes on waits under a new number.
    if (stage != nullptr && !stage->background.empty())
        wake_stage(org, number, stage->background.front());
}

std::vector<uint64_t> orchestrations_at(const Org& org, std::string_view step) {
    std::vector<uint64_t> numbers;
    for (const auto& [number, paused] : org.state().paused.all()) {
        const StagePause* const stage = stage_of(paused);
        if (stage == nullptr)
            continue;
        const bool is_open = std::ranges::any_of(stage->work, [step](const WorkItem& work) {
            return equal_ignoring_case(work.name, step);
        });
        if (is_open)
            numbers.push_back(number);
    }
    return numbers;
}

Value read_record_now(Transaction& transaction, ObjectId object, Id record) {
    if (object == ObjectId::none || record == Id{})
        return Value::null();
    const ObjectPlan& plan = transaction.org().state().plan(object);
    std::vector<bool> found;
    auto records = transaction.org().store().fetch(object, {&record, 1}, plan.view.stored, found);
    if (!records) {
        static_cast<void>(transaction.fail(records.error()));
        return Value::null();
    }
    if (!found[0])
        return Value::null();
    Columns now = Columns::of(*records, plan.object.fields.size(), transaction.arena());
    const uint32_t row = 0;
    if (compute_formulas(plan.view, now, {&row, 1}, transaction) != nullptr)
        return Value::null();
    return make_record_values(
        plan.layout, now, {&record, 1}, {&row, 1}, true, transaction.arena()
    )[0];
}

} // namespace weir
