#include "org/error_events.hpp"

#include "org/state.hpp"

#include <fmt/format.h>

namespace weir {

namespace {

class ErrorEvent {
public:
    ErrorEvent(const Object& event, Transaction& transaction)
        : event_(event), transaction_(transaction), message_(event.id, 1) {}

    void set(std::string_view field, Value value) {
        if (const auto found = event_.find_field(field); found && !value.is_null())
            message_.column(*found)[0] = value;
    }
    void set_text(std::string_view field, std::string_view text) {
        if (!text.empty())
            set(field, Value::text(transaction_.arena().copy(text)));
    }

    /// What cannot be published is not worth failing anything for: the interview has failed anyway.
    void publish() {
        const Fault* fault = nullptr;
        weir::publish(transaction_, message_, {&fault, 1});
    }

private:
    const Object& event_;
    Transaction& transaction_;
    RecordBatch message_;
};

std::string_view kind_of(const FlowProgram& flow, std::string_view element) {
    for (const auto& step : flow.steps)
        if (step->name == element)
            return element_type(step->kind);
    return {};
}

} // namespace

void publish_error_event(Transaction& failed_in, const FailedInterview& failed) {
    Org& org = failed_in.org();
    const Object* const event = org.program().schema->find("FlowExecutionErrorEvent");
    const FlowProgram* const flow = org.program().find_flow(failed.flow);
    if (event == nullptr || flow == nullptr || !flow->is_screen_flow ||
        event->kind != ObjectKind::event)
        return;
    const Id user = failed_in.surroundings().user;
    Transaction transaction(org, {}, user); // nameless: the org's own
    if (transaction.failure() != nullptr)
        return;
    ErrorEvent message(*event, transaction);
    message.set_text("ElementApiName", failed.element);
    message.set_text("ElementType", kind_of(*flow, failed.element));
    message.set_text("ErrorMessage", failed.message);
    message.set_text("ErrorId", failed.guid);
    message.set_text("EventIdentifier", failed.guid);
    message.set_text("ExtendedErrorCode", failed.message.substr(0, failed.message.find(':')));
    message.set("EventDate", Value::date_time(failed.when));
    message.set_text("EventType", "Error");
    message.set_text("FlowApiName", flow->name);
    message.set("FlowExecutionStartDate", Value::date_time(failed.when));
    message.set_text("InterviewGuid", failed.guid);
    message.set("InterviewStartDate", Value::date_time(failed.when));
    if (user != Id{}) {
        const auto text = to_text(user);
        message.set_text("InterviewStartedById", {text.data(), text.size()});
    }
    message.set_text("ProcessType", "Flow");
    message.publish();
    static_cast<void>(transaction.commit());
}

} // namespace weir
