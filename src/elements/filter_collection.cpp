// filter: the items of a collection that meet conditions, as a new collection.
#include "check/flow_checker.hpp"
#include "elements/clauses.hpp"
#include "elements/collections.hpp"
#include "elements/kinds.hpp"
#include "elements/values.hpp"
#include "runtime/group.hpp"

#include <vector>

namespace weir {

namespace {

constexpr ClauseShape clauses[] = {
    {.key = "over",
     .value = ValueKind::path,
     .xml = "collectionReference",
     .required = true,
     .doc = "The collection. It stays as it is; the items that are kept have the name of the "
            "element."},
    {.key = "into",
     .value = ValueKind::path,
     .xml = "assignNextValueToReference",
     .required = true,
     .doc = "The variable that holds each item while its conditions are tried."},
    {.key = "when",
     .value = ValueKind::condition,
     .xml = "conditions",
     .required = true,
     .doc = "Which items are kept: `when item.Active__c = true`, or `when formula …`.",
     .xml_formula = "formula"},
    elements::description_clause,
};

constexpr XmlImplied implied[] = {
    {.tag = "elementSubtype", .value = "FilterCollectionProcessor"},
};

constexpr Shape shape{
    .keyword = "filter",
    .category = Category::element,
    .xml = "collectionProcessors",
    .in_before_save = true,
    .clauses = clauses,
    .doc = "Collection Filter: the items of a collection that meet conditions.",
    .implied = implied,
    .xml_kind = {"collectionProcessorType", "FilterCollectionProcessor"},
};

using namespace elements;

class FilterStep final : public Step {
public:
    FilterStep(Expression collection, Destination item, Expression condition, uint32_t slot)
        : collection_(collection), item_(item), condition_(condition), slot_(slot) {}

    void run(Group& group) const override {
        const std::span<const Value> collections = group.evaluate(collection_);
        const Rows all = group.rows();
        // Item k of all interviews is tried at once.
        std::vector<std::vector<Value>> kept(all.size());
        const std::span<Value> verdicts = group.scratch();
        const std::span<uint32_t> trying = group.arena().make_array<uint32_t>(all.size());
        for (size_t position = 0;; ++position) {
            size_t count = 0;
            for (const uint32_t row : group.rows()) {
                const std::span<const Value> items = items_of(collections[row]);
                if (position >= items.size())
                    continue;
                item_.write(group, row, items[position]);
                trying[count++] = row;
            }
            if (count == 0)
                break;
            evaluate(condition_, group.batch().frame(), trying.first(count), verdicts.data());
            keep(group, all, trying.first(count), verdicts, kept);
        }
        store(group, all, kept);
    }

private:
    static std::span<const Value> items_of(Value value) {
        return value.tag() == Tag::collection ? value.items() : std::span<const Value>{};
    }

    void keep(
        Group& group,
        Rows all,
        Rows tried,
        std::span<const Value> verdicts,
        std::vector<std::vector<Value>>& kept
    ) const {
        size_t index = 0;
        for (const uint32_t row : tried) {
            while (all[index] != row)
                ++index;
            if (verdicts[row].is_fault())
                group.fault(row, &verdicts[row].as_fault());
            else if (verdicts[row].is_true())
                kept[index].push_back(share(item_.read(group, row)));
        }
    }

    void store(Group& group, Rows all, const std::vector<std::vector<Value>>& kept) const {
        const std::span<Value> slot = group.slot(slot_);
        for (size_t index = 0; index < all.size(); ++index) {
            const std::vector<Value>& items = kept[index];
            const std::span<Value> made = group.arena().make_array<Value>(items.size());
            std::copy(items.begin(), items.end(), made.begin());
            slot[all[index]] = collection_of(made, group.arena());
        }
    }

    Expression collection_;
    Destination item_;
    Expression condition_;
    uint32_t slot_;
};

void declare(const Element& element, FlowChecker& checker) {
    Type type;
    // What is wrong with the collection is told in the second pass.
    if (const Path* const over = element.value<Path>("over"))
        type = collection_type(*over, checker);
    checker.declare(element.name, type, NameOrigin::element_result);
}

std::unique_ptr<Step> check(const Element& element, FlowChecker& checker) {
    const auto collection = read_collection(element, checker);
    const auto* const condition = element.value<const Condition*>("when");
    if (!collection || condition == nullptr || *condition == nullptr)
        return broken_step();
    const auto walk = read_item_walk(element, checker);
    if (!walk)
        return broken_step();
    return std::make_unique<FilterStep>(
        *collection, walk->item, checker.condition(**condition), walk->slot
    );
}

} // namespace

const ElementKind kinds::filter_collection{.shape = &shape, .declare = declare, .check = check};

} // namespace weir
