// quickAction: buttons that create, update or log, pressed by flows (reference/actions.md).
#include "org/action_tools.hpp"
#include "org/actions.hpp"
#include "org/call_flow.hpp"
#include "org/quick_actions.hpp"
#include "org/record_formulas.hpp"
#include "program/declared_actions.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

constexpr StandardQuickAction standard_actions[] = {
    {"NewTask", "create", "", "Task"},
    {"NewEvent", "create", "", "Event"},
    {"LogACall", "log a call", "", "Task"},
    {"NewCase", "create", "", "Case"},
    {"NewContact", "create", "", "Contact"},
    {"NewAccount", "create", "", "Account"},
    {"NewLead", "create", "", "Lead"},
    {"NewOpportunity", "create", "", "Opportunity"},
    {"NewContract", "create", "", "Contract"},
    {"NewCampaign", "create", "", "Campaign"},
    {"NewNote", "create", "", "Note"},
    {"FeedItem.NewTaskFromFeedItem", "create", "FeedItem", "Task"},
    {"FeedItem.TextPost", "post", "FeedItem", ""},
    {"Case.LogACall", "log a call", "Case", "Task"},
    {"Case.ChangeStatus", "update", "Case", ""},
    {"Contact.LogACall", "log a call", "Contact", "Task"},
    {"Lead.LogACall", "log a call", "Lead", "Task"},
    {"Account.LogACall", "log a call", "Account", "Task"},
    {"Opportunity.LogACall", "log a call", "Opportunity", "Task"},
};

/// What a call comes down to: declared or standard, one way.
struct Pressed {
    std::string_view kind;
    const Object* stands = nullptr; // null: everywhere
    const Object* makes = nullptr;
    std::string_view flow;
    std::span<const FieldUpdate> values;
};

class QuickActionCall {
public:
    QuickActionCall(ActionCall& call, const Pressed& pressed)
        : call_(call), transaction_(call.transaction), pressed_(pressed) {}

    void run() {
        contexts_ = id_column(call_, "contextId");
        if (pressed_.stands != nullptr && !require_inputs(call_, {"contextId"}))
            return;
        if (!fetch_contexts())
            return;
        if (pressed_.kind == "flow") {
            const ActionColumn record{"recordId", context_values()};
            call_flow(call_, pressed_.flow, {&record, 1});
            return;
        }
        if (pressed_.kind == "post")
            return post();
        const bool updates = pressed_.kind == "update";
        const Object* const target = updates ? pressed_.stands : pressed_.makes;
        if (target == nullptr)
            return fail_all(
                call_,
                transaction_.fault(
                    {}, fmt::format("The quick action {} can't be run by a flow.", call_.detail)
                )
            );
        write(*target, updates ? Operation::update : Operation::create);
    }

private:
    bool fetch_contexts() {
        std::vector<FieldId> fields;
        for (const FieldUpdate& update : pressed_.values)
            for (const SlotSource& source : update.value.sources)
                if (source.field != FieldId::none && pressed_.stands != nullptr &&
                    source.field != pressed_.stands->id_field() &&
                    std::ranges::find(fields, source.field) == fields.end())
                    fields.push_back(source.field);
        if (pressed_.stands == nullptr) {
            columns_ = Columns(call_.arena, 0, call_.size);
            return true;
        }
        std::vector<bool> found;
        if (const Fault* const fault = fetch_records(
                transaction_, pressed_.stands->id, own_contexts(), fields, columns_, found
            )) {
            fail_all(call_, fault);
            return false;
        }
        Value* const ids = columns_.add(pressed_.stands->id_field());
        for (uint32_t row = 0; row < call_.size; ++row) {
            ids[row] = Value::id(contexts_[row]);
            if (!found[row])
                fail(call_, row, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
        }
        return !rows_left(call_).empty();
    }

    [[nodiscard]] std::vector<Id> own_contexts() const {
        std::vector<Id> ids(contexts_);
        for (Id& id : ids)
            if (transaction_.schema().find(key_prefix(id)) != pressed_.stands)
                id = {};
        return ids;
    }

    [[nodiscard]] std::span<Value> context_values() {
        const std::span<Value> values = call_.arena.make_array<Value>(call_.size);
        for (uint32_t row = 0; row < call_.size; ++row)
            values[row] = contexts_[row] == Id{} ? Value::null() : Value::id(contexts_[row]);
        return values;
    }

    void write(const Object& target, Operation operation) {
        const std::vector<uint32_t> rows = rows_left(call_);
        RecordBatch records(target.id, static_cast<uint32_t>(rows.size()));
        if (operation == Operation::update)
            for (size_t index = 0; index < rows.size(); ++index)
                records.ids()[index] = contexts_[rows[index]];
        else
            link(target, rows, records);
        if (pressed_.kind == "log a call")
            log_call(target, records);
        if (!predefine(rows, records) || !take_inputs(target, rows, records))
            return;
        std::vector<const Fault*> faults(rows.size());
        transaction_.dml(operation, records, faults);
        for (size_t index = 0; index < rows.size(); ++index) {
            call_.faults[rows[index]] = faults[index];
            if (faults[index] == nullptr)
                give(target, rows[index], std::as_const(records).ids()[index]);
        }
    }

    /// What is created belongs to the record at which the button stands.
    void link(const Object& target, std::span<const uint32_t> rows, RecordBatch& records) {
        for (size_t index = 0; index < rows.size(); ++index) {
            const Id context = contexts_[rows[index]];
            const Object* const object = transaction_.schema().find(key_prefix(context));
            if (object == nullptr)
                continue;
            const bool is_activity = target.name == "Task" || target.name == "Event";
            const bool is_person = object->name == "Contact" || object->name == "Lead";
            FieldId field = FieldId::none;
            if (is_activity && object->name != "FeedItem")
                field = field_or_none(&target, is_person ? "WhoId" : "WhatId");
            else
                field = lookup_to(target, *object);
            if (field != FieldId::none)
                records.column(field)[index] = Value::id(context);
        }
    }

    [[nodiscard]] static FieldId lookup_to(const Object& target, const Object& parent) {
        for (size_t index = 0; index < target.fields.size(); ++index) {
            const Field& field = target.fields[index];
            if (field.is_reference() && !field.is_system && field.createable &&
                field.refers_to.size() == 1 && field.refers_to.front() == parent.id)
                return static_cast<FieldId>(index);
        }
        return FieldId::none;
    }

    void log_call(const Object& task, RecordBatch& records) {
        const auto put = [&](std::string_view name, Value value) {
            if (const FieldId field = field_or_none(&task, name); field != FieldId::none)
                std::ranges::fill(records.column(field), value);
        };
        const Surroundings& around = transaction_.surroundings();
        put("Subject", Value::text("Call"));
        put("Status", Value::text("Completed"));
        put("TaskSubtype", Value::text("Call"));
        put("ActivityDate", Value::date(around.zone.local_days(around.now)));
    }

    bool predefine(std::span<const uint32_t> rows, RecordBatch& records) {
        const std::span<Value> values = call_.arena.make_array<Value>(call_.size);
        for (const FieldUpdate& update : pressed_.values) {
            if (const Fault* const fatal = evaluate_record_formula(
                    update.value, columns_, nullptr, false, rows, transaction_, values.data()
                )) {
                fail_all(call_, fatal);
                return false;
            }
            const std::span<Value> column = records.column(update.field);
            for (size_t index = 0; index < rows.size(); ++index)
                if (!values[rows[index]].is_fault())
                    column[index] = values[rows[index]];
        }
        return true;
    }

    /// The flow's own values stand before those that the action comes with.
    bool take_inputs(const Object& target, std::span<const uint32_t> rows, RecordBatch& records) {
        for (const ActionColumn& given : call_.inputs) {
            if (equal_ignoring_case(given.name, "contextId"))
                continue;
            const FieldId field = field_or_none(&target, given.name);
            if (field == FieldId::none) {
                fail_all(
                    call_,
                    transaction_.fault(
                        "INVALID_FIELD",
                        fmt::format("No such column '{}' on entity '{}'", given.name, target.name)
                    )
                );
                return false;
            }
            const std::span<Value> column = records.column(field);
            for (size_t index = 0; index < rows.size(); ++index)
                if (!given.values[rows[index]].is_null())
                    column[index] = given.values[rows[index]];
        }
        return true;
    }

    /// What the output is called depends on the action; each name of the record's id has it.
    void give(const Object& target, uint32_t row, Id id) {
        const std::string own = target.name + "Id";
        for (ActionColumn& output : call_.outputs)
            for (const std::string_view name :
                 {std::string_view("id"),
                  std::string_view("recordId"),
                  std::string_view("contextId"),
                  std::string_view(own)})
                if (equal_ignoring_case(output.name, name))
                    output.values[row] = Value::id(id);
    }

    void post() {
        const Action* const action = transaction_.org().actions().find("chatterPost", {});
        if (action == nullptr)
            return;
        std::vector<ActionColumn> inputs;
        inputs.push_back({"subjectNameOrId", context_values()});
        for (const ActionColumn& given : call_.inputs)
            if (equal_ignoring_case(given.name, "Body") || equal_ignoring_case(given.name, "text"))
                inputs.push_back({"text", given.values});
        ActionCall chatter = call_;
        chatter.type = "chatterPost";
        chatter.detail = {};
        chatter.inputs = inputs;
        action->run(chatter);
    }

    ActionCall& call_;
    Transaction& transaction_;
    const Pressed& pressed_;
    std::vector<Id> contexts_;
    Columns columns_;
};

class QuickActions final : public Action {
public:
    [[nodiscard]] std::string_view type() const override { return "quickAction"; }
    [[nodiscard]] std::span<const ActionParameter> inputs() const override { return {}; }
    [[nodiscard]] std::span<const ActionParameter> outputs() const override { return {}; }
    [[nodiscard]] ActionTraits traits() const override { return {.is_open = true}; }

    void run(ActionCall& call) const override {
        const Program& program = call.transaction.program();
        const Schema& schema = call.transaction.schema();
        Pressed pressed;
        const auto object = [&](ObjectId id) {
            return id == ObjectId::none ? nullptr : &schema.object(id);
        };
        if (const QuickActionProgram* const declared =
                program.actions == nullptr ? nullptr
                                           : program.actions->find_quick_action(call.detail)) {
            pressed = {
                declared->kind,
                object(declared->object),
                object(declared->makes),
                declared->flow,
                declared->values};
            if (pressed.kind.empty())
                pressed.kind = pressed.makes != nullptr ? "create" : "update";
            if (pressed.kind == "log a call" && pressed.makes == nullptr)
                pressed.makes = schema.find("Task");
        } else if (const StandardQuickAction* const standard = find_standard_quick_action(call.detail)) {
            pressed.kind = standard->kind;
            pressed.stands = standard->object.empty() ? nullptr : schema.find(standard->object);
            pressed.makes = standard->makes.empty() ? nullptr : schema.find(standard->makes);
        } else {
            return fail_all(
                call,
                call.transaction.fault({}, fmt::format("There's no quick action {}.", call.detail))
            );
        }
        QuickActionCall(call, pressed).run();
    }
};

} // namespace

const StandardQuickAction* find_standard_quick_action(std::string_view name) {
    const auto found = std::ranges::find_if(standard_actions, [&](const auto& action) {
        return equal_ignoring_case(action.name, name);
    });
    return found == std::end(standard_actions) ? nullptr : &*found;
}

void add_quick_actions(ActionRegistry& registry) {
    registry.add(std::make_unique<const QuickActions>());
}

} // namespace weir
