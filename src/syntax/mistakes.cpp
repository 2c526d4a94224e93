// How a syntax mistake is said: "found `first`, expected `)` or an operator", computed from the
// labels of the rules that failed at the furthest place.
#include "grammar/labels.hpp"
#include "syntax/formula_state.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <string>

namespace weir::syntax {

namespace {

bool is_name_letter(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_' ||
           letter == '$' || (letter >= '0' && letter <= '9');
}

bool is_blank(char letter) {
    return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
}

const char* skip_blanks(const char* at, const char* end) {
    while (at != end && is_blank(*at))
        ++at;
    return at;
}

constexpr uint64_t bit(grammar::label which) {
    return uint64_t{1} << static_cast<unsigned>(which);
}

bool in_formula(uint64_t expected) {
    return (expected & (bit(grammar::label::binary_operator) | bit(grammar::label::value))) != 0;
}

std::string sentence(const std::vector<std::string>& parts) {
    std::string text;
    for (size_t index = 0; index < parts.size(); ++index) {
        if (index > 0)
            text += index + 1 == parts.size() ? " or " : ", ";
        text += parts[index];
    }
    return text;
}

} // namespace

void FormulaState::raise(const char* at) const {
    if (furthest_ != nullptr && furthest_ >= at)
        throw Mistake{furthest_, expected_, false};
    throw Mistake{at, 0, false};
}

void FormulaState::unclosed_comment(const char* at) {
    out_.report(Code::W0111, span(at, at + 2), "this comment is not closed")
        .here("no `*/` closes it");
    throw Mistake{at, 0, true};
}

void FormulaState::too_deep(const char* at) {
    --depth_;
    out_.report(
            Code::W0108,
            span(at, token_behind(at)),
            "this is nested more than {} levels deep",
            limits::nesting
    )
        .help("move a part of it into a formula, a flow or an element of its own");
    throw Mistake{at, 0, true};
}

void FormulaState::too_many(const char* at, std::string_view what) {
    out_.report(
        Code::W0109,
        span(at, token_behind(at)),
        "there are more than {} {} here",
        limits::operands,
        what
    );
    throw Mistake{at, 0, true};
}

const char* FormulaState::token_behind(const char* at) const {
    if (at >= end_)
        return end_;
    const char* behind = at;
    if (is_name_letter(*at)) {
        while (behind != end_ && is_name_letter(*behind))
            ++behind;
        return behind;
    }
    if (*at == '"' || *at == '\'' || *at == '`') {
        do
            ++behind;
        while (behind != end_ && *behind != *at && *behind != '\n');
        return behind != end_ && *behind == *at ? behind + 1 : behind;
    }
    for (const std::string_view two :
         {"->", "<=", ">=", "<>", "!=", "==", "&&", "||", "+=", "-=", "//", "{!"})
        if (std::string_view(at, static_cast<size_t>(end_ - at)).starts_with(two))
            return at + 2;
    if (*at == '\\' && behind + 1 != end_)
        ++behind;
    ++behind;
    while (behind != end_ && (static_cast<unsigned char>(*behind) & 0xC0U) == 0x80U)
        ++behind;
    return behind;
}

std::string FormulaState::found(const char* at) const {
    if (at >= end_)
        return is_whole_ ? "the end of the formula" : "the end of the file";
    if (end_ - at >= 2 && at[0] == '/' && at[1] == '/')
        return "a comment";
    const std::string_view token(at, static_cast<size_t>(token_behind(at) - at));
    constexpr size_t longest = 40;
    if (token.size() <= longest)
        return fmt::format("`{}`", token);
    return *at == '"' || *at == '\'' ? "a text" : fmt::format("`{}…`", token.substr(0, longest));
}

std::string FormulaState::describe(grammar::label which) const {
    return std::string(grammar::label_texts[static_cast<size_t>(which)]);
}

void FormulaState::report(const Mistake& mistake) {
    if (mistake.reported || mistake.at == last_reported_ || is_quiet())
        return;
    last_reported_ = mistake.at;
    std::vector<std::string> expected;
    // A name is a value, so one word says both.
    uint64_t wanted_bits = mistake.expected;
    if ((wanted_bits & bit(grammar::label::value)) != 0)
        wanted_bits &= ~(bit(grammar::label::name) | bit(grammar::label::path));
    for (uint64_t rest = wanted_bits; rest != 0; rest &= rest - 1) {
        std::string words = describe(static_cast<grammar::label>(std::countr_zero(rest)));
        if (!words.empty() && std::find(expected.begin(), expected.end(), words) == expected.end())
            expected.push_back(std::move(words));
    }
    // A token that is missing is missing behind the last one, not before the first of the next
    // line.
    const bool next_line = token_end_ != nullptr && token_end_ <= mistake.at &&
                           std::find(token_end_, mistake.at, '\n') != mistake.at &&
                           skip_blanks(token_end_, end_) == mistake.at;
    const bool at_end = mistake.at >= end_ && token_end_ != nullptr && token_end_ <= end_;
    const Span place = next_line || at_end ? span(token_end_, token_end_)
                                           : span(mistake.at, token_behind(mistake.at));
    if (expected.empty()) {
        auto builder =
            out_.report(Code::W0101, place, "found {}, which cannot stand here", found(mistake.at));
        add_helps(mistake, builder);
        return;
    }
    const std::string wanted = sentence(expected);
    auto builder =
        out_.report(Code::W0101, place, "found {}, expected {}", found(mistake.at), wanted);
    builder.here(fmt::format("expected {}", wanted));
    add_helps(mistake, builder);
}

const char* FormulaState::opener_of(const char* at, char kind) const {
    std::vector<const char*> open;
    const char closer = kind == '(' ? ')' : '}';
    // Far enough for what people write; a file of megabytes with a hundred mistakes is still quick.
    constexpr std::ptrdiff_t farthest = std::ptrdiff_t{1} << 16;
    const char* const from = at - begin_ > farthest ? at - farthest : begin_;
    for (const char* place = from; place < at;) {
        const char* const next = token_behind(place);
        if (next == place + 2 && place[0] == '/') {
            place = std::find(place, at, '\n');
            continue;
        }
        if (*place == kind)
            open.push_back(place);
        if (*place == closer && !open.empty())
            open.pop_back();
        place = next;
    }
    return open.empty() ? nullptr : open.back();
}

void FormulaState::add_helps(const Mistake& mistake, DiagnosticBuilder builder) const {
    const auto expects = [&](grammar::label which) { return (mistake.expected & bit(which)) != 0; };
    for (const auto& [which, opener] :
         {std::pair{grammar::label::close_paren, '('},
          std::pair{grammar::label::close_brace, '{'}}) {
        if (!expects(which))
            continue;
        if (const char* const open = opener_of(mistake.at, opener))
            builder.label(span(open, open + 1), fmt::format("this `{}` is not closed", opener));
    }
    const std::string_view rest(mistake.at, static_cast<size_t>(end_ - mistake.at));
    const std::string_view token(
        mistake.at, static_cast<size_t>(token_behind(mistake.at) - mistake.at)
    );
    const Span place = span(mistake.at, mistake.at + token.size());
    if (in_formula(mistake.expected) && token == "and")
        builder.help("inside a formula, `&&` joins what must both be true", Edit{place, "&&"});
    else if (in_formula(mistake.expected) && token == "or")
        builder.help("inside a formula, `||` joins what may either be true", Edit{place, "||"});
    else if (in_formula(mistake.expected) && rest.starts_with("//"))
        builder.help("inside a formula, a comment is written `/* … */`");
    else if (rest.starts_with("\xE2\x80\x9C") || rest.starts_with("\xE2\x80\x9D") || rest.starts_with("\xE2\x80\x9E"))
        builder.help("a text stands between straight quotes `\"`", Edit{place, "\""});
    else if (rest.starts_with("\xC2\xA0"))
        builder.help("this is a no-break space; write a common one", Edit{place, " "});
    else if (rest.starts_with("/*") && !in_formula(mistake.expected))
        builder.help("outside of a formula, a comment begins with `//`");
}

} // namespace weir::syntax
