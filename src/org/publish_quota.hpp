// How many messages an org may publish in an hour, whichever hour it is (reference/events.md,
// section 6): what is published counts until an hour later.
#pragma once

#include <cstdint>
#include <map>

namespace weir {

class PublishQuota {
public:
    /// Messages that may be published at `now` (milliseconds UTC), where `most` are allowed in an
    /// hour.
    [[nodiscard]] uint64_t room(int64_t now, uint64_t most);
    void note(int64_t now, uint64_t messages);

private:
    void forget(int64_t now);

    std::map<int64_t, uint64_t> by_second_; // so that an hour of a busy org is no long list
    uint64_t published_ = 0;                // the sum of them
};

} // namespace weir
