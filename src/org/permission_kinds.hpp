// Which objects and fields permissions are about, and what the profiles that Salesforce brings
// give.
#pragma once

#include "org/object_plan.hpp"
#include "schema/schema.hpp"

#include <string_view>

namespace weir {

/// Whether profiles and permission sets speak of the object itself.
[[nodiscard]] bool has_permissions(const Object& object);

/// Fields that no field-level security hides: those of the system, required ones, and those that
/// are part of a record's name.
[[nodiscard]] bool is_always_open(const Object& object, const ObjectPlan& plan, FieldId id);

/// What a profile of Salesforce gives that the org says nothing more of.
enum class StandardProfile : uint8_t { none, reads, writes, everything };

/// By the name of the profile.
[[nodiscard]] StandardProfile standard_profile(std::string_view name);

} // namespace weir
