// Behind a mistake: what was open is closed as broken, and reading goes on where something begins
// that is likely to be whole. Always moves forward, or stops at the end of a block.
#include "syntax/flow_state.hpp"

#include <algorithm>

namespace weir::syntax {

namespace {

bool is_blank(char letter) {
    return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
}

const char* skip_blanks(const char* at, const char* end) {
    while (at != end && is_blank(*at))
        ++at;
    return at;
}

constexpr std::string_view step_words[] = {
    "create", "update",  "delete", "load",   "run",    "deliver", "org",      "expect", "mock",
    "advance", "at", "as user", "answer", "resume", "approve", "reject", "recall", "complete step", "locked"};

bool begins_step(const char* at, const char* end) {
    return std::any_of(std::begin(step_words), std::end(step_words), [&](std::string_view word) {
        return match_words(at, end, word) != nullptr;
    });
}

/// Behind a `"…"`, `'…'` or `"""…"""` that begins at `at`.
const char* skip_text(const char* at, const char* end) {
    if (end - at >= 3 && at[0] == '"' && at[1] == '"' && at[2] == '"') {
        for (const char* close = at + 3; end - close >= 3; close += *close == '\\' ? 2 : 1)
            if (close[0] == '"' && close[1] == '"' && close[2] == '"')
                return close + 3;
    }
    const char quote = *at++;
    while (at != end && *at != quote && *at != '\n')
        at += *at == '\\' && end - at >= 2 && at[1] != '\n' ? 2 : 1;
    return at != end && *at == quote ? at + 1 : at;
}

} // namespace

FlowState::Checkpoint FlowState::remember() const {
    return {
        elements_.size(),
        contexts_.size(),
        clauses_.size(),
        statements_.size(),
        assignments_.size(),
        outcomes_.size(),
        open_outcomes_.size(),
        steps_.size(),
        open_steps_.size(),
        operands_.size(),
        operators_.size(),
        pieces_.size(),
        joiners_.size(),
        depth_,
        clause_in_progress(),
    };
}

bool FlowState::is_first_on_line(const char* at) const {
    while (at != begin_ && is_blank(at[-1]))
        if (*--at == '\n')
            return true;
    return at == begin_;
}

size_t FlowState::indentation(const char* at) const {
    const char* line = at;
    while (line != begin_ && line[-1] != '\n')
        --line;
    const char* first = line;
    while (first != end_ && (*first == ' ' || *first == '\t'))
        ++first;
    return static_cast<size_t>(first - line);
}

bool FlowState::begins_declaration(const char* at) const {
    if (at == end_ || (at != begin_ && at[-1] != '\n'))
        return false;
    const FoundKeyword found = keywords_.find(at, end_, Place::file, {});
    if (found.shape == nullptr || contexts_.size() == 1)
        return false;
    // In a file without indentation, what fits into the block belongs to it.
    const BlockContext& context = contexts_.back();
    if (keywords_.find(at, end_, context.place, context.children).shape != nullptr)
        return false;
    if (context.place == Place::steps && begins_step(at, end_))
        return false;
    const char* const next = skip_blanks(found.behind, end_);
    if (next == end_)
        return false;
    switch (found.shape->name) {
    case NameForm::none:
        return *next == '{';
    case NameForm::name:
        return !word_at(next, end_).empty() && next[0] != '=';
    case NameForm::title:
        return *next == '"';
    }
    return false;
}

bool FlowState::begins_statement(const char* at) const {
    const BlockContext& context = contexts_.back();
    if (context.place == Place::lines)
        return false;
    if (context.place == Place::steps)
        return begins_step(at, end_);
    if (keywords_.find(at, end_, context.place, context.children).shape != nullptr)
        return true;
    if (context.place != Place::flow && context.place != Place::branch)
        return false;
    return (end_ - at >= 2 && at[0] == '-' && at[1] == '>') ||
           match_words(at, end_, "end") != nullptr;
}

bool FlowState::stops(Level level, const char* at, const char* start, size_t indent) const {
    const bool of_element = level == Level::head || level == Level::clause;
    if (of_element && contexts_.back().place == Place::lines &&
        (*at == '{' || (end_ - at >= 2 && at[0] == '-' && at[1] == '>')))
        return true; // the target of an outcome
    if (of_element && has_block_clause(at) && !(end_ - at >= 2 && at[1] == '!'))
        return true;
    const char* behind = nullptr;
    if (of_element && at != start && !elements_.empty() &&
        find_clause(at, false, behind) != nullptr)
        return true;
    if (!is_first_on_line(at))
        return false;
    if (at != start && begins_statement(at))
        return true;
    if (level == Level::file)
        return indentation(at) == 0;
    if (at != start && !elements_.empty() && find_clause(at, true, behind) != nullptr)
        return true;
    return at != start && indentation(at) <= indent;
}

const char* FlowState::skip(Level level, const char* start, const char* from) {
    const size_t indent = indentation(start);
    const bool must_move = from == start && level != Level::head;
    size_t depth = 0;
    for (const char* at = skip_blanks(from, end_); at != end_; at = skip_blanks(at, end_)) {
        const bool may_stop = at != start || !must_move;
        if (may_stop && begins_declaration(at))
            return at;
        if (depth == 0 && *at == '}' && level != Level::file)
            return at;
        if (depth == 0 && may_stop && stops(level, at, start, indent))
            return at;
        if (end_ - at >= 2 && at[0] == '/' && at[1] == '/') {
            const char* const line_end = std::find(at, end_, '\n');
            comment(at, line_end);
            at = line_end;
        } else if (*at == '"' || *at == '\'') {
            at = skip_text(at, end_);
        } else if (const std::string_view word = word_at(at, end_); !word.empty()) {
            at += word.size();
        } else {
            if (*at == '{')
                ++depth;
            if (*at == '}' && depth > 0)
                --depth;
            ++at;
        }
    }
    return end_;
}

const char* FlowState::recover(
    Level level,
    const char* start,
    const char* current,
    const Mistake& mistake,
    const Checkpoint& to
) {
    report(mistake);
    ++reported_;

    contexts_.resize(to.contexts);
    elements_.resize(to.elements);
    clauses_.erase(clauses_.begin() + static_cast<std::ptrdiff_t>(to.clauses), clauses_.end());
    statements_.resize(to.statements);
    assignments_.resize(to.assignments);
    outcomes_.resize(to.outcomes);
    open_outcomes_.resize(to.open_outcomes);
    steps_.resize(to.steps);
    open_steps_.resize(to.open_steps);
    truncate_expressions(to.operands, to.operators);
    pieces_.resize(to.pieces);
    joiners_.resize(to.joiners);
    depth_ = to.depth;
    parts_.clear();
    paths_.clear();
    texts_.clear();
    order_.clear();
    step_names_.clear();
    has_test_ = false;
    leaf_condition_ = nullptr;
    if (!elements_.empty()) {
        elements_.back().element->broken = true;
        elements_.back().clause = to.clause;
    }

    if (reported_ > most_reported)
        return end_;
    const char* const from = std::max(mistake.at, start);
    (void)current;
    const char* const next = skip(level, start, std::min(from, end_));
    const char* last = next;
    while (last != begin_ && is_blank(last[-1]))
        --last;
    token_end_ = last;
    padding_end_ = next;
    return next;
}

} // namespace weir::syntax
