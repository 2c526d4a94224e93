#include "schema/layout.hpp"

#include "base/check.hpp"
#include "schema/fold.hpp"

namespace weir {

uint32_t Layout::cell(FieldId field) {
    WEIR_CHECK(field != FieldId::none, "a cell belongs to a field");
    const auto index = static_cast<size_t>(field);
    if (index >= cells_.size())
        cells_.resize(index + 1, -1);
    if (cells_[index] < 0) {
        cells_[index] = static_cast<int32_t>(fields_.size());
        fields_.push_back(field);
    }
    return static_cast<uint32_t>(cells_[index]);
}

Layouts::Layouts(size_t object_count) {
    layouts_.reserve(object_count);
    for (size_t index = 0; index < object_count; ++index) {
        layouts_.push_back(std::make_unique<Layout>(static_cast<ObjectId>(index)));
        // Every object's first field is its Id (Object::id_field), and rows are found by it.
        layouts_.back()->cell(FieldId{0});
    }
    members_.emplace_back("Id");
    member_cells_.emplace(folded("Id"), 0);
}

uint32_t Layouts::member(std::string_view name) {
    const auto next = static_cast<uint32_t>(members_.size());
    const auto [found, is_new] = member_cells_.try_emplace(folded(name), next);
    // A program with more names than a layout has fields shares the last cell among the rest.
    if (is_new && next >= static_cast<uint32_t>(FieldId::none)) {
        found->second = next - 1;
    } else if (is_new) {
        members_.emplace_back(name);
        of(ObjectId::none).cell(static_cast<FieldId>(next));
    }
    return found->second;
}

std::optional<uint32_t> Layouts::find_member(std::string_view name) const {
    const auto found = member_cells_.find(folded(name));
    if (found == member_cells_.end())
        return std::nullopt;
    return found->second;
}

Layout& Layouts::of(ObjectId object) {
    WEIR_CHECK(static_cast<size_t>(object) < layouts_.size(), "no such object in the schema");
    return *layouts_[static_cast<size_t>(object)];
}

const Layout& Layouts::of(ObjectId object) const {
    WEIR_CHECK(static_cast<size_t>(object) < layouts_.size(), "no such object in the schema");
    return *layouts_[static_cast<size_t>(object)];
}

} // namespace weir
