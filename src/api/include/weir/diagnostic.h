// What weir says about a mistake, for hosts and tools.
#pragma once

#include <cstdint>
#include <string>

namespace weir {

/// A place in a source: lines and columns count from 1, columns in bytes; the end is behind the last byte. Line 0: no place.
struct SourceRange {
    std::string file;
    uint32_t line = 0;
    uint32_t column = 0;
    uint32_t end_line = 0;
    uint32_t end_column = 0;
};

struct DiagnosticMessage {
    std::string code; // "W0312"
    bool is_error = true;
    std::string text;
    SourceRange place;
    std::string plain;    // the whole frame, as `weir check` prints it into a pipe
    std::string coloured; // the same for a terminal
    std::string json;     // one object
};

} // namespace weir
