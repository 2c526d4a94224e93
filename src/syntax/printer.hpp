// The formatter at work: one object prints one tree. print.cpp holds what every item shares and the
// elements, print_values.cpp values and conditions, print_blocks.cpp what stands in braces and the
// tests.
#pragma once

#include "syntax/ast.hpp"
#include "syntax/spelling.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace weir::syntax {

/// Cells of a text in a line: code points.
[[nodiscard]] size_t width(std::string_view text);

// ------------------------------------------------------------------- values that need one line

[[nodiscard]] std::string name_text(std::string_view name);
[[nodiscard]] std::string path_text(const Path& path);
[[nodiscard]] std::string quoted(std::string_view value);
[[nodiscard]] std::string type_text(const TypeRef& type);
[[nodiscard]] std::string expr_text(const Expr& expr);
[[nodiscard]] std::string condition_text(const Condition& condition);
[[nodiscard]] std::string trigger_text(const Trigger& trigger);
[[nodiscard]] std::string order_text(List<OrderKey> keys);
[[nodiscard]] std::string message_text(const Message& message);
/// The operator between the target and the value of an assignment.
/// The value; a reference that would be read as part of the operator gets braces.
[[nodiscard]] std::string assigned_text(const Assignment& assignment);

class Printer {
public:
    void file(const SyntaxTree& tree);
    [[nodiscard]] std::string take() { return std::move(out_); }

private:
    static constexpr size_t longest_line = 120;
    static constexpr size_t longest_header = 100;
    static constexpr size_t widest_type_column = 40;
    static constexpr size_t step = 2;

    // Lines. `begin_line` indents; everything else is appended as it is.
    void begin_line() { out_.append(indent_, ' '); }
    void end_line() { out_ += '\n'; }
    void blank_line();
    [[nodiscard]] size_t column() const;
    void comments(List<Comment> comments, bool keep_first_blank);
    void before(const Trivia& trivia, bool first);
    void trailing(const Trivia& trivia);
    void after(const Trivia& trivia);
    void close_brace(List<Comment> dangling, bool is_empty);

    // Elements.
    void element(const Element& element);
    [[nodiscard]] std::string header(const Element& element) const;
    void clauses(const Element& element);
    [[nodiscard]] bool
    fits_one_line(const std::vector<const Clause*>& inline_clauses, bool has_block) const;
    void clause_lines(const std::vector<const Clause*>& lines);
    void clause(const Clause& clause);
    void braces(const Element& element, const Clause& clause);
    void inside_clauses(const std::vector<const Clause*>& inside, bool& first);
    void text(const TextLiteral& literal);
    void condition(const Condition& condition);
    void broken_condition(const Condition& condition, size_t indentation);
    void wrapped_type(const TypeRef& type);

    // What stands in braces.
    void block(const Block& block);
    void statements(List<Statement> statements, bool first);
    void statement(const Statement& statement);
    [[nodiscard]] size_t print_fields(List<Statement> statements, size_t from, bool& first);
    [[nodiscard]] std::string field_name(const Element& element) const;
    void field(const Element& element, size_t name_width, size_t type_width);
    void assignments(List<Assignment> assignments, List<Comment> dangling, bool one_line);
    [[nodiscard]] static bool has_comments(List<Assignment> assignments);
    void outcomes(List<Outcome> outcomes, List<Comment> dangling);
    void outcome(const Outcome& outcome);
    void target(const Target& target);

    // Tests.
    void test_steps(List<TestStep> steps, List<Comment> dangling);
    void test_step(const TestStep& item);
    void expectation(const TestStep& item);
    void mock(const TestStep& item);
    void called_action(const TestStep& item);
    void of_alias(const TestStep& item);

    std::string out_;
    size_t indent_ = 0;
    const Shape* parent_ = nullptr; // whose braces are being printed
};

/// The clauses of an element in the order of its shape.
[[nodiscard]] std::vector<const Clause*> in_order(const Element& element);

} // namespace weir::syntax
