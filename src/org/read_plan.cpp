#include "org/read_plan.hpp"

#include "org/memory_filter.hpp"
#include "org/state.hpp"

#include <algorithm>
#include <limits>

namespace weir {

namespace {

bool is_formula(const Object& object, FieldId field) {
    return field != FieldId::none && object.field(field).has_formula;
}

/// The nodes of a subtree, without those that name formula fields where leaving them out only finds
/// more.
class RelaxedFilter {
public:
    RelaxedFilter(const Query& query, const Object& object) : query_(query), object_(object) {}

    std::vector<FilterNode> make() {
        if (query_.filter.empty())
            return {};
        const FilterNode& root = query_.filter.front();
        if (root.kind != FilterNode::Kind::all) {
            if (!names_formula(0, 0))
                return query_.filter;
            return {};
        }
        std::vector<uint32_t> kept;
        for (const uint32_t child : root.children)
            if (!names_formula(child, 0))
                kept.push_back(child);
        if (kept.empty())
            return {};
        nodes_.emplace_back().kind = FilterNode::Kind::all;
        for (const uint32_t child : kept) {
            const uint32_t copied = copy(child);
            nodes_.front().children.push_back(copied);
        }
        return std::move(nodes_);
    }

private:
    bool names_formula(uint32_t index, uint32_t depth) const {
        const FilterNode& node = query_.filter[index];
        if (node.kind == FilterNode::Kind::comparison)
            return is_formula(object_, node.field);
        // Deeper than any filter can be written: taken for a formula, so it is evaluated here.
        if (depth > filter_depth)
            return true;
        return std::ranges::any_of(node.children, [&](uint32_t child) {
            return names_formula(child, depth + 1);
        });
    }

    // Only called for subtrees that names_formula has walked: the depth is bounded.
    uint32_t copy(uint32_t index) {
        const auto at = static_cast<uint32_t>(nodes_.size());
        nodes_.push_back(query_.filter[index]);
        nodes_[at].children.clear();
        for (const uint32_t child : query_.filter[index].children) {
            const uint32_t copied = copy(child);
            nodes_[at].children.push_back(copied);
        }
        return at;
    }

    const Query& query_;
    const Object& object_;
    std::vector<FilterNode> nodes_;
};

bool filters_by_formula(const Query& query, const Object& object) {
    const auto in_filter = [&](const FilterNode& node) {
        return node.kind == FilterNode::Kind::comparison && is_formula(object, node.field);
    };
    const auto in_order = [&](const SortKey& key) { return is_formula(object, key.field); };
    return std::ranges::any_of(query.filter, in_filter) ||
           std::ranges::any_of(query.order, in_order);
}

} // namespace

Result<std::unique_ptr<ReadPlan>> make_read_plan(
    const Query& query, const Object& object, const ObjectProgram& program, RecordStore& store
) {
    auto plan = std::make_unique<ReadPlan>();
    plan->query = &query;
    plan->store_query = query;
    plan->filters_here = filters_by_formula(query, object);
    const auto asks_formula = [&](FieldId field) { return is_formula(object, field); };
    if (plan->filters_here || std::ranges::any_of(query.fields, asks_formula)) {
        std::vector<FieldId> wanted = query.fields;
        if (plan->filters_here) {
            for (const FilterNode& node : query.filter)
                if (node.kind == FilterNode::Kind::comparison)
                    wanted.push_back(node.field);
            for (const SortKey& key : query.order)
                wanted.push_back(key.field);
            plan->store_query.filter = RelaxedFilter(query, object).make();
            plan->store_query.order.clear();
            plan->store_query.limit = std::numeric_limits<uint32_t>::max();
        }
        plan->formulas = plan_formulas(object, program, wanted);
        plan->store_query.fields = plan->formulas.stored;
        if (std::ranges::find(query.fields, object.id_field()) != query.fields.end())
            plan->store_query.fields.push_back(object.id_field());
    }
    auto prepared = store.prepare(plan->store_query);
    if (!prepared)
        return prepared.error();
    plan->prepared = std::move(*prepared);
    return plan;
}

const Fault* run_read_plan(
    ReadPlan& plan,
    Transaction& transaction,
    std::span<const std::span<const Value>> parameters,
    uint32_t rows,
    QueryResult& result
) {
    auto found = transaction.org().store().run(*plan.prepared, parameters, rows);
    if (!found)
        return transaction.fail(found.error());
    result = std::move(*found);
    const uint32_t count = result.records.size();
    if (count == 0 || (plan.formulas.formulas.empty() && !plan.filters_here))
        return nullptr;

    const Object& object = transaction.schema().object(plan.query->object);
    Columns columns = Columns::of(result.records, object.fields.size(), transaction.arena());
    if (const Fault* const fatal =
            compute_formulas(plan.formulas, columns, all_rows(count), transaction))
        return fatal;
    for (const FieldFormulaProgram* const formula : plan.formulas.formulas)
        std::copy_n(
            columns.find(formula->field), count, result.records.column(formula->field).data()
        );
    if (plan.filters_here)
        filter_in_memory(*plan.query, parameters, columns, transaction.arena(), result);
    return nullptr;
}

} // namespace weir
