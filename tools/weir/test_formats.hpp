// Test results for people, as JSON, and as JUnit.
#pragma once

#include "weir/report.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

/// The JUnit file that CI systems read.
[[nodiscard]] std::string to_junit(const std::vector<weir::TestReport>& tests);
[[nodiscard]] nlohmann::json to_json(const std::vector<weir::TestReport>& tests);
