#include "org/standard_rules.hpp"

#include "org/standard_cells.hpp"
#include "org/system_records.hpp"
#include "types/cell.hpp"
#include "types/compare.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <unordered_map>

namespace weir {

namespace {

using standard::changes;
using standard::field_of;

void put(SaveChunk& chunk, FieldId field, uint32_t row, Value value) {
    if (field != FieldId::none)
        chunk.set(field, row, value);
}

/// A case takes over its contact's account, if it has none, and the contact's addresses.
void take_over_contact(SaveChunk& chunk) {
    const KnownObjects& known = chunk.transaction.org().state().known;
    const FieldId contact = field_of(chunk, "ContactId");
    if (contact == FieldId::none || known.contact == nullptr ||
        chunk.given.find(contact) == nullptr)
        return;
    struct Copied {
        FieldId from;
        FieldId to;
        bool only_if_null;
    };
    std::vector<Copied> copies;
    const std::pair<std::string_view, std::string_view> names[] = {
        {"AccountId", "AccountId"},
        {"Email", "ContactEmail"},
        {"Phone", "ContactPhone"},
        {"MobilePhone", "ContactMobile"},
        {"Fax", "ContactFax"},
    };
    std::vector<FieldId> asked;
    for (const auto& [from, to] : names) {
        const Copied copied{field_or_none(known.contact, from), field_of(chunk, to), from == to};
        if (copied.from == FieldId::none || copied.to == FieldId::none)
            continue;
        copies.push_back(copied);
        asked.push_back(copied.from);
    }
    std::vector<uint32_t> rows;
    std::vector<Id> ids;
    for (const uint32_t row : chunk.good) {
        const Value id = chunk.given.at(contact, row);
        if (id.tag() != Tag::id || !changes(chunk, contact, row))
            continue;
        rows.push_back(row);
        ids.push_back(id.as_id());
    }
    Columns contacts;
    std::vector<bool> found;
    chunk.fatal = fetch_records(chunk.transaction, known.contact->id, ids, asked, contacts, found);
    if (chunk.fatal != nullptr)
        return;
    for (const Copied& copied : copies) {
        const Value* const now = copied.only_if_null ? chunk.now_column(copied.to) : nullptr;
        for (uint32_t index = 0; index < rows.size(); ++index)
            if (found[index] && (now == nullptr || now[rows[index]].is_null()))
                chunk.set(copied.to, rows[index], contacts.at(copied.from, index));
    }
}

/// Sets the flag that follows from the status, and the date when it turned true.
void close_by_status(
    SaveChunk& chunk, std::string_view closed_status, std::string_view date_field
) {
    const FieldId status = field_of(chunk, "Status");
    const FieldId closed = field_of(chunk, "IsClosed");
    const FieldId date = field_of(chunk, date_field);
    if (status == FieldId::none || closed == FieldId::none || chunk.given.find(status) == nullptr)
        return;
    for (const uint32_t row : chunk.good) {
        if (!chunk.is_given(status, row))
            continue;
        const bool is_closed =
            equal_ignoring_case(text_in(chunk.given.at(status, row)), closed_status);
        chunk.set(closed, row, Value::boolean(is_closed));
        if (!changes(chunk, status, row))
            continue;
        put(chunk,
            date,
            row,
            is_closed ? Value::date_time(chunk.transaction.surroundings().now) : Value::null());
    }
}

void derive_case(SaveChunk& chunk) {
    take_over_contact(chunk);
    if (chunk.fatal == nullptr)
        close_by_status(chunk, "Closed", "ClosedDate");
}

void derive_task(SaveChunk& chunk) {
    close_by_status(chunk, "Completed", "CompletedDateTime");
}

struct Stage {
    std::string_view name;
    int probability;
    std::string_view category;
    std::string_view category_name;
    bool closed;
    bool won;
};

constexpr Stage stages[] = {
    {"Prospecting", 10, "Pipeline", "Pipeline", false, false},
    {"Qualification", 10, "Pipeline", "Pipeline", false, false},
    {"Needs Analysis", 20, "Pipeline", "Pipeline", false, false},
    {"Value Proposition", 50, "Pipeline", "Pipeline", false, false},
    {"Id. Decision Makers", 60, "Pipeline", "Pipeline", false, false},
    {"Perception Analysis", 70, "Pipeline", "Pipeline", false, false},
    {"Proposal/Price Quote", 75, "Pipeline", "Pipeline", false, false},
    {"Negotiation/Review", 90, "Pipeline", "Pipeline", false, false},
    {"Closed Won", 100, "Closed", "Closed", true, true},
    {"Closed Lost", 0, "Omitted", "Omitted", true, false},
};

/// The stage says how likely an opportunity is, unless it is said with it, and whether it is
/// closed.
void derive_opportunity(SaveChunk& chunk) {
    const FieldId stage_name = field_of(chunk, "StageName");
    if (stage_name == FieldId::none || chunk.given.find(stage_name) == nullptr)
        return;
    const FieldId probability = field_of(chunk, "Probability");
    for (const uint32_t row : chunk.good) {
        if (!changes(chunk, stage_name, row))
            continue;
        const std::string_view name = text_in(chunk.given.at(stage_name, row));
        const auto stage = std::ranges::find_if(stages, [&](const Stage& candidate) {
            return equal_ignoring_case(candidate.name, name);
        });
        if (stage == std::end(stages))
            continue;
        if (probability != FieldId::none && !changes(chunk, probability, row))
            chunk.set(probability, row, Value::number(stage->probability));
        put(chunk, field_of(chunk, "ForecastCategory"), row, Value::text(stage->category));
        put(chunk, field_of(chunk, "ForecastCategoryName"), row, Value::text(stage->category_name));
        put(chunk, field_of(chunk, "IsClosed"), row, Value::boolean(stage->closed));
        put(chunk, field_of(chunk, "IsWon"), row, Value::boolean(stage->won));
    }
}

/// "My Group" is My_Group to developers.
void derive_developer_name(SaveChunk& chunk) {
    const FieldId name = field_of(chunk, "Name");
    const FieldId developer_name = field_of(chunk, "DeveloperName");
    if (!chunk.creates() || name == FieldId::none || developer_name == FieldId::none)
        return;
    const Value* const names = chunk.now_column(name);
    for (const uint32_t row : chunk.good) {
        if (!chunk.given.at(developer_name, row).is_null())
            continue;
        std::string text;
        for (const char character : text_in(names[row])) {
            const bool is_plain = (character >= '0' && character <= '9') ||
                                  (character >= 'A' && character <= 'Z') ||
                                  (character >= 'a' && character <= 'z');
            if (is_plain)
                text += character;
            else if (!text.empty() && text.back() != '_')
                text += '_';
        }
        if (!text.empty() && text.back() == '_')
            text.pop_back();
        if (!text.empty() && text.front() >= '0' && text.front() <= '9')
            text = fmt::format("X{}", text);
        if (!text.empty())
            chunk.set(developer_name, row, Value::text(chunk.arena().copy(std::string_view(text))));
    }
}

constexpr std::string_view unknown_duplicate =
    "duplicate value found: <unknown> duplicates value on record with id: <unknown>";

/// The first version of an article makes the article.
void derive_version(SaveChunk& chunk) {
    const FieldId article = field_of(chunk, "KnowledgeArticleId");
    RecordWriter articles(chunk.transaction, "KnowledgeArticle");
    if (!chunk.creates() || article == FieldId::none || !articles.is_known())
        return;
    std::vector<uint32_t> rows;
    for (const uint32_t row : chunk.good)
        if (!chunk.is_given(article, row) || chunk.given.at(article, row).is_null())
            rows.push_back(row);
    for (size_t index = 0; index < rows.size(); ++index)
        articles.text(articles.add(), "MasterLanguage", "en_US");
    chunk.fatal = system_create(chunk.transaction, articles.records());
    for (size_t index = 0; index < rows.size() && chunk.fatal == nullptr; ++index)
        put(chunk, article, rows[index], Value::id(articles.records().ids()[index]));
}

constexpr StandardRule rules[] = {
    {"Case", derive_case, {}, {}, {}},
    {"Task", derive_task, {}, {}, {}},
    {"Opportunity", derive_opportunity, {}, {}, {}},
    {"Group", derive_developer_name, {}, {}, {}},
    {"UserRole", derive_developer_name, {}, {}, {}},
    {"Knowledge__kav", derive_version, {}, {}, {}},
    {"PermissionSetAssignment", nullptr, "AssigneeId", "PermissionSetId", unknown_duplicate},
    {"GroupMember", nullptr, "GroupId", "UserOrGroupId", unknown_duplicate},
    {"CampaignMember", nullptr, "CampaignId", "ContactId", "Already a campaign member."},
};

struct PairHash {
    size_t operator()(const std::pair<Id, Id>& pair) const {
        return IdHash{}(pair.first) * 31 + IdHash{}(pair.second);
    }
};

/// The pairs that records have already whose first field is one of those given.
const Fault* find_pairs(
    SaveChunk& chunk,
    FieldId first,
    FieldId second,
    std::span<const Value> wanted,
    std::unordered_map<std::pair<Id, Id>, Id, PairHash>& holders
) {
    const auto plan = chunk.transaction.org().state().find_by_lookup(chunk.object().id, first);
    if (!plan)
        return chunk.transaction.fail(plan.error());
    QueryResult result;
    if (const Fault* const fault = run_read_plan(
            **plan, chunk.transaction, {&wanted, 1}, static_cast<uint32_t>(wanted.size()), result
        ))
        return fault;
    const FieldId asked[] = {first, second};
    Columns columns;
    std::vector<bool> found;
    if (const Fault* const fault = fetch_records(
            chunk.transaction, chunk.object().id, result.records.ids(), asked, columns, found
        ))
        return fault;
    for (uint32_t row = 0; row < columns.size(); ++row)
        holders.emplace(
            std::pair{id_in(columns.at(first, row)), id_in(columns.at(second, row))},
            result.records.ids()[row]
        );
    return nullptr;
}

} // namespace

const StandardRule* find_standard_rule(std::string_view object) {
    const auto found = std::ranges::find(rules, object, &StandardRule::object);
    return found == std::end(rules) ? nullptr : &*found;
}

std::span<const std::string_view> fields_read_by_standard_rule(const SaveChunk& chunk) {
    static constexpr std::string_view of_case[] = {"AccountId", "ContactId", "Status"};
    static constexpr std::string_view of_task[] = {"Status"};
    static constexpr std::string_view of_opportunity[] = {"StageName", "Probability"};
    if (chunk.plan.standard == nullptr)
        return {};
    if (chunk.plan.standard->derive == derive_case)
        return of_case;
    if (chunk.plan.standard->derive == derive_task)
        return of_task;
    if (chunk.plan.standard->derive == derive_opportunity)
        return of_opportunity;
    return {};
}

void derive_fields(SaveChunk& chunk) {
    if (chunk.plan.standard != nullptr && chunk.plan.standard->derive != nullptr)
        chunk.plan.standard->derive(chunk);
}

void derive_fields_again(SaveChunk& chunk) {
    if (chunk.changed_by_flows)
        derive_fields(chunk);
}

void check_pairs(SaveChunk& chunk) {
    if (!chunk.creates() || chunk.plan.standard == nullptr ||
        chunk.plan.standard->pair_first.empty())
        return;
    const FieldId first = field_of(chunk, chunk.plan.standard->pair_first);
    const FieldId second = field_of(chunk, chunk.plan.standard->pair_second);
    if (first == FieldId::none || second == FieldId::none)
        return;
    std::vector<uint32_t> rows;
    std::vector<Value> wanted;
    IdSet seen;
    for (const uint32_t row : chunk.good) {
        const Value value = chunk.given.at(first, row);
        if (value.is_null() || chunk.given.at(second, row).is_null())
            continue;
        rows.push_back(row);
        if (seen.insert(id_in(value)).second)
            wanted.push_back(value);
    }
    if (rows.empty())
        return;
    std::unordered_map<std::pair<Id, Id>, Id, PairHash> holders;
    chunk.fatal = find_pairs(chunk, first, second, wanted, holders);
    if (chunk.fatal != nullptr)
        return;
    for (const uint32_t row : rows) {
        const std::pair pair{id_in(chunk.given.at(first, row)), id_in(chunk.given.at(second, row))};
        if (!holders.emplace(pair, chunk.ids[row]).second)
            chunk.refuse(row, "DUPLICATE_VALUE", chunk.plan.standard->pair_message);
    }
    chunk.drop_refused();
}

} // namespace weir
