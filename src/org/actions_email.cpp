// emailSimple: "Send Email" (reference/actions.md).
#include "org/action_tools.hpp"
#include "org/actions.hpp"
#include "org/email_addresses.hpp"
#include "org/email_template.hpp"
#include "org/recipients.hpp"
#include "org/save_chunk.hpp"
#include "org/system_records.hpp"
#include "types/convert.hpp"
#include "types/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace weir {

namespace {

/// Recipients of one e-mail, all kinds together.
constexpr size_t most_recipients = 150;
/// Of each list of addresses.
constexpr size_t most_bytes = 4000;
constexpr std::string_view no_recipients = "Probably Limit Exceeded or 0 recipients";
constexpr int64_t day = 24LL * 60 * 60 * 1000;

/// `text` with `<br>` for line ends: the body is HTML and would lose them.
std::string with_breaks(std::string_view text) {
    std::string result;
    for (const char letter : text)
        if (letter == '\n')
            result += "<br>";
        else if (letter != '\r')
            result += letter;
    return result;
}

class EmailSimple final : public Action {
public:
    EmailSimple() {
        const auto add = [this](std::string_view name, TypeKind kind) {
            inputs_.push_back({std::string(name), Type::of(kind), false});
        };
        for (const std::string_view name :
             {"emailBody", "emailSubject", "emailAddresses", "senderType", "senderAddress"})
            add(name, TypeKind::text);
        inputs_.push_back({"emailAddressesArray", Type::of(TypeKind::text).collection_of(), false});
        // A text or a collection of texts.
        for (const std::string_view name :
             {"recipientAddresses",
              "ccAddresses",
              "bccAddresses",
              "ccRecipientAddressList",
              "bccRecipientAddressList",
              "useEmailTemplate", // what the builder's page shows, as a text
              "composeEmailContent"})
            add(name, TypeKind::any);
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
        std::vector<MergedTemplate> merged;
        const Fault* fault = addresses_of_records(call.transaction, recipients, addresses);
        if (fault == nullptr)
            fault = merge_templates(call.transaction, templates, recipients, related, merged);
        if (fault != nullptr)
            return fail_all(call, fault);
        std::vector<Email> logged;
        std::vector<uint32_t> logged_rows;
        for (uint32_t row = 0; row < call.size; ++row) {
            Email email;
            email.source = "emailSimple";
            email.record = text_of_id(related[row] != Id{} ? related[row] : recipients[row]);
            fault = address(call, row, addresses[row], email);
            if (fault == nullptr)
                fault = write(call, row, templates[row], merged[row], related[row], email);
            if (fault == nullptr)
                fault = choose_sender(call, row, email);
            if (fault == nullptr)
                fault = count_day(call.transaction, email);
            if (fault != nullptr) {
                call.faults[row] = fault;
                continue;
            }
            if (flag_input(call, "logEmailOnSend", row)) {
                logged.push_back(email);
                logged_rows.push_back(row);
            }
            call.transaction.send(std::move(email));
        }
        log(call, logged, logged_rows, recipients, related);
    }

private:
    static const Fault* address(ActionCall& call, uint32_t row, Value of_recipient, Email& email) {
        const auto take = [&](std::string_view name, std::vector<std::string>& list) {
            std::vector<std::string> given;
            add_addresses(input(call, name, row), given);
            size_t bytes = 0;
            for (const std::string& one : given)
                bytes += one.size() + 1;
            list.insert(list.end(), given.begin(), given.end());
            return bytes <= most_bytes + 1;
        };
        bool fits = true;
        for (const std::string_view name :
             {"recipientAddresses", "emailAddresses", "emailAddressesArray"})
            fits &= take(name, email.to);
        add_addresses(of_recipient, email.to);
        // An e-mail needs somebody it is for; copies alone do not count.
        if (email.to.empty())
            return call.transaction.fault({}, no_recipients);
        for (const std::string_view name : {"ccAddresses", "ccRecipientAddressList"})
            fits &= take(name, email.cc);
        for (const std::string_view name : {"bccAddresses", "bccRecipientAddressList"})
            fits &= take(name, email.bcc);
        email.to.insert(email.to.end(), email.cc.begin(), email.cc.end());
        email.to.insert(email.to.end(), email.bcc.begin(), email.bcc.end());
        if (!fits || email.to.size() > most_recipients)
            return call.transaction.fault({}, no_recipients);
        for (const std::string& one : email.to)
            if (!is_email_address(one))
                return call.transaction.fault(
                    "INVALID_EMAIL_ADDRESS", fmt::format("Invalid email address: {}", one)
                );
        std::vector<std::string> once;
        for (std::string& one : email.to)
            if (std::ranges::none_of(once, [&](const std::string& other) {
                    return equal_ignoring_case(other, one);
                }))
                once.push_back(std::move(one));
        email.to = std::move(once);
        return nullptr;
    }

    static const Fault* write(
        ActionCall& call,
        uint32_t row,
        Id chosen,
        const MergedTemplate& merged,
        Id related,
        Email& email
    ) {
        email.subject = merged.subject;
        email.body = merged.body;
        email.is_rich = merged.found ? merged.is_rich : flag_input(call, "sendRichBody", row);
        if (!merged.found) {
            if (chosen != Id{})
                return call.transaction.fault(
                    "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", "emailTemplateId"
                );
            for (const std::string_view name : {"emailSubject", "emailBody"})
                if (text_input(call, name, row).empty())
                    return call.transaction.fault(
                        {}, fmt::format("Missing required input parameter: {}", name)
                    );
            email.subject = text_input(call, "emailSubject", row);
            email.body = text_input(call, "emailBody", row);
            if (email.is_rich && flag_input(call, "useLineBreaks", row))
                email.body = with_breaks(email.body);
        } else if (id_input(call, "recipientId", row) == Id{}) {
            return call.transaction.fault({}, "Missing required input parameter: recipientId");
        }
        // Answers are found by their thread: the token names the record that they belong to.
        const std::string token =
            related == Id{} ? std::string() : fmt::format("thread::{}::", text_of_id(related));
        if (!token.empty() && flag_input(call, "addThreadingTokenToBody", row))
            email.body += fmt::format("{}{}", email.is_rich ? "<br><br>" : "\n\n", token);
        if (!token.empty() && flag_input(call, "addThreadingTokenToSubject", row))
            email.subject += fmt::format(" [ {} ]", token);
        for (const Id attachment : ids_input(call, "attachmentId", row))
            email.attachments.push_back(text_of_id(attachment));
        for (const Id attachment : ids_input(call, "attachmentIdCollection", row))
            email.attachments.push_back(text_of_id(attachment));
        return nullptr;
    }

    static const Fault* choose_sender(ActionCall& call, uint32_t row, Email& email) {
        Transaction& transaction = call.transaction;
        const std::string_view type = text_input(call, "senderType", row);
        const bool is_org_wide = equal_ignoring_case(type, "OrgWideEmailAddress");
        if (call.flow != nullptr && call.flow->start == FlowStart::schedule && !is_org_wide)
            return transaction.fault(
                {},
                "The sender of an email in a schedule-triggered flow must be an organization-wide "
                "email address."
            );
        if (is_org_wide)
            return org_wide_sender(call, row, email);
        const bool is_default = equal_ignoring_case(type, "DefaultWorkflowUser");
        if (!is_default && !type.empty() && !equal_ignoring_case(type, "CurrentUser"))
            return transaction.fault({}, fmt::format("The sender type {} isn't valid.", type));
        email.from = address_of_user(
            transaction,
            is_default ? default_workflow_user(transaction) : transaction.surroundings().user
        );
        return nullptr;
    }

    static const Fault* org_wide_sender(ActionCall& call, uint32_t row, Email& email) {
        Transaction& transaction = call.transaction;
        const std::string_view address = text_input(call, "senderAddress", row);
        if (address.empty())
            return transaction.fault({}, "Missing required input parameter: senderAddress");
        std::vector<Id> found;
        if (const Fault* const fault = find_ids(
                transaction, "OrgWideEmailAddress", "Address", Value::text(address), found
            ))
            return fault;
        // A project that is a part of an org does not hold its addresses.
        if (found.empty() && !transaction.schema().setup().is_open)
            return transaction.fault(
                {}, fmt::format("{} isn't a valid organization-wide email address.", address)
            );
        email.from = address;
        return nullptr;
    }

    /// Addresses that are no user's count against the day of the org.
    static const Fault* count_day(Transaction& transaction, const Email& email) {
        Org& org = transaction.org();
        if (!org.settings().limits)
            return nullptr;
        const KnownObjects& known = org.state().known;
        std::vector<Value> values;
        for (const std::string& one : email.to)
            values.push_back(Value::text(one));
        uint64_t outside = values.size();
        if (known.user != nullptr && known.of_user.email != FieldId::none) {
            const auto holders =
                org.store().find_by_value(known.user->id, known.of_user.email, values);
            if (!holders)
                return transaction.fail(holders.error());
            outside = static_cast<uint64_t>(std::ranges::count(*holders, Id{}));
        }
        OrgState& state = org.state();
        const int64_t today = transaction.surroundings().now / day;
        if (state.mail_day != today) {
            state.mail_day = today;
            state.mails_of_day = 0;
        }
        if (state.mails_of_day + outside > org.settings().daily_emails)
            return transaction.fault({}, no_recipients);
        state.mails_of_day += outside;
        return nullptr;
    }

    /// logEmailOnSend: the e-mail is a record, and a completed task of whom it is about.
    static void
    log(ActionCall& call,
        std::span<const Email> emails,
        std::span<const uint32_t> rows,
        std::span<const Id> recipients,
        std::span<const Id> related) {
        if (emails.empty())
            return;
        Transaction& transaction = call.transaction;
        const Value now = Value::date_time(transaction.surroundings().now);
        const int64_t today =
            transaction.surroundings().zone.local_days(transaction.surroundings().now);
        RecordWriter tasks(transaction, "Task");
        for (size_t index = 0; tasks.is_known() && index < emails.size(); ++index) {
            const uint32_t task = tasks.add();
            tasks.text(task, "Subject", first_of("Email: " + emails[index].subject, 255));
            tasks.text(task, "Description", first_of(emails[index].body, 32'000));
            tasks.text(task, "Status", "Completed");
            tasks.text(task, "TaskSubtype", "Email");
            tasks.set(task, "ActivityDate", Value::date(today));
            tasks.id(task, "WhatId", related[rows[index]]);
            if (is_person(transaction, recipients[rows[index]]))
                tasks.id(task, "WhoId", recipients[rows[index]]);
        }
        if (!save(call, rows, tasks))
            return;
        RecordWriter messages(transaction, "EmailMessage");
        for (size_t index = 0; messages.is_known() && index < emails.size(); ++index) {
            const Email& email = emails[index];
            const uint32_t message = messages.add();
            messages.text(message, "Subject", first_of(email.subject, 3000));
            messages.text(
                message, email.is_rich ? "HtmlBody" : "TextBody", first_of(email.body, 131'072)
            );
            messages.text(message, "ToAddress", fmt::format("{}", fmt::join(email.to, "; ")));
            messages.text(message, "CcAddress", fmt::format("{}", fmt::join(email.cc, "; ")));
            messages.text(message, "BccAddress", fmt::format("{}", fmt::join(email.bcc, "; ")));
            messages.text(message, "FromAddress", email.from);
            messages.text(message, "Status", "3"); // sent
            messages.flag(message, "Incoming", false);
            messages.set(message, "MessageDate", now);
            messages.id(message, "RelatedToId", related[rows[index]]);
            const Object* const about = transaction.schema().find(key_prefix(related[rows[index]]));
            if (about != nullptr && about->name == "Case")
                messages.id(message, "ParentId", related[rows[index]]);
            if (tasks.is_known())
                messages.id(message, "ActivityId", tasks.records().ids()[index]);
        }
        (void)save(call, rows, messages);
    }

    /// Their own flows run; they cost no DML statement (reference/limits.md, section 2).
    static bool save(ActionCall& call, std::span<const uint32_t> rows, RecordWriter& records) {
        if (!records.is_known())
            return true;
        std::vector<const Fault*> faults(records.size());
        save_records(call.transaction, Operation::create, records.records(), faults);
        for (size_t index = 0; index < faults.size(); ++index)
            if (faults[index] != nullptr)
                call.faults[rows[index]] = faults[index];
        return std::ranges::all_of(faults, [](const Fault* fault) { return fault == nullptr; });
    }

    static bool is_person(Transaction& transaction, Id id) {
        const Object* const object = transaction.schema().find(key_prefix(id));
        return object != nullptr && (object->name == "Contact" || object->name == "Lead");
    }

    static std::string first_of(std::string_view text, size_t units) {
        return std::string(text.substr(0, byte_offset(text, units)));
    }

    std::vector<ActionParameter> inputs_;
};

} // namespace

void add_email_actions(ActionRegistry& registry) {
    registry.add(std::make_unique<const EmailSimple>());
}

} // namespace weir
