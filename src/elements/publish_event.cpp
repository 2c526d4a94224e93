// publish: sends a platform event. In an org it is a Create Records on the event object.
#include "check/flow_checker.hpp"
#include "elements/clauses.hpp"
#include "elements/creation.hpp"
#include "elements/kinds.hpp"
#include "elements/values.hpp"

namespace weir {

namespace {

constexpr ClauseShape clauses[] = {
    {.key = "from",
     .value = ValueKind::path,
     .xml = "inputReference",
     .doc = "A record variable or a collection that holds the messages."},
    {.key = "store id in",
     .value = ValueKind::path,
     .xml = "assignRecordIdToReference",
     .doc = "The variable that takes the Id of the message. Salesforce keeps no messages, so it "
            "becomes null."},
    elements::description_clause,
    {.key = "",
     .value = ValueKind::assignments,
     .xml = "inputAssignments",
     .doc = "`{ Field = value }`: the message.",
     .form = XmlForm::fields},
    elements::fault_clause,
};

constexpr std::string_view unless_storeOutputAutomatically[] = {"from", "store id in"};
constexpr XmlImplied implied[] = {
    {.tag = "storeOutputAutomatically", .value = "true", .unless = unless_storeOutputAutomatically},
};

constexpr Shape shape{
    .keyword = "publish",
    .category = Category::element,
    .xml = "recordCreates",
    .subject = SubjectForm::object,
    .can_fault = true,
    .clauses = clauses,
    .doc = "Create Records on a platform event: publishes a message. Whether that happens at once "
           "or after the commit is "
           "said where the event is declared.",
    .implied = implied,
    .xml_subject_suffix = "__e",
};

std::unique_ptr<Step> check(const Element& element, FlowChecker& checker) {
    const auto form = elements::record_form(element, checker);
    if (!form)
        return elements::broken_step();
    if (form->object->kind != ObjectKind::event) {
        checker.out()
            .report(
                Code::W0805,
                element.keyword_span,
                "`{}` is not a platform event",
                form->object->name
            )
            .label(form->object->span, "declared here")
            .help("create a record of it", Edit{element.keyword_span, "create"});
        return elements::broken_step();
    }
    return elements::creation_step(element, checker, *form);
}

} // namespace

const ElementKind kinds::publish_event{.shape = &shape, .check = check};

} // namespace weir
