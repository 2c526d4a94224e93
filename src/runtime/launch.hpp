// Whose rights count in an interview: by what starts it, and by what the flow says of itself
// (reference/security.md, section 2).
#pragma once

#include "program/program.hpp"

#include <cstdint>

namespace weir {

/// Whose rights count while interviews read and write (reference/security.md, section 2).
enum class RunContext : uint8_t { system_without_sharing, system_with_sharing, user };

/// The context of a flow that is launched in this one.
[[nodiscard]] constexpr RunContext run_context(const FlowProgram& flow, RunContext launched_in) {
    switch (flow.run_mode) {
    case RunMode::by_launch:
        return launched_in;
    case RunMode::user:
        return RunContext::user;
    case RunMode::system_with_sharing:
        return RunContext::system_with_sharing;
    case RunMode::system_without_sharing:
        return RunContext::system_without_sharing;
    }
    return launched_in;
}

/// What starts a flow that no trigger starts.
enum class FlowLaunch : uint8_t {
    user,                 // a page, a button, a link, REST: the user's rights count
    apex_with_sharing,    // a class that is declared so
    apex_without_sharing, // any other class
};

/// From this API version on a flow has the sharing of the class that starts it; before, Apex always
/// starts it without (reference/runtime.md, section 12).
constexpr double first_api_with_sharing_of_apex = 62;

/// The context of a flow that nobody but `launch` starts. A flow without a version is of the
/// newest.
[[nodiscard]] constexpr RunContext launch_context(const FlowProgram& flow, FlowLaunch launch) {
    const bool is_old = flow.api > 0 && flow.api < first_api_with_sharing_of_apex;
    switch (launch) {
    case FlowLaunch::user:
        return run_context(flow, RunContext::user);
    case FlowLaunch::apex_with_sharing:
        return run_context(
            flow, is_old ? RunContext::system_without_sharing : RunContext::system_with_sharing
        );
    case FlowLaunch::apex_without_sharing:
        break;
    }
    return run_context(flow, RunContext::system_without_sharing);
}

} // namespace weir
