#include "org/paused_interviews.hpp"

namespace weir {

uint64_t PausedInterviews::add(PausedInterview paused) {
    const uint64_t number = next_++;
    by_number_.emplace(number, std::move(paused));
    return number;
}

const PausedInterview* PausedInterviews::find(uint64_t number) const {
    const auto found = by_number_.find(number);
    return found == by_number_.end() ? nullptr : &found->second;
}

} // namespace weir
