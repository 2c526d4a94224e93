// emailAlert: e-mail alerts of the world (reference/actions.md).
#include "org/action_tools.hpp"
#include "org/actions.hpp"
#include "org/email_addresses.hpp"
#include "org/recipients.hpp"
#include "org/save_chunk.hpp"
#include "types/convert.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

constexpr std::string_view no_recipients = "Probably Limit Exceeded or 0 recipients";

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
        const std::string sender = address_of_user(transaction, transaction.surroundings().user);
        for (const uint32_t row : rows) {
            Email& email = emails[row];
            if (const Fault* const fault = add_others(transaction, alert, ids[row], email.to))
                return fail_all(call, fault);
            // Roles and teams may have nobody, which is no mistake.
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
            email.from = sender;
            transaction.send(std::move(email));
        }
    }

    /// Roles, groups, teams: those who are in them now.
    static const Fault* add_others(
        Transaction& transaction,
        const EmailAlert& alert,
        Id record,
        std::vector<std::string>& addresses
    ) {
        std::vector<Id> users;
        for (const std::string& recipient : alert.others) {
            if (const Fault* const fault = users_of_recipient(transaction, recipient, users))
                return fault;
            if (const Fault* const fault = users_of_record(transaction, recipient, record, users))
                return fault;
        }
        std::vector<Value> found(users.size());
        const Fault* const fault = addresses_of_records(transaction, users, found);
        if (fault == nullptr)
            for (const Value address : found)
                add_addresses(address, addresses);
        return fault;
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
            // A username is written like an address; the user has the address.
            std::string address = recipient;
            std::vector<Id> users;
            if (const Fault* const fault =
                    find_ids(call.transaction, "User", "Username", Value::text(recipient), users))
                return fault;
            if (!users.empty())
                if (std::string own = address_of_user(call.transaction, users.front());
                    !own.empty())
                    address = std::move(own);
            for (const uint32_t row : rows)
                add_addresses(Value::text(address), emails[row].to);
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

void add_alert_actions(ActionRegistry& registry) {
    registry.add(std::make_unique<const EmailAlertAction>());
}

} // namespace weir
