// Screen flows as a host runs them: look at the page, answer, look again.
#include "weir/engine.h"

#include <catch2/catch.hpp>

namespace {

const char* const world = R"(
flow Ask "Ask somebody" {
  type screen
  choice Red "<b>Bright</b> red": Text = "red"
  choice Other: Text = "other" asks "Which?" required
  var given: Text input
  var Told: Text output
  var Colour_Told: Text output

  screen Who "Who are you?" help "Just a name" {
    display Intro "<p>Hello {!given}</p>"
    input First_Name "First name": Text required
    input Grown: Boolean
    radio Colour: Text choices Red, Other
    section More visible when Grown = true {
      column Left {
        input Age: Number required
      }
    }
  }
  screen Thanks next "Bye" {
    display Thank_You "Thank you, {!First_Name}"
  }
  assign Tell {
    Told        = First_Name
    Colour_Told = Colour
  }
}

flow Fails {
  type screen
  screen Before { }
  create Wrong: Account { Name = null }
}
)";

weir::Engine build() {
    weir::Engine engine = weir::Engine::Builder().add_source("world.flow", world).build();
    for (const weir::DiagnosticMessage& message : engine.messages()) UNSCOPED_INFO(message.plain);
    REQUIRE(engine.error_count() == 0);
    return engine;
}

weir::NamedValue text(const char* name, const char* value) { return {name, weir::HostValue::text(value)}; }

} // namespace

TEST_CASE("a host walks a screen flow page by page") {
    const weir::Engine engine = build();
    weir::Session session = engine.open();
    weir::ScreenRun run = session.start_flow("Ask", {text("given", "you")});
    REQUIRE(run.page);
    const weir::Page first = *run.page;
    CHECK(first.flow == "Ask");
    CHECK(first.flow_label == "Ask somebody");
    CHECK(first.name == "Who");
    CHECK(first.label == "Who are you?");
    CHECK(first.help == "Just a name");
    CHECK_FALSE(first.back);
    CHECK(first.next == "Next");
    CHECK(first.pause == "Pause");
    CHECK_FALSE(first.finishes);
    REQUIRE(first.fields.size() == 5);
    CHECK(first.fields[0].kind == weir::PageFieldKind::display);
    CHECK(first.fields[0].text == "Hello you");
    CHECK(first.fields[1].label == "First name");
    CHECK(first.fields[1].type == "Text");
    CHECK(first.fields[1].is_required);
    REQUIRE(first.fields[3].choices.size() == 2);
    CHECK(first.fields[3].choices[0].label == "Bright red");
    CHECK(first.fields[3].choices[0].value == weir::HostValue::text("red"));
    CHECK(first.fields[3].choices[1].asks == "Which?");
    CHECK_FALSE(first.fields[4].is_visible);

    const weir::ScreenRun seen = session.look(run.interview, {{"Grown", weir::HostValue::boolean(true)}});
    REQUIRE(seen.page);
    CHECK(seen.page->fields[4].is_visible);
    CHECK(seen.page->fields[4].fields[0].fields[0].errors.size() == 1);

    const uint64_t before = run.interview;
    run = session.answer(run.interview, {text("Colour", "Bright red")});
    REQUIRE(run.page);
    CHECK(run.interview != before);
    CHECK(run.page->has_errors());
    CHECK(run.page->fields[1].errors == std::vector<std::string>{"Please enter some valid input. Input is not optional."});
    CHECK(run.page->fields[3].choices[0].is_selected);

    run = session.answer(run.interview, {text("First_Name", "Ada")});
    REQUIRE(run.page);
    CHECK(run.page->name == "Thanks");
    CHECK(run.page->finishes == false);
    CHECK(run.page->next == "Bye");
    CHECK(run.page->fields[0].text == "Thank you, Ada");

    run = session.answer(run.interview, {}, weir::ScreenAction::back);
    REQUIRE(run.page);
    CHECK(run.page->fields[1].value == weir::HostValue::text("Ada"));
    run = session.answer(run.interview, {}, weir::ScreenAction::pause);
    REQUIRE(run.page);
    CHECK(run.page->is_paused);
    run = session.answer(run.interview, {}, weir::ScreenAction::resume);
    run = session.answer(run.interview, {text("Colour", "Other"), text("Other", "blue")});
    run = session.answer(run.interview, {});
    CHECK(run.interview == 0);
    CHECK_FALSE(run.page);
    CHECK(run.result.fault.empty());
    REQUIRE(run.result.outputs.size() == 2);
    CHECK(run.result.outputs[0].value == weir::HostValue::text("Ada"));
    CHECK(run.result.outputs[1].value == weir::HostValue::text("blue"));
}

TEST_CASE("a look counts as nothing") {
    const weir::Engine engine = build();
    weir::Session session = engine.open();
    const weir::ScreenRun run = session.start_flow("Ask", {});
    const uint64_t transactions = session.report().transactions;
    for (int time = 0; time < 3; ++time) CHECK(session.look(run.interview, {text("First_Name", "Ada")}).page);
    CHECK(session.report().transactions == transactions);
    CHECK(session.answer(run.interview, {}).page->fields[1].value.is_null());
}

TEST_CASE("what a host gets wrong about screens is told") {
    const weir::Engine engine = build();
    weir::Session session = engine.open();
    CHECK(session.start_flow("Nobody", {}).result.error == "there is no flow `Nobody`");
    CHECK(session.answer(99, {}).result.error == "there is no paused interview 99");
    CHECK(session.look(99, {}).result.error == "there is no paused interview 99");
    weir::ScreenRun run = session.start_flow("Ask", {});
    run = session.answer(run.interview, {text("Colour_Of_Hair", "grey")});
    REQUIRE(run.page);
    CHECK(run.page->errors == std::vector<std::string>{"This screen has no field `Colour_Of_Hair`."});
    run = session.answer(run.interview, {}, weir::ScreenAction::back);
    CHECK(run.page->errors == std::vector<std::string>{"Nobody can go back from this screen."});
    run = session.start_flow("Fails", {});
    run = session.answer(run.interview, {});
    CHECK(run.interview == 0);
    CHECK(run.result.fault.find("REQUIRED_FIELD_MISSING") != std::string::npos);
}
