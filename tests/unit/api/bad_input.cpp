// Bad input of any kind gives one clear error naming place and cause; nothing is half saved.
#include "weir/engine.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

namespace {

namespace fs = std::filesystem;

class ScratchFolder {
public:
    ScratchFolder() : path_(fs::temp_directory_path() / "weir_bad_input") {
        fs::remove_all(path_);
        fs::create_directories(path_);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    ~ScratchFolder() { fs::remove_all(path_); }

    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(path_ / name, std::ios::binary) << text;
        return (path_ / name).string();
    }

private:
    fs::path path_;
};

weir::Engine build(const std::string& text) { return weir::Engine::Builder().add_source("world.flow", text).build(); }

std::vector<std::string> codes(const weir::Engine& engine) {
    std::vector<std::string> result;
    for (const weir::DiagnosticMessage& message : engine.messages()) result.push_back(message.code);
    return result;
}

} // namespace

TEST_CASE("a path that is not there is one message") {
    const weir::Engine engine = weir::Engine::Builder().add_path("no/such/folder").build();
    REQUIRE(codes(engine) == std::vector<std::string>{"W0001"});
    CHECK(engine.messages()[0].text.find("no/such/folder") != std::string::npos);
}

TEST_CASE("text that is not UTF-8 is one message") {
    const ScratchFolder folder;
    const weir::Engine engine = weir::Engine::Builder().add_path(folder.write("a.flow", "flow A \"\xff\xfe\" { }\n")).build();
    REQUIRE(codes(engine) == std::vector<std::string>{"W0002"});
}

TEST_CASE("a flow that goes round for ever is stopped, and the record is not saved") {
    const weir::Engine engine = build(R"(
flow Spin "Spin" {
  on Account after create

  var Turns: Number = 0

  assign Turn { Turns += 1 }
  decision Enough {
    Never when Turns < 0 { end }
  }
  -> Turn
}
)");
    for (const weir::DiagnosticMessage& message : engine.messages()) UNSCOPED_INFO(message.plain);
    REQUIRE(engine.error_count() == 0);
    weir::Session session = engine.open();
    const weir::Saved saved = session.create("Account", {{"Name", weir::HostValue::text("Acme")}});
    CHECK(saved.code == "CANNOT_EXECUTE_FLOW_TRIGGER");
    CHECK(saved.message.find("Apex CPU time limit exceeded") != std::string::npos);
    CHECK(session.query("Account", {"Id"}).empty());
    // Without Salesforce's limits weir's own holds.
    weir::SessionOptions options;
    options.limits = false;
    weir::Session unlimited = engine.open(std::move(options));
    const weir::Saved stopped = unlimited.create("Account", {{"Name", weir::HostValue::text("Acme")}});
    CHECK(stopped.message.find("more than 1000000 elements") != std::string::npos);
}

TEST_CASE("a save that sets itself off without end stops at Salesforce's depth") {
    const weir::Engine engine = build(R"(
flow Again "Again" {
  on Account after create or update

  update Touch: Account where Id = $Record.Id {
    NumberOfEmployees = $Record.NumberOfEmployees + 1
  }
}
)");
    REQUIRE(engine.error_count() == 0);
    weir::Session session = engine.open();
    const weir::Saved saved = session.create(
        "Account", {{"Name", weir::HostValue::text("Acme")}, {"NumberOfEmployees", weir::HostValue::number("1")}}
    );
    CHECK(saved.code == "CANNOT_EXECUTE_FLOW_TRIGGER");
    CHECK(saved.message.find("Maximum trigger depth exceeded") != std::string::npos);
    CHECK(session.query("Account", {"Id"}).empty());
}

TEST_CASE("a broken CSV file names row and column, and saves nothing") {
    const ScratchFolder folder;
    const weir::Engine engine = build("");
    weir::Session session = engine.open();
    const auto error = [&](const std::string& text) {
        const weir::Loaded loaded = session.load("Account", folder.write("a.csv", text));
        CHECK(session.query("Account", {"Id"}).empty());
        return loaded.error;
    };
    CHECK(error("Name,NumberOfEmployees\nAcme,many\n").find("a.csv:2: column `NumberOfEmployees`") != std::string::npos);
    CHECK(error("Name\nAcme,2\n").find("a.csv:2") != std::string::npos);
    CHECK(error("Name\n\"Acme\n").find("a.csv:2") != std::string::npos);
    CHECK(error("Nam\nAcme\n").find("Name") != std::string::npos);
    CHECK_FALSE(error("Name\n\xff\n").empty());
    CHECK_FALSE(session.load("Account", "no.csv").error.empty());
    CHECK_FALSE(session.load("Acount", folder.write("b.csv", "Name\nAcme\n")).error.empty());
}

TEST_CASE("events that answer each other for ever are reported, not followed for ever") {
    const weir::Engine engine = build(R"(
event Ping__e "Ping" publish after commit {
  Text__c  Text(10)
}

flow Echo "Echo" {
  on event Ping__e

  publish Again: Ping__e { Text__c = $Record.Text__c }
}
)");
    REQUIRE(engine.error_count() == 0);
    weir::Session session = engine.open();
    session.create("Ping__e", {{"Text__c", weir::HostValue::text("hello")}});
    const std::string error = session.deliver_events();
    CHECK(error.find("Echo") != std::string::npos);
}
