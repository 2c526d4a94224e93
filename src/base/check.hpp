// WEIR_CHECK(condition, "why it must hold"): a bug in weir itself aborts, also in release builds.
#pragma once

namespace weir {

/// Prints the place and the reason to stderr and aborts. Only for what no input can cause.
[[noreturn]] void check_failed(const char* condition, const char* why, const char* file, int line);

} // namespace weir

#define WEIR_CHECK(condition, why)                                                                 \
    do {                                                                                           \
        if (!(condition)) [[unlikely]]                                                             \
            ::weir::check_failed(#condition, why, __FILE__, __LINE__);                             \
    } while (false)
