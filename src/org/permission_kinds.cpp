#include "org/permission_kinds.hpp"

#include "types/text.hpp"

#include <algorithm>
#include <array>

namespace weir {

namespace {

/// Standard objects that have permissions of their own; others are reached through these.
constexpr std::array<std::string_view, 24> permissionable = {
    "Account",
    "Asset",
    "AssociatedLocation",
    "BusinessBrand",
    "Campaign",
    "Case",
    "Contact",
    "Contract",
    "Document",
    "Entitlement",
    "Idea",
    "Lead",
    "Location",
    "Opportunity",
    "Order",
    "Pricebook2",
    "Product2",
    "Quote",
    "ReturnOrder",
    "ServiceAppointment",
    "ServiceContract",
    "Shipment",
    "Solution",
    "WorkOrder",
};

} // namespace

bool has_permissions(const Object& object) {
    switch (object.kind) {
    case ObjectKind::custom:
    case ObjectKind::event:
        return true;
    case ObjectKind::custom_metadata:
    case ObjectKind::custom_setting:
        return false;
    case ObjectKind::standard:
        return std::ranges::find(permissionable, object.name) != permissionable.end();
    }
    return false;
}

bool is_always_open(const Object& object, const ObjectPlan& plan, FieldId id) {
    const Field& field = object.field(id);
    if (id == object.id_field() || field.is_system || field.is_name || field.required ||
        field.kind == FieldKind::master_detail || field.name == "OwnerId" ||
        field.name == "RecordTypeId")
        return true;
    return std::ranges::find(plan.name_parts, id) != plan.name_parts.end();
}

StandardProfile standard_profile(std::string_view name) {
    if (equal_ignoring_case(name, "System Administrator"))
        return StandardProfile::everything;
    for (const std::string_view writer :
         {"Standard User",
          "Contract Manager",
          "Marketing User",
          "Solution Manager",
          "Standard Platform User"})
        if (equal_ignoring_case(name, writer))
            return StandardProfile::writes;
    return equal_ignoring_case(name, "Read Only") ? StandardProfile::reads : StandardProfile::none;
}

} // namespace weir
