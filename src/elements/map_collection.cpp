// map: recommendations from the records of a collection.
#include "check/flow_checker.hpp"
#include "elements/clauses.hpp"
#include "elements/kept.hpp"
#include "elements/kinds.hpp"

namespace weir {

namespace {

constexpr ClauseShape clauses[] = {
    {.key = "over",
     .value = ValueKind::path,
     .xml = "collectionReference",
     .required = true,
     .doc = "The collection."},
    {.key = "into",
     .value = ValueKind::path,
     .xml = "assignNextValueToReference",
     .required = true,
     .doc = "The variable that holds each item while its record is made."},
    elements::description_clause,
    {.key = "",
     .value = ValueKind::assignments,
     .xml = "mapItems",
     .doc = "`{ Field = value }`: the fields of the new record.",
     .form = XmlForm::mapped},
};

constexpr XmlImplied implied[] = {
    {.tag = "elementSubtype", .value = "RecommendationMapCollectionProcessor"},
};

constexpr Shape shape{
    .keyword = "map",
    .category = Category::element,
    .xml = "collectionProcessors",
    .subject = SubjectForm::name,
    .subject_required = true,
    .clauses = clauses,
    .doc = "Recommendation Map: a record for each item of a collection, `map Offers: "
           "Recommendation over Found into item { Name = item.Name }`.",
    .implied = implied,
    .xml_kind = {"collectionProcessorType", "RecommendationMapCollectionProcessor"},
    .xml_subject = "outputSObjectType",
};

void declare(const Element& element, FlowChecker& checker) {
    checker.declare(element.name, Type{}, NameOrigin::element_result);
}

} // namespace

const ElementKind kinds::map_collection{
    .shape = &shape, .declare = declare, .check = elements::check_kept, .runs = false};

} // namespace weir
