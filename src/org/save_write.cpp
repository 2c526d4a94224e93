// Records that nothing refuses get their numbers and go to the store.
#include "org/save_chunk.hpp"
#include "types/date_time.hpp"

#include <fmt/format.h>

#include <string>

namespace weir {

namespace {

/// "PL-{00000}" with 7 is "PL-00007"; {YYYY}, {YY}, {MM} and {DD} are of today.
std::string number_text(std::string_view format, uint64_t number, const CivilDate& today) {
    std::string text;
    bool has_number = false;
    for (size_t at = 0; at < format.size();) {
        const size_t end = format[at] == '{' ? format.find('}', at) : std::string_view::npos;
        if (end == std::string_view::npos) {
            text += format[at++];
            continue;
        }
        const std::string_view inside = format.substr(at + 1, end - at - 1);
        if (inside == "YYYY")
            text += fmt::format("{:04}", today.year);
        else if (inside == "YY")
            text += fmt::format("{:02}", today.year % 100);
        else if (inside == "MM")
            text += fmt::format("{:02}", today.month);
        else if (inside == "DD")
            text += fmt::format("{:02}", today.day);
        else {
            text += fmt::format("{:0{}}", number, inside.size());
            has_number = true;
        }
        at = end + 1;
    }
    if (!has_number)
        text += std::to_string(number);
    return text;
}

void number_records(SaveChunk& chunk, FieldId field) {
    const auto first = chunk.transaction.org().store().allocate_numbers(
        chunk.object().id, field, chunk.good.size()
    );
    if (!first) {
        chunk.fatal = chunk.transaction.fail(first.error());
        return;
    }
    const Surroundings& around = chunk.transaction.surroundings();
    const CivilDate today = civil(around.zone.local_days(around.now));
    uint64_t number = *first;
    for (const uint32_t row : chunk.good) {
        const std::string text = number_text(chunk.object().field(field).format, number++, today);
        chunk.set(field, row, Value::text(chunk.arena().copy(std::string_view(text))));
    }
}

} // namespace

void write(SaveChunk& chunk) {
    RecordStore& store = chunk.transaction.org().store();
    if (chunk.creates())
        for (const FieldId field : chunk.plan.auto_numbers) {
            number_records(chunk, field);
            if (chunk.fatal != nullptr)
                return;
        }
    const RecordBatch records = chunk.given.to_batch(chunk.object().id, chunk.ids, chunk.good);
    const Status done = chunk.creates() ? store.insert(records) : store.update(records);
    if (!done) {
        chunk.fatal = chunk.transaction.fail(done.error());
        return;
    }
    chunk.writes_then =
        ++chunk.transaction.org().state().writes[static_cast<size_t>(chunk.object().id)];
    if (chunk.creates())
        chunk.transaction.state().created.push_back({chunk.object().id, chunk.good.size()});
}

const Fault* system_update(Transaction& transaction, const RecordBatch& records) {
    if (records.size() == 0)
        return nullptr;
    if (const Status done = transaction.org().store().update(records); !done)
        return transaction.fail(done.error());
    ++transaction.org().state().writes[static_cast<size_t>(records.object())];
    return nullptr;
}

} // namespace weir
