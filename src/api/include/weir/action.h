// Actions that a host brings: what Apex classes are in an org.
#pragma once

#include "weir/value.h"

#include <functional>
#include <string>
#include <vector>

namespace weir {

enum class HostType { text, number, boolean, date, date_time, time, id };

struct HostParameter {
    std::string name;
    HostType type = HostType::text;
    bool required = false;
};

/// What one interview gets back: outputs by name, or a fault (its text; empty means none).
struct HostActionResult {
    std::vector<NamedValue> outputs;
    std::string fault;
};

/// An invocable action. `run` is called once for all interviews that wait at the element, with the inputs of each, and answers one result for
/// each in the same order (another number of results, or an exception, is a fault of all). Called on the thread that runs the session.
struct HostAction {
    std::string type = "apex"; // `action Name: apex Class_Name`
    std::string name;          // the class
    std::vector<HostParameter> inputs;
    std::vector<HostParameter> outputs;
    std::function<std::vector<HostActionResult>(const std::vector<std::vector<NamedValue>>&)> run;
};

} // namespace weir
