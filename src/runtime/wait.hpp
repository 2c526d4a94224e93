// What an interview waits for at a Wait element, and what wakes it (reference/runtime.md, section
// 10; events.md, section 5).
#pragma once

#include "program/program.hpp"
#include "runtime/pause.hpp"
#include "store/query.hpp"
#include "types/date_time.hpp"

#include <cstdint>
#include <vector>

namespace weir {

/// One of the events of a wait that this interview waits for. Values live in WaitPause::values.
struct WaitedEvent {
    enum class Kind : uint8_t {
        time,        // `due`
        record_date, // a date of a record, and an offset from it
        message,     // a platform event
        record,      // a record of `object` that is created or updated
    };

    Kind kind = Kind::time;
    uint32_t place = 0; // among the events of the element
    int64_t due = 0;    // milliseconds UTC
    int64_t base = 0;   // the time without its offset
    // Of a record date.
    Id record;
    FieldId field = FieldId::none;
    int32_t offset = 0;
    FlowPath::Unit unit = FlowPath::Unit::days;
    // Of a record date, a message, a record.
    ObjectId object = ObjectId::none;
    /// Fields that must have these values: all of them.
    std::vector<std::pair<FieldId, Value>> equal;
    /// A further filter, of the element, and its parameters; null: everything.
    const Query* filter = nullptr;
    std::vector<Value> parameters;
    bool on_create = true; // of a record: which saves of it count
    bool on_update = true;
    uint32_t batch = 0; // so many interviews go on at once; 0: as many as a transaction takes
};

struct WaitPause final : Pause {
    WaitPause() : Pause(Kind::wait) {}
    std::vector<WaitedEvent> events;
    Arena values;
};

/// The event that has happened.
struct WaitWake final : Wake {
    uint32_t place = 0; // WaitedEvent::place
    int64_t base = 0;   // the time that it was told by, without its offset
    Value message;      // the message or record, a Row; null for times
    Arena values;
};

/// `offset` units later, days and longer by the clocks of `zone`; months end on the last day of a
/// shorter month. Absurd offsets stop at the ends of the calendar.
[[nodiscard]] int64_t
moved(int64_t moment, int64_t offset, FlowPath::Unit unit, const TimeZone& zone);

} // namespace weir
