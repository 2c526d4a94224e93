// The standard objects of Salesforce and the setup objects of an org, as files of the language.
#pragma once

#include <span>
#include <string_view>

namespace weir {

struct LibraryFile {
    std::string_view name; // "stdlib/sales.flow": what messages call it
    std::string_view text;
};

/// The files in a fixed order. They come before the files of a project; the views live as long as
/// the program.
[[nodiscard]] std::span<const LibraryFile> standard_library();

} // namespace weir
