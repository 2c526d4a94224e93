// Any text as a formula: no crash, and always a tree.
#include "base/check.hpp"
#include "syntax/parse_formula.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    weir::SourceMap sources;
    const weir::SourceFile& file =
        sources.add("fuzz", std::string(reinterpret_cast<const char*>(data), size));
    weir::Arena arena;
    weir::Diagnostics out;
    const weir::Formula* const formula = weir::parse_formula(file.text, file.begin, arena, out);
    WEIR_CHECK(formula != nullptr && formula->root != nullptr, "a formula always has a root");
    WEIR_CHECK(formula->text == file.text, "a formula keeps its spelling");
    return 0;
}
