// What a message calls the rules: "expected a value or `)`". Rules without a label are never named,
// so a label stands where a writer thinks in one word. Includes no PEGTL; the parser collects the
// labels of the rules that failed furthest as bits of one number.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

namespace weir::grammar {

enum class label : std::uint8_t {
    none,
    value,
    binary_operator,
    condition,
    condition_operator,
    name,
    path,
    text,
    number,
    type,
    choice,
    assign_operator,
    target,
    colon,
    comma,
    open_brace,
    close_brace,
    open_paren,
    close_paren,
    arrow,
    trigger_time,
    trigger_change,
    word_and,
    word_or,
    word_when,
    word_on,
    word_in,
    word_into,
    word_events,
    word_ran,
    word_times,
    word_took,
    word_action,
    word_called,
    word_screen,
    word_step,
    word_user,
    limit_bound,
    moment,
    end,
};

/// In the order of the enumeration; what it is to be in a sentence.
inline constexpr std::string_view label_texts[] = {
    "",
    "a value",
    "an operator",
    "a condition",
    "a condition operator",
    "a name",
    "a name",
    "a text in quotes",
    "a number",
    "a type",
    "",
    "`=` or another operator of an assignment",
    "`->` or `{`",
    "`:`",
    "`,`",
    "`{`",
    "`}`",
    "`(`",
    "`)`",
    "`->`",
    "`before` or `after`",
    "`create`, `update` or `delete`",
    "`and`",
    "`or`",
    "`when`",
    "`on`",
    "`in`",
    "`into`",
    "`events`",
    "`ran`",
    "`times`",
    "`took`",
    "`action`",
    "`called`",
    "`screen`",
    "`step`",
    "`user`",
    "`<=`, `>=` or `=`",
    "a moment as in `2026-03-01T09:00:00Z`",
    "the end",
};
static_assert(std::size(label_texts) == static_cast<std::size_t>(label::end) + 1);
static_assert(std::size(label_texts) <= 64, "the parser keeps them as the bits of one number");

template<class Rule>
inline constexpr label label_of = label::none;

// clang-format off
struct operand;             template<> inline constexpr label label_of<operand> = label::value;
struct binary_operator;     template<> inline constexpr label label_of<binary_operator> = label::binary_operator;
struct condition_operator;  template<> inline constexpr label label_of<condition_operator> = label::condition_operator;
struct name;                template<> inline constexpr label label_of<name> = label::name;
struct path;                template<> inline constexpr label label_of<path> = label::path;
struct part_text;           template<> inline constexpr label label_of<part_text> = label::path;
struct text;                template<> inline constexpr label label_of<text> = label::text;
struct number;              template<> inline constexpr label label_of<number> = label::number;
struct number_value;        template<> inline constexpr label label_of<number_value> = label::number;
struct type_name;           template<> inline constexpr label label_of<type_name> = label::type;
struct choice;              template<> inline constexpr label label_of<choice> = label::choice;
struct assign_operator;     template<> inline constexpr label label_of<assign_operator> = label::assign_operator;
struct target;              template<> inline constexpr label label_of<target> = label::target;
struct colon;               template<> inline constexpr label label_of<colon> = label::colon;
struct comma;               template<> inline constexpr label label_of<comma> = label::comma;
struct argument_comma;      template<> inline constexpr label label_of<argument_comma> = label::comma;
struct open_brace;          template<> inline constexpr label label_of<open_brace> = label::open_brace;
struct close_merge;         template<> inline constexpr label label_of<close_merge> = label::close_brace;
struct close_paren;         template<> inline constexpr label label_of<close_paren> = label::close_paren;
struct trigger_time;        template<> inline constexpr label label_of<trigger_time> = label::trigger_time;
struct trigger_change;      template<> inline constexpr label label_of<trigger_change> = label::trigger_change;
struct word_and;            template<> inline constexpr label label_of<word_and> = label::word_and;
struct word_or;             template<> inline constexpr label label_of<word_or> = label::word_or;
struct word_when;           template<> inline constexpr label label_of<word_when> = label::word_when;
struct word_in;             template<> inline constexpr label label_of<word_in> = label::word_in;
struct word_into;           template<> inline constexpr label label_of<word_into> = label::word_into;
struct word_events;         template<> inline constexpr label label_of<word_events> = label::word_events;
struct word_ran;            template<> inline constexpr label label_of<word_ran> = label::word_ran;
struct word_times;          template<> inline constexpr label label_of<word_times> = label::word_times;
struct word_took;           template<> inline constexpr label label_of<word_took> = label::word_took;
struct word_action;         template<> inline constexpr label label_of<word_action> = label::word_action;
struct word_called;         template<> inline constexpr label label_of<word_called> = label::word_called;
struct word_screen;         template<> inline constexpr label label_of<word_screen> = label::word_screen;
struct word_step;           template<> inline constexpr label label_of<word_step> = label::word_step;
struct word_user;           template<> inline constexpr label label_of<word_user> = label::word_user;
struct limit_bound;         template<> inline constexpr label label_of<limit_bound> = label::limit_bound;
struct moment;              template<> inline constexpr label label_of<moment> = label::moment;
// clang-format on

} // namespace weir::grammar
