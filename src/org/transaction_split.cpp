// A transaction that commits in the middle of an interview: actions that ask for one of their own,
// and local actions of a page (reference/actions.md, "Transaction model of actions").
#include "org/state.hpp"

namespace weir {

bool Transaction::has_uncommitted_work() const {
    const TransactionState& state = *state_;
    // A save that set off the flow is itself what waits for the commit.
    return state.save_depth > 0 || state.setup_written != ObjectId::none ||
           state.data_written != ObjectId::none || state.use.of(Governor::dml_statements) > 0 ||
           !state.events.empty();
}

bool Transaction::split() {
    TransactionState& state = *state_;
    if (state.save_depth > 0 || !state.open || failure() != nullptr)
        return false;
    if (!commit())
        return false; // the failure stands in the transaction, and its owner tells it
    state.use = {};
    state.highest = {};
    state.setup_written = ObjectId::none;
    state.data_written = ObjectId::none;
    state.events.clear();
    state.emails.clear();
    state.created.clear();
    state.after_commit.clear();
    state.loaded.clear();
    if (!state.quiet)
        trace().transaction_begins(state.what);
    org_.state().end_reading();
    if (const Status begun = org_.store().begin(); !begun) {
        fail(begun.error());
        return false;
    }
    state.open = true;
    return true;
}

} // namespace weir
