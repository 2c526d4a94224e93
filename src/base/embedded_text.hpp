// A file of the project that is part of the program: cmake/WeirEmbed.cmake makes tables of them.
#pragma once

#include <string_view>

namespace weir {

struct EmbeddedText {
    std::string_view name; // without folders
    std::string_view text;
};

} // namespace weir
