// What the checker knows of one flow: its names, its steps, who reads and who writes what. Filled
// by FlowCheck, read by the analyses (control_flow.cpp, value_flow.cpp, mixed_dml.cpp).
#pragma once

#include "check/element_kind.hpp"
#include "check/flow_checker.hpp"
#include "program/program.hpp"
#include "schema/fold.hpp"
#include "syntax/ast.hpp"
#include "types/text.hpp"

#include <boost/container/small_vector.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace weir {

/// Mostly none to four, of which there are many: they take no memory of their own.
template<class T>
using Few = boost::container::small_vector<T, 4>;

/// A name with a value: a variable, a resource, an element's result.
struct Symbol {
    enum class State : uint8_t {
        plain,
        waiting,
        compiling,
        compiled
    }; // of a resource's expression

    Name name;
    Type type;
    NameOrigin origin = NameOrigin::variable;
    uint32_t slot = 0;
    const Element* element = nullptr; // the resource or element that gives the name
    StepId step = StepId::none;       // the step of that element; none for a resource
    bool input = false;
    bool output = false;
    bool has_default = false;
    uint32_t reads = 0;
    uint32_t writes = 0;
    State state = State::plain;
    Expression expression; // constant, formula, text_template
    uint32_t depth = 0;    // formulas it reads through; guards the evaluation
    Few<const Name*> uses; // references in its own formula, keys of FlowModel::uses

    [[nodiscard]] bool is_expression() const {
        return origin == NameOrigin::constant || origin == NameOrigin::formula ||
               origin == NameOrigin::text_template || origin == NameOrigin::choice ||
               origin == NameOrigin::stage;
    }
};

/// A reference to a symbol, by the first part of its path (which stands once in the tree).
struct Use {
    uint32_t symbol = 0;
    FieldId field = FieldId::none; // none: the whole value
    Span span;
};

/// A step gives a symbol a value.
struct Given {
    uint32_t symbol = 0;
    bool may_be_null = false;
};

struct StepModel {
    const Element* element = nullptr;
    const ElementKind* kind = nullptr;
    Step* step = nullptr;       // null until the second pass
    StepId loop = StepId::none; // the innermost loop whose body holds the element
    bool has_default = false;   // `otherwise` is written: the last target, and `next` is not taken
    Few<const Name*> uses;      // keys of FlowModel::uses
    Few<Given> gives;
    uint32_t visited_slot = 0; // for `was visited`; 0: nobody asks
    uint32_t error_slot = 0;   // for `has error`
};

/// `-> Name`, as a statement or a target.
struct GoTo {
    StepId from = StepId::none; // the step that goes; none: the flow's start
    StepId to = StepId::end;
    StepId loop = StepId::none; // the loop whose body holds the connector
    Name name;
};

/// A statement other than an element that nothing reaches: it stands behind `end` or `-> Name`.
struct DeadStatement {
    Span span;
    Span after;
};

struct Write {
    Operation operation = Operation::create;
    const Object* object = nullptr;
    std::vector<FieldId> fields; // of an update; empty: unknown
    const Element* element = nullptr;
    StepId step = StepId::none;
};

struct SubflowCall {
    std::string flow; // folded
    Name name;
    const Element* element = nullptr;
    StepId step = StepId::none;
};

struct FlowModel {
    /// What a name of the flow stands for; elements and values share one space.
    struct Entry {
        Name name;
        const Element* element = nullptr;
        std::optional<uint32_t> symbol;
        StepId step = StepId::none;
        std::shared_ptr<std::vector<OpenOutput>> outputs; // of a call that nothing declares
    };

    const Element* flow = nullptr;
    FlowProgram* program = nullptr;
    const Object* trigger_object = nullptr;
    Span trigger_object_span;
    bool entry_reads_user_gates =
        false; // the entry condition names a field whose change Salesforce guards (UserRoleId …)
    bool reads_record = false; // `$Record` as a whole
    bool has_unknown_target =
        false; // a write to a name that is not there: who is given a value is guesswork
    std::vector<Symbol> symbols;
    /// The keys are texts of the tree.
    std::unordered_map<std::string_view, Entry, HashIgnoringCase, EqualIgnoringCase> names;
    std::vector<StepModel> steps;
    std::vector<GoTo> go_tos;
    std::vector<DeadStatement> dead;
    boost::unordered_flat_map<const Name*, Use> uses;
    std::vector<Span> record_writes; // `$Record.Field` written
    std::vector<Write> writes;
    std::vector<SubflowCall> calls;
    std::vector<bool> reachable; // by step, after analyse_control_flow

    [[nodiscard]] const Entry* find(std::string_view name) const {
        const auto found = names.find(name);
        return found == names.end() ? nullptr : &found->second;
    }
};

/// Where an element can go. Kept apart from Step, because a step's `next` is not always taken.
struct FlowEdge {
    enum class Kind : uint8_t { next, fault, target } kind = Kind::next;
    uint32_t target = 0; // index in Step::targets
    StepId to = StepId::end;
};
/// The ways out of an element, in the order of its targets, then on, then to its fault path. Looks
/// at the element, which must stay.
class FlowEdges {
public:
    explicit FlowEdges(const StepModel& model) : model_(&model) {}

    [[nodiscard]] uint32_t size() const {
        return targets() + (goes_on() ? 1U : 0U) + (model_->step->fault != StepId::none ? 1U : 0U);
    }
    [[nodiscard]] FlowEdge operator[](uint32_t index) const {
        if (index < targets())
            return {FlowEdge::Kind::target, index, model_->step->targets[index]};
        if (goes_on() && index == targets())
            return {FlowEdge::Kind::next, 0, model_->step->next};
        return {FlowEdge::Kind::fault, 0, model_->step->fault};
    }

    struct Iterator {
        const FlowEdges* edges;
        uint32_t index;
        [[nodiscard]] FlowEdge operator*() const { return (*edges)[index]; }
        Iterator& operator++() {
            ++index;
            return *this;
        }
        bool operator==(const Iterator&) const = default;
    };
    [[nodiscard]] Iterator begin() const { return {this, 0}; }
    [[nodiscard]] Iterator end() const { return {this, size()}; }

private:
    [[nodiscard]] uint32_t targets() const {
        return static_cast<uint32_t>(model_->step->targets.size());
    }
    [[nodiscard]] bool goes_on() const { return !model_->has_default; }

    const StepModel* model_;
};

/// Reachability, endless cycles, connectors into loop bodies (W05). Sets FlowModel::reachable.
void analyse_control_flow(FlowModel& model, Diagnostics& out);

/// Reads before a value is there, Get results that may be null (W0601 to W0603).
void analyse_values(const FlowModel& model, const Schema& schema, Diagnostics& out);

/// Resources that nothing reads (W0330), changes of `$Record` that are never written (W0609).
void analyse_unused(const FlowModel& model, Diagnostics& out);

} // namespace weir
