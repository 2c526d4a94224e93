// Omni-Channel: work is a PendingServiceRouting record, which nobody takes here
// (reference/actions.md).
#include "org/action_tools.hpp"
#include "org/actions.hpp"
#include "org/declared_parameters.hpp"
#include "org/recipients.hpp"
#include "org/system_records.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

/// Makes the routing records of all rows in one DML statement.
class Routing {
public:
    explicit Routing(ActionCall& call)
        : call_(call), routings_(call.transaction, "PendingServiceRouting") {}

    void route(std::string_view default_type) {
        if (!routings_.is_known())
            return fail_all(
                call_, call_.transaction.fault({}, "Omni-Channel isn't enabled in this org.")
            );
        for (const uint32_t row : rows_left(call_))
            if (const Fault* const fault = add(row, default_type))
                call_.faults[row] = fault;
        if (rows_.empty())
            return;
        std::vector<const Fault*> faults(rows_.size());
        call_.transaction.dml(Operation::create, routings_.records(), faults);
        for (size_t index = 0; index < rows_.size(); ++index) {
            const uint32_t row = rows_[index];
            call_.faults[row] = faults[index];
            if (faults[index] == nullptr)
                finish(row, routings_.records().ids()[index]);
        }
    }

private:
    const Fault* add(uint32_t row, std::string_view default_type) {
        Transaction& transaction = call_.transaction;
        const Id record = id_input(call_, "recordId", row);
        const Object* const object = transaction.schema().find(key_prefix(record));
        Records records;
        if (const Fault* const fault = records.fetch(transaction, object, {&record, 1}, {}))
            return fault;
        if (!records.has(0))
            return transaction.fault(
                "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", "recordId"
            );
        std::string_view type = text_input(call_, "routingType", row);
        if (type.empty())
            type = default_type;
        Id channel = id_input(call_, "serviceChannelId", row);
        if (const Fault* const fault = find_channel(row, channel))
            return fault;
        const Id queue = id_input(call_, "queueId", row);
        const Id agent = id_input(call_, "agentId", row);
        if (equal_ignoring_case(type, "QueueBased") && queue == Id{} && agent == Id{})
            return transaction.fault({}, "Missing required input parameter: queueId");
        const uint32_t routing = routings_.add();
        routings_.id(routing, "WorkItemId", record);
        routings_.id(routing, "ServiceChannelId", channel);
        routings_.text(routing, "RoutingType", type);
        routings_.id(routing, "GroupId", queue);
        routings_.id(routing, "PreferredUserId", agent);
        routings_.id(routing, "QueueRoutingConfigId", id_input(call_, "routingConfigId", row));
        routings_.flag(routing, "IsReadyForRouting", true);
        routings_.flag(routing, "IsPushed", false);
        rows_.push_back(row);
        return nullptr;
    }

    const Fault* find_channel(uint32_t row, Id& channel) {
        const std::string_view name = text_input(call_, "serviceChannelDevName", row);
        if (channel != Id{} || name.empty())
            return nullptr;
        std::vector<Id> found;
        const Fault* const fault = find_ids(
            call_.transaction, "ServiceChannel", "DeveloperName", Value::text(name), found
        );
        if (!found.empty())
            channel = found.front();
        return fault;
    }

    void finish(uint32_t row, Id routing) {
        Transaction& transaction = call_.transaction;
        set_output(call_, "pendingServiceRoutingId", row, Value::id(routing));
        const std::vector<Id> skills = ids_input(call_, "skillIdList", row);
        RecordWriter needed(transaction, "SkillRequirement");
        for (const Id skill : skills) {
            const uint32_t record = needed.add();
            needed.id(record, "RelatedRecordId", routing);
            needed.id(record, "SkillId", skill);
        }
        if (needed.is_known())
            if (const Fault* const fault = system_create(transaction, needed.records()))
                call_.faults[row] = fault;
        SentMessage sent;
        sent.kind = MessageKind::work;
        for (const std::string_view name : {"queueId", "agentId", "botId"})
            if (const Id to = id_input(call_, name, row); to != Id{})
                sent.to.push_back(text_of_id(to));
        sent.subject = text_input(call_, "routingType", row);
        sent.source = call_.type;
        sent.record = text_of_id(id_input(call_, "recordId", row));
        sent.from = text_of_id(transaction.surroundings().user);
        transaction.send(std::move(sent));
    }

    ActionCall& call_;
    RecordWriter routings_;
    std::vector<uint32_t> rows_;
};

class RouteWork final : public DescribedAction {
public:
    RouteWork()
        : DescribedAction(
              "routeWork",
              {{"recordId", TypeKind::id, false, true},
               {"serviceChannelId", TypeKind::id},
               {"serviceChannelDevName"},
               {"serviceChannelLabel"},
               {"routingType", TypeKind::text, false, true},
               {"routingConfigId", TypeKind::id},
               {"routingConfigLabel"},
               {"queueId", TypeKind::id},
               {"queueLabel"},
               {"isQueueVariable", TypeKind::boolean},
               {"agentId", TypeKind::id},
               {"agentLabel"},
               {"isAgentRequired", TypeKind::boolean},
               {"botId", TypeKind::id},
               {"botLabel"},
               {"copilotId", TypeKind::id},
               {"copilotLabel"},
               {"skillOption"},
               {"skillIdList", TypeKind::text, true},
               {"skillRequirementsResourceItem", TypeKind::any}},
              {{"pendingServiceRoutingId", TypeKind::id}}
          ) {}
    void run(ActionCall& call) const override {
        if (require_inputs(call, {"recordId", "routingType"}))
            Routing(call).route({});
    }
};

class SkillsBasedRouting final : public DescribedAction {
public:
    SkillsBasedRouting()
        : DescribedAction(
              "skillsBasedRouting",
              {{"recordId", TypeKind::id, false, true},
               {"routingConfigId", TypeKind::id, false, true},
               {"skillIdList", TypeKind::text, true},
               {"serviceChannelId", TypeKind::id}},
              {{"pendingServiceRoutingId", TypeKind::id}}
          ) {}
    void run(ActionCall& call) const override {
        if (require_inputs(call, {"recordId", "routingConfigId"}))
            Routing(call).route("SkillsBased");
    }
};

/// Adds skills to the work that waits for the record.
class AddSkillRequirements final : public DescribedAction {
public:
    AddSkillRequirements()
        : DescribedAction(
              "addSkillRequirements",
              {{"recordId", TypeKind::id, false, true},
               {"skillId", TypeKind::id},
               {"skillIdList", TypeKind::text, true},
               {"skillLevel", TypeKind::number},
               {"skillPriority", TypeKind::number},
               {"isAdditionalSkill", TypeKind::boolean}},
              {}
          ) {}
    void run(ActionCall& call) const override {
        if (!require_inputs(call, {"recordId"}))
            return;
        for (const uint32_t row : rows_left(call))
            call.faults[row] = add(call, row);
    }

private:
    static const Fault* add(ActionCall& call, uint32_t row) {
        Transaction& transaction = call.transaction;
        std::vector<Id> routings;
        if (const Fault* const fault = find_ids(
                transaction,
                "PendingServiceRouting",
                "WorkItemId",
                Value::id(id_input(call, "recordId", row)),
                routings
            ))
            return fault;
        if (routings.empty())
            return transaction.fault({}, "No routed work waits for the record.");
        std::vector<Id> skills = ids_input(call, "skillIdList", row);
        if (const Id one = id_input(call, "skillId", row); one != Id{})
            skills.push_back(one);
        if (skills.empty())
            return transaction.fault({}, "Missing required input parameter: skillIdList");
        RecordWriter needed(transaction, "SkillRequirement");
        if (!needed.is_known())
            return nullptr;
        for (const Id skill : skills) {
            const uint32_t record = needed.add();
            needed.id(record, "RelatedRecordId", routings.back());
            needed.id(record, "SkillId", skill);
            needed.set(record, "SkillLevel", input(call, "skillLevel", row));
            needed.set(record, "SkillPriority", input(call, "skillPriority", row));
            needed.flag(record, "IsAdditionalSkill", flag_input(call, "isAdditionalSkill", row));
        }
        std::vector<const Fault*> faults(needed.size());
        transaction.dml(Operation::create, needed.records(), faults);
        const auto refused =
            std::ranges::find_if(faults, [](const Fault* fault) { return fault != nullptr; });
        return refused == faults.end() ? nullptr : *refused;
    }
};

/// Who is there to take work: users whose presence is current and not away.
class CheckAvailability final : public DescribedAction {
public:
    CheckAvailability()
        : DescribedAction(
              "checkAvailabilityForRouting",
              {{"serviceChannelId", TypeKind::id},
               {"serviceChannelDevName"},
               {"serviceChannelLabel"},
               {"routingType"},
               {"queueId", TypeKind::id},
               {"queueLabel"},
               {"agentId", TypeKind::id},
               {"agentLabel"},
               {"recordId", TypeKind::id},
               {"skillIdList", TypeKind::text, true},
               {"skillRequirementsResourceItem", TypeKind::any}},
              {{"onlineAgentsCount", TypeKind::number},
               {"isAvailable", TypeKind::boolean},
               {"estimatedWaitTime", TypeKind::number}}
          ) {}
    void run(ActionCall& call) const override {
        for (uint32_t row = 0; row < call.size; ++row) {
            uint32_t online = 0;
            if (const Fault* const fault = count(call, row, online)) {
                call.faults[row] = fault;
                continue;
            }
            set_output(call, "onlineAgentsCount", row, Value::number(online));
            set_output(call, "isAvailable", row, Value::boolean(online > 0));
            set_output(call, "estimatedWaitTime", row, Value::null());
        }
    }

private:
    static const Fault* count(ActionCall& call, uint32_t row, uint32_t& online) {
        Transaction& transaction = call.transaction;
        std::vector<Id> wanted;
        for (const std::string_view name : {"queueId", "agentId"})
            if (const Id id = id_input(call, name, row); id != Id{})
                if (const Fault* const fault = users_behind(transaction, {&id, 1}, wanted))
                    return fault;
        std::vector<Id> presences;
        if (const Fault* const fault = find_ids(
                transaction,
                "UserServicePresence",
                "IsCurrentState",
                Value::boolean(true),
                presences
            ))
            return fault;
        Records records;
        if (const Fault* const fault = records.fetch(
                transaction,
                transaction.schema().find("UserServicePresence"),
                presences,
                {"UserId", "IsAway"}
            ))
            return fault;
        const bool anyone =
            id_input(call, "queueId", row) == Id{} && id_input(call, "agentId", row) == Id{};
        std::vector<Id> there;
        for (uint32_t index = 0; index < presences.size(); ++index) {
            const Id user = id_of(records.at("UserId", index));
            const bool counts = anyone || std::ranges::find(wanted, user) != wanted.end();
            if (counts && !records.is_true("IsAway", index) &&
                std::ranges::find(there, user) == there.end())
                there.push_back(user);
        }
        online = static_cast<uint32_t>(there.size());
        return nullptr;
    }
};

} // namespace

void add_routing_actions(ActionRegistry& registry) {
    registry.add(std::make_unique<const RouteWork>());
    registry.add(std::make_unique<const SkillsBasedRouting>());
    registry.add(std::make_unique<const AddSkillRequirements>());
    registry.add(std::make_unique<const CheckAvailability>());
}

} // namespace weir
