#include "unit/check/kinds.hpp"

#include <catch2/catch.hpp>

using weir::test::Checked;
using Codes = std::vector<std::string>;

namespace {

/// The codes for a flow on a Contact after its save.
Codes codes_of(std::string_view body) {
    const Checked checked(
        "flow F {\n  on Contact after create or update\n" + std::string(body) + "\n}\n"
    );
    UNSCOPED_INFO(checked.rendered());
    return checked.codes();
}

} // namespace

TEST_CASE("a name is used once, without case, for values and elements") {
    CHECK(codes_of("var Total: Number output\nvar total: Text output") == Codes{"W0301 total"});
    CHECK(codes_of("var Total: Number output\nget Total: Contact") == Codes{"W0301 Total"});
    CHECK(
        codes_of("get A: Contact\ndecision A { Yes when A is empty { end } }") == Codes{"W0301 A"}
    );
}

TEST_CASE("names that are not there are said once, with the nearest") {
    CHECK(codes_of("get A: Contct") == Codes{"W0302 Contct"});
    CHECK(codes_of("subflow A: Missing") == Codes{"W0303 Missing"});
    CHECK(codes_of("var N: Number output\nassign A { M = 1 }") == Codes{"W0304 M"});
    CHECK(codes_of("var N: Numbr output") == Codes{"W0305 Numbr"});
    CHECK(codes_of("get A: Contact where Nme = \"x\"") == Codes{"W0312 Nme"});
    CHECK(
        codes_of("create A: Account { Name = \"x\" Industri = \"y\" }") == Codes{"W0312 Industri"}
    );
}

TEST_CASE("what follows from a mistake is not said") {
    CHECK(
        codes_of("get A: Contct first\nassign B { A.Name = A.Other }\ncreate C: Account { Name = "
                 "A.Name }") == Codes{"W0302 Contct"}
    );
}

TEST_CASE("an element without a value is not read") {
    CHECK(
        codes_of("var T: Text output\nupdate U: Contact where Id = $Record.Id { FirstName = \"a\" "
                 "}\nassign A { T = U }") == Codes{"W0307 U"}
    );
}

TEST_CASE("$Record is there when a record starts the flow") {
    CHECK(
        Checked("flow F { var T: Text output assign A { T = $Record.Name } }").codes() ==
        Codes{"W0308 $Record"}
    );
    CHECK(codes_of("var T: Text output\nassign A { T = $Record.FirstName }").empty());
    CHECK(codes_of("var T: Text output\nassign A { T = $record.Account.Name }").empty());
}

TEST_CASE("a formula may not read itself") {
    const Codes codes = codes_of(
        "var T: Text output\nformula A: Text = B & \"x\"\nformula B: Text = A\nassign S { T = A }"
    );
    CHECK(codes == Codes{"W0341 A"});
}

TEST_CASE("what nothing reads is a warning") {
    CHECK(codes_of("var T: Text") == Codes{"W0330 T"});
    CHECK(codes_of("var T: Text\nassign A { T = \"x\" }") == Codes{"W0330 T"});
    CHECK(codes_of("var T: Text output\nassign A { T = \"x\" }").empty());
    CHECK(codes_of("formula X: Text = \"a\"") == Codes{"W0330 X"});
    CHECK(codes_of(
              "var T: Text output\nvar S: Text = \"a\"\ntemplate X = \"{!S}\"\nassign A { T = X }"
    )
              .empty());
}

TEST_CASE("only variables and records are assigned") {
    CHECK(
        codes_of("var T: Text output\nformula X: Text = \"a\"\nassign A { X = \"b\" T = X }") ==
        Codes{"W0450 X"}
    );
    CHECK(
        codes_of("decision D { Yes when $Record.IsGood = true { end } }\nassign A { Yes = true }"
        ) == Codes{"W0450 Yes"}
    );
    CHECK(codes_of("var C: Contact output\nassign A { C.FirstName = \"x\" }").empty());
    CHECK(codes_of("var C: Contact output\nassign A { C.Nme = \"x\" }") == Codes{"W0312 Nme"});
    CHECK(codes_of("var T: Text output\nassign A { T.Nme = \"x\" }") == Codes{"W0456 Nme"});
    CHECK(
        codes_of("var C: Contact output\nassign A { C.Account.Name = \"x\" }") ==
        Codes{"W0457 C.Account.Name"}
    );
    CHECK(
        codes_of("assign A { $Record__Prior.FirstName = \"x\" }") ==
        Codes{"W0450 $Record__Prior.FirstName"}
    );
    CHECK(codes_of("assign A { $Record.FirstName = \"x\" }") == Codes{"W0609 $Record.FirstName"});
    CHECK(codes_of("assign A { $Record.FirstName = \"x\" }\nupdate U from $Record").empty());
}

TEST_CASE("flow names are used once") {
    CHECK(Checked("flow F { }\nflow f { }").codes() == Codes{"W0301 f"});
}
