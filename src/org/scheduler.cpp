#include "org/scheduler.hpp"

#include "base/check.hpp"

namespace weir {

uint64_t Scheduler::add(Job job) {
    const uint64_t number = next_number_++;
    due_.emplace(number, job.due);
    jobs_.emplace(std::pair(job.due, number), std::move(job));
    return number;
}

bool Scheduler::remove(uint64_t number) {
    const auto found = due_.find(number);
    if (found == due_.end())
        return false;
    jobs_.erase({found->second, number});
    due_.erase(found);
    return true;
}

Job Scheduler::take() {
    WEIR_CHECK(!jobs_.empty(), "a job to take");
    const auto first = jobs_.begin();
    Job job = std::move(first->second);
    due_.erase(first->first.second);
    jobs_.erase(first);
    return job;
}

} // namespace weir
