// Names of objects and fields as keys of an index.
#pragma once

#include <string>
#include <string_view>

namespace weir {

[[nodiscard]] inline char folded(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

/// The name in small letters. API names are ASCII, so nothing else has a case.
[[nodiscard]] inline std::string folded(std::string_view name) {
    std::string result(name);
    for (char& character : result)
        character = folded(character);
    return result;
}

} // namespace weir
