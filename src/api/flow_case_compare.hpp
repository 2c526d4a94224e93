// What a flow case expects, held against what its run has left.
#pragma once

#include "api/flow_case.hpp"
#include "api/flow_case_run.hpp"
#include "api/flow_case_values.hpp"
#include "org/org.hpp"
#include "scripts/mocks.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace weir {

class CaseComparison {
public:
    CaseComparison(
        Org& org,
        CaseValues& values,
        const MockedActions& mocks,
        const std::string& fault,
        std::vector<CaseProblem>& problems
    )
        : org_(org), values_(values), mocks_(mocks), fault_(fault), problems_(problems) {}

    /// `mistake` is what the checker says of the flow; `prefix` begins the messages.
    void
    compare(const CaseExpectations& expected, std::string_view mistake, std::string_view prefix);

private:
    void problem(std::string_view prefix, std::string message, std::string found);
    void compare_fault(
        const CaseExpectations& expected, std::string_view mistake, std::string_view prefix
    );
    void compare_records(const CaseRecords& expected, std::string_view prefix);
    void compare_calls(const CaseCalls& expected, std::string_view prefix);
    [[nodiscard]] Result<std::vector<CaseValues::Stored>> records_of(const Object& object);
    [[nodiscard]] Result<bool> fits(
        CaseValues::Stored record,
        const nlohmann::json& fields,
        CaseValues::Texts texts,
        std::string* difference
    );

    Org& org_;
    CaseValues& values_;
    const MockedActions& mocks_;
    const std::string& fault_; // that nobody handled; empty: none
    std::vector<CaseProblem>& problems_;
};

} // namespace weir
