#include "contract/model.hpp"

#include <algorithm>
#include <cctype>

namespace weir::contract {

namespace {

std::string small(std::string text) {
    for (char& character : text)
        character = static_cast<char>(std::tolower(static_cast<unsigned char>(character)));
    return text;
}

bool matches(const Asked& asked, const Record& record, size_t row, uint32_t index) {
    const FilterNode& node = asked.query.filter[index];
    const auto child = [&](uint32_t which) { return matches(asked, record, row, which); };
    switch (node.kind) {
    case FilterNode::Kind::all:
        return std::all_of(node.children.begin(), node.children.end(), child);
    case FilterNode::Kind::any:
        return std::any_of(node.children.begin(), node.children.end(), child);
    case FilterNode::Kind::negation:
        return !child(node.children[0]);
    case FilterNode::Kind::comparison:
        break;
    }
    const Cell cell = cell_of(record, node.field);
    const Cell& wanted = asked.parameters[node.parameter][row];
    const bool has_both = cell.index() != 0 && wanted.index() != 0;
    const int order = has_both ? compare_cells(cell, wanted, node.field == asked.exact) : 0;
    const bool is_equal = has_both ? order == 0 : cell.index() == wanted.index();
    std::string text;
    std::string part;
    if (has_both && std::holds_alternative<std::string>(cell)) {
        text = node.field == asked.exact ? std::get<std::string>(cell)
                                         : small(std::get<std::string>(cell));
        part = node.field == asked.exact ? std::get<std::string>(wanted)
                                         : small(std::get<std::string>(wanted));
    }
    switch (node.op) {
    case FilterOperator::equal:
    case FilterOperator::in:
        return is_equal;
    case FilterOperator::not_equal:
    case FilterOperator::not_in:
        return !is_equal;
    case FilterOperator::less:
        return has_both && order < 0;
    case FilterOperator::greater:
        return has_both && order > 0;
    case FilterOperator::less_equal:
        return has_both && order <= 0;
    case FilterOperator::greater_equal:
        return has_both && order >= 0;
    case FilterOperator::starts_with:
        return has_both && text.starts_with(part);
    case FilterOperator::ends_with:
        return has_both && text.ends_with(part);
    case FilterOperator::contains:
        return has_both && text.find(part) != std::string::npos;
    case FilterOperator::is_null:
        return cell.index() == 0;
    case FilterOperator::is_not_null:
        return cell.index() != 0;
    }
    return false;
}

} // namespace

Value value_of(const Cell& cell) {
    struct Visitor {
        Value operator()(std::monostate) const { return Value::null(); }
        Value operator()(const std::string& held) const { return Value::text(held); }
        Value operator()(int64_t held) const { return Value::number(held); }
        Value operator()(bool held) const { return Value::boolean(held); }
        Value operator()(Id held) const { return Value::id(held); }
    };
    return std::visit(Visitor{}, cell);
}

Cell cell_of(const Record& record, FieldId field) {
    if (field == FieldId{0})
        return record.id;
    const auto found = record.cells.find(field);
    return found == record.cells.end() ? Cell{} : found->second;
}

int compare_cells(const Cell& left, const Cell& right, bool is_exact) {
    Cell one = left;
    Cell other = right;
    if (auto* const text = std::get_if<std::string>(&one); text != nullptr && !is_exact)
        *text = small(*text);
    if (auto* const text = std::get_if<std::string>(&other); text != nullptr && !is_exact)
        *text = small(*text);
    if (const auto* const id = std::get_if<Id>(&one)) {
        const Id second = std::get<Id>(other);
        return *id < second ? -1 : second < *id ? 1 : 0;
    }
    return one < other ? -1 : other < one ? 1 : 0;
}

std::vector<Record> expected(const Model& model, const Asked& asked, size_t row) {
    std::vector<Record> found;
    for (const Record& record : model)
        if (asked.query.filter.empty() || matches(asked, record, row, 0))
            found.push_back(record);
    std::stable_sort(found.begin(), found.end(), [&](const Record& left, const Record& right) {
        for (const SortKey& key : asked.query.order) {
            const Cell one = cell_of(left, key.field);
            const Cell other = cell_of(right, key.field);
            if ((one.index() == 0) != (other.index() == 0))
                return (one.index() == 0) == (!key.descending && !key.nulls_last);
            if (one.index() == 0)
                continue;
            const int order = compare_cells(one, other, key.field == asked.exact);
            if (order != 0)
                return key.descending ? order > 0 : order < 0;
        }
        return false;
    });
    if (found.size() > asked.query.limit)
        found.resize(asked.query.limit);
    return found;
}

} // namespace weir::contract
