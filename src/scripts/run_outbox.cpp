// expect … of what the org has sent: e-mails, notifications, posts and so on (org/outbox.hpp).
#include "scripts/run.hpp"

#include <algorithm>

namespace weir {

/// One column of values for each column of the step, over the messages since the test began.
std::vector<std::span<Value>>
ScriptRun::outbox_columns(const ExpectMessages& step, Arena& arena) const {
    std::vector<std::span<Value>> result;
    const std::vector<SentMessage>& messages = org_.outbox().of(step.kind);
    const size_t before =
        std::min(messages_before_[static_cast<size_t>(step.kind)], messages.size());
    for (const MessageColumn& column : step.columns) {
        const std::span<Value> values =
            result.emplace_back(arena.make_array<Value>(messages.size() - before));
        for (size_t row = 0; row < values.size(); ++row) {
            const std::string text = text_of(messages[before + row], column.name);
            values[row] =
                text.empty() ? Value::null() : Value::text(arena.copy(std::string_view(text)));
        }
    }
    return result;
}

std::string_view plural_of(MessageKind kind) {
    for (const MessageKindFacts& facts : message_kinds())
        if (facts.kind == kind)
            return facts.plural;
    return "messages";
}

} // namespace weir
