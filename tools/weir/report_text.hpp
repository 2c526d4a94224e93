// A RunReport for people and for machines.
#pragma once

#include "weir/report.h"

#include <nlohmann/json.hpp>

#include <string>

[[nodiscard]] std::string report_text(const weir::RunReport& report);
[[nodiscard]] nlohmann::json report_json(const weir::RunReport& report);

/// "2 SOQL queries, 400 rows read, 1 DML statement, 200 rows written"
[[nodiscard]] std::string element_use(const weir::ElementReport& element);
[[nodiscard]] nlohmann::json element_json(const weir::ElementReport& element);
