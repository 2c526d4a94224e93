// Which values are there at which element: a forward analysis over the flow's graph.
#pragma once

#include "check/flow_model.hpp"

#include <boost/container/small_vector.hpp>

#include <functional>
#include <vector>

namespace weir {

/// What a symbol may hold when control is at a place; 0: control does not get there.
namespace value_bit {
constexpr uint8_t unset = 1; // nothing gave it a value
constexpr uint8_t null = 2;  // it was given null
constexpr uint8_t value = 4;
} // namespace value_bit

/// By symbol. Copied at every branch: that of most flows without asking for memory.
using ValueState = boost::container::small_vector<uint8_t, 64>;

/// Ways of both together; whether that is more than there was.
bool join(ValueState& into, ValueState other);

/// Walks conditions and formulas in the order in which they are evaluated, narrowing by tests for
/// null.
class ValueWalker {
public:
    /// A read of a symbol: the whole value, or (with a field) of the record that it holds.
    using OnRead = std::function<void(const Use& use, uint8_t bits)>;

    ValueWalker(const FlowModel& model, OnRead on_read);

    struct Split {
        ValueState yes;
        ValueState no;
    };
    [[nodiscard]] Split condition(const Condition& condition, ValueState state);
    void formula(const Formula* formula, ValueState& state);
    /// Everything that an element evaluates, in the order written, outcomes apart.
    void element(const StepModel& step, ValueState& state);

    /// For the outcomes of a decision: the state of each target in the order of Step::targets, the
    /// rest in `state`.
    [[nodiscard]] std::vector<ValueState> outcomes(List<Outcome> outcomes, ValueState& state);

private:
    [[nodiscard]] bool gives(const StepModel& step, const Name* key) const;
    void give_line(const StepModel& step, const Assignment& assignment, ValueState& state) const;
    void expression(const Expr* expr, ValueState& state);
    [[nodiscard]] Split truth(const Expr* expr, ValueState state);
    [[nodiscard]] Split joined(List<const Expr*> operands, bool all, ValueState state);
    [[nodiscard]] Split comparison(const Condition& condition, ValueState state);
    [[nodiscard]] Split null_test(const Use& use, ValueState state);
    [[nodiscard]] const Use* use_of(const Expr* expr) const;
    void read(const Name* key, ValueState& state);
    void read_all(const Condition& condition, ValueState& state);
    /// What a formula reads that may be null, whatever its own tests say.
    struct Inner {
        bool is_known = false;
        std::vector<Use> uses;
    };
    [[nodiscard]] const Inner& inner(uint32_t symbol);

    const FlowModel& model_;
    OnRead on_read_;
    std::vector<Inner> inner_;
    std::vector<const Name*> visited_; // of the element being walked
    uint32_t depth_ = 0;
};

} // namespace weir
