#include "unit/check/kinds.hpp"

#include <catch2/catch.hpp>

using weir::test::Checked;
using Codes = std::vector<std::string>;

namespace {

Codes codes_of(std::string_view body) {
    const Checked checked(
        "flow F {\n  on Contact after create or update\n" + std::string(body) + "\n}\n"
    );
    UNSCOPED_INFO(checked.rendered());
    return checked.codes();
}

} // namespace

TEST_CASE("filters compare fields with values of their type") {
    CHECK(codes_of("get A: Contact where LastName = \"x\" and (IsGood or Level = \"High\") order "
                   "by Name desc")
              .empty());
    CHECK(codes_of("get A: Contact where IsGood > true") == Codes{"W0451 >"});
    CHECK(codes_of("get A: Contact where IsGood starts with \"x\"") == Codes{"W0451 starts with"});
    CHECK(codes_of("get A: Contact where Name is changed") == Codes{"W0451 is changed"});
    CHECK(codes_of("get A: Contact where Account.Name = \"x\"") == Codes{"W0452 Account.Name"});
    CHECK(codes_of("var T: Text = \"x\"\nget A: Contact where T = LastName").front() == "W0452 T");
    CHECK(codes_of("get A: Contact where Description = \"x\"") == Codes{"W0453 Description"});
    CHECK(codes_of("get A: Contact order by Description") == Codes{"W0453 Description"});
    CHECK(codes_of("get A: Contact where Birthdate = true").size() == 1);
}

TEST_CASE("writes name fields that may be written, once, with what is required") {
    CHECK(codes_of("create A: Contact { FirstName = \"x\" }") == Codes{"W0605 create A: Contact"});
    CHECK(codes_of("create A: Contact { LastName = \"x\" Name = \"y\" }") == Codes{"W0606 Name"});
    CHECK(
        codes_of("create A: Contact { LastName = \"x\" lastname = \"y\" }") ==
        Codes{"W0607 lastname"}
    );
    CHECK(
        codes_of("create A: Contact { LastName = \"x\" Level = \"Middle\" }") ==
        Codes{"W0611 \"Middle\""}
    );
    CHECK(codes_of("create A: Contact { LastName = \"x\" Level = \"high\" }").empty());
    CHECK(codes_of("create A: Contact { LastName = \"x\" Birthdate = true }").size() == 1);
    CHECK(codes_of("update A: Contact where Id = $Record.Id { FirstName = \"x\" }").empty());
}

TEST_CASE("a value is read after it can be there") {
    CHECK(
        codes_of("var T: Text output\nvar S: Text\nassign A { T = S }\nassign B { S = \"x\" }") ==
        Codes{"W0601 S"}
    );
    CHECK(codes_of("var T: Text output\nvar S: Text\nassign A { T = S }") == Codes{"W0602 S"});
    CHECK(codes_of("var T: Text output\nvar S: Text input\nassign A { T = S }").empty());
    CHECK(codes_of("var T: Text output\nvar S: Text\ndecision D { Yes when $Record.IsGood = true { "
                   "assign B { S = \"x\" } } }\n"
                   "assign A { T = S }")
              .empty());
    CHECK(
        codes_of("var T: Text output\nassign A { T = G.Name }\nget G: Account first") ==
        Codes{"W0601 G.Name"}
    );
    CHECK(codes_of("var S: Text\ndecision D { Yes when S is null { end } }\nassign B { S = \"x\" }")
              .empty());
}

TEST_CASE("a record that was not found is asked for first") {
    const std::string get = "var T: Text output\nget G: Account where Name = \"x\" first\n";
    CHECK(codes_of(get + "assign A { T = G.Name }") == Codes{"W0603 G.Name"});
    // Once read, it was there.
    CHECK(
        codes_of(get + "assign A { T = G.Name }\nassign B { T = G.Industry }") ==
        Codes{"W0603 G.Name"}
    );
    CHECK(
        codes_of(get + "decision D { Yes when G is not null { assign A { T = G.Name } } }").empty()
    );
    CHECK(
        codes_of(get + "decision D { No when G is null { end } }\nassign A { T = G.Name }").empty()
    );
    CHECK(codes_of(
              get + "decision D { No when G is null { end } otherwise { assign A { T = G.Name } } }"
    )
              .empty());
    CHECK(
        codes_of(get + "decision D { No when G is null { assign A { T = G.Name } } }") ==
        Codes{"W0603 G.Name"}
    );
    CHECK(codes_of(get + "decision D { Yes when G is not null and G.Name = \"a\" { end } }").empty()
    );
    CHECK(
        codes_of(get + "decision D { Yes when G is not null or G.Name = \"a\" { end } }") ==
        Codes{"W0603 G.Name"}
    );
    CHECK(codes_of(get + "decision D { No when G is null or G.Name = \"a\" { end } }").empty());
    CHECK(codes_of(get + "decision D { Yes when not (G is null) { assign A { T = G.Name } } }")
              .empty());
    CHECK(codes_of(get + "assign A { T = IF(ISBLANK(G.Id), \"\", G.Name) }").empty());
    CHECK(codes_of(get + "get H: Contact where LastName = G.Name") == Codes{"W0603 G.Name"});
    CHECK(codes_of(get + "formula X: Text = G.Name\nassign A { T = X }") == Codes{"W0603 X"});
    CHECK(
        codes_of(
            get +
            "formula X: Text = G.Name\ndecision D { Yes when G is not null { assign A { T = X } } }"
        )
            .empty()
    );
    CHECK(codes_of(get + "template X = \"a {!G.Name}\"\nassign A { T = X }") == Codes{"W0603 X"});
}

TEST_CASE("narrowing follows loops and fault paths") {
    CHECK(codes_of("var T: Text output\nget All: Account\nloop Item over All { assign A { T = "
                   "Item.Name } }")
              .empty());
    CHECK(
        codes_of("var T: Text output\nget All: Account\nloop Item over All { }\nassign A { T = "
                 "Item.Name }") == Codes{"W0603 Item.Name"}
    );
    CHECK(
        codes_of("var T: Text output\nget G: Account first fault { assign A { T = G.Name } }") ==
        Codes{"W0603 G.Name"}
    );
    CHECK(codes_of("var T: Text output\nget All: Account\nloop Item over All {\n get G: Account "
                   "where Name = Item.Name first\n"
                   "decision D { Yes when G is not null { assign A { T = G.Name } } } }")
              .empty());
}

TEST_CASE("a loop may stand above what it runs over") {
    const Checked checked("flow F { var T: Text output\n -> Find\n loop Item over Find { assign A "
                          "{ T = Item.Name } }\n end\n"
                          " get Find: Account\n -> Item }");
    INFO(checked.rendered());
    CHECK(checked.codes().empty());
}
