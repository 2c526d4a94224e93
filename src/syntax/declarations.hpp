// Shapes of what stands in a file (object, event, flow, test …) and in the world's declarations (field, rule, record).
#pragma once

#include "syntax/shape.hpp"

namespace weir {

/// use, object, extend, event, custom metadata, custom setting, flow, test, script, setup, org, and
/// what else a world holds: label, value set, profile, queue …
[[nodiscard]] Shapes declaration_shapes();

namespace shapes {
extern const Shape use;
extern const Shape object;
extern const Shape extend;
extern const Shape event;
extern const Shape custom_metadata;
extern const Shape custom_setting;
extern const Shape flow;
extern const Shape test;
extern const Shape script;
extern const Shape setup; // runs before every test of its file
extern const Shape org;   // settings of the org: mixed dml, reserved usernames, time zone
extern const Shape field;
extern const Shape rule;
extern const Shape record;
extern const Shape alert; // e-mail alert; compiled by check
extern const Shape record_type;
extern const Shape field_set;
extern const Shape matching_rule; // members of an object: rule_declarations.cpp
extern const Shape match;         // member of a matching rule
extern const Shape duplicate_rule;
extern const Shape against;
extern const Shape assignment_rule;
extern const Shape assignment_entry;
extern const Shape response_rule;
extern const Shape response_entry;
extern const Shape workflow_rule;
extern const Shape time_trigger;
extern const Shape approval_process; // members of an object: action_declarations.cpp
extern const Shape approval_step;    // member of an approval process
extern const Shape outbound_message;
extern const Shape label;
extern const Shape value_set;
extern const Shape standard_value_set;
extern const Shape custom_permission;
extern const Shape permission_set;
extern const Shape object_access; // member of a profile or permission set
extern const Shape sharing_rule;  // member of an object
extern const Shape sharing_set;
extern const Shape shared_object; // member of a sharing set
extern const Shape site;
extern const Shape profile;
extern const Shape role;
extern const Shape queue;
extern const Shape group;
extern const Shape email_template;
extern const Shape notification_type;
extern const Shape quick_action;
extern const Shape apex_action;
extern const Shape action_input; // members of an apex action
extern const Shape action_output;
} // namespace shapes

} // namespace weir
