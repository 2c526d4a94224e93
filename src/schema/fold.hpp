// Names of objects and fields as keys of an index.
#pragma once

#include <string>
#include <string_view>

namespace weir {

/// The name in small letters. API names are ASCII, so nothing else has a case.
[[nodiscard]] inline std::string folded(std::string_view name) {
    std::string result(name);
    for (char& character : result)
        if (character >= 'A' && character <= 'Z')
            character = static_cast<char>(character - 'A' + 'a');
    return result;
}

} // namespace weir
