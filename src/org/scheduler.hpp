// What an org does later: paths of flows, schedules, the ends of waits, retries. It knows no clock;
// the Org moves time and runs what is due.
#pragma once

#include "base/result.hpp"
#include "types/id.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>

namespace weir {

class Org;

/// One piece of work, done once at its time. It may add others, itself again too.
struct Job {
    int64_t due = 0;  // milliseconds UTC
    std::string what; // for lists: "Remind, 3 days before CloseDate"
    Id record;        // it is about; zero if about none
    std::function<Status(Org&)> run;
};

/// Jobs by time; those of the same time in the order in which they were added.
class Scheduler {
public:
    /// Its number, for `remove`.
    uint64_t add(Job job);
    /// False if it is gone already.
    bool remove(uint64_t number);
    [[nodiscard]] bool empty() const { return jobs_.empty(); }
    /// The time of the first job; call only when there is one.
    [[nodiscard]] int64_t next() const { return jobs_.begin()->first.first; }
    /// Takes the first job out.
    [[nodiscard]] Job take();
    /// All that waits, by time and number.
    [[nodiscard]] const std::map<std::pair<int64_t, uint64_t>, Job>& jobs() const { return jobs_; }

private:
    std::map<std::pair<int64_t, uint64_t>, Job> jobs_;
    std::map<uint64_t, int64_t> due_; // by number
    uint64_t next_number_ = 1;
};

} // namespace weir
