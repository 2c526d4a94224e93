// weir as a library: read flows, check them, test them, run them.
//
//     weir::Engine engine = weir::Engine::Builder().add_path("samples/portal_user").build();
//     for (const weir::DiagnosticMessage& message : engine.messages()) std::cerr << message.plain;
//     if (engine.error_count() > 0) return 1;
//
//     weir::Session session = engine.open();
//     const weir::Saved ada = session.create("Contact", {
//         {"LastName", weir::HostValue::text("Lovelace")},
//         {"Email", weir::HostValue::text("ada@acme.example")},
//         {"Portal_Access__c", weir::HostValue::boolean(true)},
//     });
//     session.deliver_events();
//     std::cout << session.report().transactions << " transactions\n";
#pragma once

#include "weir/action.h"
#include "weir/diagnostic.h"
#include "weir/eval.h"
#include "weir/headroom.h"
#include "weir/report.h"
#include "weir/screen.h"
#include "weir/trigger.h"
#include "weir/value.h"
#include "weir/version.h"

#include <array>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

class Session;

/// What starts a flow: a user, whose rights count, or code that stands for a class of Apex. A flow of API 62 and later has the sharing of
/// the class, an older one none; what the flow says itself (`run in`) goes before.
enum class Launch : uint8_t { user, apex_with_sharing, apex_without_sharing };

/// How a session's org starts.
struct SessionOptions {
    bool limits = true;          // governor limits refuse; false for loads
    std::ostream* trace = nullptr; // each interview's way as text, while it runs; not owned
    /// Told how far long steps are: what, done, total (0: unknown). At most every 100 ms.
    std::function<void(std::string_view, uint64_t, uint64_t)> progress;
};

/// What the org answered to one record of a save. `id` is empty when it was refused.
struct Saved {
    std::string id;
    std::string code;    // "MIXED_DML_OPERATION"; empty when it was saved
    std::string message;
    std::string error;   // of the machine or of the call (no such object); empty: none
};

struct Loaded {
    uint64_t rows = 0;
    uint64_t saved = 0;
    std::vector<RefusedRow> refused;
    std::string error; // the file cannot be read, or a row of it; nothing was saved then
};

/// Records as a CSV file has them: `fields` are the heads of the columns, `cells` stand row by row. A cell is its value's spelling (value.h), an
/// empty one is not given. What the views point at must live as long as the call takes it.
struct RecordTable {
    std::vector<std::string> fields;
    std::vector<std::string_view> cells;
};

/// What the org answered to a table of records.
struct SavedTable {
    struct Refused {
        size_t row = 0; // from 0
        std::string code;
        std::string message;
    };
    std::vector<std::array<char, 18>> ids; // of the rows in their order; zeros where a row was refused
    std::vector<Refused> refused;          // rising rows
    std::string error; // of the machine or of the call (no such field, a cell that does not fit); empty: none
};

/// A world of flows: read, checked and compiled once, then immutable. Cheap to move; any number of sessions, each on one thread, may
/// run it at once. Must outlive its sessions.
class Engine {
public:
    /// Collects sources; nothing is read before `build`.
    class Builder {
    public:
        Builder();
        Builder(Builder&&) noexcept;
        ~Builder();
        /// A .flow file, or a folder with all .flow files in it and below (a file `.weirignore` there names files that are only taken when they are
        /// named themselves). What cannot be read is a message (W0001).
        Builder& add_path(std::string path);
        /// A text under the name that messages use.
        Builder& add_source(std::string name, std::string text);
        Builder& add_action(HostAction action);
        Builder& add_trigger(HostTrigger trigger);
        /// What an open org is believed to hold, and what Salesforce takes and fails later, is an error as it is in a closed one.
        Builder& strict(bool is_strict = true);
        /// Reads, parses and checks. Never fails: what is wrong is in messages().
        [[nodiscard]] Engine build();

    private:
        struct Parts;
        std::unique_ptr<Parts> parts_;
    };

    Engine(Engine&&) noexcept;
    Engine& operator=(Engine&&) noexcept;
    ~Engine();

    /// By place. At most 50 a file; `dropped_messages` counts the rest.
    [[nodiscard]] const std::vector<DiagnosticMessage>& messages() const;
    [[nodiscard]] size_t error_count() const;
    [[nodiscard]] size_t warning_count() const;
    [[nodiscard]] size_t dropped_messages() const;

    [[nodiscard]] std::vector<std::string> tests() const;
    [[nodiscard]] std::vector<std::string> scripts() const;
    /// Those of one file.
    [[nodiscard]] std::vector<std::string> scripts_of(const std::string& path) const;
    [[nodiscard]] std::vector<std::string> flows() const;
    [[nodiscard]] size_t file_count() const; // without the standard library

    /// Runs test number `index` of tests() on an org of its own. May be called with errors in messages(): what is broken does not run.
    /// `trace`: each interview's way as text, while it runs; not owned, null: none.
    [[nodiscard]] TestReport test(size_t index, std::ostream* trace = nullptr) const;

    /// What flows that records start use of the limits, each in orgs of its own (headroom.h). Empty if there is no such flow.
    [[nodiscard]] std::vector<FlowHeadroom> headroom(const HeadroomOptions& options = {}) const;

    /// An org with the seed records and nothing else.
    [[nodiscard]] Session open(SessionOptions options = {}) const;

private:
    friend class Session;
    struct World;
    explicit Engine(std::unique_ptr<World> world);
    std::unique_ptr<World> world_;
};

/// A running org. One thread; not copied.
class Session {
public:
    Session(Session&&) noexcept;
    Session& operator=(Session&&) noexcept;
    ~Session();

    /// One record, as a user saves it, in a transaction of its own.
    Saved create(std::string_view object, const std::vector<NamedValue>& fields);
    Saved update(std::string_view id, const std::vector<NamedValue>& fields);
    Saved erase(std::string_view id);

    /// Many records, as a load brings them: in chunks of 200, each in a transaction of its own, a record that is refused keeps no other from
    /// being saved. `update_all` needs a column `Id`.
    SavedTable create_all(std::string_view object, const RecordTable& records);
    SavedTable update_all(std::string_view object, const RecordTable& records);

    /// Records whose field is the value (all records without a field), the fields named of each, in the order they were created. Unknown
    /// objects and fields find nothing.
    [[nodiscard]] std::vector<std::vector<NamedValue>> query(
        std::string_view object,
        const std::vector<std::string>& fields,
        std::string_view where_field = {},
        const HostValue& value = {}
    ) const;

    /// How many records `query` would find.
    [[nodiscard]] uint64_t
    count(std::string_view object, std::string_view where_field = {}, const HostValue& value = {}) const;
    /// Shows each record of an object in the order they were created: the spellings of the fields named, which are gone after the call; null is
    /// empty. Unknown objects and fields show nothing. `show` must not use the session.
    void visit(
        std::string_view object,
        const std::vector<std::string>& fields,
        const std::function<void(const std::vector<std::string_view>&)>& show
    ) const;

    /// A CSV file into an object; without an object a file of `sf data export tree` or a plan of some. See README, "Loading data".
    Loaded load(std::string_view object, const std::string& path);
    /// Published events to their flows until none is left. The text is an error of the machine; empty: none.
    std::string deliver_events();
    ScriptReport run_script(std::string_view name);
    FlowResult run_flow(std::string_view name, const std::vector<NamedValue>& inputs, Launch launch = Launch::user);
    /// Runs a flow to its end or to its first page (weir/screen.h).
    ScreenRun start_flow(std::string_view name, const std::vector<NamedValue>& inputs, Launch launch = Launch::user);
    /// What the user does with the page: values by the names of its fields (those left out stay as they are; a text is read as the field's
    /// type, a choice is named by its name, label or value, several stand with semicolons between them). The page that comes next, or the
    /// same one with its errors.
    ScreenRun answer(uint64_t interview, const std::vector<NamedValue>& values, ScreenAction action = ScreenAction::next);
    /// The page as it would be with these values, their errors at the fields: for a host that shows what follows from each value at once.
    /// Nothing happens.
    [[nodiscard]] ScreenRun look(uint64_t interview, const std::vector<NamedValue>& values);

    /// The value of a formula against the records, users and settings of this org; nothing is changed.
    [[nodiscard]] FormulaOutcome evaluate(const FormulaInput& input);

    [[nodiscard]] RunReport report() const;
    [[nodiscard]] std::vector<EmailReport> emails() const;

private:
    friend class Engine;
    struct State;
    explicit Session(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// The worlds a path of the command line stands for: itself if it is a file or a folder with .flow files directly in it; else each such folder
/// below it. Sorted. A path that is not there stands for itself.
[[nodiscard]] std::vector<std::string> find_projects(const std::string& path);
/// Every .flow file of a path, ignored ones too. Sorted.
[[nodiscard]] std::vector<std::string> find_files(const std::string& path);

struct Formatted {
    std::string text;              // as it should be; as it was when it has syntax errors
    std::vector<DiagnosticMessage> messages; // syntax errors
    std::string error;             // the file cannot be read
    bool changed = false;
};
[[nodiscard]] Formatted format_file(const std::string& path);
[[nodiscard]] Formatted format_text(std::string name, std::string text);

/// The page of a diagnostic code or of a function of formulas (Markdown); nothing for anything else.
[[nodiscard]] std::optional<std::string> explain(std::string_view code);
struct CodeTitle {
    std::string code;
    bool is_error;
    std::string title;
};
[[nodiscard]] std::vector<CodeTitle> codes();

} // namespace weir
