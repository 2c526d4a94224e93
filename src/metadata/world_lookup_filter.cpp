// Lookup filters of fields: `lookupFilter` with its items.
#include "metadata/world_reader.hpp"

namespace weir::metadata {

void read_lookup_filter(
    const XmlNode& node, const FieldIndex& fields, ElementMaker& made, Maker& make
) {
    const XmlNode* const filter = node.child("lookupFilter");
    if (filter == nullptr)
        return;
    const Condition* const condition = read_filter_items(*filter, "filterItems", {}, fields, make);
    if (condition == nullptr)
        return;
    made.add("only where", condition, condition->span);
    made.text("error", filter->child("errorMessage"));
    made.text("filter hint", filter->child("infoMessage"));
    if (filter->is_true("isOptional"))
        made.flag("optional filter", filter->child("isOptional")->text_span);
    if (const XmlNode* const active = filter->child("active");
        active != nullptr && active->text == "false")
        made.flag("inactive filter", active->text_span);
}

} // namespace weir::metadata
