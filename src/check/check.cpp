#include "check/check.hpp"

#include "check/flow_check.hpp"
#include "check/lookup_filters.hpp"
#include "check/save_rules.hpp"
#include "check/transactions.hpp"
#include "check/world_formulas.hpp"
#include "syntax/declarations.hpp"

#include <algorithm>
#include <limits>

namespace weir {

namespace {

/// Every flow of the trees, in the order written; a name twice is reported and both are checked.
std::vector<const Element*> find_flows(std::span<const SyntaxTree* const> trees, FlowWorld& world) {
    std::vector<const Element*> flows;
    for (const SyntaxTree* const tree : trees) {
        for (const Element* const declaration : tree->declarations) {
            if (declaration == nullptr || declaration->shape != &shapes::flow ||
                declaration->name.text.empty())
                continue;
            flows.push_back(declaration);
            const Name& name = declaration->name;
            const auto [found, is_new] = world.flows.try_emplace(folded(name.text), declaration);
            if (is_new) {
                world.flow_names.push_back(name.text);
                continue;
            }
            world.out.report(Code::W0301, name.span, "there is a flow `{}` already", name.text)
                .here("a second time here")
                .label(found->second->name.span, "first used here");
        }
    }
    return flows;
}

/// Where a flow runs among those of its object and timing (reference/runtime.md, section 3): orders
/// 1 to 1000, then those without one as they were activated, those whose activation is not known in
/// the order declared behind them, then orders above 1000. Processes have no order: by name.
struct RunOrder {
    uint32_t group;
    uint32_t order;
    int64_t activated;
    std::string name; // of flows with one order

    explicit RunOrder(const FlowProgram& flow)
        : group(
              flow.order == 0      ? 1
              : flow.order <= 1000 ? 0
                                   : 2
          ),
          order(flow.order),
          activated(flow.activated.value_or(std::numeric_limits<int64_t>::max())),
          name(flow.order == 0 && !flow.is_process ? std::string() : folded(flow.name)) {
        if (flow.order != 0)
            activated = 0;
    }
    [[nodiscard]] bool operator<(const RunOrder& other) const {
        return std::tie(group, order, activated, name) <
               std::tie(other.group, other.order, other.activated, other.name);
    }
};

void sort_into(std::vector<const FlowProgram*>& flows) {
    std::stable_sort(
        flows.begin(),
        flows.end(),
        [](const FlowProgram* left, const FlowProgram* right) {
            return RunOrder(*left) < RunOrder(*right);
        }
    );
}

void list_flows(Program& program) {
    for (const auto& flow : program.flows) {
        // A draft stands there too: a test of it may have a save start it.
        const bool is_silent = !flow->active && flow->start == FlowStart::event;
        if (is_silent || flow->object == ObjectId::none)
            continue;
        ObjectProgram& object = program.objects[static_cast<size_t>(flow->object)];
        switch (flow->start) {
        case FlowStart::autolaunched:
        case FlowStart::schedule:
            break;
        case FlowStart::record_before_save:
            object.before_save.push_back(flow.get());
            break;
        case FlowStart::record_after_save:
            (flow->is_process ? object.processes : object.after_save).push_back(flow.get());
            break;
        case FlowStart::record_before_delete:
            object.before_delete.push_back(flow.get());
            break;
        case FlowStart::event:
            if (program.schema->object(flow->object).kind != ObjectKind::event)
                break; // named and not declared: nobody publishes it
            object.subscribers.push_back(flow.get());
            break;
        }
    }
    for (ObjectProgram& object : program.objects) {
        sort_into(object.before_save);
        sort_into(object.after_save);
        sort_into(object.processes);
        sort_into(object.before_delete);
    }
}

void check_flows(std::span<const SyntaxTree* const> trees, ElementKinds kinds, FlowWorld& world) {
    for (const ElementKind* const kind : kinds)
        world.kinds.emplace(kind->shape, kind);
    std::vector<std::unique_ptr<FlowModel>> models;
    for (const Element* const element : find_flows(trees, world)) {
        auto program = std::make_unique<FlowProgram>();
        auto model = std::make_unique<FlowModel>();
        model->flow = element;
        model->program = program.get();
        const size_t errors_before = world.out.error_count();
        FlowCheck(world, *model).run();
        // What is misspelt or broken reads and writes nobody knows what: then these would say one
        // mistake twice.
        const bool is_whole = !element->broken && world.out.error_count() == errors_before;
        analyse_control_flow(*model, world.out);
        if (!element->broken && !model->has_unknown_target)
            analyse_values(*model, *world.program.schema, world.out);
        if (is_whole)
            analyse_unused(*model, world.out);
        models.push_back(std::move(model));
        world.program.flows.push_back(std::move(program));
    }
    analyse_recursion(models, world.out);
    analyse_transactions(models, world.out);
}

} // namespace

std::unique_ptr<Program> check(
    std::span<const SyntaxTree* const> trees,
    ElementKinds kinds,
    const ActionRegistry& actions,
    Diagnostics& out
) {
    auto program = std::make_unique<Program>();
    Declarations declarations = declare(trees, out);
    program->schema = std::move(declarations.schema);
    if (program->schema->setup().is_open)
        out.open_org();
    program->layouts = std::make_unique<Layouts>(program->schema->object_count());
    compile_world(declarations, *program, out);
    compile_alerts(trees, *program, out);
    compile_save_rules(trees, *program, out);
    compile_lookup_filters(trees, *program, out);
    compile_actions(trees, *program, out);
    FlowWorld world{*program, actions, out, {}, {}, {}};
    check_flows(trees, kinds, world);
    list_flows(*program);
    return program;
}

} // namespace weir
