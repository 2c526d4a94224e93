#include "formula/node_member.hpp"

#include "types/cell.hpp"

#include <array>

namespace weir {

namespace {

struct MemberNode : Node {
    const Node* value = nullptr;
    uint32_t cell = 0;
    std::string_view name;
    const Schema* schema = nullptr;
};

Value cell_of(const Row& row, uint32_t cell) {
    return cell < row.size ? row.cells()[cell] : Value::null();
}

Value member_of(const MemberNode& node, const Row& row) {
    const ObjectId object = row.layout == nullptr ? ObjectId::none : row.layout->object();
    if (object == ObjectId::none)
        return cell_of(row, node.cell);
    const auto field = node.schema->object(object).find_field(node.name);
    const auto cell = field ? row.layout->find(*field) : std::nullopt;
    return cell ? cell_of(row, *cell) : Value::null();
}

void run_member(const Node& self, Evaluation& evaluation, Rows rows, Value* out) {
    const auto& node = static_cast<const MemberNode&>(self);
    const ScratchMark mark(evaluation.scratch);
    const Column values = operand(*node.value, evaluation, rows);
    for (const uint32_t row : rows) {
        const Value& value = values[row];
        if (value.is_fault())
            out[row] = value;
        else if (value.tag() == Tag::record && value.row() != nullptr)
            out[row] = member_of(node, *value.row());
        else
            out[row] = Value::null();
    }
}

struct ChildrenNode : Node {
    const Node* id = nullptr;
    ObjectId child = ObjectId::none;
    FieldId field = FieldId::none;
};

void run_children(const Node& self, Evaluation& evaluation, Rows rows, Value* out) {
    const auto& node = static_cast<const ChildrenNode&>(self);
    const Surroundings* const surroundings = evaluation.frame.surroundings;
    const ScratchMark mark(evaluation.scratch);
    const Column ids = operand(*node.id, evaluation, rows);
    const std::span<Id> parents = evaluation.scratch.array<Id>(rows.size());
    const std::span<Value> found = evaluation.scratch.array<Value>(rows.size());
    for (size_t index = 0; index < rows.size(); ++index) {
        parents[index] = id_from(ids[rows[index]]);
        found[index] = Value::null();
    }
    const Fault* fault = nullptr;
    if (surroundings != nullptr && surroundings->records != nullptr)
        fault = surroundings->records->children(node.child, node.field, parents, found);
    for (size_t index = 0; index < rows.size(); ++index) {
        const Value& id = ids[rows[index]];
        out[rows[index]] = id.is_fault()      ? id
                           : fault != nullptr ? Value::fault(fault)
                                              : found[index];
    }
}

} // namespace

const Node* make_member(
    const Node* value, uint32_t cell, std::string_view name, const Schema& schema, Arena& arena
) {
    auto* const node = arena.make<MemberNode>();
    node->run = run_member;
    node->value = value;
    node->cell = cell;
    node->name = arena.copy(name);
    node->schema = &schema;
    return &carry(*node, std::array{value});
}

const Node* make_children(const Node* id, ObjectId child, FieldId field, Arena& arena) {
    auto* const node = arena.make<ChildrenNode>();
    node->run = run_children;
    node->id = id;
    node->child = child;
    node->field = field;
    return &carry(*node, std::array{id});
}

} // namespace weir
