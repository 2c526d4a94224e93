// create: writes new records.
#include "check/flow_checker.hpp"
#include "elements/clauses.hpp"
#include "elements/creation.hpp"
#include "elements/kinds.hpp"
#include "elements/values.hpp"

#include <fmt/format.h>

namespace weir {

namespace {

constexpr std::string_view on_one_words[] = {"update", "nothing"};
constexpr std::string_view on_one_xml[] = {"UpdateAllRecords", "None"};
constexpr std::string_view on_several_words[] = {"update all", "update latest", "nothing"};
constexpr std::string_view on_several_xml[] = {"UpdateAllRecords", "UpdateLatestRecord", "None"};
constexpr std::string_view on_none_words[] = {"nothing"};
constexpr std::string_view on_none_xml[] = {"None"};

constexpr ClauseShape clauses[] = {
    {.key = "from",
     .value = ValueKind::path,
     .xml = "inputReference",
     .doc =
         "A record variable or a collection that holds what to create; its records get their Ids."},
    {.key = "store id in",
     .value = ValueKind::path,
     .xml = "assignRecordIdToReference",
     .doc = "Keep the Id of the new record in this variable instead of under the name of the "
            "element."},
    {.key = "where",
     .value = ValueKind::condition,
     .xml = "filters",
     .doc = "Looks for records first: one that meets the conditions gets the fields, and none is "
            "created.",
     .form = XmlForm::filters},
    {.key = "on no match",
     .value = ValueKind::words,
     .xml = "operationZeroMatchingRecords",
     .choices = on_none_words,
     .doc = "With conditions: what happens when no record meets them; otherwise one is created.",
     .xml_words = on_none_xml},
    {.key = "on one match",
     .value = ValueKind::words,
     .xml = "operationOneMatchingRecord",
     .choices = on_one_words,
     .doc = "With conditions: what happens to the one record that meets them.",
     .xml_words = on_one_xml},
    {.key = "on several matches",
     .value = ValueKind::words,
     .xml = "operationMultMatchingRecords",
     .choices = on_several_words,
     .doc = "With conditions: what happens when several records meet them.",
     .xml_words = on_several_xml},
    {.key = "upsert by",
     .value = ValueKind::path,
     .xml = "upsertExternalIdField",
     .doc = "With a variable: records that have this key already are updated. `Id`, or an external "
            "id."},
    {.key = "upsert by standard",
     .value = ValueKind::path,
     .xml = "upsertStandardIdField",
     .doc = "The same of a standard key: `Id`."},
    {.key = "partial",
     .value = ValueKind::flag,
     .xml = "doesUpsertAllOrNone",
     .doc = "With `upsert by`: the good records stay when others are refused.",
     .xml_set = "false"},
    elements::description_clause,
    {.key = "",
     .value = ValueKind::assignments,
     .xml = "inputAssignments",
     .doc = "`{ Field = value }`: the new record.",
     .form = XmlForm::fields},
    elements::fault_clause,
};

constexpr std::string_view unless_storeOutputAutomatically[] = {"from", "store id in"};
constexpr XmlImplied implied[] = {
    {.tag = "doesUpsert", .value = "true", .beside = "upsert by"},
    {.tag = "doesUpsert", .value = "true", .beside = "upsert by standard"},
    {.tag = "storeOutputAutomatically", .value = "true", .unless = unless_storeOutputAutomatically},
};

constexpr Shape shape{
    .keyword = "create",
    .category = Category::element,
    .xml = "recordCreates",
    .subject = SubjectForm::object,
    .can_fault = true,
    .clauses = clauses,
    .doc = "Create Records: a record from field values (its name is then the Id of the new "
           "record), or the records of a "
           "variable.",
    .implied = implied,
};

/// The element is the Id of its record, when there is one record and no variable takes the Id.
void declare(const Element& element, FlowChecker& checker) {
    if (element.has("from") || element.has("store id in") || element.subject.empty())
        return;
    const Object* const object = checker.object(element);
    Type type = Type::of(TypeKind::id);
    if (object == nullptr)
        type = Type{};
    else
        type.object = object->id;
    checker.declare(element.name, type, NameOrigin::created_id);
}

std::unique_ptr<Step> check(const Element& element, FlowChecker& checker) {
    const auto form = elements::record_form(element, checker);
    if (!form)
        return elements::broken_step();
    if (form->object->kind == ObjectKind::event) {
        checker.out()
            .report(
                Code::W0805,
                element.keyword_span,
                "`{}` is a platform event and is not created",
                form->object->name
            )
            .label(form->object->span, "declared as an event")
            .help("publish it", Edit{element.keyword_span, "publish"});
        // In XML the word is the same for both.
        if (!checker.schema().setup().is_open)
            return elements::broken_step();
    }
    if (!elements::check_operation(element, checker, *form->object, Operation::create))
        return elements::broken_step();
    return elements::creation_step(element, checker, *form);
}

} // namespace

const ElementKind kinds::create_records{.shape = &shape, .declare = declare, .check = check};

} // namespace weir
