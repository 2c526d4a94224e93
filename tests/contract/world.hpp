// The schema that the contract suites of stores and buses work on, and short words for records in
// it.
#pragma once

#include "base/arena.hpp"
#include "schema/schema.hpp"
#include "store/record_store.hpp"

#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weir::contract {

/// Objects `Thing__c`, `Other__c` and the events `Happened__e`, `Ended__e`.
struct World {
    World();

    std::unique_ptr<const Schema> schema;
    ObjectId thing, other, happened, ended;
    // Of Thing__c:
    FieldId id, name, email, code, amount, flag, day, parent, status;
    // Of Other__c:
    FieldId reference; // Text(18)
    // Of the events:
    FieldId message, number;
};

using StoreFactory = std::function<std::unique_ptr<RecordStore>(const Schema&)>;

using Cells = std::vector<std::pair<FieldId, Value>>;

/// A store and what it takes to write a test in a line.
class Desk {
public:
    explicit Desk(const StoreFactory& factory);

    World world;
    std::unique_ptr<RecordStore> store;
    Arena arena;

    /// A record of Thing__c with a new id; the transaction must be open.
    Id insert(const Cells& cells) { return insert(world.thing, cells); }
    Id insert(ObjectId object, const Cells& cells);
    void update(Id id, const Cells& cells);
    void erase(Id id);
    void begin();
    void commit();
    void rollback();

    /// The value of a field of a Thing__c; fails if there is no such record.
    Value read(Id id, FieldId field);
    bool exists(Id id);
    /// Ids that a query with one row of parameters finds.
    std::vector<Id> find(const Query& query, const std::vector<Value>& parameters = {});
    /// Ids of Things with one comparison.
    std::vector<Id> find(FieldId field, FilterOperator op, Value parameter = Value());
};

[[nodiscard]] FilterNode comparison(FieldId field, FilterOperator op, uint32_t parameter = 0);
[[nodiscard]] FilterNode junction(FilterNode::Kind kind, std::vector<uint32_t> children);
[[nodiscard]] Value text(std::string_view text);

// The suites; each is called from a TEST_CASE of every implementation.
void check_ids(const StoreFactory& factory);
void check_transactions(const StoreFactory& factory);
void check_queries(const StoreFactory& factory);
/// Random statements against a model of a few lines; `rounds` transactions.
void check_at_random(const StoreFactory& factory, uint64_t seed, int rounds);

} // namespace weir::contract
