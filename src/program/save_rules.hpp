// What a save of an object sets off besides flows and validation rules: duplicate rules, assignment
// and auto-response rules, workflow rules (reference/runtime.md, section 3, steps 6 and 9 to 11).
#pragma once

#include "program/program.hpp"

#include <string>
#include <vector>

namespace weir {

/// How a matching rule compares two values.
enum class MatchMethod : uint8_t {
    exact,
    first_name,
    last_name,
    company_name,
    phone,
    city,
    street,
    zip,
    title,
};

struct MatchingRule {
    struct Item {
        FieldId field = FieldId::none;
        MatchMethod method = MatchMethod::exact;
        bool blanks_match = false;
    };
    std::string name;
    std::vector<Item> items;
    /// Which items must match, as alternatives of indexes that must all match; empty: all items.
    std::vector<std::vector<uint32_t>> alternatives;
};

/// What a duplicate rule does with a save: `report` and `allow` let it pass.
enum class DuplicateAction : uint8_t { allow, report, alert, block };

/// Records of another object that those of this one are compared with: leads with contacts.
struct ForeignMatch {
    /// What of the record that is saved stands for a field of the other one.
    struct Source {
        FieldId field = FieldId::none; // of the record itself
        RecordFormula value;           // else a value; an empty expression: it has none
    };
    ObjectId object = ObjectId::none;
    uint32_t matching = 0;       // of the other object's SaveRules::matching
    std::vector<Source> sources; // by item of that matching rule
};

struct DuplicateRule {
    std::string name;
    std::string message; // "Use one of these records?"
    DuplicateAction on_create = DuplicateAction::alert;
    DuplicateAction on_update = DuplicateAction::alert;
    std::vector<uint32_t> matching; // indexes of SaveRules::matching; one that matches is enough
    std::vector<ForeignMatch> others;
    RecordFormula condition; // an empty expression: always
};

/// The first entry whose condition is true decides.
struct AssignmentEntry {
    RecordFormula condition; // an empty expression: always
    std::string user;        // a username; empty: none
    std::string queue;       // its DeveloperName or Name; empty: none
    std::string email_template;
};

struct ResponseEntry {
    RecordFormula condition;
    std::string from;
    std::string email_template; // empty: the texts below
    RecordFormula subject;      // text
    RecordFormula body;
};

struct FieldUpdate {
    FieldId field = FieldId::none;
    RecordFormula value; // of the field's type
};

/// What a workflow rule does with the records that it fires for.
struct WorkflowActions {
    std::vector<FieldUpdate> updates;
    std::vector<std::string> alerts; // "Case.Tell_Owner"
    bool reevaluates = false;        // the rules are evaluated once more after its updates
};

/// What a workflow rule does some time later, as long as the record meets its conditions.
struct TimeTrigger {
    int32_t offset = 0; // in units; negative: before the date
    FlowPath::Unit unit = FlowPath::Unit::days;
    FieldId field = FieldId::none; // a date of the record; none: from the moment on that it fires
    WorkflowActions actions;
};

struct WorkflowRule {
    enum class When : uint8_t { create, every_edit, edit_to_meet };

    std::string name;
    When when = When::create;
    RecordFormula condition; // an empty expression: always
    WorkflowActions actions;
    std::vector<TimeTrigger> later; // in the order of the text
};

/// Of one object. Rules that are not active are not here.
struct SaveRules {
    std::vector<MatchingRule> matching;
    std::vector<DuplicateRule> duplicates;
    std::vector<AssignmentEntry> assignment; // of the one active rule
    std::vector<ResponseEntry> responses;    // of the one active rule
    std::vector<WorkflowRule> workflow;      // by name
    std::vector<FieldId> read;               // fields that the formulas of these rules read
};

} // namespace weir
