// Assignment and auto-response rules: steps 9 and 10 of the order of execution.
#include "org/email_addresses.hpp"
#include "org/email_template.hpp"
#include "org/save_steps.hpp"
#include "program/save_rules.hpp"
#include "types/convert.hpp"
#include "types/text.hpp"

#include <algorithm>
#include <string>

namespace weir {

namespace {

std::string text_of(Id id) {
    const auto text = to_text(id);
    return {text.data(), text.size()};
}

/// Records of an object by a text field, without case; for names that rules are written with.
const Fault* find_named(
    Transaction& transaction,
    std::string_view object_name,
    std::initializer_list<std::string_view> fields,
    std::string_view value,
    Id& found
) {
    const Object* const object = transaction.schema().find(object_name);
    if (object == nullptr)
        return nullptr;
    for (const std::string_view name : fields) {
        const FieldId field = field_or_none(object, name);
        if (field == FieldId::none || found != Id{})
            continue;
        Query query;
        query.object = object->id;
        query.limit = 1;
        query.parameter_count = 1;
        query.filter.resize(1);
        query.filter[0].field = field;
        auto prepared = transaction.org().store().prepare(query);
        if (!prepared)
            return transaction.fail(prepared.error());
        const Value wanted = Value::text(value);
        const std::span<const Value> parameters(&wanted, 1);
        auto records = transaction.org().store().run(**prepared, {&parameters, 1}, 1);
        if (!records)
            return transaction.fail(records.error());
        if (records->records.size() > 0)
            found = std::as_const(records->records).ids()[0];
    }
    return nullptr;
}

/// Whom an entry names; zero if there is nobody of that name.
const Fault* find_owner(Transaction& transaction, const AssignmentEntry& entry, Id& owner) {
    if (!entry.user.empty())
        return find_named(transaction, "User", {"Username"}, entry.user, owner);
    return find_named(transaction, "Group", {"DeveloperName", "Name"}, entry.queue, owner);
}

/// `Folder/Name`: templates go by their names alone.
std::string_view own_name(std::string_view path) {
    return path.substr(path.rfind('/') + 1);
}

/// Sends the template about each row to the address of each; rows without one are passed over.
const Fault* send_template(
    SaveChunk& chunk,
    std::string_view path,
    Rows rows,
    std::span<const Id> recipients,
    std::span<const Value> addresses,
    std::string_view from
) {
    Transaction& transaction = chunk.transaction;
    Id found;
    if (const Fault* const fault = find_named(
            transaction, "EmailTemplate", {"DeveloperName", "Name"}, own_name(path), found
        ))
        return fault;
    if (found == Id{})
        return nullptr;
    std::vector<Id> templates(rows.size(), found);
    std::vector<Id> related;
    for (const uint32_t row : rows)
        related.push_back(chunk.ids[row]);
    std::vector<MergedTemplate> merged;
    if (const Fault* const fault =
            merge_templates(transaction, templates, recipients, related, merged))
        return fault;
    for (size_t index = 0; index < rows.size(); ++index) {
        Email email;
        add_addresses(addresses[index], email.to);
        if (email.to.empty() || !merged[index].found)
            continue;
        email.subject = merged[index].subject;
        email.body = merged[index].body;
        email.from = from;
        email.source = path;
        email.record = text_of(related[index]);
        transaction.send(std::move(email));
    }
    return nullptr;
}

/// Tells new owners with the template of the entry. A queue has an address of its own.
const Fault* tell_owners(SaveChunk& chunk, const AssignmentEntry& entry, Rows rows, Id owner) {
    if (entry.email_template.empty() || rows.empty())
        return nullptr;
    const std::vector<Id> recipients(rows.size(), owner);
    std::vector<Value> addresses(rows.size(), Value::null());
    if (const Fault* const fault = addresses_of_records(chunk.transaction, recipients, addresses))
        return fault;
    return send_template(chunk, entry.email_template, rows, recipients, addresses, {});
}

/// Writes the owners that rules have given: no new save, as in the order of execution.
void write_owners(SaveChunk& chunk, Rows rows, std::span<const Id> owners) {
    const FieldId field = chunk.plan.system.owner;
    std::vector<uint32_t> changed;
    const Value* const now = chunk.now_column(field);
    for (const uint32_t row : rows)
        if (owners[row] != Id{} && !(now[row].tag() == Tag::id && now[row].as_id() == owners[row]))
            changed.push_back(row);
    if (changed.empty())
        return;
    RecordBatch records(chunk.object().id, static_cast<uint32_t>(changed.size()));
    const std::span<Value> column = records.column(field);
    for (size_t index = 0; index < changed.size(); ++index) {
        records.ids()[index] = chunk.ids[changed[index]];
        column[index] = Value::id(owners[changed[index]]);
        chunk.set(field, changed[index], column[index]);
    }
    chunk.fatal = system_update(chunk.transaction, records);
}

/// The address of who wrote: of a case its contact or the web form's, of a lead its own.
FieldId sender_field(const SaveChunk& chunk, uint32_t row) {
    for (const std::string_view name : {"SuppliedEmail", "ContactEmail", "Email"}) {
        const FieldId field = field_or_none(&chunk.object(), name);
        if (field != FieldId::none && !chunk.now.at(field, row).is_null())
            return field;
    }
    return FieldId::none;
}

void send_written(SaveChunk& chunk, const ResponseEntry& entry, Rows rows, std::span<Value> to) {
    const std::span<Value> subjects = chunk.arena().make_array<Value>(chunk.size);
    const std::span<Value> bodies = chunk.arena().make_array<Value>(chunk.size);
    for (const auto& [formula, out] :
         {std::pair{&entry.subject, subjects}, std::pair{&entry.body, bodies}}) {
        chunk.fatal = evaluate_record_formula(
            *formula, chunk.now, nullptr, chunk.creates(), rows, chunk.transaction, out.data()
        );
        if (chunk.fatal != nullptr)
            return;
    }
    const auto text = [&](Value value) {
        return value.is_null() || value.is_fault() ? std::string()
                                                   : std::string(to_text(value, chunk.arena()));
    };
    for (const uint32_t row : rows) {
        Email email;
        add_addresses(to[row], email.to);
        if (email.to.empty())
            continue;
        email.subject = text(subjects[row]);
        email.body = text(bodies[row]);
        email.from = entry.from;
        email.source = "auto response rule";
        email.record = text_of(chunk.ids[row]);
        chunk.transaction.send(std::move(email));
    }
}

void send_by_template(
    SaveChunk& chunk, const ResponseEntry& entry, Rows rows, std::span<const Value> to
) {
    const FieldId contact = field_or_none(&chunk.object(), "ContactId");
    std::vector<Id> recipients;
    std::vector<Value> addresses;
    for (const uint32_t row : rows) {
        const Value person =
            contact == FieldId::none ? Value::null() : chunk.now_column(contact)[row];
        recipients.push_back(person.tag() == Tag::id ? person.as_id() : chunk.ids[row]);
        addresses.push_back(to[row]);
    }
    chunk.fatal =
        send_template(chunk, entry.email_template, rows, recipients, addresses, entry.from);
}

/// Answers who sent new cases and leads, by the first entry that fits each.
void respond(SaveChunk& chunk, const SaveRules& rules) {
    std::vector<uint32_t> open = chunk.good;
    for (const std::string_view name : {"SuppliedEmail", "ContactEmail", "Email"})
        if (const FieldId field = field_or_none(&chunk.object(), name); field != FieldId::none)
            chunk.now_column(field);
    for (const ResponseEntry& entry : rules.responses) {
        const std::vector<uint32_t> rows = rows_meeting(chunk, entry.condition, open);
        if (chunk.fatal != nullptr)
            return;
        const std::span<Value> to = chunk.arena().make_array<Value>(chunk.size);
        for (const uint32_t row : rows) {
            const FieldId field = sender_field(chunk, row);
            to[row] = field == FieldId::none ? Value::null() : chunk.now.at(field, row);
        }
        if (entry.email_template.empty())
            send_written(chunk, entry, rows, to);
        else if (!rows.empty())
            send_by_template(chunk, entry, rows, to);
        if (chunk.fatal != nullptr)
            return;
        std::erase_if(open, [&](uint32_t row) { return std::ranges::count(rows, row) > 0; });
    }
}

} // namespace

void apply_assignment_rules(SaveChunk& chunk, Rows rows, std::span<Id> owners) {
    const SaveRules* const rules = chunk.plan.program.save_rules.get();
    if (rules == nullptr || rules->assignment.empty() || chunk.plan.system.owner == FieldId::none)
        return;
    bring_rules_up_to_date(chunk);
    std::vector<uint32_t> open(rows.begin(), rows.end());
    for (const AssignmentEntry& entry : rules->assignment) {
        if (chunk.fatal != nullptr || open.empty())
            break;
        const std::vector<uint32_t> fitting = rows_meeting(chunk, entry.condition, open);
        std::erase_if(open, [&](uint32_t row) { return std::ranges::count(fitting, row) > 0; });
        if (chunk.fatal != nullptr || fitting.empty())
            continue;
        Id owner;
        chunk.fatal = find_owner(chunk.transaction, entry, owner);
        if (chunk.fatal != nullptr || owner == Id{})
            continue;
        for (const uint32_t row : fitting)
            owners[row] = owner;
        chunk.fatal = tell_owners(chunk, entry, fitting, owner);
    }
    if (chunk.fatal == nullptr)
        write_owners(chunk, rows, owners);
}

void assign_owners(SaveChunk& chunk) {
    const SaveRules* const rules = chunk.plan.program.save_rules.get();
    const TransactionState& state = chunk.transaction.state();
    if (rules == nullptr || !state.assigns || state.save_depth != 1)
        return;
    std::vector<Id> owners(chunk.size);
    apply_assignment_rules(chunk, chunk.good, owners);
    if (chunk.fatal != nullptr || !chunk.creates() || rules->responses.empty())
        return;
    bring_rules_up_to_date(chunk);
    if (chunk.fatal == nullptr)
        respond(chunk, *rules);
}

} // namespace weir
