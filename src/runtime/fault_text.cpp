#include "runtime/fault_text.hpp"

#include <fmt/format.h>

namespace weir {

namespace {

// Flows cut this sentence off with SUBSTITUTE, so it has to be the same letter for letter.
constexpr std::string_view guide =
    "You can look up ExceptionCode values in the "
    "<a href='https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/"
    "sforce_api_calls_concepts_core_data_objects.htm#'>SOAP API Developer Guide</a>.";

std::string_view verb(Attempt attempt) {
    switch (attempt) {
    case Attempt::create:
        return "create";
    case Attempt::update:
        return "update";
    case Attempt::erase:
        return "delete";
    case Attempt::look_up:
        return "look up";
    }
    return {};
}

const Fault* with_text(const Fault& fault, std::string_view text, Arena& arena) {
    return arena.make<Fault>(fault.code, arena.copy(text), fault.fields, fault.uncatchable);
}

} // namespace

std::string operation_text(Attempt attempt, const Fault& fault) {
    return fmt::format(
        "This error occurred when the flow tried to {} records: {}. {}",
        verb(attempt),
        action_text(fault),
        guide
    );
}

std::string access_text(std::string_view path) {
    return fmt::format(
        "The flow failed to access the value for {} because it hasn't been set or assigned.", path
    );
}

std::string action_text(const Fault& fault) {
    return fault.code.empty() ? std::string(fault.message)
                              : fmt::format("{}: {}", fault.code, fault.message);
}

std::string endless_text(std::string_view element, uint32_t steps) {
    return fmt::format(
        "The interview was stopped at {} because it ran more than {} elements without an end.",
        element,
        steps
    );
}

const Fault* operation_fault(Attempt attempt, const Fault& fault, Arena& arena) {
    return with_text(fault, operation_text(attempt, fault), arena);
}

const Fault* action_fault(const Fault& fault, Arena& arena) {
    return fault.code.empty() ? &fault : with_text(fault, action_text(fault), arena);
}

const Fault* text_fault(std::string_view text, Arena& arena) {
    Fault fault;
    fault.message = arena.copy(text);
    return arena.make<Fault>(fault);
}

} // namespace weir
