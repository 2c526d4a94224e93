// The records of an approval: ProcessInstance, its nodes and steps, and the work items of those who
// are asked. The org alone writes them.
#pragma once

#include "org/action_tools.hpp"
#include "program/declared_actions.hpp"

#include <string_view>
#include <vector>

namespace weir {

/// Of one request, of which `instance` and `node` are the current ones.
class ApprovalRecords {
public:
    explicit ApprovalRecords(Transaction& transaction) : transaction_(transaction) {}

    Id instance;
    Id node; // of the step that waits

    /// The ProcessDefinition that stands for the process; zero if there is none.
    const Fault* definition_of(const ApprovalProcess& process, Id& definition);
    /// Instances that wait for the record.
    const Fault* pending_instances(Id record, std::vector<Id>& instances);
    /// A new instance, which becomes the current one.
    const Fault* open_instance(const ApprovalProcess& process, Id record, Id submitter);
    /// Who has submitted the current instance, and its process; null if that is gone.
    const Fault* load_instance(ObjectId object, Id& submitter, const ApprovalProcess*& process);
    /// The node that waits becomes the current one; `step` is its place in the process.
    const Fault* load_node(const ApprovalProcess& process, size_t& step);
    /// A node of the step, with a work item for each actor.
    const Fault*
    open_node(const ApprovalStep& step, std::span<const Id> actors, std::vector<Id>& work_items);
    const Fault*
    note_step(std::string_view status, Id actor, Id original, std::string_view comment);
    const Fault* close_node(std::string_view status);
    const Fault* close_instance(std::string_view status);
    /// ActorId and OriginalActorId of the work items.
    const Fault* work_items(std::vector<Id>& items, Records& records);
    const Fault* drop_work_items(std::span<const Id> items);

private:
    const Fault* lost();
    /// Fields that say that something is over.
    const Fault*
    close(std::string_view object, std::string_view field, Id id, std::string_view status);

    Transaction& transaction_;
};

} // namespace weir
