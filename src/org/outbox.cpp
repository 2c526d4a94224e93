#include "org/outbox.hpp"

#include "runtime/trace.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace weir {

namespace {

constexpr MessageKindFacts kinds[] = {
    {MessageKind::email, "email", "e-mails", "E-mails sent"},
    {MessageKind::error_email, "error", "error e-mails", "Error e-mails sent"},
    {MessageKind::notification, "notification", "notifications", "Notifications sent"},
    {MessageKind::post, "post", "posts", "Posts"},
    {MessageKind::outbound_message, "message", "outbound messages", "Outbound messages sent"},
    {MessageKind::work, "work", "routed work items", "Work items routed"},
};
static_assert(std::size(kinds) == static_cast<size_t>(MessageKind::count));

constexpr std::string_view columns[] = {
    "To", "Subject", "Body", "Source", "From", "Cc", "Bcc", "Record"};

} // namespace

std::span<const MessageKindFacts> message_kinds() {
    return kinds;
}

std::optional<MessageKind> message_kind(std::string_view word) {
    const auto found = std::ranges::find(kinds, word, &MessageKindFacts::word);
    return found == std::end(kinds) ? std::nullopt : std::optional(found->kind);
}

std::span<const std::string_view> message_columns() {
    return columns;
}

std::string text_of(const SentMessage& message, std::string_view column) {
    if (column == "To")
        return fmt::format("{}", fmt::join(message.to, ", "));
    if (column == "Subject")
        return message.subject;
    if (column == "Body")
        return message.body;
    if (column == "Source")
        return message.source;
    if (column == "From")
        return message.from;
    if (column == "Cc")
        return fmt::format("{}", fmt::join(message.cc, ", "));
    if (column == "Bcc")
        return fmt::format("{}", fmt::join(message.bcc, ", "));
    return column == "Record" ? message.record : std::string();
}

void trace_message(TraceSink& trace, const SentMessage& message, std::string_view element) {
    for (const MessageKindFacts& facts : message_kinds())
        if (facts.kind == message.kind)
            trace.sent(facts.word, text_of(message, "To"), message.subject, element);
}

} // namespace weir
