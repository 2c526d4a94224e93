// The phase of a save that tells later work of it (save_chunk.hpp has the others).
#pragma once

namespace weir {

struct SaveChunk;

/// Behind all flows of the save: what waits for its records is moved, given up or woken when the
/// transaction commits.
void follow_later_work(SaveChunk& chunk);

} // namespace weir
