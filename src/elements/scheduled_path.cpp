// path: what runs some time after the save, or before or after a date of the record.
#include "elements/clauses.hpp"
#include "elements/kinds.hpp"

namespace weir {

namespace {

constexpr ClauseShape offset(std::string_view key, std::string_view unit, std::string_view doc) {
    return {
        .key = key,
        .value = ValueKind::number,
        .xml = "offsetNumber",
        .doc = doc,
        .xml_beside = {"offsetUnit", unit}};
}

constexpr ClauseShape clauses[] = {
    offset("minutes", "Minutes", "So many minutes later."),
    offset("hours", "Hours", "So many hours later."),
    offset("days", "Days", "So many days later."),
    offset("weeks", "Weeks", "So many weeks later."),
    offset("months", "Months", "So many months later."),
    {.key = "before",
     .value = ValueKind::path,
     .xml = "recordField",
     .doc = "Earlier than this date or time of the record: `days 1 before Start__c`.",
     .form = XmlForm::none},
    {.key = "after",
     .value = ValueKind::path,
     .xml = "recordField",
     .doc =
         "Later than this date or time of the record: `days 3 after CloseDate`. Without it, later "
         "than the save.",
     .xml_beside = {"timeSource", "RecordField"}},
    {.key = "batches of",
     .value = ValueKind::number,
     .xml = "maxBatchSize",
     .doc = "At most so many interviews at once; 200 unless it is said."},
    elements::description_clause,
    {.key = "",
     .value = ValueKind::elements,
     .xml = "connector",
     .doc = "`{ elements }`: the path. It ends with its braces; without them it begins where the "
            "flow does."},
};

constexpr std::string_view unless_field[] = {"before", "after"};
constexpr XmlImplied implied[] = {
    {.tag = "timeSource", .value = "RecordTriggerEvent", .unless = unless_field},
};

constexpr Shape shape{
    .keyword = "path",
    .category = Category::path,
    .xml = "scheduledPaths",
    .clauses = clauses,
    .doc = "A scheduled path: `path Remind days 3 after CloseDate { … }`.",
    .implied = implied,
    .xml_label = "label",
};

} // namespace

const ElementKind kinds::scheduled_path{.shape = &shape};

} // namespace weir
