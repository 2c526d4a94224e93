// Element kinds that only check and never run, so that the checker is tested without the rooms that
// run flows; and a world that is checked with them.
#pragma once

#include "base/diagnostic.hpp"
#include "base/source_map.hpp"
#include "check/check.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace weir::test {

[[nodiscard]] ElementKinds kinds();
[[nodiscard]] Shapes shapes_of_kinds();

/// A text, parsed and checked.
struct Checked {
    explicit Checked(std::string_view text);

    SourceMap sources;
    Diagnostics diagnostics;
    std::vector<std::unique_ptr<const SyntaxTree>> trees;
    ActionRegistry actions;
    std::unique_ptr<Program> program;

    /// "W0312 Portal_Acces__c", the codes with the text that they underline, in text order.
    [[nodiscard]] std::vector<std::string> codes() const;
    [[nodiscard]] std::string rendered() const;
    [[nodiscard]] const FlowProgram& flow(std::string_view name) const;
    [[nodiscard]] const Step& step(std::string_view flow, std::string_view name) const;
    /// The name of the step, "end" or "none".
    [[nodiscard]] std::string name(std::string_view flow, StepId id) const;
};

} // namespace weir::test
