#include "org/standard_checks.hpp"

#include "org/standard_cells.hpp"
#include "types/compare.hpp"
#include "types/date_time.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace weir {

using namespace standard;

namespace {

constexpr int64_t milliseconds_of_a_minute = 60'000;

// ------------------------------------------------------------------------------------ activities

/// An event ends so many minutes after it begins: what is not said follows from the rest.
void derive_event(SaveChunk& chunk) {
    for (const uint32_t row : chunk.good) {
        Value begin = cell(chunk, "StartDateTime", row);
        const Value activity = cell(chunk, "ActivityDateTime", row);
        if (is_given(chunk, "ActivityDateTime", row) || begin.is_null())
            begin = activity.is_null() ? begin : activity;
        if (begin.tag() != Tag::date_time)
            continue;
        put(chunk, "StartDateTime", row, begin);
        put(chunk, "ActivityDateTime", row, begin);
        const Value minutes = cell(chunk, "DurationInMinutes", row);
        const Value end = cell(chunk, "EndDateTime", row);
        const bool by_end = is_given(chunk, "EndDateTime", row) || minutes.is_null();
        if (by_end && end.tag() == Tag::date_time) {
            const int64_t length = end.integer() - begin.integer();
            put(chunk, "DurationInMinutes", row, Value::number(length / milliseconds_of_a_minute));
        } else if (!minutes.is_null()) {
            const auto length = to_integer(minutes.decimal());
            if (length)
                put(chunk,
                    "EndDateTime",
                    row,
                    Value::date_time(begin.integer() + *length * milliseconds_of_a_minute));
        }
    }
}

void check_event(SaveChunk& chunk) {
    for (const uint32_t row : chunk.good) {
        const bool has_length = !cell(chunk, "DurationInMinutes", row).is_null() ||
                                !cell(chunk, "EndDateTime", row).is_null() ||
                                cell(chunk, "IsAllDayEvent", row).is_true();
        if (!has_length)
            chunk.refuse(
                row,
                "REQUIRED_FIELD_MISSING",
                "Required fields are missing: [DurationInMinutes]",
                "DurationInMinutes"
            );
    }
}

/// A task belongs to the account of what it is about, else of whom it is with.
void derive_task_account(SaveChunk& chunk) {
    const FieldId account = field_of(chunk, "AccountId");
    const KnownObjects& known = chunk.transaction.org().state().known;
    if (account == FieldId::none || known.contact == nullptr || known.account == nullptr)
        return;
    std::vector<Id> contacts(chunk.size);
    for (const uint32_t row : chunk.good) {
        const Value what = cell(chunk, "WhatId", row);
        const Value who = cell(chunk, "WhoId", row);
        if (what.tag() == Tag::id && key_prefix(what.as_id()) == known.account->prefix)
            chunk.set(account, row, what);
        else if (who.tag() == Tag::id && key_prefix(who.as_id()) == known.contact->prefix)
            contacts[row] = who.as_id();
    }
    Columns columns;
    std::vector<bool> found;
    const FieldId wanted = known.of_contact.account;
    if (wanted == FieldId::none)
        return;
    chunk.fatal =
        fetch_records(chunk.transaction, known.contact->id, contacts, {&wanted, 1}, columns, found);
    if (chunk.fatal != nullptr)
        return;
    for (const uint32_t row : chunk.good)
        if (found[row] && columns.at(wanted, row).tag() == Tag::id)
            chunk.set(account, row, columns.at(wanted, row));
}

// --------------------------------------------------------------------------- sales and service

/// The date and user of an activation.
void derive_activation(SaveChunk& chunk) {
    const Surroundings& around = chunk.transaction.surroundings();
    for (const uint32_t row : chunk.good) {
        if (!changes(chunk, "Status", row) || !is_text(cell(chunk, "Status", row), "Activated"))
            continue;
        put(chunk, "ActivatedDate", row, Value::date_time(around.now));
        if (around.user != Id{})
            put(chunk, "ActivatedById", row, Value::id(around.user));
    }
}

void check_draft(SaveChunk& chunk, std::string_view what) {
    if (!chunk.creates())
        return;
    for (const uint32_t row : chunk.good)
        if (!is_text(cell(chunk, "Status", row), "Draft"))
            chunk.refuse(
                row,
                "FAILED_ACTIVATION",
                fmt::format(
                    "Choose a valid {} status and save your changes. Ask your admin for details.",
                    what
                ),
                "Status"
            );
}

void check_contract(SaveChunk& chunk) {
    check_draft(chunk, "contract");
}

void check_order(SaveChunk& chunk) {
    check_draft(chunk, "order");
}

/// Active from its start to its end.
void derive_entitlement(SaveChunk& chunk) {
    const Surroundings& around = chunk.transaction.surroundings();
    const int64_t today = around.zone.local_days(around.now);
    for (const uint32_t row : chunk.good) {
        const Value begin = cell(chunk, "StartDate", row);
        const Value end = cell(chunk, "EndDate", row);
        const bool is_early = begin.tag() == Tag::date && begin.integer() > today;
        const bool is_late = end.tag() == Tag::date && end.integer() < today;
        put(chunk,
            "Status",
            row,
            Value::text(
                is_early  ? "Inactive"
                : is_late ? "Expired"
                          : "Active"
            ));
    }
}

void check_asset(SaveChunk& chunk) {
    for (const uint32_t row : chunk.good)
        if (cell(chunk, "AccountId", row).is_null() && cell(chunk, "ContactId", row).is_null())
            chunk.refuse(
                row,
                "FIELD_INTEGRITY_EXCEPTION",
                "field integrity exception: unknown (Every asset needs an account, a contact, or "
                "both.)"
            );
}

// ------------------------------------------------------------------------------------ marketing

void check_member(SaveChunk& chunk) {
    for (const uint32_t row : chunk.good) {
        const bool has_lead = !cell(chunk, "LeadId", row).is_null();
        const bool has_contact = !cell(chunk, "ContactId", row).is_null();
        if (chunk.creates() && has_lead == has_contact)
            chunk.refuse(
                row,
                "REQUIRED_FIELD_MISSING",
                has_lead ? "A campaign member is a lead or a contact, not both."
                         : "Required fields are missing: [LeadId or ContactId]",
                "LeadId"
            );
    }
}

/// The status of a new member is the campaign's own default, where it has statuses of its own.
void default_member_status(SaveChunk& chunk) {
    const Object* const statuses = chunk.transaction.schema().find("CampaignMemberStatus");
    const FieldId fields[] = {
        field_or_none(statuses, "CampaignId"),
        field_or_none(statuses, "Label"),
        field_or_none(statuses, "IsDefault")};
    if (!chunk.creates() || std::ranges::find(fields, FieldId::none) != std::end(fields) ||
        chunk.transaction.org().store().count(statuses->id) == 0)
        return;
    std::vector<uint32_t> rows;
    std::vector<Value> campaigns;
    for (const uint32_t row : chunk.good)
        if (!is_given(chunk, "Status", row)) {
            rows.push_back(row);
            campaigns.push_back(cell(chunk, "CampaignId", row));
        }
    Columns found;
    QueryResult result;
    if (!find_children(chunk, *statuses, fields[0], campaigns, {fields + 1, 2}, result, found))
        return;
    for (size_t index = 0; index < rows.size(); ++index)
        for (uint32_t status = result.begin[index]; status < result.begin[index + 1]; ++status)
            if (found.at(fields[2], status).is_true())
                put(chunk, "Status", rows[index], found.at(fields[1], status));
}

// ------------------------------------------------------------------------------------- accounts

/// An account that has won opportunities stays.
void check_account_delete(SaveChunk& chunk) {
    const Object* const opportunities = chunk.transaction.schema().find("Opportunity");
    const FieldId account = field_or_none(opportunities, "AccountId");
    const FieldId won = field_or_none(opportunities, "IsWon");
    if (account == FieldId::none || won == FieldId::none)
        return;
    std::vector<Value> ids;
    for (const uint32_t row : chunk.good)
        ids.push_back(Value::id(chunk.ids[row]));
    const std::vector<uint32_t> rows = chunk.good;
    Columns found;
    QueryResult result;
    if (!find_children(chunk, *opportunities, account, ids, {&won, 1}, result, found))
        return;
    for (size_t index = 0; index < rows.size(); ++index)
        for (uint32_t child = result.begin[index]; child < result.begin[index + 1]; ++child)
            if (found.at(won, child).is_true())
                chunk.refuse(
                    rows[index],
                    "DELETE_FAILED",
                    "Your attempt to delete this account could not be completed because some "
                    "opportunities in this account were closed won. The opportunities cannot be "
                    "deleted."
                );
    chunk.drop_refused();
}

using Step = void (*)(SaveChunk&);

/// The rules of one object; null where there is none.
struct ObjectChecks {
    std::string_view object;
    Step defaults = nullptr;
    Step derive = nullptr;
    Step check = nullptr;
    Step check_delete = nullptr;
    std::array<std::string_view, 8> reads = {};
};

constexpr ObjectChecks all_checks[] = {
    {.object = "Account", .check_delete = check_account_delete},
    {.object = "Asset", .check = check_asset, .reads = {"AccountId", "ContactId"}},
    {.object = "CampaignMember", .defaults = default_member_status, .check = check_member},
    {.object = "Contract",
     .derive = derive_activation,
     .check = check_contract,
     .reads = {"Status"}},
    {.object = "Entitlement", .derive = derive_entitlement, .reads = {"StartDate", "EndDate"}},
    {.object = "Event",
     .derive = derive_event,
     .check = check_event,
     .reads =
         {"StartDateTime",
          "ActivityDateTime",
          "EndDateTime",
          "DurationInMinutes",
          "IsAllDayEvent"}},
    {.object = "OpportunityLineItem",
     .defaults = check_one_price,
     .derive = derive_line_prices,
     .check = check_opportunity_line,
     .reads = {"UnitPrice", "TotalPrice", "Quantity", "OpportunityId", "PricebookEntryId"}},
    {.object = "Order", .derive = derive_activation, .check = check_order, .reads = {"Status"}},
    {.object = "OrderItem",
     .defaults = check_one_price,
     .derive = derive_line_prices,
     .check = check_order_line,
     .reads = {"UnitPrice", "TotalPrice", "Quantity", "OrderId", "PricebookEntryId"}},
    {.object = "PricebookEntry", .check = check_prices},
    {.object = "Task", .derive = derive_task_account, .reads = {"WhatId", "WhoId"}},
};

const ObjectChecks* checks_of(const SaveChunk& chunk) {
    if (chunk.object().kind != ObjectKind::standard)
        return nullptr;
    const auto* const found =
        std::ranges::find(all_checks, chunk.object().name, &ObjectChecks::object);
    return found == std::end(all_checks) ? nullptr : found;
}

} // namespace

std::span<const std::string_view> fields_read_by_standard_checks(const SaveChunk& chunk) {
    const ObjectChecks* const checks = checks_of(chunk);
    if (checks == nullptr)
        return {};
    const auto end = std::ranges::find(checks->reads, std::string_view{});
    return {checks->reads.begin(), end};
}

void default_standard_fields(SaveChunk& chunk) {
    if (const ObjectChecks* const checks = checks_of(chunk); checks && checks->defaults)
        checks->defaults(chunk);
}

void derive_standard_fields(SaveChunk& chunk) {
    if (const ObjectChecks* const checks = checks_of(chunk); checks && checks->derive)
        checks->derive(chunk);
}

void check_standard_rules(SaveChunk& chunk) {
    const ObjectChecks* const checks = checks_of(chunk);
    if (checks == nullptr || checks->check == nullptr)
        return;
    checks->check(chunk);
    chunk.drop_refused();
}

void check_standard_deletes(SaveChunk& chunk) {
    if (const ObjectChecks* const checks = checks_of(chunk); checks && checks->check_delete)
        checks->check_delete(chunk);
}

} // namespace weir
