// The rows of the reference tables beside the checkout, and what says that a row is covered: the
// title of a test of the behaviour folder, a test in C++, or a reason why there is none.
#pragma once

#include <string>
#include <vector>

/// Text without the marks of markdown: no backquotes, no stars, no blanks at the ends or in a row.
[[nodiscard]] std::string bare_text(const std::string& text);

/// A row of a table.
struct ReferenceRow {
    std::string file;    // "runtime"
    std::string section; // "8", the number of the nearest `## 8.`; empty in a file without such
    std::string cell;    // the first cell, bare; of the second of two equal ones with the heading
                         // above its table
    std::string line;    // for messages: "runtime.md:120"

    /// A heading below the section, whose sentences stand in no table: it may have tests, and needs
    /// none.
    bool is_heading = false;
    std::vector<std::string> tests; // where and what: `elements_get.flow: runtime 6: sort`
    std::string reason;             // why it has none

    /// "runtime 8", "actions".
    [[nodiscard]] std::string place() const {
        return section.empty() ? file : file + " " + section;
    }
};

/// What claims a row: `runtime 8: Scheduled path | three days before`.
struct Claim {
    std::string place; // "runtime 8"
    std::string key;   // "Scheduled path": the beginning of the first cell of the row
    std::string rest;  // "three days before"
    std::string from;  // the file it stands in
    std::string whole; // as it was written
};

/// The rows of the tables that state behaviour; empty, after a warning, without the reference
/// beside the checkout.
[[nodiscard]] std::vector<ReferenceRow> read_reference();

/// Titles of the tests below `folder` that look like a claim.
[[nodiscard]] std::vector<Claim> read_titles(const std::string& folder);

/// Lines of a file that each are a claim; others that are neither empty nor a comment (`#`) are
/// problems.
[[nodiscard]] std::vector<Claim>
read_reasons(const std::string& path, std::vector<std::string>& problems);

/// The row that a claim means: the one whose cell is the key, or the only one whose cell begins
/// with it, without regard to case; null, and a problem, if there is none or more than one.
[[nodiscard]] ReferenceRow*
find_row(std::vector<ReferenceRow>& rows, const Claim& claim, std::vector<std::string>& problems);
