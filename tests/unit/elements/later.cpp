// Work that comes later and never ends is a failure that names it.
#include "unit/elements/world.hpp"

#include <catch2/catch.hpp>

using namespace weir;
using namespace weir::test;

TEST_CASE("a path that sets itself off for ever is reported with its name") {
    World world(R"(
flow F {
  on Thing__c after create or update

  path Again minutes 0 {
    update Mark: Thing__c where Id = $Record.Id { Name = "again" }
  }
}
)");
    REQUIRE(world.errors() == "");
    static_cast<void>(world.create("Thing__c", 1, [](uint32_t) {
        return std::vector<NamedValue>{{"Name", Value::text("t")}};
    }));
    const Status done = world.org().deliver_events(20);
    REQUIRE(!done);
    CHECK(
        done.error().message ==
        "delivering events does not end: after 20 batches there is still work for `F, path Again`"
    );
}

TEST_CASE("an asynchronous path that is put off by a save of its own ends when its flow says so") {
    World world(R"(
flow F {
  on Thing__c after create or update
    when Name = "t"

  after commit {
    update Mark: Thing__c where Id = $Record.Id { Name = "done" }
  }
}
)");
    REQUIRE(world.errors() == "");
    static_cast<void>(world.create("Thing__c", 3, [](uint32_t) {
        return std::vector<NamedValue>{{"Name", Value::text("t")}};
    }));
    CHECK(world.all("Thing__c", "Name") == Texts{"t", "t", "t"});
    REQUIRE(world.org().deliver_events(20));
    CHECK(world.all("Thing__c", "Name") == Texts{"done", "done", "done"});
}
