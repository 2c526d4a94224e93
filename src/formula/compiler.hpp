// The compiler's one class; its parts stand in compile_*.cpp. Only this room includes it.
#pragma once

#include "formula/compile.hpp"
#include "formula/condition_node.hpp"
#include "formula/function.hpp"
#include "formula/node.hpp"

#include <boost/container/small_vector.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// Compiles one formula or condition. Lives on the stack of `compile`.
class Compiler {
public:
    Compiler(Scope& scope, CompileContext& context)
        : scope_(scope), context_(context), arena_(context.arena) {}

    /// A whole formula; a bare reference keeps its stored value.
    [[nodiscard]] Expression formula(const Formula& formula);
    [[nodiscard]] Expression condition(const Condition& condition);
    /// Fields of a record that was not found are null from here on, and no fault.
    void read_missing_as_null() { missing_is_null_ = true; }

private:
    // ------------------------------------------------------------ compile.cpp
    [[nodiscard]] Expression expression(const Expr& expr);
    /// Inside an operation: percentages are fractions.
    [[nodiscard]] Expression operand(const Expr& expr);
    [[nodiscard]] Expression number(const NumberExpr& expr);
    [[nodiscard]] Expression unary(const UnaryExpr& expr);
    [[nodiscard]] Expression finished(Expression expression, Span span);
    void check_size(const Formula& formula, Expression compiled);
    [[nodiscard]] static uint64_t compiled_size(Expression expression);
    [[nodiscard]] Expression error() const;
    [[nodiscard]] Expression constant_of(Value value, TypeKind kind) const;
    [[nodiscard]] Expression boolean(const Node* node) const {
        return {node, Type::of(TypeKind::boolean)};
    }
    /// Evaluates what depends on nothing; keeps it as it is where that ends in a fault.
    [[nodiscard]] Expression folded(const Node* node, Type type) const;
    [[nodiscard]] std::string describe(Type type) const;
    [[nodiscard]] std::string_view source(Span span) const;

    // --------------------------------------------------- compile_operator.cpp
    [[nodiscard]] Expression chain(const ChainExpr& expr);
    [[nodiscard]] Expression logic(const ChainExpr& expr);
    struct Operation {
        OperatorLoop loop = nullptr; // null: not defined
        Type result;
    };
    [[nodiscard]] Operation operation(BinaryOperator op, Type left, Type right) const;
    void report_operator(const ChainExpr& expr, size_t link, Type left, Type right);
    void warn_picklist(const Expr& expr, Type type);

    // ------------------------------------------------------- compile_call.cpp
    [[nodiscard]] Expression call(const CallExpr& expr);
    [[nodiscard]] Expression plain_call(const Function& function, const CallExpr& expr);
    [[nodiscard]] bool check_count(const Function& function, const CallExpr& expr);
    [[nodiscard]] bool check_argument(
        const Function& function, const Parameter& parameter, const Expr& expr, Type type
    );
    [[nodiscard]] bool check_literal(const Function& function, const Expr& expr);
    [[nodiscard]] std::vector<Expression> operands(const CallExpr& expr);
    [[nodiscard]] bool
    is_boolean(const Function& function, size_t index, const CallExpr& expr, Type type);
    [[nodiscard]] Type
    common(const CallExpr& expr, Type left, size_t left_index, Type right, size_t right_index);
    void unknown_function(const CallExpr& expr);

    // ---------------------------------------------------- compile_special.cpp
    using Builder = Expression (Compiler::*)(const Function&, const CallExpr&);
    [[nodiscard]] static Builder special(std::string_view name);
    [[nodiscard]] Expression build_if(const Function& function, const CallExpr& expr);
    [[nodiscard]] Expression build_ifs(const Function& function, const CallExpr& expr);
    [[nodiscard]] Expression build_and(const Function& function, const CallExpr& expr);
    [[nodiscard]] Expression build_or(const Function& function, const CallExpr& expr);
    [[nodiscard]] Expression build_not(const Function& function, const CallExpr& expr);
    [[nodiscard]] Expression build_case(const Function& function, const CallExpr& expr);
    [[nodiscard]] Expression build_if_error(const Function& function, const CallExpr& expr);
    [[nodiscard]] Expression build_blank_value(const Function& function, const CallExpr& expr);
    [[nodiscard]] Expression build_null_value(const Function& function, const CallExpr& expr);
    [[nodiscard]] Expression build_is_null(const Function& function, const CallExpr& expr);
    [[nodiscard]] Expression build_is_new(const Function& function, const CallExpr& expr);
    [[nodiscard]] Expression build_is_clone(const Function& function, const CallExpr& expr);
    [[nodiscard]] Expression build_is_changed(const Function& function, const CallExpr& expr);
    [[nodiscard]] Expression build_prior_value(const Function& function, const CallExpr& expr);
    [[nodiscard]] Expression all_or_any(const Function& function, const CallExpr& expr, bool all);
    [[nodiscard]] Expression
    value_or(const Function& function, const CallExpr& expr, bool blank_text);
    [[nodiscard]] Expression
    not_here(const Function& function, const CallExpr& expr, std::string_view why);

    /// A field now and before the change, and what says that there is a before.
    struct Change {
        Expression now;
        Expression before;
        const Node* is_new = nullptr; // Boolean; null: always false
    };
    /// Nothing if the reference is no field of the record that changed; nothing is reported then.
    [[nodiscard]] std::optional<Change> change(const ReferenceExpr& expr);

    // -------------------------------------------------- compile_reference.cpp
    [[nodiscard]] Expression reference(const ReferenceExpr& expr);
    [[nodiscard]] Expression path(const Path& path);
    [[nodiscard]] Expression implicit_path(const Path& path);
    /// What stands behind the first parts of a path: a record in a column, or the id of a stored
    /// one.
    struct Position {
        const Node* node = nullptr;
        /// One, or the alternatives of a polymorphic lookup.
        boost::container::small_vector<ObjectId, 2> objects;
        bool stored = false; // node is an id
        bool is_fault_if_missing = false;
    };
    [[nodiscard]] Expression
    walk(const Path& path, size_t next, Position position, const Resolution* resolution);
    /// The last name of a path.
    [[nodiscard]] Expression
    field(const Path& path, size_t part, const Position& position, const Resolution*);
    /// One relationship further; false if that was reported.
    [[nodiscard]] bool
    step(const Path& path, size_t part, Position& position, const Resolution*, bool& believed);
    /// `spelling`: the path up to the field.
    [[nodiscard]] const Node* read_field(
        const Position& position, std::span<const FieldId> fields, std::span<const Name> spelling
    );
    [[nodiscard]] Expression blank_as_zero(Expression expression) const;
    // ----------------------------------------------------- compile_member.cpp
    [[nodiscard]] Expression members(const Node* value, const Path& path, size_t begin);
    /// Empty if the part is no list of children.
    [[nodiscard]] Expression child_list(const Path& path, size_t part, const Position& position);

    // ---------------------------------------------------- compile_unknown.cpp
    void unknown_name(const Path& path);
    void unknown_field(const Path& path, size_t part, ObjectId object);
    [[nodiscard]] Expression believed_field(const Name& name, ObjectId object);
    void no_relationship(const Path& path, size_t part, ObjectId object);

    // ---------------------------------------------------- compile_globals.cpp
    /// A global variable that the compiler knows; nothing for those of the scope.
    [[nodiscard]] std::optional<Expression> global(const Path& path);
    [[nodiscard]] Expression flow_global(const Path& path);
    [[nodiscard]] Expression constant_global(const Path& path);
    [[nodiscard]] Expression api_global(const Path& path);
    [[nodiscard]] Expression label_global(const Path& path);
    [[nodiscard]] Expression record_global(const Path& path, Ambient what, std::string_view object);
    [[nodiscard]] Expression custom_metadata(const Path& path);
    // ------------------------------------------------------- compile_site.cpp
    [[nodiscard]] Expression network_global(const Path& path);
    [[nodiscard]] Expression site_global(const Path& path);
    [[nodiscard]] Expression custom_setting(const Path& path);
    // ------------------------------------------------------ compile_setup.cpp
    [[nodiscard]] Expression permission_global(const Path& path);
    [[nodiscard]] Expression object_type_global(const Path& path);
    [[nodiscard]] Expression believed_name(const Name& name, std::string_view what, TypeKind kind);
    // ---------------------------------------------------- compile_globals.cpp
    [[nodiscard]] Expression undeclared(const Path& path, std::string_view what);
    [[nodiscard]] Expression no_member(const Path& path, std::span<const std::string_view> members);

    // -------------------------------------------------- compile_condition.cpp
    [[nodiscard]] Expression comparison(const Condition& condition);
    [[nodiscard]] Expression joined(const Condition& condition);
    [[nodiscard]] Expression test(const Condition& condition);
    [[nodiscard]] Expression changed(const Condition& condition);
    [[nodiscard]] Expression state(const Condition& condition);
    [[nodiscard]] Expression boolean_formula(const Condition& condition);
    [[nodiscard]] bool check_comparison(const Condition& condition, Type left, Type right);

    Scope& scope_;
    CompileContext& context_;
    Arena& arena_;
    const Formula* formula_ = nullptr; // its text, for edits
    uint32_t depth_ = 0;
    uint64_t largest_named_ = 0;   // compiled size of the largest formula that this one names
    bool missing_is_null_ = false; // `was set` and assignments ask, and do not fail
};

/// A type in a sentence: "Text", "Number", "a record of `Contact`", "a collection of Text".
[[nodiscard]] std::string describe(Type type, const Schema& schema);

/// The type of both, for the results of IF and its like; nothing if they differ.
[[nodiscard]] std::optional<Type> common_type(Type left, Type right);

/// `Owner:User` is the relationship `Owner`, to a `User`; without a colon, to any object.
[[nodiscard]] std::string_view relationship_name(std::string_view part);
[[nodiscard]] std::string_view relationship_object(std::string_view part);

/// Without case, as all names of Salesforce.
[[nodiscard]] bool same_name(std::string_view left, std::string_view right);

} // namespace weir
