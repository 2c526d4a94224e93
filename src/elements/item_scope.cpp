#include "elements/item_scope.hpp"

#include "elements/record_forms.hpp"
#include "schema/fold.hpp"

#include <algorithm>

namespace weir::elements {

namespace {

constexpr std::string_view suffix = "[$eachitem]";

/// The number of parts up to the first that ends with the suffix; 0 if none does.
size_t parts_of_item(const Path& path) {
    const auto found = std::find_if(path.parts.begin(), path.parts.end(), [](const Name& part) {
        return names_each_item(part.text);
    });
    return found == path.parts.end() ? 0 : static_cast<size_t>(found - path.parts.begin()) + 1;
}

} // namespace

bool names_each_item(std::string_view part) {
    return folded(part).ends_with(suffix);
}

Path collection_path(const Path& path, FlowChecker& checker) {
    const size_t count = parts_of_item(path);
    if (count == 0)
        return path;
    std::vector<Name> parts(path.parts.begin(), path.parts.begin() + static_cast<ptrdiff_t>(count));
    parts.back().text.remove_suffix(suffix.size());
    return {checker.compile_context().arena.copy(parts), path.span};
}

Resolution ItemScope::resolve(const Path& path) {
    const size_t count = parts_of_item(path);
    if (count == 0)
        return flow().resolve(path);
    const Path collection = collection_path(path, checker_);
    const std::string spelling = folded(spell(collection, checker_.compile_context().arena));
    auto known = std::ranges::find(items_, spelling, &EachItem::spelling);
    if (known == items_.end()) {
        const Expression value = checker_.reference(collection);
        if (value.type.is_error())
            return {Resolution::Kind::reported, {}, 0, {}};
        if (!value.type.collection && value.type.kind != TypeKind::any) {
            checker_.out()
                .report(
                    Code::W0809,
                    collection.span,
                    "`{}` is no collection",
                    spell(collection, checker_.compile_context().arena)
                )
                .here(describe(value.type, checker_.schema()));
            return {Resolution::Kind::reported, {}, 0, {}};
        }
        items_.push_back({spelling, value, checker_.hidden_slot()});
        known = items_.end() - 1;
    }
    return {
        Resolution::Kind::slot,
        known->collection.type.item(),
        known->slot,
        {},
        static_cast<uint32_t>(count)};
}

} // namespace weir::elements
