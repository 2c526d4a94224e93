// A compiled formula, and how it is evaluated for many interviews or records at once.
#pragma once

#include "base/arena.hpp"
#include "types/date_time.hpp"
#include "types/type.hpp"
#include "types/value.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace weir {

struct Node; // formula/node.hpp: typed, immutable, in the arena of its Program

/// A compiled formula or condition: a tree of typed nodes over slots. Copied freely; the Program
/// owns the nodes.
struct Expression {
    const Node* root = nullptr;
    Type type;

    [[nodiscard]] explicit operator bool() const { return root != nullptr; }
};

/// Reads what formulas reach beyond their slots. Implemented by the transaction; every call is one
/// bulk read.
class RecordReader {
public:
    virtual ~RecordReader() = default;

    /// `out[i]` becomes the field of the record ids[i]; null where the id is zero or no such record
    /// is there. Returns null, or the fault that fails all rows (a limit).
    virtual const Fault*
    read(ObjectId object, FieldId field, std::span<const Id> ids, std::span<Value> out) = 0;

    /// The id of the record whose text field `field` is `value` (custom metadata by DeveloperName);
    /// zero if there is none.
    virtual Id find(ObjectId object, FieldId field, std::string_view value) = 0;

    /// The records whose lookup `field` is parents[i], in the order they were made, as one
    /// collection `out[i]`; null where the parent is zero. Null, or the fault that fails all rows.
    virtual const Fault* children(
        ObjectId /*child*/, FieldId /*field*/, std::span<const Id> /*parents*/, std::span<Value> out
    ) {
        for (Value& value : out)
            value = Value::null();
        return nullptr;
    }

    /// Whether the user is given the permission set of that name.
    virtual bool has_permission_set(Id /*user*/, std::string_view /*name*/) { return false; }
};

/// What the world is to a formula that runs now.
struct Surroundings {
    RecordReader* records = nullptr;
    int64_t now = 0; // milliseconds UTC; the same for a whole transaction
    TimeZone zone = TimeZone::utc();
    Id user;
    Id profile;
    Id role;
    Id organization;
    Id network; // the site that the user works in; zero outside of sites
    std::string_view session_id;
    /// Whether `is empty` is true of a collection that is null (an org setting).
    bool null_is_empty = true;
};

/// Makes the columns of a frame that are there only when somebody reads them.
class LateColumns {
public:
    virtual ~LateColumns() = default;
    /// The column of a slot; it stays.
    virtual const Value* make(uint32_t slot) = 0;
    /// Whether the slot has a record in every row and nobody needs them as rows yet.
    [[nodiscard]] virtual bool has_records(uint32_t slot) const = 0;
    /// One cell of all of them, of a slot that `has_records`; null where their layout lacks it.
    virtual const Value* cell(uint32_t slot, uint32_t cell) = 0;
};

/// Columns that an evaluation reads: `slots[s][row]`. Results that need memory take it from
/// `arena`.
struct Frame {
    std::span<Value* const> slots; // null: `late` makes it
    uint32_t capacity = 0;         // rows of every column
    const Surroundings* surroundings = nullptr;
    Arena* arena = nullptr;
    LateColumns* late = nullptr;

    [[nodiscard]] const Value* slot(uint32_t slot) const {
        return slots[slot] != nullptr ? slots[slot] : late->make(slot);
    }
    [[nodiscard]] bool has_records(uint32_t slot) const {
        return slots[slot] == nullptr && late->has_records(slot);
    }
};

/// Rows of a batch that take part, rising.
using Rows = std::span<const uint32_t>;

/// Evaluates for the rows named and writes `out[row]` (out has `frame.capacity` values; other rows
/// keep theirs). A row that cannot be evaluated answers a value with Tag::fault. Short-circuits row
/// by row as Salesforce does. No exceptions.
void evaluate(const Expression& expression, const Frame& frame, Rows rows, Value* out);

/// The value of an expression that reads no slot and no surroundings; nothing else may be given.
[[nodiscard]] bool is_constant(const Expression& expression);
[[nodiscard]] Value constant_value(const Expression& expression);

} // namespace weir
