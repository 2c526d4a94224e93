// tests/conformance/README.md: tables in it are written by tests, and lists in it are read by them.
#pragma once

#include <map>
#include <string>

/// What stands between `<!-- NAME -->` and `<!-- /NAME -->` must be `text`; with WEIR_ACCEPT=1 it
/// becomes that.
void expect_section(const std::string& name, const std::string& text);

/// The first two cells of each row of the table in the section, without backticks, by the first.
[[nodiscard]] std::multimap<std::string, std::string> read_table(const std::string& name);
