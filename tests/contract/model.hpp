// A store that is too simple to be wrong: a list of records, searched from front to back.
#pragma once

#include "store/query.hpp"
#include "types/value.hpp"

#include <map>
#include <string>
#include <variant>
#include <vector>

namespace weir::contract {

using Cell = std::variant<std::monostate, std::string, int64_t, bool, Id>;

struct Record {
    Id id;
    std::map<FieldId, Cell> cells;
};

using Model = std::vector<Record>;

struct Asked {
    Query query;
    std::vector<std::vector<Cell>> parameters; // by column, by row
    FieldId exact = FieldId::none;             // the field that is case-sensitive
};

/// The value of a cell; texts stay in the cell.
[[nodiscard]] Value value_of(const Cell& cell);
[[nodiscard]] Cell cell_of(const Record& record, FieldId field);
/// -1, 0, 1 of two cells of one field that are not null.
[[nodiscard]] int compare_cells(const Cell& left, const Cell& right, bool is_exact);
/// What a store must find for one row of the parameters, in this order.
[[nodiscard]] std::vector<Record> expected(const Model& model, const Asked& asked, size_t row);

} // namespace weir::contract
