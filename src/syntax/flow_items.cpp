// What was read becomes nodes: elements, clauses, blocks, assignments, outcomes, steps of tests.
#include "base/check.hpp"
#include "syntax/declarations.hpp"
#include "syntax/flow_state.hpp"

#include <algorithm>

namespace weir::syntax {

namespace {

template<class T>
List<T> take(Arena& arena, std::vector<T>& scratch, size_t base) {
    const List<T> items = arena.copy(std::span<const T>(scratch).subspan(base));
    scratch.erase(scratch.begin() + static_cast<std::ptrdiff_t>(base), scratch.end());
    return items;
}

} // namespace

// ---------------------------------------------------------------------------------- elements

void FlowState::open_element(const char* begin, size_t size) {
    Element* const element = arena_.make<Element>();
    element->shape = found_shape_;
    element->keyword_span = span(begin, begin + size);
    element->trivia = leading_trivia(begin);
    elements_.push_back({element, begin, clauses_.size(), {}});
}

void FlowState::element_type(bool with_arguments) {
    Subject& subject = open().element->subject;
    if (with_arguments)
        subject.type = type_;
    else
        subject.type = {type_name_, {}, false, type_name_.span};
    subject.span = subject.type.span;
}

void FlowState::element_detail() {
    Subject& subject = open().element->subject;
    subject.detail = path_;
    subject.span = cover(subject.span, path_.span);
}

void FlowState::end_head() {
    open().element->header = span(open().begin, token_end_);
}

void FlowState::close_element() {
    OpenElement& frame = open();
    Element& element = *frame.element;
    // The block is the last clause, wherever it was written.
    const auto first = clauses_.begin() + static_cast<std::ptrdiff_t>(frame.clause_base);
    const auto block = std::find_if(first, clauses_.end(), [](const Clause& clause) {
        return clause.shape->key.empty();
    });
    if (block != clauses_.end())
        std::rotate(block, block + 1, clauses_.end());
    element.clauses = take(arena_, clauses_, frame.clause_base);
    element.span = span(frame.begin, std::max(token_end_, frame.begin));
    if (element.header.is_nowhere())
        element.header = cover(element.keyword_span, element.name.span);
    finish_trivia(element.trivia, frame.begin);
    elements_.pop_back();
    statements_.push_back({StatementKind::element, &element, {}, element.span, {}});
}

void FlowState::close_clause(const char* begin) {
    OpenElement& frame = open();
    const ClauseShape* const shape = frame.clause.shape;
    Clause clause{
        shape,
        frame.clause.key_span,
        value_,
        span(begin, token_end_),
        frame.clause.trivia,
        dangling_};
    dangling_ = {};
    clause.own_line = is_first_on_line(pointer(clause.key_span.begin));
    clause.one_line = same_line(begin, token_end_);
    finish_trivia(clause.trivia, begin);
    if (!shape->repeatable) {
        for (size_t index = frame.clause_base; index < clauses_.size(); ++index) {
            if (clauses_[index].shape != shape)
                continue;
            const std::string_view what = shape->key.empty() ? "{ … }" : shape->key;
            out_.report(Code::W0110, clause.key_span, "`{}` stands here a second time", what)
                .label(clauses_[index].key_span, "the first one");
            return;
        }
    }
    clauses_.push_back(clause);
}

// ------------------------------------------------------------------------------------ blocks

void FlowState::open_block(const char* brace) {
    enter(brace);
    BlockContext context{Place::branch, {}};
    if (!elements_.empty()) {
        const OpenElement& frame = elements_.back();
        if (frame.clause.shape != nullptr && !frame.clause.shape->children.empty())
            context = {Place::children, frame.clause.shape->children};
        else if (frame.element->shape->category == Category::declaration)
            context.place = Place::flow;
    }
    contexts_.push_back(context);
}

void FlowState::close_block(const char* brace, size_t statement_base) {
    leave();
    contexts_.pop_back();
    Block block;
    block.statements = take(arena_, statements_, statement_base);
    block.open = span(brace, brace + 1);
    const bool closed = token_end_ > brace + 1 && token_end_[-1] == '}';
    block.close = closed ? span(token_end_ - 1, token_end_) : span(token_end_, token_end_);
    block.dangling = take_dangling(token_end_);
    block_ = arena_.make<Block>(block);
}

void FlowState::close_lines() {
    contexts_.pop_back();
    dangling_ = take_dangling(token_end_);
}

void FlowState::go_to_statement(const char* begin) {
    Statement statement{
        StatementKind::go_to, nullptr, name_, span(begin, token_end_), leading_trivia(begin)};
    finish_trivia(statement.trivia, begin);
    statements_.push_back(statement);
}

void FlowState::end_statement(const char* begin) {
    Statement statement{
        StatementKind::end, nullptr, {}, span(begin, token_end_), leading_trivia(begin)};
    finish_trivia(statement.trivia, begin);
    statements_.push_back(statement);
}

void FlowState::open_step(const char* begin) {
    TestStep step;
    step.trivia = leading_trivia(begin);
    open_steps_.push_back(step);
}

void FlowState::close_assignment(const char* begin) {
    Assignment assignment{
        target_path_,
        assign_operator_,
        assign_span_,
        formula,
        leading_trivia(begin),
        span(begin, token_end_)};
    finish_trivia(assignment.trivia, begin);
    assignments_.push_back(assignment);
}

void FlowState::close_assignments(size_t base) {
    close_lines();
    assignment_list_ = take(arena_, assignments_, base);
}

void FlowState::open_outcome(const char* begin) {
    Outcome outcome;
    outcome.trivia = leading_trivia(begin);
    open_outcomes_.push_back(outcome);
}

void FlowState::close_outcome(const char* begin) {
    Outcome outcome = open_outcomes_.back();
    open_outcomes_.pop_back();
    outcome.span = span(begin, token_end_);
    finish_trivia(outcome.trivia, begin);
    outcomes_.push_back(outcome);
}

void FlowState::close_outcomes(size_t base) {
    close_lines();
    outcome_list_ = take(arena_, outcomes_, base);
}

void FlowState::go_to_target(const char* begin) {
    target_ = {TargetKind::go_to, name_, nullptr, span(begin, token_end_)};
}

void FlowState::block_target(const char* begin) {
    target_ = {TargetKind::block, {}, block_, span(begin, token_end_)};
}

// ------------------------------------------------------------------------------------- tests

void FlowState::close_step(const char* begin) {
    TestStep step = open_steps_.back();
    open_steps_.pop_back();
    step.span = span(begin, token_end_);
    finish_trivia(step.trivia, begin);
    steps_.push_back(step);
}

void FlowState::close_steps(size_t base) {
    close_lines();
    step_list_ = take(arena_, steps_, base);
}

void FlowState::step_values(const char* brace) {
    step().one_line = same_line(brace, token_end_);
    step().assignments = assignment_list_;
    step().dangling = dangling_;
    dangling_ = {};
}

void FlowState::step_returned(const char* brace) {
    step().returned_one_line = same_line(brace, token_end_);
    step().returned = assignment_list_;
    step().returned_dangling = dangling_;
    dangling_ = {};
}

void FlowState::step_steps() {
    step().steps = step_list_;
    step().dangling = dangling_;
    dangling_ = {};
}

void FlowState::step_element() {
    if (step_names_.size() >= limits::operands)
        too_many(pointer(name_.span.begin), "elements");
    step_names_.push_back(name_);
}

void FlowState::step_took() {
    step().elements = take(arena_, step_names_, 0);
}

void FlowState::step_settings() {
    WEIR_CHECK(!statements_.empty(), "the settings were read as an element");
    const Element* const element = statements_.back().element;
    statements_.pop_back();
    step().kind = TestStepKind::org;
    step().settings = element;
}

// ------------------------------------------------------------------------------ clause values

void FlowState::close_type(const char* begin, size_t operand_base) {
    const List<const Expr*> arguments =
        arena_.copy(std::span<const Expr* const>(operands_).subspan(operand_base));
    operands_.resize(operand_base);
    type_ = {type_name_, arguments, collection_, span(begin, token_end_)};
    collection_ = false;
}

void FlowState::listed_path() {
    if (paths_.size() >= limits::operands)
        too_many(pointer(path_.span.begin), "names");
    paths_.push_back(path_);
}

void FlowState::listed_text() {
    if (texts_.size() >= limits::operands)
        too_many(pointer(text_.span.begin), "texts");
    texts_.push_back(text_);
}

void FlowState::order_key(const char* begin) {
    if (order_.size() >= limits::operands)
        too_many(begin, "sort keys");
    order_.push_back({path_, descending_, nulls_last_, span(begin, token_end_)});
    descending_ = nulls_last_ = false;
}

void FlowState::paths_value() {
    value(take(arena_, paths_, 0));
}
void FlowState::texts_value() {
    value(take(arena_, texts_, 0));
}
void FlowState::order_value() {
    value(take(arena_, order_, 0));
}

void FlowState::message_value(const char* begin) {
    value(Message{formula, message_field_, span(begin, token_end_)});
    message_field_ = {};
}

void FlowState::trigger_delete(const char* at) {
    if (trigger_.kind == TriggerKind::record_after_save)
        out_.report(Code::W0113, span(at, token_behind(at)), "no flow starts after a delete")
            .help("a flow may start `before delete`");
    trigger_.kind = TriggerKind::record_before_delete;
}

void FlowState::close_trigger(const char* begin) {
    trigger_.span = span(begin, token_end_);
    const bool deletes = trigger_.kind == TriggerKind::record_before_delete;
    if (deletes && (trigger_.on_create || trigger_.on_update))
        out_.report(
                Code::W0113,
                trigger_.span,
                "a flow starts either before a delete or at a create or update"
        )
            .help("write a flow of its own that starts `before delete`");
    value(trigger_);
    trigger_ = {};
}

// -------------------------------------------------------------------------------------- file

void FlowState::count_declaration(const char* at) {
    if (at == end_ || ++declarations_ <= limits::declarations_per_file)
        return;
    reported_ = most_reported;
    out_.report(
            Code::W0109,
            span(at, token_behind(at)),
            "a file holds at most {} declarations",
            limits::declarations_per_file
    )
        .help("move some of them into another file");
    throw Mistake{at, 0, true};
}

void FlowState::finish_file() {
    const std::span<const Element*> declarations =
        arena_.make_array<const Element*>(statements_.size());
    for (size_t index = 0; index < statements_.size(); ++index)
        declarations[index] = statements_[index].element;
    tree_.declarations = declarations;
    tree_.dangling = arena_.copy(pending_);
}

} // namespace weir::syntax
