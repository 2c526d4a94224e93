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

Id id_of(Value value) {
    if (value.tag() == Tag::id)
        return value.as_id();
    if (value.tag() == Tag::text)
        return parse_id(value.as_text()).value_or(Id{});
    return {};
}

Value collection_of(std::span<Value> items, Arena& arena) {
    const auto size = static_cast<uint32_t>(items.size());
    return Value::collection(arena.make<Collection>(items.data(), size, size), size);
}

Value Destination::read(const Group& group, uint32_t row) const {
    const Value held = group.slot(slot)[row];
    if (!cell)
        return held;
    if (held.tag() != Tag::record || held.row() == nullptr || *cell >= held.row()->size)
        return Value::null();
    return held.row()->cells()[*cell];
}

void Destination::write(Group& group, uint32_t row, Value value) const {
    Value& held = group.slot(slot)[row];
    if (!cell) {
        held = share(value);
        return;
    }
    Row* record = nullptr;
    if (held.tag() == Tag::record && held.row() != nullptr) {
        record = writable_copy(held.row(), group.arena());
    } else {
        const Layout& layout = group.transaction().program().layouts->of(object);
        record = make_row(&layout, layout.size(), group.arena());
    }
    WEIR_CHECK(*cell < record->size, "a row has every cell of its layout");
    record->cells()[*cell] = given(share(value));
    held = Value::record(record);
}

std::optional<Destination> destination(FlowChecker& checker, const Path& path) {
    const Place place = checker.place(path);
    if (!place.valid)
        return std::nullopt;
    Destination result{place.slot, place.cell, ObjectId::none, place.type};
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
