// Tests and scripts: what a user at a keyboard does with an org, and what is expected of it.
#pragma once

#include "base/diagnostic.hpp"
#include "check/element_kind.hpp"
#include "org/org.hpp"
#include "program/program.hpp"
#include "syntax/ast.hpp"

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// The compiled tests, scripts, setups and org settings of a world. Immutable; belongs to one
/// Program, which must outlive it.
class ScriptSet {
public:
    virtual ~ScriptSet() = default;

    struct Entry {
        std::string name; // a test's title or a script's name
        Span span;
    };
    [[nodiscard]] virtual std::span<const Entry> tests() const = 0;
    [[nodiscard]] virtual std::span<const Entry> scripts() const = 0;
    /// What `org { … }` declarations set, over the defaults.
    [[nodiscard]] virtual const OrgSettings& settings() const = 0;
};

/// Compiles every test, script, setup and org declaration; mistakes are W09xx (and those of
/// formulas). The layouts of the Program grow by the fields that tests name, so this comes before
/// anything runs. Trees must outlive the set.
[[nodiscard]] std::unique_ptr<const ScriptSet>
compile_scripts(std::span<const SyntaxTree* const> trees, Program& program, Diagnostics& out);

/// An expectation that does not hold, or a step that failed: what was expected, what was found
/// instead (a table, lines joined by line ends, may be empty), and where.
struct Problem {
    Span span;
    std::string message;
    std::string found;
};

/// A row of a file that the org refused while the rest was saved: what an import reports.
struct RefusedLine {
    std::string file;
    uint64_t line = 0;
    std::string code;
    std::string message;
};

struct ScriptOutcome {
    std::vector<Problem> problems;    // empty: all went well
    std::vector<RefusedLine> refused; // of a script's loads; a test's are problems
    double seconds = 0;
};

/// Told how far a long step is: "load contacts.csv", done, total (0: unknown).
using Progress = std::function<void(std::string_view, uint64_t, uint64_t)>;

/// Runs a test on a fresh org: the seeds, the setups of its file, then its steps. A test stops at a
/// step that fails; a failing expectation is noted and the test goes on. `make_org` gives a started
/// org. Relative file names are looked up beside the test's file.
[[nodiscard]] Result<ScriptOutcome>
run_test(const ScriptSet& scripts, size_t test, Org& org, const SourceMap& sources);

/// Runs a script on an org that may hold records already.
[[nodiscard]] Result<ScriptOutcome> run_script(
    const ScriptSet& scripts,
    size_t script,
    Org& org,
    const SourceMap& sources,
    const Progress& progress
);

/// Loads a CSV file into an object as a user's import does: chunks of 200, refused rows are
/// reported and the rest is saved. The first line names fields; `Account.Number__c` names the
/// parent by a field of its own. A row that cannot be read (wrong number of columns, a value that
/// does not fit its field, a parent that is not there) fails the whole load before anything is
/// saved, naming row and column.
struct LoadReport {
    uint64_t rows = 0;
    uint64_t saved = 0;
    struct Refused {
        uint64_t line; // of the file
        std::string code;
        std::string message;
        std::string file = {}; // where several were loaded
    };
    std::vector<Refused> refused;
};
[[nodiscard]] Result<LoadReport>
load_csv(const std::string& path, const Object& object, Org& org, const Progress& progress);

/// The same for JSON as `sf data export tree` writes it: files of records with references, or a
/// plan that names them; records say themselves what they are. A name that ends in `.json` is such
/// a file.
[[nodiscard]] bool is_tree_file(std::string_view file);
[[nodiscard]] Result<LoadReport>
load_records(const std::string& path, Org& org, const Progress& progress);

} // namespace weir
