// chatterPost, customNotificationAction and sendNotification (reference/actions.md).
#include "org/action_tools.hpp"
#include "org/actions.hpp"
#include "org/recipients.hpp"
#include "org/system_records.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

constexpr size_t longest_post = 10'000;
constexpr size_t longest_title = 250;
constexpr size_t longest_body = 750;
constexpr size_t most_recipients = 500;

/// `@[005…]`: ids that a post mentions.
std::vector<Id> mentioned(std::string_view text) {
    std::vector<Id> ids;
    for (size_t at = text.find("@["); at != std::string_view::npos; at = text.find("@[", at + 2)) {
        const size_t end = text.find(']', at);
        if (end == std::string_view::npos)
            break;
        if (const auto id = parse_id(text.substr(at + 2, end - at - 2)))
            ids.push_back(*id);
    }
    return ids;
}

/// `#[topic]` and `#topic`.
std::vector<std::string> topics(std::string_view text) {
    constexpr std::string_view ends = " \t\r\n.,;:!?()[]{}<>#\"'";
    std::vector<std::string> names;
    for (size_t at = text.find('#'); at != std::string_view::npos; at = text.find('#', at + 1)) {
        const bool is_closed = at + 1 < text.size() && text[at + 1] == '[';
        const size_t begin = at + (is_closed ? 2 : 1);
        const size_t end = is_closed ? text.find(']', begin)
                                     : std::min(text.find_first_of(ends, begin), text.size());
        if (end == std::string_view::npos || end <= begin || end - begin > 99)
            continue;
        std::string name(text.substr(begin, end - begin));
        if (std::ranges::none_of(names, [&](const std::string& other) {
                return equal_ignoring_case(other, name);
            }))
            names.push_back(std::move(name));
    }
    return names;
}

class ChatterPost final : public Action {
public:
    ChatterPost() {
        const Type text = Type::of(TypeKind::text);
        inputs_ = {
            {"text", text, true},
            {"subjectNameOrId", text, true},
            {"type", text, false},
            {"visibility", text, false},
            {"communityId", Type::of(TypeKind::id), false}};
        outputs_ = {{"feedItemId", Type::of(TypeKind::id), false}};
    }

    [[nodiscard]] std::string_view type() const override { return "chatterPost"; }
    [[nodiscard]] std::span<const ActionParameter> inputs() const override { return inputs_; }
    [[nodiscard]] std::span<const ActionParameter> outputs() const override { return outputs_; }

    void run(ActionCall& call) const override {
        if (!require_inputs(call, {"text", "subjectNameOrId"}))
            return;
        Transaction& transaction = call.transaction;
        RecordWriter posts(transaction, "FeedItem");
        if (!posts.is_known())
            return fail_all(call, transaction.fault({}, "Chatter isn't enabled in this org."));
        std::vector<uint32_t> rows;
        std::vector<Id> parents;
        for (const uint32_t row : rows_left(call)) {
            Id parent;
            if (const Fault* const fault = subject(call, row, parent)) {
                call.faults[row] = fault;
                continue;
            }
            const uint32_t post = posts.add();
            posts.text(post, "Body", text_input(call, "text", row));
            posts.id(post, "ParentId", parent);
            posts.text(post, "Type", "TextPost");
            const bool is_internal =
                equal_ignoring_case(text_input(call, "visibility", row), "internalUsers");
            posts.text(post, "Visibility", is_internal ? "InternalUsers" : "AllUsers");
            posts.text(post, "NetworkScope", text_input(call, "communityId", row));
            rows.push_back(row);
            parents.push_back(parent);
        }
        if (rows.empty())
            return;
        std::vector<const Fault*> faults(rows.size());
        transaction.dml(Operation::create, posts.records(), faults);
        for (size_t index = 0; index < rows.size(); ++index) {
            call.faults[rows[index]] = faults[index];
            if (faults[index] == nullptr)
                finish(call, rows[index], parents[index], posts.records().ids()[index]);
        }
    }

private:
    /// The record, user or group that the post stands at.
    static const Fault* subject(ActionCall& call, uint32_t row, Id& parent) {
        Transaction& transaction = call.transaction;
        if (utf16_length(text_input(call, "text", row)) > longest_post)
            return transaction.fault(
                "STRING_TOO_LONG",
                fmt::format("The post is longer than {} characters.", longest_post)
            );
        const std::string_view visibility = text_input(call, "visibility", row);
        if (!visibility.empty() && !equal_ignoring_case(visibility, "allUsers") &&
            !equal_ignoring_case(visibility, "internalUsers"))
            return transaction.fault({}, fmt::format("The visibility {} isn't valid.", visibility));
        const std::string_view name = text_input(call, "subjectNameOrId", row);
        parent = id_input(call, "subjectNameOrId", row);
        if (parent != Id{} && transaction.schema().find(key_prefix(parent)) != nullptr)
            return nullptr;
        const std::string_view type = text_input(call, "type", row);
        std::vector<Id> found;
        if (equal_ignoring_case(type, "User")) {
            for (const std::string_view field : {"Username", "Name"})
                if (found.empty())
                    if (const Fault* const fault =
                            find_ids(transaction, "User", field, Value::text(name), found))
                        return fault;
        } else if (equal_ignoring_case(type, "Group")) {
            if (const Fault* const fault =
                    find_ids(transaction, "CollaborationGroup", "Name", Value::text(name), found))
                return fault;
        } else {
            return transaction.fault(
                {}, fmt::format("The type has to be User or Group because {} isn't an ID.", name)
            );
        }
        if (found.empty())
            return transaction.fault({}, fmt::format("There's no {} named {}.", type, name));
        parent = found.front();
        return nullptr;
    }

    static void finish(ActionCall& call, uint32_t row, Id parent, Id post) {
        Transaction& transaction = call.transaction;
        set_output(call, "feedItemId", row, Value::id(post));
        const std::string_view text = text_input(call, "text", row);
        SentMessage sent;
        sent.kind = MessageKind::post;
        sent.to.push_back(text_of_id(parent));
        for (const Id id : mentioned(text))
            sent.to.push_back(text_of_id(id));
        sent.body = text;
        sent.source = "chatterPost";
        sent.record = text_of_id(post);
        sent.from = text_of_id(transaction.surroundings().user);
        transaction.send(std::move(sent));
        if (const Fault* const fault = assign_topics(transaction, post, topics(text)))
            call.faults[row] = fault;
    }

    /// Topics are made when they are first used.
    static const Fault*
    assign_topics(Transaction& transaction, Id post, const std::vector<std::string>& names) {
        for (const std::string& name : names) {
            RecordWriter assignments(transaction, "TopicAssignment");
            RecordWriter made(transaction, "Topic");
            if (!assignments.is_known() || !made.is_known())
                return nullptr;
            std::vector<Id> found;
            if (const Fault* const fault =
                    find_ids(transaction, "Topic", "Name", Value::text(name), found))
                return fault;
            if (found.empty()) {
                made.text(made.add(), "Name", name);
                if (const Fault* const fault = system_create(transaction, made.records()))
                    return fault;
                found.push_back(made.records().ids()[0]);
            }
            const uint32_t row = assignments.add();
            assignments.id(row, "TopicId", found.front());
            assignments.id(row, "EntityId", post);
            assignments.text(row, "EntityType", "FeedItem");
            if (const Fault* const fault = system_create(transaction, assignments.records()))
                return fault;
        }
        return nullptr;
    }

    std::vector<ActionParameter> inputs_;
    std::vector<ActionParameter> outputs_;
};

/// Users that recipients stand for; faults where there are none or too many.
const Fault* resolve(ActionCall& call, uint32_t row, std::vector<std::string>& to) {
    Transaction& transaction = call.transaction;
    const std::vector<Id> ids = ids_input(call, "recipientIds", row);
    if (ids.size() > most_recipients)
        return transaction.fault(
            {}, fmt::format("A notification has at most {} recipients.", most_recipients)
        );
    std::vector<Id> users;
    if (const Fault* const fault = users_behind(transaction, ids, users))
        return fault;
    if (users.empty())
        return transaction.fault({}, "None of the recipient IDs is one of a user.");
    for (const Id user : users)
        to.push_back(text_of_id(user));
    return nullptr;
}

class CustomNotification final : public Action {
public:
    CustomNotification() {
        const Type text = Type::of(TypeKind::text);
        const Type id = Type::of(TypeKind::id);
        inputs_ = {
            {"customNotifTypeId", id, true},
            {"recipientIds", text.collection_of(), true},
            {"title", text, true},
            {"body", text, true},
            {"senderId", id, false},
            {"targetId", id, false},
            {"targetPageRef", text, false},
            {"actionGroup", text, false}};
    }

    [[nodiscard]] std::string_view type() const override { return "customNotificationAction"; }
    [[nodiscard]] std::span<const ActionParameter> inputs() const override { return inputs_; }
    [[nodiscard]] std::span<const ActionParameter> outputs() const override { return {}; }

    void run(ActionCall& call) const override {
        if (!require_inputs(call, {"customNotifTypeId", "recipientIds", "title", "body"}))
            return;
        const std::vector<Id> types = id_column(call, "customNotifTypeId");
        Records known;
        if (const Fault* const fault = known.fetch(
                call.transaction,
                call.transaction.schema().find("CustomNotificationType"),
                types,
                {"DeveloperName"}
            ))
            return fail_all(call, fault);
        for (const uint32_t row : rows_left(call))
            if (const Fault* const fault = send(call, row, known))
                call.faults[row] = fault;
    }

private:
    static const Fault* send(ActionCall& call, uint32_t row, const Records& types) {
        Transaction& transaction = call.transaction;
        if (!types.has(row))
            return transaction.fault(
                "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", "customNotifTypeId"
            );
        const std::string_view title = text_input(call, "title", row);
        const std::string_view body = text_input(call, "body", row);
        for (const auto& [name, text, longest] :
             {std::tuple("title", title, longest_title), std::tuple("body", body, longest_body)})
            if (utf16_length(text) > longest)
                return transaction.fault(
                    "STRING_TOO_LONG",
                    fmt::format("{}: data value too large (max length={})", name, longest)
                );
        const Id target = id_input(call, "targetId", row);
        const std::string_view page = text_input(call, "targetPageRef", row);
        if (target == Id{} && page.empty())
            return transaction.fault(
                {}, "Missing required input parameter: targetId or targetPageRef"
            );
        SentMessage sent;
        sent.kind = MessageKind::notification;
        if (const Fault* const fault = resolve(call, row, sent.to))
            return fault;
        sent.subject = title;
        sent.body = body;
        sent.source = types.text("DeveloperName", row);
        sent.record = target != Id{} ? text_of_id(target) : std::string(page);
        const Id sender = id_input(call, "senderId", row);
        sent.from = text_of_id(sender != Id{} ? sender : transaction.surroundings().user);
        transaction.send(std::move(sent));
        return nullptr;
    }

    std::vector<ActionParameter> inputs_;
};

/// Standard notifications: the kind is what the action is called.
class SendNotification final : public Action {
public:
    SendNotification() {
        inputs_ = {
            {"recipientIds", Type::of(TypeKind::text).collection_of(), true},
            {"recordId", Type::of(TypeKind::id), true}};
    }

    [[nodiscard]] std::string_view type() const override { return "sendNotification"; }
    [[nodiscard]] std::span<const ActionParameter> inputs() const override { return inputs_; }
    [[nodiscard]] std::span<const ActionParameter> outputs() const override { return {}; }

    void run(ActionCall& call) const override {
        if (!require_inputs(call, {"recipientIds", "recordId"}))
            return;
        for (const uint32_t row : rows_left(call)) {
            SentMessage sent;
            sent.kind = MessageKind::notification;
            if (const Fault* const fault = resolve(call, row, sent.to)) {
                call.faults[row] = fault;
                continue;
            }
            sent.source = call.detail;
            sent.record = text_of_id(id_input(call, "recordId", row));
            sent.from = text_of_id(call.transaction.surroundings().user);
            call.transaction.send(std::move(sent));
        }
    }

private:
    std::vector<ActionParameter> inputs_;
};

} // namespace

void add_chatter_actions(ActionRegistry& registry) {
    registry.add(std::make_unique<const ChatterPost>());
    registry.add(std::make_unique<const CustomNotification>());
    registry.add(std::make_unique<const SendNotification>());
}

} // namespace weir
