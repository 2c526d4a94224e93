// Compiles the rules of one object: what save_rules.cpp, match_rules.cpp and workflow_rules.cpp
// have in common, and the two last ones are parts of.
#pragma once

#include "check/declare_world.hpp"
#include "check/record_scope.hpp"
#include "formula/compile.hpp"
#include "program/save_rules.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// First `member` for all members of an object, then `finish`, when all objects have had theirs.
class RuleCompiler {
public:
    RuleCompiler(const Object& object, Program& program, Diagnostics& out);

    void member(const Element& element);
    /// `all`: the compilers of all objects, for rules that name those of another one.
    [[nodiscard]] std::shared_ptr<const SaveRules>
    finish(const std::map<ObjectId, RuleCompiler>& all);

private:
    std::optional<FieldId> field(const Name& name);
    bool is_first(const Element& element, std::string_view what);
    RecordFormula keep(Expression expression, RecordScope& scope);
    RecordFormula condition(const Element& element);
    RecordFormula text(const Element& element, std::string_view key);
    static std::string words(const Element& element, std::string_view key);
    bool is_the_active_one(const Element& element, const Element*& active);
    void assignment_rule(const Element& element);
    void response_rule(const Element& element);

    // match_rules.cpp
    void matching_rule(const Element& element);
    void duplicate_rule(const Element& element, const std::map<ObjectId, RuleCompiler>& all);
    [[nodiscard]] std::optional<uint32_t> find_matching(const Name& name) const;
    void report_no_matching(const Object& object, const SaveRules* rules, const Name& name);
    void add_matching(const Name& name, DuplicateRule& rule);
    void add_foreign(
        const Element& element, const std::map<ObjectId, RuleCompiler>& all, DuplicateRule& rule
    );
    ForeignMatch::Source foreign_value(const Element& element, const Field& compared);

    // workflow_rules.cpp
    void workflow_rule(const Element& element);
    WorkflowActions workflow_actions(const Element& element);
    void time_trigger(const Element& element);
    const Element* rule_of(const Element& element);
    bool read_offset(const Element& element, TimeTrigger& trigger);
    bool read_date(const Element& element, TimeTrigger& trigger);
    void add_update(const Assignment& assignment, WorkflowActions& actions);

    const Object& object_;
    Diagnostics& out_;
    CompileContext context_;
    std::shared_ptr<SaveRules> rules_;
    std::vector<const Element*> duplicates_;               // matching rules may stand behind them
    std::vector<const Element*> time_triggers_;            // and their rules behind these
    std::map<std::string, const Element*> workflow_rules_; // by folded name, also inactive ones
    std::map<std::string, Span> names_;
    const Element* active_assignment_ = nullptr;
    const Element* active_response_ = nullptr;
};

} // namespace weir
