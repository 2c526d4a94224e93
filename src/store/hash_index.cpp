#include "store/hash_index.hpp"

#include "base/check.hpp"

namespace weir::store {

void HashIndex::add(uint64_t hash, uint32_t row) {
    if (row >= links_.size())
        links_.resize(size_t{row} + 1);
    Chain& chain = chains_[hash];
    links_[row] = {chain.last, no_row};
    if (chain.count == 0)
        chain.first = row;
    else
        links_[chain.last].next = row;
    chain.last = row;
    ++chain.count;
}

void HashIndex::remove(uint64_t hash, uint32_t row) {
    const auto found = chains_.find(hash);
    WEIR_CHECK(
        found != chains_.end() && row < links_.size(), "an index knows every row with a value"
    );
    Chain& chain = found->second;
    if (--chain.count == 0) {
        chains_.erase(found);
        return;
    }
    const Link link = links_[row];
    if (link.previous == no_row)
        chain.first = link.next;
    else
        links_[link.previous].next = link.next;
    if (link.next == no_row)
        chain.last = link.previous;
    else
        links_[link.next].previous = link.previous;
}

size_t HashIndex::memory() const {
    return chains_.bucket_count() * (sizeof(uint64_t) + sizeof(Chain)) +
           links_.capacity() * sizeof(Link);
}

} // namespace weir::store
