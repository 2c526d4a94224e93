// Each event keeps its messages in segments, oldest first; a segment owns what its messages point
// at and goes when every subscriber of the event is behind it.
#include "bus/memory_bus.hpp"

#include "types/convert.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <string>
#include <utility>

namespace weir {

namespace {

/// Messages of one segment. Enough to make single publishes cheap, few enough to be forgotten soon.
constexpr uint32_t segment_messages = 512;

struct Segment {
    RecordBatch records;
    std::vector<uint64_t> replay_ids;
    Arena arena;
};

struct Subscriber {
    ObjectId event = ObjectId::none;
    uint64_t position = 0; // the replay id that was passed last
};

using Segments = std::deque<Segment>; // segments never move: values handed out point into them

/// What the rows of a batch from `first` on point at, into the arena.
void keep_values(RecordBatch& records, uint32_t first, Arena& arena) {
    for (size_t index = 0; index < records.fields().size(); ++index)
        for (Value& cell : records.find(records.fields()[index]).subspan(first))
            cell = copy(cell, arena);
}

class MemoryBus final : public EventBus {
public:
    explicit MemoryBus(const Schema& schema) : schema_(&schema) {}

    Status publish(const RecordBatch& messages) override {
        if (const Status status = check_event(messages.object()); !status)
            return status;
        const uint64_t first_replay = newest_ + 1;
        newest_ += messages.size();
        const auto found = channels_.find(messages.object());
        if (found == channels_.end())
            return Done{}; // nobody will ever read them
        Segments& segments = found->second;
        for (uint32_t at = 0; at < messages.size();) {
            if (segments.empty() || segments.back().records.size() >= segment_messages) {
                segments.emplace_back();
                segments.back().records = RecordBatch(messages.object(), 0);
            }
            Segment& segment = segments.back();
            const uint32_t count =
                std::min(messages.size() - at, segment_messages - segment.records.size());
            keep_values(
                segment.records, segment.records.append(messages, at, count), segment.arena
            );
            for (uint32_t message = at; message < at + count; ++message)
                segment.replay_ids.push_back(first_replay + message);
            at += count;
        }
        return Done{};
    }

    Status subscribe(std::string_view subscriber, ObjectId event) override {
        if (const Status status = check_event(event); !status)
            return status;
        const auto [found, is_new] =
            subscribers_.try_emplace(std::string(subscriber), Subscriber{event, newest_});
        if (!is_new && found->second.event != event)
            return Failure{fmt::format(
                "`{}` is subscribed to `{}` already",
                subscriber,
                schema_->object(found->second.event).name
            )};
        channels_.try_emplace(event);
        return Done{};
    }

    Result<Messages> poll(std::string_view name, uint32_t limit) override {
        const auto found = subscribers_.find(name);
        if (found == subscribers_.end())
            return unknown(name);
        const Subscriber& subscriber = found->second;
        Messages result;
        result.records = RecordBatch(subscriber.event, 0);
        for (const Segment& segment : channels_[subscriber.event]) {
            const auto room = static_cast<size_t>(limit) - result.replay_ids.size();
            if (room == 0)
                break;
            const auto next = std::upper_bound(
                segment.replay_ids.begin(), segment.replay_ids.end(), subscriber.position
            );
            const auto count = std::min(static_cast<size_t>(segment.replay_ids.end() - next), room);
            const auto first = static_cast<uint32_t>(next - segment.replay_ids.begin());
            result.records.append(segment.records, first, static_cast<uint32_t>(count));
            result.replay_ids.insert(
                result.replay_ids.end(), next, next + static_cast<std::ptrdiff_t>(count)
            );
        }
        return result;
    }

    Status acknowledge(std::string_view name, uint64_t replay_id) override {
        const auto found = subscribers_.find(name);
        if (found == subscribers_.end())
            return unknown(name);
        Subscriber& subscriber = found->second;
        // A position beyond the newest message would skip some that are not published yet.
        subscriber.position = std::max(subscriber.position, std::min(replay_id, newest_));
        forget(subscriber.event);
        return Done{};
    }

    [[nodiscard]] uint64_t pending() const override {
        uint64_t messages = 0;
        for (const auto& [event, segments] : channels_) {
            const uint64_t passed = passed_by_all(event);
            for (const Segment& segment : segments) {
                const auto first =
                    std::upper_bound(segment.replay_ids.begin(), segment.replay_ids.end(), passed);
                messages += static_cast<uint64_t>(segment.replay_ids.end() - first);
            }
        }
        return messages;
    }

private:
    [[nodiscard]] Status check_event(ObjectId event) const {
        if (event == ObjectId::none || static_cast<size_t>(event) >= schema_->object_count())
            return Failure{"a bus was asked for an event that its schema does not have"};
        if (const Object& object = schema_->object(event); object.kind != ObjectKind::event)
            return Failure{fmt::format("`{}` is no platform event", object.name)};
        return Done{};
    }

    [[nodiscard]] static Failure unknown(std::string_view subscriber) {
        return {fmt::format("`{}` is not subscribed to any event", subscriber)};
    }

    [[nodiscard]] uint64_t passed_by_all(ObjectId event) const {
        uint64_t passed = newest_;
        for (const auto& [name, subscriber] : subscribers_)
            if (subscriber.event == event)
                passed = std::min(passed, subscriber.position);
        return passed;
    }

    void forget(ObjectId event) {
        Segments& segments = channels_[event];
        if (segments.empty())
            return;
        const uint64_t passed = passed_by_all(event);
        while (!segments.empty() && segments.front().replay_ids.back() <= passed)
            segments.pop_front();
    }

    const Schema* schema_;
    std::map<std::string, Subscriber, std::less<>> subscribers_;
    std::map<ObjectId, Segments> channels_; // of events that have a subscriber
    uint64_t newest_ = 0;
};

} // namespace

std::unique_ptr<EventBus> make_memory_bus(const Schema& schema) {
    return std::make_unique<MemoryBus>(schema);
}

} // namespace weir
