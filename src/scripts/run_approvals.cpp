// approve, reject, recall: what an approver, or who has asked, decides.
#include "org/approvals.hpp"
#include "scripts/run.hpp"

namespace weir {

Status ScriptRun::run(const DecideApproval& step, Span span) {
    const std::vector<Id> records = state_.records(step.alias);
    const Decision decision = step.recalls    ? Decision::recall
                              : step.approves ? Decision::approve
                                              : Decision::reject;
    RefusedList refused;
    for (size_t row = 0; row < records.size(); ++row) {
        Arena arena;
        const Fault* fault = nullptr;
        if (const Status done =
                decide_approval(org_, records[row], decision, step.comment, fault, arena);
            !done)
            return done;
        if (fault != nullptr)
            refused.add({row + 1, std::string(fault->code), std::string(fault->message)});
    }
    report_refused(span, std::move(refused), records.size(), Counted::records, false);
    return Done{};
}

} // namespace weir
