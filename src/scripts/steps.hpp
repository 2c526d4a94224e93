// Compiled statements of tests and scripts: names resolved, values compiled. Immutable; views point
// into the syntax trees.
#pragma once

#include "formula/expression.hpp"
#include "org/outbox.hpp"
#include "org/org.hpp"
#include "program/program.hpp"
#include "scripts/scripts.hpp"
#include "store/query.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace weir {

/// What a slot of a test holds while it runs.
enum class SlotKind : uint8_t {
    record,  // the record of an alias; read again whenever a formula asks
    records, // the records of the alias of a bulk create
    output,  // what a flow gave
    index,   // `each.Index`
    column,  // a field of the messages that an expectation looks at
    run,     // no value: the interview that a `run` has started
    held,    // what a slot of a flow held when its last interviews ended
    visited, // whether they took an element
};

struct ScriptSlot {
    SlotKind kind = SlotKind::output;
    ObjectId object = ObjectId::none;  // record, records
    std::optional<size_t> seed = {};   // record: of a seed, by its place in Program::seeds
    const FlowProgram* flow = nullptr; // held, visited, run
    uint32_t place = 0;                // held: the slot of the flow; visited: the StepId
    bool is_flag = false;              // held: null is false, as of an outcome nobody came to
};

/// A formula and the slots it reads.
struct ScriptValue {
    Expression expression;
    std::vector<uint32_t> slots;
};

/// `Field = formula`, to write or expected.
struct FieldValue {
    FieldId field = FieldId::none;
    ScriptValue value; // of the field's type
    Span span;
};

/// `name = formula` of what has no fields: an action's inputs, a screen's answers. The name as it is
/// written: "Amount", "Map.latitude".
struct GivenValue {
    std::string name;
    ScriptValue value; // of the type that the name is known to have, else of its own
    Span span;
};

struct RecordFilter {
    std::vector<FilterNode> nodes; // empty: all records
    std::vector<ScriptValue> parameters;
    Span span; // of the condition
};

struct CreateRecords {
    const Object* object = nullptr;
    uint64_t count = 1;
    std::optional<uint32_t> alias;
    std::optional<uint32_t> index; // slot of each.Index
    std::vector<FieldValue> values;
    const FlowProgram* draft =
        nullptr; // of a flow test: the flow that it is of, if it is no active one
};

/// Update or delete, of an alias or of what a filter finds.
struct ChangeRecords {
    Operation operation = Operation::update;
    const Object* object = nullptr;
    std::optional<uint32_t> alias;
    RecordFilter filter;
    std::vector<FieldValue> values;
};

struct LoadRecords {
    const Object* object = nullptr; // of a tree: what its records must be; null: anything
    std::string_view file;
    bool is_tree = false; // JSON
};

struct RunFlow {
    const FlowProgram* flow = nullptr;
    std::vector<std::pair<std::string, ScriptValue>> inputs;
    std::vector<std::pair<std::string, Value>> constants; // inputs of a flow test, from JSON
    std::vector<std::pair<std::string, uint32_t>> outputs; // and their slots
    uint32_t run = 0;                                      // slot of the interview
    FlowLaunch launch = FlowLaunch::user;
};

struct DeliverEvents {};

/// From here on calls whose inputs are these give these outputs, or fail.
struct MockAction {
    std::string type;
    std::string detail;              // may be empty
    std::vector<GivenValue> inputs;  // others may be given beside
    std::vector<GivenValue> outputs;
    std::optional<std::string_view> fault; // "CODE: text"
};

/// Moves the clock of the org and runs what is due until then.
struct AdvanceTime {
    enum class Unit : uint8_t { seconds, minutes, hours, days, weeks, months };

    uint64_t count = 0;
    Unit unit = Unit::days;
    /// Of a flow test: until the first interview that waits at this path of the flow has run.
    const FlowProgram* flow = nullptr;
    size_t path = 0;
};

struct SetTime {
    int64_t time = 0;      // milliseconds UTC
    bool is_local = false; // no zone was said: as a clock in the org's time zone shows it
};

struct CompiledStep;

struct AsUser {
    std::optional<uint32_t> alias; // slot of a User
    std::string_view username;     // without an alias
    std::vector<CompiledStep> steps;
};

/// Another transaction holds the record while the steps run.
struct LockedRecord {
    uint32_t alias = 0; // slot of the record
    const Object* object = nullptr;
    std::vector<CompiledStep> steps;
};

enum class ScreenButton : uint8_t { next, back, pause };

/// Fills in the screen that an interview shows.
struct AnswerScreen {
    uint32_t run = 0;                       // slot of the interview
    const FlowProgram* flow = nullptr;      // that the screen is of: the one run, or a subflow
    const Step* screen = nullptr;           // of that flow
    std::vector<GivenValue> values;
    ScreenButton button = ScreenButton::next;
};

/// A user goes on with an interview that was paused.
struct ResumeRun {
    uint32_t run = 0;
};

struct ExpectScreen {
    uint32_t run = 0;
    const FlowProgram* flow = nullptr;
    const Step* screen = nullptr; // null: no screen is shown
    std::vector<GivenValue> values;
};

/// Approves or rejects the request that waits for the record.
struct DecideApproval {
    bool approves = true;
    bool recalls = false; // the submitter takes the request back
    uint32_t alias = 0; // slot of the record
    const Object* object = nullptr;
    std::string_view comment;
};

/// Completes the interactive step of an orchestration that waits for someone.
struct CompleteStep {
    std::optional<uint32_t> run; // nothing: of any orchestration that waits
    std::string_view step;
    Span step_span;
    std::vector<GivenValue> outputs;
};

/// What an `org { … }` sets; the rest keeps its value.
struct SettingsChange {
    std::optional<bool> documented_mixed_dml;
    std::optional<bool> limits;
    std::optional<bool> asynchronous_limits;
    std::optional<bool> suppresses_reentry;
    std::optional<bool> orders_by_name;
    std::optional<bool> collections_all_or_none;
    std::optional<bool> duplicate_alerts_pass;
    std::optional<bool> assignment_rules;
    std::optional<uint32_t> cpu_microseconds;
    std::optional<uint32_t> most_updates_of_a_record;
    std::optional<uint32_t> event_batch;
    std::optional<std::vector<std::string>> error_recipients;
    std::optional<uint32_t> daily_emails;
    std::optional<std::vector<std::string>> reserved_usernames;
    std::optional<std::string> time_zone;
    std::optional<std::string> running_user;
    std::optional<std::string> site;
    std::optional<std::string> guest_owner;
    std::optional<int64_t> now;
    std::optional<bool> drops_read_only_fields;
    std::optional<bool> standard_external_profiles;
    std::optional<bool> portal_roles_are_setup;
    std::optional<bool> null_adds_as_zero;
    std::optional<bool> null_filter_faults;
    std::optional<bool> null_is_empty;
    std::optional<bool> loop_keeps_item;
    std::optional<std::string> default_workflow_user;
    std::optional<bool> async_record_as_saved;
    std::optional<std::string> wait_time_zone;
    std::optional<bool> waits_in_subflows;
    std::optional<uint32_t> schedules_a_day;
    std::optional<uint32_t> resumes_an_hour;
    std::optional<uint32_t> publishes_an_hour;

    void apply(OrgSettings& settings) const;
};

struct ExpectRecords {
    const Object* object = nullptr;
    uint64_t count = 0;
    CountForm form = CountForm::exactly;
    RecordFilter filter;
    std::vector<FieldValue> values; // of every record found
    std::vector<FieldId> shown;     // columns of the table: what the expectation names
};

/// Columns of messages: fields of an event, or To, Subject, Body and Source of e-mails.
struct MessageColumn {
    std::string_view name;
    FieldId field = FieldId::none; // of the event
    uint32_t slot = 0;
    bool is_shown = false; // in the table of a failure
};

struct ExpectMessages {
    const Object* event = nullptr; // null: messages of the outbox
    MessageKind kind = MessageKind::email;
    uint64_t count = 0;
    CountForm form = CountForm::exactly;
    Span condition_span;
    std::optional<ScriptValue> condition;
    std::vector<MessageColumn> columns; // all there are
    struct Expected {
        size_t column = 0;
        ScriptValue value;
        Span span;
    };
    std::vector<Expected> values; // of every message found
};

struct ExpectRefused {
    std::string_view code;
    std::optional<std::string_view> text; // `*` stands for anything
    std::vector<CompiledStep> steps;
};

struct ExpectRuns {
    const FlowProgram* flow = nullptr;
    uint64_t count = 0;
    CountForm form = CountForm::exactly;
    std::vector<const Step*> elements;
};

struct ExpectFault {
    const FlowProgram* flow = nullptr;
    std::optional<std::string_view> text; // `*` stands for anything
    const Step* at = nullptr;             // null: any
    const Step* handled_by = nullptr;     // null: any
    bool unhandled = false;
};

struct ExpectValue {
    ScriptValue condition;
    std::string_view message; // what a failure says first; may be empty
    /// The values of the condition's sides, for the failure.
    std::vector<std::pair<std::string_view, ScriptValue>> sides;
};

struct ExpectLimit {
    Governor governor = Governor::count;
    uint64_t count = 0;
    CountForm form = CountForm::at_most;
};

/// Calls since the test began, one for each interview; all of them with these inputs.
struct ExpectAction {
    std::string type;
    std::string detail; // may be empty
    uint64_t count = 0;
    CountForm form = CountForm::exactly;
    std::vector<GivenValue> inputs;
};

struct CompiledStep {
    Span span;
    std::variant<
        CreateRecords,
        ChangeRecords,
        LoadRecords,
        RunFlow,
        DeliverEvents,
        SettingsChange,
        MockAction,
        AdvanceTime,
        SetTime,
        AsUser,
        LockedRecord,
        AnswerScreen,
        ResumeRun,
        DecideApproval,
        CompleteStep,
        ExpectRecords,
        ExpectMessages,
        ExpectRefused,
        ExpectRuns,
        ExpectFault,
        ExpectValue,
        ExpectLimit,
        ExpectAction,
        ExpectScreen>
        what;
};

/// A test or a script, or the setup of a file. A test's slots begin with those of its file's setup.
struct CompiledScript {
    std::string name;
    Span span;
    std::vector<ScriptSlot> slots;
    std::vector<CompiledStep> steps;
    size_t setup = 0; // of a test: index of its file's setup in Scripts
};

class Scripts final : public ScriptSet {
public:
    [[nodiscard]] std::span<const Entry> tests() const override { return test_entries; }
    [[nodiscard]] std::span<const Entry> scripts() const override { return script_entries; }
    [[nodiscard]] const OrgSettings& settings() const override { return org_settings; }

    std::vector<Entry> test_entries;
    std::vector<Entry> script_entries;
    OrgSettings org_settings;
    std::vector<CompiledScript> compiled_tests;   // by index of test_entries
    std::vector<CompiledScript> compiled_scripts; // by index of script_entries
    std::vector<CompiledScript> setups;           // one a file, maybe without steps
};

} // namespace weir
