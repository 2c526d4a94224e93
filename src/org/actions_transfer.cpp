// Actions that hand over: to a flow, to a page, to another system (reference/actions.md).
#include "org/action_tools.hpp"
#include "org/actions.hpp"
#include "org/call_action.hpp"
#include "org/call_flow.hpp"
#include "program/declared_actions.hpp"
#include "types/convert.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

/// What takes and gives whatever its detail says.
class OpenAction : public Action {
public:
    OpenAction(std::string_view type, ActionTraits traits) : type_(type), traits_(traits) {
        traits_.is_open = true;
    }
    [[nodiscard]] std::string_view type() const override { return type_; }
    [[nodiscard]] std::span<const ActionParameter> inputs() const override { return {}; }
    [[nodiscard]] std::span<const ActionParameter> outputs() const override { return {}; }
    [[nodiscard]] ActionTraits traits() const override { return traits_; }

private:
    std::string_view type_;
    ActionTraits traits_;
};

class RunFlowAction final : public OpenAction {
public:
    RunFlowAction() : OpenAction("flow", {}) {}
    void run(ActionCall& call) const override { call_flow(call, call.detail, call.inputs); }
};

/// A local action happens in the browser: here nothing sees it, and the interview goes on in a
/// transaction of its own.
class LocalAction final : public OpenAction {
public:
    explicit LocalAction(std::string_view type) : OpenAction(type, {.ends_transaction = true}) {}
    void run(ActionCall& call) const override {
        for (ActionColumn& output : call.outputs)
            std::ranges::fill(output.values, Value::null());
    }
};

/// Another system, which is not there: a test mocks it, or the host registers it.
class CalloutAction final : public OpenAction {
public:
    explicit CalloutAction(std::string_view type) : OpenAction(type, {.calls_out = true}) {}
    void run(ActionCall& call) const override { run_action(call, nullptr); }
};

std::string escaped(std::string_view text) {
    std::string result;
    for (const char letter : text)
        switch (letter) {
        case '<':
            result += "&lt;";
            break;
        case '>':
            result += "&gt;";
            break;
        case '&':
            result += "&amp;";
            break;
        default:
            result += letter;
        }
    return result;
}

class OutboundMessageAction final : public Action {
public:
    OutboundMessageAction() { inputs_ = {{"SObjectRowId", Type::of(TypeKind::id), true}}; }

    [[nodiscard]] std::string_view type() const override { return "outboundMessage"; }
    [[nodiscard]] std::span<const ActionParameter> inputs() const override { return inputs_; }
    [[nodiscard]] std::span<const ActionParameter> outputs() const override { return {}; }

    void run(ActionCall& call) const override {
        Transaction& transaction = call.transaction;
        const Program& program = transaction.program();
        const OutboundMessage* const message =
            program.actions == nullptr ? nullptr : program.actions->find_message(call.detail);
        if (message == nullptr)
            return fail_all(
                call,
                transaction.fault({}, fmt::format("There's no outbound message {}.", call.detail))
            );
        if (!require_inputs(call, {"SObjectRowId"}))
            return;
        const std::vector<Id> ids = id_column(call, "SObjectRowId");
        Columns columns;
        std::vector<bool> found;
        if (const Fault* const fault =
                fetch_records(transaction, message->object, ids, message->fields, columns, found))
            return fail_all(call, fault);
        for (uint32_t row = 0; row < call.size; ++row) {
            if (!found[row]) {
                fail(call, row, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
                continue;
            }
            SentMessage sent;
            sent.kind = MessageKind::outbound_message;
            sent.to.push_back(message->address);
            sent.subject = message->name;
            sent.source = message->name;
            sent.record = text_of_id(ids[row]);
            sent.from = text_of_id(transaction.surroundings().user);
            sent.body = body(transaction, *message, columns, row, ids[row]);
            transaction.send(std::move(sent));
        }
    }

private:
    /// The record of the notification, as the SOAP message has it.
    static std::string body(
        Transaction& transaction,
        const OutboundMessage& message,
        const Columns& columns,
        uint32_t row,
        Id id
    ) {
        const Object& object = transaction.schema().object(message.object);
        std::string text = fmt::format(
            "<sObject xsi:type=\"sf:{}\"><sf:Id>{}</sf:Id>", object.name, text_of_id(id)
        );
        for (const FieldId field : message.fields) {
            const Value value = columns.at(field, row);
            if (field == object.id_field() || value.is_null())
                continue;
            const std::string& name = object.field(field).name;
            text += fmt::format(
                "<sf:{0}>{1}</sf:{0}>", name, escaped(to_text(value, transaction.arena()))
            );
        }
        return text + "</sObject>";
    }

    std::vector<ActionParameter> inputs_;
};

} // namespace

void add_transfer_actions(ActionRegistry& registry) {
    registry.add(std::make_unique<const RunFlowAction>());
    for (const std::string_view type : {"component", "lwcComponent"})
        registry.add(std::make_unique<const LocalAction>(type));
    for (const std::string_view type : {"externalService", "httpCallout"})
        registry.add(std::make_unique<const CalloutAction>(type));
    registry.add(std::make_unique<const OutboundMessageAction>());
}

} // namespace weir
