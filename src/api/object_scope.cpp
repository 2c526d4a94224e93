#include "api/object_scope.hpp"

#include "types/text.hpp"

namespace weir {

Resolution ObjectScope::resolve(const Path& path) {
    const std::string_view head = path.parts[0].text;
    Resolution result;
    if (equal_ignoring_case(head, "$Record"))
        result.slot = slot({Source::Kind::record, FieldId::none});
    else if (equal_ignoring_case(head, "$Record__Prior"))
        result.slot = slot({Source::Kind::prior, FieldId::none});
    else
        return result;
    result.kind = Resolution::Kind::slot;
    result.type = Type::record_of(object_.id);
    return result;
}

uint32_t ObjectScope::slot(Source source) {
    for (uint32_t index = 0; index < sources_.size(); ++index)
        if (sources_[index].kind == source.kind && sources_[index].field == source.field)
            return index;
    sources_.push_back(source);
    return static_cast<uint32_t>(sources_.size() - 1);
}

} // namespace weir
