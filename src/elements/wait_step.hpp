// The events of a Wait, checked and made ready to be armed (reference/runtime.md, section 10;
// events.md, section 5).
#pragma once

#include "check/flow_checker.hpp"
#include "elements/values.hpp"
#include "runtime/wait.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace weir::elements {

/// What an event gives when it happens, and where it goes.
struct WaitOutput {
    enum class What : uint8_t { base_time, status, message } what = What::message;
    Delivery delivery;
};

/// One event of the element.
struct WaitEventPlan {
    enum class Kind : uint8_t {
        alarm,       // AlarmEvent: a time and an offset
        record_date, // DateRefAlarmEvent
        message,     // a platform event
        duration,    // so long from now
        date,        // a date and a time of the day
        record,      // a record of an object
    };

    Kind kind = Kind::duration;
    std::string name;
    Expression when; // empty: always
    Expression moment;
    Expression offset; // a number; empty: none
    Expression unit;   // its unit as a text; empty: `fixed_unit`
    int32_t fixed_offset = 0;
    FlowPath::Unit fixed_unit = FlowPath::Unit::hours;
    std::optional<int64_t> time_of_day; // milliseconds
    Expression record, table, column;   // of a record date: its Id, its object's and field's names
    ObjectId object = ObjectId::none;
    std::vector<std::pair<FieldId, Expression>> equal;
    std::unique_ptr<Query> filter;
    std::vector<Expression> parameters;
    uint32_t batch = 0;
    size_t target = 0; // of Step::targets
    std::vector<WaitOutput> outputs;
};

/// What the element says: its events, in the order of the text.
struct WaitPlan {
    std::vector<WaitEventPlan> events;
    std::optional<size_t> otherwise; // of Step::targets
    std::optional<TimeZone> zone;
};

/// Reads the events and reports what is wrong with them (wait_check.cpp).
[[nodiscard]] WaitPlan read_wait(const Element& element, FlowChecker& checker);

[[nodiscard]] std::unique_ptr<Step> make_wait_step(WaitPlan plan);

/// The element: its check and its step.
[[nodiscard]] std::unique_ptr<Step> check_wait(const Element& element, FlowChecker& checker);

/// "Minutes", "hours" … without case; nothing for other words.
[[nodiscard]] std::optional<FlowPath::Unit> unit_of(std::string_view word);

} // namespace weir::elements
