// What the rules of formulas do to the state of the parser, and how failures become mistakes. Only
// the two parse units include this.
#pragma once

#include "grammar/formula.hpp"
#include "grammar/labels.hpp"
#include "syntax/formula_state.hpp"

#include <cstddef>

namespace weir::syntax {

namespace pegtl = TAO_PEGTL_NAMESPACE;

/// One kind of input for both grammars: bytes in memory, no counting of lines.
using Input = pegtl::memory_input<pegtl::tracking_mode::lazy, pegtl::eol::lf_crlf, const char*>;

template<class Rule>
struct control : pegtl::normal<Rule> {
    static void failure(const Input& in, FormulaState& state) {
        if constexpr (grammar::label_of<Rule> != grammar::label::none)
            state.fail(in.current(), grammar::label_of<Rule>);
    }
    [[noreturn]] static void raise(const Input& in, FormulaState& state) {
        state.raise(in.current());
    }
};

template<class Rule>
struct action : pegtl::nothing<Rule> {};

/// Base of the actions that surround their rule: `Before` is made where the rule begins and, when
/// it matched, told to `finish`.
template<class Before>
struct around : pegtl::maybe_nothing {
    template<
        class Rule,
        pegtl::apply_mode A,
        pegtl::rewind_mode M,
        template<class...>
        class Action,
        template<class...>
        class Control,
        class State>
    [[nodiscard]] static bool match(Input& in, State& state) {
        Before before(state, in.current());
        if (!pegtl::match<Rule, A, M, Action, Control>(in, state))
            return false;
        before.finish();
        return true;
    }
};

template<>
struct action<grammar::part_text> {
    template<class Matched>
    static void apply(const Matched& in, FormulaState& state) {
        state.part({in.begin(), in.size()}, in.begin());
    }
};
template<>
struct action<grammar::path_text> {
    template<class Matched>
    static void apply(const Matched& in, FormulaState& state) {
        state.finish_path(in.begin(), in.end());
    }
};
template<>
struct action<grammar::path_operand> {
    static void apply0(FormulaState& state) { state.push_reference(); }
};
template<>
struct action<grammar::number_operand_text> {
    template<class Matched>
    static void apply(const Matched& in, FormulaState& state) {
        state.push_number(in.begin(), in.end());
    }
};
template<>
struct action<grammar::text_operand_text> {
    template<class Matched>
    static void apply(const Matched& in, FormulaState& state) {
        state.push_text(in.begin(), in.end());
    }
};
template<>
struct action<grammar::operator_text> {
    template<class Matched>
    static void apply(const Matched& in, FormulaState& state) {
        state.push_operator(in.begin(), in.size());
    }
};

struct UnaryFrame {
    UnaryFrame(FormulaState& in_state, const char* at)
        : state(in_state), begin(at), nesting(in_state, at) {}
    void finish() { state.finish_unary(begin); }
    FormulaState& state;
    const char* begin;
    Nesting nesting;
};
template<>
struct action<grammar::unary> : around<UnaryFrame> {};

struct ParenthesesFrame {
    ParenthesesFrame(FormulaState& in_state, const char* at) : state(in_state), begin(at) {}
    void finish() { state.finish_parenthesised(begin); }
    FormulaState& state;
    const char* begin;
};
template<>
struct action<grammar::parenthesised> : around<ParenthesesFrame> {};

struct MergedFrame {
    MergedFrame(FormulaState& in_state, const char* at) : state(in_state), begin(at) {}
    void finish() { state.finish_merged(begin); }
    FormulaState& state;
    const char* begin;
};
template<>
struct action<grammar::merged> : around<MergedFrame> {};

struct CallFrame {
    CallFrame(FormulaState& in_state, const char*)
        : state(in_state), operand_base(in_state.operand_count()) {}
    void finish() { state.finish_call(operand_base); }
    FormulaState& state;
    size_t operand_base;
};
template<>
struct action<grammar::call> : around<CallFrame> {};

struct ExpressionFrame {
    ExpressionFrame(FormulaState& in_state, const char* at)
        : state(in_state),
          operand_base(in_state.operand_count()),
          operator_base(in_state.operator_count()),
          nesting(in_state, at) {}
    void finish() { state.finish_expression(operand_base, operator_base); }
    FormulaState& state;
    size_t operand_base;
    size_t operator_base;
    Nesting nesting;
};
template<>
struct action<grammar::expression> : around<ExpressionFrame> {};

struct FormulaFrame {
    FormulaFrame(FormulaState& in_state, const char* at) : state(in_state), begin(at) {}
    void finish() { (void)state.finish_formula(begin); }
    FormulaState& state;
    const char* begin;
};
template<>
struct action<grammar::formula> : around<FormulaFrame> {};

} // namespace weir::syntax
