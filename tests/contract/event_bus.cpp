#include "contract/event_bus.hpp"

#include "contract/world.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace weir::contract {

namespace {

struct Line {
    explicit Line(const BusFactory& factory) : bus(factory(*world.schema)) {}

    World world;
    std::unique_ptr<EventBus> bus;

    void publish(ObjectId event, const std::vector<std::string>& texts) {
        RecordBatch batch(event, static_cast<uint32_t>(texts.size()));
        for (uint32_t row = 0; row < batch.size(); ++row)
            batch.column(world.message)[row] = Value::text(texts[row]);
        REQUIRE(bus->publish(batch));
    }
    void subscribe(const char* subscriber, ObjectId event) {
        REQUIRE(bus->subscribe(subscriber, event));
    }
    Messages poll(const char* subscriber, uint32_t limit = 1000) {
        auto messages = bus->poll(subscriber, limit);
        REQUIRE(messages);
        REQUIRE(messages->replay_ids.size() == messages->records.size());
        return *messages;
    }
    std::vector<std::string> texts(const char* subscriber, uint32_t limit = 1000) {
        const Messages messages = poll(subscriber, limit);
        std::vector<std::string> result;
        for (const Value text : messages.records.find(world.message))
            result.emplace_back(text.as_text());
        return result;
    }
    void acknowledge(const char* subscriber, uint64_t replay_id) {
        REQUIRE(bus->acknowledge(subscriber, replay_id));
    }
};

using Texts = std::vector<std::string>;

void check_delivery(Line& line) {
    const World& world = line.world;
    line.publish(world.happened, {"before anybody listened"});
    line.subscribe("First", world.happened);
    line.publish(world.happened, {"a", "b"});
    line.subscribe("Second", world.happened);
    line.publish(world.happened, {"c"});
    CHECK(line.texts("First") == Texts{"a", "b", "c"});
    CHECK(line.texts("First", 2) == Texts{"a", "b"});
    CHECK(line.texts("First", 0).empty());
    CHECK(line.texts("Second") == Texts{"c"});
    CHECK(line.bus->pending() == 3);
    line.acknowledge("First", line.poll("First", 2).replay_ids.back());
    CHECK(line.texts("First") == Texts{"c"});
    CHECK(line.bus->pending() == 1);
    line.acknowledge("Second", line.poll("Second").replay_ids.back());
    CHECK(line.bus->pending() == 1);
    CHECK(line.texts("First") == Texts{"c"}); // still there for the first
    line.acknowledge("First", line.poll("First").replay_ids.back());
    CHECK(line.bus->pending() == 0);
    CHECK(line.poll("First").records.size() == 0);
    line.subscribe("First", world.happened); // again: keeps its position
    line.publish(world.happened, {"d"});
    CHECK(line.texts("First") == Texts{"d"});
}

void check_replay_ids(Line& line) {
    const World& world = line.world;
    line.subscribe("Happened", world.happened);
    line.subscribe("Ended", world.ended);
    line.publish(world.happened, {"1", "2"});
    line.publish(world.ended, {"3"});
    line.publish(world.happened, {"4"});
    const Messages happened = line.poll("Happened");
    const Messages ended = line.poll("Ended");
    CHECK(happened.records.object() == world.happened);
    CHECK(happened.replay_ids[1] == happened.replay_ids[0] + 1);
    CHECK(ended.replay_ids[0] == happened.replay_ids[1] + 1);
    CHECK(happened.replay_ids[2] == ended.replay_ids[0] + 1);
    line.acknowledge("Happened", happened.replay_ids[1]);
    CHECK(line.texts("Happened") == Texts{"4"});
    CHECK(line.texts("Ended") == Texts{"3"});
    line.acknowledge("Happened", happened.replay_ids[0]); // never back
    CHECK(line.texts("Happened") == Texts{"4"});
    line.acknowledge("Happened", happened.replay_ids[2] + 1'000'000); // nor beyond what there is
    line.publish(world.happened, {"5"});
    CHECK(line.texts("Happened") == Texts{"5"});
}

void check_columns(Line& line) {
    const World& world = line.world;
    line.subscribe("Listener", world.happened);
    {
        std::string mortal = "mortal";
        Arena arena;
        RecordBatch batch(world.happened, 1);
        batch.ids()[0] = Id{5, 6};
        batch.column(world.message)[0] = Value::text(mortal);
        REQUIRE(line.bus->publish(batch));
        RecordBatch other(world.happened, 1);
        other.column(world.number)[0] = Value::number(*parse_decimal("1e30"), arena);
        REQUIRE(line.bus->publish(other));
        mortal.assign("buried");
    }
    line.publish(world.happened, {});
    const Messages messages = line.poll("Listener");
    REQUIRE(messages.records.size() == 2);
    CHECK(messages.records.ids()[0] == Id{5, 6});
    CHECK(messages.records.find(world.message)[0].as_text() == "mortal");
    CHECK(messages.records.find(world.message)[1].is_unset());
    CHECK(messages.records.find(world.number)[0].is_unset());
    CHECK(to_text(messages.records.find(world.number)[1].decimal()) == "1" + std::string(30, '0'));
}

void check_many(Line& line) {
    const World& world = line.world;
    line.subscribe("Quick", world.happened);
    line.subscribe("Slow", world.happened);
    constexpr uint32_t count = 5000;
    Texts all;
    for (uint32_t message = 0; message < count; ++message)
        all.push_back("message " + std::to_string(message));
    for (uint32_t at = 0; at < count; at += 1000)
        line.publish(world.happened, {all.begin() + at, all.begin() + at + 1000});
    const Messages held = line.poll("Slow");
    for (uint32_t passed = 0; passed < count; passed += 200) {
        const Messages part = line.poll("Quick", 200);
        REQUIRE(part.records.size() == 200);
        CHECK(part.records.find(world.message)[199].as_text() == all[passed + 199]);
        line.acknowledge("Quick", part.replay_ids.back());
        if (passed % 1000 == 0)
            line.publish(world.ended, {"between"}); // nobody listens to these
    }
    CHECK(line.texts("Quick").empty());
    CHECK(line.bus->pending() == count);
    CHECK(held.records.find(world.message)[999].as_text() == all[999]); // valid until Slow moves
    CHECK(line.texts("Slow", count) == all);
    line.acknowledge("Slow", line.poll("Slow", count).replay_ids.back());
    CHECK(line.bus->pending() == 0);
}

void check_refusals(Line& line) {
    const World& world = line.world;
    CHECK_FALSE(line.bus->poll("Nobody", 1));
    CHECK_FALSE(line.bus->acknowledge("Nobody", 1));
    CHECK_FALSE(line.bus->subscribe("Somebody", world.thing)); // no event
    CHECK_FALSE(line.bus->subscribe("Somebody", ObjectId::none));
    CHECK_FALSE(line.bus->publish(RecordBatch(world.thing, 1)));
    CHECK_FALSE(line.bus->publish(RecordBatch(ObjectId{9999}, 1)));
    line.subscribe("Somebody", world.happened);
    CHECK_FALSE(line.bus->subscribe("Somebody", world.ended));
}

} // namespace

void check_event_bus(const BusFactory& factory) {
    Line line(factory);
    SECTION("every subscriber gets every message once it has subscribed") {
        check_delivery(line);
    }
    SECTION("replay ids rise over all events") {
        check_replay_ids(line);
    }
    SECTION("messages keep their columns") {
        check_columns(line);
    }
    SECTION("messages stay until the slowest has passed") {
        check_many(line);
    }
    SECTION("what cannot be done is refused") {
        check_refusals(line);
    }
}

} // namespace weir::contract
