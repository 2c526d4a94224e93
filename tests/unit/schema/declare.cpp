#include "check/declare.hpp"

#include "base/limits.hpp"
#include "base/source_map.hpp"
#include "stdlib/stdlib.hpp"
#include "syntax/parse.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

using namespace weir;

namespace {

/// The world that some files declare, over the standard library.
struct Declared {
    SourceMap sources;
    Diagnostics out;
    std::vector<std::unique_ptr<const SyntaxTree>> trees;
    Declarations world;

    explicit Declared(const std::vector<std::string>& files) {
        for (const EmbeddedText& file : standard_library())
            add(std::string(file.name), std::string(file.text));
        for (const std::string& text : files)
            add("test.flow", text);
        std::vector<const SyntaxTree*> views;
        for (const auto& tree : trees)
            views.push_back(tree.get());
        world = declare(views, out);
    }
    explicit Declared(std::string text) : Declared(std::vector<std::string>{std::move(text)}) {}

    [[nodiscard]] const Object& object(std::string_view name) const {
        const Object* const found = world.schema->find(name);
        REQUIRE(found != nullptr);
        return *found;
    }
    [[nodiscard]] const Field& field(std::string_view object_name, std::string_view name) const {
        const auto found = object(object_name).find_field(name);
        REQUIRE(found);
        return object(object_name).field(*found);
    }
    /// The codes reported, in the order of the text.
    [[nodiscard]] std::string codes() {
        out.sort_and_cap(sources);
        std::string result;
        for (const Diagnostic& diagnostic : out.all())
            result += (result.empty() ? "" : " ") + std::string(facts(diagnostic.code).name);
        return result;
    }

private:
    void add(std::string name, std::string text) {
        trees.push_back(parse(sources.add(std::move(name), std::move(text)), {}, out));
    }
};

std::string object_with(const std::string& fields) {
    return "object Visit__c {\n " + fields + "\n}\n";
}

} // namespace

TEST_CASE("a custom object gets its label, its prefix and its name") {
    Declared declared(
        "object Portal_Log__c {\n name \"PL-{00000}\"\n Contact__c Lookup(Contact)\n}\n"
        "object Visit__c \"Guest Visit\" {\n Place__c Text(80)\n}"
    );
    CHECK(declared.codes().empty());
    CHECK(declared.object("portal_log__C").label == "Portal Log");
    CHECK(declared.object("Visit__c").label == "Guest Visit");
    CHECK(declared.object("Portal_Log__c").kind == ObjectKind::custom);
    const Field& name = declared.field("Portal_Log__c", "Name");
    CHECK(name.kind == FieldKind::auto_number);
    CHECK(name.format == "PL-{00000}");
    CHECK_FALSE(name.createable);
    CHECK(declared.field("Visit__c", "Name").kind == FieldKind::text);
    CHECK(declared.field("Portal_Log__c", "Contact__c").relationship == "Contact__r");
    CHECK(
        declared.field("Portal_Log__c", "Contact__c").type().object == declared.object("Contact").id
    );
}

TEST_CASE("a name clause without a counter is a label") {
    Declared declared("object Visit__c {\n name \"Visit Title\"\n Place__c Text(80)\n}");
    CHECK(declared.codes().empty());
    CHECK(declared.field("Visit__c", "Name").kind == FieldKind::text);
    CHECK(declared.field("Visit__c", "Name").label == "Visit Title");
}

TEST_CASE("field types have the sizes that they say") {
    Declared declared(object_with(
        "A__c Text\n B__c Text(40)\n C__c Number(2)\n D__c Number(16, 2)\n E__c Currency\n"
        " F__c LongTextArea(4000)\n G__c Email\n H__c Percent(3, 1)\n I__c TextArea"
    ));
    CHECK(declared.codes().empty());
    CHECK(declared.field("Visit__c", "A__c").length == 255);
    CHECK(declared.field("Visit__c", "B__c").length == 40);
    CHECK(declared.field("Visit__c", "C__c").scale == 2);
    CHECK(declared.field("Visit__c", "C__c").precision == 18);
    CHECK(declared.field("Visit__c", "D__c").precision == 18);
    CHECK(declared.field("Visit__c", "E__c").scale == 2);
    CHECK(declared.field("Visit__c", "F__c").length == 4000);
    CHECK(declared.field("Visit__c", "G__c").length == 80);
    CHECK(declared.field("Visit__c", "H__c").precision == 4);
    CHECK(declared.field("Visit__c", "I__c").kind == FieldKind::text_area);
}

TEST_CASE("picklists have values, are restricted and may have a default") {
    Declared declared(object_with("A__c Picklist(\"Open\", \"Closed\") default \"Open\"\n"
                                  " B__c MultiPicklist(\"X\", \"Y\") unrestricted"));
    CHECK(declared.codes().empty());
    const Field& state = declared.field("Visit__c", "A__c");
    REQUIRE(state.values.size() == 2);
    CHECK(state.values[0].is_default);
    CHECK_FALSE(state.values[1].is_default);
    CHECK(state.restricted);
    CHECK_FALSE(declared.field("Visit__c", "B__c").restricted);
    REQUIRE(declared.world.defaults.size() > 0);
    CHECK(declared.world.defaults.back().object == declared.object("Visit__c").id);
}

TEST_CASE("lookups know what happens when their target is deleted") {
    Declared declared(
        object_with("A__c Lookup(Contact)\n B__c Lookup(Contact) required\n"
                    " C__c Lookup(Contact) on delete cascade\n D__c MasterDetail(Account)")
    );
    CHECK(declared.codes().empty());
    CHECK(declared.field("Visit__c", "A__c").delete_rule == DeleteRule::clear);
    CHECK(declared.field("Visit__c", "B__c").delete_rule == DeleteRule::restrict_delete);
    CHECK(declared.field("Visit__c", "C__c").delete_rule == DeleteRule::cascade);
    CHECK(declared.field("Visit__c", "D__c").delete_rule == DeleteRule::cascade);
    CHECK(declared.field("Visit__c", "D__c").required);
    CHECK_FALSE(declared.field("Visit__c", "D__c").updateable);
}

TEST_CASE("lookups find objects of later files, and extends too") {
    Declared declared(
        {"extend Later__c {\n Place__c Lookup(Other__c)\n}",
         "object Later__c {\n A__c Text(5)\n}",
         "object Other__c {\n A__c Text(5)\n}"}
    );
    CHECK(declared.codes().empty());
    CHECK(
        declared.field("Later__c", "Place__c").refers_to.front() == declared.object("Other__c").id
    );
}

TEST_CASE("a formula field is computed, not written") {
    Declared declared(object_with("A__c Number(0)\n B__c Checkbox formula A__c > 100"));
    CHECK(declared.codes().empty());
    const Field& field = declared.field("Visit__c", "B__c");
    CHECK(field.has_formula);
    CHECK_FALSE(field.createable);
    REQUIRE(declared.world.formulas.size() == 1);
    CHECK(declared.world.formulas.front().formula->text == "A__c > 100");
}

TEST_CASE("a location brings its two numbers") {
    Declared declared(object_with("Place__c Location"));
    CHECK(declared.codes().empty());
    CHECK(declared.field("Visit__c", "Place__Latitude__s").type().kind == TypeKind::number);
    CHECK(declared.field("Visit__c", "Place__Longitude__s").scale == 15);
}

TEST_CASE("rules have a condition, a message and perhaps a field") {
    Declared declared(
        object_with("Guests__c Number(0)\n"
                    " rule Some_Came when Guests__c < 1 error \"Nobody came?\" on Guests__c\n"
                    " rule Never when false error \"Never.\"\n"
                    " rule Old when true error \"Old.\" inactive")
    );
    CHECK(declared.codes().empty());
    REQUIRE(declared.world.rules.size() == 2);
    const RuleDeclaration& rule = declared.world.rules.front();
    CHECK(rule.name == "Some_Came");
    CHECK(rule.message == "Nobody came?");
    CHECK(rule.condition->text == "Guests__c < 1");
    CHECK(rule.field == declared.object("Visit__c").find_field("Guests__c"));
    CHECK(declared.world.rules[1].field == FieldId::none);
}

TEST_CASE("summaries know their details") {
    Declared declared("object Tour__c {\n Fees__c Currency summary sum of Visit__c.Fee__c\n"
                      " Visits__c Number(0) summary count of Visit__c\n}\n"
                      "object Visit__c {\n Tour__c MasterDetail(Tour__c)\n Fee__c Currency\n}");
    CHECK(declared.codes().empty());
    REQUIRE(declared.world.summaries.size() == 2);
    const SummaryDeclaration& sum = declared.world.summaries.front();
    CHECK(sum.operation == SummaryOperation::sum);
    CHECK(sum.child == declared.object("Visit__c").id);
    CHECK(sum.master == declared.object("Visit__c").find_field("Tour__c"));
    CHECK(sum.summarized == declared.object("Visit__c").find_field("Fee__c"));
    CHECK(declared.world.summaries[1].summarized == FieldId::none);
    CHECK(declared.field("Tour__c", "Fees__c").has_summary);
}

TEST_CASE("records of custom metadata are seeds") {
    Declared declared(
        "custom metadata Portal_Setting__mdt \"Portal Setting\" {\n Suffix__c Text(40)\n"
        " record Default \"The Default\" { Suffix__c = \".portal\" }\n record Other_One {}\n}"
    );
    CHECK(declared.codes().empty());
    std::vector<RecordSeed> seeds;
    for (const RecordSeed& seed : declared.world.seeds)
        if (seed.object == declared.object("Portal_Setting__mdt").id)
            seeds.push_back(seed);
    REQUIRE(seeds.size() == 2);
    CHECK(seeds[0].label == "The Default");
    CHECK(seeds[0].values.size() == 1);
    CHECK(seeds[1].name == "Other_One");
    CHECK(seeds[1].label == "Other One");
}

TEST_CASE("events say when they are published") {
    Declared declared(
        "event A__e publish after commit {\n X__c Text(5)\n}\nevent B__e {\n X__c Text(5)\n}\n"
        "event C__e publish immediately {\n X__c Text(5)\n}"
    );
    CHECK(declared.codes().empty());
    CHECK_FALSE(declared.object("A__e").publish_immediately);
    CHECK(declared.object("B__e").publish_immediately);
    CHECK(declared.object("C__e").publish_immediately);
}

TEST_CASE("a custom setting has an owner and no picklists") {
    Declared declared("custom setting Switch__c {\n On__c Checkbox\n Mode__c Picklist(\"A\")\n}");
    CHECK(declared.codes() == "W0212");
    CHECK(declared.object("Switch__c").kind == ObjectKind::custom_setting);
    CHECK(declared.object("Switch__c").find_field("SetupOwnerId"));
}

TEST_CASE("the fields of an object that is declared twice are all there") {
    Declared declared("object Contact {\n Access__c Checkbox\n}");
    CHECK(declared.codes() == "W0205");
    CHECK(declared.object("Contact").find_field("Access__c"));
    CHECK(declared.object("Contact").find_field("LastName"));
}

TEST_CASE("a field of an unknown type is there as a text") {
    Declared declared(
        object_with("A__c Banana required\n rule R when ISBLANK(A__c) error \"no\" on A__c")
    );
    CHECK(declared.codes() == "W0201");
    CHECK(declared.field("Visit__c", "A__c").kind == FieldKind::text);
}

TEST_CASE("an object with more fields than an object can have is reported") {
    std::string fields;
    for (size_t index = 0; index <= limits::fields_per_object; ++index)
        fields += "F" + std::to_string(index) + "__c Text(5)\n ";
    Declared declared(object_with(fields));
    CHECK(declared.codes() == "W0222");
    CHECK(declared.object("Visit__c").find_field("F1__c"));
}

TEST_CASE("declarations that make no sense are survived") {
    for (const char* const text :
         {"object",
          "object {",
          "object A__c {",
          "object A__c { B__c",
          "object A__c { B__c Text(",
          "object A__c { B__c Lookup() }",
          "extend {}",
          "custom metadata",
          "event E__e { rule }",
          "object A__c { name }",
          "object A__c { rule R }",
          "object A__c { record R { Name = } }",
          "object A__c { B__c Number(99999999999999999999) }",
          "object A__c { B__c Picklist(,) }",
          "object A__c { B__c Currency summary sum of }",
          "object A__c { B__c Text(-1) }",
          "object __c { __c Text(1) }",
          "object A__c { B__c AutoNumber(\"{\") }"}) {
        INFO(text);
        Declared declared{std::string(text)};
        CHECK(declared.world.schema != nullptr);
        CHECK(declared.out.has_errors());
    }
}
