// Any text as a .flow file: no crash, and what is read without a mistake obeys the laws of the
// formatter.
#include "base/check.hpp"
#include "elements/catalogue.hpp"
#include "syntax/parse.hpp"
#include "syntax/print.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    weir::SourceMap sources;
    const weir::SourceFile& file =
        sources.add("fuzz", std::string(reinterpret_cast<const char*>(data), size));
    weir::Diagnostics out;
    const auto tree = weir::parse(file, weir::element_shapes(), out);
    if (out.has_errors())
        return 0;
    const std::string once = weir::print(*tree);
    const weir::SourceFile& printed = sources.add("printed", once);
    weir::Diagnostics again;
    const auto second = weir::parse(printed, weir::element_shapes(), again);
    WEIR_CHECK(!again.has_errors(), "what was printed can be read");
    WEIR_CHECK(weir::equal(*tree, *second), "what was printed says the same");
    WEIR_CHECK(weir::print(*second) == once, "printing is a fixed point");
    return 0;
}
