// Laws of XML that nobody wrote by hand: what the schema allows comes back from text as it was,
// what it does not allow comes back all the same, and what is no XML is refused once.

#include "elements/catalogue.hpp"
#include "metadata/faithful.hpp"
#include "metadata/flow.hpp"
#include "random_xml.hpp"
#include "syntax/parse.hpp"
#include "syntax/print.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>

using namespace weir;
using namespace weir::metadata;
using namespace weir::laws;
namespace fs = std::filesystem;

namespace {

const std::string schema_file = "../shared/reference/flow-metadata.xsd.txt";
const fs::path corpus = "../shared/corpus/projects";

/// Through bytes, as a file would come. Gives the number of elements that stayed XML.
size_t check_round_trip(const XmlNode& wanted) {
    const std::string bytes = print_xml(wanted);
    INFO(bytes);
    SourceMap sources;
    SyntaxTree tree;
    Diagnostics out;
    const XmlNode* const root =
        parse_xml(sources.add("Random.flow-meta.xml", bytes), tree.arena, out);
    REQUIRE(root != nullptr);
    REQUIRE(is_same_flow(wanted, *root));
    const FlowText read = read_for_text(*root, {"Random", {}}, element_shapes(), tree.arena);
    INFO(read.text);
    REQUIRE(read.comes_back);

    SourceMap printed;
    const SourceFile& file = printed.add("Random.flow", read.text);
    const std::unique_ptr<const SyntaxTree> again = parse(file, element_shapes(), out);
    REQUIRE_FALSE(out.has_errors());
    REQUIRE(again->declarations.size() == 1);
    REQUIRE(print(*again) == read.text);
    Arena arena;
    const XmlNode* const back = write_flow(*again->declarations[0], arena, out);
    REQUIRE(is_same_flow(wanted, *back));
    return read.unsaid.size();
}

std::vector<std::string> some_real_flows(size_t every) {
    std::vector<fs::path> paths;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(corpus))
        if (entry.path().string().ends_with(".flow-meta.xml") && entry.file_size() < 20'000)
            paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    std::vector<std::string> texts;
    for (size_t index = 0; index < paths.size(); index += every) {
        std::ifstream file(paths[index], std::ios::binary);
        texts.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return texts;
}

/// A flow of these children.
struct SmallFlow {
    explicit SmallFlow(const std::string& children) {
        const SourceFile& file =
            sources.add("small.flow-meta.xml", "<Flow>" + children + "</Flow>");
        root = parse_xml(file, arena, out);
        REQUIRE(root != nullptr);
    }

    SourceMap sources;
    Arena arena;
    Diagnostics out;
    const XmlNode* root = nullptr;
};

} // namespace

TEST_CASE("every flow that the schema allows comes back from text") {
    const std::optional<FlowSchema> schema = read_flow_schema(schema_file);
    if (!schema) {
        WARN("skipped: there is no " << schema_file << " beside the project");
        return;
    }
    size_t unsaid = 0;
    for (uint64_t seed = 0; seed < 80; ++seed) {
        Arena arena;
        unsaid += check_round_trip(*RandomXml(*schema, seed, 0).flow(arena));
    }
    // Rules without a name and two paths after the commit: the schema allows them, no builder
    // writes them, and the language has no words for them.
    CHECK(unsaid < 80);
}

TEST_CASE("flows that the schema does not allow come back from text as well") {
    const std::optional<FlowSchema> schema = read_flow_schema(schema_file);
    if (!schema) {
        WARN("skipped: there is no " << schema_file << " beside the project");
        return;
    }
    for (uint64_t seed = 0; seed < 60; ++seed) {
        Arena arena;
        static_cast<void>(
            check_round_trip(*RandomXml(*schema, seed, seed % 2 == 0 ? 0.1 : 0.4).flow(arena))
        );
    }
}

TEST_CASE("real flows that something happened to come back from text") {
    const std::optional<FlowSchema> schema = read_flow_schema(schema_file);
    if (!schema || !fs::is_directory(corpus)) {
        WARN("skipped: there is no " << corpus.string() << " beside the project");
        return;
    }
    Arena arena;
    std::vector<const XmlNode*> flows;
    for (const std::string& text : some_real_flows(40)) {
        SourceMap sources;
        Diagnostics out;
        if (const XmlNode* const root = parse_xml(sources.add("x.flow-meta.xml", text), arena, out))
            flows.push_back(root);
    }
    REQUIRE(flows.size() > 10);
    RandomXml random(*schema, 7, 0);
    for (size_t index = 0; index < 150; ++index)
        static_cast<void>(check_round_trip(*random.mutated(
            *flows[index % flows.size()], *flows[(index * 7 + 3) % flows.size()], arena
        )));
}

TEST_CASE("a flow that was cut off is refused once") {
    const std::string whole =
        "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<Flow xmlns=\"http://soap.sforce.com/2006/04/metadata\">\n"
        "    <!-- a comment --><label>A &amp; B &#233; \xc3\xa9</label>\n"
        "    <assignments><name>Set</name><label><![CDATA[a < b]]></label>\n"
        "        <assignmentItems><assignToReference>x</assignToReference>"
        "<operator>Assign</operator><value><stringValue/></value></assignmentItems>\n"
        "    </assignments>\n</Flow>";
    for (size_t size = 0; size <= whole.size(); ++size) {
        INFO(size);
        SourceMap sources;
        Arena arena;
        Diagnostics out;
        const SourceFile& file = sources.add("cut.flow-meta.xml", whole.substr(0, size));
        const bool is_read = parse_xml(file, arena, out) != nullptr;
        CHECK(is_read == (size == whole.size()));
        CHECK(out.all().size() == (is_read ? 0 : 1));
    }
}

TEST_CASE("what once was lost on the way comes back") {
    const auto unsaid = [](const std::string& inner) {
        SmallFlow flow(inner);
        return check_round_trip(*flow.root);
    };
    const std::string place = "<locationX>1</locationX><locationY>2</locationY>";
    // The start has a name of its own, an element has the start's, or there is no start to write.
    CHECK(unsaid("<start><name>In</name>" + place + "</start>") == 0);
    CHECK(
        unsaid(
            "<assignments><name>start</name><label>s</label>" + place + "</assignments><start>" +
            "<locationX>3</locationX><locationY>4</locationY><connector><targetReference>start"
            "</targetReference></connector></start>"
        ) == 0
    );
    CHECK(unsaid("<processType>Workflow</processType><start><object>A</object></start>") == 0);
    CHECK(unsaid("<start/><start><object>A</object></start>") == 0);
    // Places that no line of positions holds.
    CHECK(unsaid("<assignments><name>A</name><locationX>1 2</locationX></assignments>") == 0);
    // Words of the quiet block as tags.
    CHECK(
        unsaid("<positions>A 1 2</positions><element><name>A</name></element><text>x</text>") == 0
    );
    CHECK(unsaid("<start><without>object</without><object>A</object></start>") == 0);
    CHECK(
        unsaid("<variables><name>A</name><without>dataType</without><element/></variables>") == 1
    );
    // The case of logic counts where nobody compares it without.
    CHECK(unsaid("<start><entryConditionLogic>AND</entryConditionLogic></start>") == 0);
    // Names that the language cannot write, and names that two have.
    CHECK(unsaid("<variables><name>a`b</name><dataType>String</dataType></variables>") == 1);
    CHECK(unsaid("<variables><name>A</name></variables><formulas><name>A</name></formulas>") == 0);
    CHECK(unsaid("<variables><name>A</name></variables><variables><name>A</name></variables>") < 2);
    CHECK(
        unsaid("<decisions><name>D</name><rules><label>nameless</label></rules></decisions>") == 1
    );
    // Numbers as XML spells large and small ones.
    for (const char* const number : {"1.25E7", "-1.0E-3", "1e2", "0E0", "9E99", "E5", "12E"})
        CHECK(
            unsaid(
                "<constants><name>C</name><dataType>Number</dataType><value><numberValue>" +
                std::string(number) + "</numberValue></value></constants>"
            ) == 0
        );
    // Braces that close behind more than their name.
    CHECK(
        unsaid("<formulas><name>F</name><dataType>Boolean</dataType><expression>NOT(ISBLANK("
               "{!$Record.Name))}</expression></formulas>") == 0
    );
}

TEST_CASE("what XML spells in its own way reads as a person would write it") {
    const auto text_of = [](const std::string& inner) {
        SmallFlow flow(inner);
        return read_for_text(*flow.root, {"Small", {}}, element_shapes(), flow.arena).text;
    };
    const auto number = [&](const std::string& digits) {
        return text_of(
            "<constants><name>C</name><dataType>Number</dataType><value><numberValue>" + digits +
            "</numberValue></value></constants>"
        );
    };
    CHECK(number("1.25E7").find("= 12500000\n") != std::string::npos);
    CHECK(number("-1.0E-3").find("= -0.001\n") != std::string::npos);
    CHECK(number("0E0").find("= 0\n") != std::string::npos);
    CHECK(number("1.0").find("= 1.0\n") != std::string::npos);
    CHECK(
        text_of("<formulas><name>F</name><dataType>Boolean</dataType><expression>NOT(ISBLANK("
                "{!$Record.Name))}</expression></formulas>")
            .find("NOT(ISBLANK({!$Record.Name}))") != std::string::npos
    );
}
