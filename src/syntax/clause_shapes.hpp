// Short ways to write the shapes of clauses, for the tables of declarations.
#pragma once

#include "syntax/shape.hpp"

namespace weir::shapes {

constexpr ClauseShape flag(std::string_view key, std::string_view xml, std::string_view doc) {
    return {.key = key, .value = ValueKind::flag, .xml = xml, .doc = doc};
}
constexpr ClauseShape
clause(std::string_view key, ValueKind value, std::string_view xml, std::string_view doc) {
    return {.key = key, .value = value, .xml = xml, .doc = doc};
}
/// Stands in the braces, before the members.
constexpr ClauseShape
inside(std::string_view key, ValueKind value, std::string_view xml, std::string_view doc) {
    return {.key = key, .value = value, .xml = xml, .inside = true, .doc = doc};
}
/// Stands in the braces: what it is all for.
constexpr ClauseShape describing(std::string_view doc) {
    return inside("description", ValueKind::text, "description", doc);
}
/// Braces that hold nothing but clauses.
constexpr ClauseShape braces(std::string_view doc) {
    return {.key = "", .value = ValueKind::flag, .doc = doc};
}

} // namespace weir::shapes
