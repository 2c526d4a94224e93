// create: writes new records.
#include "check/flow_checker.hpp"
#include "elements/clauses.hpp"
#include "elements/creation.hpp"
#include "elements/kinds.hpp"
#include "elements/values.hpp"

#include <fmt/format.h>

namespace weir {

namespace {

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
