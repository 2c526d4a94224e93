#include "base/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace weir {

void check_failed(const char* condition, const char* why, const char* file, int line) {
    std::fprintf(stderr, "weir: bug at %s:%d: %s does not hold: %s\n", file, line, condition, why);
    std::abort();
}

} // namespace weir
