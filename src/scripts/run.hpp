// Runs compiled statements on an org. Its parts stand in run_*.cpp.
#pragma once

#include "base/source_map.hpp"
#include "scripts/mocks.hpp"
#include "scripts/script_state.hpp"
#include "scripts/scripts.hpp"
#include "scripts/steps.hpp"
#include "scripts/table.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

struct ScreenAnswer; // runtime/screen_page.hpp
struct ScreenPage;

/// Whether there is more in the org than its world begins with.
[[nodiscard]] bool holds_records(Org& org);

class ScriptRun {
public:
    ScriptRun(
        Org& org,
        const SourceMap& sources,
        const Progress& progress,
        bool is_test,
        ScriptOutcome& outcome
    )
        : org_(org),
          sources_(sources),
          progress_(progress),
          is_test_(is_test),
          outcome_(outcome),
          state_(org, {}),
          mocks_(org),
          has_acted_(!is_test && holds_records(org)) {
        org_.set_gone_on([this](uint64_t paused, const Org::RunReport& report) {
            gone_on(paused, report);
        });
    }
    ScriptRun(const ScriptRun&) = delete;
    ScriptRun& operator=(const ScriptRun&) = delete;
    ~ScriptRun() { org_.set_gone_on({}); }

    /// From here on messages and figures count.
    void begin_counting();
    /// Runs until a step fails. Fails when the host does.
    Status run(const CompiledScript& script);
    [[nodiscard]] bool has_stopped() const { return stopped_; }

private:
    /// A record, or the start of a flow, that the org refused.
    struct Refused {
        uint64_t row = 0; // from 1; a line for a file
        std::string code;
        std::string message;
    };
    /// All that one statement, or one `expect refused`, had refused; of many the first ones.
    struct RefusedList {
        static constexpr size_t most_kept = 1000;
        std::vector<Refused> kept;
        uint64_t total = 0;
        void add(Refused refused);
    };

    Status run_all(std::span<const CompiledStep> steps);

    // ------------------------------------------------------------ run_statements.cpp
    Status run(const CreateRecords& step, Span span);
    Status run(const ChangeRecords& step, Span span);
    Status run(const LoadRecords& step, Span span);
    Status run(const DeliverEvents& step, Span span);
    Status run(const SettingsChange& step, Span span);
    /// A save whose refusals are added to the list, as rows behind `before`.
    Status save(Operation operation, RecordBatch& records, uint64_t before, RefusedList& refused);
    Result<bool> create_slice(
        const CreateRecords& step,
        uint64_t first,
        uint32_t rows,
        std::vector<Id>& ids,
        RefusedList& refused
    );
    enum class Counted : uint8_t { records, lines };
    void
    report_refused(Span span, RefusedList refused, uint64_t rows, Counted counted, bool goes_on);
    [[nodiscard]] std::string path_of(std::string_view file, Span span) const;

    // ------------------------------------------------------------ run_interviews.cpp
    Status run(const RunFlow& step, Span span);
    /// Keeps what an interview has come to: its outputs, and its number while it waits.
    void take_report(RunHandle& handle, const Org::RunReport& report);
    /// An interview has gone on, woken by a statement or by the org itself.
    void gone_on(uint64_t paused, const Org::RunReport& report);
    /// The fault that has ended an interview, which `expect refused` may want; null: none.
    void report_failed(const FlowProgram& flow, const Fault* fault, Span span);

    // --------------------------------------------------------------- run_actions.cpp
    Status run(const MockAction& step, Span span);
    Status run(const ExpectAction& step, Span span);
    void watch_actions(std::span<const CompiledStep> steps);
    /// Values by name; nothing after a fault, which is reported.
    Result<std::optional<NamedValues>>
    named_values(std::span<const GivenValue> given, Arena& arena);

    // ------------------------------------------------------------------ run_time.cpp
    Status run(const AdvanceTime& step, Span span);
    Status run(const SetTime& step, Span span);
    Status go_to(int64_t time, Span span);

    // ----------------------------------------------------------------- run_users.cpp
    Status run(const AsUser& step, Span span);
    Result<std::optional<std::string>> username(const AsUser& step, Span span);

    // --------------------------------------- run_screens, _approvals, _stages, _locks
    Status run(const AnswerScreen& step, Span span);
    Status run(const ResumeRun& step, Span span);
    Status run(const ExpectScreen& step, Span span);
    /// The page that an interview shows; null if it waits for nothing or for something else.
    [[nodiscard]] const ScreenPage* page_of(uint32_t run);
    /// False, and the test stops, if another screen is shown or none.
    bool is_shown(const ScreenPage* page, const FlowProgram& flow, const Step& screen, Span span);
    Status wake(uint32_t run, const ScreenAnswer& answer, Span span);
    void
    compare_field(const ScreenPage& page, const GivenValue& expected, Value value, Arena& arena);
    Status run(const DecideApproval& step, Span span);
    Status run(const CompleteStep& step, Span span);
    Status run(const LockedRecord& step, Span span);

    // ---------------------------------------------------------------- run_outbox.cpp
    [[nodiscard]] std::vector<std::span<Value>>
    outbox_columns(const ExpectMessages& step, Arena& arena) const;

    // -------------------------------------------------------------- run_expected.cpp
    Status run(const ExpectRecords& step, Span span);
    Status run(const ExpectRefused& step, Span span);
    Status run(const ExpectRuns& step, Span span);
    Status run(const ExpectFault& step, Span span);
    Status run(const ExpectValue& step, Span span);
    Status run(const ExpectLimit& step, Span span);
    void compare_records(
        const ExpectRecords& step,
        Span span,
        const RecordBatch& records,
        std::span<const Value> expected
    );
    Result<std::string> table_of_all(const ExpectRecords& step);
    void report_runs(const ExpectRuns& step, Span span, const FlowFigures* figures);
    [[nodiscard]] const FlowFigures* figures_of(const FlowProgram* flow) const;

    // -------------------------------------------------------------- run_messages.cpp
    Status run(const ExpectMessages& step, Span span);
    [[nodiscard]] std::vector<std::span<Value>>
    message_columns(const ExpectMessages& step, Arena& arena);
    Result<std::optional<std::vector<uint32_t>>> find_messages(
        const ExpectMessages& step,
        Span span,
        std::span<const std::span<Value>> columns,
        Arena& arena
    );
    void report_messages(
        const ExpectMessages& step,
        Span span,
        std::string message,
        std::span<const std::span<Value>> columns,
        std::span<const uint32_t> shown,
        uint64_t total
    );

    // ---------------------------------------------------------------- run_queries.cpp
    /// The records that a filter finds; nothing after a formula of it has failed, which is
    /// reported.
    Result<std::optional<QueryResult>> find(
        const Object& object, const RecordFilter& filter, std::span<const FieldId> fields, Span span
    );
    /// Values for one row; nothing after a fault, which is reported. Ends the life of what `find`
    /// gave.
    Result<std::optional<std::vector<Value>>>
    values(std::span<const FieldValue> fields, Span span, Arena& arena);
    [[nodiscard]] std::string condition_text(Span span) const;
    [[nodiscard]] TextTable table_of(
        const Object& object,
        std::span<const FieldId> shown,
        const RecordBatch& records,
        std::span<const uint32_t> rows
    );

    void note(Span span, std::string message, std::string found = {});
    void stop(Span span, std::string message, std::string found = {});
    /// True: it is a fault, and the test has stopped.
    bool stop_at_fault(Value value, Span span);

    Org& org_;
    const SourceMap& sources_;
    const Progress& progress_;
    bool is_test_;
    ScriptOutcome& outcome_;
    ScriptState state_;
    MockedActions mocks_;
    bool has_acted_; // something has happened in the org
    bool stopped_ = false;
    RefusedList* expected_refusals_ = nullptr; // inside of `expect refused`
    std::vector<uint32_t> published_before_;   // by ObjectId: messages from before the test
    std::array<size_t, static_cast<size_t>(MessageKind::count)> messages_before_{};
};

/// "e-mails", "notifications".
[[nodiscard]] std::string_view plural_of(MessageKind kind);

/// "3", "at least 3", "at most 3", "no".
[[nodiscard]] std::string count_text(uint64_t count, CountForm form);
[[nodiscard]] bool counts_as(uint64_t found, uint64_t count, CountForm form);
/// Equal as a test sees it: texts letter for letter, and an empty text is null, as stores keep
/// none.
[[nodiscard]] bool is_as_expected(Value found, Value expected);

} // namespace weir
