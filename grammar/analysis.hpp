// What pegtl::analyze() must know of the rules that are written by hand: may one match without
// taking anything? Only the test of the grammar includes this.
#pragma once

#include "grammar/flow.hpp"

#include <tao/pegtl/contrib/analyze.hpp>

namespace TAO_PEGTL_NAMESPACE {

// clang-format off
template<class Name> struct analyze_traits<Name, weir::grammar::ws> : analyze_opt_traits<> {};
template<class Name> struct analyze_traits<Name, weir::grammar::formula_ws> : analyze_opt_traits<> {};
template<class Name> struct analyze_traits<Name, weir::grammar::name_text> : analyze_any_traits<> {};
template<class Name> struct analyze_traits<Name, weir::grammar::part_text> : analyze_any_traits<> {};
template<class Name> struct analyze_traits<Name, weir::grammar::number_text> : analyze_any_traits<> {};
template<class Name> struct analyze_traits<Name, weir::grammar::quoted_text> : analyze_any_traits<> {};
template<class Name> struct analyze_traits<Name, weir::grammar::plain_text> : analyze_any_traits<> {};
template<class Name> struct analyze_traits<Name, weir::grammar::operator_text> : analyze_any_traits<> {};
template<class Name> struct analyze_traits<Name, weir::grammar::unary_text> : analyze_any_traits<> {};
// clang-format on

template<class Name, char... Letters>
struct analyze_traits<Name, weir::grammar::word_text<Letters...>> : analyze_any_traits<> {};

// Two questions count as taking something where they do not, because what must follow them does:
// the keyword of a field, which is empty, and `block_ahead`, which only looks at the `{`.
template<class Name, class Question>
struct analyze_traits<Name, weir::grammar::asked<Question, true>> : analyze_any_traits<> {};
template<class Name, class Question>
struct analyze_traits<Name, weir::grammar::asked<Question, false>> : analyze_opt_traits<> {};

template<class Name, class Chooser, class... Rules>
struct analyze_traits<Name, weir::grammar::select<Chooser, Rules...>>
    : analyze_traits<Name, typename sor<Rules...>::rule_t> {};
template<class Name, class Level, class Rule>
struct analyze_traits<Name, weir::grammar::recovered<Level, Rule>>
    : analyze_traits<Name, typename seq<Rule>::rule_t> {};

} // namespace TAO_PEGTL_NAMESPACE
