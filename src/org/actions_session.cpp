// activateSessionPermSet and deactivateSessionPermSet (reference/actions.md).
#include "org/action_tools.hpp"
#include "org/actions.hpp"
#include "org/mixed_dml.hpp"
#include "org/system_records.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

namespace weir {

namespace {

/// A permission set of a session counts for the running user while a SessionPermSetActivation says
/// so. Writing one is setup DML.
class SessionAction final : public Action {
public:
    explicit SessionAction(bool activates) : activates_(activates) {
        const Type text = Type::of(TypeKind::text);
        inputs_ = {{"PermSetName", text, true}, {"PermSetNamespace", text, false}};
    }

    [[nodiscard]] std::string_view type() const override {
        return activates_ ? "activateSessionPermSet" : "deactivateSessionPermSet";
    }
    [[nodiscard]] std::span<const ActionParameter> inputs() const override { return inputs_; }
    [[nodiscard]] std::span<const ActionParameter> outputs() const override { return {}; }

    void run(ActionCall& call) const override {
        if (!require_inputs(call, {"PermSetName"}))
            return;
        for (const uint32_t row : rows_left(call))
            call.faults[row] = change(call, row);
    }

private:
    const Fault* change(ActionCall& call, uint32_t row) const {
        Transaction& transaction = call.transaction;
        const Id user = transaction.surroundings().user;
        Id set;
        if (const Fault* const fault = find_set(call, row, set))
            return fault;
        std::vector<Id> active;
        if (const Fault* const fault = activations(transaction, user, set, active))
            return fault;
        RecordWriter writer(transaction, "SessionPermSetActivation");
        if (!writer.is_known() || activates_ != active.empty())
            return nullptr; // it is as it should be
        if (!activates_) {
            RecordBatch gone(writer.object().id, static_cast<uint32_t>(active.size()));
            std::ranges::copy(active, gone.ids().begin());
            if (const Fault* const fault = mark(transaction, Operation::erase, gone))
                return fault;
            return system_erase(transaction, writer.object().id, active);
        }
        const uint32_t record = writer.add();
        writer.id(record, "PermissionSetId", set);
        writer.id(record, "UserId", user);
        if (const Fault* const fault = mark(transaction, Operation::create, writer.records()))
            return fault;
        return system_create(transaction, writer.records());
    }

    /// Setup DML beside other DML is refused, as elsewhere.
    static const Fault* mark(Transaction& transaction, Operation operation, RecordBatch& records) {
        const Fault* const fault = check_mixed_dml(transaction, operation, records);
        if (fault == nullptr)
            leave_mark(transaction, operation, records);
        return fault;
    }

    static const Fault* find_set(ActionCall& call, uint32_t row, Id& set) {
        Transaction& transaction = call.transaction;
        const std::string_view name = text_input(call, "PermSetName", row);
        const std::string_view space = text_input(call, "PermSetNamespace", row);
        std::vector<Id> found;
        if (const Fault* const fault =
                find_ids(transaction, "PermissionSet", "Name", Value::text(name), found))
            return fault;
        Records records;
        if (const Fault* const fault = records.fetch(
                transaction,
                transaction.schema().find("PermissionSet"),
                found,
                {"NamespacePrefix", "HasActivationRequired"}
            ))
            return fault;
        for (uint32_t index = 0; index < found.size(); ++index)
            if (records.is_true("HasActivationRequired", index) &&
                equal_ignoring_case(records.text("NamespacePrefix", index), space))
                set = found[index];
        if (set == Id{})
            return transaction.fault(
                {}, fmt::format("There's no session-based permission set named {}.", name)
            );
        return nullptr;
    }

    static const Fault*
    activations(Transaction& transaction, Id user, Id set, std::vector<Id>& active) {
        std::vector<Id> found;
        if (const Fault* const fault =
                find_ids(transaction, "SessionPermSetActivation", "UserId", Value::id(user), found))
            return fault;
        Records records;
        if (const Fault* const fault = records.fetch(
                transaction,
                transaction.schema().find("SessionPermSetActivation"),
                found,
                {"PermissionSetId"}
            ))
            return fault;
        for (uint32_t index = 0; index < found.size(); ++index)
            if (id_of(records.at("PermissionSetId", index)) == set)
                active.push_back(found[index]);
        return nullptr;
    }

    bool activates_;
    std::vector<ActionParameter> inputs_;
};

} // namespace

void add_session_actions(ActionRegistry& registry) {
    registry.add(std::make_unique<const SessionAction>(true));
    registry.add(std::make_unique<const SessionAction>(false));
}

} // namespace weir
