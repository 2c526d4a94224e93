#include "syntax/declarations.hpp"

#include "reading.hpp"

#include <catch2/catch.hpp>

using namespace weir;
using test::Reading;

TEST_CASE("fields have a name, a type, perhaps a label, and clauses") {
    const Reading read(R"(object Invoice__c "Invoice" {
  name "INV-{0000}"
  setup
  Total__c Currency(16, 2) "Total" required default 1 + 2
  Account__c Lookup(Account, Contact) on delete cascade relationship Invoices
  Code__c AutoNumber format "A-{0}" help "x"
  rule Positive when Total__c < 0 error "negative" on Total__c
  record First { Total__c = 3 }
})");
    REQUIRE(read.said() == "");
    const Element& object = read.declaration(0);
    CHECK(object.shape == &shapes::object);
    CHECK(object.value<TextLiteral>("name")->value == "INV-{0000}");
    CHECK(object.has("setup"));
    const auto members = read.statements();
    REQUIRE(members.size() == 5);
    const Element& total = *members[0].element;
    CHECK(total.shape == &shapes::field);
    CHECK(total.name.text == "Total__c");
    CHECK(total.label->value == "Total");
    CHECK(total.subject.type.name.text == "Currency");
    CHECK(total.subject.type.arguments.size() == 2);
    CHECK((*total.value<const Formula*>("default"))->text == "1 + 2");
    CHECK(*members[1].element->value<std::string_view>("on delete") == "cascade");
    const Element& rule = *members[3].element;
    CHECK(rule.shape == &shapes::rule);
    CHECK((*rule.value<const Formula*>("when"))->text == "Total__c < 0");
    CHECK(rule.value<Message>("error")->field.text == "Total__c");
    CHECK(members[4].element->shape == &shapes::record);
}

TEST_CASE("a field may have the name of a keyword in backquotes") {
    const Reading read("extend A {\n  `rule` Text\n}\n");
    REQUIRE(read.said() == "");
    CHECK(read.statements()[0].element->name.text == "rule");
    CHECK(print(*read.tree) == "extend A {\n  `rule`  Text\n}\n");
}

TEST_CASE("a flow has settings, a trigger and entry conditions") {
    const Reading read(R"(flow F "A flow" {
  api 62.0
  run in system without sharing
  on Contact before create or update
    when A = 1
    only when changed to meet the conditions
    order 3
})");
    REQUIRE(read.said() == "");
    const Element& flow = read.declaration(0);
    CHECK(flow.value<NumberLiteral>("api")->digits == "62.0");
    CHECK(*flow.value<std::string_view>("run in") == "system without sharing");
    const auto* const trigger = flow.value<Trigger>("on");
    REQUIRE(trigger != nullptr);
    CHECK(trigger->kind == TriggerKind::record_before_save);
    CHECK(trigger->object.text == "Contact");
    CHECK(trigger->on_create);
    CHECK(trigger->on_update);
    CHECK(flow.has("only when changed to meet the conditions"));
}

TEST_CASE("a flow may start at an event, before a delete, and at a time") {
    const Reading read("flow A { on event X__e }\nflow B { on Case before delete }\nflow C { on "
                       "schedule daily starting \"2026-03-01T09:00:00\" for Lead }");
    REQUIRE(read.said() == "");
    CHECK(read.declaration(0).value<Trigger>("on")->kind == TriggerKind::event);
    CHECK(read.declaration(1).value<Trigger>("on")->kind == TriggerKind::record_before_delete);
    CHECK(*read.declaration(2).value<std::string_view>("on schedule") == "daily");
    CHECK(read.declaration(2).value<Path>("for")->parts[0].text == "Lead");
}

TEST_CASE("every declaration is read by its keyword") {
    const Reading read(R"(use "x"
event E__e "E" publish after commit { A__c Text(18) required }
custom metadata M__mdt { record R { } }
custom setting S__c { type list }
script S { deliver events }
setup { }
org { event batch 10 limits off }
)");
    REQUIRE(read.said() == "");
    REQUIRE(read.tree->declarations.size() == 7);
    CHECK(read.declaration(0).label->value == "x");
    CHECK(*read.declaration(1).value<std::string_view>("publish") == "after commit");
    CHECK(read.declaration(2).shape == &shapes::custom_metadata);
    CHECK(read.declaration(6).value<NumberLiteral>("event batch")->digits == "10");
}

TEST_CASE("no clause of a flow's settings begins an element, and no keyword stands twice") {
    const Shapes all = declaration_shapes();
    for (const Shape* const shape : all) {
        for (const Shape* const other : all)
            CHECK((shape == other || shape->keyword != other->keyword));
        for (const ClauseShape& clause : shape->clauses) {
            CHECK((clause.value != ValueKind::words || !clause.choices.empty()));
            CHECK_FALSE(clause.doc.empty());
            for (const Shape* const element : test::shapes())
                CHECK((!clause.inside || element->keyword != clause.key));
        }
        CHECK_FALSE(shape->doc.empty());
    }
}
