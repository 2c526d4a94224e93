// loop: runs its body once for each item of a collection.
#include "check/flow_checker.hpp"
#include "elements/clauses.hpp"
#include "elements/collections.hpp"
#include "elements/kinds.hpp"
#include "elements/record_forms.hpp"
#include "elements/values.hpp"
#include "org/transaction.hpp"

#include <fmt/format.h>

namespace weir {

namespace {

constexpr ClauseShape clauses[] = {
    {.key = "over",
     .value = ValueKind::path,
     .xml = "collectionReference",
     .required = true,
     .doc = "The collection, as it is when the loop begins."},
    {.key = "reversed",
     .value = ValueKind::flag,
     .xml = "iterationOrder",
     .doc = "From the last item to the first.",
     .xml_set = "Desc"},
    {.key = "into",
     .value = ValueKind::path,
     .xml = "assignNextValueToReference",
     .doc = "The variable that takes each item; without it the item has the name of the loop."},
    elements::description_clause,
    {.key = "",
     .value = ValueKind::elements,
     .xml = "nextValueConnector",
     .doc = "`{ elements }`: the body."},
};

constexpr std::string_view unless_iterationOrder[] = {"reversed"};
constexpr XmlImplied implied[] = {
    {.tag = "iterationOrder", .value = "Asc", .unless = unless_iterationOrder},
};

constexpr Shape shape{
    .keyword = "loop",
    .category = Category::element,
    .xml = "loops",
    .in_before_save = true,
    .clauses = clauses,
    .doc =
        "Loop: runs its body for each item of a collection. Inside, its name is the item, a copy.",
    .implied = implied,
    .xml_next = "noMoreValuesConnector",
};

using namespace elements;

/// Each interview remembers the collection as it was at the start, and how far it has come.
/// Interviews of a group go on together, so that the elements of the body run once for item k of
/// all of them.
class LoopStep final : public Step {
public:
    LoopStep(
        Expression collection,
        bool is_reversed,
        uint32_t rest_slot,
        uint32_t position_slot,
        Destination item
    )
        : collection_(collection),
          is_reversed_(is_reversed),
          rest_slot_(rest_slot),
          position_slot_(position_slot),
          item_(item) {}

    void run(Group& group) const override {
        begin(group);
        const bool keeps_item = group.transaction().org().settings().loop_keeps_item;
        const std::span<Value> snapshots = group.slot(rest_slot_);
        const std::span<Value> positions = group.slot(position_slot_);
        for (const uint32_t row : group.rows()) {
            const std::span<const Value> items = snapshots[row].items();
            const auto position = static_cast<size_t>(positions[row].integer());
            if (position < items.size() && !targets.empty()) {
                item_.write(
                    group, row, items[is_reversed_ ? items.size() - 1 - position : position]
                );
                positions[row] = Value::number(static_cast<int64_t>(position) + 1);
                group.go(row, targets.front());
            } else {
                if (!keeps_item || items.empty())
                    item_.write(group, row, Value::null());
                snapshots[row] = Value(); // the next visit begins anew
            }
        }
    }

private:
    /// Takes the collection for those who come from outside.
    void begin(Group& group) const {
        const std::span<Value> snapshots = group.slot(rest_slot_);
        const Rows rows = group.rows();
        const std::span<uint32_t> arriving = group.arena().make_array<uint32_t>(rows.size());
        size_t count = 0;
        for (const uint32_t row : rows)
            if (snapshots[row].is_unset())
                arriving[count++] = row;
        if (count == 0)
            return;
        const std::span<const Value> values = group.evaluate(collection_, arriving.first(count));
        const std::span<Value> positions = group.slot(position_slot_);
        for (const uint32_t row : arriving.first(count)) {
            if (values[row].is_fault())
                continue;
            snapshots[row] =
                values[row].tag() == Tag::collection ? values[row] : Value::collection(nullptr, 0);
            positions[row] = Value::number(0);
        }
    }

    Expression collection_;
    bool is_reversed_;
    uint32_t rest_slot_;
    uint32_t position_slot_;
    Destination item_;
};

void declare(const Element& element, FlowChecker& checker) {
    if (element.has("into"))
        return;
    Type item;
    // What is wrong with the collection is told in the second pass.
    if (const Path* const over = element.value<Path>("over"))
        item = collection_type(*over, checker).item();
    checker.declare(element.name, item, NameOrigin::loop_item);
}

/// Where the item goes: the name of the loop, or the variable of `into`.
std::optional<Destination>
item_destination(const Element& element, FlowChecker& checker, Type item) {
    const Path* const into = element.value<Path>("into");
    if (into == nullptr) {
        const auto slot = checker.slot_of(element.name.text);
        if (!slot)
            return std::nullopt;
        checker.assigns(element, element.name.text, false);
        return Destination{*slot, std::nullopt, item.object, item};
    }
    if (into->empty())
        return std::nullopt;
    const auto to = destination(checker, *into);
    if (!to || to->type.is_error() || item.is_error() || item.kind == TypeKind::any ||
        to->type.kind == TypeKind::any)
        return to;
    const bool fits =
        !to->type.collection && to->type.kind == item.kind && to->type.object == item.object;
    if (fits || (to->type.is_textual() && item.is_textual()) ||
        (to->type.is_numeric() && item.is_numeric()))
        return to;
    checker.out()
        .report(
            Code::W0809,
            into->span,
            "`{}` does not take the items of the loop",
            spell(*into, checker.compile_context().arena)
        )
        .here(fmt::format("it is {}", describe(to->type, checker.schema())))
        .note(fmt::format("an item is {}", describe(item, checker.schema())));
    return std::nullopt;
}

std::unique_ptr<Step> check(const Element& element, FlowChecker& checker) {
    const Path* const over = element.value<Path>("over");
    if (over == nullptr || over->empty())
        return broken_step();
    const Expression collection = checker.reference(*over);
    if (!collection.type.is_error() && collection.type.kind != TypeKind::any &&
        !collection.type.collection) {
        checker.out()
            .report(
                Code::W0809,
                over->span,
                "`{}` is no collection",
                spell(*over, checker.compile_context().arena)
            )
            .here(fmt::format("it is {}", describe(collection.type, checker.schema())))
            .help("a Get Records without `first` gives a collection; a variable is one with `[]` "
                  "behind its type");
        return broken_step();
    }
    const auto item = item_destination(element, checker, collection.type.item());
    if (!item)
        return broken_step();
    const uint32_t rest_slot = checker.hidden_slot();
    return std::make_unique<LoopStep>(
        collection, element.has("reversed"), rest_slot, checker.hidden_slot(), *item
    );
}

} // namespace

const ElementKind kinds::loop{
    .shape = &shape, .declare = declare, .check = check, .body_returns = true};

} // namespace weir
