// wait: pauses the interview until the first of its events.
#include "check/flow_checker.hpp"
#include "elements/clauses.hpp"
#include "elements/kinds.hpp"
#include "elements/wait_step.hpp"

namespace weir {

namespace {

constexpr ClauseShape offset(std::string_view key, std::string_view unit, std::string_view doc) {
    return {
        .key = key,
        .value = ValueKind::number,
        .xml = "offset",
        .doc = doc,
        .xml_beside = {"offsetUnit", unit}};
}

constexpr ClauseShape event_clauses[] = {
    {.key = "when",
     .value = ValueKind::condition,
     .xml = "conditions",
     .doc = "The event is waited for only if this is true when the interview pauses."},
    offset("minutes", "Minutes", "So many minutes from the pause."),
    offset("hours", "Hours", "So many hours from the pause."),
    offset("days", "Days", "So many days from the pause."),
    offset("weeks", "Weeks", "So many weeks from the pause."),
    offset("months", "Months", "So many months from the pause."),
    {.key = "date",
     .value = ValueKind::text,
     .xml = "resumeDate",
     .doc = "On this date, `\"2026-03-01\"`."},
    {.key = "on date",
     .value = ValueKind::path,
     .xml = "resumeDateReference",
     .doc = "On the date in this resource."},
    {.key = "time",
     .value = ValueKind::text,
     .xml = "resumeTime",
     .doc = "At this time of the day, `\"23:59:00.000Z\"`."},
    {.key = "of",
     .value = ValueKind::path,
     .xml = "object",
     .doc = "The object whose records are waited for."},
    {.key = "where",
     .value = ValueKind::condition,
     .xml = "filters",
     .doc = "Which records are waited for.",
     .form = XmlForm::filters},
    {.key = "batches of",
     .value = ValueKind::number,
     .xml = "maxBatchSize",
     .doc = "At most so many interviews go on at once."},
    elements::description_clause,
    {.key = "",
     .value = ValueKind::assignments,
     .xml = "inputParameters",
     .doc =
         "`{ AlarmTime = Due__c  TimeOffset = -3  TimeOffsetUnit = \"Days\" }`: what the event is "
         "given.",
     .form = XmlForm::parameters},
    {.key = "returns",
     .value = ValueKind::assignments,
     .xml = "outputParameters",
     .doc = "`{ Variable = output }`: what is kept of the event.",
     .form = XmlForm::outputs},
    {.key = "then",
     .value = ValueKind::target,
     .xml = "connector",
     .doc = "Where the interview goes on, `then { … }` or `then -> Name`. Without it, behind the "
            "wait."},
};

constexpr std::string_view unless_when[] = {"when"};
constexpr XmlImplied event_implied[] = {
    {.tag = "conditionLogic", .value = "and", .unless = unless_when},
};

constexpr Shape event_shape{
    .keyword = "event",
    .category = Category::member,
    .xml = "waitEvents",
    .subject = SubjectForm::name,
    .clauses = event_clauses,
    .doc = "What ends the pause: `AlarmEvent`, `DateRefAlarmEvent`, a platform event, or a time "
           "from now.",
    .implied = event_implied,
    .xml_label = "label",
    .xml_subject = "eventType",
};
constexpr const Shape* events[] = {&event_shape};

constexpr ClauseShape clauses[] = {
    {.key = "time zone",
     .value = ValueKind::text,
     .xml = "timeZoneId",
     .doc = "The time zone of its times, `\"Europe/Paris\"`."},
    {.key = "default label",
     .value = ValueKind::text,
     .xml = "defaultConnectorLabel",
     .doc = "How the path is called that is taken when no event is waited for."},
    elements::description_clause,
    {.key = "",
     .value = ValueKind::elements,
     .xml = {},
     .doc = "`{ event Name: AlarmEvent { … } then { … } }`: the first event to happen is taken.",
     .children = events},
    {.key = "otherwise",
     .value = ValueKind::target,
     .xml = "defaultConnector",
     .doc = "Where the interview goes if it waits for no event. Without it, it ends."},
    elements::fault_clause,
};

constexpr std::string_view unless_label[] = {"default label"};
constexpr XmlImplied implied[] = {
    {.tag = "defaultConnectorLabel", .value = "Default Path", .unless = unless_label},
};

constexpr Shape shape{
    .keyword = "wait",
    .category = Category::element,
    .xml = "waits",
    .can_fault = true,
    .clauses = clauses,
    .doc = "Wait: the interview pauses, and goes on with the first of these events.",
    .implied = implied,
    .xml_next = "waitEvents/connector",
};

} // namespace

const ElementKind kinds::wait{.shape = &shape, .check = elements::check_wait};

} // namespace weir
