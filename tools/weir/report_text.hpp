// A RunReport for people and for machines.
#pragma once

#include "weir/report.h"

#include <nlohmann/json.hpp>

#include <string>

[[nodiscard]] std::string report_text(const weir::RunReport& report);
[[nodiscard]] nlohmann::json report_json(const weir::RunReport& report);
