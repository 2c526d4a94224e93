#include "syntax/names.hpp"

namespace weir {

std::string label_from_name(std::string_view name) {
    std::string label(name);
    for (char& character : label)
        if (character == '_')
            character = ' ';
    return label;
}

} // namespace weir
