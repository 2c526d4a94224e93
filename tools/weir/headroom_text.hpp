// How far flows are from their limits, for people and for machines.
#pragma once

#include "weir/headroom.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>
#include <vector>

/// `width`: cells of a line; below 60 a limit takes a line for its name and one for its figures.
[[nodiscard]] std::string headroom_text(const std::vector<weir::FlowHeadroom>& flows, size_t width);
[[nodiscard]] nlohmann::json headroom_json(const std::vector<weir::FlowHeadroom>& flows);
