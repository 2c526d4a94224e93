// Files of tests and scripts to a ScriptSet: settings first, then each file's setup, then what
// builds on it.
#include "schema/fold.hpp"
#include "scripts/scope.hpp"
#include "scripts/scripts.hpp"
#include "scripts/step_compiler.hpp"

#include <fmt/format.h>

#include <string>
#include <unordered_map>
#include <utility>

namespace weir {

namespace {

class SetCompiler {
public:
    SetCompiler(Program& program, Diagnostics& out, Scripts& set)
        : program_(program),
          out_(out),
          set_(set),
          context_{*program.schema, *program.layouts, program.arena, out, false} {}

    void add_settings(const SyntaxTree& tree);
    void add_file(const SyntaxTree& tree);

private:
    [[nodiscard]] ScriptScope add_setup(const SyntaxTree& tree);
    [[nodiscard]] CompiledScript compile(const Element& element, ScriptScope scope);
    [[nodiscard]] std::vector<CompiledStep> steps(const Element& element, ScriptScope& scope);
    void check_name(
        const Name& name, std::string_view what, std::unordered_map<std::string, Span>& names
    );

    Program& program_;
    Diagnostics& out_;
    Scripts& set_;
    CompileContext context_;
    std::unordered_map<std::string, Span> script_names_; // folded
};

[[nodiscard]] bool is_kind(const Element& element, std::string_view keyword) {
    return element.shape && element.shape->keyword == keyword;
}

/// A test's title stands where a name or a text is.
[[nodiscard]] Name title_of(const Element& element) {
    if (element.shape->name == NameForm::title && element.label)
        return {element.label->value, element.label->span};
    return element.name;
}

void SetCompiler::add_settings(const SyntaxTree& tree) {
    for (const Element* const element : tree.declarations)
        if (is_kind(*element, "org"))
            read_settings(*element, out_).apply(set_.org_settings);
}

std::vector<CompiledStep> SetCompiler::steps(const Element& element, ScriptScope& scope) {
    const auto* const list = element.value<List<TestStep>>("");
    if (!list)
        return {};
    return StepCompiler(program_, context_, scope).compile(*list);
}

/// All setups of a file are one: they run one behind the other before each of its tests.
ScriptScope SetCompiler::add_setup(const SyntaxTree& tree) {
    ScriptScope scope(program_, out_);
    CompiledScript setup;
    for (const Element* const element : tree.declarations) {
        if (!is_kind(*element, "setup"))
            continue;
        for (CompiledStep& step : steps(*element, scope))
            setup.steps.push_back(std::move(step));
        setup.span = cover(setup.span, element->header);
    }
    setup.slots = scope.slots();
    set_.setups.push_back(std::move(setup));
    return scope;
}

CompiledScript SetCompiler::compile(const Element& element, ScriptScope scope) {
    CompiledScript script;
    script.name = title_of(element).text;
    script.span = element.header;
    script.steps = steps(element, scope);
    script.slots = scope.slots();
    script.setup = set_.setups.size() - 1;
    return script;
}

void SetCompiler::check_name(
    const Name& name, std::string_view what, std::unordered_map<std::string, Span>& names
) {
    if (name.text.empty())
        return;
    const auto [found, is_new] = names.try_emplace(folded(name.text), name.span);
    if (is_new)
        return;
    out_.report(Code::W0913, name.span, "there is already a {} `{}`", what, name.text)
        .here("a second time")
        .label(found->second, "the first time");
}

void SetCompiler::add_file(const SyntaxTree& tree) {
    const ScriptScope setup = add_setup(tree);
    std::unordered_map<std::string, Span> titles; // of this file
    for (const Element* const element : tree.declarations) {
        if (is_kind(*element, "test")) {
            check_name(title_of(*element), "test", titles);
            set_.compiled_tests.push_back(compile(*element, setup));
            set_.test_entries.push_back({set_.compiled_tests.back().name, element->header});
        } else if (is_kind(*element, "script")) {
            check_name(title_of(*element), "script", script_names_);
            set_.compiled_scripts.push_back(compile(*element, ScriptScope(program_, out_)));
            set_.script_entries.push_back({set_.compiled_scripts.back().name, element->header});
        }
    }
}

} // namespace

std::unique_ptr<const ScriptSet>
compile_scripts(std::span<const SyntaxTree* const> trees, Program& program, Diagnostics& out) {
    auto set = std::make_unique<Scripts>();
    SetCompiler compiler(program, out, *set);
    for (const SyntaxTree* const tree : trees)
        compiler.add_settings(*tree);
    for (const SyntaxTree* const tree : trees)
        compiler.add_file(*tree);
    return set;
}

} // namespace weir
