// Interviews between two transactions: what they wait for, how they are kept, what wakes them.
#pragma once

#include "base/arena.hpp"
#include "runtime/batch.hpp"

#include <cstddef>
#include <memory>
#include <vector>

namespace weir {

/// What an element that pauses leaves behind: a page to be filled in, the events of a wait, a step
/// of an orchestration. The element derives from it; whoever wakes the interview reads it. Owns all
/// that it holds, and outlives the transaction.
struct Pause {
    enum class Kind : uint8_t { screen, wait, stage };

    explicit Pause(Kind pause_kind) : kind(pause_kind) {}
    Pause(const Pause&) = delete;
    Pause& operator=(const Pause&) = delete;
    virtual ~Pause() = default;

    const Kind kind;
};

/// What an interview is woken with: answers of a screen, the event that has happened. The element
/// that paused expects its own kind.
struct Wake {
    Wake() = default;
    Wake(const Wake&) = delete;
    Wake& operator=(const Wake&) = delete;
    virtual ~Wake() = default;
};

/// A paused interview outside of any transaction: its slots are copies in its own arena.
struct SavedInterview {
    const FlowProgram* flow = nullptr;
    StepId at = StepId::end; // runs again when it wakes
    uint32_t steps = 0;
    RunContext context = RunContext::system_without_sharing;
    Arena arena;
    std::vector<Value> slots; // by slot
    /// What it waits for; of an interview that paused in a subflow what the innermost waits for.
    std::shared_ptr<const Pause> pause;
    std::unique_ptr<SavedInterview> inner; // the interview of the subflow that `at` runs
    std::vector<ShownScreen> screens;      // shown so far, the last one last

    /// The innermost interview: it is the one that waits.
    [[nodiscard]] const SavedInterview& waiting() const;
};

/// Copies a paused interview out of its batch, with those of its subflows.
[[nodiscard]] std::unique_ptr<SavedInterview> save(Batch& batch, uint32_t row);

/// Puts an interview into a batch of its flow, to be woken with `wake` by `resume`. The saved one
/// stays as it is, so that it can be restored again when the transaction rolls back. `wake` must
/// outlive the run; `now` things like $Flow.CurrentDateTime are those of the new transaction.
void restore(Batch& batch, uint32_t row, const SavedInterview& saved, const Wake& wake);
/// The same without anything that wakes it: its step runs as if the interview came to it.
void restore(Batch& batch, uint32_t row, const SavedInterview& saved);

/// About how many bytes an interview would be when written out (reference/limits.md, section 3).
[[nodiscard]] size_t size_in_bytes(const SavedInterview& saved);

} // namespace weir
