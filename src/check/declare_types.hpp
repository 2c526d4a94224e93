// What the table of field types says of one of them.
#pragma once

#include "check/declare_world.hpp"

namespace weir {

/// What stands between the parentheses of a field's type.
enum class Arguments : uint8_t { none, length, digits, values, target, targets, metadata, format };

struct FieldType {
    std::string_view name;
    FieldKind kind;
    Arguments arguments;
    bool in_event;
    bool in_metadata;
    bool in_setting;
    uint32_t shortest = 0; // of custom fields; standard fields have lengths of their own
    uint32_t longest = 0;
    uint32_t usual = 0;
};

/// Reads what stands between the parentheses into the field; every mistake is reported at the
/// argument that is wrong.
void read_type_arguments(
    World& world, const Object& object, const TypeRef& type, const FieldType& facts, Field& field
);

} // namespace weir
