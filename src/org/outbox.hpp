// What committed transactions have sent, and what failed ones have left behind: tests and reports
// read it.
#pragma once

#include "types/id.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weir {

/// What leaves an org besides records and events (reference/actions.md; runtime.md, section 7).
enum class MessageKind : uint8_t {
    email,            // of flows, alerts and approvals
    error_email,      // about interviews that failed
    notification,     // custom and standard ones
    post,             // of Chatter; each is a FeedItem too
    outbound_message, // SOAP messages with fields of a record
    work,             // handed to Omni-Channel; each is a PendingServiceRouting too
    count
};

struct SentMessage {
    std::vector<std::string> to; // addresses; of notifications, posts and work ids
    std::string subject;         // of a notification its title
    std::string body;
    std::string source; // "emailSimple", or the alert: "Contact.Portal_User_Failed"
    std::string record; // id it is about; may be empty
    MessageKind kind = MessageKind::email;
    std::string from;            // who sends it: an address, or a user's name
    std::vector<std::string> cc; // recipients who get a copy; also in `to`
    std::vector<std::string> bcc;
    std::vector<std::string> attachments; // ids
    bool is_rich = false;                 // the body is HTML
};
using Email = SentMessage;

/// An interview that an unhandled fault has ended. Salesforce keeps one of a batch for
/// administrators to look at (reference/limits.md, section 3).
struct FailedInterview {
    std::string flow;
    std::string label; // of the interview
    std::string guid;
    std::string element;
    std::string message;
    int64_t when = 0;        // milliseconds UTC
    uint32_t interviews = 1; // of the batch that failed so
    /// What its variables held, as text; unset ones are not there.
    std::vector<std::pair<std::string, std::string>> variables;
    std::vector<std::string> path; // elements that it took
};

struct Outbox {
    std::vector<Email> emails;
    /// All other kinds, by kind.
    std::array<std::vector<SentMessage>, static_cast<size_t>(MessageKind::count)> others;
    std::vector<FailedInterview> failed;

    [[nodiscard]] std::vector<SentMessage>& of(MessageKind kind) {
        return kind == MessageKind::email ? emails : others[static_cast<size_t>(kind)];
    }
    [[nodiscard]] const std::vector<SentMessage>& of(MessageKind kind) const {
        return kind == MessageKind::email ? emails : others[static_cast<size_t>(kind)];
    }
};

/// How tests and reports call a kind: `expect 1 notification`.
struct MessageKindFacts {
    MessageKind kind = MessageKind::email;
    std::string_view word;   // "notification"
    std::string_view plural; // "notifications"
    std::string_view title;  // "Notifications sent"
};
[[nodiscard]] std::span<const MessageKindFacts> message_kinds();
[[nodiscard]] std::optional<MessageKind> message_kind(std::string_view word);

/// What `where` and `{ … }` of an expectation may name: To, Subject, Body, Source, From, Cc, Bcc,
/// Record.
[[nodiscard]] std::span<const std::string_view> message_columns();
/// Empty where there is nothing, or no such column; lists are joined with ", ".
[[nodiscard]] std::string text_of(const SentMessage& message, std::string_view column);

class TraceSink; // runtime/trace.hpp

/// Tells the trace of a message; `element` as TraceSink::sent says.
void trace_message(TraceSink& trace, const SentMessage& message, std::string_view element);

} // namespace weir
