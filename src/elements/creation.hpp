// What Create Records and Publish share: new records from field values, or from a variable.
#pragma once

#include "check/flow_checker.hpp"
#include "elements/record_forms.hpp"

#include <memory>

namespace weir::elements {

/// The step that writes new records of the form's object, from the braces or from its variable.
[[nodiscard]] std::unique_ptr<Step>
creation_step(const Element& element, FlowChecker& checker, const RecordForm& form);

} // namespace weir::elements
