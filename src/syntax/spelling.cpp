#include "syntax/spelling.hpp"

namespace weir {

std::string_view spelling(BinaryOperator op) {
    switch (op) {
    case BinaryOperator::logical_or:
        return "||";
    case BinaryOperator::logical_and:
        return "&&";
    case BinaryOperator::equal:
        return "=";
    case BinaryOperator::not_equal:
        return "<>";
    case BinaryOperator::less:
        return "<";
    case BinaryOperator::greater:
        return ">";
    case BinaryOperator::less_equal:
        return "<=";
    case BinaryOperator::greater_equal:
        return ">=";
    case BinaryOperator::add:
        return "+";
    case BinaryOperator::subtract:
        return "-";
    case BinaryOperator::concatenate:
        return "&";
    case BinaryOperator::power:
        return "^";
    case BinaryOperator::multiply:
        return "*";
    case BinaryOperator::divide:
        return "/";
    }
    return "";
}

std::string_view spelling(ConditionOperator op) {
    switch (op) {
    case ConditionOperator::equal:
        return "=";
    case ConditionOperator::not_equal:
        return "!=";
    case ConditionOperator::less:
        return "<";
    case ConditionOperator::greater:
        return ">";
    case ConditionOperator::less_equal:
        return "<=";
    case ConditionOperator::greater_equal:
        return ">=";
    case ConditionOperator::starts_with:
        return "starts with";
    case ConditionOperator::ends_with:
        return "ends with";
    case ConditionOperator::contains:
        return "contains";
    case ConditionOperator::in:
        return "in";
    case ConditionOperator::not_in:
        return "not in";
    case ConditionOperator::is_null:
        return "is null";
    case ConditionOperator::is_not_null:
        return "is not null";
    case ConditionOperator::is_blank:
        return "is blank";
    case ConditionOperator::is_not_blank:
        return "is not blank";
    case ConditionOperator::is_empty:
        return "is empty";
    case ConditionOperator::is_not_empty:
        return "is not empty";
    case ConditionOperator::is_changed:
        return "is changed";
    case ConditionOperator::is_not_changed:
        return "is not changed";
    case ConditionOperator::was_set:
        return "was set";
    case ConditionOperator::was_not_set:
        return "was not set";
    case ConditionOperator::was_visited:
        return "was visited";
    case ConditionOperator::was_not_visited:
        return "was not visited";
    case ConditionOperator::was_selected:
        return "was selected";
    case ConditionOperator::was_not_selected:
        return "was not selected";
    case ConditionOperator::has_error:
        return "has error";
    case ConditionOperator::has_no_error:
        return "has no error";
    }
    return "";
}

std::string_view spelling(AssignOperator op) {
    switch (op) {
    case AssignOperator::assign:
        return "=";
    case AssignOperator::add:
        return "+=";
    case AssignOperator::subtract:
        return "-=";
    case AssignOperator::add_item:
        return "add";
    case AssignOperator::add_first:
        return "add first";
    case AssignOperator::remove_first:
        return "remove first";
    case AssignOperator::remove_all:
        return "remove all";
    case AssignOperator::remove_at:
        return "remove at";
    case AssignOperator::remove_before:
        return "remove before";
    case AssignOperator::remove_after:
        return "remove after";
    case AssignOperator::remove_uncommon:
        return "remove uncommon";
    case AssignOperator::assign_count:
        return "= count of";
    }
    return "";
}

} // namespace weir
