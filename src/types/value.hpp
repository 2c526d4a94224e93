// A value of a flow in sixteen bytes, copied freely. What does not fit is in an arena that outlives
// it.
#pragma once

#include "base/arena.hpp"
#include "base/check.hpp"
#include "types/decimal.hpp"
#include "types/fault.hpp"
#include "types/id.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace weir {

enum class Tag : uint8_t {
    unset, // a field nobody gave a value; reads as null
    null,
    boolean,
    number,     // coefficient in 64 bits, scale 0 to 18
    big_number, // a Decimal in an arena
    date,       // days since 1970-01-01
    date_time,  // milliseconds since 1970-01-01T00:00Z
    time,       // milliseconds since midnight
    text,       // UTF-8
    id,
    record,     // Row*
    collection, // Collection*, and the number of its items that this value sees
    fault,      // what an expression answers when it cannot be evaluated
};

struct Row;
struct Collection;

/// Views (text, rows, collections, faults) belong to whoever made them: a Program's constants, the
/// arena of a transaction, or a store, which keeps what it handed out until the transaction ends.
class Value {
public:
    Value() = default; // unset

    [[nodiscard]] static Value null() { return Value(Tag::null); }
    [[nodiscard]] static Value boolean(bool value) {
        return with_integer(Tag::boolean, value ? 1 : 0);
    }
    [[nodiscard]] static Value number(int64_t whole) { return with_integer(Tag::number, whole); }
    [[nodiscard]] static Value number(int64_t coefficient, int8_t scale) {
        Value result = with_integer(Tag::number, coefficient);
        result.rest_ |= uint64_t{static_cast<uint8_t>(scale)} << scale_place;
        return result;
    }
    /// Small when it fits 64 bits, else a copy in the arena. An invalid decimal is a bug of the
    /// caller.
    [[nodiscard]] static Value number(const Decimal& value, Arena& arena);
    [[nodiscard]] static Value date(int64_t days) { return with_integer(Tag::date, days); }
    [[nodiscard]] static Value date_time(int64_t milliseconds) {
        return with_integer(Tag::date_time, milliseconds);
    }
    [[nodiscard]] static Value time(int64_t milliseconds) {
        return with_integer(Tag::time, milliseconds);
    }
    /// A view: `text` must outlive the value.
    [[nodiscard]] static Value text(std::string_view text) {
        Value result(Tag::text, static_cast<uint32_t>(text.size()));
        result.text_ = text.data();
        return result;
    }
    [[nodiscard]] static Value id(Id id) {
        Value result(Tag::id, id.high);
        result.integer_ = static_cast<int64_t>(id.low);
        return result;
    }
    [[nodiscard]] static Value record(const Row* row) {
        Value result(Tag::record);
        result.row_ = row;
        return result;
    }
    [[nodiscard]] static Value collection(const Collection* items, uint32_t size) {
        Value result(Tag::collection, size);
        result.collection_ = items;
        return result;
    }
    [[nodiscard]] static Value fault(const Fault* fault) {
        Value result(Tag::fault);
        result.fault_ = fault;
        return result;
    }

    [[nodiscard]] Tag tag() const { return static_cast<Tag>(rest_ >> tag_place); }
    /// Null or unset.
    [[nodiscard]] bool is_null() const { return tag() <= Tag::null; }
    [[nodiscard]] bool is_unset() const { return tag() == Tag::unset; }
    [[nodiscard]] bool is_fault() const { return tag() == Tag::fault; }
    [[nodiscard]] bool is_number() const {
        return tag() == Tag::number || tag() == Tag::big_number;
    }
    [[nodiscard]] bool is_true() const { return tag() == Tag::boolean && integer_ != 0; }

    // The accessors expect their tag.
    [[nodiscard]] bool as_boolean() const { return integer_ != 0; }
    /// Coefficient of a small number, days, or milliseconds.
    [[nodiscard]] int64_t integer() const { return integer_; }
    [[nodiscard]] int8_t scale() const { return static_cast<int8_t>(rest_ >> scale_place); }
    [[nodiscard]] Decimal decimal() const {
        return tag() == Tag::big_number ? *decimal_ : Decimal{integer_, scale(), true};
    }
    [[nodiscard]] std::string_view as_text() const { return {text_, size()}; }
    [[nodiscard]] Id as_id() const { return {static_cast<uint64_t>(integer_), size()}; }
    [[nodiscard]] const Row* row() const { return row_; }
    [[nodiscard]] const Fault& as_fault() const { return *fault_; }
    [[nodiscard]] const Collection* collection() const { return collection_; }
    /// Bytes of a text, items of a collection.
    [[nodiscard]] uint32_t size() const { return static_cast<uint32_t>(rest_); }
    [[nodiscard]] std::span<const Value> items() const;

private:
    static constexpr int tag_place = 32;
    static constexpr int scale_place = 40;

    explicit Value(Tag tag, uint32_t size = 0)
        : rest_(static_cast<uint64_t>(tag) << tag_place | size) {}
    [[nodiscard]] static Value with_integer(Tag tag, int64_t value) {
        Value result(tag);
        result.integer_ = value;
        return result;
    }

    union {
        int64_t integer_ = 0;
        const char* text_;
        const Decimal* decimal_;
        const Row* row_;
        const Collection* collection_;
        const Fault* fault_;
    };
    // Size, tag and scale as one word: what fills and copies columns of values writes two words for
    // each. Members of their own are written one by one in loops.
    uint64_t rest_ = static_cast<uint64_t>(Tag::unset) << tag_place;
};
static_assert(sizeof(Value) == 16);
template<>
inline constexpr bool is_zero_when_new<Value> = true;

class Layout; // schema/layout.hpp: which field stands in which cell

/// A record in memory: one cell for each field of its layout, behind the header. Treated as
/// immutable once it is `shared`; see writable_copy.
struct Row {
    const Layout* layout = nullptr;
    uint32_t size = 0;
    /// Set as soon as a second value may point here (a copy into a variable or collection).
    mutable bool shared = false;

    [[nodiscard]] Value* cells() { return reinterpret_cast<Value*>(this + 1); }
    [[nodiscard]] const Value* cells() const { return reinterpret_cast<const Value*>(this + 1); }
};
static_assert(sizeof(Row) % alignof(Value) == 0);

/// A row of `size` unset cells.
[[nodiscard]] Row* make_row(const Layout* layout, uint32_t size, Arena& arena);
/// The row itself if nobody else sees it, else a copy that is not shared: records are values.
[[nodiscard]] Row* writable_copy(const Row* row, Arena& arena);

/// Growable items that values share. A Value sees its first `size` items; appending to a value that
/// sees all used items extends in place, otherwise it copies first. Items are never changed in
/// place.
struct Collection {
    Value* items = nullptr;
    uint32_t used = 0;
    uint32_t capacity = 0;
};

[[nodiscard]] Value make_collection(std::span<const Value> items, Arena& arena);
/// `collection` may be null: then a new one of one item.
[[nodiscard]] Value append(Value collection, Value item, Arena& arena);

inline std::span<const Value> Value::items() const {
    return collection_ == nullptr ? std::span<const Value>{}
                                  : std::span<const Value>{collection_->items, size()};
}

} // namespace weir
