// after commit: what runs once the transaction has committed, in one of its own.
#include "elements/clauses.hpp"
#include "elements/kinds.hpp"

namespace weir {

namespace {

constexpr ClauseShape clauses[] = {
    elements::description_clause,
    {.key = "",
     .value = ValueKind::elements,
     .xml = "connector",
     .doc = "`{ elements }`: the path. It ends with its braces; without them it begins where the "
            "flow does."},
};

constexpr Shape shape{
    .keyword = "after commit",
    .category = Category::path,
    .xml = "scheduledPaths",
    .name = NameForm::none,
    .clauses = clauses,
    .doc = "The asynchronous path: runs when the save has committed, in a transaction of its own.",
    .xml_kind = {"pathType", "AsyncAfterCommit"},
    .xml_label = "label",
    .label_optional = true,
};

} // namespace

const ElementKind kinds::after_commit_path{.shape = &shape};

} // namespace weir
