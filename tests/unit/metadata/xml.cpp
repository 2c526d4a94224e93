// XML in and out: what is read, what is refused with one message, and how a retrieve writes.

#include "metadata/xml.hpp"

#include "base/limits.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace weir;
using namespace weir::metadata;

namespace {

struct Parsed {
    SourceMap sources;
    Arena arena;
    Diagnostics out;
    const XmlNode* root = nullptr;

    explicit Parsed(std::string text) {
        root = parse_xml(sources.add("a.flow-meta.xml", std::move(text)), arena, out);
    }
    [[nodiscard]] std::string message() const {
        return out.all().size() == 1 ? out.all()[0].message
                                     : std::to_string(out.all().size()) + " messages";
    }
    [[nodiscard]] Code code() const { return out.all().at(0).code; }
};

std::string flow(const std::string& inner) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Flow "
           "xmlns=\"http://soap.sforce.com/2006/04/metadata\">\n" +
           inner + "</Flow>\n";
}

} // namespace

TEST_CASE("an element has its children or its text, and a place in the file") {
    Parsed parsed(flow("    <label>Research &amp; &#65;</label>\n    <start/>\n"));
    REQUIRE(parsed.root != nullptr);
    CHECK(parsed.root->name == "Flow");
    REQUIRE(parsed.root->children.size() == 2);
    const XmlNode& label = *parsed.root->children[0];
    CHECK(label.text == "Research & A");
    CHECK(parsed.sources.text(label.text_span) == "Research &amp; &#65;");
    CHECK(parsed.sources.text(label.span) == "label");
    CHECK(parsed.root->child("start")->text.empty());
}

TEST_CASE("blanks in a text count, blanks between elements do not") {
    Parsed parsed(flow("    <a> </a>\n    <b>\n        <c> x </c>\n    </b>\n"));
    REQUIRE(parsed.root != nullptr);
    CHECK(parsed.root->child_text("a") == " ");
    CHECK(parsed.root->child("b")->text.empty());
    CHECK(parsed.root->child("b")->child_text("c") == " x ");
}

TEST_CASE("a file in the form of a retrieve is printed byte for byte") {
    const std::string text =
        flow("    <description>&quot;a&quot; &lt; &apos;b&apos; &amp; &gt;\n  c</description>\n    "
             "<start>\n        <locationX>50</locationX>\n    </start>\n");
    Parsed parsed(text);
    REQUIRE(parsed.root != nullptr);
    CHECK(print_xml(*parsed.root) == text);
}

TEST_CASE("what is no XML gets one message, at its place") {
    SECTION("an end tag of another element") {
        Parsed parsed(flow("<a><b></a></b>"));
        CHECK(parsed.root == nullptr);
        CHECK(parsed.code() == Code::W0004);
        CHECK(
            parsed.message() ==
            "this is no XML: this end tag does not belong to the element that is open"
        );
    }
    SECTION("a file that ends in the middle") {
        Parsed parsed("<?xml version=\"1.0\"?><Flow><label>abc");
        CHECK(parsed.root == nullptr);
        CHECK(parsed.code() == Code::W0004);
    }
    SECTION("an ampersand that stands alone") {
        Parsed parsed(flow("<label>Heating & Cooling</label>"));
        CHECK(parsed.root == nullptr);
        CHECK(parsed.message() == "this is no XML: `&` begins no character here; write `&amp;`");
        CHECK(parsed.sources.locate(parsed.out.all()[0].span.begin).line == 3);
    }
    SECTION("an empty file") {
        Parsed parsed("");
        CHECK(parsed.root == nullptr);
        CHECK(parsed.code() == Code::W0004);
    }
    SECTION("another encoding") {
        Parsed parsed("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><Flow/>");
        CHECK(parsed.root == nullptr);
        CHECK(parsed.code() == Code::W0002);
    }
    SECTION("bytes that are no UTF-8") {
        Parsed parsed(flow("<label>\xE9</label>"));
        CHECK(parsed.root == nullptr);
        CHECK(parsed.code() == Code::W0002);
    }
}

TEST_CASE("hostile files get one message and cost no more than their size") {
    SECTION("entities that grow") {
        Parsed parsed("<!DOCTYPE Flow [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b "
                      "\"&a;&a;&a;&a;&a;&a;\">]><Flow><label>&b;</label></Flow>");
        CHECK(parsed.root == nullptr);
        CHECK(parsed.code() == Code::W0005);
        CHECK(parsed.out.all().size() == 1);
    }
    SECTION("an entity of another file") {
        Parsed parsed("<!DOCTYPE Flow SYSTEM \"file:///etc/passwd\"><Flow/>");
        CHECK(parsed.root == nullptr);
        CHECK(parsed.code() == Code::W0005);
    }
    SECTION("ten thousand levels") {
        std::string text;
        for (int level = 0; level < 10'000; ++level)
            text += "<a>";
        for (int level = 0; level < 10'000; ++level)
            text += "</a>";
        Parsed parsed(std::move(text));
        CHECK(parsed.root == nullptr);
        CHECK(parsed.message() == "elements are nested more than 100 deep");
    }
    SECTION("levels without an end") {
        std::string text;
        for (int level = 0; level < 1'000'000; ++level)
            text += "<a>";
        Parsed parsed(std::move(text));
        CHECK(parsed.root == nullptr);
        CHECK(parsed.out.all().size() == 1);
    }
    SECTION("more tags than any file has") {
        std::string text(limits::xml_tags + 1, '<');
        Parsed parsed(std::move(text));
        CHECK(parsed.root == nullptr);
        CHECK(parsed.code() == Code::W0005);
    }
    SECTION("one text in many pieces") {
        std::string text;
        for (int piece = 0; piece < 200'000; ++piece)
            text += "x<!-- -->";
        Parsed parsed(flow("<label>" + text + "</label>"));
        REQUIRE(parsed.root != nullptr);
        CHECK(parsed.root->child_text("label").size() == 200'000);
        CHECK(parsed.arena.capacity() < (4U << 20));
    }
    SECTION("one text of many bytes") {
        Parsed parsed(flow("<label>" + std::string(32 << 20, 'x') + "</label>"));
        REQUIRE(parsed.root != nullptr);
        CHECK(parsed.root->child_text("label").size() == 32U << 20);
        CHECK(parsed.arena.capacity() < (40U << 20));
    }
}

TEST_CASE("what XML has no character for is refused, however it is written") {
    CHECK(Parsed(flow("<label>\x01</label>")).code() == Code::W0004);
    CHECK(Parsed(flow("<label>\xEF\xBF\xBE</label>")).code() == Code::W0004);
    CHECK(Parsed(flow("<label>\xC0\x80</label>")).code() == Code::W0002);
    CHECK(Parsed(flow("<label>\xED\xA0\x80</label>")).code() == Code::W0002);
    CHECK(Parsed(flow(std::string("<label>\0</label>", 16))).code() == Code::W0002);
    for (const char* const reference :
         {"&#0;", "&#1;", "&#xD800;", "&#x110000;", "&#99999999999;", "&#x;", "&#;", "&#12x;"})
        CHECK(Parsed(flow("<label>" + std::string(reference) + "</label>")).code() == Code::W0004);
    CHECK(Parsed(flow("<label>&#x1F600;&#10;&#xE9;</label>")).root != nullptr);
}

TEST_CASE("a text goes on behind comments, sections and instructions") {
    const Parsed parsed(flow("<label> <!-- c --> a<![CDATA[ < ]]><?x y?> b </label>\n<a/>"));
    REQUIRE(parsed.root != nullptr);
    CHECK(parsed.root->child_text("label") == "  a <  b ");
}

TEST_CASE("a text beside the elements of a flow is refused: it would be lost") {
    const Parsed parsed(flow("<start>hello<object>Account</object></start>"));
    CHECK(parsed.root == nullptr);
    CHECK(parsed.message() == "`start` holds elements and a text beside them");
}
