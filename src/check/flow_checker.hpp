// What element kinds see of the checker: typed readers of clauses, names, slots, effects.
#pragma once

#include "base/diagnostic.hpp"
#include "formula/compile.hpp"
#include "program/program.hpp"
#include "schema/layout.hpp"
#include "schema/schema.hpp"
#include "store/query.hpp"
#include "syntax/ast.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace weir {

class ActionRegistry;

/// An output that a flow reads of a call that nothing declares.
struct OpenOutput {
    std::string name;
    uint32_t slot = 0;
};

/// How a name came to be: decides what may be done with it.
enum class NameOrigin : uint8_t { variable, constant, formula, text_template, get_result, loop_item, created_id, outcome, action_output, subflow_output, choice, choice_set, stage, screen_value, element_result };

/// A compiled `where`: the query's filter and what its parameters are evaluated from. `parameters[c]` is column c of the query.
struct Filter {
    std::vector<FilterNode> nodes;
    std::vector<Expression> parameters;
};

/// `{ Field = formula … }` on an object, or on variables: what is written, where it comes from.
struct FieldAssignment {
    FieldId field = FieldId::none;
    Expression value; // coerced to the field's type
    Span span;        // of the target
};

/// A variable, or a field of a record variable, that an element writes.
struct Place {
    uint32_t slot = 0;
    std::optional<uint32_t> cell; // of the record in the slot
    Type type;
    bool valid = false;           // false: reported
    std::string_view spelling;    // "$Record.Email"
    std::vector<uint32_t> below = {}; // of a value of an Apex class in that cell: the members that lead on
};

/// One flow while it is checked. Made by check(); element kinds get it by reference.
class FlowChecker {
public:
    virtual ~FlowChecker() = default;

    [[nodiscard]] virtual Diagnostics& out() = 0;
    [[nodiscard]] virtual const Schema& schema() const = 0;
    [[nodiscard]] virtual Layouts& layouts() = 0;
    [[nodiscard]] virtual Scope& scope() = 0;
    [[nodiscard]] virtual CompileContext& compile_context() = 0;
    [[nodiscard]] virtual FlowProgram& flow() = 0; // under construction
    [[nodiscard]] virtual const ActionRegistry& actions() const = 0;

    // ---- names -----------------------------------------------------------------------------------------
    /// Declares a name and gives it a slot; a name twice is reported (W0301) with a label at the first. Slots start null.
    virtual uint32_t declare(const Name& name, Type type, NameOrigin origin) = 0;
    /// A slot that no name has.
    virtual uint32_t hidden_slot() = 0;
    /// The slot of a declared name; the checker declared it in the first pass.
    [[nodiscard]] virtual std::optional<uint32_t> slot_of(std::string_view name) const = 0;
    /// The resource or element of a name; null if there is none.
    [[nodiscard]] virtual const Element* find_element(std::string_view name) const = 0;
    /// A resource's value: `const`, `formula`, `template`.
    virtual void declare_expression(const Name& name, Type type, const Element& resource, NameOrigin origin) = 0;
    /// A variable with its flags; the default is compiled after the first pass.
    virtual void declare_variable(const Name& name, Type type, const Element& resource, bool input, bool output) = 0;

    // ---- readers of what stands behind the colon and in clauses; all report and return something usable ----
    /// The object of the subject; null after a report (unknown object, W0302, with did-you-mean).
    virtual const Object* object(const Element& element) = 0;
    virtual Type type(const TypeRef& type) = 0;
    /// A clause's formula as `target`; an empty expression if the clause is not there.
    virtual Expression formula(const Element& element, std::string_view key, Type target) = 0;
    virtual Expression condition(const Condition& condition) = 0;
    /// A `where` on an object: left sides are its fields, right sides anything the flow knows.
    virtual Filter filter(const Condition& condition, const Object& object) = 0;
    /// `order by` keys.
    virtual std::vector<SortKey> order(List<OrderKey> keys, const Object& object) = 0;
    /// `{ Field = formula }` for an operation on an object: unknown fields, read-only fields (W0606), twice the same field, types;
    /// for a create also the required fields that are missing (W0605). Only `=` is taken.
    virtual std::vector<FieldAssignment>
    assignments(const Element& element, List<Assignment> assignments, const Object& object, Operation operation) = 0;
    /// A variable or a field of a record variable to write; `$Record.Field` around the save (after it, a copy: W0609).
    virtual Place place(const Path& path) = 0;
    /// Whether `place` takes the path's head.
    [[nodiscard]] virtual bool is_assignable(const Path& path) = 0;
    /// A path that must name something that `wanted` describes, for reading as a whole.
    virtual Expression reference(const Path& path) = 0;

    // ---- facts for the analyses ------------------------------------------------------------------------
    virtual void effect(const Element& element, Operation operation, const Object& object, std::span<const FieldId> fields) = 0;
    virtual void calls(const Element& element, const Name& flow) = 0;
    /// The element gives `name` a value (and, for a Get, possibly null).
    virtual void assigns(const Element& element, std::string_view name, bool may_be_null) = 0;
    /// The AST of another flow, for subflow inputs and outputs; null after a report (unknown flow, W0303).
    virtual const Element* other_flow(const Name& name) = 0;
    /// What the element gives, nobody knows: from now on `Name.anything` is an output of the type any. Those that the flow reads are in the
    /// list once all elements are checked.
    virtual std::shared_ptr<const std::vector<OpenOutput>> open_outputs(const Element& element) = 0;
    /// The same of a name that stands inside of an element (a component of a screen). The first call enters the name.
    virtual std::shared_ptr<const std::vector<OpenOutput>> open_outputs(const Name& name) = 0;
};

} // namespace weir
