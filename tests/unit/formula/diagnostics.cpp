// What is said about formulas that mean nothing.

#include "unit/formula/world.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace weir;
using weir::test::World;

namespace {

struct Speaker : World {
    Speaker() {
        scope.add("Total", Type::of(TypeKind::number));
        scope.add("Name", Type::of(TypeKind::text));
        scope.add("Contact", Type::record_of(object("Contact").id));
        scope.add("Names", Type::of(TypeKind::text).collection_of());
        scope.add("Day", Type::of(TypeKind::date));
        scope.add("Instant", Type::of(TypeKind::date_time));
    }
    std::string said(std::string_view text) {
        out = Diagnostics();
        CHECK(formula(text).root != nullptr);
        return messages();
    }
};

} // namespace

TEST_CASE("unknown names, with what was meant") {
    Speaker world;
    CHECK(
        world.said("Totl + 1") == "W0310 there is nothing called `Totl` here @ Totl\n"
                                  "  help: something with a similar name exists: `total` => total\n"
    );
    CHECK(
        world.said("Contact.Emial") ==
        "W0312 `Contact` has no field `Emial` @ Emial\n"
        "  help: a field with a similar name exists: `Email` => Email\n"
    );
    CHECK(
        world.said("Contact.Account") == "W0312 `Contact` has no field `Account` @ Account\n"
                                         "  help: `Account` is a relationship; the id it goes by "
                                         "is the field `AccountId` => AccountId\n"
    );
    CHECK(
        world.said("Contact.Acount.Name") ==
        "W0314 `Contact` has no relationship `Acount` @ Acount\n"
        "  help: a relationship with a similar name exists: `Account` => Account\n"
    );
    CHECK(
        world.said("Contact.AccountId.Name") ==
        "W0313 `AccountId` is ID and has no fields @ AccountId\n"
        "  help: the record it refers to is `Account` => Account\n"
    );
    CHECK(world.said("Name.First") == "W0313 `Name` is Text and has no fields @ First\n");
    CHECK(
        world.said("UPER(Name)") ==
        "W0311 there is no function `UPER` @ UPER\n"
        "  help: a function with a similar name exists: `UPPER` => UPPER\n"
    );
    CHECK(
        world.said("VLOOKUP(Name, Name, Name)") ==
        "W0311 there is no function `VLOOKUP` @ VLOOKUP\n"
    );
    CHECK(
        world.said("$Nothing.Here") == "W0310 there is nothing called `$Nothing` here @ $Nothing\n"
    );
}

TEST_CASE("a path over too many relationships") {
    Speaker world;
    world.scope.add("A", Type::record_of(world.object("Account").id));
    std::string path = "A";
    for (int step = 0; step < 10; ++step)
        path += ".Parent";
    CHECK(world.said(path + ".Name").empty());
    CHECK(
        world.said(path + ".Parent.Name").find("W0317 this path goes over 11 relationships") == 0
    );
}

TEST_CASE("arguments") {
    Speaker world;
    CHECK(
        world.said("LEFT(Name)") == "W0402 `LEFT` takes 2 arguments and is given 1 @ LEFT(Name)\n"
                                    "  help: it is called as `LEFT(text, num_chars)`\n"
    );
    CHECK(
        world.said("LEN(Name, 1, 2)") == "W0402 `LEN` takes 1 argument and is given 3 @ 1, 2\n"
                                         "  help: it is called as `LEN(text)`\n"
    );
    CHECK(
        world.said("MAX()") == "W0402 `MAX` takes at least 1 argument and is given 0 @ MAX()\n"
                               "  help: it is called as `MAX(number, …)`\n"
    );
    CHECK(world.said("CASE(Total, 1, 'a', 2, 'b', 3)").find("W0406") == 0);
    CHECK(world.said("CASE(Total, 1, 'a', 2, 'b')").find("W0402 `CASE` is given 5 arguments") == 0);
    CHECK(
        world.said("CASE(Total, 1, 'a', 2, 'b', 'c', 4)")
            .find("W0402 `CASE` is given 7 arguments") == 0
    );
    CHECK(
        world.said("LEN(Total)") ==
        "W0403 `LEN` takes Text for `text` and is given Number @ Total\n"
        "  help: a text of another value is made by `TEXT` => TEXT(Total)\n"
    );
    CHECK(
        world.said("YEAR(Instant)") ==
        "W0403 `YEAR` takes Date for `date` and is given Date/Time @ Instant\n"
        "  help: the date of a date-time is its `DATEVALUE` => DATEVALUE(Instant)\n"
    );
    CHECK(
        world.said("IF(Total, 1, 2)") ==
        "W0403 `IF` takes Boolean for `logical_test` and is given Number @ Total\n"
    );
    CHECK(
        world.said("AND(TRUE, Name)") ==
        "W0403 `AND` takes Boolean for `logical` and is given Text @ Name\n"
    );
    CHECK(
        world.said("LEN(Names)")
            .find("W0403 `LEN` takes Text for `text` and is given a collection of Text") == 0
    );
    CHECK(
        world.said("CASE(Total, 'one', 1, 2)").find("W0403 `CASE` compares Number with Text") == 0
    );
}

TEST_CASE("operators") {
    Speaker world;
    CHECK(world.said("Name - Total") == "W0404 `-` is not defined for Text and Number @ -\n");
    CHECK(
        world.said("Name & Total") ==
        "W0404 `&` is not defined for Text and Number @ &\n"
        "  help: a text of another value is made by `TEXT` => TEXT(Total)\n"
    );
    CHECK(world.said("Total = Name") == "W0404 `=` is not defined for Number and Text @ =\n");
    CHECK(
        world.said("Day < Instant") ==
        "W0404 `<` is not defined for Date and Date/Time @ <\n"
        "  help: the date of a date-time is its `DATEVALUE` => DATEVALUE(Instant)\n"
    );
    CHECK(world.said("-Name") == "W0404 `-` is not defined for Text @ -\n");
    CHECK(world.said("NOT Total") == "W0404 `NOT` is not defined for Number @ NOT\n");
    CHECK(world.said("TRUE && Total").find("W0404 `&&` is not defined for Number") == 0);
    CHECK(world.said("Day + Day").find("W0404 `+` is not defined for Date and Date") == 0);
    CHECK(world.said("Names & 'x'").find("W0404") == 0);
    CHECK(world.said("TRUE < FALSE").find("W0404") == 0);
}

TEST_CASE("one mistake is said once") {
    Speaker world;
    CHECK(
        world.said("LEN(Nothing) + 1 & 'x' - UPPER(Nothing2)").find("W0404") == std::string::npos
    );
    CHECK(world.said("NOSUCH(LEN(1))").find("W0403") != std::string::npos);
    CHECK(
        world.said("IF(Nothing, 1, 2) + 1") ==
        "W0310 there is nothing called `Nothing` here @ Nothing\n"
    );
}

TEST_CASE("results of different types") {
    Speaker world;
    CHECK(world.said("IF(TRUE, 1, 'one')") == "W0406 `IF` would give Number or Text @ 'one'\n");
    CHECK(
        world.said("BLANKVALUE(Name, 0)").find("W0406 `BLANKVALUE` would give Text or Number") == 0
    );
    CHECK(world.said("IF(TRUE, 1, NULL)").empty());
    CHECK(world.said("IF(TRUE, NULL, Contact.Status__c)").empty());
}

TEST_CASE("picklists") {
    Speaker world;
    CHECK(
        world.said("Contact.Status__c = 'Open'") ==
        "W0407 `Contact.Status__c` is a picklist and is used as a text @ Contact.Status__c\n"
        "  help: its value as a text is `TEXT`; one value is asked for by `ISPICKVAL` => "
        "TEXT(Contact.Status__c)\n"
    );
    CHECK(!world.out.has_errors());
    CHECK(world.said("TEXT(Contact.Status__c) = 'Open'").empty());
    CHECK(world.said("ISPICKVAL(Contact.Status__c, 'Open')").empty());
    CHECK(world.said("INCLUDES(Contact.Tags__c, 'Open')").empty());
    CHECK(world.said("CASE(Contact.Status__c, 'Open', 1, 2)").empty());
    CHECK(world.said("ISPICKVAL(Contact.Status__c, Name)").find("W0408") == 0);
    CHECK(world.said("ISPICKVAL(Name, 'Open')").find("W0403 `ISPICKVAL` takes Picklist") == 0);
}

TEST_CASE("functions without a meaning here, and numbers without end") {
    Speaker world;
    CHECK(world.said("ISNEW()").find("W0410 `ISNEW` has no meaning here") == 0);
    CHECK(world.said("ISCHANGED(Name)").find("W0410 `ISCHANGED` has no meaning here") == 0);
    CHECK(world.said("PRIORVALUE(1)").find("W0410") == 0);
    CHECK(world.said("1234567890123456789012345678901234567890").find("W0411") == 0);
}

TEST_CASE("formulas that Salesforce would not save are warned of") {
    Speaker world;
    CHECK(world.said("LEN('" + std::string(3800, 'x') + "')").empty());
    CHECK(
        world.said("LEN('" + std::string(3900, 'x') + "')")
            .find("W0415 this formula has 3907 characters") == 0
    );
    CHECK(!world.out.has_errors());
    std::string sum = "Total";
    for (int term = 0; term < 415; ++term)
        sum += "+Total";
    CHECK(world.said(sum).find("W0416 this formula compiles to about 5004 characters") == 0);
    CHECK(!world.out.has_errors());
    sum.resize(sum.size() - 6);
    CHECK(world.said(sum).empty());
}

TEST_CASE("functions of Salesforce that have no place here say why") {
    Speaker world;
    CHECK(world.said("VLOOKUP(Name, Name, Name)").find("W0311") == 0);
    CHECK(world.out.all().front().notes.front().find("validation rules") != std::string::npos);
    CHECK(world.said("ParentGroupVal(1, 2)").find("W0311") == 0);
    CHECK(world.out.all().front().notes.front().find("reports") != std::string::npos);
}
