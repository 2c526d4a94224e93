// choices: what a user can choose on a screen, from records, a collection or a picklist.
#include "check/flow_checker.hpp"
#include "elements/clauses.hpp"
#include "elements/kinds.hpp"

namespace weir {

namespace {

constexpr ClauseShape clauses[] = {
    {.key = "from picklist",
     .value = ValueKind::path,
     .xml = "picklistField",
     .doc = "The values of this picklist: `from picklist Status of Case`."},
    {.key = "of",
     .value = ValueKind::path,
     .xml = "picklistObject",
     .doc = "The object of the picklist."},
    {.key = "over",
     .value = ValueKind::path,
     .xml = "collectionReference",
     .doc = "The records in this collection: `over Get_Accounts`."},
    {.key = "from",
     .value = ValueKind::path,
     .xml = "object",
     .doc = "The records of this object: `from Account where Active__c = true`."},
    {.key = "where",
     .value = ValueKind::condition,
     .xml = "filters",
     .doc = "Which records: left of each comparison stands a field of the object. Without it, all.",
     .form = XmlForm::filters},
    {.key = "order by",
     .value = ValueKind::order,
     .xml = "sortField",
     .doc = "The order of the choices; of a picklist without a field: `order by $Item`."},
    {.key = "limit", .value = ValueKind::number, .xml = "limit", .doc = "At most so many choices."},
    {.key = "show",
     .value = ValueKind::path,
     .xml = "displayField",
     .doc = "The field that the user reads."},
    {.key = "value",
     .value = ValueKind::path,
     .xml = "valueField",
     .doc = "The field that is the value of the choice."},
    elements::description_clause,
    {.key = "",
     .value = ValueKind::assignments,
     .xml = "outputAssignments",
     .doc = "`{ Variable = Field }`: fields of the chosen record, each into a variable.",
     .form = XmlForm::stored},
};

constexpr XmlImplied implied[] = {
    {.tag = "displayField", .value = {}, .beside = "from picklist", .nil = true},
    {.tag = "object", .value = {}, .beside = "from picklist", .nil = true},
};

constexpr Shape shape{
    .keyword = "choices",
    .category = Category::resource,
    .xml = "dynamicChoiceSets",
    .subject = SubjectForm::type,
    .subject_required = true,
    .clauses = clauses,
    .doc = "A set of choices: `choices Sites: Text from Site__c where Active__c = true show Name "
           "value Id`.",
    .implied = implied,
};

void declare(const Element& element, FlowChecker& checker) {
    checker.declare(element.name, checker.type(element.subject.type), NameOrigin::choice_set);
}

} // namespace

const ElementKind kinds::choice_set{.shape = &shape, .declare = declare};

} // namespace weir
