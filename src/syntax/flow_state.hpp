// What the parser of .flow files knows while it reads: the shapes, the elements that are open,
// comments on their way to an item. Actions (flow_actions.hpp) call it; it sees no PEGTL.
#pragma once

#include "syntax/formula_state.hpp"
#include "syntax/keywords.hpp"

#include <memory>
#include <vector>

namespace weir::grammar {
// Tags of the questions and choices of grammar/flow.hpp.
struct keyword_text;
struct clause_key_text;
struct inside_key_text;
struct block_ahead;
struct inside_block;
struct missing_brace;
struct unknown_clause;
struct unknown_item;
struct unknown_step;
struct step_detail_ahead;
struct choice_text;
struct detail_ahead;
struct formula_ahead;
struct assign_text;
struct test_text;
struct comparison_text;
struct otherwise_text;
struct value_so_far;
struct clause_kind;
struct head_form;
struct subject_form;
struct subject_kind;
struct expect_form;
struct file_level;
struct statement_level;
struct item_level;
struct head_level;
struct clause_level;
} // namespace weir::grammar

namespace weir::syntax {

enum class Level : uint8_t { file, statement, item, head, clause };

/// What an open block takes.
struct BlockContext {
    Place place = Place::file;
    Shapes children = {};
};

/// A clause between its key and the end of its value.
struct ClauseInProgress {
    const ClauseShape* shape = nullptr;
    Span key_span;
    Trivia trivia; // comments above it
};

/// An element between its keyword and its last clause.
struct OpenElement {
    Element* element = nullptr;
    const char* begin = nullptr;
    size_t clause_base = 0;
    ClauseInProgress clause;
};

/// A condition or, as long as nothing tells, an expression that may become one.
struct ConditionPiece {
    const Condition* condition = nullptr;
    const Expr* expr = nullptr;
};

class FlowState final : public FormulaState {
public:
    FlowState(const SourceFile& file, Shapes shapes, SyntaxTree& tree, Diagnostics& out)
        : FormulaState(file.text, file.begin, tree.arena, out), keywords_(shapes), tree_(tree) {
        contexts_.push_back({});
    }

    // ------------------------------------------------------------------ questions of the grammar

    const char* ask(const grammar::keyword_text*, const char* at, const char* end);
    const char* ask(const grammar::clause_key_text*, const char* at, const char* end);
    const char* ask(const grammar::inside_key_text*, const char* at, const char* end);
    const char* ask(const grammar::block_ahead*, const char* at, const char* end);
    const char* ask(const grammar::inside_block*, const char* at, const char* end) const;
    const char* ask(const grammar::missing_brace*, const char* at, const char* end);
    const char* ask(const grammar::unknown_clause*, const char* at, const char* end);
    const char* ask(const grammar::unknown_item*, const char* at, const char* end);
    const char* ask(const grammar::unknown_step*, const char* at, const char* end);
    const char* ask(const grammar::step_detail_ahead*, const char* at, const char* end) const;
    const char* ask(const grammar::choice_text*, const char* at, const char* end);
    const char* ask(const grammar::detail_ahead*, const char* at, const char* end) const;
    const char* ask(const grammar::formula_ahead*, const char* at, const char* end) const;
    const char* ask(const grammar::assign_text*, const char* at, const char* end);
    const char* ask(const grammar::test_text*, const char* at, const char* end);
    const char* ask(const grammar::comparison_text*, const char* at, const char* end);
    const char* ask(const grammar::otherwise_text*, const char* at, const char* end) const;
    const char* ask(const grammar::value_so_far*, const char* at, const char*) const {
        return leaf_condition_ == nullptr ? at : nullptr;
    }

    size_t choose(const grammar::clause_kind*, const char* at, const char* end) const;
    size_t choose(const grammar::head_form*, const char* at, const char* end) const;
    size_t choose(const grammar::subject_form*, const char* at, const char* end) const;
    size_t choose(const grammar::subject_kind*, const char* at, const char* end) const;
    size_t choose(const grammar::expect_form*, const char* at, const char* end) const;

    // ----------------------------------------------------------------------------- recovery

    /// How much was open where a rule began, to drop what a mistake leaves behind.
    struct Checkpoint {
        size_t elements, contexts, clauses, statements, assignments, outcomes, open_outcomes, steps,
            open_steps, operands, operators, pieces, joiners;
        uint32_t depth;
        ClauseInProgress clause;
    };
    [[nodiscard]] Checkpoint remember() const;
    const char* recover(
        const grammar::file_level*,
        const char* start,
        const char* current,
        const Mistake& mistake,
        const Checkpoint& to
    ) {
        return recover(Level::file, start, current, mistake, to);
    }
    const char* recover(
        const grammar::statement_level*,
        const char* start,
        const char* current,
        const Mistake& mistake,
        const Checkpoint& to
    ) {
        return recover(Level::statement, start, current, mistake, to);
    }
    const char* recover(
        const grammar::item_level*,
        const char* start,
        const char* current,
        const Mistake& mistake,
        const Checkpoint& to
    ) {
        return recover(Level::item, start, current, mistake, to);
    }
    const char* recover(
        const grammar::head_level*,
        const char* start,
        const char* current,
        const Mistake& mistake,
        const Checkpoint& to
    ) {
        return recover(Level::head, start, current, mistake, to);
    }
    const char* recover(
        const grammar::clause_level*,
        const char* start,
        const char* current,
        const Mistake& mistake,
        const Checkpoint& to
    ) {
        return recover(Level::clause, start, current, mistake, to);
    }

    // ------------------------------------------------------------------------------- trivia

    /// A `//` comment in the white space; the same one may be passed twice.
    void comment(const char* begin, const char* end);

    // -------------------------------------------------------------------- what the actions do

    void name(const char* begin, size_t size) { name_ = make_name({begin, size}, begin); }
    void type_name(const char* begin, size_t size) { type_name_ = make_name({begin, size}, begin); }
    void text_literal(const char* begin, const char* end);
    void number(const char* begin, const char* end);

    void open_element(const char* begin, size_t size);
    void element_name() { open().element->name = name_; }
    void element_label() { open().element->label = arena_.make<TextLiteral>(text_); }
    void element_type(bool with_arguments);
    void element_detail();
    void end_head();
    void close_element();
    [[nodiscard]] ClauseInProgress clause_in_progress() const {
        return elements_.empty() ? ClauseInProgress{} : elements_.back().clause;
    }
    void resume_clause(const ClauseInProgress& clause) { open().clause = clause; }
    /// Closes the clause that begins at `begin`, whose value is `value_`.
    void close_clause(const char* begin);

    void open_block(const char* brace);
    void close_block(const char* brace, size_t statement_base);
    /// A block without elements: assignments, outcomes, steps, settings.
    void open_lines(Place place) { contexts_.push_back({place, {}}); }
    void close_lines();
    void go_to_statement(const char* begin);
    void end_statement(const char* begin);
    void close_assignment(const char* begin);
    void close_assignments(size_t base);
    void open_outcome(const char* begin);
    Outcome& outcome() { return open_outcomes_.back(); }
    void outcome_label() { outcome().label = arena_.make<TextLiteral>(text_); }
    void outcome_key(const char* begin) { outcome().key_span = span(begin, token_end_); }
    void close_outcome(const char* begin);
    void close_outcomes(size_t base);
    void open_step(const char* begin);
    TestStep& step() { return open_steps_.back(); }
    void close_step(const char* begin);
    void close_steps(size_t base);
    void step_none(const char* begin) { step().count = {"0", span(begin, token_end_)}; }
    void step_values(const char* brace);
    void step_returned(const char* brace);
    void step_moment(const char* begin, const char* end) {
        step().code = {{begin, static_cast<size_t>(end - begin)}, span(begin, end)};
    }
    void step_button(const char* begin) { step_moment(begin, token_end_); }
    void step_steps();
    void step_element();
    void step_took();
    void step_settings();

    void close_type(const char* begin, size_t operand_base);
    void go_to_target(const char* begin);
    void block_target(const char* begin);

    void open_leaf();
    void close_group(const char* begin);
    void close_leaf(const char* begin, size_t operand_base, size_t operator_base);
    void close_negation(const char* begin);
    void close_condition(size_t piece_base, size_t joiner_base);
    void forced_formula();
    void finish_condition();
    void joiner(bool is_or);

    void listed_path();
    void listed_text();
    void order_key(const char* begin);
    void trigger_delete(const char* at);
    void close_trigger(const char* begin);

    template<class T>
    void value(T what) {
        value_ = what;
    }
    void paths_value();
    void texts_value();
    void order_value();
    void message_value(const char* begin);

    /// The declarations of the file, at its end.
    void finish_file();
    /// Ends the reading of a file that is beyond its limit of declarations.
    void count_declaration(const char* at);

    [[nodiscard]] size_t statement_count() const { return statements_.size(); }
    [[nodiscard]] size_t assignment_count() const { return assignments_.size(); }
    [[nodiscard]] size_t outcome_count() const { return outcomes_.size(); }
    [[nodiscard]] size_t step_count() const { return steps_.size(); }
    [[nodiscard]] size_t piece_count() const { return pieces_.size(); }
    [[nodiscard]] size_t joiner_count() const { return joiners_.size(); }

    // Registers: what the last rule of a kind read. Taken at once by the rule around it.
    Name name_;
    Name type_name_;
    TextLiteral text_;
    NumberLiteral number_;
    TypeRef type_;
    Path& path() { return path_; }
    std::string_view choice_;
    bool collection_ = false;
    bool descending_ = false;
    bool nulls_last_ = false;
    Name message_field_;
    Path target_path_;
    Span assign_span_;
    AssignOperator assign_operator_ = AssignOperator::assign;
    Target target_;
    const Block* block_ = nullptr;
    const Condition* condition_ = nullptr;
    Trigger trigger_;
    List<Assignment> assignment_list_;
    List<Outcome> outcome_list_;
    List<TestStep> step_list_;
    List<Comment> dangling_;

private:
    [[nodiscard]] OpenElement& open() { return elements_.back(); }
    void begin_clause(const ClauseShape* shape, const char* at, const char* behind);
    [[nodiscard]] std::string describe(grammar::label which) const override;
    [[nodiscard]] bool is_quiet() const override { return reported_ > most_reported; }

    const char* recover(
        Level level,
        const char* start,
        const char* current,
        const Mistake& mistake,
        const Checkpoint& to
    );
    const char* skip(Level level, const char* start, const char* from);
    [[nodiscard]] bool
    stops(Level level, const char* at, const char* start, size_t indentation) const;
    [[nodiscard]] bool begins_statement(const char* at) const;
    [[nodiscard]] bool begins_declaration(const char* at) const;
    [[nodiscard]] const ClauseShape*
    find_clause(const char* at, bool inside, const char*& behind) const;
    [[nodiscard]] bool has_block_clause(const char* at) const;
    [[nodiscard]] bool begins_clause_column(const char* at) const;
    [[nodiscard]] const char* misaligned_opener(const char* from, const char* before) const;
    [[nodiscard]] bool is_first_on_line(const char* at) const;
    [[nodiscard]] size_t indentation(const char* at) const;
    [[noreturn]] void unknown_word(const char* at, std::string_view word);
    void suggest_clause(const char* at, DiagnosticBuilder builder, bool inside) const;
    [[nodiscard]] std::string place_words(Category category) const;

    [[nodiscard]] Trivia leading_trivia(const char* begin);
    void finish_trivia(Trivia& trivia, const char* begin);
    [[nodiscard]] List<Comment> take_dangling(const char* before);
    [[nodiscard]] bool blank_line_before(const char* at) const;
    [[nodiscard]] bool same_line(const char* from, const char* to) const;

    [[nodiscard]] std::string_view unindent(std::string_view raw);
    [[nodiscard]] const Condition* to_condition(const Expr* expr);
    [[nodiscard]] const Condition* to_condition(const ConditionPiece& piece);
    [[nodiscard]] const Condition* make_comparison(
        Span place, const Expr* left, ConditionOperator op, Span op_span, const Expr* right
    );

    // Garbage of megabytes is not worth a million sentences; reading ends silently behind this
    // many.
    static constexpr size_t most_reported = 2 * limits::diagnostics_per_file;

    Keywords keywords_;
    SyntaxTree& tree_;
    size_t reported_ = 0;
    size_t declarations_ = 0;

    std::vector<BlockContext> contexts_;
    std::vector<OpenElement> elements_;
    std::vector<Clause> clauses_;
    std::vector<Statement> statements_;
    std::vector<Assignment> assignments_;
    std::vector<Outcome> outcomes_;
    std::vector<Outcome> open_outcomes_;
    std::vector<TestStep> steps_;
    std::vector<TestStep> open_steps_;
    std::vector<ConditionPiece> pieces_;
    std::vector<bool> joiners_; // true: or
    std::vector<Path> paths_;
    std::vector<TextLiteral> texts_;
    std::vector<OrderKey> order_;
    std::vector<Name> step_names_;

    const Shape* found_shape_ = nullptr;
    const Condition* leaf_condition_ = nullptr;
    bool has_test_ = false;
    ConditionOperator test_ = ConditionOperator::equal;
    Span test_span_;
    ClauseValue value_;

    std::vector<Comment> pending_;
    const char* last_comment_ = nullptr;
    const char* last_missing_brace_ = nullptr;
};

} // namespace weir::syntax
