// Laws of real flows: XML to text and back is the same flow, and the text is as the formatter has
// it.

#include "elements/catalogue.hpp"
#include "metadata/flow.hpp"
#include "metadata/project.hpp"
#include "metadata/xml_maker.hpp"
#include "syntax/parse.hpp"
#include "syntax/print.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>

using namespace weir;
using namespace weir::metadata;
namespace fs = std::filesystem;

namespace {

const fs::path corpus = "../shared/corpus/projects";

/// Without what has no meaning: the order of different tags and of named elements, the spelling of
/// logic, white space of elements.
const XmlNode* settled(const XmlNode& node, Arena& arena, bool is_top) {
    std::vector<const XmlNode*> children;
    for (const XmlNode* const child : node.children)
        children.push_back(settled(*child, arena, false));
    std::stable_sort(
        children.begin(),
        children.end(),
        [&](const XmlNode* left, const XmlNode* right) {
            if (left->name != right->name)
                return left->name < right->name;
            return is_top && left->child_text("name") < right->child_text("name");
        }
    );
    XmlNode* const made = arena.make<XmlNode>(node);
    made->children = arena.copy(children);
    if (node.name == "filterLogic" || node.name == "conditionLogic") {
        std::string letters;
        for (const char letter : node.text)
            if (letter > ' ')
                letters += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
        made->text = arena.copy(std::string_view(letters));
    }
    return made;
}

struct Figures {
    size_t flows = 0;
    size_t canonical = 0;
    size_t same_bytes = 0;
    size_t laid_out = 0; // keep the canvas alone
    size_t placed = 0;   // from the same canvas, but keep their positions
};

bool is_auto_layout(const XmlNode& flow) {
    return std::any_of(flow.children.begin(), flow.children.end(), [](const XmlNode* child) {
        const XmlNode* const value = child->child("value");
        return child->name == "processMetadataValues" &&
               child->child_text("name") == "CanvasMode" && value != nullptr &&
               value->child_text("stringValue") == "AUTO_LAYOUT_CANVAS";
    });
}

void count_positions(const XmlNode& root, const std::string& text, Figures& figures) {
    if (!is_auto_layout(root))
        return;
    if (text.find("<canvas>") != std::string::npos)
        ++figures.laid_out;
    else if (text.find("<positions>") != std::string::npos)
        ++figures.placed;
}

void check_flow(const fs::path& path, Figures& figures) {
    INFO(path.string());
    SourceMap sources;
    const Result<const SourceFile*> file = sources.read(path.string());
    REQUIRE(static_cast<bool>(file));
    SyntaxTree tree;
    Diagnostics out;
    const XmlNode* const root = parse_xml(**file, tree.arena, out);
    REQUIRE(root != nullptr);
    ++figures.flows;

    const std::string name = path.filename().string();
    const Name flow_name{std::string_view(name).substr(0, name.find('.')), {}};
    const Element* const flow = read_flow(*root, flow_name, element_shapes(), tree.arena, out);
    tree.declarations = {&flow, 1};
    const std::string text = print(tree);
    count_positions(*root, text, figures);

    SourceMap printed;
    Diagnostics mistakes;
    const SourceFile& source = printed.add("printed.flow", text);
    const std::unique_ptr<const SyntaxTree> again = parse(source, element_shapes(), mistakes);
    for (const Diagnostic& mistake : mistakes.all())
        FAIL_CHECK(printed.locate(mistake.span.begin).line << ": " << mistake.message);
    REQUIRE(again->declarations.size() == 1);
    CHECK(print(*again) == text);

    Arena arena;
    const XmlNode* const written = write_flow(*again->declarations[0], arena, mistakes);
    CHECK(equal(*settled(*root, arena, true), *settled(*written, arena, true)));

    const std::string bytes = print_xml(*written);
    const bool is_canonical = print_xml(*root) == (*file)->text;
    figures.canonical += is_canonical ? 1 : 0;
    figures.same_bytes += is_canonical && bytes == (*file)->text ? 1 : 0;

    // Exporting what was exported gives the same bytes.
    SourceMap second;
    const XmlNode* const reread = parse_xml(second.add("again.flow-meta.xml", bytes), arena, out);
    REQUIRE(reread != nullptr);
    const Element* const reread_flow = read_flow(*reread, flow_name, element_shapes(), arena, out);
    CHECK(print_xml(*write_flow(*reread_flow, arena, mistakes)) == bytes);
}

} // namespace

TEST_CASE("every flow of the corpus comes back from text as it was") {
    if (!fs::is_directory(corpus)) {
        WARN("skipped: there is no " << corpus.string() << " beside the project");
        return;
    }
    Figures figures;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(corpus)) {
        ProjectFile facts;
        if (entry.is_regular_file() && classify(entry.path().string(), facts) &&
            facts.kind == FileKind::flow)
            check_flow(entry.path(), figures);
    }
    INFO(
        figures.same_bytes << " of " << figures.canonical
                           << " flows in the form of a retrieve come back byte for byte"
    );
    INFO(
        figures.laid_out << " flows of the auto-layout canvas need no positions, " << figures.placed
                         << " do"
    );
    CHECK(figures.flows == 926);
    CHECK(figures.laid_out * 100 >= (figures.laid_out + figures.placed) * 97);
    CHECK(figures.same_bytes * 100 >= figures.canonical * 95);
}
