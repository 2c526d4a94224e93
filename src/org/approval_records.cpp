#include "org/approval_records.hpp"

#include "org/system_records.hpp"

namespace weir {

namespace {

constexpr std::string_view pending = "Pending";

} // namespace

const Fault* ApprovalRecords::lost() {
    return transaction_.fault("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
}

const Fault* ApprovalRecords::definition_of(const ApprovalProcess& process, Id& definition) {
    std::vector<Id> found;
    if (const Fault* const fault = find_ids(
            transaction_, "ProcessDefinition", "DeveloperName", Value::text(process.name), found
        ))
        return fault;
    Records records;
    if (const Fault* const fault = records.fetch(
            transaction_, transaction_.schema().find("ProcessDefinition"), found, {"TableEnumOrId"}
        ))
        return fault;
    const std::string& object = transaction_.schema().object(process.object).name;
    for (uint32_t row = 0; row < found.size(); ++row)
        if (records.text("TableEnumOrId", row) == object)
            definition = found[row];
    return nullptr;
}

const Fault* ApprovalRecords::pending_instances(Id record, std::vector<Id>& instances) {
    std::vector<Id> found;
    if (const Fault* const fault =
            find_ids(transaction_, "ProcessInstance", "TargetObjectId", Value::id(record), found))
        return fault;
    Records records;
    if (const Fault* const fault = records.fetch(
            transaction_, transaction_.schema().find("ProcessInstance"), found, {"Status"}
        ))
        return fault;
    for (uint32_t row = 0; row < found.size(); ++row)
        if (records.text("Status", row) == pending)
            instances.push_back(found[row]);
    return nullptr;
}

const Fault*
ApprovalRecords::open_instance(const ApprovalProcess& process, Id record, Id submitter) {
    RecordWriter writer(transaction_, "ProcessInstance");
    if (!writer.is_known())
        return transaction_.fault({}, "The org has no approvals.");
    Id definition;
    if (const Fault* const fault = definition_of(process, definition))
        return fault;
    const uint32_t row = writer.add();
    writer.id(row, "TargetObjectId", record);
    writer.text(row, "Status", pending);
    writer.id(row, "SubmittedById", submitter);
    writer.id(row, "ProcessDefinitionId", definition);
    const Fault* const fault = system_create(transaction_, writer.records());
    instance = writer.records().ids()[0];
    return fault;
}

const Fault*
ApprovalRecords::load_instance(ObjectId object, Id& submitter, const ApprovalProcess*& process) {
    Records records;
    if (const Fault* const fault = records.fetch(
            transaction_,
            transaction_.schema().find("ProcessInstance"),
            {&instance, 1},
            {"SubmittedById", "ProcessDefinitionId"}
        ))
        return fault;
    submitter = id_of(records.at("SubmittedById", 0));
    const Id wanted = id_of(records.at("ProcessDefinitionId", 0));
    for (const ApprovalProcess& candidate : transaction_.program().actions->processes) {
        Id definition;
        if (candidate.object != object)
            continue;
        if (const Fault* const fault = definition_of(candidate, definition))
            return fault;
        if (definition == wanted)
            process = &candidate;
    }
    return nullptr;
}

const Fault* ApprovalRecords::load_node(const ApprovalProcess& process, size_t& step) {
    std::vector<Id> found;
    if (const Fault* const fault = find_ids(
            transaction_, "ProcessInstanceNode", "ProcessInstanceId", Value::id(instance), found
        ))
        return fault;
    Records records;
    if (const Fault* const fault = records.fetch(
            transaction_,
            transaction_.schema().find("ProcessInstanceNode"),
            found,
            {"NodeStatus", "ProcessNodeName"}
        ))
        return fault;
    for (uint32_t row = 0; row < found.size(); ++row) {
        if (records.text("NodeStatus", row) != pending)
            continue;
        node = found[row];
        for (size_t index = 0; index < process.steps.size(); ++index)
            if (process.steps[index].name == records.text("ProcessNodeName", row))
                step = index;
    }
    return node == Id{} ? lost() : nullptr;
}

const Fault* ApprovalRecords::open_node(
    const ApprovalStep& step, std::span<const Id> actors, std::vector<Id>& work_items
) {
    RecordWriter nodes(transaction_, "ProcessInstanceNode");
    RecordWriter items(transaction_, "ProcessInstanceWorkitem");
    if (!nodes.is_known() || !items.is_known())
        return transaction_.fault({}, "The org has no approvals.");
    const uint32_t row = nodes.add();
    nodes.id(row, "ProcessInstanceId", instance);
    nodes.text(row, "ProcessNodeName", step.name);
    nodes.text(row, "NodeStatus", pending);
    if (const Fault* const fault = system_create(transaction_, nodes.records()))
        return fault;
    node = nodes.records().ids()[0];
    for (const Id actor : actors) {
        const uint32_t item = items.add();
        items.id(item, "ProcessInstanceId", instance);
        items.id(item, "ActorId", actor);
        items.id(item, "OriginalActorId", actor);
    }
    const Fault* const fault = system_create(transaction_, items.records());
    const std::span<const Id> made = std::as_const(items.records()).ids();
    work_items.assign(made.begin(), made.end());
    return fault;
}

const Fault* ApprovalRecords::note_step(
    std::string_view status, Id actor, Id original, std::string_view comment
) {
    RecordWriter writer(transaction_, "ProcessInstanceStep");
    if (!writer.is_known())
        return nullptr;
    const uint32_t row = writer.add();
    writer.id(row, "ProcessInstanceId", instance);
    writer.text(row, "StepStatus", status);
    writer.id(row, "ActorId", actor);
    writer.id(row, "OriginalActorId", original);
    writer.text(row, "Comments", comment);
    return system_create(transaction_, writer.records());
}

const Fault* ApprovalRecords::close(
    std::string_view object, std::string_view field, Id id, std::string_view status
) {
    RecordWriter writer(transaction_, object);
    const uint32_t row = writer.add(id);
    writer.text(row, field, status);
    writer.id(row, "LastActorId", transaction_.surroundings().user);
    writer.set(row, "CompletedDate", Value::date_time(transaction_.surroundings().now));
    return system_update(transaction_, writer.records());
}

const Fault* ApprovalRecords::close_node(std::string_view status) {
    return close("ProcessInstanceNode", "NodeStatus", node, status);
}

const Fault* ApprovalRecords::close_instance(std::string_view status) {
    return close("ProcessInstance", "Status", instance, status);
}

const Fault* ApprovalRecords::work_items(std::vector<Id>& items, Records& records) {
    if (const Fault* const fault = find_ids(
            transaction_, "ProcessInstanceWorkitem", "ProcessInstanceId", Value::id(instance), items
        ))
        return fault;
    return records.fetch(
        transaction_,
        transaction_.schema().find("ProcessInstanceWorkitem"),
        items,
        {"ActorId", "OriginalActorId"}
    );
}

const Fault* ApprovalRecords::drop_work_items(std::span<const Id> items) {
    const Object* const object = transaction_.schema().find("ProcessInstanceWorkitem");
    return object == nullptr ? nullptr : system_erase(transaction_, object->id, items);
}

} // namespace weir
