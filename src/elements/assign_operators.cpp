// The run half of assign_operators.hpp: what an operator makes of two values.
#include "elements/assign_operators.hpp"

#include "elements/values.hpp"
#include "runtime/fault_text.hpp"
#include "types/compare.hpp"
#include "types/convert.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <unordered_map>

namespace weir::elements {

namespace {

std::span<const Value> items_of(Value value) {
    return value.tag() == Tag::collection ? value.items() : std::span<const Value>{};
}

Value fault(std::string_view text, Arena& arena) {
    return Value::fault(text_fault(text, arena));
}

/// A sum: what is added to what, and what null counts for.
struct Sum {
    Type target;
    bool is_minus = false;
    bool null_is_zero = true;
};

/// `old + operand` or `old - operand`, rounded to the target's decimals.
Value add_numbers(const Sum& sum_of, Value old, Value operand, Arena& arena) {
    const auto& [target, is_minus, null_is_zero] = sum_of;
    if (!null_is_zero && (old.is_null() || operand.is_null()))
        return Value::null();
    if (!operand.is_number())
        return old;
    // What nearly all sums are: two small numbers of one scale that need no rounding.
    if (operand.tag() == Tag::number && old.tag() == Tag::number &&
        operand.scale() == old.scale() && old.scale() <= target.scale) {
        int64_t sum = 0;
        const bool is_too_large =
            is_minus ? __builtin_sub_overflow(old.integer(), operand.integer(), &sum)
                     : __builtin_add_overflow(old.integer(), operand.integer(), &sum);
        if (!is_too_large)
            return Value::number(sum, old.scale());
    }
    const Decimal left = old.is_number() ? old.decimal() : Decimal::of(0);
    const Decimal sum = is_minus ? subtract(left, operand.decimal()) : add(left, operand.decimal());
    const Decimal rounded =
        sum.valid && target.kind != TypeKind::any ? round(sum, target.scale) : sum;
    if (!rounded.valid)
        return fault("The flow failed to compute a number because it is too large.", arena);
    return Value::number(rounded, arena);
}

Value move_date(Value old, Value days, bool is_back, Arena& arena) {
    if (old.tag() != Tag::date || !days.is_number())
        return old;
    // Far beyond the years 1 to 9999, and far from an overflow.
    constexpr int64_t most_days = 10'000'000;
    const auto whole = to_integer(days.decimal());
    if (!whole || *whole > most_days || *whole < -most_days)
        return fault("The flow failed to compute a date because it is out of range.", arena);
    return Value::date(is_back ? old.integer() - *whole : old.integer() + *whole);
}

Value concatenate(Value old, std::string_view between, Value operand, Arena& arena) {
    const std::string_view left = old.is_null() ? std::string_view{} : to_text(old, arena);
    const std::string_view right = operand.is_null() ? std::string_view{} : to_text(operand, arena);
    if (right.empty())
        return old;
    if (left.empty())
        return Value::text(right);
    const size_t size = left.size() + between.size() + right.size();
    char* const text = static_cast<char*>(arena.allocate(size, 1));
    char* at = std::copy(left.begin(), left.end(), text);
    at = std::copy(between.begin(), between.end(), at);
    std::copy(right.begin(), right.end(), at);
    return Value::text({text, size});
}

/// `+=` and `-=` on a single value. The kind of an open object's field shows only now.
Value add(const Sum& sum, Value old, Value operand, Arena& arena) {
    const auto& [target, is_minus, null_is_zero] = sum;
    const bool is_any = target.kind == TypeKind::any;
    if (target.kind == TypeKind::date || (is_any && old.tag() == Tag::date))
        return move_date(old, operand, is_minus, arena);
    if (target.is_numeric() ||
        (is_any && operand.is_number() && (old.is_number() || old.is_null())))
        return add_numbers(sum, old, operand, arena);
    return is_minus ? old : concatenate(old, {}, operand, arena);
}

Value add_to_collection(Value old, Value operand, bool is_first, Arena& arena) {
    const bool is_collection = operand.tag() == Tag::collection;
    if (!is_collection && !is_first)
        return append(old, share(operand), arena);
    const std::span<const Value> before = items_of(old);
    const std::span<const Value> added =
        is_collection ? items_of(operand) : std::span<const Value>{&operand, 1};
    if (before.empty() && is_collection)
        return operand;
    const std::span<Value> items = arena.make_array<Value>(before.size() + added.size());
    const std::span<const Value> head = is_first ? added : before;
    const std::span<const Value> tail = is_first ? before : added;
    std::transform(head.begin(), head.end(), items.begin(), share);
    std::transform(
        tail.begin(), tail.end(), items.begin() + static_cast<std::ptrdiff_t>(head.size()), share
    );
    return collection_of(items, arena);
}

/// The items for which `keeps` says so, as a new collection.
template<class Keeps>
Value keep(std::span<const Value> items, Keeps keeps, Arena& arena) {
    const std::span<Value> kept = arena.make_array<Value>(items.size());
    const auto end = std::copy_if(items.begin(), items.end(), kept.begin(), keeps);
    return collection_of(kept.first(static_cast<size_t>(end - kept.begin())), arena);
}

Value part(Value old, size_t begin, size_t end, Arena& arena) {
    return make_collection(items_of(old).subspan(begin, end - begin), arena);
}

Value remove_at(Value old, Value position, Arena& arena) {
    const std::span<const Value> items = items_of(old);
    const auto wanted = position.is_number() ? to_integer(position.decimal()) : std::nullopt;
    if (!wanted || *wanted < 1 || static_cast<uint64_t>(*wanted) > items.size())
        return fault(
            fmt::format(
                "The flow failed to remove the item at position {} because the collection has {} "
                "items.",
                to_text(position, arena),
                items.size()
            ),
            arena
        );
    const auto index = static_cast<size_t>(*wanted) - 1;
    const std::span<Value> kept = arena.make_array<Value>(items.size() - 1);
    const auto middle = std::copy_n(items.begin(), index, kept.begin());
    std::copy(items.begin() + static_cast<std::ptrdiff_t>(index) + 1, items.end(), middle);
    return collection_of(kept, arena);
}

/// By hash, so that two long collections do not cost their product.
Value remove_uncommon(Value old, Value operand, Arena& arena) {
    std::unordered_multimap<uint64_t, Value> common;
    for (const Value item : items_of(operand)) {
        const uint64_t hash = hash_ignoring_case(item);
        const auto [begin, end] = common.equal_range(hash);
        // One of equals will do: a thousand times the same item must not become a long chain.
        if (std::none_of(begin, end, [item](const auto& entry) {
                return equal_exactly(entry.second, item);
            }))
            common.emplace(hash, item);
    }
    return keep(
        items_of(old),
        [&common](Value item) {
            const auto [begin, end] = common.equal_range(hash_ignoring_case(item));
            return std::any_of(begin, end, [item](const auto& entry) {
                return equal_exactly(entry.second, item);
            });
        },
        arena
    );
}

} // namespace

Value apply(
    AssignOperator op, Type target, Value old, Value operand, bool null_is_zero, Arena& arena
) {
    const auto is_operand = [operand](Value item) { return equal_exactly(item, operand); };
    const std::span<const Value> items = items_of(old);
    // Looked for only by those that remove: adding to a long collection must not walk through it.
    const bool removes = op == AssignOperator::remove_first || op == AssignOperator::remove_all ||
                         op == AssignOperator::remove_before || op == AssignOperator::remove_after;
    const auto begin = removes ? items.begin() : items.end();
    const auto first =
        static_cast<size_t>(std::find_if(begin, items.end(), is_operand) - items.begin());
    const bool is_there = first < items.size();
    switch (op) {
    case AssignOperator::assign:
        return operand;
    case AssignOperator::assign_count:
        return Value::number(static_cast<int64_t>(items_of(operand).size()));
    case AssignOperator::add:
        return target.collection ? add_to_collection(old, operand, false, arena)
                                 : add({target, false, null_is_zero}, old, operand, arena);
    case AssignOperator::subtract:
        return add({target, true, null_is_zero}, old, operand, arena);
    case AssignOperator::add_item:
        return concatenate(old, ";", operand, arena);
    case AssignOperator::add_first:
        return add_to_collection(old, operand, true, arena);
    case AssignOperator::remove_first:
        return is_there ? remove_at(old, Value::number(static_cast<int64_t>(first) + 1), arena)
                        : old;
    case AssignOperator::remove_all:
        return is_there ? keep(
                              items, [&](Value item) { return !is_operand(item); }, arena
                          )
                        : old;
    case AssignOperator::remove_at:
        return remove_at(old, operand, arena);
    case AssignOperator::remove_before:
        return is_there ? part(old, first, items.size(), arena) : old;
    case AssignOperator::remove_after:
        return is_there ? part(old, 0, first + 1, arena) : old;
    case AssignOperator::remove_uncommon:
        return remove_uncommon(old, operand, arena);
    }
    return old;
}

} // namespace weir::elements
