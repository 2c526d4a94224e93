#include "schema/schema.hpp"

namespace weir {

Type Field::type() const {
    switch (kind) {
    case FieldKind::id:
    case FieldKind::lookup:
    case FieldKind::master_detail: {
        Type result = Type::of(TypeKind::id);
        if (refers_to.size() == 1)
            result.object = refers_to.front();
        return result;
    }
    case FieldKind::text:
    case FieldKind::text_area:
    case FieldKind::long_text_area:
    case FieldKind::rich_text_area:
    case FieldKind::encrypted_text:
    case FieldKind::email:
    case FieldKind::phone:
    case FieldKind::url:
    case FieldKind::auto_number:
        return Type::of(TypeKind::text);
    case FieldKind::checkbox:
        return Type::of(TypeKind::boolean);
    case FieldKind::number:
        return {TypeKind::number, false, scale, ObjectId::none};
    case FieldKind::currency:
        return {TypeKind::currency, false, scale, ObjectId::none};
    case FieldKind::percent:
        return {TypeKind::percent, false, scale, ObjectId::none};
    case FieldKind::date:
        return Type::of(TypeKind::date);
    case FieldKind::date_time:
        return Type::of(TypeKind::date_time);
    case FieldKind::time:
        return Type::of(TypeKind::time);
    case FieldKind::picklist:
        return Type::of(TypeKind::picklist);
    case FieldKind::multi_picklist:
        return Type::of(TypeKind::multi_picklist);
    case FieldKind::location:
        return Type::of(TypeKind::location);
    }
    return {};
}

std::optional<FieldId> Object::find_field(std::string_view field_name) const {
    const auto found = field_index.find(field_name, [&](uint32_t number) -> std::string_view {
        return fields[number].name;
    });
    return found ? std::optional(static_cast<FieldId>(*found)) : std::nullopt;
}

std::optional<FieldId> Object::find_relationship(std::string_view relationship_name) const {
    const auto name_of = [&](uint32_t number) -> std::string_view {
        return fields[number].relationship;
    };
    const auto found = relationship_index.find(relationship_name, name_of);
    return found ? std::optional(static_cast<FieldId>(*found)) : std::nullopt;
}

std::optional<FieldId> Object::name_field() const {
    for (size_t index = 0; index < fields.size(); ++index)
        if (fields[index].is_name)
            return static_cast<FieldId>(index);
    return std::nullopt;
}

std::vector<std::string_view> Object::field_names() const {
    std::vector<std::string_view> names;
    names.reserve(fields.size());
    for (const Field& described : fields)
        names.push_back(described.name);
    return names;
}

std::optional<ObjectId> Schema::find_id(std::string_view name) const {
    const auto found = index_.find(name, [&](uint32_t number) -> std::string_view {
        return objects_[number]->name;
    });
    return found ? std::optional(static_cast<ObjectId>(*found)) : std::nullopt;
}

const Object* Schema::find(std::string_view name) const {
    const std::optional<ObjectId> id = find_id(name);
    return id ? &object(*id) : nullptr;
}

const Object* Schema::find(KeyPrefix prefix) const {
    const auto found = prefixes_.find(prefix.value);
    return found == prefixes_.end() ? nullptr : &object(found->second);
}

std::vector<std::string_view> Schema::object_names() const {
    std::vector<std::string_view> names;
    names.reserve(objects_.size());
    for (size_t index = 1; index < objects_.size(); ++index)
        names.push_back(objects_[index]->name);
    return names;
}

} // namespace weir
