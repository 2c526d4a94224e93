#include "org/paused_records.hpp"

#include "org/later_work.hpp"
#include "org/save_chunk.hpp"
#include "org/system_records.hpp"
#include "runtime/screen_page.hpp"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace weir {

namespace {

/// Whether it is written down, not only held for the page that its user has open.
bool is_kept(const PausedInterview& paused) {
    const auto* const page =
        dynamic_cast<const ScreenPage*>(paused.interview->waiting().pause.get());
    return page == nullptr || page->is_paused;
}

Value guid_of(const PausedInterview& paused) {
    return paused.interview->slots[fixed_slot::interview_guid];
}

} // namespace

void write_paused_record(Org& org, uint64_t number) {
    const PausedInterview* const paused = org.paused(number);
    if (paused == nullptr || !is_kept(*paused))
        return;
    Transaction transaction(org, {}, paused->user); // nameless: the org's own
    RecordWriter writer(transaction, "FlowInterview");
    if (!writer.is_known() || transaction.failure() != nullptr)
        return;
    const SavedInterview& waiting = paused->interview->waiting();
    const auto step = static_cast<size_t>(waiting.at);
    const bool is_screen = waiting.pause != nullptr && waiting.pause->kind == Pause::Kind::screen;
    const uint32_t row = writer.add();
    writer.text(row, "Name", paused->label);
    writer.text(row, "InterviewLabel", paused->label);
    if (step < waiting.flow->steps.size())
        writer.text(row, "CurrentElement", waiting.flow->steps[step]->name);
    writer.set(row, "Guid", guid_of(*paused));
    writer.text(row, "InterviewStatus", "Paused");
    writer.id(row, "OwnerId", paused->user);
    writer.flag(row, "WasPausedFromScreen", is_screen);
    if (system_create(transaction, writer.records()) == nullptr)
        static_cast<void>(transaction.commit());
}

void erase_paused_record(Org& org, uint64_t number) {
    const PausedInterview* const paused = org.paused(number);
    const Object* const object = org.program().schema->find("FlowInterview");
    if (paused == nullptr || object == nullptr || !is_kept(*paused))
        return;
    const FieldId guid = field_or_none(object, "Guid");
    const FieldId status = field_or_none(object, "InterviewStatus");
    if (guid == FieldId::none || status == FieldId::none)
        return;
    Transaction transaction(org, {}, paused->user);
    if (transaction.failure() != nullptr)
        return;
    const Value wanted = guid_of(*paused);
    std::vector<std::vector<Id>> found;
    if (find_records(transaction, object->id, guid, {&wanted, 1}, found) != nullptr)
        return;
    std::vector<bool> is_there;
    const FieldId fields[] = {status};
    const auto records = org.store().fetch(object->id, found[0], fields, is_there);
    if (!records)
        return;
    // One that has failed later has another record, which stays.
    std::vector<Id> gone;
    const std::span<const Value> statuses = std::as_const(*records).find(status);
    for (size_t index = 0; index < found[0].size(); ++index)
        if (is_there[index] && statuses[index].tag() == Tag::text &&
            statuses[index].as_text() == "Paused")
            gone.push_back(found[0][index]);
    if (!gone.empty() && system_erase(transaction, object->id, gone) == nullptr)
        static_cast<void>(transaction.commit());
}

namespace {

/// Gives up the interviews with these GUIDs, and all that they wait for.
void cancel(Org& org, const std::set<std::string>& guids) {
    std::vector<uint64_t> gone;
    for (const auto& [number, paused] : org.state().paused.all())
        if (const Value guid = guid_of(paused);
            guid.tag() == Tag::text && guids.contains(std::string(guid.as_text())))
            gone.push_back(number);
    for (const uint64_t number : gone) {
        disarm(org, number);
        org.state().paused.erase(number);
    }
}

} // namespace

void cancel_deleted_interviews(SaveChunk& chunk) {
    if (chunk.object().name != "FlowInterview")
        return;
    const FieldId guid = field_or_none(&chunk.object(), "Guid");
    if (guid == FieldId::none)
        return;
    std::vector<Id> ids;
    for (const uint32_t row : chunk.good)
        ids.push_back(chunk.ids[row]);
    std::vector<bool> found;
    const FieldId fields[] = {guid};
    const auto records =
        chunk.transaction.org().store().fetch(chunk.object().id, ids, fields, found);
    if (!records) {
        chunk.fatal = chunk.transaction.fail(records.error());
        return;
    }
    std::set<std::string> guids;
    for (const Value value : std::as_const(*records).find(guid))
        if (value.tag() == Tag::text)
            guids.emplace(value.as_text());
    chunk.transaction.after_commit([guids = std::move(guids)](Org& org) { cancel(org, guids); });
}

} // namespace weir
