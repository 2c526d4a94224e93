// Where elements stand on the canvas. A flow is written as its elements with what their connectors
// name, `>A` for a go-to and nothing for an end; its layout is read back as `name x y`, from the
// top to the bottom.

#include "metadata/layout.hpp"

#include "metadata/flow.hpp"
#include "syntax/parse.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace weir;
using namespace weir::metadata;

namespace {

std::string tag(const std::string& name, const std::string& inner) {
    return "<" + name + ">" + inner + "</" + name + ">";
}

std::string connector(const std::string& name, const std::string& target) {
    if (target.empty())
        return "";
    if (target[0] == '>')
        return tag(name, "<isGoTo>true</isGoTo>" + tag("targetReference", target.substr(1)));
    return tag(name, tag("targetReference", target));
}

std::string element(const std::string& kind, const std::string& name, const std::string& inner) {
    return tag(
        kind, tag("name", name) + "<locationX>0</locationX><locationY>0</locationY>" + inner
    );
}

std::string
step(const std::string& name, const std::string& next = "", const std::string& fault = "") {
    return element(
        "actionCalls", name, connector("connector", next) + connector("faultConnector", fault)
    );
}

std::string decision(
    const std::string& name, const std::vector<std::string>& outcomes, const std::string& otherwise
) {
    std::string inner;
    for (const std::string& outcome : outcomes)
        inner += tag("rules", connector("connector", outcome));
    return element("decisions", name, inner + connector("defaultConnector", otherwise));
}

std::string loop(const std::string& name, const std::string& body, const std::string& next = "") {
    return element(
        "loops",
        name,
        connector("nextValueConnector", body) + connector("noMoreValuesConnector", next)
    );
}

std::string start(const std::string& first, const std::string& more = "") {
    return tag(
        "start",
        "<locationX>0</locationX><locationY>0</locationY>" + more + connector("connector", first)
    );
}

struct Flow {
    SourceMap sources;
    Arena arena;
    Diagnostics out;
    const XmlNode* root = nullptr;

    explicit Flow(const std::string& inner) {
        root = parse_xml(sources.add("a.flow-meta.xml", tag("Flow", inner)), arena, out);
        REQUIRE(root != nullptr);
    }
};

std::string text(const Places& places) {
    std::vector<std::pair<std::string_view, Place>> sorted(places.begin(), places.end());
    std::sort(sorted.begin(), sorted.end(), [](const auto& left, const auto& right) {
        return std::tuple(left.second.y, left.second.x, left.first) <
               std::tuple(right.second.y, right.second.x, right.first);
    });
    std::string lines;
    for (const auto& [name, place] : sorted)
        lines += (lines.empty() ? "" : ", ") + std::string(name.empty() ? "start" : name) + " " +
                 std::to_string(place.x) + " " + std::to_string(place.y);
    return lines;
}

/// Also: whoever reads the positions finds the canvas.
std::string laid_out(const std::string& inner, const Canvas& canvas = {}) {
    Flow flow(inner);
    const std::optional<Places> places = lay_out(*flow.root, canvas);
    if (!places)
        return "none";
    const XmlNode* const placed = moved(*flow.root, *places, flow.arena);
    const std::optional<Canvas> found = canvas_of(*placed);
    REQUIRE(found.has_value());
    CHECK(text(*lay_out(*flow.root, *found)) == text(*places));
    return text(*places);
}

} // namespace

TEST_CASE("elements stand below each other, the start at the left above them") {
    CHECK(laid_out(start("A") + step("A", "B") + step("B")) == "start 50 0, A 176 134, B 176 242");
    CHECK(
        laid_out(start("A") + step("A", "B") + step("B"), {120, 323, false}) ==
        "start 50 0, A 176 323, B 176 443"
    );
    CHECK(laid_out(start("")) == "start 50 0");
    CHECK(laid_out("") == "start 50 0");
}

TEST_CASE("a decision stands in the middle of its outcomes, and what is behind it below it") {
    CHECK(
        laid_out(start("D") + decision("D", {"A", "B"}, "") + step("A") + step("B")) ==
        "start 188 0, D 314 134, A 50 242, B 314 242"
    );
    CHECK(
        laid_out(
            start("D") + decision("D", {"A"}, "B") + step("A", "C") + step("B", "C") + step("C")
        ) == "start 56 0, D 182 134, A 50 242, B 314 242, C 182 434"
    );
}

TEST_CASE("an outcome that goes on without elements is narrower than one that ends") {
    const std::string inner = decision("E", {"A"}, "") + step("A");
    CHECK(
        laid_out(start("D") + decision("D", {"E"}, "B") + inner + step("B")) ==
        "start 254 0, D 380 134, E 182 242, B 578 242, A 50 350"
    );
    CHECK(
        laid_out(
            start("D") + decision("D", {"E"}, "B") + decision("E", {"A"}, "C") + step("A", "C") +
            step("C") + step("B")
        ) == "start 210 0, D 336 134, E 182 242, B 490 242, A 50 350, C 182 542"
    );
    CHECK(
        laid_out(start("D") + decision("D", {"E"}, "B") + inner + step("B"), {108, 252, true}) ==
        "start 210 0, D 336 252, E 182 360, B 490 360, A 50 468"
    );
}

TEST_CASE("ends and go-tos take room where other branches go on") {
    const std::string rest = decision("E", {"A"}, "C") + step("B", "C") + step("C");
    CHECK(
        laid_out(start("D") + decision("D", {"E"}, "B") + step("A") + rest) ==
        "start 210 0, D 336 134, E 182 242, B 490 242, A 50 350, C 336 734"
    );
    CHECK(
        laid_out(start("D") + decision("D", {"E"}, "B") + step("A", ">D") + rest) ==
        "start 210 0, D 336 134, E 182 242, B 490 242, A 50 350, C 336 692"
    );
}

TEST_CASE("the body of a loop stands to its right, and what follows the loop below it") {
    CHECK(
        laid_out(start("L") + loop("L", "A", "C") + step("A", "B") + step("B", "L") + step("C")) ==
        "start 50 0, L 176 134, A 264 242, B 264 350, C 176 542"
    );
    CHECK(
        laid_out(start("L") + loop("L", "M") + loop("M", "A", "L") + step("A", "M")) ==
        "start 50 0, L 176 134, M 352 242, A 440 350"
    );
    CHECK(
        laid_out(start("L") + loop("L", "", "A") + step("A")) == "start 50 0, L 176 134, A 176 326"
    );
    CHECK(
        laid_out(
            start("D") + decision("D", {"A"}, "L") + step("A") + loop("L", "B") + step("B", "L")
        ) == "start 100 0, D 226 134, A 50 242, L 402 242, B 490 350"
    );
}

TEST_CASE("fault paths stand at the right, the first outermost") {
    CHECK(
        laid_out(start("A") + step("A", "B", "F") + step("B", "", "G") + step("F") + step("G")) ==
        "start 50 0, A 176 134, B 176 242, F 704 242, G 440 350"
    );
    CHECK(
        laid_out(
            start("D") + decision("D", {"A"}, "B") + step("A", "B", "F") + step("F") + step("B")
        ) == "start 188 0, D 314 134, A 50 242, F 314 350, B 314 674"
    );
    CHECK(laid_out(start("A") + step("A", "", ">A")) == "start 50 0, A 176 134");
}

TEST_CASE("a start with scheduled paths is a branching one") {
    const std::string path = tag("scheduledPaths", connector("connector", "A"));
    CHECK(laid_out(start("", path) + step("A"), {108, 276, false}) == "start 50 0, A 308 276");
    CHECK(
        laid_out(start("B", path) + step("A") + step("B"), {108, 276, false}) ==
        "start 56 0, B 50 276, A 314 276"
    );
}

TEST_CASE("what nothing leads to stands beside the flow") {
    CHECK(
        laid_out(start("A") + step("A") + step("B", "C") + step("C")) ==
        "start 50 0, A 176 134, B 440 134, C 440 242"
    );
    CHECK(laid_out(start("A") + step("A", "A")) == "start 50 0, A 176 134");
}

TEST_CASE("positions that no canvas gives have none") {
    Flow flow(start("A") + step("A", "B") + step("B"));
    const auto at = [&](const char* name, Place place) {
        Places places = *lay_out(*flow.root, {});
        places[name] = place;
        return canvas_of(*moved(*flow.root, places, flow.arena));
    };
    CHECK(at("A", {176, 134}) == Canvas{});
    CHECK_FALSE(at("A", {177, 134}).has_value());
    CHECK_FALSE(at("B", {176, 243}).has_value());
    CHECK_FALSE(at("", {50, 50}).has_value());
    CHECK_FALSE(at("A", {176, INT64_MAX}).has_value());

    Flow words(tag("start", "<locationX>left</locationX><locationY>0</locationY>"));
    CHECK_FALSE(canvas_of(*words.root).has_value());
    Flow twice(
        step("A") + tag("screens", "<name>A</name><locationX>1</locationX><locationY>1</locationY>")
    );
    CHECK_FALSE(canvas_of(*twice.root).has_value());
}

TEST_CASE("branches that are nested too deep are not laid out") {
    std::string deep = start("D0");
    for (int depth = 0; depth < 300; ++depth)
        deep += decision("D" + std::to_string(depth), {"D" + std::to_string(depth + 1)}, "");
    CHECK(laid_out(deep + step("D300")) == "none");

    // The room at the left of a loop is twice that of the loop within it.
    std::string wide = start("L0");
    for (int depth = 0; depth < 60; ++depth)
        wide += loop(
            "L" + std::to_string(depth),
            "L" + std::to_string(depth + 1),
            depth == 0 ? "" : "L" + std::to_string(depth - 1)
        );
    CHECK(laid_out(wide + step("L60", "L59")) == "none");
}

TEST_CASE("a canvas is one line") {
    CHECK(to_text({108, 323, false}) == "108 323");
    CHECK(to_text({120, 158, true}) == "120 158 shared");
    CHECK(read_canvas("108 323") == Canvas{108, 323, false});
    CHECK(read_canvas("120 -4 shared") == Canvas{120, -4, true});
    for (const char* const wrong :
         {"",
          "108",
          "108 ",
          "109 323",
          "108 x",
          "108 323 more",
          "108  323",
          "shared",
          "108 99999999999",
          " 108 323"})
        CHECK_FALSE(read_canvas(wrong).has_value());
}

TEST_CASE("a flow is laid out by the canvas that its text names, but for what it places itself") {
    const auto written = [](const std::string& quiet) {
        SourceMap sources;
        Diagnostics out;
        Arena arena;
        const SourceFile& file =
            sources.add("a.flow", "flow F {\n  metadata \"" + quiet + "\"\n}\n");
        const std::unique_ptr<const SyntaxTree> tree = parse(file, {}, out);
        REQUIRE(tree->declarations.size() == 1);
        const XmlNode* const flow = write_flow(*tree->declarations[0], arena, out);
        const XmlNode& first = *flow->child("start");
        std::string result(first.child_text("locationX"));
        result += ' ';
        result += first.child_text("locationY");
        for (const Diagnostic& mistake : out.all())
            result += ", " + mistake.message;
        return result;
    };
    CHECK(written("<canvas>108 134</canvas>") == "50 0");
    CHECK(written("<canvas>108 134</canvas><positions>start 7 8</positions>") == "7 8");
    CHECK(written("<description>none</description>") == "0 0");
    CHECK(
        written("<canvas>107 134</canvas>") ==
        "0 0, `107 134` is no canvas: a step of 108 or 120, then the first row"
    );
}

TEST_CASE("the canvas of today has the row that the start asks for") {
    const auto row = [](const std::string& more) {
        Flow flow(start("", more));
        return todays_canvas(*flow.root).first_row;
    };
    CHECK(row("") == 134);
    CHECK(row("<triggerType>RecordAfterSave</triggerType>") == 323);
    CHECK(row("<triggerType>Scheduled</triggerType>") == 252);
    CHECK(row("<triggerType>RecordAfterSave</triggerType><scheduledPaths/>") == 276);
    CHECK(todays_canvas(*Flow("<label>none</label>").root) == Canvas{});
}
