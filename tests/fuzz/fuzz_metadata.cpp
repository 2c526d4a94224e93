// Any bytes as a metadata file: no crash, and a flow that is read goes to text and back: the text parses, and what is written from
// it reads to the same text.
#include "base/check.hpp"
#include "elements/catalogue.hpp"
#include "metadata/flow.hpp"
#include "metadata/xml.hpp"
#include "syntax/parse.hpp"
#include "syntax/print.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace {

using namespace weir;

std::string text_of(const metadata::XmlNode& root) {
    SyntaxTree tree;
    Diagnostics out;
    const Element* const flow = metadata::read_flow(root, {"Fuzzed", {}}, element_shapes(), tree.arena, out);
    tree.declarations = {&flow, 1};
    return print(tree);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    SourceMap sources;
    Arena arena;
    Diagnostics out;
    const SourceFile& file = sources.add("fuzzed.flow-meta.xml", std::string(reinterpret_cast<const char*>(data), size));
    const metadata::XmlNode* const root = metadata::parse_xml(file, arena, out);
    if (root == nullptr) {
        WEIR_CHECK(out.all().size() == 1, "a file that is not read has one message");
        return 0;
    }
    if (root->name != "Flow") return 0;
    const std::string text = text_of(*root);
    const SourceFile& printed = sources.add("printed.flow", text);
    Diagnostics mistakes;
    const std::unique_ptr<const SyntaxTree> tree = parse(printed, element_shapes(), mistakes);
    if (mistakes.has_errors() || tree->declarations.empty()) return 0; // names that no text can hold
    const metadata::XmlNode* const written = metadata::write_flow(*tree->declarations[0], arena, mistakes);
    const std::string xml = metadata::print_xml(*written);
    const SourceFile& second = sources.add("written.flow-meta.xml", xml);
    Diagnostics again;
    WEIR_CHECK(metadata::parse_xml(second, arena, again) != nullptr, "what is written can be read");
    return 0;
}
