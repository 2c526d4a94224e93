#include "org/put_records.hpp"

#include "org/save_chunk.hpp"
#include "org/standard_rules.hpp"
#include "org/users.hpp"

#include <fmt/format.h>

#include <utility>

namespace weir {

namespace {

void take_in(SaveChunk& chunk, const RecordBatch& records) {
    for (const FieldId field : records.fields()) {
        const std::span<const Value> from = records.find(field);
        const auto index = static_cast<size_t>(field);
        if (index == 0 || index >= chunk.object().fields.size() || from.empty())
            continue;
        Value* const to = chunk.given.add(field);
        for (uint32_t row = 0; row < chunk.size; ++row)
            to[row] = from[row];
    }
}

/// What the org would stamp on a record now, where the record says otherwise.
void keep_given_stamps(SaveChunk& chunk, const RecordBatch& records) {
    const SystemFields& system = chunk.plan.system;
    for (const FieldId field :
         {system.created_date,
          system.created_by,
          system.modified_date,
          system.modified_by,
          system.modstamp}) {
        const std::span<const Value> from =
            field == FieldId::none ? std::span<const Value>() : records.find(field);
        if (from.empty())
            continue;
        for (uint32_t row = 0; row < chunk.size; ++row)
            if (!from[row].is_null())
                chunk.set(field, row, from[row]);
    }
}

/// The first refusal as the failure of all.
[[nodiscard]] Status refusal(const SaveChunk& chunk) {
    if (chunk.fatal != nullptr)
        return Failure{std::string(chunk.fatal->message)};
    for (uint32_t row = 0; row < chunk.size; ++row)
        if (const Fault* const fault = chunk.faults[row])
            return Failure{
                fmt::format("{}: {}: {}", chunk.object().name, fault->code, fault->message)};
    return Done{};
}

} // namespace

Status put_records(Org& org, RecordBatch& records) {
    org.state().end_reading();
    const ObjectPlan& plan = org.state().plan(records.object());
    const uint32_t size = records.size();
    Transaction transaction(org, "records put as they are");
    if (const Error* const failure = transaction.failure())
        return *failure;
    SaveChunk chunk(transaction, plan, Operation::create, size);
    take_in(chunk, records);
    if (const Status done = org.store().allocate_ids(records.object(), chunk.ids); !done)
        return done;
    using Phase = void (*)(SaveChunk&);
    constexpr Phase before[] = {
        check_formats, default_users, apply_defaults, start_summaries, stamp};
    constexpr Phase after[] = {compose_names, derive_fields, derive_user_fields, write, roll_up};
    for (const Phase phase : before) {
        phase(chunk);
        if (const Status fine = refusal(chunk); !fine)
            return fine;
    }
    keep_given_stamps(chunk, records);
    for (const Phase phase : after) {
        phase(chunk);
        if (const Status fine = refusal(chunk); !fine)
            return fine;
    }
    for (uint32_t row = 0; row < size; ++row)
        records.ids()[row] = chunk.ids[row];
    return transaction.commit();
}

} // namespace weir
