#include "reading.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <sstream>

using namespace weir;
using test::ReadElement;
using test::Reading;

namespace {

std::string load(const std::string& name) {
    std::ifstream in("tests/unit/syntax/samples/" + name);
    std::ostringstream text;
    text << in.rdbuf();
    REQUIRE(!text.str().empty());
    return text.str();
}

} // namespace

TEST_CASE("the large examples are read without a word and printed as they are written") {
    for (const char* const name : {"portal_user.flow", "role_changed.flow", "everything.flow"}) {
        INFO(name);
        const std::string text = load(name);
        const Reading reading(text);
        CHECK(reading.said() == "");
        CHECK(print(*reading.tree) == text);
    }
}

TEST_CASE("an element has a header, clauses in any order, and a block that is the last clause") {
    const ReadElement read(R"(
  get Requester "The requester": Contact { a = b } first where Id = $Record.Contact_Id__c fault -> Other)"
    );
    REQUIRE(read.said() == "");
    const Element& get = read.element();
    CHECK(get.shape->keyword == "get");
    CHECK(get.name.text == "Requester");
    CHECK(get.label->value == "The requester");
    CHECK(get.subject.type.name.text == "Contact");
    CHECK(read.text(get.header) == "get Requester \"The requester\": Contact");
    CHECK(read.text(get.keyword_span) == "get");
    CHECK(get.has("first"));
    CHECK(get.clauses.back().shape->key.empty());
    CHECK((*get.value<const Condition*>("where"))->left->text == "Id");
    const auto* const fault = get.value<Target>("fault");
    REQUIRE(fault != nullptr);
    CHECK(fault->kind == TargetKind::go_to);
    CHECK(fault->name.text == "Other");
    CHECK_FALSE(get.broken);
}

TEST_CASE("keywords and clause keys are names everywhere else") {
    const ReadElement read(R"(
  get get: flow where first = where.end and end is null first
  assign decision { first = fault  where add first add  get = count of loop }
  -> end)");
    REQUIRE(read.said() == "");
    CHECK(read.element(0).name.text == "get");
    CHECK(read.element(0).has("first"));
    const auto& lines = *read.element(1).value<List<Assignment>>("");
    REQUIRE(lines.size() == 3);
    CHECK(lines[0].value->text == "fault");
    CHECK(lines[1].op == AssignOperator::add_first);
    CHECK(lines[1].value->text == "add");
    CHECK(lines[2].op == AssignOperator::assign_count);
    CHECK(read.statements()[2].target.text == "end");
}

TEST_CASE("a clause key of several words wins over its first word") {
    const ReadElement read("get A: B\n  order   by Name desc nulls last, Id asc\n  limit 3");
    REQUIRE(read.said() == "");
    const auto& keys = *read.element().value<List<OrderKey>>("order by");
    REQUIRE(keys.size() == 2);
    CHECK(keys[0].descending);
    CHECK(keys[0].nulls_last);
    CHECK_FALSE(keys[1].descending);
    CHECK(read.element().value<NumberLiteral>("limit")->digits == "3");
}

TEST_CASE("outcomes have a condition and a target, or go on behind the decision") {
    const ReadElement read(R"(
  decision D "Which ?" {
    One "First" when a = b only when changed to meet the conditions -> X
    Two when c is not null { -> Y }
    Three when d
    otherwise "Else" { end }
  })");
    REQUIRE(read.said() == "");
    const auto& outcomes = *read.element().value<List<Outcome>>("");
    REQUIRE(outcomes.size() == 4);
    CHECK(outcomes[0].label->value == "First");
    CHECK(outcomes[0].only_when_changed);
    CHECK(outcomes[0].target.kind == TargetKind::go_to);
    CHECK(outcomes[1].target.block->statements[0].kind == StatementKind::go_to);
    CHECK(outcomes[2].target.kind == TargetKind::none);
    CHECK(outcomes[2].condition->kind == ConditionKind::formula);
    CHECK(outcomes[3].condition == nullptr);
    CHECK(outcomes[3].name.text.empty());
    CHECK(outcomes[3].target.block->statements[0].kind == StatementKind::end);
    CHECK(read.text(outcomes[3].key_span) == "otherwise");
}

TEST_CASE("the second word of an action is on its line") {
    const ReadElement read(
        "action A: emailAlert Contact.Welcome { x = 1 }\naction B: apex\nget C: D"
    );
    REQUIRE(read.said() == "");
    CHECK(read.element(0).subject.type.name.text == "emailAlert");
    REQUIRE(read.element(0).subject.detail.parts.size() == 2);
    CHECK(read.element(1).subject.detail.empty());
    CHECK(read.element(2).shape->keyword == "get");
}

TEST_CASE("types have arguments and may be collections") {
    const ReadElement read(
        "var A: Number(16, 2) = 3 input\nvar B: Contact[] output\nvar C: Outer.Inner"
    );
    REQUIRE(read.said() == "");
    CHECK(read.element(0).subject.type.arguments.size() == 2);
    CHECK((*read.element(0).value<const Formula*>("="))->text == "3");
    CHECK(read.element(0).has("input"));
    CHECK(read.element(1).subject.type.collection);
    CHECK(read.element(2).subject.type.name.text == "Outer.Inner");
}

TEST_CASE("names that are no names stand between backquotes") {
    const ReadElement read("action A: component `c:my toast`.B\nassign B { `43b3-x`.Status = "
                           "Items[$EachItem].Id  C = Call.200.id }");
    REQUIRE(read.said() == "");
    CHECK(read.element(0).subject.detail.parts[0].text == "c:my toast");
    const auto& lines = *read.element(1).value<List<Assignment>>("");
    CHECK(lines[0].target.parts[0].text == "43b3-x");
    const auto& reference = static_cast<const ReferenceExpr&>(*lines[0].value->root);
    CHECK(reference.path.parts[0].text == "Items[$EachItem]");
    CHECK(static_cast<const ReferenceExpr&>(*lines[1].value->root).path.parts[1].text == "200");
}

TEST_CASE("a block names what may stand in it") {
    const ReadElement read("screen S {\n  text A shows \"x\"\n  get B: C\n}");
    CHECK(read.messages() == "W0104 `get` cannot stand here\n");
    CHECK((*read.element().value<const Block*>(""))->statements.size() == 1);
}

TEST_CASE("a text of several lines begins in the column of its closing quotes") {
    const ReadElement read(
        "template T = \"\"\"\n    Dear \\\"A\\\",\n      thanks.\n\n    \"\"\" plain text"
    );
    REQUIRE(read.said() == "");
    const auto& text = *read.element().value<TextLiteral>("=");
    CHECK(text.block);
    CHECK(text.value == "Dear \"A\",\n  thanks.\n");
    CHECK(read.element().has("plain text"));
}

TEST_CASE("comments stay with what they are written at") {
    const Reading read(R"(// file

// flow
flow F { // behind the brace
  // above
  get A: B // behind

  // detached

  // of C
  get C: D
    // clause
    first
  // last
}
// end
)");
    REQUIRE(read.said() == "");
    const Element& flow = read.declaration(0);
    REQUIRE(flow.trivia.leading.size() == 2);
    CHECK(flow.trivia.leading[1].text == "flow");
    CHECK(flow.trivia.leading[1].blank_before);
    CHECK_FALSE(flow.trivia.detached);
    const Element& first = *read.statements()[0].element;
    REQUIRE(first.trivia.leading.size() == 2);
    CHECK(first.trivia.leading[1].text == "above");
    REQUIRE(first.trivia.trailing != nullptr);
    CHECK(first.trivia.trailing->text == "behind");
    const Element& second = *read.statements()[1].element;
    CHECK(second.trivia.blank_before);
    REQUIRE(second.trivia.leading.size() == 2);
    CHECK(second.clauses[0].trivia.leading[0].text == "clause");
    CHECK((*flow.value<const Block*>(""))->dangling[0].text == "last");
    CHECK(read.tree->dangling[0].text == "end");
}

TEST_CASE("spans lie in the file, after other files and behind a byte order mark") {
    SourceMap sources;
    sources.add("first.flow", "use \"x\"\n");
    const SourceFile& file = sources.add(
        "second.flow",
        "\xEF\xBB\xBF"
        "flow F {\r\n  get A: B first\r\n}\r\n"
    );
    Diagnostics out;
    const auto tree = parse(file, test::shapes(), out);
    CHECK(out.empty());
    CHECK(sources.text(tree->declarations[0]->name.span) == "F");
    CHECK(sources.text(tree->declarations[0]->header) == "flow F");
    CHECK(sources.locate(tree->declarations[0]->span.begin).file == &file);
}

TEST_CASE("empty files and files of comments are files") {
    CHECK(Reading("").said() == "");
    CHECK(Reading(" \n\t\r\n").said() == "");
    CHECK(Reading("// only this").tree->dangling.size() == 1);
}
