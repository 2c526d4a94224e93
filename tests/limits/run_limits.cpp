// Limits of running that users meet: subflows without end, and Salesforce's governor limits with its texts.
#include "weir/engine.h"

#include <catch2/catch.hpp>

namespace {

weir::Engine build(const std::string& text) {
    weir::Engine engine = weir::Engine::Builder().add_source("limit.flow", text).build();
    for (const weir::DiagnosticMessage& message : engine.messages()) UNSCOPED_INFO(message.plain);
    REQUIRE(engine.error_count() == 0);
    return engine;
}

const char* const looking_often = R"(
flow Look_Often {
  var Turns: Number = 0
  var Found: Number output

  assign Turn { Turns += 1 }
  get Accounts: Account where Name = "x"
  assign Count { Found = count of Accounts }
  decision Enough {
    Once_More when Turns < 101 -> Turn
  }
}
)";

} // namespace

TEST_CASE("the 101st query is refused with Salesforce's text, unless limits are off") {
    const weir::Engine engine = build(looking_often);
    weir::Session session = engine.open();
    CHECK(session.run_flow("Look_Often", {}).fault.find("Too many SOQL queries: 101") != std::string::npos);
    weir::SessionOptions options;
    options.limits = false;
    weir::Session free = engine.open(std::move(options));
    CHECK(free.run_flow("Look_Often", {}).fault.empty());
}
