// Which kind of user a licence makes (reference/security.md, sections 4 and 5).
#pragma once

#include <string_view>

namespace weir {

/// "Standard", "CspLitePortal" … of a licence's name or definition key.
[[nodiscard]] std::string_view user_type_of_licence(std::string_view name, std::string_view key);

} // namespace weir
