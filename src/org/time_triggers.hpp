// What workflow rules do later: which records wait for which of their time triggers, and when.
#pragma once

#include "program/program.hpp"
#include "types/id.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace weir {

class Org;
class Transaction;
struct OrgState;

/// A time trigger, by the places of its rule among the object's and of itself among the rule's.
struct TimeTriggerPlace {
    ObjectId object = ObjectId::none;
    uint32_t rule = 0;
    uint32_t trigger = 0;
    bool operator==(const TimeTriggerPlace&) const = default;
    bool operator<(const TimeTriggerPlace& other) const;
};

/// Records that are due together: they share a transaction.
struct TimeTriggerGroup {
    int64_t due = 0; // milliseconds UTC
    TimeTriggerPlace place;
    Id user; // who set it off
    bool operator==(const TimeTriggerGroup&) const = default;
    bool operator<(const TimeTriggerGroup& other) const;
};

struct TimeTriggerWork {
    struct Pending {
        std::optional<TimeTriggerGroup> at; // none: its date is empty, and it waits for one
        Id user;
    };
    struct Due {
        uint64_t job = 0; // in the scheduler
        std::vector<Id> records;
    };
    std::map<Id, std::map<TimeTriggerPlace, Pending>> pending; // by record
    std::map<TimeTriggerGroup, Due> groups;
};

/// What a save has found of a record and a time trigger.
struct TimeTriggerChange {
    enum class Kind : uint8_t {
        start, // the rule has fired
        keep,  // the record meets its conditions still
        stop,  // no longer
    };
    Kind kind = Kind::keep;
    TimeTriggerPlace place;
    Id record;
    std::optional<int64_t> due; // none: the date of the record is empty
};

/// At the commit what waits is brought in line with these. A trigger whose time is past runs as
/// soon as possible.
void follow_time_triggers(Transaction& transaction, std::vector<TimeTriggerChange> changes);
/// The record is gone.
void drop_time_triggers(Org& org, Id record);

} // namespace weir
