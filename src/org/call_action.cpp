#include "org/call_action.hpp"

#include "org/access.hpp"
#include "org/org.hpp"
#include "org/transaction.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

void run_action(ActionCall& call, const Action* action) {
    if (action != nullptr) {
        action->run(call);
        return;
    }
    const std::string text = fmt::format(
        "The action {}{}{} is not available.",
        call.type,
        call.detail.empty() ? "" : " ",
        call.detail
    );
    Fault missing;
    missing.message = call.arena.copy(std::string_view(text));
    std::fill(call.faults.begin(), call.faults.end(), call.arena.make<Fault>(missing));
}

namespace {

/// The running user must be given the class. Null: he may.
const Fault* refuse_class(ActionCall& call) {
    Transaction& transaction = call.transaction;
    if (call.type != "apex" ||
        is_given(transaction, transaction.schema().setup().classes.find(call.detail)))
        return nullptr;
    return transaction.fault(
        "INSUFFICIENT_ACCESS",
        fmt::format("You do not have access to the Apex class named '{}'.", call.detail)
    );
}

} // namespace

void call_action(ActionCall& call) {
    Org& org = call.transaction.org();
    if (const Fault* const refused = refuse_class(call)) {
        std::fill(call.faults.begin(), call.faults.end(), refused);
        return;
    }
    const Action* const action = org.actions().find(call.type, call.detail);
    if (ActionFront* const front = org.action_front())
        front->call(call, action);
    else
        run_action(call, action);
}

} // namespace weir
