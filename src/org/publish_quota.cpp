#include "org/publish_quota.hpp"

#include <algorithm>

namespace weir {

namespace {

constexpr int64_t second = 1000;
constexpr int64_t hour_of_seconds = 60LL * 60;

} // namespace

void PublishQuota::forget(int64_t now) {
    const auto end = by_second_.upper_bound(now / second - hour_of_seconds);
    for (auto at = by_second_.begin(); at != end; at = by_second_.erase(at))
        published_ -= at->second;
}

uint64_t PublishQuota::room(int64_t now, uint64_t most) {
    forget(now);
    return most - std::min(most, published_);
}

void PublishQuota::note(int64_t now, uint64_t messages) {
    forget(now);
    by_second_[now / second] += messages;
    published_ += messages;
}

} // namespace weir
