// The smallest pieces of the language: white space, words, names, numbers, texts.
//
// Padding rule: every token takes the white space behind it, so no rule ever begins with white
// space. There are two kinds: `ws` knows `//` comments and stands behind the tokens of flows;
// `formula_ws` knows `/* */` comments and stands behind the tokens of formulas, which go to an org
// letter by letter.
//
// Rules here and in the files above call the state of the parser where a list that is data decides
// (keywords, clause keys), where a comment is kept, and where a place is noted. They pass pointers
// into the text; the state answers with a pointer behind what it took, or null.
#pragma once

#include <tao/pegtl.hpp>

#include <cstddef>

namespace weir::grammar {

namespace pegtl = TAO_PEGTL_NAMESPACE;

// ------------------------------------------------------------------------------ characters

[[nodiscard]] constexpr bool is_blank(char letter) {
    return letter == ' ' || letter == '\n' || letter == '\t' || letter == '\r';
}
[[nodiscard]] constexpr bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}
[[nodiscard]] constexpr bool is_name_start(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_';
}
[[nodiscard]] constexpr bool is_name_part(char letter) {
    return is_name_start(letter) || is_digit(letter);
}

/// Behind the name that starts at `at`; `at` itself if none does.
[[nodiscard]] constexpr const char* skip_name(const char* at, const char* end) {
    if (at == end || !is_name_start(*at))
        return at;
    while (at != end && is_name_part(*at))
        ++at;
    return at;
}

/// Behind blanks and line ends.
[[nodiscard]] constexpr const char* skip_blanks(const char* at, const char* end) {
    while (at != end && is_blank(*at))
        ++at;
    return at;
}

/// Behind `words` (separated by single blanks) when they stand at `at` as whole words, however many
/// blanks are between them; null when they do not.
[[nodiscard]] constexpr const char*
skip_words(const char* at, const char* end, const char* words, std::size_t size) {
    for (std::size_t index = 0; index < size; ++index) {
        if (words[index] == ' ') {
            const char* const next = skip_blanks(at, end);
            if (next == at)
                return nullptr;
            at = next;
        } else {
            if (at == end || *at != words[index])
                return nullptr;
            ++at;
        }
    }
    return at != end && is_name_part(*at) ? nullptr : at;
}

/// Moves the input to `to` if that is not null.
template<class Input>
[[nodiscard]] bool advance(Input& in, const char* to) {
    if (to == nullptr)
        return false;
    in.bump(static_cast<std::size_t>(to - in.current()));
    return true;
}

// ----------------------------------------------------------------------------- combinators

/// A rule written by hand that calls the state: `Self::take(in, state)`.
template<class Self>
struct by_hand {
    using rule_t = Self;
    using subs_t = pegtl::empty_list;

    template<
        pegtl::apply_mode,
        pegtl::rewind_mode,
        template<class...>
        class Action,
        template<class...>
        class Control,
        class Input,
        class State>
    [[nodiscard]] static bool match(Input& in, State& state) {
        return Self::take(in, state);
    }
};

/// The one of `Rules` whose number `state.choose(Chooser{})` names: a grammar that a table drives.
template<class Chooser, class... Rules>
struct select {
    using rule_t = select;
    using subs_t = pegtl::type_list<Rules...>;

    template<
        pegtl::apply_mode A,
        pegtl::rewind_mode M,
        template<class...>
        class Action,
        template<class...>
        class Control,
        class Input,
        class State>
    [[nodiscard]] static bool match(Input& in, State& state) {
        const std::size_t wanted =
            state.choose(static_cast<const Chooser*>(nullptr), in.current(), in.end());
        std::size_t index = 0;
        bool matched = false;
        (void
        )((index++ == wanted &&
           (matched = Control<Rules>::template match<A, M, Action, Control>(in, state), true)) ||
          ...);
        return matched;
    }
};

/// `Rule`; when a mistake is found in it, the state reports it and skips to where `Level` goes on.
template<class Level, class Rule>
struct recovered {
    using rule_t = recovered;
    using subs_t = pegtl::type_list<Rule>;

    template<
        pegtl::apply_mode A,
        pegtl::rewind_mode,
        template<class...>
        class Action,
        template<class...>
        class Control,
        class Input,
        class State>
    [[nodiscard]] static bool match(Input& in, State& state) {
        const char* const start = in.current();
        const auto place = state.remember();
        try {
            return Control<Rule>::template match<A, pegtl::rewind_mode::required, Action, Control>(
                in, state
            );
        } catch (const typename State::Mistake& mistake) {
            return advance(
                in,
                state.recover(
                    static_cast<const Level*>(nullptr), start, in.current(), mistake, place
                )
            );
        }
    }
};

// ----------------------------------------------------------------------------- white space

/// Blanks, line ends and `//` comments, which the state keeps.
struct ws : by_hand<ws> {
    template<class Input, class State>
    [[nodiscard]] static bool take(Input& in, State& state) {
        state.end_token(in.current());
        const char* at = in.current();
        const char* const end = in.end();
        while (true) {
            at = skip_blanks(at, end);
            if (end - at < 2 || at[0] != '/' || at[1] != '/')
                break;
            const char* const begin = at;
            while (at != end && *at != '\n')
                ++at;
            state.comment(begin, at);
        }
        state.end_padding(at);
        return advance(in, at);
    }
};

/// Blanks, line ends and `/* */` comments, which stay part of the formula's text.
struct formula_ws : by_hand<formula_ws> {
    template<class Input, class State>
    [[nodiscard]] static bool take(Input& in, State& state) {
        state.end_token(in.current());
        const char* at = skip_blanks(in.current(), in.end());
        const char* const end = in.end();
        while (end - at >= 2 && at[0] == '/' && at[1] == '*') {
            const char* close = at + 2;
            while (end - close >= 2 && !(close[0] == '*' && close[1] == '/'))
                ++close;
            if (end - close < 2)
                state.unclosed_comment(at);
            at = close + 2;
            state.end_token(at);
            at = skip_blanks(at, end);
        }
        state.end_padding(at);
        return advance(in, at);
    }
};

// ------------------------------------------------------------------------------ the tokens

/// `Account`, `$Record`; with `_` and digits; or anything between backquotes.
struct name_text {
    using rule_t = name_text;
    using subs_t = pegtl::empty_list;

    [[nodiscard]] static const char* scan(const char* at, const char* end) {
        if (at != end && *at == '`') {
            const char* close = at + 1;
            while (close != end && *close != '`' && *close != '\n')
                ++close;
            return close != end && *close == '`' && close != at + 1 ? close + 1 : nullptr;
        }
        const char* const begin = at != end && *at == '$' ? at + 1 : at;
        const char* const behind = skip_name(begin, end);
        return behind == begin ? nullptr : behind;
    }
    template<class Input>
    [[nodiscard]] static bool match(Input& in) {
        return advance(in, scan(in.current(), in.end()));
    }
};

/// One part of a path: a name, perhaps `Owner:User`, perhaps with `[$EachItem]`; behind a dot it
/// may begin with a digit.
struct part_text {
    using rule_t = part_text;
    using subs_t = pegtl::empty_list;

    template<class Input>
    [[nodiscard]] static bool match(Input& in) {
        const char* at = in.current();
        const char* const end = in.end();
        if (at != end && is_digit(*at) && at != in.begin() && at[-1] == '.') {
            while (at != end && is_name_part(*at))
                ++at;
        } else {
            at = name_text::scan(at, end);
            if (at == nullptr)
                return false;
        }
        if (at[-1] == '`')
            return advance(in, at);
        if (end - at >= 2 && *at == ':' && is_name_start(at[1]))
            at = skip_name(at + 1, end);
        if (end - at >= 2 && *at == '[' && at[1] != ']') {
            const char* close = at + 1;
            while (close != end && (is_name_part(*close) || *close == '$'))
                ++close;
            if (close != end && *close == ']')
                at = close + 1;
        }
        return advance(in, at);
    }
};

/// `12`, `62.0`, `.5`
struct number_text {
    using rule_t = number_text;
    using subs_t = pegtl::empty_list;

    template<class Input>
    [[nodiscard]] static bool match(Input& in) {
        const char* at = in.current();
        const char* const end = in.end();
        const char* const begin = at;
        while (at != end && is_digit(*at))
            ++at;
        if (end - at >= 2 && *at == '.' && is_digit(at[1])) {
            ++at;
            while (at != end && is_digit(*at))
                ++at;
        }
        return at != begin && advance(in, at);
    }
};

/// `"text"` or, in a formula, `'text'`, on one line, with escapes behind `\`. A text that is not
/// closed ends with its line; the action says so.
struct quoted_text {
    using rule_t = quoted_text;
    using subs_t = pegtl::empty_list;

    [[nodiscard]] static const char* scan(const char* at, const char* end) {
        const char quote = *at++;
        while (at != end && *at != quote && *at != '\n') {
            if (*at == '\\' && end - at >= 2 && at[1] != '\n')
                ++at;
            ++at;
        }
        if (at == end || *at != quote)
            return at != end && at[-1] == '\r' ? at - 1 : at;
        return at + 1;
    }
    template<class Input>
    [[nodiscard]] static bool match(Input& in) {
        if (in.empty() || (*in.current() != '"' && *in.current() != '\''))
            return false;
        return advance(in, scan(in.current(), in.end()));
    }
};

/// `"text"` on one line, or lines between `"""` and `"""`. Not closed: up to the end of the line,
/// or file.
struct plain_text {
    using rule_t = plain_text;
    using subs_t = pegtl::empty_list;

    [[nodiscard]] static const char* scan(const char* at, const char* end) {
        if (end - at < 3 || at[1] != '"' || at[2] != '"')
            return quoted_text::scan(at, end);
        at += 3;
        while (end - at >= 3 && !(at[0] == '"' && at[1] == '"' && at[2] == '"'))
            at += at[0] == '\\' ? 2 : 1;
        return end - at >= 3 ? at + 3 : end;
    }
    template<class Input>
    [[nodiscard]] static bool match(Input& in) {
        if (in.empty() || *in.current() != '"')
            return false;
        return advance(in, scan(in.current(), in.end()));
    }
};

/// A word of the language: these letters and no more.
template<char... Letters>
struct word_text {
    using rule_t = word_text;
    using subs_t = pegtl::empty_list;
    static constexpr char letters[] = {Letters...};

    template<class Input>
    [[nodiscard]] static bool match(Input& in) {
        return advance(in, skip_words(in.current(), in.end(), letters, sizeof...(Letters)));
    }
};

// clang-format off
template<class Text> struct token : pegtl::seq<Text, ws> {};
template<class Text> struct formula_token : pegtl::seq<Text, formula_ws> {};
template<char... Letters> struct word : token<word_text<Letters...>> {};

struct dot : pegtl::one<'.'> {};
struct path_text : pegtl::seq<part_text, pegtl::star<dot, pegtl::must<part_text>>> {};

struct name : token<name_text> {};
struct path : token<path_text> {};
struct number : token<number_text> {};
struct text : token<plain_text> {};

struct colon_text : pegtl::one<':'> {};
struct comma_text : pegtl::one<','> {};
struct open_brace_text : pegtl::one<'{'> {};
struct close_brace_text : pegtl::one<'}'> {};
struct open_paren_text : pegtl::one<'('> {};
struct close_paren_text : pegtl::one<')'> {};
struct arrow_text : pegtl::string<'-', '>'> {};

struct colon : token<colon_text> {};
struct comma : token<comma_text> {};
struct open_brace : token<open_brace_text> {};
struct close_brace : token<close_brace_text> {};
struct arrow : token<arrow_text> {};
// clang-format on

} // namespace weir::grammar
