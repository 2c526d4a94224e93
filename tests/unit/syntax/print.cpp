#include "reading.hpp"

#include <catch2/catch.hpp>

using namespace weir;
using test::ReadElement;
using test::Reading;

namespace {

/// Prints, and checks the two laws of the formatter.
std::string format(const std::string& text) {
    const Reading read(text);
    CHECK(read.said() == "");
    std::string once = print(*read.tree);
    const Reading again(once);
    CHECK(again.said() == "");
    CHECK(equal(*read.tree, *again.tree));
    CHECK(print(*again.tree) == once);
    return once;
}

} // namespace

TEST_CASE("a short element stands on one line, a long one has a line for each clause") {
    CHECK(
        format("flow F{get A:B first where Id=3+4}") ==
        "flow F {\n  get A: B where Id = 3+4 first\n}\n"
    );
    CHECK(
        format("flow F {\n get A: B\n where Id = 3 first }") ==
        "flow F {\n  get A: B\n    where Id = 3\n    first\n}\n"
    );
    const std::string name(70, 'x');
    CHECK(
        format("flow F { get " + name + ": B where Id = 1234567890 first { a = b } }") ==
        "flow F {\n  get " + name + ": B\n    where Id = 1234567890\n    first\n  { a = b }\n}\n"
    );
}

TEST_CASE("assignments stand in columns, up to an empty line") {
    CHECK(
        format("flow F { assign A {\n a = 1\n\n\n bbbb += 2\n cc add first 3 // c\n } }") ==
        "flow F {\n  assign A {\n    a = 1\n\n    bbbb += 2\n    cc   add first 3  // c\n  }\n}\n"
    );
    CHECK(
        format("flow F { assign A { a = 1 bb = 2 } }") ==
        "flow F {\n  assign A { a = 1  bb = 2 }\n}\n"
    );
    CHECK(format("flow F { assign A { } }") == "flow F {\n  assign A {}\n}\n");
}

TEST_CASE("fields stand in columns") {
    CHECK(
        format("event E {\nA Text(18) required\n  Long_Name LongTextArea(32768)\n B Checkbox \"L\" "
               "default true\n}") ==
        "event E {\n  A          Text(18)  required\n  Long_Name  LongTextArea(32768)\n  B         "
        " Checkbox  \"L\" default true\n}\n"
    );
}

TEST_CASE("a picklist of many values gets lines of its own") {
    std::string values;
    for (int index = 0; index < 20; ++index)
        values +=
            (index > 0 ? ", " : "") + std::string("\"Value number ") + std::to_string(index) + '"';
    const std::string text = format("extend A { B Picklist(" + values + ") required }");
    CHECK(text.find("  B  Picklist(\n      \"Value number 0\", ") != std::string::npos);
    CHECK(text.find("\n    )  required\n") != std::string::npos);
}

TEST_CASE("settings of a flow are in order, and what belongs to the trigger stands below it") {
    CHECK(
        format("flow F { when a = 1 on B after create\n api 62.0\n get C: D }") ==
        "flow F {\n  api 62.0\n  on B after create\n    when a = 1\n  get C: D\n}\n"
    );
}

TEST_CASE("long conditions are broken at their joining words") {
    const std::string a = "Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa = 1";
    const std::string text =
        format("flow F { get X: Y where " + a + " and (" + a + " or " + a + ") and " + a + " }");
    CHECK(
        text == "flow F {\n  get X: Y\n    where " + a + "\n      and (" + a + " or " + a +
                    ")\n      and " + a + "\n}\n"
    );
}

TEST_CASE("comments keep their places, and empty lines are one") {
    const std::string text = "// a\n\n// b\nflow F {\n  // c\n\n  get A: B  // d\n\n  // e\n  -> X "
                             " // f\n  // g\n}\n\n// h\n";
    CHECK(format(text) == text);
    CHECK(
        format("flow F {\n\n\n  get A: B\n\n\n\n  end\n\n}\n\n\n") ==
        "flow F {\n  get A: B\n\n  end\n}\n"
    );
    CHECK(
        format("flow F { get A: B // x\n where c = d // y\n first }") ==
        "flow F {\n  get A: B\n    // x\n    where c = d  // y\n    first\n}\n"
    );
}

TEST_CASE("texts are written so that they are read again") {
    CHECK(
        format("flow F { template A = \"a\\tb\\\"\\\\\\n\" }") ==
        "flow F {\n  template A = \"a\\tb\\\"\\\\\\n\"\n}\n"
    );
    CHECK(
        format("flow F { template A = \"\"\"\n  \\\"\"\" \\\\\n\n  x \n  \"\"\" }") ==
        "flow F {\n  template A = \"\"\"\n    \\\"\"\" \\\\\n\n    x \n    \"\"\"\n}\n"
    );
    CHECK(
        format("flow F { template A = \"\"\"one line\"\"\" }") ==
        "flow F {\n  template A = \"one line\"\n}\n"
    );
}

TEST_CASE("formulas keep their spelling") {
    CHECK(
        format("flow F { var A: Text = IF( a==b ,/* c */'d'\n  , e) input }") ==
        "flow F {\n  var A: Text = IF( a==b ,/* c */'d'\n  , e) input\n}\n"
    );
}

TEST_CASE("trees that say different things are different") {
    const auto same = [](const char* left, const char* right) {
        return equal(*ReadElement(left).tree, *ReadElement(right).tree);
    };
    CHECK(same("get A: B first where c = 1", "get A: B\n\n where c = 1\n first"));
    CHECK_FALSE(same("get A: B", "get A: C"));
    CHECK_FALSE(same("get A: B first", "get A: B"));
    CHECK_FALSE(same("get A: B // c", "get A: B"));
    CHECK_FALSE(same("get A: B where c = 1", "get A: B where c = 2"));
    CHECK_FALSE(same("get A: B where c = 1 and d and e", "get A: B where c = 1 and (d and e)"));
    CHECK_FALSE(same("assign A { b = 1 }", "assign A { b += 1 }"));
    CHECK_FALSE(same("end", "-> A"));
}
