#include "org/upsert.hpp"

#include "org/state.hpp"

#include <algorithm>
#include <unordered_map>

namespace weir {

namespace {

/// The second half belongs to the statement of the first.
void join_statement(Transaction& transaction) {
    uint64_t& statements = transaction.state().use.of(Governor::dml_statements);
    if (statements > 0)
        --statements;
}

bool is_fatal(const UpsertPart& part) {
    return std::ranges::any_of(part.faults, [](const Fault* fault) {
        return fault != nullptr && fault->uncatchable;
    });
}

/// Writes the records that have no fault yet.
void write_part(Transaction& transaction, Operation operation, UpsertPart& part) {
    std::vector<uint32_t> rows;
    for (uint32_t row = 0; row < part.records.size(); ++row)
        if (part.faults[row] == nullptr)
            rows.push_back(row);
    if (rows.empty())
        return;
    RecordBatch records = std::as_const(part.records).select(rows);
    std::vector<const Fault*> faults(rows.size());
    transaction.dml(operation, records, faults);
    for (size_t index = 0; index < rows.size(); ++index) {
        part.faults[rows[index]] = faults[index];
        if (operation == Operation::create)
            part.records.ids()[rows[index]] = std::as_const(records).ids()[index];
    }
}

bool has_open(const UpsertPart& part) {
    return std::ranges::any_of(part.faults, [](const Fault* fault) { return fault == nullptr; });
}

/// Every record of an interview that has a fault has it. True if that is news.
bool spread_faults(UpsertPart& creates, UpsertPart& updates) {
    std::unordered_map<uint32_t, const Fault*> faults;
    for (const UpsertPart* const part : {&creates, &updates})
        for (size_t row = 0; row < part->owners.size(); ++row)
            if (part->faults[row] != nullptr)
                faults.emplace(part->owners[row], part->faults[row]);
    bool is_news = false;
    for (UpsertPart* const part : {&creates, &updates})
        for (size_t row = 0; row < part->owners.size(); ++row) {
            const auto found = faults.find(part->owners[row]);
            if (part->faults[row] != nullptr || found == faults.end())
                continue;
            part->faults[row] = found->second;
            is_news = true;
        }
    return is_news;
}

} // namespace

void upsert(Transaction& transaction, UpsertPart& creates, UpsertPart& updates, bool all_or_none) {
    creates.faults.assign(creates.owners.size(), nullptr);
    updates.faults.assign(updates.owners.size(), nullptr);
    const Snapshot before = take_snapshot(transaction);
    while (true) {
        write_part(transaction, Operation::create, creates);
        if (is_fatal(creates))
            break;
        if (has_open(updates) && !creates.owners.empty())
            join_statement(transaction);
        write_part(transaction, Operation::update, updates);
        // Whoever loses a record loses all of them: the rest is written anew, without theirs.
        if (!all_or_none || is_fatal(updates) || !spread_faults(creates, updates))
            return;
        if (const Fault* const fault = roll_back_to(transaction, before)) {
            std::ranges::fill(creates.faults, fault);
            std::ranges::fill(updates.faults, fault);
            return;
        }
        for (size_t row = 0; row < creates.owners.size(); ++row)
            creates.records.ids()[row] = Id{};
    }
    const auto fatal = std::ranges::find_if(creates.faults, [](const Fault* fault) {
        return fault != nullptr && fault->uncatchable;
    });
    std::ranges::fill(updates.faults, *fatal);
}

} // namespace weir
