// sort: puts the items of a collection into an order, in place.
#include "check/flow_checker.hpp"
#include "check/reports.hpp"
#include "elements/clauses.hpp"
#include "elements/collections.hpp"
#include "elements/kinds.hpp"
#include "elements/values.hpp"
#include "runtime/group.hpp"
#include "schema/layout.hpp"
#include "types/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>

namespace weir {

namespace {

constexpr ClauseShape clauses[] = {
    {.key = "over",
     .value = ValueKind::path,
     .xml = "collectionReference",
     .required = true,
     .doc = "The collection. It holds its items in the new order from here on."},
    {.key = "by",
     .value = ValueKind::order,
     .xml = "sortOptions",
     .required = true,
     .doc = "Fields of its records, `by Amount desc nulls last, Name`; of other collections `by "
            "$Item`. Empty texts count as null.",
     .form = XmlForm::sorted},
    {.key = "limit",
     .value = ValueKind::number,
     .xml = "limit",
     .doc = "Keep only so many, the first ones."},
    elements::description_clause,
};

constexpr XmlImplied implied[] = {
    {.tag = "elementSubtype", .value = "SortCollectionProcessor"},
};

constexpr Shape shape{
    .keyword = "sort",
    .category = Category::element,
    .xml = "collectionProcessors",
    .in_before_save = true,
    .clauses = clauses,
    .doc = "Collection Sort: orders a collection by fields of its records, and may cut it.",
    .implied = implied,
    .xml_kind = {"collectionProcessorType", "SortCollectionProcessor"},
};

using namespace elements;

struct CompiledKey {
    std::optional<uint32_t> cell; // nothing: the item itself
    bool descending = false;
    bool nulls_last = false;
    bool is_member = false; // the cell is one of the values of Apex classes
};

bool is_empty(Value value) {
    return value.is_null() || value.is_unset() ||
           (value.tag() == Tag::text && value.as_text().empty());
}

Value key_of(Value item, const CompiledKey& key) {
    if (!key.cell)
        return item;
    const bool has_cell =
        item.tag() == Tag::record && item.row() != nullptr && *key.cell < item.row()->size &&
        (!key.is_member ||
         (item.row()->layout != nullptr && item.row()->layout->object() == ObjectId::none));
    return has_cell ? item.row()->cells()[*key.cell] : Value::null();
}

class SortStep final : public Step {
public:
    SortStep(Expression collection, Destination to, std::vector<CompiledKey> keys, size_t limit)
        : collection_(collection), to_(to), keys_(std::move(keys)), limit_(limit) {}

    void run(Group& group) const override {
        const std::span<const Value> collections = group.evaluate(collection_);
        for (const uint32_t row : group.rows()) {
            if (collections[row].tag() != Tag::collection)
                continue; // null: nothing to sort
            const std::span<const Value> items = collections[row].items();
            const std::span<Value> sorted = group.arena().make_array<Value>(items.size());
            std::copy(items.begin(), items.end(), sorted.begin());
            std::stable_sort(sorted.begin(), sorted.end(), [this](Value left, Value right) {
                return stands_before(left, right);
            });
            for (Value& item : sorted)
                item = share(item);
            to_.write(
                group,
                row,
                collection_of(sorted.first(std::min(limit_, sorted.size())), group.arena())
            );
        }
    }

private:
    [[nodiscard]] bool stands_before(Value left, Value right) const {
        for (const CompiledKey& key : keys_) {
            const Value first = key_of(left, key);
            const Value second = key_of(right, key);
            const bool first_empty = is_empty(first);
            if (first_empty != is_empty(second))
                return first_empty != key.nulls_last;
            const int difference = first_empty ? 0 : order(first, second);
            if (difference != 0)
                return key.descending ? difference > 0 : difference < 0;
        }
        return false;
    }

    Expression collection_;
    Destination to_;
    std::vector<CompiledKey> keys_;
    size_t limit_;
};

std::vector<CompiledKey> compile_keys(List<OrderKey> keys, Type item, FlowChecker& checker) {
    std::vector<CompiledKey> compiled;
    for (const OrderKey& key : keys) {
        if (key.field.empty())
            continue;
        const Name& name = key.field.parts.front();
        CompiledKey made{std::nullopt, key.descending, key.nulls_last, false};
        if (item.kind == TypeKind::record && name.text != "$Item") {
            const Object& object = checker.schema().object(item.object);
            const auto field = key.field.parts.size() == 1 ? object.find_field(name.text)
                                                           : std::optional<FieldId>{};
            if (!field) {
                report_unknown_field(object, {name.text, key.field.span}, checker.out());
                continue;
            }
            made.cell = checker.layouts().of(item.object).cell(*field);
        }
        // Items of an Apex class go by the name of their member.
        if (item.kind == TypeKind::any && name.text != "$Item") {
            made.cell = checker.layouts().member(name.text);
            made.is_member = true;
        }
        compiled.push_back(made);
    }
    return compiled;
}

size_t read_limit(const Element& element) {
    const auto* const number = element.value<NumberLiteral>("limit");
    size_t limit = 0;
    if (number == nullptr)
        return std::numeric_limits<size_t>::max();
    const std::string_view digits = number->digits;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), limit);
    return error == std::errc{} && end == digits.data() + digits.size()
               ? limit
               : std::numeric_limits<size_t>::max();
}

std::unique_ptr<Step> check(const Element& element, FlowChecker& checker) {
    const auto collection = read_collection(element, checker);
    if (!collection)
        return broken_step();
    const auto to = collection_place(*element.value<Path>("over"), collection->type, checker);
    if (!to)
        return broken_step();
    const auto* const keys = element.value<List<OrderKey>>("by");
    return std::make_unique<SortStep>(
        *collection,
        *to,
        compile_keys(keys == nullptr ? List<OrderKey>{} : *keys, collection->type.item(), checker),
        read_limit(element)
    );
}

} // namespace

const ElementKind kinds::sort_collection{.shape = &shape, .check = check};

} // namespace weir
