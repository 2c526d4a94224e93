#include "check/seed_writer.hpp"

#include "schema/fold.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>

namespace weir {

namespace {

std::string key(ObjectId object, std::string_view name) {
    return fmt::format("{}.{}", static_cast<uint32_t>(object), folded(name));
}

} // namespace

std::string seed_name(std::string_view label) {
    std::string name(label);
    for (char& letter : name)
        if (letter == ' ')
            letter = '_';
    return name;
}

std::string profile_name(const Element& profile) {
    return std::string(profile.label != nullptr ? profile.label->value : profile.name.text);
}

SeedWriter::SeedWriter(World& world) : world_(world), arena_(*world.result.arena) {
    for (const RecordSeed& seed : world.result.seeds)
        known_.insert(key(seed.object, seed.name));
}

bool SeedWriter::begin(
    std::string_view object, std::string_view name, std::string_view label, Span span
) {
    object_ = world_.result.schema->find(object);
    if (object_ == nullptr || !known_.insert(key(object_->id, name)).second)
        return false;
    seed_ = {};
    seed_.object = object_->id;
    seed_.name = name;
    seed_.label = label;
    seed_.span = span;
    return true;
}

void SeedWriter::end() {
    world_.result.seeds.push_back(std::move(seed_));
}

template<class T>
void SeedWriter::value(std::string_view field, T made) {
    const std::optional<FieldId> id = object_->find_field(field);
    if (!id)
        return;
    made.span = seed_.span;
    auto* const formula = arena_.make<Formula>();
    formula->span = seed_.span;
    formula->root = arena_.make<T>(made);
    seed_.values.emplace_back(*id, formula);
}

void SeedWriter::text(std::string_view field, std::string_view content) {
    if (content.empty())
        return;
    TextExpr made;
    made.kind = ExprKind::text;
    made.value = arena_.copy(content);
    value(field, made);
}

void SeedWriter::flag(std::string_view field, bool is_true) {
    BooleanExpr made;
    made.kind = ExprKind::boolean;
    made.value = is_true;
    value(field, made);
}

void SeedWriter::reference(std::string_view field, std::string_view object, std::string_view name) {
    const std::array parts = {
        Name{arena_.copy(object), seed_.span},
        Name{arena_.copy(name), seed_.span},
        Name{"Id", seed_.span}};
    ReferenceExpr made;
    made.kind = ExprKind::reference;
    made.path = {arena_.copy(std::span<const Name>(parts)), seed_.span};
    value(field, made);
}

bool SeedWriter::is_known(std::string_view object, std::string_view name) const {
    const Object* const target = world_.result.schema->find(object);
    return target != nullptr && known_.contains(key(target->id, name));
}

} // namespace weir
