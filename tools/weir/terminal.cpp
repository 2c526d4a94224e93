#include "terminal.hpp"

#include <cstdlib>
#include <string_view>
#include <unistd.h>

namespace {

bool is_set(const char* name) {
    const char* const value = std::getenv(name);
    return value != nullptr && *value != '\0';
}

} // namespace

bool is_terminal(std::FILE* stream) { return ::isatty(::fileno(stream)) == 1; }

bool wants_colour(std::FILE* stream) {
    if (is_set("NO_COLOR")) return false;
    if (is_set("FORCE_COLOR")) return true;
    const char* const terminal = std::getenv("TERM");
    return is_terminal(stream) && (terminal == nullptr || std::string_view(terminal) != "dumb");
}
