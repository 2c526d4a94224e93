// Statements of one test, script or setup to compiled steps. Its parts stand in compile_*.cpp.
#pragma once

#include "base/diagnostic.hpp"
#include "formula/compile.hpp"
#include "program/program.hpp"
#include "scripts/json.hpp"
#include "scripts/scope.hpp"
#include "scripts/steps.hpp"
#include "syntax/ast.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

class StepCompiler {
public:
    StepCompiler(const Program& program, CompileContext& context, ScriptScope& scope)
        : program_(program), context_(context), out_(context.out), scope_(scope) {}

    /// What is wrong is reported and left out.
    [[nodiscard]] std::vector<CompiledStep> compile(List<TestStep> steps);

private:
    using What = decltype(CompiledStep::what);

    // ---------------------------------------------------- compile_statements.cpp
    [[nodiscard]] std::optional<What> statement(const TestStep& step);
    [[nodiscard]] std::optional<What> create(const TestStep& step);
    [[nodiscard]] std::optional<What> change(const TestStep& step, Operation operation);
    [[nodiscard]] bool change_target(const TestStep& step, ChangeRecords& change);
    [[nodiscard]] std::optional<What> load(const TestStep& step);
    [[nodiscard]] std::optional<What> run(const TestStep& step);
    void add_outputs(const TestStep& step, RunFlow& run);
    void read_input(const Assignment& assignment, RunFlow& run);
    void add_record_alias(const TestStep& step, CreateRecords& create);

    // ------------------------------------------------------- compile_actions.cpp
    [[nodiscard]] std::optional<What> mock(const TestStep& step);
    [[nodiscard]] std::optional<What> expect_action(const TestStep& step);
    /// With the parameters that are declared for an action of Apex; others are believed.
    [[nodiscard]] std::vector<GivenValue> parameters(
        List<Assignment> assignments,
        const ApexAction* declared,
        std::span<const ApexParameter> parameters,
        std::string_view what
    );

    // ---------------------------------------------------- compile_situations.cpp
    [[nodiscard]] std::optional<What> advance(const TestStep& step);
    [[nodiscard]] std::optional<What> advance_to_path(const TestStep& step);
    [[nodiscard]] std::optional<What> set_time(const TestStep& step);
    [[nodiscard]] std::optional<What> as_user(const TestStep& step);
    [[nodiscard]] std::optional<What> locked(const TestStep& step);
    [[nodiscard]] std::optional<What> decide(const TestStep& step);
    struct RecordAlias {
        uint32_t slot = 0;
        const Object* object = nullptr;
    };
    /// The alias of one record; nothing after a report. With an operation that could be done to an
    /// object's records, too.
    [[nodiscard]] std::optional<RecordAlias>
    record_alias(const Name& name, std::optional<Operation> operation = {});
    /// Inside of `expect refused` only what can be refused.
    [[nodiscard]] bool check_refusable(List<TestStep> steps);

    // ---------------------------------------------------- compile_interviews.cpp
    [[nodiscard]] std::optional<What> answer(const TestStep& step);
    [[nodiscard]] std::optional<What> resume(const TestStep& step);
    [[nodiscard]] std::optional<What> complete(const TestStep& step);
    [[nodiscard]] std::optional<What> expect_screen(const TestStep& step);
    /// `of alias`, else the last flow that was run; nothing after a report.
    [[nodiscard]] std::optional<uint32_t> run_of(const Name& alias, Span span);
    struct FoundScreen {
        const FlowProgram* flow = nullptr;
        const Step* screen = nullptr;
    };
    /// Of the flow that runs, or of one that it calls.
    [[nodiscard]] FoundScreen screen(const FlowProgram& flow, const Name& name);
    [[nodiscard]] std::vector<GivenValue>
    screen_values(List<Assignment> assignments, const FlowProgram& flow, std::string_view screen);

    // ----------------------------------------------------- compile_expected.cpp
    [[nodiscard]] std::optional<What> expect_records(const TestStep& step);
    [[nodiscard]] std::optional<What> expect_messages(const TestStep& step, const Object* event);
    void expect_column(
        const Assignment& assignment, std::span<const Alias> columns, ExpectMessages& expected
    );
    static void show_columns(ExpectMessages& expected);
    [[nodiscard]] std::optional<What> expect_refused(const TestStep& step);
    [[nodiscard]] std::optional<What> expect_runs(const TestStep& step);
    [[nodiscard]] std::optional<What> expect_fault(const TestStep& step);
    [[nodiscard]] std::optional<What> expect_value(const TestStep& step);
    [[nodiscard]] std::optional<What> expect_limit(const TestStep& step);
    void add_sides(const Condition& condition, ExpectValue& expected, uint32_t depth);
    [[nodiscard]] bool check_none(const TestStep& step, uint64_t count);

    // ------------------------------------------------------- compile_values.cpp
    [[nodiscard]] const Object* object(const Name& name);
    [[nodiscard]] const FlowProgram* flow(const Name& name);
    [[nodiscard]] const Step* element(const FlowProgram& flow, const Name& name);
    /// Digits as a whole number up to `most`; nothing after a report.
    [[nodiscard]] std::optional<uint64_t> whole(const NumberLiteral& number, uint64_t most);
    [[nodiscard]] ScriptValue value(const Formula& formula, Type target, std::string_view what);
    /// Of its own type.
    [[nodiscard]] ScriptValue plain_value(const Formula& formula);
    /// With an operation: to write; without: expected.
    [[nodiscard]] std::vector<FieldValue> field_values(
        List<Assignment> assignments, const Object& object, std::optional<Operation> operation
    );
    [[nodiscard]] bool check_writable(
        const Path& target, const Object& object, const Field& field, Operation operation
    );
    [[nodiscard]] RecordFilter filter(const Condition* condition, const Object& object);
    void add_unknown_alias(const Name& name);

    // --------------------------------------------------------- compile_json.cpp
    /// Lists and records that a flow test gives to a flow, as an object of JSON.
    void json_inputs(const TextLiteral& json, RunFlow& run);
    [[nodiscard]] std::optional<Value> json_value(const JsonValue& json, Type type, size_t depth);
    /// The record of a flow test, which stands as JSON in a text.
    [[nodiscard]] std::vector<FieldValue>
    json_values(const TextLiteral& json, const Object& object, Operation operation);
    void add_json_value(
        std::string_view name,
        const JsonValue& json,
        const Object& object,
        Operation operation,
        Span span,
        std::vector<FieldValue>& result
    );

    const Program& program_;
    CompileContext& context_;
    Diagnostics& out_;
    ScriptScope& scope_;
    bool in_refused_ = false;
};

/// `Contact.Portal_User_Failed`: the parts with dots between them.
[[nodiscard]] std::string joined(const Path& path);

/// Reads `org { … }`: a declaration's, or a statement's.
[[nodiscard]] SettingsChange read_settings(const Element& element, Diagnostics& out);

} // namespace weir
