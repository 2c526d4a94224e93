// The interviews of one flow in one transaction, with their slots side by side.
#pragma once

#include "base/arena.hpp"
#include "formula/expression.hpp"
#include "program/program.hpp"
#include "runtime/host.hpp"
#include "runtime/record_columns.hpp"
#include "store/record_batch.hpp"

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
class Batch final : private LateColumns {
public:
    /// `size` interviews with unset slots; `variables` get their defaults when the driver starts
    /// them. An input that stays unset gets its default too. `Owner` is the Transaction: here its
    /// two sides are taken apart, where it is known, because this room knows only the host in it.
    template<class Owner>
    Batch(const FlowProgram& flow, uint32_t size, Owner& transaction)
        : Batch(flow, size, transaction, transaction) {}
    ~Batch() override;
    Batch(const Batch&) = delete;
    Batch& operator=(const Batch&) = delete;

    [[nodiscard]] const FlowProgram& flow() const { return flow_; }
    [[nodiscard]] uint32_t size() const { return size_; }
    /// For the steps of elements.
    [[nodiscard]] Transaction& transaction() const { return transaction_; }
    [[nodiscard]] InterviewHost& host() const { return host_; }
    /// The values of a slot, made where they are not there yet.
    [[nodiscard]] std::span<Value> slot(uint32_t slot) {
        return {columns_[slot] != nullptr ? columns_[slot] : make_column(slot), size_};
    }
    /// Gives all rows this value. A column is made for it only when a row gets another one.
    void set_slot(uint32_t slot, Value value);
    /// Gives each row a record: as rows they are made only if somebody needs them as rows.
    void set_records(uint32_t slot, RecordColumns& records);
    /// The records of a slot, as long as they stand in columns; else null.
    [[nodiscard]] RecordColumns* records(uint32_t slot) {
        return columns_[slot] == nullptr ? late_[slot].records : nullptr;
    }
    /// Keeps what records of a slot stand in.
    void keep(RecordBatch records) { kept_.push_back(std::move(records)); }
    /// Interview r is number `first` + r of the host's: the text is made where it is read.
    void number_interviews(uint64_t first) { first_number_ = first; }
    /// What slots are before anybody has set them.
    [[nodiscard]] bool is_set(uint32_t slot) const {
        return columns_[slot] != nullptr || late_[slot].records != nullptr ||
               !late_[slot].value.is_unset();
    }
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

    // Formulas read slots that are not there yet.
    const Value* make(uint32_t slot) override { return this->slot(slot).data(); }
    [[nodiscard]] bool has_records(uint32_t slot) const override {
        return columns_[slot] == nullptr && late_[slot].records != nullptr;
    }
    const Value* cell(uint32_t slot, uint32_t cell) override {
        RecordColumns& records = *late_[slot].records;
        return cell < records.layout().size() ? records.cell(cell) : nullptr;
    }
    Value* make_column(uint32_t slot);

    /// A slot that nobody has read or written row by row yet.
    struct LateSlot {
        RecordColumns* records = nullptr; // of all rows; null: all have `value`
        Value value;
    };

    const FlowProgram& flow_;
    uint32_t size_;
    Transaction& transaction_;
    InterviewHost& host_;
    // These and what they point at are in the arena of the transaction.
    std::span<Value*> columns_; // by slot; null: it stands in `late_`
    std::span<LateSlot> late_;  // by slot
    std::span<Interview> interviews_;
    uint64_t first_number_ = 0; // 0: the interviews have no numbers
    std::vector<RecordBatch> kept_;
    std::vector<std::unique_ptr<Rest>> rests_;
    Frame frame_;
};

} // namespace weir
