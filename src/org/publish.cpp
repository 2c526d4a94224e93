// Publishing platform events: checked at once, sent at once or with the commit
// (reference/events.md, section 3).
#include "org/publish_quota.hpp"
#include "org/published.hpp"
#include "org/save_chunk.hpp"
#include "types/convert.hpp"

#include <algorithm>

namespace weir {

namespace {

/// The messages with what the org adds: when, by whom, and a UUID.
void stamp_messages(SaveChunk& chunk) {
    const SystemFields& system = chunk.plan.system;
    const Surroundings& around = chunk.transaction.surroundings();
    OrgState& state = chunk.transaction.org().state();
    const auto fill = [&](FieldId field, Value value) {
        if (field == FieldId::none)
            return;
        Value* const column = chunk.replace_good(field);
        for (const uint32_t row : chunk.good)
            column[row] = value;
    };
    fill(system.created_date, Value::date_time(around.now));
    fill(system.created_by, around.user == Id{} ? Value::null() : Value::id(around.user));
    if (system.event_uuid == FieldId::none)
        return;
    Value* const uuids = chunk.replace_good(system.event_uuid);
    for (const uint32_t row : chunk.good)
        uuids[row] = Value::text(state.new_guid(chunk.arena()));
}

void check_messages(SaveChunk& chunk) {
    const std::vector<FieldId> fields(chunk.given.fields().begin(), chunk.given.fields().end());
    for (const FieldId field : fields)
        check_column(chunk, field, chunk.given.find(field), chunk.good, false);
    chunk.drop_refused();
    check_required(chunk);
}

/// What is beyond the hour's share is refused message by message: an event is no record that takes
/// others with it. Messages that wait for the commit have their place already.
void refuse_beyond_quota(SaveChunk& chunk) {
    Transaction& transaction = chunk.transaction;
    Org& org = transaction.org();
    if (!org.settings().limits)
        return;
    uint64_t room = org.state().publish_quota->room(
        transaction.surroundings().now, org.settings().publishes_an_hour
    );
    for (const PendingEvents& pending : transaction.state().events)
        room -= std::min<uint64_t>(room, pending.messages.size());
    if (chunk.good.size() <= room)
        return;
    const std::vector<uint32_t> good = chunk.good;
    for (auto index = static_cast<size_t>(room); index < good.size(); ++index)
        chunk.refuse(
            good[index],
            "LIMIT_EXCEEDED",
            "The hourly limit of platform event messages that are published is exceeded."
        );
    chunk.drop_refused();
}

/// What the messages of a transaction point at is in its arena until the bus takes copies, behind
/// the commit. What flows give may be the store's own, which is gone by then, so it is copied; what
/// the org itself adds is in the arena already.
void own_values(SaveChunk& chunk) {
    for (const FieldId field : chunk.given.fields()) {
        Value* const column = chunk.given.find(field);
        for (const uint32_t row : chunk.good)
            column[row] = copy(column[row], chunk.arena());
    }
}

void send_messages(SaveChunk& chunk) {
    Transaction& transaction = chunk.transaction;
    if (!chunk.object().publish_immediately) {
        transaction.state().events.push_back(
            {chunk.given.to_batch(chunk.object().id, chunk.ids, chunk.good)}
        );
        return;
    }
    const RecordBatch messages = chunk.given.to_batch(chunk.object().id, chunk.ids, chunk.good);
    if (const Status done = transaction.org().bus().publish(messages); !done) {
        chunk.fatal = transaction.fail(done.error());
        return;
    }
    note_published(transaction.org(), messages);
}

const Fault* count_publish(Transaction& transaction, const Object& event) {
    return transaction.count(
        event.publish_immediately ? Governor::publishes : Governor::dml_statements, 1
    );
}

} // namespace

void publish(Transaction& transaction, RecordBatch& messages, std::span<const Fault*> faults) {
    const Object& event = transaction.schema().object(messages.object());
    if (const Fault* const limit = count_publish(transaction, event)) {
        std::ranges::fill(faults, limit);
        return;
    }
    const ObjectPlan& plan = transaction.org().state().plan(messages.object());
    SaveChunk chunk(transaction, plan, Operation::create, messages.size());
    chunk.given = Columns::of(messages, event.fields.size(), chunk.arena());
    drop_read_only_cells(chunk);
    if (!chunk.stops())
        apply_defaults(chunk);
    if (!chunk.stops())
        check_messages(chunk);
    if (!chunk.stops())
        refuse_beyond_quota(chunk);
    if (!chunk.stops()) {
        if (const Status done = transaction.org().store().allocate_ids(event.id, chunk.ids); !done)
            chunk.fatal = transaction.fail(done.error());
    }
    if (!chunk.stops() && !event.publish_immediately)
        own_values(chunk);
    if (!chunk.stops())
        stamp_messages(chunk);
    if (!chunk.stops())
        send_messages(chunk);
    for (uint32_t row = 0; row < chunk.size; ++row) {
        faults[row] = chunk.fatal != nullptr ? chunk.fatal : chunk.faults[row];
        messages.ids()[row] = faults[row] == nullptr ? chunk.ids[row] : Id{};
    }
    transaction.trace().saved(
        Operation::create,
        event,
        static_cast<uint32_t>(chunk.good.size()),
        static_cast<uint32_t>(chunk.size - chunk.good.size())
    );
}

void keep_published(Org& org, bool is_kept) {
    OrgState& state = org.state();
    for (size_t index = 0; index < state.published.size(); ++index) {
        const auto object = static_cast<ObjectId>(index);
        auto& kept = state.published[index];
        if (!is_kept)
            kept.reset();
        else if (kept == nullptr && object != ObjectId::none && org.program().schema->object(object).kind == ObjectKind::event)
            kept = std::make_unique<RecordBatch>(object, 0);
    }
    if (!is_kept)
        state.published_arena = Arena();
}

void note_published(Org& org, const RecordBatch& messages) {
    org.figures().published[org.program().schema->object(messages.object()).name] +=
        messages.size();
    OrgState& state = org.state();
    state.publish_quota->note(org.now(), messages.size());
    if (state.published[static_cast<size_t>(messages.object())] == nullptr)
        return;
    RecordBatch& all = *state.published[static_cast<size_t>(messages.object())];
    const uint32_t first = all.append(messages.size());
    std::ranges::copy(messages.ids(), all.ids().begin() + first);
    for (const FieldId field : messages.fields()) {
        const std::span<const Value> from = messages.find(field);
        const std::span<Value> to = all.column(field);
        for (uint32_t row = 0; row < messages.size(); ++row)
            to[first + row] = copy(from[row], state.published_arena);
    }
}

} // namespace weir
