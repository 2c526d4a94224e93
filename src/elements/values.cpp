#include "elements/values.hpp"

#include "base/check.hpp"
#include "check/flow_checker.hpp"
#include "org/transaction.hpp"
#include "runtime/fault_text.hpp"

#include <fmt/format.h>

namespace weir::elements {

namespace {

class BrokenStep final : public Step {
public:
    void run(Group& group) const override {
        const Fault* const reason = text_fault(
            fmt::format("The element {} cannot be run: `weir check` says why.", name), group.arena()
        );
        for (const uint32_t row : group.rows())
            group.fault(row, reason);
    }
};

} // namespace

Value collection_of(std::span<Value> items, Arena& arena) {
    const auto size = static_cast<uint32_t>(items.size());
    return Value::collection(arena.make<Collection>(items.data(), size, size), size);
}

namespace {

/// Where a cell that was found for rows of `object` is in this one: a record may stand where a
/// value of an Apex class was expected, and then goes by the names of its fields.
std::optional<uint32_t>
cell_in(const Row& row, ObjectId object, uint32_t cell, const Program& program) {
    const ObjectId own = row.layout == nullptr ? object : row.layout->object();
    if (own == object)
        return cell < row.size ? std::optional(cell) : std::nullopt;
    const auto members = program.layouts->members();
    if (object != ObjectId::none || own == ObjectId::none || cell >= members.size())
        return std::nullopt;
    const auto field = program.schema->object(own).find_field(members[cell]);
    return field ? row.layout->find(*field) : std::nullopt;
}

Value read_cell(Value held, ObjectId object, uint32_t cell, const Program& program) {
    if (held.tag() != Tag::record || held.row() == nullptr)
        return Value::null();
    const auto at = cell_in(*held.row(), object, cell, program);
    return at ? held.row()->cells()[*at] : Value::null();
}

/// The record with another value in the cell; one that is not there is made.
Value with_cell(
    Value held, ObjectId object, uint32_t cell, Value value, const Program& program, Arena& arena
) {
    Row* record = nullptr;
    if (held.tag() == Tag::record && held.row() != nullptr) {
        record = writable_copy(held.row(), arena);
    } else {
        const Layout& layout = program.layouts->of(object);
        record = make_row(&layout, layout.size(), arena);
    }
    const auto at = cell_in(*record, object, cell, program);
    WEIR_CHECK(at || object == ObjectId::none, "a row has every cell of its layout");
    if (at)
        record->cells()[*at] = given(share(value));
    return Value::record(record);
}

/// The same, through the members of the values of Apex classes in between.
Value with_cells(
    Value held, std::span<const uint32_t> cells, Value value, const Program& program, Arena& arena
) {
    if (cells.empty())
        return value;
    const Value inner = read_cell(held, ObjectId::none, cells.front(), program);
    return with_cell(
        held,
        ObjectId::none,
        cells.front(),
        with_cells(inner, cells.subspan(1), value, program, arena),
        program,
        arena
    );
}

} // namespace

Value Destination::read(const Group& group, uint32_t row) const {
    Value held = group.slot(slot)[row];
    if (!cell)
        return held;
    const Program& program = group.transaction().program();
    held = read_cell(held, object, *cell, program);
    for (const uint32_t member : below)
        held = read_cell(held, ObjectId::none, member, program);
    return held;
}

void Destination::write(Group& group, uint32_t row, Value value) const {
    Value& held = group.slot(slot)[row];
    if (!cell) {
        held = share(value);
        return;
    }
    const Program& program = group.transaction().program();
    if (!below.empty())
        value = with_cells(
            read_cell(held, object, *cell, program), below, value, program, group.arena()
        );
    held = with_cell(held, object, *cell, value, program, group.arena());
}

void Destination::write_all(Group& group, std::span<const Value> values) const {
    RecordColumns* const records = group.batch().records(slot);
    // A record that nobody needs as a row takes the value where it stands.
    const bool is_column = cell && below.empty() && records != nullptr &&
                           records->layout().object() == object && *cell < records->layout().size();
    if (!is_column) {
        for (const uint32_t row : group.rows())
            write(group, row, given(values[row]));
        return;
    }
    Value* const column = records->cell_to_write(*cell);
    for (const uint32_t row : group.rows())
        column[row] = given(share(values[row]));
}

std::optional<Destination> destination(FlowChecker& checker, const Path& path) {
    const Place place = checker.place(path);
    if (!place.valid)
        return std::nullopt;
    Destination result{place.slot, place.cell, ObjectId::none, place.type, place.below};
    // What the head is a record of: a variable that holds none yet gets one of that object.
    if (place.cell)
        result.object = checker.scope().resolve(path).type.object;
    return result;
}

void Delivery::deliver(Group& group, Rows rows) const {
    const std::span<const Value> values = group.evaluate(value, rows);
    for (const uint32_t row : rows)
        if (!values[row].is_fault())
            to.write(group, row, given(values[row]));
}

Delivery
delivery(FlowChecker& checker, const Destination& to, Type from, Span span, std::string_view what) {
    const uint32_t slot = checker.hidden_slot();
    const Expression held = slot_value(slot, from, checker.compile_context().arena);
    return {slot, coerce(held, to.type, span, what, checker.compile_context()), to};
}

std::unique_ptr<Step> broken_step() {
    return std::make_unique<BrokenStep>();
}

} // namespace weir::elements
