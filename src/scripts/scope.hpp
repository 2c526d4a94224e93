// The names that formulas of tests and scripts see: aliases, outputs of flows, `each`, and the
// columns of messages.
#pragma once

#include "formula/compile.hpp"
#include "scripts/steps.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace weir {

/// What a name of a test stands for.
struct Alias {
    std::string name;
    Span span;
    Type type;                    // of a record or a list of records; error type otherwise
    std::optional<uint32_t> slot; // nothing: the outputs of a flow, or `each`
    std::optional<uint32_t> run = {}; // of a flow: the slot of its interview
    struct Member {
        std::string name;
        Type type;
        uint32_t slot = 0;
    };
    std::vector<Member> members;
};

/// Grows statement by statement: a name is known behind the statement that makes it. Copied from a
/// setup to the tests of its file.
class ScriptScope final : public Scope {
public:
    /// Seed records are known by their object and name: `Profile.Standard_User`.
    ScriptScope(const Program& program, Diagnostics& out) : program_(&program), out_(&out) {}

    uint32_t add_slot(ScriptSlot slot);
    [[nodiscard]] const std::vector<ScriptSlot>& slots() const { return slots_; }

    /// Reports a name that is taken (W0902); the first stays.
    void add(Alias alias);
    [[nodiscard]] const Alias* find(std::string_view name) const;
    [[nodiscard]] std::vector<std::string_view> alias_names() const;

    /// Names that stand before aliases while a `where` of messages or the fields of a bulk create
    /// are compiled.
    void push_local(Alias alias) { locals_.push_back(std::move(alias)); }
    void clear_locals() { locals_.clear(); }

    /// The interview of the last `run`, with or without a name.
    void note_run(uint32_t slot) { last_run_ = slot; }
    [[nodiscard]] std::optional<uint32_t> last_run() const { return last_run_; }

    /// Begins to note the slots that are read.
    void begin_use() { used_.clear(); }
    [[nodiscard]] std::vector<uint32_t> take_used();

    Resolution resolve(const Path& path) override;
    /// `Flow.Element was visited`.
    std::optional<uint32_t> state_slot(const Path& path, ConditionOperator op) override;
    [[nodiscard]] std::vector<std::string_view> names() const override;

private:
    Resolution member(const Alias& alias, const Path& path);
    Resolution held(const FlowProgram& flow, const Path& path);
    [[nodiscard]] std::optional<uint32_t> visited(const FlowProgram& flow, std::string_view name);
    Resolution seed(const Path& path);

    const Program* program_;
    Diagnostics* out_;
    std::vector<ScriptSlot> slots_;
    std::vector<Alias> aliases_;
    std::unordered_map<std::string, size_t> index_; // by folded name
    std::vector<Alias> locals_;
    std::vector<uint32_t> used_;
    std::optional<uint32_t> last_run_;
};

} // namespace weir
