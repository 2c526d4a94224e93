// Inputs and outputs by name: of the flow that a subflow runs, of the action that an action calls.
#pragma once

#include "check/flow_checker.hpp"
#include "elements/values.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace weir::elements {

struct Parameter {
    std::string_view name;
    Type type;
    bool required = false;
};

/// Whether names beside those declared are taken: with `open` they are, of the type any.
enum class Others : uint8_t { unknown, open };

struct NamedInput {
    std::string name; // as it was declared
    Expression value;
};

struct NamedOutput {
    std::string name;  // as it was declared
    Delivery delivery; // its slot is where the output is put
    bool is_delivered =
        false; // false: the slot is that of the name `Element.output`, and that is all
};

/// Declares `Element.output` for each output.
void declare_outputs(
    const Element& element,
    std::span<const Parameter> outputs,
    NameOrigin origin,
    FlowChecker& checker
);

/// The braces, `{ input = value }`. `owner` has the inputs, for messages: "flow `Check_Credit`".
/// Reports unknown inputs, inputs given twice, and required ones that are missing.
[[nodiscard]] std::vector<NamedInput> read_inputs(
    const Element& element,
    std::span<const Parameter> inputs,
    std::string_view owner,
    FlowChecker& checker,
    Others others = Others::unknown
);

/// `returns { Variable = output }`, or the names that declare_outputs declared.
[[nodiscard]] std::vector<NamedOutput> read_outputs(
    const Element& element,
    std::span<const Parameter> outputs,
    std::string_view owner,
    FlowChecker& checker,
    Others others = Others::unknown
);

} // namespace weir::elements
