// The small pieces that everything is written with, and formulas and conditions: the leaves of the
// tree in ast.hpp, immutable and arena-allocated as all of it.
#pragma once

#include "base/span.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace weir {

template<class T>
using List = std::span<const T>;

// ---------------------------------------------------------------------------------- small pieces

struct Name {
    std::string_view text;
    Span span;
};

/// `Account`, `$Record.Account.Name`, `$Record.Owner:User.Name` (a part may be `Owner:User`).
struct Path {
    List<Name> parts;
    Span span;

    [[nodiscard]] bool empty() const { return parts.empty(); }
};

/// A text between quotes. `value` has its escapes resolved; `span` covers the quotes.
struct TextLiteral {
    std::string_view value;
    Span span;
    bool block = false; // written as """ … """, over several lines
};

struct NumberLiteral {
    std::string_view digits;
    Span span;
};

struct Comment {
    std::string_view text; // without `//`, one leading space and the line end
    Span span;
    bool blank_before = false; // an empty line stands above it
};

/// Comments and empty lines around an item of a list.
struct Trivia {
    List<Comment> leading;             // own lines above the item
    const Comment* trailing = nullptr; // on the item's last line
    bool blank_before = false;         // an empty line between what came before and this (or its comments)
    bool detached = false;             // an empty line between the leading comments and the item
};

// ------------------------------------------------------------------------------------ expressions

enum class ExprKind : uint8_t { error, number, text, boolean, null, reference, call, unary, chain };

enum class UnaryOperator : uint8_t { minus, plus, negation };

enum class BinaryOperator : uint8_t {
    logical_or, logical_and, equal, not_equal, less, greater, less_equal, greater_equal,
    add, subtract, concatenate, power, multiply, divide,
};

struct Expr {
    ExprKind kind = ExprKind::error;
    Span span;
};

struct ErrorExpr : Expr {};
struct NumberExpr : Expr {
    std::string_view digits;
};
struct TextExpr : Expr {
    std::string_view value; // escapes resolved
};
struct BooleanExpr : Expr {
    bool value = false;
};
struct NullExpr : Expr {};
/// `Name`, `$Record.Email`, `{!$Record.Email}`; the path is the same with and without braces.
struct ReferenceExpr : Expr {
    Path path;
    bool braced = false;
};
struct CallExpr : Expr {
    Name function;
    List<const Expr*> arguments;
};
struct UnaryExpr : Expr {
    UnaryOperator op = UnaryOperator::minus;
    Span op_span;
    const Expr* operand = nullptr;
};
/// `a + b - c`: operators of one precedence level, associating to the left, as one flat node.
/// operators.size() == operands.size() - 1.
struct ChainExpr : Expr {
    struct Link {
        BinaryOperator op;
        Span span;
    };
    List<const Expr*> operands;
    List<Link> operators;
};

/// A whole formula: its tree, and its spelling letter for letter, which the formatter keeps.
struct Formula {
    std::string_view text;
    Span span;
    const Expr* root = nullptr;
};

// ------------------------------------------------------------------------------------- conditions

enum class ConditionKind : uint8_t {
    error,
    all,        // operands joined by `and`
    any,        // operands joined by `or`
    negation,   // not operands[0]
    comparison, // left op right
    formula,    // left alone: a Boolean formula
};

/// Flow's own operators (reference/runtime.md, section 6), by their words in the language.
enum class ConditionOperator : uint8_t {
    equal,            // =
    not_equal,        // !=
    less,             // <
    greater,          // >
    less_equal,       // <=
    greater_equal,    // >=
    starts_with,      // starts with
    ends_with,        // ends with
    contains,         // contains
    in,               // in
    not_in,           // not in
    is_null,          // is null        (no right side from here on)
    is_not_null,      // is not null
    is_blank,         // is blank
    is_not_blank,     // is not blank
    is_empty,         // is empty
    is_not_empty,     // is not empty
    is_changed,       // is changed
    is_not_changed,   // is not changed
    was_set,          // was set
    was_not_set,      // was not set
    was_visited,      // was visited
    was_not_visited,  // was not visited
    was_selected,     // was selected
    was_not_selected, // was not selected
    has_error,        // has error
    has_no_error,     // has no error
};

[[nodiscard]] constexpr bool takes_right_side(ConditionOperator op) { return op < ConditionOperator::is_null; }

struct Condition {
    ConditionKind kind = ConditionKind::error;
    Span span;
    List<const Condition*> operands;                     // all, any, negation
    const Formula* left = nullptr;                       // comparison, formula
    ConditionOperator op = ConditionOperator::equal;     // comparison
    Span op_span;
    const Formula* right = nullptr;                      // comparison with a right side
};

} // namespace weir
