#include "org/approval_actions.hpp"

#include "org/action_tools.hpp"
#include "org/approvals.hpp"
#include "org/recipients.hpp"
#include "org/save_chunk.hpp"

#include <algorithm>

namespace weir {

namespace {

/// Calls an action of the org for one record.
const Fault*
call_for(Transaction& transaction, std::string_view type, std::string_view detail, Id id) {
    const Action* const action = transaction.org().actions().find(type, detail);
    if (action == nullptr)
        return nullptr;
    Value value = Value::id(id);
    const ActionColumn input{"SObjectRowId", {&value, 1}};
    const Fault* fault = nullptr;
    ActionCall call{
        transaction, type, detail, 1, {&input, 1}, {}, {&fault, 1}, transaction.arena()};
    action->run(call);
    // A message that reaches nobody is no reason not to decide.
    return fault != nullptr && fault->uncatchable ? fault : nullptr;
}

const Fault* update_fields(
    Transaction& transaction,
    const Object& object,
    Id id,
    std::span<const FieldUpdate> updates,
    const Columns& record
) {
    if (updates.empty())
        return nullptr;
    RecordBatch records(object.id, 1);
    records.ids()[0] = id;
    const uint32_t row = 0;
    for (const FieldUpdate& update : updates) {
        Value value;
        if (const Fault* const fatal = evaluate_record_formula(
                update.value, record, nullptr, false, {&row, 1}, transaction, &value
            ))
            return fatal;
        if (value.is_fault())
            return &value.as_fault();
        records.column(update.field)[0] = value.is_unset() ? Value::null() : value;
    }
    const bool before = std::exchange(transaction.state().passes_locks, true);
    const Fault* fault = nullptr;
    save_records(transaction, Operation::update, records, {&fault, 1});
    transaction.state().passes_locks = before;
    return fault;
}

} // namespace

const Fault* carry_out_approval_actions(
    Transaction& transaction,
    const Object& object,
    Id id,
    const ApprovalActions& actions,
    const Columns& record
) {
    if (const Fault* const fault = update_fields(transaction, object, id, actions.updates, record))
        return fault;
    for (const std::string& alert : actions.alerts)
        if (const Fault* const fault = call_for(transaction, "emailAlert", alert, id))
            return fault;
    for (const std::string& message : actions.messages)
        if (const Fault* const fault = call_for(transaction, "outboundMessage", message, id))
            return fault;
    return nullptr;
}

const Fault* is_administrator(Transaction& transaction, Id user, bool& answer) {
    answer = false;
    Records users;
    if (const Fault* const fault =
            users.fetch(transaction, transaction.schema().find("User"), {&user, 1}, {"ProfileId"}))
        return fault;
    const Id profile = id_of(users.at("ProfileId", 0));
    Records profiles;
    if (const Fault* const fault = profiles.fetch(
            transaction,
            transaction.schema().find("Profile"),
            {&profile, 1},
            {"Name", "PermissionsModifyAllData"}
        ))
        return fault;
    // A world without profiles has nobody who may not.
    answer = !profiles.has(0) || profiles.text("Name", 0) == "System Administrator" ||
             profiles.is_true("PermissionsModifyAllData", 0);
    return nullptr;
}

namespace {

/// The process of an instance, by the name of its definition; null if it is gone.
const ApprovalProcess*
process_of(const DeclaredActions& declared, ObjectId object, std::string_view name) {
    for (const ApprovalProcess& process : declared.processes)
        if (process.object == object && process.name == name)
            return &process;
    return nullptr;
}

/// Records of a chunk that approvals hold, and whether those who are asked may edit them.
class Locks {
public:
    explicit Locks(SaveChunk& chunk)
        : chunk_(chunk),
          transaction_(chunk.transaction),
          declared_(*transaction_.program().actions) {}

    const Fault* run() {
        std::vector<Id> instances;
        std::vector<uint32_t> rows;
        for (const uint32_t row : chunk_.good) {
            std::vector<Id> found;
            if (const Fault* const fault = find_ids(
                    transaction_,
                    "ProcessInstance",
                    "TargetObjectId",
                    Value::id(chunk_.ids[row]),
                    found
                ))
                return fault;
            instances.insert(instances.end(), found.begin(), found.end());
            rows.insert(rows.end(), found.size(), row);
        }
        return instances.empty() ? nullptr : judge(instances, rows);
    }

private:
    const Fault* judge(const std::vector<Id>& instances, const std::vector<uint32_t>& rows) {
        const Id user = transaction_.surroundings().user;
        bool is_admin = false;
        if (const Fault* const fault = is_administrator(transaction_, user, is_admin))
            return fault;
        if (is_admin)
            return nullptr;
        Records records;
        if (const Fault* const fault = records.fetch(
                transaction_,
                transaction_.schema().find("ProcessInstance"),
                instances,
                {"Status", "ProcessDefinitionId"}
            ))
            return fault;
        std::vector<Id> ids(instances.size());
        for (uint32_t index = 0; index < ids.size(); ++index)
            ids[index] = id_of(records.at("ProcessDefinitionId", index));
        Records definitions;
        if (const Fault* const fault = definitions.fetch(
                transaction_,
                transaction_.schema().find("ProcessDefinition"),
                ids,
                {"DeveloperName"}
            ))
            return fault;
        for (uint32_t index = 0; index < instances.size(); ++index) {
            const ApprovalProcess* const process =
                process_of(declared_, chunk_.object().id, definitions.text("DeveloperName", index));
            bool held = false;
            if (const Fault* const fault =
                    holds(process, records.text("Status", index), instances[index], user, held))
                return fault;
            if (held)
                chunk_.refuse(
                    rows[index],
                    "ENTITY_IS_LOCKED",
                    "This record is locked. If you need to edit "
                    "it, contact your admin."
                );
        }
        return nullptr;
    }

    const Fault* holds(
        const ApprovalProcess* process, std::string_view status, Id instance, Id user, bool& answer
    ) {
        if (process == nullptr)
            return nullptr;
        answer = status == "Pending" ||
                 (status == "Approved" && process->keeps_lock_when_approved) ||
                 (status == "Rejected" && process->keeps_lock_when_rejected);
        if (!answer || status != "Pending" || !process->approvers_edit)
            return nullptr;
        std::vector<Id> items;
        if (const Fault* const fault = find_ids(
                transaction_,
                "ProcessInstanceWorkitem",
                "ProcessInstanceId",
                Value::id(instance),
                items
            ))
            return fault;
        Records records;
        if (const Fault* const fault = records.fetch(
                transaction_,
                transaction_.schema().find("ProcessInstanceWorkitem"),
                items,
                {"ActorId"}
            ))
            return fault;
        std::vector<Id> actors;
        for (uint32_t row = 0; row < items.size(); ++row)
            actors.push_back(id_of(records.at("ActorId", row)));
        std::vector<Id> users;
        const Fault* const fault = users_behind(transaction_, actors, users);
        answer = std::ranges::find(users, user) == users.end();
        return fault;
    }

    SaveChunk& chunk_;
    Transaction& transaction_;
    const DeclaredActions& declared_;
};

} // namespace

void check_approval_locks(SaveChunk& chunk) {
    const DeclaredActions* const declared = chunk.transaction.program().actions.get();
    const bool may_be_locked = declared != nullptr && chunk.operation == Operation::update &&
                               !chunk.transaction.state().passes_locks &&
                               declared->has_processes(chunk.object().id);
    if (!may_be_locked)
        return;
    chunk.fatal = Locks(chunk).run();
    chunk.drop_refused();
}

} // namespace weir
