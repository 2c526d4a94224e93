// locked … { }: another transaction holds a record while the steps run.
#include "org/locks.hpp"
#include "scripts/run.hpp"

namespace weir {

Status ScriptRun::run(const LockedRecord& step, Span span) {
    const std::vector<Id> ids = state_.records(step.alias);
    if (ids.empty() || ids.front() == Id{}) {
        stop(span, "there is nothing to lock: the record was not created");
        return Done{};
    }
    lock_records(org_, ids);
    const Status done = run_all(step.steps);
    unlock_records(org_, ids);
    return done;
}

} // namespace weir
