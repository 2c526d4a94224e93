// Duplicate rules: step 6 of the order of execution. A new or changed record is compared with those
// that are there, and with the others of its chunk, by the matching rules of the object.
#include "org/match_values.hpp"
#include "org/save_steps.hpp"
#include "program/save_rules.hpp"
#include "types/compare.hpp"

#include <algorithm>
#include <numeric>
#include <string>
#include <unordered_map>

namespace weir {

namespace {

/// Records of one object, with the normal form of each item of a matching rule, by row.
struct MatchForms {
    std::vector<std::vector<std::string>> items; // by item, then by row
    std::vector<std::vector<bool>> blank;
};

MatchForms forms_of(
    const MatchingRule& rule, const Columns& columns, uint32_t rows, Transaction& transaction
) {
    MatchForms forms;
    for (const MatchingRule::Item& item : rule.items) {
        std::vector<std::string>& texts = forms.items.emplace_back(rows);
        std::vector<bool>& blanks = forms.blank.emplace_back(rows);
        const Value* const column = columns.find(item.field);
        for (uint32_t row = 0; row < rows; ++row) {
            if (column != nullptr)
                texts[row] = match_form(column[row], item.method, transaction.arena());
            blanks[row] = texts[row].empty();
        }
    }
    return forms;
}

/// The records of an object in the store, with the fields of a matching rule.
struct Candidates {
    std::vector<Id> ids;
    MatchForms forms;
};

class DuplicateSearch {
public:
    DuplicateSearch(SaveChunk& chunk, const MatchingRule& rule) : chunk_(chunk), rule_(rule) {}

    /// By row of the chunk: whether it has a duplicate.
    void find(Rows rows, std::vector<bool>& found) {
        own_ = forms_of(rule_, chunk_.now, chunk_.size, chunk_.transaction);
        load();
        if (chunk_.fatal != nullptr)
            return;
        alternatives_ = rule_.alternatives;
        if (alternatives_.empty()) {
            std::vector<uint32_t>& all = alternatives_.emplace_back(rule_.items.size());
            std::iota(all.begin(), all.end(), 0U);
        }
        for (const std::vector<uint32_t>& alternative : alternatives_)
            find_by(alternative, rows, found);
    }

private:
    void load() {
        Query query;
        query.object = chunk_.object().id;
        const auto prepared = chunk_.transaction.org().store().prepare(query);
        if (!prepared) {
            chunk_.fatal = chunk_.transaction.fail(prepared.error());
            return;
        }
        auto all = chunk_.transaction.org().store().run(**prepared, {}, 1);
        if (!all) {
            chunk_.fatal = chunk_.transaction.fail(all.error());
            return;
        }
        const std::span<const Id> ids = std::as_const(all->records).ids();
        others_.ids.assign(ids.begin(), ids.end());
        std::vector<FieldId> fields;
        for (const MatchingRule::Item& item : rule_.items)
            fields.push_back(item.field);
        Columns columns;
        std::vector<bool> there;
        chunk_.fatal = fetch_records(
            chunk_.transaction, chunk_.object().id, others_.ids, fields, columns, there
        );
        if (chunk_.fatal == nullptr)
            others_.forms = forms_of(
                rule_, columns, static_cast<uint32_t>(others_.ids.size()), chunk_.transaction
            );
    }

    /// The first items of an alternative that compare letter for letter: the key that records are
    /// looked up by. Empty if one of them is blank where blanks do not match.
    [[nodiscard]] std::optional<std::string>
    key_of(const std::vector<uint32_t>& alternative, const MatchForms& forms, uint32_t row) const {
        std::string key;
        for (const uint32_t item : alternative) {
            if (forms.blank[item][row] && !rule_.items[item].blanks_match)
                return std::nullopt;
            if (!is_letter_for_letter(rule_.items[item].method))
                continue;
            key += forms.items[item][row];
            key += '\x1f';
        }
        return key;
    }

    [[nodiscard]] bool matches(
        const std::vector<uint32_t>& alternative,
        uint32_t row,
        const MatchForms& forms,
        uint32_t other
    ) const {
        return std::ranges::all_of(alternative, [&](uint32_t item) {
            return is_match(
                own_.items[item][row], forms.items[item][other], rule_.items[item].method
            );
        });
    }

    void find_by(const std::vector<uint32_t>& alternative, Rows rows, std::vector<bool>& found) {
        std::unordered_map<std::string, std::vector<uint32_t>> stored;
        std::unordered_map<std::string, std::vector<uint32_t>> earlier;
        for (uint32_t other = 0; other < others_.ids.size(); ++other)
            if (auto key = key_of(alternative, others_.forms, other))
                stored[std::move(*key)].push_back(other);
        for (const uint32_t row : rows) {
            const auto key = key_of(alternative, own_, row);
            if (!key)
                continue;
            const auto there = stored.find(*key);
            if (there != stored.end())
                found[row] = found[row] || std::ranges::any_of(there->second, [&](uint32_t other) {
                                 return others_.ids[other] != chunk_.ids[row] &&
                                        matches(alternative, row, others_.forms, other);
                             });
            // The first of two new ones is no duplicate yet.
            std::vector<uint32_t>& before = earlier[*key];
            found[row] = found[row] || std::ranges::any_of(before, [&](uint32_t other) {
                             return matches(alternative, row, own_, other);
                         });
            before.push_back(row);
        }
    }

    SaveChunk& chunk_;
    const MatchingRule& rule_;
    MatchForms own_;
    Candidates others_;
    std::vector<std::vector<uint32_t>> alternatives_;
};

/// An update is looked at when it changes a field of the rule.
bool concerns(SaveChunk& chunk, const MatchingRule& rule, uint32_t row) {
    return chunk.creates() || std::ranges::any_of(rule.items, [&](const MatchingRule::Item& item) {
               return chunk.is_given(item.field, row) &&
                      !equal_exactly(
                          chunk.given.at(item.field, row), chunk.old.at(item.field, row)
                      );
           });
}

void check_rule(SaveChunk& chunk, const SaveRules& rules, const DuplicateRule& rule) {
    const DuplicateAction action = chunk.creates() ? rule.on_create : rule.on_update;
    const bool passes = action == DuplicateAction::allow || action == DuplicateAction::report ||
                        (action == DuplicateAction::alert &&
                         chunk.transaction.org().settings().duplicate_alerts_pass);
    if (passes)
        return;
    const std::vector<uint32_t> meeting = rows_meeting(chunk, rule.condition, chunk.good);
    std::vector<bool> found(chunk.size);
    for (const uint32_t index : rule.matching) {
        const MatchingRule& matching = rules.matching[index];
        std::vector<uint32_t> rows;
        for (const uint32_t row : meeting)
            if (concerns(chunk, matching, row))
                rows.push_back(row);
        if (rows.empty() || matching.items.empty())
            continue;
        for (const MatchingRule::Item& item : matching.items)
            chunk.now_column(item.field);
        DuplicateSearch(chunk, matching).find(rows, found);
        if (chunk.fatal != nullptr)
            return;
    }
    for (const uint32_t row : chunk.good)
        if (found[row])
            chunk.refuse(row, "DUPLICATES_DETECTED", rule.message);
    chunk.drop_refused();
}

} // namespace

void check_duplicates(SaveChunk& chunk) {
    const SaveRules* const rules = chunk.plan.program.save_rules.get();
    if (rules == nullptr || rules->duplicates.empty())
        return;
    bring_rules_up_to_date(chunk);
    for (const DuplicateRule& rule : rules->duplicates) {
        if (chunk.stops())
            return;
        check_rule(chunk, *rules, rule);
    }
}

} // namespace weir
