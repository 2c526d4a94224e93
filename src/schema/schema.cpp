#include "schema/schema.hpp"

#include "schema/fold.hpp"

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

namespace {

std::optional<FieldId>
find(const std::unordered_map<std::string, FieldId>& index, std::string_view name) {
    const auto found = index.find(folded(name));
    if (found == index.end())
        return std::nullopt;
    return found->second;
}

} // namespace

std::optional<FieldId> Object::find_field(std::string_view field_name) const {
    return weir::find(field_index, field_name);
}

std::optional<FieldId> Object::find_relationship(std::string_view relationship_name) const {
    return weir::find(relationship_index, relationship_name);
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

const Object* Schema::find(std::string_view name) const {
    const auto found = index_.find(folded(name));
    return found == index_.end() ? nullptr : &object(found->second);
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
