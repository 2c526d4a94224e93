// What a compiled formula is made of: nodes that are evaluated for many rows at once, column by
// column. Only this room includes it; everybody else holds an Expression.
//
//   Frame: slots[s][row]        a node reads the columns of its operands and writes its own
//   `out[row]` Rows:  0 3 4 …              for the rows that are asked for; AND, OR and IF ask
//   their operands for fewer and fewer
#pragma once

#include "formula/expression.hpp"
#include "formula/scratch.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

namespace weir {

/// One evaluation under way. Lives on the stack of `evaluate`.
struct Evaluation {
    const Frame& frame;
    Scratch& scratch;
    Arena& arena;
};

/// Kinds that others look into; everything else is `other`.
enum class NodeKind : uint8_t { constant, slot, cell, other };

/// Immutable and trivially destructible; lives in the arena of its Program. Each kind derives and
/// brings its function.
struct Node {
    using Run = void (*)(const Node& self, Evaluation& evaluation, Rows rows, Value* out);
    Run run = nullptr;
    uint32_t weight = 1; // nodes of the whole tree, saturating
    uint16_t depth = 1;  // levels of the whole tree
    NodeKind kind = NodeKind::other;
};

struct ConstantNode : Node {
    Value value;
};
struct SlotNode : Node {
    uint32_t slot = 0;
};
struct CellNode : Node {
    const Node* record = nullptr;
    uint32_t cell = 0;
    Value missing; // of a record that is not there: null, or the fault
};

/// A node that stands above `children`: carries their weight and depth on.
template<class T>
T& carry(T& node, std::span<const Node* const> children) {
    for (const Node* const child : children) {
        const uint64_t weight = uint64_t{node.weight} + child->weight;
        node.weight =
            static_cast<uint32_t>(std::min<uint64_t>(weight, std::numeric_limits<uint32_t>::max()));
        node.depth =
            static_cast<uint16_t>(std::max<uint32_t>(node.depth, uint32_t{child->depth} + 1));
    }
    return node;
}

/// The values of an operand: a column over the rows, or one value for all of them.
struct Column {
    const Value* values = nullptr;
    uint32_t mask = 0;

    [[nodiscard]] const Value& operator[](uint32_t row) const { return values[row & mask]; }
    [[nodiscard]] static Column of(const Value* values) {
        return {values, std::numeric_limits<uint32_t>::max()};
    }
    [[nodiscard]] static Column constant(const Value& value) { return {&value, 0}; }
    [[nodiscard]] bool is_constant() const { return mask == 0; }
};

/// The column of a cell of records that stand in columns; null where they do not.
[[nodiscard]] inline const Value* cell_column(const Node& node, const Frame& frame) {
    const auto& cell = static_cast<const CellNode&>(node);
    if (cell.record->kind != NodeKind::slot)
        return nullptr;
    const uint32_t slot = static_cast<const SlotNode&>(*cell.record).slot;
    return frame.has_records(slot) ? frame.late->cell(slot, cell.cell) : nullptr;
}

/// Evaluates an operand; slots, constants and cells that stand in columns are not copied. What it
/// allocates lives until the caller's ScratchMark ends.
[[nodiscard]] inline Column operand(const Node& node, Evaluation& evaluation, Rows rows) {
    if (node.kind == NodeKind::slot)
        return Column::of(evaluation.frame.slot(static_cast<const SlotNode&>(node).slot));
    if (node.kind == NodeKind::constant)
        return Column::constant(static_cast<const ConstantNode&>(node).value);
    if (node.kind == NodeKind::cell)
        if (const Value* const column = cell_column(node, evaluation.frame))
            return Column::of(column);
    Value* const values = evaluation.scratch.column(evaluation.frame.capacity);
    node.run(node, evaluation, rows, values);
    return Column::of(values);
}

// ------------------------------------------------------------------------------------ leaves

[[nodiscard]] const Node* make_constant(Value value, Arena& arena);
[[nodiscard]] const Node* make_slot(uint32_t slot, Arena& arena);

/// What a record that is not there means for the field that is asked of it.
struct MissingRecord {
    bool is_fault = false;
    std::string_view path; // for the fault's text: "Get_Account.Id"
};
/// The cell of a record.
[[nodiscard]] const Node*
make_cell(const Node* record, uint32_t cell, MissingRecord missing, Arena& arena);

/// One object that an id may lead to, and the field to read there.
struct RelatedField {
    ObjectId object = ObjectId::none;
    FieldId field = FieldId::none;
    KeyPrefix prefix; // tells the alternatives apart
};
/// The field of the record that an id names: one bulk read for all rows; with several alternatives
/// one for each.
[[nodiscard]] const Node*
make_related(const Node* id, std::span<const RelatedField> fields, Arena& arena);
/// The id of the record whose text field has this value; null if there is none.
[[nodiscard]] const Node*
make_found(ObjectId object, FieldId field, std::string_view value, Arena& arena);

/// The id of the record of a hierarchy custom setting that counts for the running user: the record
/// whose `owner` is the user, else the profile, else the organisation; null if there is none.
[[nodiscard]] const Node* make_setting(ObjectId object, FieldId owner, Arena& arena);

/// What the surroundings say.
enum class Ambient : uint8_t { today, now, user, profile, role, organization, network, session };
[[nodiscard]] const Node* make_ambient(Ambient what, Arena& arena);

// ------------------------------------------------------------------------------------- logic

/// True where all (any) operands are true; null is false; operands are asked only as long as they
/// matter.
[[nodiscard]] const Node* make_all(std::span<const Node* const> operands, Arena& arena);
[[nodiscard]] const Node* make_any(std::span<const Node* const> operands, Arena& arena);
/// NOT of null is null.
[[nodiscard]] const Node* make_negation(const Node* operand, Arena& arena);
/// The opposite, never null: null becomes true. For conditions.
[[nodiscard]] const Node* make_opposite(const Node* operand, Arena& arena);
[[nodiscard]] const Node*
make_if(const Node* condition, const Node* yes, const Node* no, Arena& arena);
[[nodiscard]] const Node* make_if_error(const Node* value, const Node* instead, Arena& arena);
/// operands: the value, pairs of key and result, the result for everything else.
[[nodiscard]] const Node* make_case(std::span<const Node* const> operands, bool text, Arena& arena);
/// The first operand where it is not null (and, with `blank_text`, no empty text), else the second.
[[nodiscard]] const Node*
make_null_value(const Node* value, const Node* instead, bool blank_text, Arena& arena);

// --------------------------------------------------------------------------------- operators

/// Works on two columns; `out` may be the left column.
using OperatorLoop =
    void (*)(Evaluation& evaluation, Rows rows, Column left, Column right, Value* out);

struct ChainLink {
    OperatorLoop loop = nullptr;
    const Node* operand = nullptr;
};
/// `first op a op b …`, from left to right.
[[nodiscard]] const Node*
make_chain(const Node* first, std::span<const ChainLink> links, Arena& arena);
[[nodiscard]] const Node* make_minus(const Node* operand, Arena& arena);
/// The number divided by a hundred: what a percentage counts for in arithmetic.
[[nodiscard]] const Node* make_fraction(const Node* operand, Arena& arena);

} // namespace weir
