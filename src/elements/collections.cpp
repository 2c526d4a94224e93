#include "elements/collections.hpp"

#include "elements/record_forms.hpp"

#include <fmt/format.h>

namespace weir::elements {

std::optional<Expression> read_collection(const Element& element, FlowChecker& checker) {
    const Path* const over = element.value<Path>("over");
    if (over == nullptr || over->empty())
        return std::nullopt;
    const Expression collection = checker.reference(*over);
    const Type type = collection.type;
    if (type.is_error() || type.kind == TypeKind::any || type.collection)
        return collection;
    checker.out()
        .report(
            Code::W0809,
            over->span,
            "`{}` is no collection",
            spell(*over, checker.compile_context().arena)
        )
        .here(fmt::format("it is {}", describe(type, checker.schema())))
        .help("a Get Records without `first` gives a collection; a variable is one with `[]` "
              "behind its type");
    return std::nullopt;
}

std::optional<Destination> collection_place(const Path& path, Type type, FlowChecker& checker) {
    if (path.parts.size() != 1)
        return destination(checker, path);
    const std::string_view name = path.parts.front().text;
    // A sorted collection stays the same value, so that also the result of an element is taken.
    if (const auto slot = checker.slot_of(name))
        return Destination{*slot, std::nullopt, ObjectId::none, type};
    return destination(checker, path);
}

} // namespace weir::elements
