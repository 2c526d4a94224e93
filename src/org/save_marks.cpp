#include "org/save_marks.hpp"

namespace weir {

namespace {

/// A process that may evaluate a record several times does it five more times.
constexpr uint32_t runs_of_a_recursive_process = 6;

uint32_t most_runs(const Transaction& transaction, const FlowProgram& flow) {
    if (flow.is_process)
        return flow.is_recursive ? runs_of_a_recursive_process : 1;
    return transaction.org().settings().suppresses_reentry ? 1 : 0;
}

} // namespace

std::vector<uint32_t> rows_to_enter(
    Transaction& transaction, const FlowProgram& flow, std::span<const Id> ids, Rows rows
) {
    std::vector<uint32_t> entering(rows.begin(), rows.end());
    const uint32_t most = most_runs(transaction, flow);
    if (most == 0 || ids.empty())
        return entering;
    std::shared_ptr<SaveMarks>& marks = transaction.state().marks;
    if (marks == nullptr)
        marks = std::make_shared<SaveMarks>();
    std::erase_if(entering, [&](uint32_t row) {
        const SaveMarks::Key key{&flow, ids[row]};
        uint32_t& runs = marks->runs[key];
        if (runs >= most)
            return true;
        ++runs;
        marks->log.push_back(key);
        return false;
    });
    return entering;
}

size_t count_marks(const TransactionState& state) {
    return state.marks == nullptr ? 0 : state.marks->log.size();
}

void take_back_marks(TransactionState& state, size_t count) {
    if (state.marks == nullptr)
        return;
    std::vector<SaveMarks::Key>& log = state.marks->log;
    while (log.size() > count) {
        --state.marks->runs[log.back()];
        log.pop_back();
    }
}

} // namespace weir
