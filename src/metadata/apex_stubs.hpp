// Declarations of the Apex actions that flows call, from how they call them.
#pragma once

#include "metadata/xml.hpp"

#include <map>
#include <string>
#include <string_view>

namespace weir::metadata {

/// Collects from one flow after the other; `text` has a declaration for each class. Types are those
/// of the values that are given and of the variables that take the results; `Apex(Unknown)` where a
/// flow does not tell.
class ApexStubs {
public:
    void add(const XmlNode& flow);
    [[nodiscard]] bool empty() const { return actions_.empty(); }
    /// .flow text, not laid out.
    [[nodiscard]] std::string text() const;

private:
    using Parameters = std::map<std::string, std::string>; // name to type; empty: not known yet
    struct Action {
        Parameters inputs;
        Parameters outputs;
    };
    using Types = std::map<std::string_view, std::string>;

    void add_call(const XmlNode& call, const Types& types, Action& action);
    static void note(Parameters& parameters, std::string_view name, const std::string& type);

    std::map<std::string, Action> actions_;
};

} // namespace weir::metadata
