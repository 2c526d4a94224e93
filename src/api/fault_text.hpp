// A fault as one text for people.
#pragma once

#include "types/fault.hpp"

#include <string>

namespace weir {

/// "CODE: text"; texts of elements name their code themselves.
[[nodiscard]] inline std::string text_of(const Fault& fault) {
    if (fault.code.empty() || fault.message.find(fault.code) != std::string_view::npos) return std::string(fault.message);
    return std::string(fault.code) + ": " + std::string(fault.message);
}

} // namespace weir
