// Mistakes that several parts of the checker find, said in one way.
#pragma once

#include "base/diagnostic.hpp"
#include "check/flow_checker.hpp"
#include "formula/believed.hpp"
#include "formula/compile.hpp"
#include "schema/schema.hpp"
#include "syntax/names.hpp"
#include "syntax/ast.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace weir {

/// "a variable", "the result of a Get": what a name is, for people.
[[nodiscard]] std::string_view describe(NameOrigin origin);

/// `object` has no field of that name, with did-you-mean: W0312 in a flow, W0216 in a declaration.
void report_unknown_field(
    const Object& object, const Name& name, Diagnostics& out, Code code = Code::W0312
);

/// The object is not in the schema, or not among those that are declared: W0302 with did-you-mean.
void report_unknown_object(const Schema& schema, const Name& name, Diagnostics& out);
void report_unknown_object(
    std::span<const std::string_view> declared, const Name& name, Diagnostics& out
);

/// Clauses that the element's shape requires and that are not there: W0507. Nothing about a broken
/// element.
void report_missing_clauses(const Element& element, Diagnostics& out);

/// A field of the object itself, named alone; reports anything else. `scope` tells a resource from
/// a misspelt field.
[[nodiscard]] std::optional<FieldId>
own_field(const Path& path, const Object& object, Span span, Scope& scope, Diagnostics& out);

} // namespace weir
