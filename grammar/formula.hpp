// Salesforce formulas, letter for letter: what stands behind `=` in an assignment, in a formula
// resource, in a validation rule. Padding: see tokens.hpp; here tokens take `formula_ws`.
//
// An expression is flat, `operand (operator operand)*`; the parser folds it by its table of
// precedences, so that a level of precedence costs no stack. A formula ends where no operator goes
// on, which is why clauses and assignments need no separator.
#pragma once

#include "grammar/tokens.hpp"

namespace weir::grammar {

/// One binary operator. `->`, `+=` and `-=` belong to the flow around the formula, `//` begins a
/// comment.
struct operator_text {
    using rule_t = operator_text;
    using subs_t = pegtl::empty_list;

    [[nodiscard]] static std::size_t scan(const char* at, const char* end) {
        const char next = end - at >= 2 ? at[1] : '\0';
        switch (at == end ? '\0' : *at) {
        case '|':
            return next == '|' ? 2 : 0;
        case '&':
            return next == '&' ? 2 : 1;
        case '=':
            return next == '=' ? 2 : 1;
        case '!':
            return next == '=' ? 2 : 0;
        case '<':
            return next == '=' || next == '>' ? 2 : 1;
        case '>':
            return next == '=' ? 2 : 1;
        case '+':
            return next == '=' ? 0 : 1;
        case '-':
            return next == '=' || next == '>' ? 0 : 1;
        case '/':
            return next == '/' ? 0 : 1;
        case '*':
        case '^':
            return 1;
        default:
            return 0;
        }
    }
    template<class Input>
    [[nodiscard]] static bool match(Input& in) {
        const std::size_t size = scan(in.current(), in.end());
        in.bump(size);
        return size != 0;
    }
};

/// `-`, `+`, `!` or the word NOT in any case, before an operand.
struct unary_text {
    using rule_t = unary_text;
    using subs_t = pegtl::empty_list;

    [[nodiscard]] static std::size_t scan(const char* at, const char* end) {
        const char next = end - at >= 2 ? at[1] : '\0';
        switch (at == end ? '\0' : *at) {
        case '-':
            return next == '>' || next == '=' ? 0 : 1;
        case '+':
        case '!':
            return next == '=' ? 0 : 1;
        case 'n':
        case 'N':
            break;
        default:
            return 0;
        }
        const bool is_not =
            end - at >= 3 && (next == 'o' || next == 'O') && (at[2] == 't' || at[2] == 'T');
        // `not.Field` and `notes` are paths.
        return is_not && (end - at == 3 || (!is_name_part(at[3]) && at[3] != '.')) ? 3 : 0;
    }
    template<class Input>
    [[nodiscard]] static bool match(Input& in) {
        const std::size_t size = scan(in.current(), in.end());
        in.bump(size);
        return size != 0;
    }
};

// clang-format off
struct expression;
struct operand;

struct binary_operator : formula_token<operator_text> {};
struct unary_operator : formula_token<unary_text> {};
struct open_paren : formula_token<open_paren_text> {};
struct close_paren : formula_token<close_paren_text> {};
struct argument_comma : formula_token<comma_text> {};
struct open_merge_text : pegtl::string<'{', '!'> {};
struct open_merge : formula_token<open_merge_text> {};
struct close_merge : formula_token<close_brace_text> {};

struct number_operand_text : number_text {};
struct number_operand : formula_token<number_operand_text> {};
struct text_operand_text : quoted_text {};
struct text_operand : formula_token<text_operand_text> {};

// (expression)
struct parenthesised : pegtl::if_must<open_paren, expression, close_paren> {};
// {!$Record.Name}, and any expression in its place
struct merged : pegtl::if_must<open_merge, expression, close_merge> {};
// - operand
struct unary : pegtl::if_must<unary_operator, operand> {};

// $Record.Name, TRUE, NULL; a path with arguments is a call. A call may have none: TODAY()
struct arguments : pegtl::seq<expression, pegtl::star<argument_comma, pegtl::must<expression>>> {};
struct call : pegtl::if_must<open_paren, pegtl::opt<arguments>, close_paren> {};
struct path_operand : formula_token<path_text> {};
struct reference : pegtl::seq<path_operand, pegtl::opt<call>> {};

struct operand : pegtl::sor<text_operand, number_operand, parenthesised, merged, unary, reference> {};
struct expression : pegtl::seq<operand, pegtl::star<binary_operator, pegtl::must<operand>>> {};

// A formula inside something else, and one that is a whole text.
struct formula_start : formula_ws {};
struct formula : pegtl::seq<formula_start, expression> {};
struct whole_formula : pegtl::must<formula, pegtl::eof> {};
// clang-format on

} // namespace weir::grammar
