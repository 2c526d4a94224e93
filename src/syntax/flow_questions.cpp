// What the grammar asks: which words stand here, and which form follows.
#include "syntax/flow_state.hpp"

namespace weir::syntax {

namespace {

struct TestWords {
    std::string_view words;
    ConditionOperator op;
};

// Longer ones first where one begins another.
constexpr TestWords tests[] = {
    {"is null", ConditionOperator::is_null},
    {"is not null", ConditionOperator::is_not_null},
    {"is blank", ConditionOperator::is_blank},
    {"is not blank", ConditionOperator::is_not_blank},
    {"is empty", ConditionOperator::is_empty},
    {"is not empty", ConditionOperator::is_not_empty},
    {"is changed", ConditionOperator::is_changed},
    {"is not changed", ConditionOperator::is_not_changed},
    {"was set", ConditionOperator::was_set},
    {"was not set", ConditionOperator::was_not_set},
    {"was visited", ConditionOperator::was_visited},
    {"was not visited", ConditionOperator::was_not_visited},
    {"was selected", ConditionOperator::was_selected},
    {"was not selected", ConditionOperator::was_not_selected},
    {"has error", ConditionOperator::has_error},
    {"has no error", ConditionOperator::has_no_error},
};

constexpr TestWords comparisons[] = {
    {"contains", ConditionOperator::contains},
    {"starts with", ConditionOperator::starts_with},
    {"ends with", ConditionOperator::ends_with},
    {"in", ConditionOperator::in},
    {"not in", ConditionOperator::not_in},
};

struct AssignWords {
    std::string_view words;
    AssignOperator op;
};

constexpr AssignWords assign_words[] = {
    {"add first", AssignOperator::add_first},
    {"add", AssignOperator::add_item},
    {"remove first", AssignOperator::remove_first},
    {"remove all", AssignOperator::remove_all},
    {"remove at", AssignOperator::remove_at},
    {"remove before", AssignOperator::remove_before},
    {"remove after", AssignOperator::remove_after},
    {"remove uncommon", AssignOperator::remove_uncommon},
};

bool is_blank(char letter) {
    return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
}
bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

const char* skip_blanks(const char* at, const char* end) {
    while (at != end && is_blank(*at))
        ++at;
    return at;
}

bool begins_name(const char* at, const char* end) {
    return at != end && (*at == '$' || *at == '`' || !word_at(at, end).empty());
}

} // namespace

const char* FlowState::ask(const grammar::keyword_text*, const char* at, const char* end) {
    const BlockContext& context = contexts_.back();
    const FoundKeyword found = keywords_.find(at, end, context.place, context.children);
    if (found.shape != nullptr) {
        found_shape_ = found.shape;
        return found.behind;
    }
    // `org { … }` among the steps of a test is an element there.
    if (context.place == Place::steps) {
        const FoundKeyword org = keywords_.find(at, end, Place::file, {});
        found_shape_ = org.shape;
        return org.behind;
    }
    if (context.place != Place::children || !begins_name(at, end))
        return nullptr;
    for (const Shape* const child : context.children) {
        if (!child->keyword.empty())
            continue;
        found_shape_ = child;
        return at;
    }
    return nullptr;
}

const ClauseShape* FlowState::find_clause(const char* at, bool inside, const char*& behind) const {
    const ClauseShape* best = nullptr;
    behind = nullptr;
    if (at == end_)
        return nullptr;
    for (const ClauseShape& clause : elements_.back().element->shape->clauses) {
        if (clause.key.empty() || clause.key.front() != *at || clause.inside != inside)
            continue;
        const char* end = nullptr;
        if (clause.key == "=")
            end = end_ - at >= 2 && at[1] == '=' ? nullptr : at + 1;
        else
            end = match_words(at, end_, clause.key);
        if (end == nullptr || (best != nullptr && end <= behind))
            continue;
        best = &clause;
        behind = end;
    }
    return best;
}

void FlowState::begin_clause(const ClauseShape* shape, const char* at, const char* behind) {
    open().clause = {shape, span(at, behind), leading_trivia(at)};
}

const char* FlowState::ask(const grammar::clause_key_text*, const char* at, const char*) {
    const char* behind = nullptr;
    const ClauseShape* const found = find_clause(at, false, behind);
    if (found == nullptr)
        return nullptr;
    begin_clause(found, at, behind);
    return behind;
}

const char* FlowState::ask(const grammar::inside_key_text*, const char* at, const char*) {
    if (elements_.empty())
        return nullptr;
    const char* behind = nullptr;
    const ClauseShape* const found = find_clause(at, true, behind);
    if (found == nullptr)
        return nullptr;
    begin_clause(found, at, behind);
    return behind;
}

bool FlowState::has_block_clause(const char* at) const {
    return at != end_ && *at == '{' && !elements_.empty() &&
           elements_.back().element->shape->block() != nullptr;
}

const char* FlowState::ask(const grammar::block_ahead*, const char* at, const char*) {
    if (!has_block_clause(at))
        return nullptr;
    begin_clause(open().element->shape->block(), at, at + 1);
    return at;
}

const char* FlowState::ask(const grammar::inside_block*, const char* at, const char* end) const {
    if (at == end || *at == '}')
        return nullptr;
    return begins_declaration(at) ? nullptr : at;
}

const char* FlowState::ask(const grammar::choice_text*, const char* at, const char* end) {
    const char* best = nullptr;
    for (const std::string_view choice : open().clause.shape->choices) {
        const char* const behind = match_words(at, end, choice);
        if (behind == nullptr || (best != nullptr && behind <= best))
            continue;
        best = behind;
        choice_ = choice;
    }
    return best;
}

const char* FlowState::ask(const grammar::detail_ahead*, const char* at, const char* end) const {
    if (!begins_name(at, end) || !same_line(token_end_, at))
        return nullptr;
    const char* behind = nullptr;
    if (find_clause(at, false, behind) != nullptr || match_words(at, end, "end") != nullptr)
        return nullptr;
    return at;
}

const char*
FlowState::ask(const grammar::step_detail_ahead*, const char* at, const char* end) const {
    if (!begins_name(at, end) || !same_line(token_end_, at))
        return nullptr;
    for (const std::string_view word : {"returns", "faults", "called"})
        if (match_words(at, end, word) != nullptr)
            return nullptr;
    return at;
}

const char* FlowState::ask(const grammar::formula_ahead*, const char* at, const char* end) const {
    const char* const behind = match_words(at, end, "formula");
    if (behind == nullptr)
        return nullptr;
    // `formula` may be a name: then an operator follows, not an operand.
    const char* const next = skip_blanks(behind, end);
    if (next == end)
        return nullptr;
    const char second = end - next >= 2 ? next[1] : '\0';
    switch (*next) {
    case '"':
    case '\'':
    case '(':
    case '$':
    case '`':
        return behind;
    case '{':
        return second == '!' ? behind : nullptr;
    case '!':
        return second != '=' ? behind : nullptr;
    case '.':
        return is_digit(second) && next != behind ? behind : nullptr;
    case '-':
        return second != '>' && next != behind ? behind : nullptr;
    default:
        break;
    }
    if (is_digit(*next))
        return behind;
    const std::string_view word = word_at(next, end);
    if (word.empty())
        return nullptr;
    for (const std::string_view own :
         {"is", "was", "has", "contains", "starts", "ends", "in", "not in", "and", "or"})
        if (match_words(next, end, own) != nullptr)
            return nullptr;
    return behind;
}

const char* FlowState::ask(const grammar::assign_text*, const char* at, const char* end) {
    const char second = end - at >= 2 ? at[1] : '\0';
    switch (at == end ? '\0' : *at) {
    case '=': {
        if (second == '=')
            return nullptr;
        assign_operator_ = AssignOperator::assign;
        const char* const count = match_words(skip_blanks(at + 1, end), end, "count of");
        if (count == nullptr || !begins_name(skip_blanks(count, end), end))
            return at + 1;
        assign_operator_ = AssignOperator::assign_count;
        return count;
    }
    case '+':
    case '-':
        if (second != '=')
            return nullptr;
        assign_operator_ = *at == '+' ? AssignOperator::add : AssignOperator::subtract;
        return at + 2;
    case 'a':
    case 'r':
        for (const AssignWords& candidate : assign_words) {
            const char* const behind = match_words(at, end, candidate.words);
            if (behind == nullptr)
                continue;
            assign_operator_ = candidate.op;
            return behind;
        }
        return nullptr;
    default:
        return nullptr;
    }
}

const char* FlowState::ask(const grammar::test_text*, const char* at, const char* end) {
    if (at == end || (*at != 'i' && *at != 'w' && *at != 'h'))
        return nullptr;
    for (const TestWords& candidate : tests) {
        const char* const behind = match_words(at, end, candidate.words);
        if (behind == nullptr)
            continue;
        test_ = candidate.op;
        test_span_ = span(at, behind);
        has_test_ = true;
        return behind;
    }
    return nullptr;
}

const char* FlowState::ask(const grammar::comparison_text*, const char* at, const char* end) {
    for (const TestWords& candidate : comparisons) {
        if (at == end || candidate.words.front() != *at)
            continue;
        const char* const behind = match_words(at, end, candidate.words);
        if (behind == nullptr)
            continue;
        test_ = candidate.op;
        test_span_ = span(at, behind);
        has_test_ = true;
        return behind;
    }
    return nullptr;
}

const char* FlowState::ask(const grammar::otherwise_text*, const char* at, const char* end) const {
    const char* const behind = match_words(at, end, "otherwise");
    if (behind == nullptr)
        return nullptr;
    return match_words(skip_blanks(behind, end), end, "when") == nullptr ? behind : nullptr;
}

// ------------------------------------------------------------------------------------ choices

size_t FlowState::choose(const grammar::clause_kind*, const char*, const char*) const {
    const ClauseShape& clause = *elements_.back().clause.shape;
    constexpr size_t settings_block = static_cast<size_t>(ValueKind::test_steps) + 1;
    if (clause.value == ValueKind::flag && clause.key.empty())
        return settings_block;
    return static_cast<size_t>(clause.value);
}

size_t FlowState::choose(const grammar::head_form*, const char*, const char*) const {
    const Shape& shape = *elements_.back().element->shape;
    return shape.keyword.empty() ? 3 : static_cast<size_t>(shape.name);
}

size_t FlowState::choose(const grammar::subject_form*, const char*, const char*) const {
    const Shape& shape = *elements_.back().element->shape;
    if (shape.subject == SubjectForm::none)
        return 0;
    return shape.subject_required ? 2 : 1;
}

size_t FlowState::choose(const grammar::subject_kind*, const char*, const char*) const {
    switch (elements_.back().element->shape->subject) {
    case SubjectForm::none:
    case SubjectForm::type:
        return 0;
    case SubjectForm::object:
    case SubjectForm::flow:
    case SubjectForm::name:
        return 1;
    case SubjectForm::action:
        return 2;
    }
    return 0;
}

size_t FlowState::choose(const grammar::expect_form*, const char* at, const char* end) const {
    enum : size_t { value, records, refused, runs, fault, limit, action, screen };
    if (at == end)
        return value;
    if (const char* const none = match_words(at, end, "no screen")) {
        // `expect no screen where …` would be of an object with that name.
        return match_words(skip_blanks(none, end), end, "where") == nullptr ? screen : records;
    }
    const auto followed_by_name = [end](const char* behind) {
        return behind != nullptr && !word_at(skip_blanks(behind, end), end).empty();
    };
    const auto followed_by_noun = [end, &followed_by_name](const char* behind) {
        if (!followed_by_name(behind))
            return false;
        const char* const next = skip_blanks(behind, end);
        constexpr std::string_view operators[] = {
            "is", "was", "has", "in", "not in", "contains", "starts with", "ends with", "and", "or"};
        for (const std::string_view word : operators)
            if (match_words(next, end, word) != nullptr)
                return false;
        return true;
    };
    if (is_digit(*at)) {
        const char* behind = at;
        while (behind != end && (is_digit(*behind) || *behind == '.'))
            ++behind;
        return followed_by_name(behind) ? records : value;
    }
    for (const std::string_view bound : {"at least", "at most"}) {
        const char* const behind = match_words(at, end, bound);
        if (behind == nullptr)
            continue;
        const char* const next = skip_blanks(behind, end);
        if (next != end && is_digit(*next))
            return records;
    }
    if (followed_by_name(match_words(at, end, "no")))
        return records;
    if (followed_by_name(match_words(at, end, "refused")))
        return refused;
    if (followed_by_name(match_words(at, end, "limits")))
        return limit;
    // These two may be names of aliases: `expect screen is null`.
    if (followed_by_noun(match_words(at, end, "action")))
        return action;
    if (followed_by_noun(match_words(at, end, "screen")))
        return screen;
    if (const char* const behind = match_words(at, end, "fault")) {
        const char* const next = skip_blanks(behind, end);
        if ((next != end && *next == '"') || match_words(next, end, "in") != nullptr)
            return fault;
    }
    const std::string_view flow = word_at(at, end);
    if (!flow.empty() && match_words(skip_blanks(at + flow.size(), end), end, "ran") != nullptr)
        return runs;
    return value;
}

} // namespace weir::syntax
