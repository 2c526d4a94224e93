// Diagnostics as the public DiagnosticMessage.
#pragma once

#include "base/diagnostic.hpp"
#include "weir/diagnostic.h"

#include <vector>

namespace weir {

[[nodiscard]] SourceRange range_of(Span span, const SourceMap& sources);
[[nodiscard]] std::vector<DiagnosticMessage> to_messages(const Diagnostics& diagnostics, const SourceMap& sources);

} // namespace weir
