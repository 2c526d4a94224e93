// Deep equality of trees: what they say, not where it stands. Clauses have no order; lists do.
#include "syntax/print.hpp"
#include "syntax/printer.hpp"

#include <algorithm>
#include <type_traits>
#include <variant>

namespace weir {

namespace {

/// One class, so that every overload sees all the others.
struct Equality {
    template<class T>
    static bool same(List<T> left, List<T> right) {
        return std::equal(
            left.begin(),
            left.end(),
            right.begin(),
            right.end(),
            [](const T& one, const T& other) { return same(one, other); }
        );
    }

    /// Two pointers: both null, or what they point to is the same.
    template<class T>
    static bool same(const T* left, const T* right) {
        return left == nullptr || right == nullptr ? left == right : same(*left, *right);
    }

    static bool same(const Name& left, const Name& right) { return left.text == right.text; }
    static bool same(const Path& left, const Path& right) { return same(left.parts, right.parts); }
    static bool same(const TextLiteral& left, const TextLiteral& right) {
        return left.value == right.value;
    }
    static bool same(const NumberLiteral& left, const NumberLiteral& right) {
        return left.digits == right.digits;
    }
    static bool same(const Comment& left, const Comment& right) { return left.text == right.text; }
    static bool same(const Trivia& left, const Trivia& right) {
        return same(left.leading, right.leading) && same(left.trailing, right.trailing);
    }
    static bool same(const Formula& left, const Formula& right) { return left.text == right.text; }
    static bool same(const Expr& left, const Expr& right) {
        return syntax::expr_text(left) == syntax::expr_text(right);
    }
    static bool same(std::monostate, std::monostate) { return true; }
    static bool same(std::string_view left, std::string_view right) { return left == right; }

    static bool same(const TypeRef& left, const TypeRef& right) {
        return same(left.name, right.name) && left.collection == right.collection &&
               std::equal(
                   left.arguments.begin(),
                   left.arguments.end(),
                   right.arguments.begin(),
                   right.arguments.end(),
                   [](const Expr* one, const Expr* other) { return same(*one, *other); }
               );
    }

    static bool same(const OrderKey& left, const OrderKey& right) {
        return same(left.field, right.field) && left.descending == right.descending &&
               left.nulls_last == right.nulls_last;
    }

    static bool same(const Message& left, const Message& right) {
        return same(left.text, right.text) && same(left.field, right.field);
    }

    static bool same(const Trigger& left, const Trigger& right) {
        return left.kind == right.kind && same(left.object, right.object) &&
               left.on_create == right.on_create && left.on_update == right.on_update;
    }

    static bool same(const Condition& left, const Condition& right) {
        if (left.kind != right.kind)
            return false;
        const bool same_operator = left.kind != ConditionKind::comparison || left.op == right.op;
        return same_operator && same(left.left, right.left) && same(left.right, right.right) &&
               std::equal(
                   left.operands.begin(),
                   left.operands.end(),
                   right.operands.begin(),
                   right.operands.end(),
                   [](const Condition* one, const Condition* other) { return same(*one, *other); }
               );
    }

    static bool same(const Assignment& left, const Assignment& right) {
        return same(left.target, right.target) && left.op == right.op &&
               same(left.value, right.value) && same(left.trivia, right.trivia);
    }

    static bool same(const Target& left, const Target& right) {
        return left.kind == right.kind && same(left.name, right.name) &&
               same(left.block, right.block);
    }

    static bool same(const Outcome& left, const Outcome& right) {
        return same(left.name, right.name) && same(left.label, right.label) &&
               same(left.condition, right.condition) &&
               left.only_when_changed == right.only_when_changed &&
               same(left.target, right.target) && same(left.trivia, right.trivia);
    }

    static bool same(const TestStep& left, const TestStep& right) {
        return left.kind == right.kind && same(left.trivia, right.trivia) &&
               same(left.object, right.object) && same(left.alias, right.alias) &&
               left.each == right.each && same(left.count, right.count) &&
               left.count_form == right.count_form && same(left.condition, right.condition) &&
               same(left.detail, right.detail) && same(left.assignments, right.assignments) &&
               same(left.returned, right.returned) && same(left.text, right.text) &&
               same(left.code, right.code) && same(left.elements, right.elements) &&
               same(left.at, right.at) && same(left.handled_by, right.handled_by) &&
               left.unhandled == right.unhandled && same(left.steps, right.steps) &&
               same(left.dangling, right.dangling) &&
               same(left.returned_dangling, right.returned_dangling) &&
               same(left.settings, right.settings);
    }

    static bool same(const Statement& left, const Statement& right) {
        return left.kind == right.kind && same(left.element, right.element) &&
               same(left.target, right.target) && same(left.trivia, right.trivia);
    }

    static bool same(const Block& left, const Block& right) {
        return same(left.statements, right.statements) && same(left.dangling, right.dangling);
    }

    static bool same(const Clause& left, const Clause& right) {
        return left.shape == right.shape &&
               std::visit(
                   [](const auto& one, const auto& other) {
                       if constexpr (std::is_same_v<decltype(one), decltype(other)>)
                           return same(one, other);
                       else
                           return false;
                   },
                   left.value,
                   right.value
               ) &&
               same(left.trivia, right.trivia) && same(left.dangling, right.dangling);
    }

    static bool same(const Element& left, const Element& right) {
        if (left.shape != right.shape || !same(left.name, right.name) ||
            !same(left.label, right.label))
            return false;
        if (!same(left.subject.type, right.subject.type) ||
            !same(left.subject.detail, right.subject.detail))
            return false;
        if (!same(left.trivia, right.trivia))
            return false;
        const auto left_clauses = syntax::in_order(left);
        const auto right_clauses = syntax::in_order(right);
        return std::equal(
            left_clauses.begin(),
            left_clauses.end(),
            right_clauses.begin(),
            right_clauses.end(),
            [](const Clause* one, const Clause* other) { return same(*one, *other); }
        );
    }
};

} // namespace

bool equal(const SyntaxTree& left, const SyntaxTree& right) {
    return Equality::same(left.dangling, right.dangling) &&
           std::equal(
               left.declarations.begin(),
               left.declarations.end(),
               right.declarations.begin(),
               right.declarations.end(),
               [](const Element* one, const Element* other) { return Equality::same(*one, *other); }
           );
}

} // namespace weir
