#include "reading.hpp"

#include <catch2/catch.hpp>

using namespace weir;
using test::ReadElement;
using test::Reading;

TEST_CASE("an unknown clause is named with its element and the nearest clause") {
    CHECK(
        ReadElement("  get X: Contact where Id = 3 frist").said() ==
        R"(error[W0102]: `get` has no clause `frist`
 --> test.flow:2:31
  |
2 |   get X: Contact where Id = 3 frist
  |                               ^^^^^ no such clause
  |
  = help: a clause with a similar name exists: `first`
)"
    );
    CHECK(
        ReadElement("  get X: Contact\n    oder by Id").messages() ==
        "W0102 `get` has no clause `oder`\n"
    );
    const Reading inside("object O__c plural \"x\" { }");
    CHECK(
        inside.messages() ==
        "W0102 `plural` stands inside the braces of `object`, not before them\n"
    );
}

TEST_CASE("an unknown keyword is named with the nearest one") {
    CHECK(
        ReadElement("  gett X: Contact first").said() ==
        R"(error[W0103]: there is no element, resource or setting of a flow `gett`
 --> test.flow:2:3
  |
2 |   gett X: Contact first
  |   ^^^^ not the keyword of an element, resource or setting of a flow
  |
  = help: a keyword with a similar name exists: `get`
)"
    );
    CHECK(Reading("flwo F { }").messages() == "W0103 there is no declaration `flwo`\n");
}

TEST_CASE("a keyword at another place is said to be one") {
    CHECK(
        ReadElement("  decision D {\n    A when b { var X: Text }\n  }").said() ==
        R"(error[W0104]: `var` cannot stand here
 --> test.flow:3:16
  |
3 |     A when b { var X: Text }
  |                ^^^
  |
  = note: `var` stands in a flow, outside of its elements
)"
    );
}

TEST_CASE("what is missing at the end of a line is missing there") {
    CHECK(
        ReadElement("  get X\n  get Y: Z").said() ==
        R"(error[W0101]: found `get`, expected a text in quotes or `:`
 --> test.flow:2:8
  |
2 |   get X
  |        ^ expected a text in quotes or `:`
)"
    );
}

TEST_CASE("a bracket that is not closed is shown") {
    CHECK(
        ReadElement("  assign A {\n    b = IF(c, d\n    e = f\n  }").said() ==
        R"(error[W0101]: found `e`, expected an operator, `,` or `)`
 --> test.flow:3:16
  |
3 |     b = IF(c, d
  |           -    ^ expected an operator, `,` or `)`
  |           this `(` is not closed
)"
    );
    CHECK(
        Reading("flow A {\n  decision D {\n    B when c { end }\n}\n\nflow E { }\n").said() ==
        R"(error[W0107]: found a declaration, expected `}`
 --> test.flow:4:2
  |
1 | flow A {
  |        - this `{` is not closed
2 |   decision D {
  |              - perhaps this one: its `}` stands in another column
3 |     B when c { end }
4 | }
  |  ^ expected `}`
5 |
6 | flow E { }
  | ---- the next declaration begins here
)"
    );
    CHECK(Reading("flow A {").messages() == "W0107 found the end of the file, expected `}`\n");
    CHECK(Reading("}").messages() == "W0107 this `}` closes nothing\n");
}

TEST_CASE("every independent mistake of a file is reported") {
    const Reading read(R"(flow A {
  on Contact after delete
  get B: C wher D = 1 first
  get E F: G
  gett H: I
  decision J {
    K whn l = 1 { create M: N { O = = 1 } }
    P when (q = 1
    R when s
  }
  update T: U { V = "w }
}
flow W {
  get X:
  get Y: Z
  get Y: Z limit x
}
testt "a" { }
)");
    CHECK(read.messages() == R"(W0113 no flow starts after a delete
W0102 `get` has no clause `wher`
W0101 found `F`, expected a text in quotes or `:`
W0103 there is no element, resource or setting of a flow `gett`
W0101 found `whn`, expected a text in quotes or `when`
W0101 found `=`, expected a value
W0101 found `R`, expected an operator, a condition operator, `)`, `and` or `or`
W0105 this text is not closed on its line
W0107 found a declaration, expected `}`
W0102 `get` has no clause `Y`
W0101 found `x`, expected a number
W0103 there is no declaration `testt`
)");
}

TEST_CASE("what could be read of a broken element is kept") {
    const ReadElement read("  get A: B\n    where = 3\n    first\n  get C: D");
    CHECK(read.out.error_count() == 1);
    REQUIRE(read.statements().size() == 2);
    CHECK(read.element(0).broken);
    CHECK(read.element(0).has("first"));
    CHECK_FALSE(read.element(1).broken);
}

TEST_CASE("a second clause of a kind is refused unless it may be repeated") {
    const ReadElement read(
        "  get A: B first first\n  custom error C message \"x\" message \"y\" on D"
    );
    CHECK(read.said() == R"(error[W0110]: `first` stands here a second time
 --> test.flow:2:18
  |
2 |   get A: B first first
  |            ----- ^^^^^
  |            the first one
)");
    CHECK(read.element(1).clauses.size() == 2);
}

TEST_CASE("texts that are not closed, and their escapes") {
    CHECK(
        ReadElement("  var A: Text = \"abc\n  var B: Text").said() ==
        R"(error[W0105]: this text is not closed on its line
 --> test.flow:2:17
  |
2 |   var A: Text = "abc
  |                 ^ no `"` closes it
)"
    );
    CHECK(
        ReadElement("  var A: Text = \"a\\qb\"").messages() == "W0106 a text has no escape `\\q`\n"
    );
    CHECK(
        ReadElement("  template A = \"\"\"\n    x")
            .messages()
            .find("W0105 this text is not closed\n") == 0
    );
    CHECK(
        ReadElement("  template A = \"\"\"\n  x\n    \"\"\"").messages() ==
        "W0114 this line stands left of the `\"\"\"` that closes its text\n"
    );
}

TEST_CASE("help for what people paste") {
    CHECK(
        ReadElement("  assign A { b = \xE2\x80\x9Cx\xE2\x80\x9D }")
            .said()
            .find("straight quotes") != std::string::npos
    );
    CHECK(
        ReadElement("  assign A { b = IF(c, // no\n d) }")
            .said()
            .find("a comment is written `/* … */`") != std::string::npos
    );
    CHECK(
        ReadElement("  assign A { b = /* open\n }")
            .messages()
            .find("W0111 this comment is not closed\n") == 0
    );
}

TEST_CASE("the trigger must be one that exists") {
    CHECK(
        Reading("flow A {\n  on B before delete or create\n}").messages() ==
        "W0113 a flow starts either before a delete or at a create or update\n"
    );
    CHECK(
        Reading("flow A {\n  on B during create\n}").messages() ==
        "W0101 found `during`, expected `before` or `after`\n"
    );
    CHECK(
        Reading("flow A {\n  run in god mode\n}").messages() ==
        "W0101 found `god`, expected `default mode`, `user mode`, `system with sharing` or `system "
        "without sharing`\n"
    );
}
