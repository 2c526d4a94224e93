// The org's clock, and what is due.
#include "org/later_work.hpp"
#include "org/scheduler.hpp"

#include <algorithm>

namespace weir {

Status Org::advance_to(int64_t time) {
    if (const Status done = deliver_events(); !done)
        return done;
    const Scheduler& scheduler = *state_->scheduler;
    while (!scheduler.empty() && scheduler.next() <= time) {
        settings_.now = std::max(now(), scheduler.next());
        state_->later->clock = settings_.now;
        if (const Status done = deliver_events(); !done)
            return done;
    }
    settings_.now = std::max(now(), time);
    state_->later->clock = settings_.now;
    return Done{};
}

} // namespace weir
