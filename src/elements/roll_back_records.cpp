// rollback: takes back what the transaction has written.
#include "check/flow_checker.hpp"
#include "elements/clauses.hpp"
#include "elements/kinds.hpp"
#include "org/transaction.hpp"
#include "runtime/group.hpp"

namespace weir {

namespace {

constexpr ClauseShape clauses[] = {
    elements::description_clause,
};

constexpr Shape shape{
    .keyword = "rollback",
    .category = Category::element,
    .xml = "recordRollbacks",
    .clauses = clauses,
    .doc = "Roll Back Records: nothing that the transaction has written stays. The interview goes "
           "on, and its variables keep their values.",
};

class RollBackStep final : public Step {
public:
    void run(Group& group) const override {
        const Fault* const refusal = group.transaction().take_back();
        if (refusal == nullptr)
            return;
        for (const uint32_t row : group.rows())
            group.fault(row, refusal);
    }
};

std::unique_ptr<Step> check(const Element&, FlowChecker&) {
    return std::make_unique<RollBackStep>();
}

} // namespace

const ElementKind kinds::roll_back_records{.shape = &shape, .check = check};

} // namespace weir
