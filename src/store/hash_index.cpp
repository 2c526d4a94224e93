#include "store/hash_index.hpp"

#include "base/check.hpp"

#include <utility>

namespace weir::store {

namespace {

constexpr size_t first_places = 16;

} // namespace

void HashIndex::append(Chain& chain, uint32_t row) {
    const uint32_t last = links_[chain.first].previous;
    links_[last].next = row;
    links_[row] = {last, no_row};
    links_[chain.first].previous = row;
    ++chain.count;
}

void HashIndex::remove(uint64_t hash, uint32_t row) {
    const size_t place = used_ == 0 ? 0 : place_of(key_of(hash));
    WEIR_CHECK(
        used_ > 0 && chains_[place].count > 0 && row < links_.size(),
        "an index knows every row with a value"
    );
    Chain& chain = chains_[place];
    if (--chain.count == 0) {
        free_place(place);
        return;
    }
    const Link link = links_[row];
    if (row == chain.first) {
        chain.first = link.next;
        links_[link.next].previous = link.previous;
        return;
    }
    links_[link.previous].next = link.next;
    links_[link.next == no_row ? chain.first : link.next].previous = link.previous;
}

/// What was pushed behind a place that becomes free moves up, so that no search ends too early.
void HashIndex::free_place(size_t place) {
    --used_;
    for (size_t next = (place + 1) & mask_; chains_[next].count != 0; next = (next + 1) & mask_) {
        const size_t home = chains_[next].key & mask_;
        // It may move if its home is not behind the free place on the way to where it stands.
        if (((next - home) & mask_) < ((next - place) & mask_))
            continue;
        chains_[place] = chains_[next];
        place = next;
    }
    chains_[place] = {};
}

void HashIndex::grow() {
    std::vector<Chain> before(chains_.empty() ? first_places : chains_.size() * 2);
    std::swap(before, chains_);
    mask_ = chains_.size() - 1;
    most_used_ = chains_.size() * 4 / 5;
    for (const Chain& chain : before) {
        if (chain.count == 0)
            continue;
        // No other has its key: the first free place is the one.
        size_t place = chain.key & mask_;
        while (chains_[place].count != 0)
            place = (place + 1) & mask_;
        chains_[place] = chain;
    }
}

size_t HashIndex::memory() const {
    return chains_.capacity() * sizeof(Chain) + links_.capacity() * sizeof(Link);
}

} // namespace weir::store
