// What is said of fields that open objects have, maybe: nothing declares them, and nothing denies
// them.
#pragma once

#include "base/diagnostic.hpp"
#include "schema/schema.hpp"
#include "syntax/ast_expressions.hpp"

namespace weir {

/// The field of an open object that nothing declares: W0318 with did-you-mean.
void report_believed_field(const Object& object, const Name& name, Diagnostics& out);

} // namespace weir
