// The .flow language. One sentence form carries all of it,
//
//     keyword Name "Label"? : Subject? clauses
//
// and which keywords, clauses and values there are is data that the state of the parser holds (the
// shapes), so this grammar does not grow when kinds of elements are added. Keywords and clause keys
// are known by where they stand and are names everywhere else.
//
// Padding: see tokens.hpp; here tokens take `ws`, formulas end with one.
#pragma once

#include "grammar/formula.hpp"
#include "grammar/tokens.hpp"

namespace weir::grammar {

/// A question that the state answers: behind the text that fits at this place, or null. A question
/// that takes no text answers with the place itself.
template<class Question, bool Takes>
struct asked : by_hand<asked<Question, Takes>> {
    template<class Input, class State>
    [[nodiscard]] static bool take(Input& in, State& state) {
        return advance(
            in, state.ask(static_cast<const Question*>(nullptr), in.current(), in.end())
        );
    }
};

// Where reading goes on after a mistake.
struct file_level;      // next declaration
struct statement_level; // next statement of the block, or its end
struct item_level;      // next line of the block, or its end
struct head_level;      // next clause or block of the element
struct clause_level;    // the same

// clang-format off

// ------------------------------------------------------------------------------------ questions

struct keyword_text : asked<keyword_text, true> {};              // a keyword that may stand here; nothing before a field
struct clause_key_text : asked<clause_key_text, true> {};        // a clause of this element
struct inside_key_text : asked<inside_key_text, true> {};        // a clause inside the braces of this declaration
struct block_ahead : asked<block_ahead, true> {};                // `{`, left to the block, and this element has one
struct inside_block : asked<inside_block, false> {};             // neither `}`, nor the end, nor the next declaration
struct missing_brace : asked<missing_brace, false> {};            // reports that a `{` is not closed
struct unknown_clause : asked<unknown_clause, true> {};          // raises if a word stands where only a clause may
struct unknown_item : asked<unknown_item, true> {};              // raises
struct unknown_step : asked<unknown_step, true> {};              // raises
struct choice_text : asked<choice_text, true> {};                // one of the words that this clause takes
struct detail_ahead : asked<detail_ahead, false> {};             // the second word of an action, on the same line
struct step_detail_ahead : asked<step_detail_ahead, false> {};   // the same in a test
struct formula_ahead : asked<formula_ahead, true> {};            // the word `formula` before a formula
struct assign_text : asked<assign_text, true> {};                // = += -= add, remove first, = count of …
struct test_text : asked<test_text, true> {};                    // is null, was visited, has no error …
struct comparison_text : asked<comparison_text, true> {};        // contains, starts with, not in …
struct otherwise_text : asked<otherwise_text, true> {};          // `otherwise` that is not an outcome's name
struct value_so_far : asked<value_so_far, false> {};             // what was read of this condition is a value

struct clause_kind;   // which value the clause has
struct head_form;     // what follows the keyword
struct subject_form;  // what follows the name
struct subject_kind;  // what follows the colon
struct expect_form;   // what follows `expect`

// ---------------------------------------------------------------------------------------- words

struct word_action : word<'a','c','t','i','o','n'> {};
struct word_after : word<'a','f','t','e','r'> {};
struct word_as : word<'a','s'> {};
struct word_at : word<'a','t'> {};
struct word_before : word<'b','e','f','o','r','e'> {};
struct word_back : word<'b','a','c','k'> {};
struct word_by : word<'h','a','n','d','l','e','d',' ','b','y'> {};
struct word_ascending : word<'a','s','c'> {};
struct word_called : word<'c','a','l','l','e','d'> {};
struct word_comment : word<'c','o','m','m','e','n','t'> {};
struct word_descending : word<'d','e','s','c'> {};
struct word_each : word<'a','s',' ','e','a','c','h'> {};
struct word_event : word<'e','v','e','n','t'> {};
struct word_events : word<'e','v','e','n','t','s'> {};
struct word_faults : word<'f','a','u','l','t','s'> {};
struct word_in : word<'i','n'> {};
struct word_into : word<'i','n','t','o'> {};
struct word_least : word<'a','t',' ','l','e','a','s','t'> {};
struct word_most : word<'a','t',' ','m','o','s','t'> {};
struct word_no : word<'n','o'> {};
struct word_nulls_first : word<'n','u','l','l','s',' ','f','i','r','s','t'> {};
struct word_nulls_last : word<'n','u','l','l','s',' ','l','a','s','t'> {};
struct word_of : word<'o','f'> {};
struct word_on : word<'o','n'> {};
struct word_only_when_changed : word<'o','n','l','y',' ','w','h','e','n',' ','c','h','a','n','g','e','d',' ','t','o',' ','m','e','e','t',' ','t','h','e',' ','c','o','n','d','i','t','i','o','n','s'> {};
struct word_pause : word<'p','a','u','s','e'> {};
struct word_ran : word<'r','a','n'> {};
struct word_returns : word<'r','e','t','u','r','n','s'> {};
struct word_screen : word<'s','c','r','e','e','n'> {};
struct word_step : word<'s','t','e','p'> {};
struct word_time : word<'t','i','m','e'> {};
struct word_times : word<'t','i','m','e','s'> {};
struct word_took : word<'t','o','o','k'> {};
struct word_unhandled : word<'u','n','h','a','n','d','l','e','d'> {};
struct word_user : word<'u','s','e','r'> {};
struct word_when : word<'w','h','e','n'> {};
struct word_where : word<'w','h','e','r','e'> {};

// ----------------------------------------------------------------------------------- conditions
//
// not > and > or, all lower case; upper case they are the formula's. A leaf is a formula and perhaps
// a condition operator. `(` begins a leaf that is a group, or a formula that begins with `(`: what is
// between the parentheses tells, so nothing is read twice.

struct condition;
struct condition_term;

struct word_and : word<'a','n','d'> {};
struct word_or : word<'o','r'> {};
struct word_not : word<'n','o','t'> {};
struct joiner_or : pegtl::seq<word_or> {};
struct joiner : pegtl::sor<word_and, joiner_or> {};

struct condition_test : token<test_text> {};
struct condition_comparison : token<comparison_text> {};
struct compared_value : pegtl::seq<formula_start, expression> {};
struct condition_operator : pegtl::sor<condition_test, pegtl::if_must<condition_comparison, compared_value>> {};

struct group : pegtl::if_must<open_paren, ws, condition, close_paren> {};
struct leaf_tail : pegtl::seq<value_so_far, pegtl::star<binary_operator, pegtl::must<operand>>, ws, pegtl::opt<condition_operator>> {};
struct leaf : pegtl::seq<formula_start, pegtl::sor<group, operand>, pegtl::opt<leaf_tail>, ws> {};
struct negated : pegtl::if_must<word_not, condition_term> {};
struct condition_term : pegtl::sor<negated, leaf> {};
struct condition : pegtl::seq<condition_term, pegtl::star<joiner, pegtl::must<condition_term>>> {};

// when formula A = B: the whole of it is one formula, with the formula's `=`
struct forced_formula : pegtl::if_must<token<formula_ahead>, formula, ws> {};
struct whole_condition : pegtl::sor<forced_formula, condition> {};

// --------------------------------------------------------------------------------------- blocks

struct statement;
struct assignment;
struct outcome;
struct test_step;
struct inside_clause;

template<class Level, class Item>
struct items : pegtl::star<recovered<Level, pegtl::seq<inside_block, Item>>> {};
struct block_end : pegtl::sor<close_brace, missing_brace> {};

struct elements_block : pegtl::seq<open_brace, items<statement_level, statement>, block_end> {};
struct assignments_block : pegtl::seq<open_brace, items<item_level, assignment>, block_end> {};
struct outcomes_block : pegtl::seq<open_brace, items<item_level, outcome>, block_end> {};
struct steps_block : pegtl::seq<open_brace, items<statement_level, test_step>, block_end> {};
struct settings_block : pegtl::seq<open_brace, items<statement_level, pegtl::sor<inside_clause, unknown_item>>, block_end> {};

struct go_to_target : pegtl::if_must<arrow, name> {};
struct target : pegtl::sor<go_to_target, elements_block> {};

// Field += formula
struct assign_operator : token<assign_text> {};
struct assigned_value : pegtl::seq<formula, ws> {};
struct assigned_path : pegtl::seq<path> {};
struct assignment : pegtl::must<assigned_path, assign_operator, assigned_value> {};

// Name "Label" when condition -> Target
struct outcome_name : pegtl::seq<name> {};
struct outcome_label : pegtl::seq<text> {};
struct outcome_when : pegtl::seq<word_when> {};
struct outcome_otherwise : token<otherwise_text> {};
struct outcome_condition : pegtl::seq<whole_condition> {};
struct outcome_changed : pegtl::seq<word_only_when_changed> {};
struct outcome_target : pegtl::seq<target> {};
struct when_condition : pegtl::must<outcome_when, outcome_condition, pegtl::opt<outcome_changed>> {};
struct otherwise : pegtl::seq<outcome_otherwise, pegtl::opt<outcome_label>, pegtl::opt<outcome_target>> {};
struct named_outcome : pegtl::seq<pegtl::must<outcome_name>, pegtl::opt<outcome_label>, recovered<head_level, when_condition>, pegtl::opt<outcome_target>> {};
struct outcome : pegtl::sor<otherwise, named_outcome> {};

// ---------------------------------------------------------------------------------------- types

// Two parts are one name: `c:map`. A component is called so.
struct namespaced_name : pegtl::seq<pegtl::one<':'>, name_text> {};
struct type_name_text : pegtl::seq<name_text, pegtl::opt<namespaced_name>, pegtl::star<dot, pegtl::must<name_text>>> {};
struct type_name : token<type_name_text> {};
struct type_arguments : pegtl::seq<pegtl::if_must<open_paren, pegtl::opt<arguments>, close_paren>, ws> {};
struct collection_text : pegtl::seq<pegtl::one<'['>, pegtl::one<']'>> {};
struct collection_mark : token<collection_text> {};
struct type : pegtl::seq<type_name, pegtl::opt<type_arguments>, pegtl::opt<collection_mark>> {};

// -------------------------------------------------------------------------------- clause values

struct choice : token<choice_text> {};
struct flag_value : pegtl::success {};
struct formula_value : pegtl::seq<formula, ws> {};
struct condition_value : pegtl::seq<whole_condition> {};
struct path_value : pegtl::seq<path> {};
struct listed_path : pegtl::seq<path> {};
struct paths_value : pegtl::seq<listed_path, pegtl::star<comma, pegtl::must<listed_path>>> {};
struct words_value : pegtl::seq<choice> {};
struct text_value : pegtl::seq<text> {};
struct listed_text : pegtl::seq<text> {};
struct texts_value : pegtl::seq<listed_text, pegtl::star<comma, pegtl::must<listed_text>>> {};
struct number_value_text : pegtl::seq<pegtl::opt<pegtl::one<'-'>>, number_text> {};
struct number_value : token<number_value_text> {};
struct type_value : pegtl::seq<type> {};

struct order_direction : pegtl::sor<word_ascending, word_descending> {};
struct order_nulls : pegtl::sor<word_nulls_first, word_nulls_last> {};
struct order_key : pegtl::seq<path, pegtl::opt<order_direction>, pegtl::opt<order_nulls>> {};
struct order_value : pegtl::seq<order_key, pegtl::star<comma, pegtl::must<order_key>>> {};

struct message_field : pegtl::if_must<word_on, name> {};
struct message_value : pegtl::seq<formula, ws, pegtl::opt<message_field>> {};
struct target_value : pegtl::seq<target> {};

struct trigger_create : word<'c','r','e','a','t','e'> {};
struct trigger_update : word<'u','p','d','a','t','e'> {};
struct trigger_delete : word<'d','e','l','e','t','e'> {};
struct trigger_change : pegtl::sor<trigger_create, trigger_update, trigger_delete> {};
struct trigger_time : pegtl::sor<word_before, word_after> {};
struct event_trigger : pegtl::if_must<word_event, name> {};
struct trigger_object : pegtl::seq<name> {};
struct record_trigger : pegtl::seq<trigger_object, pegtl::must<trigger_time, trigger_change>, pegtl::star<word_or, pegtl::must<trigger_change>>> {};
struct trigger_value : pegtl::sor<event_trigger, record_trigger> {};

struct assignments_value : pegtl::seq<assignments_block> {};
struct outcomes_value : pegtl::seq<outcomes_block> {};
struct elements_value : pegtl::seq<elements_block> {};
struct steps_value : pegtl::seq<steps_block> {};
struct settings_value : pegtl::seq<settings_block> {};

// In the order of ValueKind (src/syntax/shape.hpp); the last is a flag that is a block.
struct clause_value : select<clause_kind,
    flag_value, formula_value, condition_value, path_value, paths_value, words_value, text_value,
    texts_value, number_value, type_value, order_value, message_value, target_value, trigger_value,
    assignments_value, outcomes_value, elements_value, steps_value, settings_value> {};

// ------------------------------------------------------------------------------------- elements

struct clause_key : token<clause_key_text> {};
struct inside_key : token<inside_key_text> {};
struct clause_start : pegtl::sor<clause_key, block_ahead> {};
struct clause : pegtl::sor<pegtl::if_must<clause_start, clause_value>, unknown_clause> {};
struct inside_clause : pegtl::if_must<inside_key, clause_value> {};

struct element_name : pegtl::seq<name> {};
struct element_label : pegtl::seq<text> {};
struct type_subject : pegtl::seq<type> {};
struct name_subject : pegtl::seq<type_name> {};
struct action_detail : pegtl::seq<detail_ahead, path> {};
struct action_type : pegtl::seq<type_name> {};
struct action_subject : pegtl::seq<action_type, pegtl::opt<action_detail>> {};
struct subject : select<subject_kind, type_subject, name_subject, action_subject> {};
struct no_subject : pegtl::success {};
struct optional_subject : pegtl::opt<pegtl::if_must<colon, subject>> {};
struct required_subject : pegtl::must<colon, subject> {};
struct subject_part : select<subject_form, no_subject, optional_subject, required_subject> {};

struct bare_head : pegtl::seq<pegtl::opt<element_label>, subject_part> {};
struct name_head : pegtl::seq<pegtl::must<element_name>, pegtl::opt<element_label>, subject_part> {};
struct title_head : pegtl::must<element_label> {};
struct field_head : pegtl::seq<pegtl::must<element_name>, pegtl::must<type_subject>, pegtl::opt<element_label>> {};
// In the order of NameForm; the last for what has no keyword.
struct head : select<head_form, bare_head, name_head, title_head, field_head> {};

struct keyword : token<keyword_text> {};
struct clauses : pegtl::star<recovered<clause_level, clause>> {};
struct element : pegtl::seq<keyword, recovered<head_level, head>, clauses> {};

struct go_to_statement : pegtl::if_must<arrow, name> {};
struct end_statement : word<'e','n','d'> {};
struct statement : pegtl::sor<inside_clause, element, go_to_statement, end_statement, unknown_item> {};

// --------------------------------------------------------------------------- tests and scripts

struct step_count : pegtl::seq<number> {};
struct step_object : pegtl::seq<name> {};
struct step_alias : pegtl::seq<name> {};
struct step_text : pegtl::seq<text> {};
struct step_where : pegtl::if_must<word_where, whole_condition> {};
struct step_each : pegtl::seq<word_each> {};
struct step_values : pegtl::seq<assignments_block> {};

// `as user ada { … }` behind a step is the next one, not the name of this one.
struct blanks_text : pegtl::plus<pegtl::one<' ', '\t'>> {};
struct as_user_ahead : pegtl::seq<word_text<'a','s',' ','u','s','e','r'>, blanks_text, pegtl::sor<name_text, pegtl::one<'"'>>> {};
struct step_as : pegtl::if_must<pegtl::seq<pegtl::not_at<as_user_ahead>, word_as>, step_alias> {};
struct step_of : pegtl::if_must<word_of, step_alias> {};

// 2026-03-01T09:00:00Z: what it is tells whoever reads it.
struct moment_text : pegtl::seq<pegtl::digit, pegtl::star<pegtl::sor<pegtl::alnum, pegtl::one<'-', '+', ':', '.'>>>> {};
struct moment : token<moment_text> {};
struct at_moment_ahead : pegtl::seq<word_text<'a','t'>, blanks_text, pegtl::digit> {};

struct create_word : word<'c','r','e','a','t','e'> {};
struct update_word : word<'u','p','d','a','t','e'> {};
struct delete_word : word<'d','e','l','e','t','e'> {};
struct load_word : word<'l','o','a','d'> {};
struct run_word : word<'r','u','n'> {};
struct deliver_word : word<'d','e','l','i','v','e','r'> {};
struct mock_word : word<'m','o','c','k'> {};
struct advance_word : word<'a','d','v','a','n','c','e'> {};
struct answer_word : word<'a','n','s','w','e','r'> {};
struct resume_word : word<'r','e','s','u','m','e'> {};
struct approve_word : word<'a','p','p','r','o','v','e'> {};
struct reject_word : word<'r','e','j','e','c','t'> {};
struct recall_word : word<'r','e','c','a','l','l'> {};
struct complete_word : word<'c','o','m','p','l','e','t','e'> {};
struct locked_word : word<'l','o','c','k','e','d'> {};
struct org_text : word_text<'o','r','g'> {};
struct expect_word : word<'e','x','p','e','c','t'> {};

struct create_step : pegtl::if_must<create_word, pegtl::opt<step_count>, step_object, pegtl::opt<pegtl::sor<step_each, step_alias>>, pegtl::opt<step_each>, step_values> {};
struct update_step : pegtl::if_must<update_word, step_object, pegtl::opt<step_where>, step_values> {};
struct delete_step : pegtl::if_must<delete_word, step_object, pegtl::opt<step_where>> {};
struct step_into : pegtl::if_must<word_into, step_object> {};
struct load_step : pegtl::if_must<load_word, step_text, pegtl::opt<step_into>> {};
// Who runs it, where it is no user: code of Apex, whose declaration says whether sharing counts.
struct word_apex_sharing : word<'b','y',' ','a','p','e','x',' ','w','i','t','h',' ','s','h','a','r','i','n','g'> {};
struct word_apex_alone : word<'b','y',' ','a','p','e','x',' ','w','i','t','h','o','u','t',' ','s','h','a','r','i','n','g'> {};
struct step_launch : pegtl::sor<word_apex_sharing, word_apex_alone> {};
struct run_step : pegtl::if_must<run_word, step_object, pegtl::opt<step_as>, pegtl::opt<step_launch>, pegtl::opt<step_values>> {};
struct deliver_step : pegtl::if_must<deliver_word, word_events> {};
struct org_step : pegtl::seq<pegtl::at<org_text>, element> {};

struct step_code : pegtl::seq<name> {};
struct step_steps : pegtl::seq<steps_block> {};
struct step_detail : pegtl::seq<step_detail_ahead, path> {};
struct step_action : pegtl::seq<word_action, pegtl::must<step_object>, pegtl::opt<step_detail>> {};
struct returned_values : pegtl::seq<assignments_block> {};
struct mock_returns : pegtl::if_must<word_returns, returned_values> {};
struct mock_faults : pegtl::if_must<word_faults, step_text> {};
struct mock_step : pegtl::if_must<mock_word, step_action, pegtl::opt<step_values>, pegtl::opt<pegtl::sor<mock_returns, mock_faults>>> {};
struct advance_step : pegtl::if_must<advance_word, step_count, step_code> {};
struct at_step : pegtl::if_must<word_at, moment> {};
struct as_user_step : pegtl::if_must<word_as, word_user, pegtl::sor<step_text, step_object>, step_steps> {};
struct step_button : pegtl::sor<word_back, word_pause> {};
struct answer_step : pegtl::if_must<answer_word, step_object, pegtl::opt<step_of>, pegtl::opt<step_values>, pegtl::opt<step_button>> {};
struct resume_step : pegtl::if_must<resume_word, step_object> {};
struct step_comment : pegtl::if_must<word_comment, step_text> {};
struct approve_step : pegtl::if_must<approve_word, step_object, pegtl::opt<step_comment>> {};
struct reject_step : pegtl::if_must<reject_word, step_object, pegtl::opt<step_comment>> {};
struct recall_step : pegtl::if_must<recall_word, step_object, pegtl::opt<step_comment>> {};
struct complete_step : pegtl::if_must<complete_word, word_step, step_object, pegtl::opt<step_of>, pegtl::opt<step_values>> {};
struct locked_step : pegtl::if_must<locked_word, step_object, step_steps> {};

struct refused_word : word<'r','e','f','u','s','e','d'> {};
struct fault_word : word<'f','a','u','l','t'> {};
struct limits_word : word<'l','i','m','i','t','s'> {};
struct step_at : pegtl::if_must<pegtl::seq<pegtl::not_at<at_moment_ahead>, word_at>, name> {};
struct step_handler : pegtl::if_must<word_by, name> {};
struct step_handled : pegtl::sor<step_handler, word_unhandled> {};
struct step_bound : pegtl::sor<word_least, word_most> {};
struct step_element : pegtl::seq<name> {};
struct step_took : pegtl::if_must<word_took, step_element, pegtl::star<comma, pegtl::must<step_element>>> {};
struct at_most_text : pegtl::string<'<', '='> {};
struct at_least_text : pegtl::string<'>', '='> {};
struct exactly_text : pegtl::one<'='> {};
struct limit_bound : token<pegtl::sor<at_most_text, at_least_text, exactly_text>> {};

struct expect_value : pegtl::must<whole_condition> {};
struct expect_records : pegtl::must<pegtl::sor<word_no, pegtl::seq<pegtl::opt<step_bound>, step_count>>, step_object, pegtl::opt<step_where>, pegtl::opt<step_values>> {};
struct expect_refused : pegtl::must<refused_word, step_code, pegtl::opt<step_text>, step_steps> {};
struct expect_runs : pegtl::must<step_object, word_ran, pegtl::opt<step_bound>, step_count, pegtl::sor<word_times, word_time>, pegtl::opt<pegtl::if_must<comma, step_took>>> {};
struct expect_fault : pegtl::must<fault_word, pegtl::opt<step_text>, word_in, step_object, pegtl::opt<step_at>, pegtl::opt<step_handled>> {};
struct expect_limit : pegtl::must<limits_word, step_code, limit_bound, step_count> {};
struct expect_action : pegtl::must<step_action, word_called, pegtl::opt<step_bound>, step_count, pegtl::sor<word_times, word_time>, pegtl::opt<step_values>> {};
struct expect_no_screen : pegtl::seq<word_no, word_screen, pegtl::opt<step_of>> {};
struct expect_one_screen : pegtl::if_must<word_screen, step_object, pegtl::opt<step_of>, pegtl::opt<step_values>> {};
struct expect_screen : pegtl::must<pegtl::sor<expect_no_screen, expect_one_screen>> {};
struct expectation : select<expect_form, expect_value, expect_records, expect_refused, expect_runs, expect_fault, expect_limit, expect_action, expect_screen> {};
struct expect_step : pegtl::if_must<expect_word, expectation> {};

struct test_step : pegtl::sor<expect_step, create_step, update_step, delete_step, load_step, run_step, deliver_step, mock_step, advance_step, at_step,
    as_user_step, answer_step, resume_step, approve_step, reject_step, recall_step, complete_step, locked_step, org_step, unknown_step> {};

// ----------------------------------------------------------------------------------------- files

struct declaration : pegtl::seq<pegtl::not_at<pegtl::eof>, pegtl::sor<element, unknown_item>> {};
struct file : pegtl::seq<pegtl::opt<pegtl::utf8::bom>, ws, pegtl::star<recovered<file_level, declaration>>, pegtl::eof> {};

// clang-format on

} // namespace weir::grammar
