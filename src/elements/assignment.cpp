// assign: sets variables and fields of records, one after the other.
#include "check/flow_checker.hpp"
#include "elements/assign_operators.hpp"
#include "elements/clauses.hpp"
#include "elements/kinds.hpp"
#include "elements/record_forms.hpp"
#include "elements/values.hpp"
#include "formula/compile_value.hpp"
#include "org/transaction.hpp"

#include <fmt/format.h>

namespace weir {

namespace {

constexpr ClauseShape clauses[] = {
    elements::description_clause,
    {.key = "",
     .value = ValueKind::assignments,
     .xml = "assignmentItems",
     .required = true,
     .doc = "`{ Variable = value … }` with `=`, `+=`, `-=`, `add`, `add first`, `remove first`, "
            "`remove all`, `remove at`, "
            "`remove before`, `remove after`, `remove uncommon`, `= count of`; each line sees what "
            "the one above it did.",
     .form = XmlForm::items},
};

constexpr Shape shape{
    .keyword = "assign",
    .category = Category::element,
    .xml = "assignments",
    .in_before_save = true,
    .clauses = clauses,
    .doc = "Assignment: sets variables, fields of record variables and, before a save, fields of "
           "`$Record`.",
};

using namespace elements;

struct AssignmentItem {
    Destination to;
    AssignOperator op = AssignOperator::assign;
    Expression operand;
};

class AssignmentStep final : public Step {
public:
    explicit AssignmentStep(std::vector<AssignmentItem> items) : items_(std::move(items)) {}

    void run(Group& group) const override {
        const bool null_is_zero = group.transaction().org().settings().null_adds_as_zero;
        // Item by item: each sees what the one above it did.
        for (const AssignmentItem& item : items_) {
            const std::span<const Value> operands = group.evaluate(item.operand);
            if (item.op == AssignOperator::assign) {
                item.to.write_all(group, operands);
                continue;
            }
            for (const uint32_t row : group.rows()) {
                const Value result = apply(
                    item.op,
                    item.to.type,
                    item.to.read(group, row),
                    operands[row],
                    null_is_zero,
                    group.arena()
                );
                if (result.is_fault())
                    group.fault(row, &result.as_fault());
                else
                    item.to.write(group, row, result);
            }
        }
    }

private:
    std::vector<AssignmentItem> items_;
};

std::unique_ptr<Step> check(const Element& element, FlowChecker& checker) {
    const auto* const list = element.value<List<Assignment>>("");
    std::vector<AssignmentItem> items;
    for (const Assignment& assignment : list == nullptr ? List<Assignment>{} : *list) {
        if (assignment.value == nullptr)
            continue;
        const Expression operand =
            compile_assigned(*assignment.value, checker.scope(), checker.compile_context());
        if (assignment.target.empty())
            continue;
        const auto to = destination(checker, assignment.target);
        if (!to)
            continue;
        const std::string what =
            fmt::format("`{}`", spell(assignment.target, checker.compile_context().arena));
        const auto checked = check_operand(assignment, operand, to->type, what, checker);
        if (checked)
            items.push_back({*to, assignment.op, *checked});
    }
    return std::make_unique<AssignmentStep>(std::move(items));
}

} // namespace

const ElementKind kinds::assignment{.shape = &shape, .check = check};

} // namespace weir
