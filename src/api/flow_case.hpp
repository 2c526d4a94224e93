// One line of a file of flow cases.
#pragma once

#include "base/result.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

enum class FlowCaseKind : uint8_t { autolaunched, evaluation, after_save };

/// A row that is there, or that sets the flow off.
struct CaseRecord {
    std::string ref; // may be empty
    std::string object;
    nlohmann::json fields;
    bool is_update = false; // of a trigger
};

/// `apex:Class_Name`.
struct CaseActionName {
    std::string type;
    std::string detail;
};

struct CaseStub {
    CaseActionName action;
    nlohmann::json inputs;  // an object; empty: any
    nlohmann::json outputs; // an object
    std::optional<std::string> fault;
};

struct CaseRecords {
    std::string object;
    nlohmann::json where;
    std::optional<uint64_t> count; // nothing: at least one
    nlohmann::json fields;
};

struct CaseCalls {
    CaseActionName action;
    std::optional<uint64_t> count; // nothing: at least one
    nlohmann::json inputs;
};

struct CaseExpectations {
    nlohmann::json outputs; // an object
    std::vector<CaseRecords> records;
    std::vector<CaseCalls> actions;
    nlohmann::json fault; // null: none may happen
};

struct FlowCase {
    std::string id;
    std::string flow; // path below the projects
    FlowCaseKind kind = FlowCaseKind::autolaunched;
    std::vector<CaseRecord> given;
    std::vector<CaseRecord> trigger;
    nlohmann::json inputs; // an object
    std::vector<CaseStub> stubs;
    std::vector<std::string> subflows; // paths
    CaseExpectations expect;
    std::optional<CaseExpectations> derived;
};

/// Fails on a line that is no case, and says what is wrong with it.
[[nodiscard]] Result<FlowCase> parse_flow_case(std::string_view line);

} // namespace weir
