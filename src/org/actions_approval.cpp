// submit: "Submit for Approval" (reference/actions.md).
#include "org/action_tools.hpp"
#include "org/actions.hpp"
#include "org/approvals.hpp"
#include "types/text.hpp"

namespace weir {

namespace {

class SubmitAction final : public Action {
public:
    SubmitAction() {
        const Type text = Type::of(TypeKind::text);
        const Type id = Type::of(TypeKind::id);
        inputs_ = {
            {"objectId", id, true},
            {"comment", text, false},
            {"nextApproverIds", text.collection_of(), false},
            {"processDefinitionNameOrId", text, false},
            {"skipEntryCriteria", Type::of(TypeKind::boolean), false},
            {"submitterId", id, false}};
        outputs_ = {
            {"actorIds", id.collection_of(), false},
            {"entityId", id, false},
            {"instanceId", id, false},
            {"instanceStatus", text, false},
            {"newWorkItemIds", id.collection_of(), false}};
    }

    [[nodiscard]] std::string_view type() const override { return "submit"; }
    [[nodiscard]] std::span<const ActionParameter> inputs() const override { return inputs_; }
    [[nodiscard]] std::span<const ActionParameter> outputs() const override { return outputs_; }

    void run(ActionCall& call) const override {
        if (!require_inputs(call, {"objectId"}))
            return;
        // Approval.process is one DML statement, however many records it takes.
        const std::vector<uint32_t> rows = rows_left(call);
        const Fault* limit = call.transaction.count(Governor::dml_statements, 1);
        if (limit == nullptr)
            limit = call.transaction.count(Governor::dml_rows, rows.size());
        if (limit != nullptr)
            return fail_all(call, limit);
        for (const uint32_t row : rows)
            submit(call, row);
    }

private:
    static void submit(ActionCall& call, uint32_t row) {
        Submission submission;
        submission.record = id_input(call, "objectId", row);
        submission.submitter = id_input(call, "submitterId", row);
        submission.comment = text_input(call, "comment", row);
        submission.next_approvers = ids_input(call, "nextApproverIds", row);
        submission.process = text_input(call, "processDefinitionNameOrId", row);
        submission.skips_conditions = flag_input(call, "skipEntryCriteria", row);
        const Snapshot before = take_snapshot(call.transaction);
        ApprovalResult result;
        if (const Fault* const fault = submit_for_approval(call.transaction, submission, result)) {
            const Fault* const undone = roll_back_to(call.transaction, before);
            call.faults[row] = undone != nullptr ? undone : fault;
            return;
        }
        set_output(call, "actorIds", row, id_collection(result.actors, call.arena));
        set_output(call, "entityId", row, Value::id(result.record));
        set_output(call, "instanceId", row, Value::id(result.instance));
        set_output(call, "instanceStatus", row, Value::text(result.status));
        set_output(call, "newWorkItemIds", row, id_collection(result.work_items, call.arena));
    }

    std::vector<ActionParameter> inputs_;
    std::vector<ActionParameter> outputs_;
};

} // namespace

void add_approval_actions(ActionRegistry& registry) {
    registry.add(std::make_unique<const SubmitAction>());
}

} // namespace weir
