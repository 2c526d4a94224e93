// transform: makes values of another shape from values that are there.
#include "check/flow_checker.hpp"
#include "elements/clauses.hpp"
#include "elements/kept.hpp"
#include "elements/kinds.hpp"

namespace weir {

namespace {

constexpr ClauseShape value_clauses[] = {
    {.key = "=",
     .value = ValueKind::formula,
     .xml = "value",
     .doc = "What it becomes; `Found[$EachItem].Name` for each item of a collection."},
    {.key = "",
     .value = ValueKind::assignments,
     .xml = "inputParameters",
     .doc = "`{ aggregationField = …  aggregationValues = … }`: what is counted, summed or joined.",
     .form = XmlForm::parameters},
};

constexpr std::string_view tag = "transformValueActions";
constexpr std::string_view kind = "transformType";

/// Of a field, `set Name = …`, or of the whole target, `set = …`.
constexpr Shape field_value(std::string_view keyword, std::string_view type, std::string_view doc) {
    return {
        .keyword = keyword,
        .category = Category::member,
        .xml = tag,
        .clauses = value_clauses,
        .doc = doc,
        .xml_kind = {kind, type},
        .xml_name = "outputFieldApiName"};
}
constexpr Shape whole_value(std::string_view keyword, std::string_view type, std::string_view doc) {
    Shape made = field_value(keyword, type, doc);
    made.name = NameForm::none;
    return made;
}

constexpr Shape set_field = field_value("set", "Map", "A field of the target: `set Name = value`.");
constexpr Shape set_whole =
    whole_value("set item", "Map", "The target itself: `set item = value`.");
constexpr Shape count_field = field_value("count", "Count", "How many items there are.");
constexpr Shape count_whole = whole_value("count items", "Count", "How many items there are.");
constexpr Shape sum_field = field_value("sum", "Sum", "The sum over the items.");
constexpr Shape sum_whole = whole_value("sum items", "Sum", "The sum over the items.");
constexpr Shape join_field =
    field_value("join", "InnerJoin", "Items of two collections that match.");
constexpr Shape join_whole =
    whole_value("join items", "InnerJoin", "Items of two collections that match.");
constexpr Shape take_field = field_value("take", "GetItemByIndex", "One item of a collection.");
constexpr Shape take_whole =
    whole_value("take item", "GetItemByIndex", "One item of a collection.");

constexpr const Shape* values[] = {
    &set_field,
    &set_whole,
    &count_field,
    &count_whole,
    &sum_field,
    &sum_whole,
    &join_field,
    &join_whole,
    &take_field,
    &take_whole,
};

constexpr ClauseShape clauses[] = {
    elements::description_clause,
    {.key = "",
     .value = ValueKind::elements,
     .xml = "transformValues/transformValueActions",
     .doc = "`{ set Field = value … }`: how each part is made.",
     .children = values},
};

constexpr XmlImplied implied[] = {
    {.tag = "scale", .value = "0"},
};

constexpr Shape shape{
    .keyword = "transform",
    .category = Category::element,
    .xml = "transforms",
    .subject = SubjectForm::type,
    .subject_required = true,
    .clauses = clauses,
    .doc = "Transform: makes a value, a record or a collection from others.",
    .implied = implied,
};

void declare(const Element& element, FlowChecker& checker) {
    checker.declare(element.name, checker.type(element.subject.type), NameOrigin::element_result);
}

/// References to items (`Found[$EachItem].Name`) are no names of the flow, so values stay unread.
std::unique_ptr<Step> check(const Element&, FlowChecker&) {
    return elements::kept_step();
}

} // namespace

const ElementKind kinds::transform{
    .shape = &shape, .declare = declare, .check = check, .runs = false};

} // namespace weir
