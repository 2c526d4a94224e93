#include "check/value_flow.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <queue>
#include <span>
#include <utility>

namespace weir {

namespace {

/// States of all elements together; a flow beyond this is not analysed (10,000 elements with 10,000
/// names).
constexpr size_t most_cells = size_t{64} << 20;

/// Which parts a state has on each way out of an element.
struct Exit {
    FlowEdge edge;
    ValueState state;
};

class ValueFlow {
public:
    ValueFlow(const FlowModel& model, const Schema& schema, Diagnostics& out)
        : model_(model),
          schema_(schema),
          out_(out),
          states_(model.steps.size()),
          own_(model.steps.size()),
          said_(model.symbols.size(), false) {
        for (uint32_t symbol = 0; symbol < model.symbols.size(); ++symbol)
            if (const auto step = static_cast<size_t>(model.symbols[symbol].step);
                step < own_.size())
                own_[step].push_back(symbol);
    }

    void run() {
        solve();
        // The states only grow, so what is wrong with the last ones was wrong when they came about:
        // most flows are not looked at again.
        if (!has_problems_)
            return;
        ValueWalker walker(model_, [this](const Use& use, uint8_t bits) { report(use, bits); });
        for (size_t index = 0; index < model_.steps.size(); ++index)
            if (!states_[index].empty())
                (void)walk(walker, model_.steps[index], states_[index]);
    }

private:
    [[nodiscard]] ValueState at_start() const;
    void solve();
    /// What the element reads; the states of its outcomes.
    static std::vector<ValueState>
    walk(ValueWalker& walker, const StepModel& step, ValueState& state);
    /// What is handed on from the element, until this is asked again.
    std::span<Exit> exits(ValueWalker& walker, size_t index);
    void give(const StepModel& step, size_t index, ValueState& state) const;
    enum class Problem : uint8_t { none, unset, null };
    /// Of a read of a symbol that may hold this.
    [[nodiscard]] Problem problem(const Use& use, uint8_t bits) const;
    void report(const Use& use, uint8_t bits);
    void report_unset(const Use& use, const Symbol& symbol);
    void report_null(const Use& use, const Symbol& symbol);

    const FlowModel& model_;
    const Schema& schema_;
    Diagnostics& out_;
    std::vector<ValueState> states_; // before each step; empty: not reached
    std::vector<Few<uint32_t>> own_; // the symbols that each step gives
    std::vector<Exit> exits_;        // of the element looked at
    std::vector<bool> said_;
    bool has_problems_ = false;
};

namespace {

/// Conditions of a stage read what its own steps have come to while it runs.
bool is_of_a_stage(const Symbol& symbol) {
    return symbol.element != nullptr && (symbol.element->shape->xml == "orchestratedStages" ||
                                         symbol.element->shape->xml == "steppedStages");
}

} // namespace

ValueState ValueFlow::at_start() const {
    ValueState state(model_.symbols.size(), value_bit::unset);
    for (size_t index = 0; index < state.size(); ++index) {
        const Symbol& symbol = model_.symbols[index];
        // An outcome that was not tried is false, a collection that nothing was added to is empty.
        const bool is_given = symbol.input || symbol.has_default || symbol.is_expression() ||
                              symbol.origin == NameOrigin::outcome ||
                              symbol.origin == NameOrigin::choice_set || is_of_a_stage(symbol) ||
                              (symbol.origin == NameOrigin::variable && symbol.type.collection);
        if (is_given)
            state[index] = value_bit::value;
    }
    return state;
}

void ValueFlow::solve() {
    ValueWalker walker(model_, [this](const Use& use, uint8_t bits) {
        has_problems_ = has_problems_ || problem(use, bits) != Problem::none;
    });
    // In the order written, so that an element is looked at when most ways to it have been.
    std::priority_queue<size_t, std::vector<size_t>, std::greater<>> open;
    std::vector<bool> is_open(model_.steps.size(), false);
    const auto begin = [&](StepId entry) {
        if (entry == StepId::end || entry == StepId::none)
            return;
        const auto index = static_cast<size_t>(entry);
        states_[index] = at_start();
        if (!is_open[index])
            open.push(index);
        is_open[index] = true;
    };
    begin(model_.program->entry);
    for (const FlowPath& path : model_.program->paths)
        begin(path.entry);
    while (!open.empty()) {
        const size_t index = open.top();
        open.pop();
        is_open[index] = false;
        for (Exit& exit : exits(walker, index)) {
            if (exit.edge.to == StepId::end || exit.edge.to == StepId::none)
                continue;
            const auto target = static_cast<size_t>(exit.edge.to);
            // Bits are only ever added, so this ends.
            if (!join(states_[target], std::move(exit.state)) || is_open[target])
                continue;
            is_open[target] = true;
            open.push(target);
        }
    }
}

/// What the element's names hold once it has run.
void ValueFlow::give(const StepModel& step, size_t index, ValueState& state) const {
    for (const uint32_t symbol : own_[index]) {
        const Symbol& given = model_.symbols[symbol];
        if (given.origin == NameOrigin::outcome)
            continue;
        const bool may_be_null = given.origin == NameOrigin::get_result && !given.type.collection;
        state[symbol] = may_be_null ? value_bit::value | value_bit::null : value_bit::value;
    }
    for (const Given& given : step.gives) {
        const Symbol& symbol = model_.symbols[given.symbol];
        const bool own = symbol.step == static_cast<StepId>(index);
        if (!own)
            state[given.symbol] = value_bit::value; // what the element itself names was said above
    }
    for (const Given& given : step.gives)
        if (given.may_be_null)
            state[given.symbol] |= value_bit::null;
}

std::vector<ValueState>
ValueFlow::walk(ValueWalker& walker, const StepModel& step, ValueState& state) {
    walker.element(step, state);
    std::vector<ValueState> narrowed;
    for (const Clause& clause : step.element->clauses)
        if (const auto* const outcomes = std::get_if<List<Outcome>>(&clause.value))
            narrowed = walker.outcomes(*outcomes, state);
    return narrowed;
}

std::span<Exit> ValueFlow::exits(ValueWalker& walker, size_t index) {
    const StepModel& step = model_.steps[index];
    ValueState state = states_[index];
    std::vector<ValueState> narrowed = walk(walker, step, state);
    const FlowEdges ways(step);
    exits_.clear();
    const bool may_fail = step.step->fault != StepId::none;
    ValueState done = may_fail ? state : std::move(state);
    give(step, index, done);
    for (const FlowEdge edge : ways) {
        const bool is_outcome =
            edge.kind == FlowEdge::Kind::target && edge.target < narrowed.size();
        ValueState& from = is_outcome                           ? narrowed[edge.target]
                           : edge.kind == FlowEdge::Kind::fault ? state
                                                                : done;
        const bool is_last_use = is_outcome || exits_.size() + 1 == ways.size();
        ValueState out = is_last_use ? std::move(from) : from;
        for (const uint32_t symbol : own_[index]) {
            const Symbol& own = model_.symbols[symbol];
            // A loop that is over has no item, and a Get that failed has no result.
            const bool is_over =
                own.origin == NameOrigin::loop_item && edge.kind == FlowEdge::Kind::next;
            const bool has_failed =
                own.origin == NameOrigin::get_result && edge.kind == FlowEdge::Kind::fault;
            if (is_over || has_failed)
                out[symbol] = value_bit::null;
        }
        exits_.push_back({edge, std::move(out)});
    }
    return exits_;
}

// ------------------------------------------------------------------------------------- reports

ValueFlow::Problem ValueFlow::problem(const Use& use, uint8_t bits) const {
    const Symbol& symbol = model_.symbols[use.symbol];
    // A collection or a text that is read as null is how flows write null; a record's fields are
    // not there to read.
    if (bits == value_bit::unset)
        return symbol.type.is_error() ? Problem::none : Problem::unset;
    const bool reads_field = use.field != FieldId::none && symbol.type.is_record();
    const bool is_found =
        (bits & value_bit::null) != 0 ||
        ((bits & value_bit::unset) != 0 && symbol.origin == NameOrigin::get_result);
    return reads_field && is_found ? Problem::null : Problem::none;
}

void ValueFlow::report(const Use& use, uint8_t bits) {
    const Problem found = problem(use, bits);
    if (found == Problem::none || said_[use.symbol])
        return;
    said_[use.symbol] = true;
    if (found == Problem::unset)
        report_unset(use, model_.symbols[use.symbol]);
    else
        report_null(use, model_.symbols[use.symbol]);
}

void ValueFlow::report_unset(const Use& use, const Symbol& symbol) {
    if (symbol.origin == NameOrigin::variable && symbol.writes == 0) {
        out_.report(Code::W0602, use.span, "nothing gives `{}` a value", symbol.name.text)
            .here("always null here")
            .label(symbol.name.span, "declared here")
            .help("give it a value at its declaration, take it as `input`, or assign it");
        return;
    }
    auto report = out_.report(
        Code::W0601, use.span, "`{}` is read before it can have a value", symbol.name.text
    );
    report.here("no way to here gives it one");
    const bool is_element = symbol.step != StepId::none;
    report.label(
        is_element ? symbol.element->header : symbol.name.span,
        is_element ? "this element has not run yet" : "declared here without a value"
    );
    if (!is_element)
        report.help("give it a value at its declaration, or assign it before");
}

void ValueFlow::report_null(const Use& use, const Symbol& symbol) {
    const std::string_view name = symbol.name.text;
    if (symbol.origin == NameOrigin::loop_item) {
        out_.report(Code::W0603, use.span, "`{}` is null when the loop is over", name)
            .here("reads a field of it")
            .label(symbol.element->header, "the loop")
            .help("keep what you need of the last item in a variable");
        return;
    }
    const Object& object = schema_.object(symbol.type.object);
    auto report =
        out_.report(Code::W0603, use.span, "`{}` is null if no `{}` is found", name, object.name);
    report.here("fails then");
    if (symbol.origin == NameOrigin::get_result)
        report.label(symbol.element->header, "found here, or not");
    report.note("Salesforce fails the interview when it reads a field of a record that is not there"
    );
    report.help(
        fmt::format("ask before: `decision Found {{ Yes when {} is not null {{ … }} }}`", name)
    );
}

} // namespace

void analyse_values(const FlowModel& model, const Schema& schema, Diagnostics& out) {
    if (model.steps.empty() || model.steps.size() * (model.symbols.size() + 1) > most_cells)
        return;
    ValueFlow(model, schema, out).run();
}

} // namespace weir
