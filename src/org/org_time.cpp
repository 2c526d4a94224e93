// The org's clock, and what is due.
#include "org/scheduler.hpp"
#include "org/state.hpp"

#include <algorithm>

namespace weir {

Status Org::advance_to(int64_t time) {
    state_->end_reading();
    if (const Status done = deliver_events(); !done)
        return done;
    Scheduler& scheduler = *state_->scheduler;
    while (!scheduler.empty() && scheduler.next() <= time) {
        settings_.now = std::max(now(), scheduler.next());
        const Job job = scheduler.take();
        if (const Status done = job.run(*this); !done)
            return done;
        if (const Status done = deliver_events(); !done)
            return done;
    }
    settings_.now = std::max(now(), time);
    return Done{};
}

} // namespace weir
