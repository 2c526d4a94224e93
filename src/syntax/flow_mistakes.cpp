// Words that stand where they mean nothing: unknown keywords and clauses, with what was probably
// meant.
#include "syntax/declarations.hpp"
#include "syntax/flow_state.hpp"

#include <algorithm>
#include <string>

namespace weir::syntax {

namespace {

std::string article(std::string_view words) {
    const bool vowel = std::string_view("aeiou").find(words.front()) != std::string_view::npos;
    return fmt::format("{} {}", vowel ? "an" : "a", words);
}

/// The first `count` words of a key; empty if it has another number of words.
bool has_words(std::string_view key, size_t count) {
    return static_cast<size_t>(std::count(key.begin(), key.end(), ' ')) + 1 == count;
}

constexpr std::string_view step_keywords[] = {
    "create", "update",  "delete", "load",   "run",    "deliver", "org",      "expect", "mock",
    "advance", "at", "as user", "answer", "resume", "approve", "reject", "recall", "complete step", "locked"};

} // namespace

std::string FlowState::describe(grammar::label which) const {
    if (which != grammar::label::choice || elements_.empty() ||
        elements_.back().clause.shape == nullptr)
        return FormulaState::describe(which);
    std::string text;
    const auto& choices = elements_.back().clause.shape->choices;
    for (size_t index = 0; index < choices.size(); ++index) {
        if (index > 0)
            text += index + 1 == choices.size() ? " or " : ", ";
        text += fmt::format("`{}`", choices[index]);
    }
    return text;
}

std::string FlowState::place_words(Category category) const {
    switch (category) {
    case Category::declaration:
        return "in a file, outside of all braces";
    case Category::member:
        return "in the braces of an object, an event or custom metadata";
    case Category::resource:
    case Category::path:
        return "in a flow, outside of its elements";
    case Category::element:
        return "among the elements of a flow";
    }
    return {};
}

void FlowState::suggest_clause(const char* at, DiagnosticBuilder builder, bool inside) const {
    const Shape& shape = *elements_.back().element->shape;
    constexpr size_t most_words = 4;
    for (size_t count = most_words; count > 0; --count) {
        const char* behind = at;
        std::string written;
        size_t words = 0;
        while (words < count) {
            const std::string_view word = word_at(behind, end_);
            if (word.empty())
                break;
            if (words > 0)
                written += ' ';
            written += word;
            behind = word.data() + word.size();
            ++words;
            if (words == count)
                break;
            while (behind != end_ && (*behind == ' ' || *behind == '\t'))
                ++behind;
        }
        if (words < count)
            continue;
        std::vector<std::string_view> keys;
        for (const ClauseShape& clause : shape.clauses)
            if (clause.inside == inside && has_words(clause.key, count) && !clause.key.empty())
                keys.push_back(clause.key);
        const auto nearest = suggest(written, keys);
        if (!nearest)
            continue;
        builder.help(
            fmt::format("a clause with a similar name exists: `{}`", *nearest),
            Edit{span(at, behind), std::string(*nearest)}
        );
        return;
    }
}

const char* FlowState::ask(const grammar::unknown_clause*, const char* at, const char* end) {
    const std::string_view word = word_at(at, end);
    if (word.empty() || elements_.empty())
        return nullptr;
    if (begins_statement(at) || contexts_.back().place == Place::lines)
        return nullptr;
    if (!same_line(token_end_, at)) {
        if (!begins_clause_column(at))
            return nullptr;
        // Indented or not, a name and a type are the next field.
        const char* next = at + word.size();
        while (next != end && (*next == ' ' || *next == '\t'))
            ++next;
        const bool is_type = next != end && *next >= 'A' && *next <= 'Z';
        if (open().element->shape->keyword.empty() && is_type)
            return nullptr;
    }

    const Shape& shape = *open().element->shape;
    const std::string_view kind =
        shape.keyword.empty() ? std::string_view("a field") : shape.keyword;
    const Span place = span(at, at + word.size());
    const char* behind = nullptr;
    if (find_clause(at, true, behind) != nullptr) {
        out_.report(
            Code::W0102, place, "`{}` stands inside the braces of `{}`, not before them", word, kind
        );
    } else {
        auto builder = shape.keyword.empty()
                           ? out_.report(Code::W0102, place, "a field has no clause `{}`", word)
                           : out_.report(Code::W0102, place, "`{}` has no clause `{}`", kind, word);
        builder.here("no such clause");
        suggest_clause(at, builder, false);
    }
    throw Mistake{at, 0, true};
}

// A line that is indented deeper than its element continues it.
bool FlowState::begins_clause_column(const char* at) const {
    return is_first_on_line(at) && indentation(at) > indentation(elements_.back().begin);
}

void FlowState::unknown_word(const char* at, std::string_view word) {
    // In the middle of a line it is what came before that is at a loss.
    if (same_line(token_end_, at) && furthest_ == at && expected_ != 0)
        throw Mistake{at, expected_, false};
    const BlockContext& context = contexts_.back();
    const Span place = span(at, at + word.size());
    const FoundKeyword elsewhere = keywords_.find_anywhere(at, end_);
    if (elsewhere.shape != nullptr) {
        const Span keyword = span(at, elsewhere.behind);
        out_.report(Code::W0104, keyword, "`{}` cannot stand here", elsewhere.shape->keyword)
            .note(fmt::format(
                "`{}` stands {}", elsewhere.shape->keyword, place_words(elsewhere.shape->category)
            ));
        throw Mistake{at, 0, true};
    }
    std::vector<std::string_view> candidates = keywords_.list(context.place, context.children);
    if (context.place == Place::flow || context.place == Place::branch)
        candidates.push_back("end");
    if (context.place == Place::steps)
        candidates.assign(std::begin(step_keywords), std::end(step_keywords));
    if (!elements_.empty())
        for (const ClauseShape& clause : elements_.back().element->shape->clauses)
            if (clause.inside)
                candidates.push_back(clause.key);
    std::string_view what = "declaration";
    switch (context.place) {
    case Place::file:
        break;
    case Place::flow:
        what = "element, resource or setting of a flow";
        break;
    case Place::branch:
        what = "element";
        break;
    case Place::children:
        what = "member";
        break;
    case Place::steps:
        what = "step of a test";
        break;
    case Place::settings:
        what = "setting";
        break;
    case Place::lines:
        what = "item";
        break;
    }
    out_.report(Code::W0103, place, "there is no {} `{}`", what, word)
        .here(fmt::format("not the keyword of {}", article(what)))
        .help_nearest(word, candidates, "a keyword with a similar name exists: `{}`");
    throw Mistake{at, 0, true};
}

const char* FlowState::ask(const grammar::unknown_item*, const char* at, const char* end) {
    if (const std::string_view word = word_at(at, end); !word.empty())
        unknown_word(at, word);
    if (at != end && *at == '}' && contexts_.size() == 1) {
        out_.report(Code::W0107, span(at, at + 1), "this `}}` closes nothing");
        throw Mistake{at, 0, true};
    }
    throw Mistake{at, 0, false};
}

const char* FlowState::ask(const grammar::unknown_step*, const char* at, const char* end) {
    return ask(static_cast<const grammar::unknown_item*>(nullptr), at, end);
}

const char* FlowState::ask(const grammar::missing_brace*, const char* at, const char* end) {
    if (!elements_.empty())
        elements_.back().element->broken = true;
    if (last_missing_brace_ == at || is_quiet())
        return at;
    last_missing_brace_ = at;
    ++reported_;
    const char* const open = opener_of(at, '{');
    const Span place = span(token_end_, token_end_);
    auto builder = at == end
                       ? out_.report(Code::W0107, place, "found the end of the file, expected `}}`")
                       : out_.report(Code::W0107, place, "found a declaration, expected `}}`");
    builder.here("expected `}`");
    if (at != end)
        builder.label(span(at, token_behind(at)), "the next declaration begins here");
    if (open == nullptr)
        return at;
    builder.label(span(open, open + 1), "this `{` is not closed");
    const char* const suspect = misaligned_opener(open, at);
    if (suspect != nullptr && suspect != open)
        builder.label(
            span(suspect, suspect + 1), "perhaps this one: its `}` stands in another column"
        );
    return at;
}

// The first `{` whose `}` begins a line, but not in the column where the line of the `{` begins.
const char* FlowState::misaligned_opener(const char* from, const char* before) const {
    std::vector<const char*> open;
    for (const char* at = from; at < before;) {
        if (end_ - at >= 2 && at[0] == '/' && at[1] == '/') {
            at = std::find(at, before, '\n');
            continue;
        }
        if (*at == '{')
            open.push_back(at);
        if (*at == '}' && !open.empty()) {
            const char* const opener = open.back();
            open.pop_back();
            if (is_first_on_line(at) && std::find(opener, at, '\n') != at &&
                indentation(at) < indentation(opener))
                return opener;
        }
        at = token_behind(at);
    }
    return nullptr;
}

} // namespace weir::syntax
