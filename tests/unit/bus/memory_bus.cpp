// What every bus does is in the contract suite; here is how the one in memory keeps its promises.
#include "bus/memory_bus.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace weir;

namespace {

struct Setting {
    Setting() {
        SchemaBuilder builder;
        Object& object = *builder.declare("Happened__e", ObjectKind::event);
        event = object.id;
        Field field;
        field.name = "Message__c";
        message = *builder.add_field(object, field);
        schema = builder.build();
        bus = make_memory_bus(*schema);
    }
    void publish(const std::string& text) {
        RecordBatch batch(event, 1);
        batch.column(message)[0] = Value::text(text);
        REQUIRE(bus->publish(batch));
    }
    std::unique_ptr<const Schema> schema;
    std::unique_ptr<EventBus> bus;
    ObjectId event{};
    FieldId message{};
};

} // namespace

TEST_CASE("messages that were polled stay where they are while others are published") {
    Setting setting;
    REQUIRE(setting.bus->subscribe("Listener", setting.event));
    std::vector<std::string_view> held;
    for (int message = 0; message < 1500; ++message) {
        setting.publish("message " + std::to_string(message));
        auto messages = setting.bus->poll("Listener", 5000);
        REQUIRE(messages);
        if (message % 500 == 499)
            held.push_back(
                messages->records.find(setting.message)[static_cast<size_t>(message)].as_text()
            );
    }
    for (size_t index = 0; index < held.size(); ++index)
        CHECK(held[index] == "message " + std::to_string(index * 500 + 499));
}

TEST_CASE("a batch larger than a segment keeps its order") {
    Setting setting;
    REQUIRE(setting.bus->subscribe("Listener", setting.event));
    setting.publish("first");
    RecordBatch batch(setting.event, 2000);
    std::vector<std::string> texts;
    for (uint32_t row = 0; row < batch.size(); ++row)
        texts.push_back(std::to_string(row));
    for (uint32_t row = 0; row < batch.size(); ++row)
        batch.column(setting.message)[row] = Value::text(texts[row]);
    REQUIRE(setting.bus->publish(batch));
    auto messages = setting.bus->poll("Listener", 3000);
    REQUIRE(messages);
    REQUIRE(messages->records.size() == 2001);
    for (uint32_t row = 0; row < batch.size(); ++row)
        CHECK(messages->records.find(setting.message)[row + 1].as_text() == texts[row]);
    for (size_t index = 1; index < messages->replay_ids.size(); ++index)
        CHECK(messages->replay_ids[index] == messages->replay_ids[index - 1] + 1);
}
