// The contract of an event bus: published messages in replay order, and each subscriber's position.
#pragma once

#include "base/result.hpp"
#include "schema/schema.hpp"
#include "store/record_batch.hpp"

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace weir {

/// Messages of one event: columns as published, with their replay ids in rising order.
struct Messages {
    RecordBatch records;
    std::vector<uint64_t> replay_ids;
};

/// Keeps copies of what it is given. Not thread-safe.
class EventBus {
public:
    virtual ~EventBus() = default;

    /// Appends the rows in their order; every row gets the next replay id of the bus (rising over
    /// all events).
    virtual Status publish(const RecordBatch& messages) = 0;
    /// A subscriber (the API name of a flow) of an event; starts behind the newest message.
    virtual Status subscribe(std::string_view subscriber, ObjectId event) = 0;
    /// At most `limit` messages behind the subscriber's position, oldest first; does not move it.
    /// Values stay valid until the position is moved.
    virtual Result<Messages> poll(std::string_view subscriber, uint32_t limit) = 0;
    /// Moves the position behind `replay_id`; messages that every subscriber has passed may be
    /// forgotten.
    virtual Status acknowledge(std::string_view subscriber, uint64_t replay_id) = 0;
    /// Messages of all events that some subscriber has not passed.
    [[nodiscard]] virtual uint64_t pending() const = 0;
};

} // namespace weir
