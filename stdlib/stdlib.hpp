// The standard objects of Salesforce and the setup objects of an org, as files of the language.
#pragma once

#include "base/embedded_text.hpp"

#include <span>

namespace weir {

/// The files in a fixed order, named without their folder ("sales.flow"). They come before the files of a project; the views live as
/// long as the program.
[[nodiscard]] std::span<const EmbeddedText> standard_library();

} // namespace weir
