// What the rules of .flow files do to the state of the parser. Only parse.cpp includes this.
#pragma once

#include "grammar/flow.hpp"
#include "syntax/flow_state.hpp"
#include "syntax/formula_actions.hpp"

namespace weir::syntax {

/// An action that is one call of the state and needs no text.
#define WEIR_ON(rule, what)                                                                        \
    template<>                                                                                     \
    struct action<grammar::rule> {                                                                 \
        static void apply0(FlowState& state) { what; }                                             \
    }

/// An action that needs the text that its rule took, as `in`.
#define WEIR_WITH(rule, what)                                                                      \
    template<>                                                                                     \
    struct action<grammar::rule> {                                                                 \
        template<class Matched>                                                                    \
        static void apply(const Matched& in, FlowState& state) {                                   \
            what;                                                                                  \
        }                                                                                          \
    }

/// An action around its rule: the frame is made before it and finished behind it.
#define WEIR_AROUND(rule, frame)                                                                   \
    template<>                                                                                     \
    struct action<grammar::rule> : around<frame> {}

// ------------------------------------------------------------------------------------ tokens

WEIR_WITH(name_text, state.name(in.begin(), in.size()));
WEIR_WITH(type_name_text, state.type_name(in.begin(), in.size()));
WEIR_WITH(number_text, state.number(in.begin(), in.end()));
WEIR_WITH(number_value_text, state.number(in.begin(), in.end()));
WEIR_WITH(plain_text, state.text_literal(in.begin(), in.end()));

/// Where a rule begins, for the spans of what it becomes.
template<void (FlowState::*Finish)(const char*)>
struct Frame {
    Frame(FlowState& in_state, const char* at) : state(in_state), begin(at) {}
    void finish() { (state.*Finish)(begin); }
    FlowState& state;
    const char* begin;
};

// -------------------------------------------------------------------------------- conditions

struct ConditionFrame {
    ConditionFrame(FlowState& in_state, const char* at)
        : state(in_state),
          begin(at),
          piece_base(in_state.piece_count()),
          joiner_base(in_state.joiner_count()),
          nesting(in_state, at) {}
    void finish() { state.close_condition(piece_base, joiner_base); }
    FlowState& state;
    const char* begin;
    size_t piece_base;
    size_t joiner_base;
    Nesting nesting;
};
WEIR_AROUND(condition, ConditionFrame);

struct NegationFrame {
    NegationFrame(FlowState& in_state, const char* at)
        : state(in_state), begin(at), nesting(in_state, at) {}
    void finish() { state.close_negation(begin); }
    FlowState& state;
    const char* begin;
    Nesting nesting;
};
WEIR_AROUND(negated, NegationFrame);

struct LeafFrame {
    LeafFrame(FlowState& in_state, const char* at)
        : state(in_state),
          begin(at),
          operand_base(in_state.operand_count()),
          operator_base(in_state.operator_count()) {
        state.open_leaf();
    }
    void finish() { state.close_leaf(begin, operand_base, operator_base); }
    FlowState& state;
    const char* begin;
    size_t operand_base;
    size_t operator_base;
};
WEIR_AROUND(leaf, LeafFrame);

WEIR_AROUND(group, Frame<&FlowState::close_group>);
WEIR_ON(word_and, state.joiner(false));
WEIR_ON(joiner_or, state.joiner(true));
WEIR_ON(forced_formula, state.forced_formula());
WEIR_ON(whole_condition, state.finish_condition());

// ------------------------------------------------------------------------------------ blocks

struct ElementsFrame {
    ElementsFrame(FlowState& in_state, const char* at)
        : state(in_state), begin(at), base(in_state.statement_count()) {
        if (*at == '{')
            state.open_block(at);
    }
    void finish() { state.close_block(begin, base); }
    FlowState& state;
    const char* begin;
    size_t base;
};
WEIR_AROUND(elements_block, ElementsFrame);

struct AssignmentsFrame {
    AssignmentsFrame(FlowState& in_state, const char* at)
        : state(in_state), base(in_state.assignment_count()) {
        if (*at == '{')
            state.open_lines(Place::lines);
    }
    void finish() { state.close_assignments(base); }
    FlowState& state;
    size_t base;
};
WEIR_AROUND(assignments_block, AssignmentsFrame);

struct OutcomesFrame {
    OutcomesFrame(FlowState& in_state, const char* at)
        : state(in_state), base(in_state.outcome_count()) {
        if (*at == '{')
            state.open_lines(Place::lines);
    }
    void finish() { state.close_outcomes(base); }
    FlowState& state;
    size_t base;
};
WEIR_AROUND(outcomes_block, OutcomesFrame);

struct StepsFrame {
    StepsFrame(FlowState& in_state, const char* at)
        : state(in_state), base(in_state.step_count()), nested(*at == '{') {
        if (!nested)
            return;
        state.enter(at);
        state.open_lines(Place::steps);
    }
    void finish() {
        if (nested)
            state.leave();
        state.close_steps(base);
    }
    FlowState& state;
    size_t base;
    bool nested;
};
WEIR_AROUND(steps_block, StepsFrame);

struct SettingsFrame {
    SettingsFrame(FlowState& in_state, const char* at) : state(in_state) {
        if (*at == '{')
            state.open_lines(Place::settings);
    }
    void finish() { state.close_lines(); }
    FlowState& state;
};
WEIR_AROUND(settings_block, SettingsFrame);

WEIR_AROUND(go_to_target, Frame<&FlowState::go_to_target>);

struct TargetFrame {
    TargetFrame(FlowState& in_state, const char* at) : state(in_state), begin(at) {}
    void finish() {
        if (*begin == '{')
            state.block_target(begin);
    }
    FlowState& state;
    const char* begin;
};
WEIR_AROUND(target, TargetFrame);

struct AssignmentFrame {
    AssignmentFrame(FlowState& in_state, const char* at) : state(in_state), begin(at) {}
    void finish() { state.close_assignment(begin); }
    FlowState& state;
    const char* begin;
};
WEIR_AROUND(assignment, AssignmentFrame);
WEIR_ON(assigned_path, state.target_path_ = state.path());
WEIR_WITH(assign_text, state.assign_span_ = state.span(in.begin(), in.end()));

struct OutcomeFrame {
    OutcomeFrame(FlowState& in_state, const char* at) : state(in_state), begin(at) {
        state.open_outcome(at);
    }
    void finish() { state.close_outcome(begin); }
    FlowState& state;
    const char* begin;
};
WEIR_AROUND(outcome, OutcomeFrame);
WEIR_ON(outcome_name, state.outcome().name = state.name_);
WEIR_ON(outcome_label, state.outcome_label());
WEIR_AROUND(outcome_when, Frame<&FlowState::outcome_key>);
WEIR_AROUND(outcome_otherwise, Frame<&FlowState::outcome_key>);
WEIR_ON(outcome_condition, state.outcome().condition = state.condition_);
WEIR_ON(outcome_changed, state.outcome().only_when_changed = true);
WEIR_ON(outcome_target, state.outcome().target = state.target_);

// ------------------------------------------------------------------------------ clause values

struct TypeFrame {
    TypeFrame(FlowState& in_state, const char* at)
        : state(in_state), begin(at), operand_base(in_state.operand_count()) {}
    void finish() { state.close_type(begin, operand_base); }
    FlowState& state;
    const char* begin;
    size_t operand_base;
};
WEIR_AROUND(type, TypeFrame);
WEIR_ON(collection_mark, state.collection_ = true);

WEIR_ON(flag_value, state.value(std::monostate{}));
WEIR_ON(formula_value, state.value(state.formula));
WEIR_ON(condition_value, state.value(state.condition_));
WEIR_ON(path_value, state.value(state.path()));
WEIR_ON(listed_path, state.listed_path());
WEIR_ON(paths_value, state.paths_value());
WEIR_ON(words_value, state.value(state.choice_));
WEIR_ON(text_value, state.value(state.text_));
WEIR_ON(listed_text, state.listed_text());
WEIR_ON(texts_value, state.texts_value());
WEIR_ON(number_value, state.value(state.number_));
WEIR_ON(type_value, state.value(state.type_));
WEIR_ON(word_descending, state.descending_ = true);
WEIR_ON(word_nulls_last, state.nulls_last_ = true);
WEIR_AROUND(order_key, Frame<&FlowState::order_key>);
WEIR_ON(order_value, state.order_value());
WEIR_ON(message_field, state.message_field_ = state.name_);
WEIR_AROUND(message_value, Frame<&FlowState::message_value>);
WEIR_ON(target_value, state.value(state.target_));
WEIR_ON(trigger_object, state.trigger_ = {}; state.trigger_.object = state.name_);
WEIR_ON(event_trigger, state.trigger_ = {}; state.trigger_.kind = TriggerKind::event;
        state.trigger_.object = state.name_);
WEIR_ON(word_before, state.trigger_.kind = TriggerKind::record_before_save);
WEIR_ON(word_after, state.trigger_.kind = TriggerKind::record_after_save);
WEIR_ON(trigger_create, state.trigger_.on_create = true);
WEIR_ON(trigger_update, state.trigger_.on_update = true);
WEIR_AROUND(trigger_delete, Frame<&FlowState::trigger_delete>);
WEIR_AROUND(trigger_value, Frame<&FlowState::close_trigger>);
WEIR_ON(assignments_value, state.value(state.assignment_list_));
WEIR_ON(outcomes_value, state.value(state.outcome_list_));
WEIR_ON(elements_value, state.value(state.block_));
WEIR_ON(steps_value, state.value(state.step_list_));
WEIR_ON(settings_value, state.value(std::monostate{}));

// ----------------------------------------------------------------------------------- elements

WEIR_AROUND(clause, Frame<&FlowState::close_clause>);

/// A clause inside the braces stands in the middle of the clause that the braces are.
struct InsideFrame {
    InsideFrame(FlowState& in_state, const char* at)
        : state(in_state), begin(at), around(in_state.clause_in_progress()) {}
    void finish() {
        state.close_clause(begin);
        state.resume_clause(around);
    }
    FlowState& state;
    const char* begin;
    ClauseInProgress around;
};
WEIR_AROUND(inside_clause, InsideFrame);
WEIR_WITH(keyword_text, state.open_element(in.begin(), in.size()));
WEIR_ON(element_name, state.element_name());
WEIR_ON(element_label, state.element_label());
WEIR_ON(type_subject, state.element_type(true));
WEIR_ON(name_subject, state.element_type(false));
WEIR_ON(action_type, state.element_type(false));
WEIR_ON(action_detail, state.element_detail());
WEIR_ON(head, state.end_head());
WEIR_ON(element, state.close_element());
WEIR_AROUND(go_to_statement, Frame<&FlowState::go_to_statement>);
WEIR_AROUND(end_statement, Frame<&FlowState::end_statement>);

// -------------------------------------------------------------------------- tests and scripts

struct StepFrame {
    StepFrame(FlowState& in_state, const char* at) : state(in_state), begin(at) {
        state.open_step(at);
    }
    void finish() { state.close_step(begin); }
    FlowState& state;
    const char* begin;
};
WEIR_AROUND(test_step, StepFrame);
WEIR_ON(create_step, state.step().kind = TestStepKind::create);
WEIR_ON(update_step, state.step().kind = TestStepKind::update);
WEIR_ON(delete_step, state.step().kind = TestStepKind::erase);
WEIR_ON(load_step, state.step().kind = TestStepKind::load);
WEIR_ON(run_step, state.step().kind = TestStepKind::run);
WEIR_ON(deliver_step, state.step().kind = TestStepKind::deliver);
WEIR_ON(org_step, state.step_settings());
WEIR_ON(mock_step, state.step().kind = TestStepKind::mock);
WEIR_ON(advance_step, state.step().kind = TestStepKind::advance);
WEIR_ON(at_step, state.step().kind = TestStepKind::at);
WEIR_ON(as_user_step, state.step().kind = TestStepKind::as_user);
WEIR_ON(answer_step, state.step().kind = TestStepKind::answer);
WEIR_ON(resume_step, state.step().kind = TestStepKind::resume);
WEIR_ON(approve_step, state.step().kind = TestStepKind::approve);
WEIR_ON(reject_step, state.step().kind = TestStepKind::reject);
WEIR_ON(recall_step, state.step().kind = TestStepKind::recall);
WEIR_ON(complete_step, state.step().kind = TestStepKind::complete);
WEIR_ON(locked_step, state.step().kind = TestStepKind::locked);
WEIR_ON(expect_value, state.step().kind = TestStepKind::expect_value;
        state.step().condition = state.condition_);
WEIR_ON(expect_records, state.step().kind = TestStepKind::expect_records);
WEIR_ON(expect_refused, state.step().kind = TestStepKind::expect_refused);
WEIR_ON(expect_runs, state.step().kind = TestStepKind::expect_runs);
WEIR_ON(expect_fault, state.step().kind = TestStepKind::expect_fault);
WEIR_ON(expect_limit, state.step().kind = TestStepKind::expect_limit);
WEIR_ON(expect_action, state.step().kind = TestStepKind::expect_action);
WEIR_ON(expect_screen, state.step().kind = TestStepKind::expect_screen);
WEIR_ON(step_count, state.step().count = state.number_);
WEIR_AROUND(word_no, Frame<&FlowState::step_none>);
WEIR_ON(word_least, state.step().count_form = CountForm::at_least);
WEIR_ON(word_most, state.step().count_form = CountForm::at_most);
WEIR_ON(at_least_text, state.step().count_form = CountForm::at_least);
WEIR_ON(at_most_text, state.step().count_form = CountForm::at_most);
WEIR_ON(step_object, state.step().object = state.name_);
WEIR_ON(step_alias, state.step().alias = state.name_);
WEIR_ON(step_text, state.step().text = state.text_);
WEIR_ON(step_where, state.step().condition = state.condition_);
WEIR_ON(step_each, state.step().each = true);
WEIR_AROUND(step_values, Frame<&FlowState::step_values>);
WEIR_AROUND(returned_values, Frame<&FlowState::step_returned>);
WEIR_AROUND(step_button, Frame<&FlowState::step_button>);
WEIR_AROUND(step_launch, Frame<&FlowState::step_button>);
WEIR_ON(step_detail, state.step().detail = state.path());
WEIR_WITH(moment_text, state.step_moment(in.begin(), in.end()));
WEIR_ON(step_code, state.step().code = state.name_);
WEIR_ON(step_steps, state.step_steps());
WEIR_ON(step_at, state.step().at = state.name_);
WEIR_ON(step_handler, state.step().handled_by = state.name_);
WEIR_ON(word_unhandled, state.step().unhandled = true);
WEIR_ON(step_element, state.step_element());
WEIR_ON(step_took, state.step_took());

// -------------------------------------------------------------------------------------- files

struct DeclarationFrame {
    DeclarationFrame(FlowState& state, const char* at) { state.count_declaration(at); }
    void finish() {}
};
WEIR_AROUND(declaration, DeclarationFrame);

#undef WEIR_ON
#undef WEIR_WITH
#undef WEIR_AROUND

} // namespace weir::syntax
