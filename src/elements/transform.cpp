// transform: makes values of another shape from values that are there.
#include "check/flow_checker.hpp"
#include "elements/clauses.hpp"
#include "elements/kinds.hpp"
#include "elements/transform_values.hpp"
#include "org/transaction.hpp"
#include "runtime/fault_text.hpp"
#include "types/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace weir {

namespace {

constexpr ClauseShape value_clauses[] = {
    {.key = "=",
     .value = ValueKind::formula,
     .xml = "value",
     .doc = "What it becomes; `Found[$EachItem].Name` for each item of a collection."},
    {.key = "",
     .value = ValueKind::assignments,
     .xml = "inputParameters",
     .doc = "`{ aggregationField = …  aggregationValues = … }`: what is counted, summed or joined.",
     .form = XmlForm::parameters},
};

constexpr std::string_view tag = "transformValueActions";
constexpr std::string_view kind = "transformType";

/// Of a field, `set Name = …`, or of the whole target, `set = …`.
constexpr Shape field_value(std::string_view keyword, std::string_view type, std::string_view doc) {
    return {
        .keyword = keyword,
        .category = Category::member,
        .xml = tag,
        .clauses = value_clauses,
        .doc = doc,
        .xml_kind = {kind, type},
        .xml_name = "outputFieldApiName"};
}
constexpr Shape whole_value(std::string_view keyword, std::string_view type, std::string_view doc) {
    Shape made = field_value(keyword, type, doc);
    made.name = NameForm::none;
    return made;
}

constexpr Shape set_field = field_value("set", "Map", "A field of the target: `set Name = value`.");
constexpr Shape set_whole =
    whole_value("set item", "Map", "The target itself: `set item = value`.");
constexpr Shape count_field = field_value("count", "Count", "How many items there are.");
constexpr Shape count_whole = whole_value("count items", "Count", "How many items there are.");
constexpr Shape sum_field = field_value("sum", "Sum", "The sum over the items.");
constexpr Shape sum_whole = whole_value("sum items", "Sum", "The sum over the items.");
constexpr Shape join_field =
    field_value("join", "InnerJoin", "Items of two collections that match.");
constexpr Shape join_whole =
    whole_value("join items", "InnerJoin", "Items of two collections that match.");
constexpr Shape take_field = field_value("take", "GetItemByIndex", "One item of a collection.");
constexpr Shape take_whole =
    whole_value("take item", "GetItemByIndex", "One item of a collection.");

constexpr const Shape* values[] = {
    &set_field,
    &set_whole,
    &count_field,
    &count_whole,
    &sum_field,
    &sum_whole,
    &join_field,
    &join_whole,
    &take_field,
    &take_whole,
};

constexpr ClauseShape clauses[] = {
    elements::description_clause,
    {.key = "",
     .value = ValueKind::elements,
     .xml = "transformValues/transformValueActions",
     .doc = "`{ set Field = value … }`: how each part is made.",
     .children = values},
};

constexpr XmlImplied implied[] = {
    {.tag = "scale", .value = "0"},
};

constexpr Shape shape{
    .keyword = "transform",
    .category = Category::element,
    .xml = "transforms",
    .subject = SubjectForm::type,
    .subject_required = true,
    .clauses = clauses,
    .doc = "Transform: makes a value, a record or a collection from others.",
    .implied = implied,
};

void declare(const Element& element, FlowChecker& checker) {
    checker.declare(element.name, checker.type(element.subject.type), NameOrigin::element_result);
}

using namespace elements;

/// A join that pairs everything with everything must end.
constexpr size_t most_pairs = 100'000;

std::span<const Value> items_of(Value value) {
    return value.tag() == Tag::collection ? value.items() : std::span<const Value>{};
}

Value with_kind(Value value) {
    return value.is_unset() ? Value::null() : value;
}

class TransformStep final : public Step {
public:
    TransformStep(TransformPlan plan, uint32_t slot) : plan_(std::move(plan)), slot_(slot) {}

    void run(Group& group) const override {
        if (plan_.is_unread) {
            const Fault* const reason = text_fault(
                fmt::format("weir does not read all of the transform {}.", name), group.arena()
            );
            for (const uint32_t row : group.rows())
                group.fault(row, reason);
            return;
        }
        if (plan_.join)
            join(group);
        else
            map(group);
    }

private:
    /// Item k of all interviews is made at once. Without a collection that is gone through there is
    /// one item.
    void map(Group& group) const {
        const Rows all = group.rows();
        std::vector<std::span<const Value>> collections;
        for (const EachItem& item : plan_.items)
            collections.push_back(group.evaluate(item.collection));
        std::vector<std::vector<Value>> aggregates;
        for (const TransformValue& value : plan_.values)
            aggregates.push_back(aggregate(group, value));
        std::vector<std::vector<Value>> made(group.batch().size());
        const std::span<uint32_t> making = group.arena().make_array<uint32_t>(all.size());
        for (size_t position = 0;; ++position) {
            size_t count = 0;
            for (const uint32_t row : group.rows())
                if (position < length(collections, row))
                    making[count++] = row;
            if (count == 0)
                break;
            const Rows rows = making.first(count);
            for (size_t index = 0; index < plan_.items.size(); ++index) {
                const std::span<Value> slot = group.slot(plan_.items[index].slot);
                for (const uint32_t row : rows) {
                    const std::span<const Value> items = items_of(collections[index][row]);
                    slot[row] = position < items.size() ? share(items[position]) : Value::null();
                }
            }
            make_items(group, rows, plan_.values, &aggregates, made);
        }
        store(group, made);
    }

    [[nodiscard]] size_t
    length(const std::vector<std::span<const Value>>& collections, uint32_t row) const {
        if (plan_.items.empty())
            return 1;
        size_t longest = 0;
        for (const std::span<const Value>& collection : collections)
            longest = std::max(longest, items_of(collection[row]).size());
        return plan_.target.collection ? longest : std::min<size_t>(longest, 1);
    }

    /// One item for each of the rows, appended to what is made for it. A value that cannot be
    /// computed is a fault of the row.
    void make_items(
        Group& group,
        Rows rows,
        const std::vector<TransformValue>& parts,
        const std::vector<std::vector<Value>>* aggregates,
        std::vector<std::vector<Value>>& made
    ) const {
        const bool is_record = plan_.target.kind == TypeKind::record ||
                               std::ranges::any_of(parts, [](const TransformValue& value) {
                                   return value.cell.has_value();
                               });
        std::vector<Value> items(group.batch().size());
        if (is_record) {
            const ObjectId object =
                plan_.target.kind == TypeKind::record ? plan_.target.object : ObjectId::none;
            const Layout& layout = group.transaction().program().layouts->of(object);
            for (const uint32_t row : rows)
                items[row] = Value::record(make_row(&layout, layout.size(), group.arena()));
        }
        const std::span<Value> column = group.scratch();
        for (size_t index = 0; index < parts.size(); ++index) {
            const TransformValue& value = parts[index];
            if (value.kind == TransformValue::Kind::map && value.value)
                evaluate(value.value, group.batch().frame(), rows, column.data());
            for (const uint32_t row : rows) {
                Value result = Value::null();
                if (value.kind != TransformValue::Kind::map)
                    result = (*aggregates)[index][row];
                else if (value.value)
                    result = column[row];
                if (result.is_fault())
                    group.fault(row, &result.as_fault());
                else
                    put(items[row], value, with_kind(share(result)), group.arena());
            }
        }
        for (const uint32_t row : rows)
            made[row].push_back(with_kind(items[row]));
    }

    static void put(Value& item, const TransformValue& value, Value result, Arena& arena) {
        if (!value.cell) {
            item = result;
            return;
        }
        if (item.tag() != Tag::record || item.row() == nullptr)
            return;
        Row* const record = writable_copy(item.row(), arena);
        if (*value.cell < record->size)
            record->cells()[*value.cell] = result;
        item = Value::record(record);
    }

    /// By row: what is counted or summed up; empty for a mapped value.
    static std::vector<Value> aggregate(Group& group, const TransformValue& value) {
        std::vector<Value> results;
        if (value.kind == TransformValue::Kind::map)
            return results;
        results.resize(group.batch().size());
        const std::span<const Value> collections = group.evaluate(value.value);
        for (const uint32_t row : group.rows()) {
            const std::span<const Value> items = items_of(collections[row]);
            results[row] = value.kind == TransformValue::Kind::count
                               ? Value::number(static_cast<int64_t>(items.size()))
                               : sum(items, value, group.arena());
        }
        return results;
    }

    /// Items without a number count for nothing.
    static Value sum(std::span<const Value> items, const TransformValue& value, Arena& arena) {
        Decimal total = Decimal::of(0);
        for (Value item : items) {
            if (value.summed) {
                const bool has_cell = item.tag() == Tag::record && item.row() != nullptr &&
                                      *value.summed < item.row()->size;
                item = has_cell ? item.row()->cells()[*value.summed] : Value::null();
            }
            if (item.is_number())
                total = add(total, item.decimal());
        }
        if (total.valid && value.type.is_numeric())
            total = round(total, value.type.scale);
        if (!total.valid)
            return Value::fault(
                text_fault("The flow failed to compute a number because it is too large.", arena)
            );
        return Value::number(total, arena);
    }

    // -------------------------------------------------------------------------------- join

    void join(Group& group) const {
        const TransformJoin& join = *plan_.join;
        const std::span<const Value> lefts = group.evaluate(join.left);
        const std::span<const Value> rights = group.evaluate(join.right);
        std::vector<std::vector<Value>> made(group.batch().size());
        for (const uint32_t row : group.rows())
            join_row(group, row, items_of(lefts[row]), items_of(rights[row]), made);
        store(group, made);
    }

    void join_row(
        Group& group,
        uint32_t row,
        std::span<const Value> lefts,
        std::span<const Value> rights,
        std::vector<std::vector<Value>>& made
    ) const {
        const TransformJoin& join = *plan_.join;
        std::unordered_multimap<uint64_t, size_t> by_key;
        std::vector<Value> keys(rights.size());
        for (size_t index = rights.size(); index-- > 0;) { // so that equals come in their order
            keys[index] = key_of(group, row, join.right_key, join.right_slot, rights[index]);
            if (!keys[index].is_null())
                by_key.emplace(hash_ignoring_case(keys[index]), index);
        }
        size_t pairs = 0;
        for (const Value left : lefts) {
            const Value key = key_of(group, row, join.left_key, join.left_slot, left);
            if (key.is_null())
                continue; // null is equal to nothing
            std::vector<size_t> found;
            const auto [begin, end] = by_key.equal_range(hash_ignoring_case(key));
            for (auto at = begin; at != end; ++at)
                if (equal_ignoring_case(keys[at->second], key))
                    found.push_back(at->second);
            std::ranges::sort(found);
            pairs += found.size();
            if (pairs > most_pairs) {
                group.fault(
                    row,
                    text_fault(
                        fmt::format("The join of {} has more than {} pairs.", name, most_pairs),
                        group.arena()
                    )
                );
                return;
            }
            for (const size_t index : found) {
                group.slot(join.right_slot)[row] = share(rights[index]);
                make_items(group, Rows(&row, 1), join.values, nullptr, made);
            }
        }
    }

    static Value
    key_of(Group& group, uint32_t row, const Expression& key, uint32_t slot, Value item) {
        group.slot(slot)[row] = share(item);
        std::vector<Value> column(group.batch().size());
        evaluate(key, group.batch().frame(), Rows(&row, 1), column.data());
        return column[row].is_fault() ? Value::null() : column[row];
    }

    void store(Group& group, const std::vector<std::vector<Value>>& made) const {
        const std::span<Value> slot = group.slot(slot_);
        for (const uint32_t row : group.rows()) {
            if (plan_.target.collection)
                slot[row] = make_collection(made[row], group.arena());
            else
                slot[row] = made[row].empty() ? Value::null() : made[row].front();
        }
    }

    TransformPlan plan_;
    uint32_t slot_;
};

std::unique_ptr<Step> check(const Element& element, FlowChecker& checker) {
    const auto slot = checker.slot_of(element.name.text);
    if (!slot)
        return broken_step();
    const Type target = checker.type(element.subject.type);
    TransformPlan plan = read_transform(element, target, checker);
    checker.assigns(element, element.name.text, false);
    return std::make_unique<TransformStep>(std::move(plan), *slot);
}

} // namespace

const ElementKind kinds::transform{.shape = &shape, .declare = declare, .check = check};

} // namespace weir
