// Interviews that wait in an org for a user, a time or an event.
#pragma once

#include "runtime/pause.hpp"
#include "types/id.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace weir {

struct PausedInterview {
    std::unique_ptr<SavedInterview> interview;
    Id user;           // who runs it
    int64_t since = 0; // milliseconds UTC
    std::string label; // what a list of paused interviews calls it
};

/// By number, in the order in which they paused. The numbers are never used again.
class PausedInterviews {
public:
    uint64_t add(PausedInterview paused);
    [[nodiscard]] const PausedInterview* find(uint64_t number) const;
    /// It goes on, has ended, or is given up.
    void erase(uint64_t number) { by_number_.erase(number); }
    [[nodiscard]] const std::map<uint64_t, PausedInterview>& all() const { return by_number_; }

private:
    std::map<uint64_t, PausedInterview> by_number_;
    uint64_t next_ = 1;
};

} // namespace weir
