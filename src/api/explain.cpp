#include "api/code_pages.hpp"
#include "api/function_pages.hpp"
#include "base/diagnostic.hpp"
#include "weir/engine.h"

#include <algorithm>

namespace weir {

std::optional<std::string> explain(std::string_view code) {
    const CodeFacts* const found = find_code(code);
    if (found == nullptr) {
        const Function* const function = find_function(code);
        return function == nullptr ? std::nullopt : std::optional(page_of(*function));
    }
    const std::string file = std::string(found->name) + ".md";
    const auto pages = code_pages();
    const auto page = std::find_if(pages.begin(), pages.end(), [&](const EmbeddedText& text) { return text.name == file; });
    if (page == pages.end()) return std::nullopt;
    return std::string(page->text);
}

std::vector<CodeTitle> codes() {
    std::vector<CodeTitle> titles;
    for (const CodeFacts& code : all_codes())
        titles.push_back({std::string(code.name), code.severity == Severity::error, std::string(code.title)});
    return titles;
}

} // namespace weir
