// The interviews of one flow in one transaction, with their slots side by side.
#pragma once

#include "base/arena.hpp"
#include "formula/expression.hpp"
#include "program/program.hpp"
#include "runtime/host.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace weir {

class Transaction;  // org/transaction.hpp
struct FlowFigures; // runtime/figures.hpp

struct Pause;          // runtime/pause.hpp
struct Wake;           // runtime/pause.hpp
struct SavedInterview; // runtime/pause.hpp

/// What `Previous` of a screen goes back to: a screen, or a subflow that has shown some.
struct ShownScreen {
    StepId step = StepId::end;
    /// Of a subflow that has ended: its interview at the last screen, to be gone back into.
    std::shared_ptr<const SavedInterview> inner;
};

/// One interview's state besides its slots.
struct Interview {
    StepId at = StepId::end;
    uint32_t steps = 0;
    const Fault* fault = nullptr;    // unhandled: the interview has failed
    const Step* failed_at = nullptr; // where
    const Fault* refusal = nullptr;  // a custom error: the record must not be saved
    bool is_paused = false;          // at `at`, until something wakes it
    /// What wakes it at `at`, until that step has run; null otherwise. Not owned.
    const Wake* wake = nullptr;
    [[nodiscard]] bool is_running() const {
        return at != StepId::end && fault == nullptr && !is_paused;
    }
};

/// The only mutable thing of a run. Lives no longer than its transaction; one thread.
class Batch {
public:
    /// `size` interviews with unset slots; `variables` get their defaults when the driver starts
    /// them. An input that stays unset gets its default too. `Owner` is the Transaction: here its
    /// two sides are taken apart, where it is known, because this room knows only the host in it.
    template<class Owner>
    Batch(const FlowProgram& flow, uint32_t size, Owner& transaction)
        : Batch(flow, size, transaction, transaction) {}
    ~Batch();
    Batch(const Batch&) = delete;
    Batch& operator=(const Batch&) = delete;

    [[nodiscard]] const FlowProgram& flow() const { return flow_; }
    [[nodiscard]] uint32_t size() const { return size_; }
    /// For the steps of elements.
    [[nodiscard]] Transaction& transaction() const { return transaction_; }
    [[nodiscard]] InterviewHost& host() const { return host_; }
    [[nodiscard]] std::span<Value> slot(uint32_t slot) { return {columns_[slot], size_}; }
    [[nodiscard]] Interview& interview(uint32_t row) { return interviews_[row]; }
    [[nodiscard]] const Frame& frame() const { return frame_; }
    [[nodiscard]] Arena& arena() const { return *frame_.arena; }
    /// How deep subflows nest: 0 for a flow that a trigger started.
    uint32_t subflow_depth = 0;
    /// Whose rights count while these interviews read and write.
    RunContext context = RunContext::system_without_sharing;
    /// By row, of interviews that pause or are woken; empty as long as there are none.
    struct Rest {
        std::shared_ptr<const Pause> pause;    // what it waits for
        std::unique_ptr<SavedInterview> inner; // the interview of the subflow it pauses in
        std::vector<ShownScreen> screens;      // shown so far, the last one last
        bool comes_back = false;               // to its step, by `Previous` of a later screen
        bool leaves_backwards = false;         // by `Previous` of the first screen of a subflow
    };
    [[nodiscard]] Rest& rest(uint32_t row);
    /// Null as long as nobody has asked for it.
    [[nodiscard]] const Rest* find_rest(uint32_t row) const;
    /// The interviews around these, of a subflow, have shown screens to go back to.
    bool has_screens_before = false;
    /// The batch whose subflow this one is; null if no flow has called it.
    Batch* caller = nullptr;
    /// Of the host: what it keeps of the first failure is number so much; 0: none has failed.
    size_t failure_kept = 0;
    /// The uncatchable fault that stopped all interviews; null if there was none.
    const Fault* stopped_by = nullptr;

private:
    Batch(const FlowProgram& flow, uint32_t size, Transaction& transaction, InterviewHost& host);

    const FlowProgram& flow_;
    uint32_t size_;
    Transaction& transaction_;
    InterviewHost& host_;
    std::vector<Value> values_;
    std::vector<Value*> columns_;
    std::vector<Interview> interviews_;
    std::vector<std::unique_ptr<Rest>> rests_;
    Frame frame_;
};

} // namespace weir
