// step: a placeholder that a flow's designer left, without an effect.
#include "check/flow_checker.hpp"
#include "elements/clauses.hpp"
#include "elements/kinds.hpp"

namespace weir {

namespace {

constexpr ClauseShape clauses[] = {
    elements::description_clause,
};

constexpr Shape shape{
    .keyword = "step",
    .category = Category::element,
    .xml = "steps",
    .clauses = clauses,
    .doc = "Step: a placeholder of drafts, which does nothing. A flow with one cannot be activated "
           "in an org.",
    .xml_next = "connectors",
};

/// Interviews go through it, as those of a draft do in an org.
class PlaceholderStep final : public Step {
public:
    void run(Group& /*group*/) const override {}
};

std::unique_ptr<Step> check(const Element& element, FlowChecker& checker) {
    if (checker.flow().active)
        checker.out()
            .report(Code::W0823, element.header, "a `step` stands in an active flow")
            .here("does nothing")
            .note("Salesforce runs drafts with placeholders, and activates no flow with one")
            .help("put an element in its place, or write `status draft`");
    return std::make_unique<PlaceholderStep>();
}

} // namespace

const ElementKind kinds::legacy_step{.shape = &shape, .check = check};

} // namespace weir
