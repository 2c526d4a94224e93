#include "types/convert.hpp"

#include "types/date_time.hpp"
#include "types/text.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

namespace weir {

namespace {

/// Collections in collections and records that are printed; deeper ones are shown as dots.
constexpr int deepest = 4;

void append_text(std::string& text, Value value, bool in_formula, int depth);

void append_all(
    std::string& text,
    std::span<const Value> values,
    char open,
    char close,
    bool in_formula,
    int depth
) {
    text.push_back(open);
    if (depth == deepest) {
        text.append("...");
    } else {
        bool is_first = true;
        for (const Value value : values) {
            if (!is_first)
                text.append(", ");
            is_first = false;
            append_text(text, value, in_formula, depth + 1);
        }
    }
    text.push_back(close);
}

void append_text(std::string& text, Value value, bool in_formula, int depth) {
    switch (value.tag()) {
    case Tag::unset:
    case Tag::null:
        return;
    case Tag::boolean:
        text.append(value.as_boolean() ? "true" : "false");
        return;
    case Tag::number:
    case Tag::big_number:
        text.append(to_text(value.decimal()));
        return;
    case Tag::date:
        text.append(date_text(value.integer()));
        return;
    case Tag::date_time:
        text.append(
            in_formula ? formula_date_time_text(value.integer()) : date_time_text(value.integer())
        );
        return;
    case Tag::time:
        text.append(time_text(value.integer()));
        return;
    case Tag::text:
        text.append(value.as_text());
        return;
    case Tag::id: {
        const auto id = to_text(value.as_id());
        text.append(id.data(), id.size());
        return;
    }
    case Tag::record:
        if (value.row() != nullptr)
            append_all(
                text, {value.row()->cells(), value.row()->size}, '{', '}', in_formula, depth
            );
        return;
    case Tag::collection:
        append_all(text, value.items(), '[', ']', in_formula, depth);
        return;
    case Tag::fault: {
        const Fault& fault = value.as_fault();
        if (!fault.code.empty())
            text.append(fault.code).append(": ");
        text.append(fault.message);
        return;
    }
    }
}

std::string_view printed(Value value, Arena& arena, bool in_formula) {
    std::string text;
    append_text(text, value, in_formula, 0);
    return arena.copy(std::string_view(text));
}

std::string_view text_of(Value value, Arena& arena, bool in_formula) {
    if (value.tag() == Tag::text)
        return value.as_text();
    if (value.is_null())
        return {};
    if (value.tag() == Tag::id) {
        const auto id = to_text(value.as_id());
        return arena.copy(std::string_view(id.data(), id.size()));
    }
    return printed(value, arena, in_formula);
}

std::optional<Value> boolean_from(std::string_view text) {
    if (text == "1" || equal_ignoring_case(text, "true"))
        return Value::boolean(true);
    if (text == "0" || equal_ignoring_case(text, "false"))
        return Value::boolean(false);
    return std::nullopt;
}

template<class Parsed, class Make>
std::optional<Value> value_from(const std::optional<Parsed>& parsed, Make make) {
    if (!parsed)
        return std::nullopt;
    return make(*parsed);
}

/// Copies without recursion, however deep records lie in records. What is seen from two places is
/// copied once.
class Copier {
public:
    explicit Copier(Arena& arena) : arena_(&arena) {}

    Value copy(Value value) {
        if (value.tag() < Tag::record && value.tag() != Tag::big_number && value.tag() != Tag::text)
            return value;
        Value result = value;
        waiting_.push_back(&result);
        while (!waiting_.empty()) {
            Value* const cell = waiting_.back();
            waiting_.pop_back();
            *cell = shallow(*cell);
        }
        return result;
    }

private:
    Value shallow(Value value) {
        switch (value.tag()) {
        case Tag::text:
            return Value::text(arena_->copy(value.as_text()));
        case Tag::big_number:
            return Value::number(value.decimal(), *arena_);
        case Tag::fault:
            return fault(value.as_fault());
        case Tag::record:
            return value.row() == nullptr ? value : row(*value.row());
        case Tag::collection:
            return value.collection() == nullptr ? value : collection(value);
        case Tag::unset:
        case Tag::null:
        case Tag::boolean:
        case Tag::number:
        case Tag::date:
        case Tag::date_time:
        case Tag::time:
        case Tag::id:
            return value;
        }
        return value;
    }

    Value fault(const Fault& source) {
        return Value::fault(arena_->make<Fault>(Fault{
            arena_->copy(source.code),
            arena_->copy(source.message),
            arena_->copy(source.fields),
            source.uncatchable}));
    }

    Value row(const Row& source) {
        auto& known = rows_[&source];
        if (known != nullptr) {
            known->shared = true;
            return Value::record(known);
        }
        Row* const copied = make_row(source.layout, source.size, *arena_);
        known = copied;
        fill({source.cells(), source.size}, copied->cells());
        return Value::record(copied);
    }

    Value collection(Value source) {
        auto& known = collections_[source.collection()];
        // Two values may see beginnings of different length; each length is a copy of its own.
        for (const Value candidate : known)
            if (candidate.size() == source.size())
                return candidate;
        auto* const copied = arena_->make<Collection>();
        copied->items = arena_->make_array<Value>(source.size()).data();
        copied->used = source.size();
        copied->capacity = source.size();
        const Value result = Value::collection(copied, source.size());
        known.push_back(result);
        fill(source.items(), copied->items);
        return result;
    }

    void fill(std::span<const Value> source, Value* target) {
        for (size_t index = 0; index < source.size(); ++index) {
            target[index] = source[index];
            waiting_.push_back(target + index);
        }
    }

    Arena* arena_;
    std::vector<Value*> waiting_;
    std::unordered_map<const Row*, const Row*> rows_;
    std::unordered_map<const Collection*, std::vector<Value>> collections_;
};

} // namespace

std::string_view print(Value value, Arena& arena) {
    return text_of(value, arena, false);
}
std::string_view to_formula_text(Value value, Arena& arena) {
    return text_of(value, arena, true);
}

std::optional<Value> from_text(std::string_view text, TypeKind kind, Arena& arena) {
    if (text.empty())
        return Value::null();
    switch (kind) {
    case TypeKind::text:
    case TypeKind::picklist:
    case TypeKind::multi_picklist:
    case TypeKind::any:
        if (!is_utf8(text))
            return std::nullopt;
        return Value::text(arena.copy(text));
    case TypeKind::number:
    case TypeKind::currency:
    case TypeKind::percent:
        return value_from(parse_decimal(text), [&](const Decimal& number) {
            return Value::number(number, arena);
        });
    case TypeKind::boolean:
        return boolean_from(text);
    case TypeKind::date:
        return value_from(parse_date(text), Value::date);
    case TypeKind::date_time:
        return value_from(parse_date_time(text), Value::date_time);
    case TypeKind::time:
        return value_from(parse_time(text), Value::time);
    case TypeKind::id:
        return value_from(parse_id(text), Value::id);
    case TypeKind::error:
    case TypeKind::null:
    case TypeKind::location: // has no value of its own, only its two numbers have
    case TypeKind::record:
        return std::nullopt;
    }
    return std::nullopt;
}

Value copy_tree(Value value, Arena& arena) {
    return Copier(arena).copy(value);
}

} // namespace weir
