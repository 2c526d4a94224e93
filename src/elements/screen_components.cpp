#include "elements/screen_components.hpp"

#include "types/text.hpp"

namespace weir::elements {

namespace {

constexpr std::string_view label = "label";
constexpr std::string_view required = "required";

constexpr StandardAttribute text_value[] = {
    {.name = "value", .label_input = label, .required_input = required},
};
constexpr StandardAttribute toggle[] = {
    {.name = "value", .kind = TypeKind::boolean, .label_input = label},
};
constexpr StandardAttribute slider[] = {
    {.name = "value", .kind = TypeKind::number, .label_input = label},
};
constexpr StandardAttribute person[] = {
    {.name = "salutation", .is_asked = false, .label = "Salutation"},
    {.name = "firstName", .label = "First Name", .required_input = required},
    {.name = "middleName", .is_asked = false, .label = "Middle Name"},
    {.name = "lastName", .label = "Last Name", .required_input = required},
    {.name = "suffix", .is_asked = false, .label = "Suffix"},
    {.name = "informalName", .is_asked = false, .label = "Informal Name"},
};
constexpr StandardAttribute address[] = {
    {.name = "street", .label = "Street", .required_input = required},
    {.name = "city", .label = "City", .required_input = required},
    {.name = "province", .label = "State/Province", .required_input = required},
    {.name = "postalCode", .label = "Postal Code", .required_input = required},
    {.name = "country", .label = "Country", .required_input = required},
};
constexpr StandardAttribute lookup[] = {
    {.name = "recordId", .kind = TypeKind::id, .label_input = label, .required_input = required},
    {.name = "recordIds", .collection = true, .is_asked = false},
    {.name = "recordName", .is_asked = false},
};
constexpr StandardAttribute data_table[] = {
    {.name = "selectedRows", .kind = TypeKind::record, .collection = true, .label_input = label},
    {.name = "firstSelectedRow", .kind = TypeKind::record, .is_asked = false},
};
constexpr StandardAttribute picklists[] = {
    {.name = "topValue", .label_input = "topLabel", .required_input = "topRequired"},
    {.name = "middleValue", .label_input = "middleLabel", .required_input = "middleRequired"},
    {.name = "bottomValue",
     .is_asked = false,
     .label_input = "bottomLabel",
     .required_input = "bottomRequired"},
};
constexpr StandardAttribute file_upload[] = {
    {.name = "contentDocIds", .collection = true, .label_input = label},
    {.name = "uploadedFileNames", .collection = true, .is_asked = false},
};

using Role = StandardComponent::Role;

constexpr StandardComponent components[] = {
    {"flowruntime:email", Role::email, text_value},
    {"flowruntime:phone", Role::plain, text_value},
    {"flowruntime:url", Role::plain, text_value},
    {"flowruntime:toggle", Role::plain, toggle},
    {"flowruntime:slider", Role::plain, slider},
    {"flowruntime:name", Role::plain, person},
    {"flowruntime:address", Role::plain, address},
    {"flowruntime:lookup", Role::lookup, lookup},
    {"flowruntime:datatable", Role::data_table, data_table},
    {"flowruntime:dependentPicklists", Role::picklists, picklists},
    {"flowruntime:image", Role::plain, {}},
    {"forceContent:fileUpload", Role::file_upload, file_upload},
};

} // namespace

const StandardComponent* find_standard_component(std::string_view name) {
    for (const StandardComponent& component : components)
        if (equal_ignoring_case(component.name, name))
            return &component;
    return nullptr;
}

std::vector<std::string_view> shown_columns(std::string_view columns) {
    constexpr std::string_view key = "\"apiName\":\"";
    std::vector<std::string_view> names;
    for (size_t at = columns.find(key); at != std::string_view::npos; at = columns.find(key, at)) {
        at += key.size();
        names.push_back(columns.substr(at, columns.find('"', at) - at));
    }
    return names;
}

} // namespace weir::elements
