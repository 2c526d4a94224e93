// Interviews that end with a fault: the e-mail about them, and what the org keeps of them
// (reference/runtime.md, section 7; limits.md, section 3).
#include "org/error_events.hpp"
#include "org/state.hpp"
#include "org/system_records.hpp"
#include "runtime/batch.hpp"
#include "types/convert.hpp"
#include "types/date_time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace weir {

namespace {

constexpr int64_t second = 1000;
constexpr int64_t day = 24LL * 60 * 60 * 1000;
constexpr size_t most_kept_of_a_flow = 100; // in 24 hours
constexpr size_t most_kept = 3000;          // in 24 hours
constexpr size_t most_variable_text = 255;  // characters that are told of a variable

std::string_view xml_kind(std::string_view keyword) {
    constexpr std::pair<std::string_view, std::string_view> kinds[] = {
        {"get", "FlowRecordLookup"},         {"create", "FlowRecordCreate"},
        {"publish", "FlowRecordCreate"},     {"update", "FlowRecordUpdate"},
        {"delete", "FlowRecordDelete"},      {"decision", "FlowDecision"},
        {"assign", "FlowAssignment"},        {"loop", "FlowLoop"},
        {"subflow", "FlowSubflow"},          {"action", "FlowActionCall"},
        {"error", "FlowCustomError"},        {"screen", "FlowScreen"},
        {"sort", "FlowCollectionProcessor"}, {"filter", "FlowCollectionProcessor"},
        {"map", "FlowCollectionProcessor"},  {"transform", "FlowTransform"},
        {"rollback", "FlowRecordRollback"},  {"wait", "FlowWait"},
        {"plugin", "FlowApexPluginCall"},    {"orchestrated stage", "FlowOrchestratedStage"},
    };
    const auto found =
        std::ranges::find(kinds, keyword, [](const auto& kind) { return kind.first; });
    return found == std::end(kinds) ? std::string_view("FlowElement") : found->second;
}

std::string_view type_of(const FlowProgram& flow) {
    switch (flow.start) {
    case FlowStart::record_before_save:
    case FlowStart::record_after_save:
    case FlowStart::record_before_delete:
        return flow.is_process ? "Record Change Process" : "Record-Triggered Flow";
    case FlowStart::event:
        return "Platform Event-Triggered Flow";
    case FlowStart::schedule:
        return "Schedule-Triggered Flow";
    case FlowStart::autolaunched:
        return flow.is_screen_flow ? "Screen Flow" : "Autolaunched Flow";
    }
    return {};
}

std::string id_text(Id id) {
    if (id == Id{})
        return {};
    const auto text = to_text(id);
    return {text.data(), text.size()};
}

/// "Ada Lovelace (005…)".
std::string person(Transaction& transaction, Id user) {
    const KnownObjects& known = transaction.org().state().known;
    if (user == Id{} || known.user == nullptr || known.of_user.name == FieldId::none)
        return id_text(user);
    std::vector<bool> found;
    auto record = transaction.org().store().fetch(
        known.user->id, {&user, 1}, {&known.of_user.name, 1}, found
    );
    if (!record || !found[0])
        return id_text(user);
    return fmt::format(
        "{} ({})", to_text(record->find(known.of_user.name)[0], transaction.arena()), id_text(user)
    );
}

std::string organization(Transaction& transaction) {
    const Object* const object = transaction.org().state().known.organization;
    const Id id = transaction.surroundings().organization;
    const FieldId name = field_or_none(object, "Name");
    if (id == Id{} || name == FieldId::none)
        return id_text(id);
    std::vector<bool> found;
    auto record = transaction.org().store().fetch(object->id, {&id, 1}, {&name, 1}, found);
    if (!record || !found[0])
        return id_text(id);
    return fmt::format("{} ({})", to_text(record->find(name)[0], transaction.arena()), id_text(id));
}

/// The Apex exception recipients, else the address of the org's first user, who stands for the last
/// one that changed the flow.
std::vector<std::string> recipients(Transaction& transaction) {
    const OrgSettings& settings = transaction.org().settings();
    if (!settings.error_recipients.empty())
        return settings.error_recipients;
    const KnownObjects& known = transaction.org().state().known;
    if (known.user == nullptr || known.of_user.email == FieldId::none)
        return {};
    Query query;
    query.object = known.user->id;
    query.fields = {known.of_user.email};
    query.limit = 1;
    const auto prepared = transaction.org().store().prepare(query);
    if (!prepared)
        return {};
    auto result = transaction.org().store().run(**prepared, {}, 1);
    if (!result || result->records.size() == 0)
        return {};
    const Value address = std::as_const(result->records).find(known.of_user.email)[0];
    return address.tag() == Tag::text ? std::vector{std::string(address.as_text())}
                                      : std::vector<std::string>{};
}

std::string shown(Value value, Transaction& transaction) {
    if (value.tag() == Tag::record) {
        const Row& row = *value.row();
        const std::string_view object =
            row.layout == nullptr
                ? std::string_view("record")
                : std::string_view(transaction.schema().object(row.layout->object()).name);
        const Value id = row.size > 0 ? row.cells()[0] : Value();
        return id.tag() == Tag::id ? fmt::format("{} ({})", object, id_text(id.as_id()))
                                   : std::string(object);
    }
    if (value.tag() == Tag::collection)
        return fmt::format("{} items", value.size());
    std::string text(to_text(value, transaction.arena()));
    if (text.size() > most_variable_text) {
        text.resize(most_variable_text);
        while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U)
            text.pop_back(); // not in the middle of a character
        text += "...";
    }
    return text;
}

class Failed {
public:
    Failed(Transaction& transaction, Batch& batch, uint32_t row, const std::vector<StepId>& path)
        : transaction_(transaction),
          batch_(batch),
          flow_(batch.flow()),
          row_(row),
          interview_(batch.interview(row)) {
        for (const StepId step : path)
            steps_.push_back(flow_.steps[static_cast<size_t>(step)].get());
    }

    FailedInterview interview() {
        FailedInterview kept;
        kept.flow = flow_.name;
        kept.label = label();
        kept.guid = text_in(fixed_slot::interview_guid);
        kept.element = interview_.failed_at == nullptr ? std::string() : interview_.failed_at->name;
        kept.message = interview_.fault->message;
        kept.when = transaction_.surroundings().now;
        for (const Variable& variable : flow_.variables) {
            const Value value = batch_.slot(variable.slot)[row_];
            if (!value.is_null() && !value.is_fault())
                kept.variables.emplace_back(variable.name, shown(value, transaction_));
        }
        for (const Step* const step : steps_)
            kept.path.push_back(step->name);
        return kept;
    }

    SentMessage mail(const FailedInterview& kept) {
        SentMessage message;
        message.kind = MessageKind::error_email;
        message.to = recipients(transaction_);
        message.subject = fmt::format(
            "Error Occurred During Flow \"{}\": {}", flow_.name, interview_.fault->message
        );
        message.source = flow_.name;
        message.from = "FlowApplication";
        const Value record = batch_.slot(fixed_slot::record)[row_];
        if (record.tag() == Tag::record && record.row()->size > 0 &&
            record.row()->cells()[0].tag() == Tag::id)
            message.record = id_text(record.row()->cells()[0].as_id());
        message.body = body(kept);
        return message;
    }

private:
    [[nodiscard]] std::string text_in(uint32_t slot) {
        const Value value = batch_.slot(slot)[row_];
        return value.tag() == Tag::text ? std::string(value.as_text()) : std::string();
    }

    /// When the interview began: before its last pause, if it has paused.
    [[nodiscard]] int64_t started() {
        const Value time = batch_.slot(fixed_slot::start_time)[row_];
        return time.tag() == Tag::date_time ? time.integer() : transaction_.surroundings().now;
    }

    /// Milliseconds by the clock of the org, which stands still in a transaction: there its
    /// elements cost what the org's settings say, so that a run takes the same time on every
    /// machine.
    [[nodiscard]] int64_t duration() {
        const int64_t waited = transaction_.surroundings().now - started();
        const uint64_t worked =
            uint64_t{interview_.steps} * transaction_.org().settings().cpu_microseconds;
        return std::max<int64_t>(0, waited) + static_cast<int64_t>(worked / 1000);
    }

    std::string label() {
        if (flow_.interview_label) {
            std::vector<Value> values(batch_.size());
            evaluate(flow_.interview_label, batch_.frame(), {&row_, 1}, values.data());
            if (!values[row_].is_null() && !values[row_].is_fault())
                return std::string(to_text(values[row_], transaction_.arena()));
        }
        return flow_.label.empty() ? flow_.name : flow_.label;
    }

    std::string body(const FailedInterview& kept) {
        const std::string who = person(transaction_, transaction_.surroundings().user);
        const std::string when = date_time_text(started());
        std::string text;
        const auto line = [&](std::string_view more) {
            text += more;
            text += '\n';
        };
        if (interview_.failed_at != nullptr)
            line(fmt::format(
                "Error element {} ({}).",
                interview_.failed_at->name,
                xml_kind(interview_.failed_at->kind)
            ));
        else
            line(fmt::format("Error element {}.", flow_.name));
        line(interview_.fault->message);
        line("\nFlow Details");
        line(fmt::format("Flow API Name: {}", flow_.name));
        line(fmt::format("Type: {}", type_of(flow_)));
        line(fmt::format("Version: {}", flow_.version));
        line(fmt::format("Status: {}", flow_.active ? "Active" : "Draft"));
        line(fmt::format("Org: {}", organization(transaction_)));
        line("\nFlow Interview Details");
        line(fmt::format("Interview Label: {}", kept.label));
        line(fmt::format("Interview GUID: {}", kept.guid));
        line(fmt::format("Current User: {}", who));
        line(fmt::format("Start time: {}", when));
        line(fmt::format("Duration: {} seconds", duration() / second));
        line("\nHow the Interview Started");
        line(fmt::format("{} started the flow interview.", who));
        if (flow_.api > 0)
            line(fmt::format("API Version for Running the Flow: {:.0f}", flow_.api));
        for (const Step* const step : steps_) {
            line(fmt::format("\n{}: {}", xml_kind(step->kind), step->name));
            if (step == interview_.failed_at)
                line(fmt::format("Result: {}", interview_.fault->message));
        }
        return text;
    }

    Transaction& transaction_;
    Batch& batch_;
    const FlowProgram& flow_;
    uint32_t row_;
    const Interview& interview_;
    std::vector<const Step*> steps_;
};

/// Salesforce keeps so many and no more.
bool is_full(const Outbox& outbox, const FailedInterview& next) {
    size_t all = 0;
    size_t of_flow = 0;
    for (auto kept = outbox.failed.rbegin(); kept != outbox.failed.rend(); ++kept) {
        if (next.when - kept->when >= day)
            break;
        ++all;
        of_flow += kept->flow == next.flow ? 1U : 0U;
    }
    return all >= most_kept || of_flow >= most_kept_of_a_flow;
}

} // namespace

void Transaction::interview_failed(Batch& batch, uint32_t row, const std::vector<StepId>& path) {
    auto& failures = state_->failures;
    if (batch.failure_kept > 0) {
        ++failures[batch.failure_kept - 1].first.interviews;
        return;
    }
    if (failure() != nullptr)
        return; // the machine has failed, not the flow
    Failed failed(*this, batch, row, path);
    FailedInterview kept = failed.interview();
    SentMessage mail = failed.mail(kept);
    failures.emplace_back(std::move(kept), std::move(mail));
    batch.failure_kept = failures.size();
}

std::string_view element_type(std::string_view keyword) {
    return xml_kind(keyword);
}

void keep_failures(Transaction& transaction) {
    auto failures = std::move(transaction.state().failures);
    transaction.state().failures.clear();
    if (failures.empty())
        return;
    Outbox& outbox = transaction.org().outbox();
    std::vector<const FailedInterview*> written;
    for (auto& [failed, mail] : failures) {
        trace_message(transaction.trace(), mail, failed.element);
        outbox.of(MessageKind::error_email).push_back(std::move(mail));
        publish_error_event(transaction, failed);
        if (is_full(outbox, failed))
            continue;
        outbox.failed.push_back(failed);
        written.push_back(&failed);
    }
    write_failed_interviews(transaction, written);
}

} // namespace weir
