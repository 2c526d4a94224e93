// AST of formulas and conditions to typed nodes: names resolved, types checked, constants folded.
#pragma once

#include "base/diagnostic.hpp"
#include "formula/expression.hpp"
#include "schema/layout.hpp"
#include "schema/schema.hpp"
#include "syntax/ast.hpp"
#include "types/text.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// What the first name of a path stands for.
struct Resolution {
    enum class Kind : uint8_t {
        unknown,    // no such name; the compiler reports it with the scope's candidates
        slot,       // a value or record in a slot
        expression, // a formula, template or constant, compiled before: evaluated where it is used
        reported,   // wrong, and already reported: an error type
    } kind = Kind::unknown;
    Type type;
    uint32_t slot = 0;
    Expression expression;
    /// How many parts of the path this stands for: 2 for an output of a call (`Send.Result`, a
    /// test's `result.Total` and `each.Index`), whose head alone is no value. What follows them is
    /// walked as fields.
    uint32_t parts = 1;
};

/// The names a formula sees. `use` is called once for every reference, so that a scope can note who
/// reads what.
class Scope {
public:
    virtual ~Scope() = default;

    /// A variable, element or resource, or a global that the scope knows (`$Record`,
    /// `$Record__Prior`, `$Flow.FaultMessage` is asked as head `$Flow` and handled by the compiler
    /// through `flow_value`). `path` is whole, for spans; the head is its first part.
    virtual Resolution resolve(const Path& path) = 0;

    /// The object whose fields are named without a head (validation rules, defaults, filters of
    /// tests), or none.
    [[nodiscard]] virtual ObjectId implicit_object() const { return ObjectId::none; }
    /// The slot of a field of the implicit object.
    virtual uint32_t field_slot(FieldId) { return 0; }
    /// The slot of a field's value before the change, for ISCHANGED and PRIORVALUE; nothing if
    /// there is none here.
    virtual std::optional<uint32_t> prior_field_slot(FieldId) { return std::nullopt; }
    /// The slot that says whether the record is new (ISNEW); nothing where that has no meaning.
    virtual std::optional<uint32_t> is_new_slot() { return std::nullopt; }
    /// `$Flow.FaultMessage`, `$Flow.InterviewGuid`, `$Flow.CurrentRecord`: the slot, or nothing
    /// outside of flows.
    virtual std::optional<uint32_t> flow_slot(std::string_view) { return std::nullopt; }

    /// The Boolean slot that says what `X was visited`, `was selected` or `has error` asks of the
    /// element or choice that the path names; `op` is the positive operator. Nothing if nobody
    /// keeps it.
    virtual std::optional<uint32_t> state_slot(const Path&, ConditionOperator /*op*/) {
        return std::nullopt;
    }

    /// Called after a path is resolved: a value, or a field `field` of the record it heads.
    virtual void use(const Path&, const Resolution&, FieldId /*none: the whole value*/) {}

    /// Whether the first word of a path names the record that set off the flow, whose earlier state
    /// is known: `$Record`, and in a process the variable that holds it.
    [[nodiscard]] virtual bool names_saved_record(std::string_view head) const {
        return equal_ignoring_case(head, "$Record");
    }

    /// Names for did-you-mean.
    [[nodiscard]] virtual std::vector<std::string_view> names() const { return {}; }
};

/// Where compiled formulas go and what they are compiled against. Blank numbers read as zero with
/// `blank_as_zero` (formula fields).
struct CompileContext {
    const Schema& schema;
    Layouts& layouts; // cells of record fields are added here
    Arena& arena;
    Diagnostics& out;
    bool blank_as_zero = false;
};

/// Never fails: what is wrong is reported and becomes a node of the error type that evaluates to
/// null.
///
/// Names: a single word is a field of the implicit object first, then what the scope knows; a path
/// is what the scope knows first. A reference that stands alone keeps the value as it is stored;
/// inside an operation a percentage counts as a fraction (10 % is 0.1), as in Salesforce.
[[nodiscard]] Expression compile(const Formula& formula, Scope& scope, CompileContext& context);

/// Flow conditions, with Flow's semantics (reference/runtime.md, section 6): Boolean, never null.
[[nodiscard]] Expression compile(const Condition& condition, Scope& scope, CompileContext& context);

/// A text with merge fields `{!path}` or `{!formula}`; null merges as nothing.
[[nodiscard]] Expression
compile_template(const TextLiteral& text, Scope& scope, CompileContext& context);

/// The expression as a value of `target`: rounds to the scale, makes ids of texts and texts of ids,
/// numbers of percents … Reports a type that cannot be assigned (W0401) at `span`: "`{}` is {} and
/// takes no {}". `what` names the target: "`Email`", "variable `Total`".
[[nodiscard]] Expression coerce(
    Expression expression, Type target, Span span, std::string_view what, CompileContext& context
);

/// What a formula field of type `target` gives: numbers with at most 32 decimals, percentages times
/// a hundred, texts trimmed and never empty, a date of a date-time (in the user's zone) and a
/// date-time of a date, Booleans never null. Reports like `coerce`.
[[nodiscard]] Expression formula_result(
    Expression expression, Type target, Span span, std::string_view what, CompileContext& context
);

/// A text that is never null: null becomes the empty text (flows of API 60 and before).
[[nodiscard]] Expression null_as_empty(Expression expression, Arena& arena);

/// A constant or the value of a slot as an expression, for whoever builds plans by hand.
[[nodiscard]] Expression constant(Value value, Type type, Arena& arena);
[[nodiscard]] Expression slot_value(uint32_t slot, Type type, Arena& arena);

} // namespace weir
