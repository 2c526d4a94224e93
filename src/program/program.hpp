// What checking produces and running reads: the world with its flows and rules, compiled. Immutable, shared between threads.
#pragma once

#include "base/arena.hpp"
#include "base/span.hpp"
#include "formula/expression.hpp"
#include "program/step.hpp"
#include "schema/layout.hpp"
#include "schema/schema.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weir {

/// Every flow's first slots.
namespace fixed_slot {
constexpr uint32_t record = 0;         // $Record
constexpr uint32_t prior = 1;          // $Record__Prior; null on create
constexpr uint32_t fault_message = 2;  // $Flow.FaultMessage
constexpr uint32_t interview_guid = 3; // $Flow.InterviewGuid
constexpr uint32_t is_new = 4;         // ISNEW()
constexpr uint32_t start_time = 5;     // $Flow.InterviewStartTime
constexpr uint32_t count = 6;
} // namespace fixed_slot

struct Variable {
    std::string name;
    Type type;
    uint32_t slot = 0;
    bool input = false;
    bool output = false;
    Expression default_value; // may be empty: null
};

enum class FlowStart : uint8_t {
    autolaunched,
    record_before_save,
    record_after_save,
    record_before_delete,
    event,
    schedule,
};

/// `run in …` (reference/security.md, section 2).
enum class RunMode : uint8_t { by_launch, user, system_with_sharing, system_without_sharing };

/// `on schedule daily starting …`.
struct FlowSchedule {
    enum class Frequency : uint8_t { once, hourly, daily, weekdays, weekly, monthly, on_activate };

    Frequency frequency = Frequency::once;
    /// Wall-clock time in the org's time zone, milliseconds as if it were UTC; none if not said.
    std::optional<int64_t> first;
};

enum class Operation : uint8_t { create, update, erase };

/// Records that a step writes: for the analysis of transactions.
struct Effect {
    Operation operation = Operation::create;
    ObjectId object = ObjectId::none;
    std::vector<FieldId> fields; // written by an update; empty: unknown
    Span span;
    StepId step = StepId::none;
};

/// A way into a flow besides its start: what runs after the commit, or some time later.
struct FlowPath {
    enum class Unit : uint8_t { minutes, hours, days, weeks, months };

    std::string name; // empty for the asynchronous path
    std::string label;
    bool after_commit = false;
    int32_t offset = 0; // in units; negative: before the field's date
    Unit unit = Unit::days;
    FieldId field = FieldId::none; // of the record; none: from the save on
    uint32_t batch_size = 0;       // 0: not said
    StepId entry = StepId::end;
    Span span;
};

struct SaveRules;     // program/save_rules.hpp
struct LookupFilters; // program/lookup_filters.hpp

/// A part of a screen flow that its user is told of. As a value it is "Flow:Stage".
struct FlowStage {
    std::string name;
    std::string label;
    double order = 0;
    bool is_active = false; // when the interview begins
};

struct FlowProgram {
    std::string name;
    std::string label;
    double api = 0; // 0: not said, the newest
    uint32_t version = 1; // the number of this version of the flow
    bool active = true;
    FlowStart start = FlowStart::autolaunched;
    ObjectId object = ObjectId::none; // of the trigger
    bool on_create = false;
    bool on_update = false;
    bool only_when_changed_to_meet = false;
    bool is_screen_flow = false; // may hold screens; run for a person
    /// Stages of people's and flows' work: never part of a save, but of its own after the commit.
    bool is_orchestration = false;
    bool is_process = false;     // Process Builder made it: it runs at the step of processes
    bool is_recursive = false;   // a process that evaluates a record again in one transaction
    RunMode run_mode = RunMode::by_launch;
    /// Events and schedules: as the default workflow user, not as who set it off.
    bool as_default_user = false;
    FlowSchedule schedule; // of FlowStart::schedule
    uint32_t order = 0; // trigger order; 0: none
    /// When this version was activated, for flows without an order; milliseconds UTC.
    std::optional<int64_t> activated;
    Expression entry_condition; // Boolean over the fixed slots; empty: every record
    /// The fields of the record that the condition compares, if it does nothing else: a record in
    /// which none of them has changed meets it if it did before. Empty: not known.
    std::vector<FieldId> entry_fields;
    Expression interview_label; // text; empty: the label and the time
    std::vector<Variable> variables;
    /// What elements give: results of Gets, loop items, outcomes, outputs. Traces and tests read it.
    std::vector<std::pair<std::string, uint32_t>> results;
    std::vector<Type> result_types; // by index of `results`
    uint32_t slot_count = fixed_slot::count;
    std::vector<std::unique_ptr<const Step>> steps;
    StepId entry = StepId::end;
    std::vector<FlowPath> paths;
    std::vector<FlowStage> stages; // in their order
    std::vector<Effect> effects;
    std::vector<std::string> subflows; // API names it calls
    Span span;

    [[nodiscard]] const Variable* find_variable(std::string_view variable) const;
};

/// Where the slot of a compiled rule or formula field gets its column from.
struct SlotSource {
    enum class Kind : uint8_t { field, prior_field, is_new } kind = Kind::field;
    FieldId field = FieldId::none;
};

/// A formula over the fields of one record: slot i is read from sources[i].
struct RecordFormula {
    Expression expression;
    std::vector<SlotSource> sources;
};

struct ValidationRule {
    std::string name;
    std::string message;
    FieldId field = FieldId::none; // none: the page
    RecordFormula condition;       // true: the save is refused
};

struct FieldFormulaProgram {
    FieldId field = FieldId::none;
    RecordFormula formula;
};

enum class SummaryOperation : uint8_t { count, sum, minimum, maximum };

/// A roll-up summary field of a master, which a save of its details brings up to date.
struct SummaryProgram {
    ObjectId object = ObjectId::none; // the master
    FieldId field = FieldId::none;    // of the master
    SummaryOperation operation = SummaryOperation::count;
    FieldId master = FieldId::none;     // of the detail: names the master
    FieldId summarized = FieldId::none; // of the detail; none for a count
    RecordFormula filter;               // which details count; an empty expression: all
};

/// A sharing rule: records of some owners, or that meet a condition, are given to some users.
struct SharingRuleProgram {
    std::string name;
    bool edits = false;
    std::vector<SharingParty> from; // of an owner-based rule
    std::vector<SharingParty> to;
    RecordFormula criteria; // an empty expression: the owner decides
};

/// What a save of an object sets off.
struct ObjectProgram {
    std::vector<FieldFormulaProgram> defaults;
    std::vector<FieldFormulaProgram> formulas; // formula fields, in the order of their dependencies
    std::vector<ValidationRule> rules;
    std::vector<SummaryProgram> summaries;  // of its masters
    std::vector<SharingRuleProgram> sharing_rules;
    std::vector<FieldId> counted;           // its own counts and sums: 0 in a new record
    // Flows in the order they run (reference/runtime.md, section 3), also drafts, which a save passes over.
    std::vector<const FlowProgram*> before_save;
    std::vector<const FlowProgram*> after_save;
    std::vector<const FlowProgram*> before_delete;
    std::vector<const FlowProgram*> subscribers;
    std::vector<const FlowProgram*> processes; // of Process Builder
    /// Duplicate, assignment, auto-response and workflow rules; null: none.
    std::shared_ptr<const SaveRules> save_rules;
    /// Which records its lookups take; null: any.
    std::shared_ptr<const LookupFilters> lookup_filters;
};

/// A record that is there from the beginning: custom metadata, profiles, the first user.
struct SeedRecord {
    struct Cell {
        FieldId field = FieldId::none;
        Value value;            // in the Program's arena
        int32_t reference = -1; // index of another seed whose id is the value; -1: none
    };
    ObjectId object = ObjectId::none;
    std::string name; // DeveloperName of custom metadata
    std::vector<Cell> cells;
};

/// An e-mail alert: recipients and texts with merge fields of the record. Declared as `alert Name { to … subject … body … }` in an object.
struct EmailAlert {
    std::string name; // "Contact.Portal_User_Failed"
    ObjectId object = ObjectId::none;
    std::vector<std::string> to;  // addresses, and names of fields
    bool has_other_recipients = false;
    std::vector<std::string> others; // roles, groups and teams: "role Sales"
    RecordFormula subject;
    RecordFormula body;
};

struct DeclaredActions; // program/declared_actions.hpp

struct Program {
    Arena arena; // nodes and constants
    std::unique_ptr<const Schema> schema;
    std::unique_ptr<Layouts> layouts;
    std::vector<std::unique_ptr<const FlowProgram>> flows;
    std::vector<ObjectProgram> objects; // by ObjectId
    std::vector<SeedRecord> seeds;
    std::vector<EmailAlert> alerts;
    std::shared_ptr<const DeclaredActions> actions; // approvals, quick actions …; null: none

    [[nodiscard]] const FlowProgram* find_flow(std::string_view name) const; // without case
};

} // namespace weir
