#include "types/value.hpp"

#include <algorithm>
#include <limits>
#include <new>

namespace weir {

namespace {

constexpr int small_scale = 18;
constexpr uint32_t first_capacity = 4;

bool fits_small(const Decimal& value) {
    return value.scale >= 0 && value.scale <= small_scale &&
           value.coefficient >= std::numeric_limits<int64_t>::min() &&
           value.coefficient <= std::numeric_limits<int64_t>::max();
}

Value small(const Decimal& value) {
    return Value::number(static_cast<int64_t>(value.coefficient), static_cast<int8_t>(value.scale));
}

} // namespace

Value Value::number(const Decimal& value, Arena& arena) {
    WEIR_CHECK(value.valid, "an invalid decimal is a fault and no value");
    if (fits_small(value)) [[likely]]
        return small(value);
    const Decimal shorter = normalized(value);
    if (fits_small(shorter))
        return small(shorter);
    Value result(Tag::big_number);
    result.decimal_ = arena.make<Decimal>(shorter);
    return result;
}

Row* make_row(const Layout* layout, uint32_t size, Arena& arena) {
    void* const memory = arena.allocate(sizeof(Row) + size * sizeof(Value), alignof(Row));
    Row* const row = ::new (memory) Row{layout, size, false};
    for (uint32_t cell = 0; cell < size; ++cell)
        ::new (row->cells() + cell) Value{};
    return row;
}

Row* writable_copy(const Row* row, Arena& arena) {
    if (!row->shared)
        return const_cast<Row*>(row); // whoever made it made it writable
    Row* const copied = make_row(row->layout, row->size, arena);
    std::copy_n(row->cells(), row->size, copied->cells());
    // Records in cells are now seen by both rows.
    for (uint32_t cell = 0; cell < row->size; ++cell)
        if (const Value& value = row->cells()[cell];
            value.tag() == Tag::record && value.row() != nullptr)
            value.row()->shared = true;
    return copied;
}

Value make_collection(std::span<const Value> items, Arena& arena) {
    WEIR_CHECK(
        items.size() <= std::numeric_limits<uint32_t>::max(),
        "a collection counts its items in 32 bits"
    );
    const auto size = static_cast<uint32_t>(items.size());
    auto* const collection = arena.make<Collection>();
    collection->items = arena.make_array<Value>(size).data();
    collection->used = size;
    collection->capacity = size;
    std::copy_n(items.data(), size, collection->items);
    return Value::collection(collection, size);
}

Value append(Value collection, Value item, Arena& arena) {
    const auto seen =
        collection.tag() == Tag::collection ? collection.items() : std::span<const Value>{};
    const auto size = static_cast<uint32_t>(seen.size());
    WEIR_CHECK(
        size < std::numeric_limits<uint32_t>::max(), "a collection counts its items in 32 bits"
    );
    // Spare capacity exists only behind items that append itself allocated, so constants of a
    // Program, which threads share, are never written.
    if (size > 0) {
        auto* const shared = const_cast<Collection*>(collection.collection());
        if (shared->used == size && shared->used < shared->capacity) {
            shared->items[size] = item;
            shared->used = size + 1;
            return Value::collection(shared, size + 1);
        }
    }
    const uint64_t wanted = std::max<uint64_t>(first_capacity, uint64_t{size} * 2);
    auto* const grown = arena.make<Collection>();
    grown->capacity =
        static_cast<uint32_t>(std::min<uint64_t>(wanted, std::numeric_limits<uint32_t>::max()));
    grown->items = arena.make_array<Value>(grown->capacity).data();
    std::copy_n(seen.data(), size, grown->items);
    grown->items[size] = item;
    grown->used = size + 1;
    return Value::collection(grown, size + 1);
}

} // namespace weir
