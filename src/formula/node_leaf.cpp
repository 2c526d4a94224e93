// Leaves of an expression: constants, slots, cells of records, fields of related records, the
// surroundings.

#include "formula/function.hpp"
#include "formula/node.hpp"
#include "types/cell.hpp"

#include <fmt/format.h>

#include <array>

namespace weir {

namespace {

void run_constant(const Node& self, Evaluation&, Rows rows, Value* out) {
    const Value value = static_cast<const ConstantNode&>(self).value;
    for (const uint32_t row : rows)
        out[row] = value;
}

void run_slot(const Node& self, Evaluation& evaluation, Rows rows, Value* out) {
    const Value* const column = evaluation.frame.slot(static_cast<const SlotNode&>(self).slot);
    for (const uint32_t row : rows)
        out[row] = column[row];
}

void run_cell(const Node& self, Evaluation& evaluation, Rows rows, Value* out) {
    if (const Value* const column = cell_column(self, evaluation.frame)) {
        for (const uint32_t row : rows)
            out[row] = column[row];
        return;
    }
    const auto& node = static_cast<const CellNode&>(self);
    const ScratchMark mark(evaluation.scratch);
    const Column records = operand(*node.record, evaluation, rows);
    for (const uint32_t row : rows) {
        const Value& record = records[row];
        if (record.tag() == Tag::record) [[likely]] {
            // A record made before its layout grew, or by a host, may be shorter: what it lacks is
            // unset.
            const Row* const cells = record.row();
            out[row] = node.cell < cells->size ? cells->cells()[node.cell] : Value::null();
        } else {
            out[row] = record.is_fault() ? record : node.missing;
        }
    }
}

struct RelatedNode : Node {
    const Node* id = nullptr;
    std::span<const RelatedField> fields;
};

void run_related(const Node& self, Evaluation& evaluation, Rows rows, Value* out) {
    const auto& node = static_cast<const RelatedNode&>(self);
    const Surroundings* const surroundings = evaluation.frame.surroundings;
    const ScratchMark mark(evaluation.scratch);
    const Column ids = operand(*node.id, evaluation, rows);
    const std::span<Id> wanted = evaluation.scratch.array<Id>(rows.size());
    const std::span<Value> found = evaluation.scratch.array<Value>(rows.size());
    const std::span<uint32_t> places = evaluation.scratch.array<uint32_t>(rows.size());
    for (const uint32_t row : rows)
        out[row] = ids[row].is_fault() ? ids[row] : Value::null();
    if (surroundings == nullptr || surroundings->records == nullptr)
        return;
    for (const RelatedField& field : node.fields) {
        size_t count = 0;
        for (const uint32_t row : rows) {
            const Id id = id_from(ids[row]);
            if (id == Id{} || (node.fields.size() > 1 && !(key_prefix(id) == field.prefix)))
                continue;
            wanted[count] = id;
            places[count] = row;
            ++count;
        }
        if (count == 0)
            continue;
        const Fault* const fault = surroundings->records->read(
            field.object, field.field, wanted.first(count), found.first(count)
        );
        for (size_t index = 0; index < count; ++index)
            out[places[index]] = fault != nullptr ? Value::fault(fault) : found[index];
    }
}

struct FoundNode : Node {
    ObjectId object = ObjectId::none;
    FieldId field = FieldId::none;
    std::string_view value;
};

void run_found(const Node& self, Evaluation& evaluation, Rows rows, Value* out) {
    const auto& node = static_cast<const FoundNode&>(self);
    const Surroundings* const surroundings = evaluation.frame.surroundings;
    Value result = Value::null();
    if (surroundings != nullptr && surroundings->records != nullptr) {
        const Id id = surroundings->records->find(node.object, node.field, node.value);
        if (!(id == Id{}))
            result = Value::id(id);
    }
    for (const uint32_t row : rows)
        out[row] = result;
}

struct SettingNode : Node {
    ObjectId object = ObjectId::none;
    FieldId owner = FieldId::none;
};

void run_setting(const Node& self, Evaluation& evaluation, Rows rows, Value* out) {
    const auto& node = static_cast<const SettingNode&>(self);
    const Surroundings* const surroundings = evaluation.frame.surroundings;
    Value result = Value::null();
    if (surroundings != nullptr && surroundings->records != nullptr) {
        for (const Id owner :
             {surroundings->user, surroundings->profile, surroundings->organization}) {
            if (owner == Id{})
                continue;
            const std::array<char, 18> text = to_text(owner);
            const Id found =
                surroundings->records->find(node.object, node.owner, {text.data(), text.size()});
            if (found == Id{})
                continue;
            result = Value::id(found);
            break;
        }
    }
    for (const uint32_t row : rows)
        out[row] = result;
}

struct AmbientNode : Node {
    Ambient what = Ambient::now;
};

Value ambient_value(Ambient what, const Surroundings& surroundings) {
    const auto id_or_null = [](Id id) { return id == Id{} ? Value::null() : Value::id(id); };
    switch (what) {
    case Ambient::today:
        return Value::date(surroundings.zone.local_days(surroundings.now));
    case Ambient::now:
        return Value::date_time(surroundings.now);
    case Ambient::user:
        return id_or_null(surroundings.user);
    case Ambient::profile:
        return id_or_null(surroundings.profile);
    case Ambient::role:
        return id_or_null(surroundings.role);
    case Ambient::organization:
        return id_or_null(surroundings.organization);
    case Ambient::network:
        return id_or_null(surroundings.network);
    case Ambient::session:
        return surroundings.session_id.empty() ? Value::null()
                                               : Value::text(surroundings.session_id);
    }
    return Value::null();
}

void run_ambient(const Node& self, Evaluation& evaluation, Rows rows, Value* out) {
    const Surroundings* const surroundings = evaluation.frame.surroundings;
    const Value value =
        surroundings == nullptr
            ? Value::null()
            : ambient_value(static_cast<const AmbientNode&>(self).what, *surroundings);
    for (const uint32_t row : rows)
        out[row] = value;
}

} // namespace

const Node* make_constant(Value value, Arena& arena) {
    auto* const node = arena.make<ConstantNode>();
    node->run = run_constant;
    node->kind = NodeKind::constant;
    node->value = value;
    return node;
}

const Node* make_slot(uint32_t slot, Arena& arena) {
    auto* const node = arena.make<SlotNode>();
    node->run = run_slot;
    node->kind = NodeKind::slot;
    node->slot = slot;
    return node;
}

const Node* make_cell(const Node* record, uint32_t cell, MissingRecord missing, Arena& arena) {
    auto* const node = arena.make<CellNode>();
    node->run = run_cell;
    node->kind = NodeKind::cell;
    node->record = record;
    node->cell = cell;
    node->missing = Value::null();
    if (missing.is_fault) {
        const std::string text = fmt::format(
            "The flow failed to access the value for {} because it hasn't been set or assigned.",
            missing.path
        );
        node->missing = make_fault(arena.copy(text), arena);
    }
    return &carry(*node, std::array{record});
}

const Node* make_related(const Node* id, std::span<const RelatedField> fields, Arena& arena) {
    auto* const node = arena.make<RelatedNode>();
    node->run = run_related;
    node->id = id;
    node->fields = arena.copy(fields);
    return &carry(*node, std::array{id});
}

const Node* make_found(ObjectId object, FieldId field, std::string_view value, Arena& arena) {
    auto* const node = arena.make<FoundNode>();
    node->run = run_found;
    node->object = object;
    node->field = field;
    node->value = arena.copy(value);
    return node;
}

const Node* make_setting(ObjectId object, FieldId owner, Arena& arena) {
    auto* const node = arena.make<SettingNode>();
    node->run = run_setting;
    node->object = object;
    node->owner = owner;
    return node;
}

const Node* make_ambient(Ambient what, Arena& arena) {
    auto* const node = arena.make<AmbientNode>();
    node->run = run_ambient;
    node->what = what;
    return node;
}

Value make_fault(std::string_view message, Arena& arena) {
    auto* const fault = arena.make<Fault>();
    fault->message = message;
    return Value::fault(fault);
}

} // namespace weir
