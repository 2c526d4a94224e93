// decision: interviews part here.
#include "check/flow_checker.hpp"
#include "elements/clauses.hpp"
#include "elements/kinds.hpp"
#include "elements/values.hpp"
#include "org/transaction.hpp"

#include <fmt/format.h>

namespace weir {

namespace {

constexpr ClauseShape clauses[] = {
    elements::description_clause,
    {.key = "",
     .value = ValueKind::outcomes,
     .xml = "rules",
     .required = true,
     .doc = "`{ Outcome when condition { elements } … otherwise { elements } }`: the first outcome "
            "whose condition is true "
            "is taken; each is also a Boolean that later elements read."},
};

constexpr Shape shape{
    .keyword = "decision",
    .category = Category::element,
    .xml = "decisions",
    .in_before_save = true,
    .clauses = clauses,
    .doc =
        "Decision: tries its outcomes in their order and takes the first whose condition is true.",
    .xml_next = {},
};

using namespace elements;

struct CompiledOutcome {
    Expression condition;
    std::optional<uint32_t> slot; // of its Boolean
    bool only_when_changed = false;
};

class DecisionStep final : public Step {
public:
    explicit DecisionStep(std::vector<CompiledOutcome> outcomes) : outcomes_(std::move(outcomes)) {}

    void run(Group& group) const override {
        const Rows all = group.rows();
        for (const CompiledOutcome& outcome : outcomes_) {
            if (!outcome.slot)
                continue;
            if (all.size() == group.batch().size()) {
                group.batch().set_slot(*outcome.slot, Value::boolean(false));
                continue;
            }
            const std::span<Value> slot = group.slot(*outcome.slot);
            for (const uint32_t row : all)
                slot[row] = Value::boolean(false);
        }
        // Outcomes are tried in order and the first true one wins, as in the org.
        const std::span<uint32_t> undecided = group.arena().make_array<uint32_t>(all.size());
        std::copy(all.begin(), all.end(), undecided.begin());
        size_t left = undecided.size();
        for (size_t index = 0; index < outcomes_.size() && left > 0; ++index)
            left = take(group, index, undecided.first(left));
        if (targets.size() <= outcomes_.size())
            return;
        const StepId otherwise = targets[outcomes_.size()];
        if (left == all.size())
            return group.go_all(otherwise);
        for (const uint32_t row : undecided.first(left))
            group.go(row, otherwise);
    }

private:
    /// Sends those on their way for which the outcome is true, and leaves the others at the front
    /// of `rows`; how many they are.
    size_t take(Group& group, size_t index, std::span<uint32_t> rows) const {
        const CompiledOutcome& outcome = outcomes_[index];
        const std::span<const Value> values = group.evaluate(outcome.condition, rows);
        const std::span<const Value> before = outcome.only_when_changed
                                                  ? evaluate_before(group, outcome.condition, rows)
                                                  : std::span<const Value>{};
        size_t left = 0;
        for (const uint32_t row : rows) {
            if (values[row].is_fault())
                continue;
            if (!values[row].is_true() || (!before.empty() && before[row].is_true())) {
                rows[left++] = row;
                continue;
            }
            if (outcome.slot)
                group.slot(*outcome.slot)[row] = Value::boolean(true);
            group.go(row, index < targets.size() ? targets[index] : next);
        }
        return left;
    }

    /// The condition as it was for the record before this save; a new record met none. A condition
    /// that cannot be evaluated for the past was not met.
    static std::span<const Value>
    evaluate_before(Group& group, const Expression& condition, Rows rows) {
        const std::span<Value> values = group.scratch();
        const std::span<Value> prior = group.slot(fixed_slot::prior);
        const std::span<uint32_t> with_past = group.arena().make_array<uint32_t>(rows.size());
        size_t count = 0;
        for (const uint32_t row : rows) {
            values[row] = Value::boolean(false);
            if (!prior[row].is_null())
                with_past[count++] = row;
        }
        const Frame& now = group.batch().frame();
        const std::span<Value*> slots = group.arena().make_array<Value*>(now.slots.size());
        std::copy(now.slots.begin(), now.slots.end(), slots.begin());
        // Before itself stands the same record: nothing had changed in it, and it was not new.
        slots[fixed_slot::record] = prior.data();
        const std::span<Value> is_new = group.scratch();
        for (const uint32_t row : rows)
            is_new[row] = Value::boolean(false);
        slots[fixed_slot::is_new] = is_new.data();
        Frame past = now;
        past.slots = slots;
        weir::evaluate(condition, past, with_past.first(count), values.data());
        return values;
    }

    std::vector<CompiledOutcome> outcomes_;
};

bool is_otherwise(const Outcome& outcome) {
    return outcome.condition == nullptr && outcome.name.text.empty();
}

void declare(const Element& element, FlowChecker& checker) {
    const auto* const outcomes = element.value<List<Outcome>>("");
    if (outcomes == nullptr)
        return;
    for (const Outcome& outcome : *outcomes)
        if (!is_otherwise(outcome))
            checker.declare(outcome.name, Type::of(TypeKind::boolean), NameOrigin::outcome);
}

void check_order(List<Outcome> outcomes, FlowChecker& checker) {
    const Outcome* otherwise = nullptr;
    for (const Outcome& outcome : outcomes) {
        if (otherwise != nullptr) {
            const bool is_second = is_otherwise(outcome);
            checker.out()
                .report(
                    Code::W0819,
                    outcome.key_span,
                    "{} stands behind `otherwise`",
                    is_second ? "a second `otherwise`" : "an outcome"
                )
                .here(is_second ? "never taken" : "read as if it stood above it")
                .label(otherwise->key_span, "`otherwise`")
                .help(is_second ? "leave one of them out" : "write `otherwise` last");
        }
        if (is_otherwise(outcome) && otherwise == nullptr)
            otherwise = &outcome;
    }
}

std::unique_ptr<Step> check(const Element& element, FlowChecker& checker) {
    const auto* const outcomes = element.value<List<Outcome>>("");
    if (outcomes == nullptr)
        return broken_step();
    check_order(*outcomes, checker);
    const FlowStart start = checker.flow().start;
    const bool has_past =
        start == FlowStart::record_before_save || start == FlowStart::record_after_save;
    std::vector<CompiledOutcome> compiled;
    for (const Outcome& outcome : *outcomes) {
        if (is_otherwise(outcome))
            continue;
        if (outcome.only_when_changed && !has_past)
            checker.out()
                .report(
                    Code::W0822,
                    outcome.key_span,
                    "nothing changes in this flow that conditions could be met by"
                )
                .here("asks for a change")
                .help("only a flow that starts with the save of a record knows how the record was "
                      "before");
        compiled.push_back({
            outcome.condition == nullptr
                ? Expression{}
                : checker.condition(*outcome.condition), // null is not true
            checker.slot_of(outcome.name.text),
            outcome.only_when_changed && has_past,
        });
        checker.assigns(element, outcome.name.text, false);
    }
    if (compiled.empty() && !element.broken)
        checker.out()
            .report(Code::W0820, element.header, "this decision has no outcome")
            .help("write at least one: `Yes when condition { … }`");
    return std::make_unique<DecisionStep>(std::move(compiled));
}

} // namespace

const ElementKind kinds::decision{.shape = &shape, .declare = declare, .check = check};

} // namespace weir
