// plugin: calls a class of Apex in the way that came before invocable actions.
#include "elements/clauses.hpp"
#include "elements/kept.hpp"
#include "elements/kinds.hpp"

namespace weir {

namespace {

constexpr ClauseShape clauses[] = {
    elements::description_clause,
    {.key = "",
     .value = ValueKind::assignments,
     .xml = "inputParameters",
     .doc = "`{ input = value }`: its inputs.",
     .form = XmlForm::parameters},
    {.key = "returns",
     .value = ValueKind::assignments,
     .xml = "outputParameters",
     .doc = "`{ Variable = output }`: outputs to keep in variables.",
     .form = XmlForm::outputs},
    elements::fault_clause,
};

constexpr Shape shape{
    .keyword = "plugin",
    .category = Category::element,
    .xml = "apexPluginCalls",
    .subject = SubjectForm::name,
    .subject_required = true,
    .can_fault = true,
    .clauses = clauses,
    .doc = "Apex Plug-in: `plugin Rate: Rate_Finder { city = City } returns { Rate = rate }`.",
    .xml_subject = "apexClass",
};

} // namespace

const ElementKind kinds::apex_plugin{.shape = &shape, .check = elements::check_kept, .runs = false};

} // namespace weir
