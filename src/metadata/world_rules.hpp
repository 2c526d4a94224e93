// Rules of an object that stand in files of their own: duplicates, assignment, replies, workflow.
// Included by the world_*.cpp alone.
#pragma once

#include "metadata/world_reader.hpp"

namespace weir::metadata {

/// `MatchingRules`: the rules of one object, each a part of it.
void add_matching_rules(const XmlNode& root, ObjectParts& object, Maker& make);
/// `AssignmentRules`, `AutoResponseRules`.
void add_entry_rules(FileKind kind, const XmlNode& root, ObjectParts& object, Maker& make);
/// `Workflow`: its rules, each with the field updates that it names.
void add_workflow_rules(const XmlNode& root, ObjectParts& object, Maker& make);

[[nodiscard]] const Element* read_matching_rule(const XmlNode& node, Name name, Maker& make);
[[nodiscard]] const Element*
read_duplicate_rule(const XmlNode& node, Name name, std::string_view object, Maker& make);
[[nodiscard]] const Element* read_assignment_rule(const XmlNode& node, Name name, Maker& make);
[[nodiscard]] const Element* read_response_rule(const XmlNode& node, Name name, Maker& make);
/// `node` holds the field updates as well.
[[nodiscard]] const Element* read_workflow_rule(
    const XmlNode& node, Name name, std::string_view object, const FieldIndex& fields, Maker& make
);

/// What a field update of a workflow sets, as a formula; null if weir has none for it.
[[nodiscard]] const Formula* field_update_value(
    const XmlNode& update, std::string_view object, const FieldIndex& fields, Maker& make
);

} // namespace weir::metadata
