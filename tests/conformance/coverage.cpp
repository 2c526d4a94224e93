// Which test holds which row of the reference: coverage.md is written by this test (WEIR_ACCEPT=1)
// and compared with what it would write. A row has a test named after it, or a reason for having
// none. WEIR_COVERAGE=open prints the rows that have neither, and nothing else happens.
#include "conformance/reference_rows.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <regex>
#include <set>

namespace {

const std::string page = "tests/conformance/coverage.md";
const std::string reasons = "tests/conformance/coverage_reasons.txt";
const std::string behaviour = "tests/behaviour";

struct Coverage {
    std::vector<ReferenceRow> rows;
    std::vector<std::string> problems;

    [[nodiscard]] static bool is_open(const ReferenceRow& row) {
        return !row.is_heading && row.tests.empty() && row.reason.empty();
    }
};

std::string read_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// `tested by tests/unit/org/foo.cpp "title"`: the file is there, and says so.
void add_elsewhere(ReferenceRow& row, const std::smatch& match, Coverage& coverage) {
    const std::string path = match[1].str();
    const std::string title = match[2].str();
    if (read_text(path).find(title) == std::string::npos)
        coverage.problems.push_back(
            reasons + ": " + row.place() + ": " + row.cell + ": `" + path + "` has no \"" + title +
            "\""
        );
    row.tests.push_back(path + ": " + title);
}

Coverage read_coverage() {
    static const std::regex elsewhere(R"rx(^tested by ([^ ]+) "(.*)"$)rx");
    Coverage coverage;
    coverage.rows = read_reference();
    if (coverage.rows.empty())
        return coverage;
    for (const Claim& claim : read_titles(behaviour))
        if (ReferenceRow* const row = find_row(coverage.rows, claim, coverage.problems))
            row->tests.push_back(claim.from + (claim.rest.empty() ? "" : ": " + claim.rest));
    for (const Claim& claim : read_reasons(reasons, coverage.problems)) {
        ReferenceRow* const row = find_row(coverage.rows, claim, coverage.problems);
        std::smatch match;
        if (row == nullptr)
            continue;
        if (std::regex_match(claim.rest, match, elsewhere))
            add_elsewhere(*row, match, coverage);
        else if (!row->reason.empty())
            coverage.problems.push_back(reasons + ": two reasons for " + claim.whole);
        else
            row->reason = claim.rest;
    }
    for (const ReferenceRow& row : coverage.rows)
        if (!row.reason.empty() && !row.tests.empty())
            coverage.problems.push_back(
                reasons + ": a reason for a row that has a test: " + row.place() + ": " + row.cell
            );
    return coverage;
}

/// A text in a cell of a table.
std::string cell(const std::string& text) {
    std::string safe;
    for (const char letter : text) {
        if (letter == '|')
            safe += '\\';
        if (letter == '<')
            safe += "&lt;";
        else
            safe += letter;
    }
    return safe;
}

/// Long cells are known by how they begin.
std::string shortened(const std::string& text) {
    constexpr size_t longest = 90;
    if (text.size() <= longest)
        return text;
    const size_t blank = text.rfind(' ', longest);
    return text.substr(0, blank == std::string::npos ? longest : blank) + " …";
}

std::string write_figures(const Coverage& coverage) {
    std::vector<std::string> places;
    for (const ReferenceRow& row : coverage.rows)
        if (std::find(places.begin(), places.end(), row.place()) == places.end())
            places.push_back(row.place());
    std::string text =
        "| section | rows | with a test | with a reason | open |\n|---|---|---|---|---|\n";
    const auto add = [&](const std::string& title, const std::string& place) {
        size_t all = 0;
        size_t tested = 0;
        size_t open = 0;
        for (const ReferenceRow& row : coverage.rows) {
            if (row.is_heading || (!place.empty() && row.place() != place))
                continue;
            ++all;
            tested += row.tests.empty() ? 0 : 1;
            open += Coverage::is_open(row) ? 1 : 0;
        }
        text += "| " + title + " | " + std::to_string(all) + " | " + std::to_string(tested) +
                " | " + std::to_string(all - tested - open) + " | " + std::to_string(open) + " |\n";
    };
    for (const std::string& place : places)
        add(place, place);
    add("all", "");
    return text;
}

std::string write_page(const Coverage& coverage) {
    std::string text = "# The reference, row by row\n\n"
                       "Written by `WEIR_ACCEPT=1 test_coverage`. Each row of a table of the "
                       "reference that states a behaviour has a test that is\n"
                       "named after it (`tests/behaviour`; a test in C++ stands with its file), or "
                       "a reason for having none at the end of this page.\n\n";
    text += write_figures(coverage);
    std::string place;
    for (const ReferenceRow& row : coverage.rows) {
        if (row.tests.empty())
            continue;
        if (row.place() != place) {
            place = row.place();
            text += "\n## " + place + "\n\n| row | tests |\n|---|---|\n";
        }
        text += "| " + cell(shortened(row.cell)) + " | ";
        for (size_t index = 0; index < row.tests.size(); ++index)
            text += (index == 0 ? "" : "<br>") + cell(row.tests[index]);
        text += " |\n";
    }
    text += "\n## Rows without a test\n\n| row | why |\n|---|---|\n";
    for (const ReferenceRow& row : coverage.rows)
        if (row.tests.empty() && !row.is_heading)
            text += "| " + row.place() + ": " + cell(shortened(row.cell)) + " | " +
                    (row.reason.empty() ? "none" : cell(row.reason)) + " |\n";
    return text;
}

bool is_set(const char* name, const std::string& value) {
    const char* const text = std::getenv(name);
    return text != nullptr && text == value;
}

} // namespace

TEST_CASE("every row of the reference has a test or a reason") {
    const Coverage coverage = read_coverage();
    if (coverage.rows.empty())
        return;
    if (is_set("WEIR_COVERAGE", "open")) {
        for (const ReferenceRow& row : coverage.rows)
            if (Coverage::is_open(row))
                std::cout << row.line << "\t" << row.place() << ": " << row.cell << "\n";
        for (const std::string& problem : coverage.problems)
            std::cout << "problem: " << problem << "\n";
        return;
    }
    for (const std::string& problem : coverage.problems)
        FAIL_CHECK(problem);
    for (const ReferenceRow& row : coverage.rows)
        if (Coverage::is_open(row))
            FAIL_CHECK(
                row.line << ": neither a test nor a reason: " << row.place() << ": " << row.cell
            );
    const std::string text = write_page(coverage);
    if (is_set("WEIR_ACCEPT", "1")) {
        std::ofstream(page, std::ios::binary | std::ios::trunc) << text;
        return;
    }
    INFO(page << " is not what the tests say; WEIR_ACCEPT=1 writes it anew");
    CHECK(read_text(page) == text);
}

TEST_CASE("a claim means the row that is called so, or the only one that begins so") {
    std::vector<ReferenceRow> rows(3);
    rows[0] = {
        .file = "runtime",
        .section = "6",
        .cell = "Text",
        .line = "1",
        .is_heading = false,
        .tests = {},
        .reason = {}};
    rows[1] = {
        .file = "runtime",
        .section = "6",
        .cell = "Text filters",
        .line = "2",
        .tests = {},
        .reason = {}};
    rows[2] = {
        .file = "runtime",
        .section = "7",
        .cell = "Text",
        .line = "3",
        .is_heading = false,
        .tests = {},
        .reason = {}};
    std::vector<std::string> problems;
    const auto find = [&](const std::string& place, const std::string& key) {
        return find_row(
            rows, {.place = place, .key = key, .rest = {}, .from = {}, .whole = {}}, problems
        );
    };
    CHECK(find("runtime 6", "text") == &rows[0]);
    CHECK(find("runtime 6", "Text f") == &rows[1]);
    CHECK(find("runtime 7", "Te") == &rows[2]);
    CHECK(problems.empty());
    CHECK(find("runtime 6", "Tex") == nullptr);
    CHECK(find("runtime 6", "Number") == nullptr);
    CHECK(find("runtime 6", "") == nullptr);
    CHECK(problems.size() == 3);
}
