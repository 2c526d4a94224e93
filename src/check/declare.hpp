// What the files of a project and of the standard library say about the world: objects, fields,
// rules, records.
#pragma once

#include "base/arena.hpp"
#include "base/diagnostic.hpp"
#include "program/program.hpp"
#include "schema/schema.hpp"
#include "syntax/ast.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace weir {

/// `rule Name when FORMULA error "text" on Field`.
struct RuleDeclaration {
    ObjectId object = ObjectId::none;
    std::string name;
    const Formula* condition = nullptr; // true refuses the record
    std::string message;
    FieldId field = FieldId::none; // where the message stands; none: the page
    Span span;
};

/// The formula of a formula field, or a field's default.
struct FieldFormula {
    ObjectId object = ObjectId::none;
    FieldId field = FieldId::none;
    const Formula* formula = nullptr;
    bool blank_as_zero = true; // of a formula field
};

/// `Total__c Currency(16, 2) summary sum of Line__c.Amount__c where …`: a roll-up of the details of
/// a master.
struct SummaryDeclaration {
    ObjectId object = ObjectId::none; // the master
    FieldId field = FieldId::none;
    SummaryOperation operation = SummaryOperation::count;
    ObjectId child = ObjectId::none;
    FieldId summarized = FieldId::none;   // of the child; none for a count
    FieldId master = FieldId::none;       // the child's field that names the master
    const Condition* condition = nullptr; // which children count; null: all
    Span span;
};

/// `grant Name when … to roles … access edit`: records that are given to more people.
struct SharingRuleDeclaration {
    struct Party {
        SharingParty party;
        Span span;
    };
    ObjectId object = ObjectId::none;
    std::string name;
    bool edits = false;
    std::vector<Party> from;
    std::vector<Party> to;
    const Condition* condition = nullptr; // null: the owner decides
    Span span;
};

/// `record Name "Label" { Field = formula … }`: a record that is there before anything runs. Values
/// may name other such records: `UserLicense.Customer_Community.Id`.
struct RecordSeed {
    ObjectId object = ObjectId::none;
    std::string name;  // its DeveloperName, if the object has one
    std::string label; // as written, else the name with spaces
    std::vector<std::pair<FieldId, const Formula*>> values;
    Span span;
};

/// Formulas point into the trees, which must outlive this, or into the arena.
struct Declarations {
    std::unique_ptr<Arena> arena =
        std::make_unique<Arena>(); // of what no file says letter for letter
    std::unique_ptr<const Schema> schema;
    std::vector<RuleDeclaration> rules;
    std::vector<FieldFormula> defaults;
    std::vector<FieldFormula> formulas;
    std::vector<SummaryDeclaration> summaries;
    std::vector<SharingRuleDeclaration> sharing_rules;
    std::vector<SharingRuleDeclaration::Party> share_group_parties; // of sharing sets
    std::vector<RecordSeed> seeds;
};

/// Reads the declarations of all files of the world, those of the standard library first. Never
/// fails: what is wrong is reported, and what is left out of the schema or taken for the nearest
/// thing absorbs follow-up errors.
[[nodiscard]] Declarations declare(std::span<const SyntaxTree* const> trees, Diagnostics& out);

} // namespace weir
