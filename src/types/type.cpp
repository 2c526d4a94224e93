#include "types/type.hpp"

namespace weir {

std::string_view name(TypeKind kind) {
    switch (kind) {
    case TypeKind::error:
        return "Unknown";
    case TypeKind::null:
        return "Null";
    case TypeKind::text:
        return "Text";
    case TypeKind::number:
        return "Number";
    case TypeKind::currency:
        return "Currency";
    case TypeKind::percent:
        return "Percent";
    case TypeKind::boolean:
        return "Boolean";
    case TypeKind::date:
        return "Date";
    case TypeKind::date_time:
        return "Date/Time";
    case TypeKind::time:
        return "Time";
    case TypeKind::picklist:
        return "Picklist";
    case TypeKind::multi_picklist:
        return "Multi-Select Picklist";
    case TypeKind::id:
        return "ID";
    case TypeKind::location:
        return "Geolocation";
    case TypeKind::record:
        return "Record";
    case TypeKind::any:
        return "Any";
    }
    return "Unknown";
}

} // namespace weir
