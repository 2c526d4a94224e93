#include "org/standard_actions.hpp"

#include "org/email_addresses.hpp"
#include "org/email_template.hpp"
#include "org/save_chunk.hpp"
#include "org/state.hpp"
#include "types/convert.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

/// Recipients of one e-mail, all kinds together (reference/actions.md).
constexpr size_t most_recipients = 150;
constexpr std::string_view no_recipients = "Probably Limit Exceeded or 0 recipients";

Value input(const ActionCall& call, std::string_view name, uint32_t row) {
    const ActionColumn* const column = call.input(name);
    return column == nullptr ? Value() : column->values[row];
}

Id id_input(const ActionCall& call, std::string_view name, uint32_t row) {
    const Value value = input(call, name, row);
    if (value.tag() == Tag::id)
        return value.as_id();
    if (value.tag() == Tag::text)
        return parse_id(value.as_text()).value_or(Id{});
    return {};
}

std::vector<Id> id_column(const ActionCall& call, std::string_view name) {
    std::vector<Id> ids(call.size);
    for (uint32_t row = 0; row < call.size; ++row)
        ids[row] = id_input(call, name, row);
    return ids;
}

void fail_all(ActionCall& call, const Fault* fault) {
    std::ranges::fill(call.faults, fault);
}

std::string text_of_id(Id id) {
    if (id == Id{})
        return {};
    const auto text = to_text(id);
    return {text.data(), text.size()};
}

class EmailSimple final : public Action {
public:
    EmailSimple() {
        const auto add = [this](std::string_view name, TypeKind kind) {
            inputs_.push_back({std::string(name), Type::of(kind), false});
        };
        for (const std::string_view name :
             {"emailBody",
              "emailSubject",
              "emailAddresses",
              "ccAddresses",
              "bccAddresses",
              "senderType",
              "senderAddress"})
            add(name, TypeKind::text);
        inputs_.push_back({"emailAddressesArray", Type::of(TypeKind::text).collection_of(), false});
        // A text or a collection of texts.
        add("recipientAddresses", TypeKind::any);
        for (const std::string_view name :
             {"emailTemplateId", "recipientId", "relatedRecordId", "attachmentId"})
            add(name, TypeKind::id);
        inputs_.push_back(
            {"attachmentIdCollection", Type::of(TypeKind::text).collection_of(), false}
        );
        for (const std::string_view name :
             {"logEmailOnSend",
              "sendRichBody",
              "useLineBreaks",
              "addThreadingTokenToBody",
              "addThreadingTokenToSubject"})
            add(name, TypeKind::boolean);
    }

    [[nodiscard]] std::string_view type() const override { return "emailSimple"; }
    [[nodiscard]] std::span<const ActionParameter> inputs() const override { return inputs_; }
    [[nodiscard]] std::span<const ActionParameter> outputs() const override { return {}; }

    void run(ActionCall& call) const override {
        const std::vector<Id> recipients = id_column(call, "recipientId");
        const std::vector<Id> related = id_column(call, "relatedRecordId");
        const std::vector<Id> templates = id_column(call, "emailTemplateId");
        std::vector<Value> addresses(call.size);
        if (const Fault* const fault =
                addresses_of_records(call.transaction, recipients, addresses))
            return fail_all(call, fault);
        std::vector<MergedTemplate> merged;
        if (const Fault* const fault =
                merge_templates(call.transaction, templates, recipients, related, merged))
            return fail_all(call, fault);
        for (uint32_t row = 0; row < call.size; ++row) {
            Email email;
            email.source = "emailSimple";
            email.record = text_of_id(related[row] != Id{} ? related[row] : recipients[row]);
            if (const Fault* const fault = address(call, row, addresses[row], email)) {
                call.faults[row] = fault;
                continue;
            }
            if (const Fault* const fault = write(call, row, merged[row], email)) {
                call.faults[row] = fault;
                continue;
            }
            call.transaction.send(std::move(email));
        }
    }

private:
    static const Fault* address(ActionCall& call, uint32_t row, Value of_recipient, Email& email) {
        for (const std::string_view name :
             {"recipientAddresses", "emailAddresses", "emailAddressesArray"})
            add_addresses(input(call, name, row), email.to);
        add_addresses(of_recipient, email.to);
        // An e-mail needs somebody it is for; copies alone do not count.
        if (email.to.empty())
            return call.transaction.fault({}, no_recipients);
        add_addresses(input(call, "ccAddresses", row), email.to);
        add_addresses(input(call, "bccAddresses", row), email.to);
        if (email.to.size() > most_recipients)
            return call.transaction.fault({}, no_recipients);
        for (const std::string& one : email.to)
            if (!is_email_address(one))
                return call.transaction.fault(
                    "INVALID_EMAIL_ADDRESS", fmt::format("Invalid email address: {}", one)
                );
        return nullptr;
    }

    static const Fault*
    write(ActionCall& call, uint32_t row, const MergedTemplate& merged, Email& email) {
        email.subject = merged.subject;
        email.body = merged.body;
        if (merged.found)
            return nullptr;
        const Value subject = input(call, "emailSubject", row);
        const Value body = input(call, "emailBody", row);
        for (const auto& [value, name] :
             {std::pair{subject, "emailSubject"}, std::pair{body, "emailBody"}})
            if (value.is_null() || to_text(value, call.arena).empty())
                return call.transaction.fault(
                    {}, fmt::format("Missing required input parameter: {}", name)
                );
        email.subject = to_text(subject, call.arena);
        email.body = to_text(body, call.arena);
        return nullptr;
    }

    std::vector<ActionParameter> inputs_;
};

class EmailAlertAction final : public Action {
public:
    EmailAlertAction() { inputs_.push_back({"SObjectRowId", Type::of(TypeKind::id), true}); }

    [[nodiscard]] std::string_view type() const override { return "emailAlert"; }
    [[nodiscard]] std::span<const ActionParameter> inputs() const override { return inputs_; }
    [[nodiscard]] std::span<const ActionParameter> outputs() const override { return {}; }

    void run(ActionCall& call) const override {
        Transaction& transaction = call.transaction;
        const std::vector<EmailAlert>& alerts = transaction.program().alerts;
        const auto alert = std::ranges::find_if(alerts, [&](const EmailAlert& candidate) {
            return equal_ignoring_case(candidate.name, call.detail);
        });
        if (alert == alerts.end())
            return fail_all(
                call, transaction.fault({}, fmt::format("There is no email alert {}.", call.detail))
            );
        const std::vector<Id> ids = id_column(call, "SObjectRowId");
        const Object& object = transaction.schema().object(alert->object);
        Columns columns;
        std::vector<bool> found;
        if (const Fault* const fault = fetch_records(
                transaction, object.id, ids, fields_of(*alert, object), columns, found
            ))
            return fail_all(call, fault);
        std::vector<uint32_t> rows;
        for (uint32_t row = 0; row < call.size; ++row) {
            if (found[row])
                rows.push_back(row);
            else
                call.faults[row] = transaction.fault(
                    "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", "SObjectRowId"
                );
        }
        send(call, *alert, columns, ids, rows);
    }

private:
    /// A recipient is an address, or a field: of addresses, or a lookup to a record that has one.
    static FieldId recipient_field(const Object& object, std::string_view recipient) {
        if (recipient.find('@') != std::string_view::npos)
            return FieldId::none;
        const FieldId field = field_or_none(&object, recipient);
        if (field != FieldId::none)
            return field;
        return object.find_relationship(recipient).value_or(FieldId::none);
    }

    static std::vector<FieldId> fields_of(const EmailAlert& alert, const Object& object) {
        std::vector<FieldId> fields;
        const auto add = [&](FieldId field) {
            if (field != FieldId::none && field != object.id_field() &&
                std::ranges::find(fields, field) == fields.end())
                fields.push_back(field);
        };
        for (const RecordFormula* const formula : {&alert.subject, &alert.body})
            for (const SlotSource& source : formula->sources)
                if (source.kind != SlotSource::Kind::is_new)
                    add(source.field);
        for (const std::string& recipient : alert.to)
            add(recipient_field(object, recipient));
        return fields;
    }

    static void send(
        ActionCall& call,
        const EmailAlert& alert,
        Columns& columns,
        std::span<const Id> ids,
        Rows rows
    ) {
        if (rows.empty())
            return;
        Transaction& transaction = call.transaction;
        const Object& object = transaction.schema().object(alert.object);
        Value* const own_ids = columns.add(object.id_field());
        for (const uint32_t row : rows)
            own_ids[row] = Value::id(ids[row]);
        const std::span<Value> subjects = call.arena.make_array<Value>(call.size);
        const std::span<Value> bodies = call.arena.make_array<Value>(call.size);
        for (const auto& [formula, out] :
             {std::pair{&alert.subject, subjects}, std::pair{&alert.body, bodies}})
            if (const Fault* const fatal = evaluate_record_formula(
                    *formula, columns, nullptr, false, rows, transaction, out.data()
                ))
                return fail_all(call, fatal);
        std::vector<Email> emails(call.size);
        for (const std::string& recipient : alert.to)
            if (const Fault* const fault =
                    add_recipient(call, object, recipient, columns, rows, emails))
                return fail_all(call, fault);
        const auto text = [&](Value value) {
            // A merge field that cannot be evaluated is blank.
            return value.is_fault() ? std::string() : std::string(to_text(value, call.arena));
        };
        for (const uint32_t row : rows) {
            Email& email = emails[row];
            if (email.to.empty() && alert.has_other_recipients)
                continue;
            if (email.to.empty()) {
                call.faults[row] = transaction.fault({}, no_recipients);
                continue;
            }
            email.subject = text(subjects[row]);
            email.body = text(bodies[row]);
            email.source = alert.name;
            email.record = text_of_id(ids[row]);
            transaction.send(std::move(email));
        }
    }

    static const Fault* add_recipient(
        ActionCall& call,
        const Object& object,
        const std::string& recipient,
        const Columns& columns,
        Rows rows,
        std::vector<Email>& emails
    ) {
        const FieldId field = recipient_field(object, recipient);
        if (field == FieldId::none) {
            for (const uint32_t row : rows)
                add_addresses(Value::text(recipient), emails[row].to);
            return nullptr;
        }
        const Value* const cells = columns.find(field);
        if (!object.field(field).is_reference()) {
            for (const uint32_t row : rows)
                add_addresses(cells[row], emails[row].to);
            return nullptr;
        }
        std::vector<Id> people(call.size);
        std::vector<Value> addresses(call.size);
        for (const uint32_t row : rows)
            if (cells[row].tag() == Tag::id)
                people[row] = cells[row].as_id();
        const Fault* const fault = addresses_of_records(call.transaction, people, addresses);
        if (fault == nullptr)
            for (const uint32_t row : rows)
                add_addresses(addresses[row], emails[row].to);
        return fault;
    }

    std::vector<ActionParameter> inputs_;
};

} // namespace

void add_standard_actions(ActionRegistry& registry) {
    registry.add(std::make_unique<const EmailSimple>());
    registry.add(std::make_unique<const EmailAlertAction>());
}

} // namespace weir
