#include "program/program.hpp"

#include "types/text.hpp"

#include <algorithm>

namespace weir {

const Variable* FlowProgram::find_variable(std::string_view variable) const {
    const auto found = std::find_if(variables.begin(), variables.end(), [&](const Variable& candidate) {
        return equal_ignoring_case(candidate.name, variable);
    });
    return found == variables.end() ? nullptr : &*found;
}

const FlowProgram* Program::find_flow(std::string_view name) const {
    const auto found = std::find_if(flows.begin(), flows.end(), [&](const auto& candidate) {
        return equal_ignoring_case(candidate->name, name);
    });
    return found == flows.end() ? nullptr : found->get();
}

} // namespace weir
