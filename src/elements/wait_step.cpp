// A Wait at run time: works out what each interview waits for, pauses it, and takes the way of the
// event that woke it.
#include "elements/wait_step.hpp"

#include "elements/interview_size.hpp"
#include "org/transaction.hpp"
#include "runtime/fault_text.hpp"
#include "runtime/group.hpp"
#include "types/cell.hpp"
#include "types/convert.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir::elements {

namespace {

using Kind = WaitEventPlan::Kind;

constexpr int64_t day = 24LL * 60 * 60 * 1000;
/// Of the value that a message's field must have, only so much counts (reference/events.md,
/// section 5).
constexpr size_t most_of_a_condition = 765;

int64_t floor_days(int64_t milliseconds) {
    return (milliseconds >= 0 ? milliseconds : milliseconds - day + 1) / day;
}

/// The values of an event's expressions, by row of the batch; empty where there is no expression.
struct EventValues {
    std::vector<uint32_t> rows; // who wait for it
    std::span<const Value> moment, offset, unit, record, table, column;
    std::vector<std::span<const Value>> equal;
    std::vector<std::span<const Value>> parameters;
};

Value at(std::span<const Value> values, uint32_t row) {
    return values.empty() ? Value::null() : values[row];
}

class WaitStep final : public Step {
public:
    explicit WaitStep(WaitPlan plan) : plan_(std::move(plan)) {}

    void run(Group& group) const override {
        const Rows all = group.rows();
        std::vector<uint32_t> fresh;
        for (const uint32_t row : all) {
            const auto* const wake = dynamic_cast<const WaitWake*>(group.wake(row));
            if (wake == nullptr)
                fresh.push_back(row);
            else
                go_on(group, row, *wake);
        }
        if (fresh.empty())
            return;
        if (const Fault* const reason = why_not(group)) {
            for (const uint32_t row : fresh)
                group.fault(row, reason);
            return;
        }
        begin(group, fresh);
    }

private:
    /// Whether a save, which cannot wait, is what has set all of this off.
    static bool is_in_a_save(const Group& group) {
        const Batch* outermost = &group.batch();
        while (outermost->caller != nullptr)
            outermost = outermost->caller;
        const FlowStart start = outermost->flow().start;
        return start == FlowStart::record_before_save || start == FlowStart::record_after_save ||
               start == FlowStart::record_before_delete;
    }

    /// A fault of all: this flow cannot wait.
    const Fault* why_not(Group& group) const {
        const FlowProgram& flow = group.batch().flow();
        if (group.transaction().org().settings().waits_in_subflows && !is_in_a_save(group))
            return nullptr;
        if (is_in_a_save(group) || flow.is_screen_flow)
            return text_fault(
                fmt::format(
                    "The element {} cannot wait: only autolaunched flows without screens do.", name
                ),
                group.arena()
            );
        if (group.batch().subflow_depth > 0)
            return text_fault(
                fmt::format(
                    "The element {} cannot wait: the flow {} was called as a subflow.",
                    name,
                    flow.name
                ),
                group.arena()
            );
        return nullptr;
    }

    void begin(Group& group, Rows fresh) const {
        std::vector<EventValues> values;
        for (const WaitEventPlan& event : plan_.events)
            values.push_back(evaluate_event(group, event, fresh));
        for (const uint32_t row : fresh) {
            if (!std::ranges::binary_search(group.rows(), row))
                continue; // a formula of it has failed
            auto pause = std::make_shared<WaitPause>();
            const Fault* problem = nullptr;
            for (uint32_t index = 0; index < plan_.events.size() && problem == nullptr; ++index)
                if (std::ranges::binary_search(values[index].rows, row))
                    problem = add_event(group, index, values[index], row, *pause);
            if (problem == nullptr && !pause->events.empty() && group.transaction().has_limits() &&
                is_too_large(group.batch(), row))
                problem = text_fault(too_large_text(), group.arena());
            if (problem != nullptr)
                group.fault(row, problem);
            else if (pause->events.empty())
                group.go(row, plan_.otherwise ? targets[*plan_.otherwise] : StepId::end);
            else
                group.pause(row, std::move(pause));
        }
    }

    static EventValues evaluate_event(Group& group, const WaitEventPlan& event, Rows fresh) {
        EventValues values;
        values.rows.assign(fresh.begin(), fresh.end());
        const auto evaluate = [&](const Expression& expression) -> std::span<const Value> {
            if (!expression)
                return {};
            const std::span<const Value> column = group.evaluate(expression, values.rows);
            std::erase_if(values.rows, [&](uint32_t row) { return column[row].is_fault(); });
            return column;
        };
        if (event.when) {
            const std::span<const Value> wanted = evaluate(event.when);
            std::erase_if(values.rows, [&](uint32_t row) { return !wanted[row].is_true(); });
        }
        values.moment = evaluate(event.moment);
        values.offset = evaluate(event.offset);
        values.unit = evaluate(event.unit);
        values.record = evaluate(event.record);
        values.table = evaluate(event.table);
        values.column = evaluate(event.column);
        for (const auto& [field, value] : event.equal)
            values.equal.push_back(evaluate(value));
        for (const Expression& parameter : event.parameters)
            values.parameters.push_back(evaluate(parameter));
        return values;
    }

    /// Null, or why the event cannot be waited for.
    const Fault* add_event(
        Group& group, uint32_t index, const EventValues& values, uint32_t row, WaitPause& pause
    ) const {
        const WaitEventPlan& event = plan_.events[index];
        WaitedEvent armed;
        armed.place = index;
        armed.batch = event.batch;
        armed.unit = event.fixed_unit;
        armed.offset = event.fixed_offset;
        if (event.unit) {
            const std::string_view word = text_in(at(values.unit, row));
            const auto unit = unit_of(word);
            if (!unit && !word.empty())
                return text_fault(
                    fmt::format("The event {} has the unknown unit of time {}.", event.name, word),
                    group.arena()
                );
            armed.unit = unit.value_or(FlowPath::Unit::hours);
        }
        if (const Value offset = at(values.offset, row); offset.is_number())
            armed.offset = static_cast<int32_t>(std::clamp<int64_t>(
                to_integer(offset.decimal()).value_or(0), INT32_MIN + 1, INT32_MAX
            ));
        const Fault* problem = nullptr;
        switch (event.kind) {
        case Kind::alarm:
        case Kind::duration:
        case Kind::date:
            arm_time(group, event, at(values.moment, row), armed);
            break;
        case Kind::record_date:
            problem = arm_record_date(group, event, values, row, armed);
            break;
        case Kind::message:
        case Kind::record:
            arm_filter(event, values, row, armed, pause.values);
            break;
        }
        if (problem == nullptr)
            pause.events.push_back(std::move(armed));
        return problem;
    }

    TimeZone zone(const Group& group) const {
        if (plan_.zone)
            return *plan_.zone;
        const std::string& wanted = group.transaction().org().settings().wait_time_zone;
        const auto found = wanted.empty() ? std::nullopt : TimeZone::find(wanted);
        return found.value_or(group.transaction().surroundings().zone);
    }

    /// What has no date, or one that is past, happens as soon as possible.
    void
    arm_time(Group& group, const WaitEventPlan& event, Value moment, WaitedEvent& armed) const {
        const int64_t now = group.transaction().surroundings().now;
        const TimeZone local = zone(group);
        armed.kind = WaitedEvent::Kind::time;
        armed.base = now;
        armed.due = now;
        const int64_t time = event.time_of_day.value_or(0);
        if (moment.tag() == Tag::date) {
            armed.base = local.to_utc(moment.integer() * day + time);
        } else if (moment.tag() == Tag::date_time) {
            armed.base = moment.integer();
            if (event.kind == Kind::date && event.time_of_day)
                armed.base = local.to_utc(local.local_days(armed.base) * day + time);
        } else if (event.kind != Kind::duration) {
            return;
        }
        armed.due = moved(armed.base, armed.offset, armed.unit, local);
        const bool is_days =
            armed.unit != FlowPath::Unit::minutes && armed.unit != FlowPath::Unit::hours;
        if (event.kind == Kind::duration && event.time_of_day && is_days) {
            const int64_t day_of_it = floor_days(armed.due + local.offset_at(armed.due));
            armed.due = local.to_utc(day_of_it * day + time);
        }
    }

    const Fault* arm_record_date(
        Group& group,
        const WaitEventPlan& event,
        const EventValues& values,
        uint32_t row,
        WaitedEvent& armed
    ) const {
        const std::string_view table = text_in(at(values.table, row));
        const std::string_view column = text_in(at(values.column, row));
        const Object* const object = group.transaction().schema().find(table);
        const auto field = object == nullptr ? std::nullopt : object->find_field(column);
        armed.kind = WaitedEvent::Kind::record_date;
        armed.record = id_from(at(values.record, row));
        if (object == nullptr || !field)
            return text_fault(
                fmt::format(
                    "The event {} waits for the field {} of {}, which is not there.",
                    event.name,
                    column.empty() ? "(none)" : column,
                    table.empty() ? "(no object)" : table
                ),
                group.arena()
            );
        if (armed.record == Id{})
            return text_fault(
                fmt::format("The event {} waits for a record and has no Id of one.", event.name),
                group.arena()
            );
        armed.object = object->id;
        armed.field = *field;
        return nullptr;
    }

    static void arm_filter(
        const WaitEventPlan& event,
        const EventValues& values,
        uint32_t row,
        WaitedEvent& armed,
        Arena& arena
    ) {
        armed.kind =
            event.kind == Kind::message ? WaitedEvent::Kind::message : WaitedEvent::Kind::record;
        armed.object = event.object;
        armed.filter = event.filter.get();
        for (size_t index = 0; index < event.equal.size(); ++index) {
            Value wanted = copy(at(values.equal[index], row), arena);
            if (wanted.tag() == Tag::text && wanted.size() > most_of_a_condition)
                wanted = Value::text(wanted.as_text().substr(0, most_of_a_condition));
            armed.equal.emplace_back(event.equal[index].first, wanted);
        }
        for (const std::span<const Value>& parameter : values.parameters)
            armed.parameters.push_back(copy(at(parameter, row), arena));
    }

    void go_on(Group& group, uint32_t row, const WaitWake& wake) const {
        if (wake.place >= plan_.events.size())
            return; // of another version of the flow
        const WaitEventPlan& event = plan_.events[wake.place];
        for (const WaitOutput& output : event.outputs) {
            Value value = Value::date_time(wake.base);
            if (output.what == WaitOutput::What::status)
                value = Value::text("Delivered");
            if (output.what == WaitOutput::What::message)
                value = share(given(copy(wake.message, group.arena())));
            group.slot(output.delivery.slot)[row] = value;
            output.delivery.deliver(group, {&row, 1});
        }
        group.go(row, event.target < targets.size() ? targets[event.target] : next);
    }

    WaitPlan plan_;
};

} // namespace

std::optional<FlowPath::Unit> unit_of(std::string_view word) {
    constexpr std::pair<std::string_view, FlowPath::Unit> units[] = {
        {"minutes", FlowPath::Unit::minutes},
        {"hours", FlowPath::Unit::hours},
        {"days", FlowPath::Unit::days},
        {"weeks", FlowPath::Unit::weeks},
        {"months", FlowPath::Unit::months},
    };
    for (const auto& [name, unit] : units)
        if (equal_ignoring_case(name, word))
            return unit;
    return std::nullopt;
}

std::unique_ptr<Step> make_wait_step(WaitPlan plan) {
    return std::make_unique<WaitStep>(std::move(plan));
}

} // namespace weir::elements
