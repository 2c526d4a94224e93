// Shapes of what stands in a file (object, event, flow, test …) and in the world's declarations (field, rule, record).
#pragma once

#include "syntax/shape.hpp"

namespace weir {

/// object, extend, event, custom metadata, custom setting, flow, test, script, setup, org, use.
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
} // namespace shapes

} // namespace weir
