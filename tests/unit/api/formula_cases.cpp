// Files of formulas: the shared one gives the values of Salesforce's own engine, and a file that is
// wrong says where.
#include "weir/eval.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace {

constexpr const char* shared_cases = "../shared/conformance/formulas.jsonl";

/// Rows whose dates were once spelled beyond the calendar (`2004-01-01 24:00`, `2000-02-30`): the
/// file keeps what they were read as in one place, and the expected value is of what they were read
/// as in another, so no engine gives both. The same file has rows with the same dates, or dates
/// just as equal, and the opposite value.
bool contradicts_itself(const weir::CaseDifference& difference) {
    static const std::map<std::string, std::vector<std::string>> dates = {
        {"testIfDateCompareEqual", {"2004-01-02", "2000-03-01"}},
        {"testIfDateCompareLessThan", {"2000-03-01"}},
        {"testIfDateCompareGreaterThan", {"2004-01-02"}},
        {"testIfDateCompareLessThanOrEqual", {"2004-01-02"}},
        {"testIfDateCompareGreaterThanOrEqual", {"2000-03-01"}},
    };
    const auto found = dates.find(difference.name);
    if (found == dates.end())
        return false;
    for (const std::string& date : found->second)
        if (difference.inputs.find("\"customdate1__c\":\"" + date + "\"") != std::string::npos)
            return true;
    return false;
}

/// A case file that goes away with the test.
class CaseFile {
public:
    explicit CaseFile(const std::string& text)
        : path_((std::filesystem::temp_directory_path() / "weir_case_file.jsonl").string()) {
        std::ofstream(path_, std::ios::binary) << text;
    }
    CaseFile(const CaseFile&) = delete;
    CaseFile& operator=(const CaseFile&) = delete;
    ~CaseFile() { std::filesystem::remove(path_); }

    [[nodiscard]] weir::CasesReport run() const { return weir::evaluate_cases(path_); }
    /// The error without the name of the file: "2: `formula` is no text".
    [[nodiscard]] std::string error() const {
        const std::string text = run().error;
        return text.rfind(path_ + ":", 0) == 0 ? text.substr(path_.size() + 1) : text;
    }

private:
    std::string path_;
};

std::string one_row(const std::string& fields, const std::string& row) {
    return R"({"name":"n","formula":"a__c","returns":"Number","fields":)" + fields +
           R"(,"rows":[)" + row + "]}\n";
}

} // namespace

TEST_CASE("the engine's formulas give the engine's values") {
    if (!std::filesystem::exists(shared_cases)) {
        WARN("skipped: there is no " << shared_cases << " beside the project");
        return;
    }
    const weir::CasesReport report = weir::evaluate_cases(shared_cases);
    REQUIRE(report.error.empty());
    size_t contradictory = 0;
    for (const weir::CaseDifference& difference : report.differences) {
        if (contradicts_itself(difference)) {
            ++contradictory;
            continue;
        }
        UNSCOPED_INFO(
            difference.name << " " << difference.formula << " " << difference.column << ": "
                            << difference.inputs << " gives " << difference.found << ", expected "
                            << difference.expected
        );
    }
    CHECK(report.total == 7238);
    CHECK(contradictory == 12);
    CHECK(report.equal + contradictory == report.total);
}

TEST_CASE("rows that differ say how, in the words of the file") {
    const CaseFile file(
        R"({"name":"sum","formula":"a__c + 0.2","returns":"Number","fields":[{"name":"a__c","type":"Number"}],"rows":[)"
        R"({"in":{"a__c":"0.1"},"blank_as_zero":"0.3","blank_as_blank":"0.30"},)"
        R"({"in":{"a__c":null},"blank_as_zero":"0.2","blank_as_blank":"0.2"},)"
        R"({"in":{},"blank_as_zero":{"error":"x"},"blank_as_blank":null}]})"
        "\n\n"
        R"({"name":"refused","formula":"a__c +","returns":"Date","fields":[],"rows":[{"in":{},"blank_as_zero":{"error":""},"blank_as_blank":"2026-03-01"}]})"
    );
    const weir::CasesReport report = file.run();
    REQUIRE(report.error.empty());
    CHECK(report.total == 8);
    CHECK(report.equal == 5);
    REQUIRE(report.differences.size() == 3);
    CHECK(report.differences[0].column == "blank_as_zero");
    CHECK(report.differences[0].found == R"("0.2")");
    CHECK(report.differences[1].inputs == R"({"a__c":null})");
    CHECK(report.differences[1].expected == R"("0.2")");
    CHECK(report.differences[1].found == "null");
    CHECK(report.differences[2].name == "refused");
    CHECK(report.differences[2].found.rfind(R"({"error":)", 0) == 0);
}

TEST_CASE("a field of a case may be a formula, of fields that only it needs") {
    const CaseFile file(
        R"({"name":"n","formula":"twice__c + 1","returns":"Number","fields":[{"name":"twice__c","type":"Number",)"
        R"("formula":"a__c * 2","fields":[{"name":"a__c","type":"Number"}]}],)"
        R"("rows":[{"in":{"a__c":"4"},"blank_as_zero":"9","blank_as_blank":"9"}]})"
    );
    CHECK(file.run().equal == 2);
}

TEST_CASE("a case file that is wrong is one error with its line") {
    const std::string good = one_row("[]", "");
    CHECK(CaseFile(good + "{").error() == "2: this is no JSON");
    CHECK(CaseFile(good + "\n[]").error() == "3: no JSON object");
    CHECK(CaseFile(R"({"name":1})").error() == "1: `name` is no text");
    CHECK(
        CaseFile(R"({"name":"n","formula":"1","returns":"Numbr"})").error() ==
        "1: `returns` is `Numbr`, and there is no such type"
    );
    CHECK(
        CaseFile(R"({"name":"n","formula":"1","returns":"Number"})").error() ==
        "1: `fields` is no list"
    );
    CHECK(
        CaseFile(R"({"name":"n","formula":"1","returns":"Number","fields":[]})").error() ==
        "1: `rows` is no list"
    );
    CHECK(CaseFile(one_row("[7]", "")).error() == "1: `fields` holds something that is no field");
    CHECK(CaseFile(one_row("[]", "7")).error() == "1: `rows` holds a row without `in`, an object");
    CHECK(
        CaseFile(one_row("[]", R"({"in":{}})")).error() == "1: a row has no value `blank_as_zero`"
    );
    CHECK(
        CaseFile(one_row("[]", R"({"in":{"a":[]},"blank_as_zero":"1","blank_as_blank":"1"})"))
            .error() == "1: `in` holds a list or an object for a value"
    );
    CHECK(
        CaseFile(one_row(
                     R"([{"name":"a__c","type":"Date"}])",
                     R"({"in":{"a__c":"soon"},"blank_as_zero":"1","blank_as_blank":"1"})"
                 ))
            .error() == "1: `a__c` is \"soon\", and that is no Date"
    );
    CHECK(weir::evaluate_cases("no/such/file.jsonl").error == "cannot read `no/such/file.jsonl`");
}

TEST_CASE("a case file nested beyond reason is an error") {
    std::string fields = "[]";
    for (int level = 0; level < 300; ++level)
        fields = R"([{"name":"f","type":"Text","fields":)" + fields + "}]";
    CHECK(CaseFile(one_row(fields, "")).error() == "1: `fields` are nested deeper than 200 levels");
}
