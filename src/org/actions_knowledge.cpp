// Knowledge: what actions do with versions of articles (reference/actions.md). An article is
// drafted, online or archived by the PublishStatus of its versions.
#include "org/action_tools.hpp"
#include "org/actions.hpp"
#include "org/declared_parameters.hpp"
#include "org/system_records.hpp"
#include "types/date_time.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace weir {

namespace {

constexpr std::string_view version_object = "Knowledge__kav";

/// The versions that one interview names, and changes to them, written in one DML statement.
class Versions {
public:
    Versions(ActionCall& call, uint32_t row)
        : call_(call),
          transaction_(call.transaction),
          row_(row),
          changes_(call.transaction, version_object) {}

    const Fault* load(std::string_view name) {
        ids_ = ids_input(call_, name, row_);
        if (!changes_.is_known())
            return transaction_.fault({}, "Knowledge isn't enabled in this org.");
        if (ids_.empty())
            return transaction_.fault(
                {}, fmt::format("Missing required input parameter: {}", name)
            );
        return read();
    }
    void take(std::vector<Id> ids) { ids_ = std::move(ids); }
    const Fault* read() {
        if (const Fault* const fault = records_.fetch(
                transaction_,
                transaction_.schema().find(version_object),
                ids_,
                {"PublishStatus",
                 "KnowledgeArticleId",
                 "VersionNumber",
                 "Title",
                 "UrlName",
                 "Summary",
                 "Language",
                 "IsMasterLanguage"}
            ))
            return fault;
        for (uint32_t index = 0; index < ids_.size(); ++index)
            if (!records_.has(index))
                return transaction_.fault(
                    "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id"
                );
        return nullptr;
    }

    [[nodiscard]] const std::vector<Id>& ids() const { return ids_; }
    [[nodiscard]] const Records& records() const { return records_; }
    RecordWriter& changes() { return changes_; }
    [[nodiscard]] bool is(uint32_t index, std::string_view status) const {
        return records_.text("PublishStatus", index) == status;
    }

    const Fault* write(Operation operation = Operation::update) {
        std::vector<const Fault*> faults(changes_.size());
        transaction_.dml(operation, changes_.records(), faults);
        const auto refused =
            std::ranges::find_if(faults, [](const Fault* fault) { return fault != nullptr; });
        return refused == faults.end() ? nullptr : *refused;
    }

    /// Other versions of the article in a status.
    const Fault* others(uint32_t index, std::string_view status, std::vector<Id>& found) {
        std::vector<Id> all;
        if (const Fault* const fault = find_ids(
                transaction_,
                version_object,
                "KnowledgeArticleId",
                records_.at("KnowledgeArticleId", index),
                all
            ))
            return fault;
        Records records;
        if (const Fault* const fault = records.fetch(
                transaction_,
                transaction_.schema().find(version_object),
                all,
                {"PublishStatus", "Language"}
            ))
            return fault;
        for (uint32_t other = 0; other < all.size(); ++other)
            if (all[other] != ids_[index] && records.text("PublishStatus", other) == status &&
                records.text("Language", other) == records_.text("Language", index))
                found.push_back(all[other]);
        return nullptr;
    }

private:
    ActionCall& call_;
    Transaction& transaction_;
    uint32_t row_;
    RecordWriter changes_;
    std::vector<Id> ids_;
    Records records_;
};

class KnowledgeAction : public DescribedAction {
public:
    using DescribedAction::DescribedAction;
    void run(ActionCall& call) const override {
        for (uint32_t row = 0; row < call.size; ++row)
            call.faults[row] = run(call, row);
    }

protected:
    virtual const Fault* run(ActionCall& call, uint32_t row) const = 0;
};

constexpr DescribedAction::Described version_list{
    "articleVersionIdList", TypeKind::text, true, true};

class Publish final : public KnowledgeAction {
public:
    Publish()
        : KnowledgeAction(
              "publishKnowledgeArticles",
              {version_list,
               {"pubAction", TypeKind::text, false, true},
               {"pubDate", TypeKind::any}},
              {}
          ) {}

private:
    const Fault* run(ActionCall& call, uint32_t row) const override {
        constexpr std::array<std::string_view, 4> known = {
            "PUBLISH_ARTICLE",
            "PUBLISH_ARTICLE_NEW_VERSION",
            "SCHEDULE_ARTICLE_FOR_PUBLICATION",
            "PUBLISH_TRANSLATION"};
        Transaction& transaction = call.transaction;
        const std::string_view how = text_input(call, "pubAction", row);
        if (std::ranges::find(known, how) == known.end())
            return transaction.fault({}, fmt::format("The publish action {} isn't valid.", how));
        Versions versions(call, row);
        if (const Fault* const fault = versions.load("articleVersionIdList"))
            return fault;
        const Value now = Value::date_time(transaction.surroundings().now);
        if (how == "SCHEDULE_ARTICLE_FOR_PUBLICATION") {
            const Value date = moment(input(call, "pubDate", row));
            if (date.is_null())
                return transaction.fault({}, "Missing required input parameter: pubDate");
            return schedule(call, versions, date);
        }
        for (uint32_t index = 0; index < versions.ids().size(); ++index) {
            if (!versions.is(index, "Draft"))
                return transaction.fault({}, "Only draft articles can be published.");
            // The version that was online before is archived.
            std::vector<Id> online;
            if (const Fault* const fault = versions.others(index, "Online", online))
                return fault;
            for (const Id other : online) {
                const uint32_t change = versions.changes().add(other);
                versions.changes().text(change, "PublishStatus", "Archived");
                versions.changes().flag(change, "IsLatestVersion", false);
                versions.changes().set(change, "ArchivedDate", now);
            }
            const uint32_t change = versions.changes().add(versions.ids()[index]);
            versions.changes().text(change, "PublishStatus", "Online");
            versions.changes().flag(change, "IsLatestVersion", true);
            versions.changes().set(change, "LastPublishedDate", now);
            const Value number = versions.records().at("VersionNumber", index);
            const bool counts = how == "PUBLISH_ARTICLE_NEW_VERSION" || number.is_null();
            const int64_t before = number.tag() == Tag::number ? number.integer() : 0;
            if (counts || before == 0)
                versions.changes().set(change, "VersionNumber", Value::number(before + 1));
        }
        return versions.write();
    }

    static Value moment(Value given) {
        if (given.tag() == Tag::date_time)
            return given;
        if (given.tag() == Tag::date)
            return Value::date_time(given.integer() * 24 * 60 * 60 * 1000);
        if (given.tag() == Tag::text) {
            if (const auto time = parse_date_time(given.as_text()))
                return Value::date_time(*time);
            if (const auto date = parse_date(given.as_text()))
                return Value::date_time(*date * 24 * 60 * 60 * 1000);
        }
        return Value::null();
    }

    static const Fault* schedule(ActionCall& call, Versions& versions, Value date) {
        for (uint32_t index = 0; index < versions.ids().size(); ++index) {
            if (!versions.is(index, "Draft"))
                return call.transaction.fault({}, "Only draft articles can be published.");
            const uint32_t change = versions.changes().add(versions.ids()[index]);
            versions.changes().set(change, "PublishScheduledDate", date);
        }
        return versions.write();
    }
};

class Assign final : public KnowledgeAction {
public:
    Assign()
        : KnowledgeAction(
              "assignKnowledgeArticles",
              {version_list,
               {"assigneeId", TypeKind::id, false, true},
               {"assignAction", TypeKind::text, false, true},
               {"dueDate", TypeKind::any},
               {"instruction"},
               {"sendEmailNotification", TypeKind::boolean}},
              {}
          ) {}

private:
    const Fault* run(ActionCall& call, uint32_t row) const override {
        Transaction& transaction = call.transaction;
        Versions versions(call, row);
        if (const Fault* const fault = versions.load("articleVersionIdList"))
            return fault;
        const Id assignee = id_input(call, "assigneeId", row);
        Records users;
        if (const Fault* const fault = users.fetch(
                transaction, transaction.schema().find("User"), {&assignee, 1}, {"Email"}
            ))
            return fault;
        if (!users.has(0))
            return transaction.fault("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
        for (const Id id : versions.ids()) {
            const uint32_t change = versions.changes().add(id);
            versions.changes().id(change, "AssignedToId", assignee);
            versions.changes().id(change, "AssignedById", transaction.surroundings().user);
            versions.changes().set(
                change, "AssignmentDate", Value::date_time(transaction.surroundings().now)
            );
            versions.changes().set(change, "AssignmentDueDate", input(call, "dueDate", row));
            versions.changes().text(change, "AssignmentNote", text_input(call, "instruction", row));
        }
        if (const Fault* const fault = versions.write())
            return fault;
        if (flag_input(call, "sendEmailNotification", row) && !users.text("Email", 0).empty()) {
            Email email;
            email.to.emplace_back(users.text("Email", 0));
            email.subject = fmt::format("Articles assigned to you: {}", versions.ids().size());
            email.body = text_input(call, "instruction", row);
            email.source = call.type;
            email.record = text_of_id(versions.ids().front());
            transaction.send(std::move(email));
        }
        return nullptr;
    }
};

class Archive final : public KnowledgeAction {
public:
    Archive() : KnowledgeAction("archiveKnowledgeArticles", {version_list}, {}) {}

private:
    const Fault* run(ActionCall& call, uint32_t row) const override {
        Versions versions(call, row);
        if (const Fault* const fault = versions.load("articleVersionIdList"))
            return fault;
        for (uint32_t index = 0; index < versions.ids().size(); ++index) {
            if (!versions.is(index, "Online"))
                return call.transaction.fault({}, "Only published articles can be archived.");
            const uint32_t change = versions.changes().add(versions.ids()[index]);
            versions.changes().text(change, "PublishStatus", "Archived");
            versions.changes().set(
                change, "ArchivedDate", Value::date_time(call.transaction.surroundings().now)
            );
            versions.changes().id(change, "ArchivedById", call.transaction.surroundings().user);
        }
        return versions.write();
    }
};

class Delete final : public KnowledgeAction {
public:
    Delete() : KnowledgeAction("deleteKnowledgeArticles", {version_list}, {}) {}

private:
    const Fault* run(ActionCall& call, uint32_t row) const override {
        Versions versions(call, row);
        if (const Fault* const fault = versions.load("articleVersionIdList"))
            return fault;
        for (uint32_t index = 0; index < versions.ids().size(); ++index) {
            if (versions.is(index, "Online"))
                return call.transaction.fault(
                    {}, "Published articles have to be archived before they can be deleted."
                );
            (void)versions.changes().add(versions.ids()[index]);
        }
        return versions.write(Operation::erase);
    }
};

/// A draft of what is published; `unpublish` takes the published version back instead.
class CreateDraft final : public KnowledgeAction {
public:
    CreateDraft()
        : KnowledgeAction(
              "createDraftFromOnlineKnowledgeArticle",
              {{"action", TypeKind::text, false, true},
               {"unpublish", TypeKind::boolean, false, true},
               {"articleId", TypeKind::id},
               {"articleVersionId", TypeKind::id}},
              {{"articleVersionId", TypeKind::id}}
          ) {}

private:
    const Fault* run(ActionCall& call, uint32_t row) const override {
        Transaction& transaction = call.transaction;
        Versions versions(call, row);
        if (!versions.changes().is_known())
            return transaction.fault({}, "Knowledge isn't enabled in this org.");
        std::vector<Id> online;
        if (const Fault* const fault = find_online(call, row, online))
            return fault;
        if (online.empty())
            return transaction.fault({}, "There's no published version of the article.");
        versions.take({online.front()});
        if (const Fault* const fault = versions.read())
            return fault;
        if (!versions.is(0, "Online"))
            return transaction.fault({}, "There's no published version of the article.");
        std::vector<Id> drafts;
        if (const Fault* const fault = versions.others(0, "Draft", drafts))
            return fault;
        if (!drafts.empty())
            return transaction.fault({}, "The article has a draft already.");
        if (flag_input(call, "unpublish", row)) {
            const uint32_t change = versions.changes().add(online.front());
            versions.changes().text(change, "PublishStatus", "Draft");
            if (const Fault* const fault = versions.write())
                return fault;
            set_output(call, "articleVersionId", row, Value::id(online.front()));
            return nullptr;
        }
        const uint32_t draft = versions.changes().add();
        for (const std::string_view field :
             {"KnowledgeArticleId", "VersionNumber", "Title", "UrlName", "Summary", "Language"})
            versions.changes().set(draft, field, versions.records().at(field, 0));
        versions.changes().text(draft, "PublishStatus", "Draft");
        versions.changes().flag(draft, "IsLatestVersion", false);
        versions.changes().id(draft, "MasterVersionId", Id{});
        if (const Fault* const fault = versions.write(Operation::create))
            return fault;
        set_output(call, "articleVersionId", row, Value::id(versions.changes().records().ids()[0]));
        return nullptr;
    }

    static const Fault* find_online(ActionCall& call, uint32_t row, std::vector<Id>& online) {
        if (const Id version = id_input(call, "articleVersionId", row); version != Id{}) {
            online.push_back(version);
            return nullptr;
        }
        std::vector<Id> all;
        if (const Fault* const fault = find_ids(
                call.transaction,
                version_object,
                "KnowledgeArticleId",
                Value::id(id_input(call, "articleId", row)),
                all
            ))
            return fault;
        Records records;
        const Fault* const fault = records.fetch(
            call.transaction, call.transaction.schema().find(version_object), all, {"PublishStatus"}
        );
        for (uint32_t index = 0; index < all.size(); ++index)
            if (records.text("PublishStatus", index) == "Online")
                online.push_back(all[index]);
        return fault;
    }
};

} // namespace

void add_knowledge_actions(ActionRegistry& registry) {
    registry.add(std::make_unique<const Publish>());
    registry.add(std::make_unique<const Assign>());
    registry.add(std::make_unique<const Archive>());
    registry.add(std::make_unique<const Delete>());
    registry.add(std::make_unique<const CreateDraft>());
}

} // namespace weir
