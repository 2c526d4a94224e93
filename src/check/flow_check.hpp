// One flow on its way from tree to FlowProgram: the checker that element kinds talk to, and the
// scope of its formulas.
#pragma once

#include "check/element_kind.hpp"
#include "check/flow_checker.hpp"
#include "check/flow_model.hpp"
#include "check/reports.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <string>
#include <unordered_map>
#include <vector>

namespace weir {

/// What the flows of one check share.
struct FlowWorld {
    Program& program;
    const ActionRegistry& actions;
    Diagnostics& out;
    std::unordered_map<const Shape*, const ElementKind*> kinds;
    std::unordered_map<std::string, const Element*> flows; // by folded name
    std::vector<std::string_view> flow_names;
};

/// The clauses of `flow` that the checker reads (syntax/declarations.cpp has their shapes).
namespace flow_key {
constexpr std::string_view trigger = "on";
constexpr std::string_view when = "when";
constexpr std::string_view only_when_changed = "only when changed to meet the conditions";
constexpr std::string_view schedule = "on schedule";
constexpr std::string_view run_as = "run as";
constexpr std::string_view schedule_object = "for";
constexpr std::string_view schedule_start = "starting";
constexpr std::string_view run_mode = "run in";
constexpr std::string_view type = "type";
constexpr std::string_view order = "order";
constexpr std::string_view activated = "activated";
constexpr std::string_view version = "version";
constexpr std::string_view interview_label = "interview label";
constexpr std::string_view api = "api";
constexpr std::string_view status = "status";
constexpr std::string_view fault = "fault"; // of elements
constexpr std::string_view where = "where"; // of elements: a filter, evaluated by the store
} // namespace flow_key

class FlowCheck final : public FlowChecker, private Scope {
public:
    FlowCheck(FlowWorld& world, FlowModel& model);

    /// Both passes and the wiring; the analyses come after.
    void run();

    // FlowChecker
    Diagnostics& out() override { return world_.out; }
    const Schema& schema() const override { return *world_.program.schema; }
    Layouts& layouts() override { return *world_.program.layouts; }
    Scope& scope() override { return *this; }
    CompileContext& compile_context() override { return context_; }
    FlowProgram& flow() override { return *model_.program; }
    const ActionRegistry& actions() const override { return world_.actions; }

    uint32_t declare(const Name& name, Type type, NameOrigin origin) override;
    uint32_t hidden_slot() override { return flow().slot_count++; }
    std::optional<uint32_t> slot_of(std::string_view name) const override;
    const Element* find_element(std::string_view name) const override;
    void declare_expression(const Name& name, Type type, const Element& resource, NameOrigin origin)
        override;
    void declare_variable(
        const Name& name, Type type, const Element& resource, bool input, bool output
    ) override;

    const Object* object(const Element& element) override;
    Type type(const TypeRef& type) override;
    Expression formula(const Element& element, std::string_view key, Type target) override;
    Expression condition(const Condition& condition) override;
    Filter filter(const Condition& condition, const Object& object) override;
    std::vector<SortKey> order(List<OrderKey> keys, const Object& object) override;
    std::vector<FieldAssignment> assignments(
        const Element& element,
        List<Assignment> assignments,
        const Object& object,
        Operation operation
    ) override;
    Place place(const Path& path) override;
    bool is_assignable(const Path& path) override;
    Expression reference(const Path& path) override;

    void effect(
        const Element& element,
        Operation operation,
        const Object& object,
        std::span<const FieldId> fields
    ) override;
    void calls(const Element& element, const Name& flow) override;
    void assigns(const Element& element, std::string_view name, bool may_be_null) override;
    const Element* other_flow(const Name& name) override;
    std::shared_ptr<const std::vector<OpenOutput>> open_outputs(const Element& element) override;
    std::shared_ptr<const std::vector<OpenOutput>> open_outputs(const Name& name) override;

private:
    /// Whose references are counted now.
    struct Reader {
        enum class Kind : uint8_t { flow, step, symbol } kind = Kind::flow;
        uint32_t index = 0;
    };

    // Scope
    Resolution resolve(const Path& path) override;
    std::optional<uint32_t> is_new_slot() override;
    std::optional<uint32_t> flow_slot(std::string_view name) override;
    std::optional<uint32_t> state_slot(const Path& path, ConditionOperator op) override;
    void use(const Path& path, const Resolution& resolution, FieldId field) override;
    std::vector<std::string_view> names() const override;
    bool names_saved_record(std::string_view head) const override;

    // flow_names.cpp
    Resolution resolve_record(const Path& path);
    Resolution resolve_site(const Path& path); // flow_scope.cpp
    std::optional<uint32_t> find_value(const Path& path, uint32_t& parts) const;
    [[nodiscard]] std::optional<uint32_t>
    find_longer_value(const Path& path, uint32_t& parts) const;
    void declare_open_output(const Path& path);
    std::optional<Resolution> only_output(const Path& path, const FlowModel::Entry& entry);
    uint32_t flow_variable(std::string_view name);
    void report_no_value(const Path& path, const FlowModel::Entry& element);
    Resolution resolve_symbol(uint32_t index, const Path& path);
    void compile_resource(uint32_t index);
    void compile_defaults();
    uint32_t add_symbol(const Name& name, Type type, NameOrigin origin);
    bool enter_name(const Name& name, const Element* element, StepId step);
    void report_unknown_name(const Name& name);

    // flow_settings.cpp
    void read_trigger();
    void read_settings();
    void read_schedule();
    void read_first_time();
    void read_order();
    void read_activation();
    void read_version();
    void compile_entry();

    // flow_wiring.cpp
    void collect(const Block& block, StepId loop, uint32_t depth);
    void declare_element(StepId id);
    void collect_element(const Element& element, StepId loop, uint32_t depth);
    void check_steps();
    void check_element(const StepModel& step);
    StepId wire_block(const Block& block, StepId after, StepId owner, StepId loop, uint32_t depth);
    void wire_element(StepId id, StepId after, uint32_t depth);
    void collect_members(const Block& members, StepId loop, uint32_t depth);
    void wire_members(const Block& members, StepId after, StepId owner, uint32_t depth);

    // flow_paths.cpp
    void read_paths(const Block& block);
    void wire_paths();
    [[nodiscard]] FlowPath read_path(const Element& path);

    StepId
    wire_target(const Target& target, StepId after, StepId owner, StepId loop, uint32_t depth);
    StepId go_to(const Name& name, StepId owner, StepId loop);
    StepModel& step(StepId id) { return model_.steps[static_cast<size_t>(id)]; }
    [[nodiscard]] StepId step_of(const Element& element) const;

    // assignments.cpp
    void check_required(
        const Element& element,
        const Object& object,
        std::span<const FieldAssignment> written,
        std::span<const FieldId> tried
    );
    bool check_writable(
        const Path& target, const Object& object, const Field& field, Operation operation
    );
    void
    check_picklist(const Expression& value, const Object& object, const Field& field, Span span);

    // places.cpp
    Place record_place(const Path& path);
    Place place_in(const Path& path, uint32_t slot, Type type);
    std::optional<uint32_t> process_slot(const Name& name, Type type);
    bool check_assignable(const Symbol& symbol, const Name& name);

    FlowWorld& world_;
    FlowModel& model_;
    CompileContext context_;
    Arena scratch_; // trees made here: they are compiled and gone
    Reader reader_;
    uint32_t compile_depth_ = 0;
    const Element* declaring_ = nullptr;                           // in the first pass
    std::vector<std::pair<std::string, uint32_t>> flow_variables_; // slots of `$Flow.CurrentStage`
    StepId declaring_step_ = StepId::none;
    std::vector<const Element*> paths_; // as flow().paths
    std::vector<StepId> loops_;         // declared last: what they run over has a type then
    std::vector<std::unique_ptr<Step>> steps_;
    boost::unordered_flat_map<const Element*, StepId> step_ids_;
};

} // namespace weir
