// Duplicate rules: step 6 of the order of execution. A new or changed record is compared with those
// that are there, and with the others of its chunk, by the matching rules of the object.
#include "org/match_values.hpp"
#include "org/save_steps.hpp"
#include "program/save_rules.hpp"
#include "types/compare.hpp"

#include <algorithm>
#include <functional>
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

/// The column of an item of the matching rule, by row; null: no record has a value.
using ItemColumn = std::function<const Value*(size_t item)>;

MatchForms
forms_of(const MatchingRule& rule, const ItemColumn& column_of, uint32_t rows, Arena& arena) {
    MatchForms forms;
    for (size_t item = 0; item < rule.items.size(); ++item) {
        std::vector<std::string>& texts = forms.items.emplace_back(rows);
        std::vector<bool>& blanks = forms.blank.emplace_back(rows);
        const Value* const column = column_of(item);
        for (uint32_t row = 0; row < rows; ++row) {
            if (column != nullptr)
                texts[row] = match_form(column[row], rule.items[item].method, arena);
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

/// Records of a chunk among those of an object, by a matching rule of that object.
class DuplicateSearch {
public:
    /// `own`: what of the chunk's records is compared with the items of the rule.
    DuplicateSearch(
        SaveChunk& chunk, ObjectId object, const MatchingRule& rule, const ItemColumn& own
    )
        : chunk_(chunk),
          object_(object),
          rule_(rule),
          own_(forms_of(rule, own, chunk.size, chunk.arena())) {}

    /// By row of the chunk: whether it has a duplicate.
    void find(Rows rows, std::vector<bool>& found) {
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
        query.object = object_;
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
        chunk_.fatal =
            fetch_records(chunk_.transaction, object_, others_.ids, fields, columns, there);
        if (chunk_.fatal == nullptr)
            others_.forms = forms_of(
                rule_,
                [&](size_t item) { return std::as_const(columns).find(rule_.items[item].field); },
                static_cast<uint32_t>(others_.ids.size()),
                chunk_.arena()
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
            if (object_ != chunk_.object().id)
                continue;
            // The first of two new ones is no duplicate yet.
            std::vector<uint32_t>& before = earlier[*key];
            found[row] = found[row] || std::ranges::any_of(before, [&](uint32_t other) {
                             return matches(alternative, row, own_, other);
                         });
            before.push_back(row);
        }
    }

    SaveChunk& chunk_;
    const ObjectId object_;
    const MatchingRule& rule_;
    const MatchForms own_;
    Candidates others_;
    std::vector<std::vector<uint32_t>> alternatives_;
};

bool is_changed(SaveChunk& chunk, FieldId field, uint32_t row) {
    return chunk.is_given(field, row) &&
           !equal_exactly(chunk.given.at(field, row), chunk.old.at(field, row));
}

/// An update is looked at when it changes a field of the rule.
bool concerns(SaveChunk& chunk, const MatchingRule& rule, uint32_t row) {
    return chunk.creates() || std::ranges::any_of(rule.items, [&](const MatchingRule::Item& item) {
               return is_changed(chunk, item.field, row);
           });
}

/// … or one that is compared with the other object.
bool concerns(SaveChunk& chunk, const ForeignMatch& match, uint32_t row) {
    return chunk.creates() ||
           std::ranges::any_of(match.sources, [&](const ForeignMatch::Source& source) {
               if (source.field != FieldId::none)
                   return is_changed(chunk, source.field, row);
               return std::ranges::any_of(source.value.sources, [&](const SlotSource& slot) {
                   return slot.kind == SlotSource::Kind::field &&
                          is_changed(chunk, slot.field, row);
               });
           });
}

template<class Rule>
std::vector<uint32_t> concerned(SaveChunk& chunk, const Rule& rule, Rows rows) {
    std::vector<uint32_t> result;
    for (const uint32_t row : rows)
        if (concerns(chunk, rule, row))
            result.push_back(row);
    return result;
}

void find_others_of_the_object(
    SaveChunk& chunk, const MatchingRule& rule, Rows meeting, std::vector<bool>& found
) {
    const std::vector<uint32_t> rows = concerned(chunk, rule, meeting);
    if (rows.empty() || rule.items.empty())
        return;
    for (const MatchingRule::Item& item : rule.items)
        chunk.now_column(item.field);
    const auto own = [&](size_t item) { return chunk.now_column(rule.items[item].field); };
    DuplicateSearch(chunk, chunk.object().id, rule, own).find(rows, found);
}

void find_in_another_object(
    SaveChunk& chunk, const ForeignMatch& match, Rows meeting, std::vector<bool>& found
) {
    const ObjectPlan& other = chunk.transaction.org().state().plan(match.object);
    const SaveRules* const rules = other.program.save_rules.get();
    const std::vector<uint32_t> rows = concerned(chunk, match, meeting);
    if (rules == nullptr || rows.empty() || rules->matching[match.matching].items.empty())
        return;
    const auto own = [&](size_t item) -> const Value* {
        const ForeignMatch::Source& source = match.sources[item];
        if (source.field != FieldId::none)
            return chunk.now_column(source.field);
        if (!source.value.expression || chunk.fatal != nullptr)
            return nullptr;
        const std::span<Value> values = chunk.arena().make_array<Value>(chunk.size);
        std::ranges::fill(values, Value::null());
        chunk.fatal = evaluate_record_formula(
            source.value,
            chunk.now,
            chunk.creates() ? nullptr : &chunk.old,
            chunk.creates(),
            rows,
            chunk.transaction,
            values.data()
        );
        return values.data();
    };
    DuplicateSearch search(chunk, match.object, rules->matching[match.matching], own);
    if (chunk.fatal == nullptr)
        search.find(rows, found);
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
    for (const uint32_t index : rule.matching)
        if (chunk.fatal == nullptr)
            find_others_of_the_object(chunk, rules.matching[index], meeting, found);
    for (const ForeignMatch& match : rule.others)
        if (chunk.fatal == nullptr)
            find_in_another_object(chunk, match, meeting, found);
    if (chunk.fatal != nullptr)
        return;
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
