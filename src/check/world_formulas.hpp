// The formulas of objects: defaults, validation rules, formula fields, e-mail alerts, and the
// records of the world.
#pragma once

#include "check/declare.hpp"
#include "program/program.hpp"
#include "syntax/ast.hpp"

#include <span>

namespace weir {

/// Compiles what the declarations hold into Program::objects and Program::seeds.
void compile_world(const Declarations& declarations, Program& program, Diagnostics& out);

/// `alert Name { to … subject … body … }` in objects, into Program::alerts.
void compile_alerts(std::span<const SyntaxTree* const> trees, Program& program, Diagnostics& out);

/// Approval processes, quick actions and outbound messages, into Program::actions. Behind the
/// alerts.
void compile_actions(std::span<const SyntaxTree* const> trees, Program& program, Diagnostics& out);

/// Formula fields so that each stands behind those it reads; a circle is reported (W0340). The
/// order within `formulas` is kept where it does not matter.
[[nodiscard]] std::vector<FieldFormula>
order_formulas(std::span<const FieldFormula> formulas, const Schema& schema, Diagnostics& out);

/// Records of the world with their values, which are constants or the Ids of other such records.
void compile_seeds(std::span<const RecordSeed> seeds, Program& program, Diagnostics& out);

} // namespace weir
