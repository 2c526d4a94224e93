// FlowInterview records of interviews that are kept: written when they pause, gone when they go on
// (reference/runtime.md, section 1).
#pragma once

#include <cstdint>

namespace weir {

class Org;
struct SaveChunk; // org/save_chunk.hpp

/// Writes the record of a paused interview. None for one that only waits for its user to fill in a
/// screen: that one is not kept before its user pauses it.
void write_paused_record(Org& org, uint64_t number);

/// The interview goes on, has ended, or is given up.
void erase_paused_record(Org& org, uint64_t number);

/// A phase of a delete: whoever deletes the record of a paused interview cancels the interview, once
/// the delete has committed (reference/objects.md, section 2).
void cancel_deleted_interviews(SaveChunk& chunk);

} // namespace weir
