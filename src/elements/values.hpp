// What steps do with values so that records stay values: copies never see each other's changes.
#pragma once

#include "formula/expression.hpp"
#include "program/program.hpp"
#include "runtime/group.hpp"
#include "types/value.hpp"

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace weir {

class FlowChecker;
struct Path;

} // namespace weir

namespace weir::elements {

/// The value as one more holder keeps it: its record may be changed in place by nobody from now on.
[[nodiscard]] inline Value share(Value value) {
    if (value.tag() == Tag::record && value.row() != nullptr)
        value.row()->shared = true;
    return value;
}

/// The value as something that was said: a field that is assigned nothing is null, not left out.
[[nodiscard]] inline Value given(Value value) {
    return value.is_unset() ? Value::null() : value;
}

/// A collection of items that the caller has put into the arena and will not touch again.
[[nodiscard]] Value collection_of(std::span<Value> items, Arena& arena);

/// A variable, or a field of the record in a variable, that a step writes.
struct Destination {
    uint32_t slot = 0;
    std::optional<uint32_t> cell;
    ObjectId object = ObjectId::none; // of the record, for a cell; none: of an Apex class
    Type type;
    std::vector<uint32_t> below = {}; // members of Apex classes that lead on from the cell

    [[nodiscard]] Value read(const Group& group, uint32_t row) const;
    /// A field of a variable without a record makes a record for it.
    void write(Group& group, uint32_t row, Value value) const;
    /// The same for all rows of the group, each its value of a column.
    void write_all(Group& group, std::span<const Value> values) const;
};

/// Reads where an element writes; nothing after a report.
[[nodiscard]] std::optional<Destination> destination(FlowChecker& checker, const Path& path);

/// A value that an element got from outside, on its way into a destination: put into `slot`, taken
/// out by `value`, which converts it to the destination's type.
struct Delivery {
    uint32_t slot = 0;
    Expression value;
    Destination to;

    /// Delivers what stands in the slot for `rows`.
    void deliver(Group& group, Rows rows) const;
};

/// A delivery of values of type `from`; reports a type that the destination does not take at
/// `span`.
[[nodiscard]] Delivery
delivery(FlowChecker& checker, const Destination& to, Type from, Span span, std::string_view what);

/// Stands for an element with mistakes in a program that is run all the same: the interview fails
/// there.
[[nodiscard]] std::unique_ptr<Step> broken_step();

} // namespace weir::elements
