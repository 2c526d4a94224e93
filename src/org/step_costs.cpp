// What each element uses of the limits of its transaction, and which limits these are.
#include "org/state.hpp"

#include <algorithm>

namespace weir {

namespace {

constexpr uint64_t microseconds = 1000; // of a millisecond

uint64_t difference(uint64_t now, uint64_t before, uint64_t inner) {
    return now > before + inner ? now - before - inner : 0;
}

} // namespace

const Fault* Transaction::step_begins(uint32_t interviews) {
    state_->meters.push_back({state_->use, {}});
    GovernorUse& use = state_->use;
    use.cpu_microseconds += uint64_t{interviews} * org_.settings().cpu_microseconds;
    const uint64_t spent = use.cpu_microseconds / microseconds;
    uint64_t& counted = use.of(Governor::cpu_milliseconds);
    return spent > counted ? count(Governor::cpu_milliseconds, spent - counted) : nullptr;
}

// The attempts of a save take back what they used, so what is left may be less than what the steps
// within have told.
StepCost Transaction::step_ends() {
    if (state_->meters.empty())
        return {};
    const TransactionState::Meter meter = state_->meters.back();
    state_->meters.pop_back();
    const GovernorUse& now = state_->use;
    const auto own = [&](Governor governor, uint64_t inner) {
        return difference(now.of(governor), meter.before.of(governor), inner);
    };
    const StepCost cost{
        .soql_queries = own(Governor::soql_queries, meter.inner.soql_queries),
        .soql_rows = own(Governor::soql_rows, meter.inner.soql_rows),
        .dml_statements = own(Governor::dml_statements, meter.inner.dml_statements),
        .dml_rows = own(Governor::dml_rows, meter.inner.dml_rows),
        .cpu_microseconds = difference(
            now.cpu_microseconds, meter.before.cpu_microseconds, meter.inner.cpu_microseconds
        ),
    };
    if (!state_->meters.empty()) {
        StepCost& outer = state_->meters.back().inner;
        outer.soql_queries += cost.soql_queries + meter.inner.soql_queries;
        outer.soql_rows += cost.soql_rows + meter.inner.soql_rows;
        outer.dml_statements += cost.dml_statements + meter.inner.dml_statements;
        outer.dml_rows += cost.dml_rows + meter.inner.dml_rows;
        outer.cpu_microseconds += cost.cpu_microseconds + meter.inner.cpu_microseconds;
    }
    return cost;
}

void Transaction::run_asynchronously() {
    state_->is_asynchronous = true;
}

uint64_t Transaction::limit_of(Governor governor) const {
    const GovernorFacts& described = facts(governor);
    const bool is_asynchronous = state_->is_asynchronous && org_.settings().asynchronous_limits;
    return is_asynchronous ? described.asynchronous_limit : described.limit;
}

} // namespace weir
