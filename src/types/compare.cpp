#include "types/compare.hpp"

#include "types/text.hpp"

#include <algorithm>
#include <array>

namespace weir {

namespace {

/// Records in records; deeper ones are compared by identity.
constexpr int deepest = 16;

int sign(bool greater, bool less) {
    return static_cast<int>(greater) - static_cast<int>(less);
}

/// Tags of one kind share a number.
Tag kind(Value value) {
    if (value.is_null())
        return Tag::null;
    return value.tag() == Tag::big_number ? Tag::number : value.tag();
}

bool equal_numbers(Value left, Value right) {
    if (left.tag() == Tag::number && right.tag() == Tag::number && left.scale() == right.scale())
        return left.integer() == right.integer();
    return compare(left.decimal(), right.decimal()) == 0;
}

bool text_is_id(Value text, Value id) {
    const auto parsed = parse_id(text.as_text());
    return parsed && *parsed == id.as_id();
}

std::span<const Value> cells(const Row* row) {
    return row == nullptr ? std::span<const Value>{}
                          : std::span<const Value>{row->cells(), row->size};
}

template<bool ignoring_case>
bool equal(Value left, Value right, int depth);

template<bool ignoring_case>
bool equal_all(std::span<const Value> left, std::span<const Value> right, int depth) {
    if (left.size() != right.size())
        return false;
    if (left.data() == right.data())
        return true;
    if (depth == deepest)
        return false;
    for (size_t index = 0; index < left.size(); ++index)
        if (!equal<ignoring_case>(left[index], right[index], depth + 1))
            return false;
    return true;
}

template<bool ignoring_case>
bool equal(Value left, Value right, int depth) {
    const Tag left_kind = kind(left);
    const Tag right_kind = kind(right);
    if (left_kind != right_kind) {
        if (left_kind == Tag::text && right_kind == Tag::id)
            return text_is_id(left, right);
        if (left_kind == Tag::id && right_kind == Tag::text)
            return text_is_id(right, left);
        return false;
    }
    switch (left_kind) {
    case Tag::unset:
    case Tag::null:
        return true;
    case Tag::number:
    case Tag::big_number:
        return equal_numbers(left, right);
    case Tag::boolean:
    case Tag::date:
    case Tag::date_time:
    case Tag::time:
        return left.integer() == right.integer();
    case Tag::text:
        if constexpr (ignoring_case)
            return equal_ignoring_case(left.as_text(), right.as_text());
        return left.as_text() == right.as_text();
    case Tag::id:
        return left.as_id() == right.as_id();
    case Tag::record:
        return (left.row() == nullptr) == (right.row() == nullptr) &&
               equal_all<ignoring_case>(cells(left.row()), cells(right.row()), depth);
    case Tag::collection:
        return equal_all<ignoring_case>(left.items(), right.items(), depth);
    case Tag::fault:
        return left.as_fault().code == right.as_fault().code &&
               left.as_fault().message == right.as_fault().message;
    }
    return false;
}

int order_texts(std::string_view left, std::string_view right) {
    if (const int without_case = compare_ignoring_case(left, right); without_case != 0)
        return without_case;
    const int exactly = left.compare(right);
    return sign(exactly > 0, exactly < 0);
}

int order(Value left, Value right, int depth);

int order_all(std::span<const Value> left, std::span<const Value> right, int depth) {
    if (left.data() != right.data() && depth < deepest) {
        const size_t common = std::min(left.size(), right.size());
        for (size_t index = 0; index < common; ++index)
            if (const int found = order(left[index], right[index], depth + 1); found != 0)
                return found;
    }
    return sign(left.size() > right.size(), left.size() < right.size());
}

int order(Value left, Value right, int depth) {
    const Tag left_kind = kind(left);
    const Tag right_kind = kind(right);
    if (left_kind != right_kind)
        return left_kind < right_kind ? -1 : 1;
    switch (left_kind) {
    case Tag::unset:
    case Tag::null:
        return 0;
    case Tag::number:
    case Tag::big_number:
        return compare(left.decimal(), right.decimal());
    case Tag::boolean:
    case Tag::date:
    case Tag::date_time:
    case Tag::time:
        return sign(left.integer() > right.integer(), left.integer() < right.integer());
    case Tag::text:
        return order_texts(left.as_text(), right.as_text());
    case Tag::id:
        return sign(right.as_id() < left.as_id(), left.as_id() < right.as_id());
    case Tag::record:
        return order_all(cells(left.row()), cells(right.row()), depth);
    case Tag::collection:
        return order_all(left.items(), right.items(), depth);
    case Tag::fault: {
        const int codes = order_texts(left.as_fault().code, right.as_fault().code);
        return codes != 0 ? codes : order_texts(left.as_fault().message, right.as_fault().message);
    }
    }
    return 0;
}

uint64_t mix(uint64_t state, uint64_t word) {
    state = (state ^ word) * 0x9e3779b97f4a7c15;
    return state ^ (state >> 29);
}

uint64_t tagged(Tag kind) {
    return mix(0x51ed270b, static_cast<uint64_t>(kind));
}

/// A text that may spell an id gets the hash of its first fifteen characters, as the id does: the
/// two can be equal.
uint64_t hash_text(std::string_view text) {
    constexpr size_t id_length = 15;
    const auto is_digit = [](char byte) {
        return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
               (byte >= 'A' && byte <= 'Z');
    };
    const auto hash_folded = [&](std::string_view folded) {
        const bool may_be_id = (folded.size() == id_length || folded.size() == id_length + 3) &&
                               std::all_of(folded.begin(), folded.end(), is_digit);
        return hash_ignoring_case(may_be_id ? folded.substr(0, id_length) : folded);
    };
    const bool is_ascii = std::all_of(text.begin(), text.end(), [](char byte) {
        return static_cast<unsigned char>(byte) < 0x80;
    });
    if (is_ascii)
        return hash_folded(text);
    std::string folded;
    fold_case(text, folded);
    return hash_folded(folded);
}

uint64_t hash_number(Value value) {
    if (value.tag() == Tag::number && value.scale() == 0)
        return mix(tagged(Tag::number), static_cast<uint64_t>(value.integer()));
    const Decimal number = normalized(value.decimal());
    const auto low = static_cast<uint64_t>(number.coefficient);
    const auto high = static_cast<uint64_t>(number.coefficient >> 64);
    const uint64_t state = mix(tagged(Tag::number), low);
    // Whole numbers that fit 64 bits as above.
    if (number.scale == 0 && number.coefficient == static_cast<int64_t>(number.coefficient))
        return state;
    return mix(mix(state, high), static_cast<uint64_t>(number.scale));
}

uint64_t hash(Value value, int depth);

uint64_t hash_all(Tag tag, std::span<const Value> values, int depth) {
    uint64_t state = mix(tagged(tag), values.size());
    // A prefix decides well enough, and bounds the work.
    constexpr size_t most = 16;
    if (depth < 2)
        for (const Value value : values.first(std::min(values.size(), most)))
            state = mix(state, hash(value, depth + 1));
    return state;
}

uint64_t hash(Value value, int depth) {
    switch (kind(value)) {
    case Tag::unset:
    case Tag::null:
        return tagged(Tag::null);
    case Tag::number:
    case Tag::big_number:
        return hash_number(value);
    case Tag::boolean:
    case Tag::date:
    case Tag::date_time:
    case Tag::time:
        return mix(tagged(value.tag()), static_cast<uint64_t>(value.integer()));
    case Tag::text:
        return hash_text(value.as_text());
    case Tag::id: {
        const auto text = to_text_15(value.as_id());
        return hash_ignoring_case(std::string_view(text.data(), text.size()));
    }
    case Tag::record:
        return hash_all(Tag::record, cells(value.row()), depth);
    case Tag::collection:
        return hash_all(Tag::collection, value.items(), depth);
    case Tag::fault:
        return mix(tagged(Tag::fault), hash_ignoring_case(value.as_fault().code));
    }
    return 0;
}

} // namespace

bool differ_only_in_form(Value left, Value right, bool ignoring_case) {
    if (left.tag() == Tag::text && right.tag() == Tag::text)
        return ignoring_case ? equal_ignoring_case(left.as_text(), right.as_text())
                             : left.as_text() == right.as_text();
    return ignoring_case ? equal<true>(left, right, 0) : equal<false>(left, right, 0);
}
int order(Value left, Value right) {
    return order(left, right, 0);
}
uint64_t hash_ignoring_case(Value value) {
    return hash(value, 0);
}

} // namespace weir
