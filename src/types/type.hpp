// The types of flow resources, fields and expressions.
#pragma once

#include <cstdint>
#include <string_view>

namespace weir {

/// Index of an object in its Schema. The first entry of a schema is no object.
enum class ObjectId : uint32_t { none = 0 };
/// Index of a field within its object.
enum class FieldId : uint16_t { none = 0xffff };

enum class TypeKind : uint8_t {
    error, // of something already reported; every operation on it is fine
    null,  // of the word null
    text,  // also the picklist, e-mail, phone, url and reference fields once they are values
    number,
    currency,
    percent,
    boolean,
    date,
    date_time,
    time,
    picklist,
    multi_picklist,
    id,
    location,
    record, // of Type::object
    any,    // an open object's field: checked while running
};

/// A type as the checker sees it. `scale` is the number of decimals of number and currency.
struct Type {
    TypeKind kind = TypeKind::error;
    bool collection = false;
    uint8_t scale = 0;
    ObjectId object = ObjectId::none; // record; for id: the object it refers to, if there is one

    bool operator==(const Type&) const = default;

    [[nodiscard]] static Type of(TypeKind kind) { return {kind, false, 0, ObjectId::none}; }
    [[nodiscard]] static Type record_of(ObjectId object) {
        return {TypeKind::record, false, 0, object};
    }
    [[nodiscard]] Type collection_of() const { return {kind, true, scale, object}; }
    [[nodiscard]] Type item() const { return {kind, false, scale, object}; }

    [[nodiscard]] bool is_error() const { return kind == TypeKind::error; }
    [[nodiscard]] bool is_record() const { return kind == TypeKind::record && !collection; }
    [[nodiscard]] bool is_numeric() const {
        return !collection && (kind == TypeKind::number || kind == TypeKind::currency ||
                               kind == TypeKind::percent);
    }
    /// Text, picklists, multi-selects and ids: what a formula takes for text.
    [[nodiscard]] bool is_textual() const {
        return !collection && (kind == TypeKind::text || kind == TypeKind::picklist ||
                               kind == TypeKind::multi_picklist || kind == TypeKind::id);
    }
};

/// The word that people know: "Text", "Number", "Date/Time", "Record".
[[nodiscard]] std::string_view name(TypeKind kind);

} // namespace weir
