// The check half of assign_operators.hpp: which types have an operator, and what it takes.
#include "elements/assign_operators.hpp"
#include "elements/record_forms.hpp"
#include "syntax/spelling.hpp"

#include <fmt/format.h>

namespace weir::elements {

namespace {

/// What an operator wants on its right side.
enum class Operand : uint8_t {
    undefined,
    same,
    number,
    anything,
    item,
    items,
    item_or_items,
    any_collection
};

Operand collection_operand(AssignOperator op) {
    switch (op) {
    case AssignOperator::assign:
        return Operand::same;
    case AssignOperator::add:
        return Operand::item_or_items;
    case AssignOperator::add_first:
        return Operand::item_or_items;
    case AssignOperator::remove_first:
    case AssignOperator::remove_all:
    case AssignOperator::remove_before:
    case AssignOperator::remove_after:
        return Operand::item;
    case AssignOperator::remove_at:
        return Operand::number;
    case AssignOperator::remove_uncommon:
        return Operand::items;
    case AssignOperator::subtract:
    case AssignOperator::add_item:
    case AssignOperator::assign_count:
        return Operand::undefined;
    }
    return Operand::undefined;
}

Operand number_operand(AssignOperator op) {
    switch (op) {
    case AssignOperator::assign:
        return Operand::same;
    case AssignOperator::add:
    case AssignOperator::subtract:
        return Operand::number;
    case AssignOperator::assign_count:
        return Operand::any_collection;
    case AssignOperator::add_item:
    case AssignOperator::add_first:
    case AssignOperator::remove_first:
    case AssignOperator::remove_all:
    case AssignOperator::remove_at:
    case AssignOperator::remove_before:
    case AssignOperator::remove_after:
    case AssignOperator::remove_uncommon:
        return Operand::undefined;
    }
    return Operand::undefined;
}

Operand operand_of(AssignOperator op, Type target) {
    if (target.collection)
        return collection_operand(op);
    if (op == AssignOperator::assign)
        return Operand::same;
    switch (target.kind) {
    case TypeKind::text:
    case TypeKind::picklist:
        return op == AssignOperator::add ? Operand::anything : Operand::undefined;
    case TypeKind::multi_picklist:
        return op == AssignOperator::add || op == AssignOperator::add_item ? Operand::anything
                                                                           : Operand::undefined;
    case TypeKind::number:
    case TypeKind::currency:
    case TypeKind::percent:
        return number_operand(op);
    case TypeKind::date:
        return op == AssignOperator::add || op == AssignOperator::subtract ? Operand::number
                                                                           : Operand::undefined;
    case TypeKind::any:
        return op == AssignOperator::add || op == AssignOperator::subtract ? Operand::anything
                                                                           : Operand::undefined;
    case TypeKind::error:
        return Operand::anything;
    case TypeKind::null:
    case TypeKind::boolean:
    case TypeKind::date_time:
    case TypeKind::time:
    case TypeKind::id:
    case TypeKind::location:
    case TypeKind::record:
        return Operand::undefined;
    }
    return Operand::undefined;
}

/// Operators that people reach for, by type.
std::string_view operators_of(Type target) {
    if (target.collection)
        return "`=`, `+=`, `add first`, `remove first`, `remove all`, `remove at`, `remove "
               "before`, `remove after`, "
               "`remove uncommon`";
    if (target.is_numeric())
        return "`=`, `+=`, `-=`, `= count of`";
    switch (target.kind) {
    case TypeKind::text:
    case TypeKind::picklist:
        return "`=`, `+=`";
    case TypeKind::multi_picklist:
        return "`=`, `+=`, `add`";
    case TypeKind::date:
        return "`=`, `+=`, `-=`";
    case TypeKind::number:
    case TypeKind::currency:
    case TypeKind::percent:
    case TypeKind::any:
    case TypeKind::error:
    case TypeKind::null:
    case TypeKind::boolean:
    case TypeKind::date_time:
    case TypeKind::time:
    case TypeKind::id:
    case TypeKind::location:
    case TypeKind::record:
        return "`=`";
    }
    return "`=`";
}

void report_operator(
    const Assignment& assignment, Type target, std::string_view what, FlowChecker& checker
) {
    auto report = checker.out().report(
        Code::W0801,
        assignment.op_span,
        "{} has no `{}`",
        describe(target, checker.schema()),
        spelling(assignment.op)
    );
    report.label(
        assignment.target.span, fmt::format("{} is {}", what, describe(target, checker.schema()))
    );
    if (assignment.op == AssignOperator::add_item && target.collection) {
        report.help("one more item is added with `+=`", Edit{assignment.op_span, "+="});
    } else if (target.kind == TypeKind::date_time && !target.collection) {
        report.help("compute it: `= {!DateTime} + 1` is a day later");
    } else {
        report.note(
            fmt::format("{} has {}", describe(target, checker.schema()), operators_of(target))
        );
    }
}

void report_operand(
    const Assignment& assignment, Type operand, std::string_view wanted, FlowChecker& checker
) {
    checker.out()
        .report(
            Code::W0802, assignment.value->span, "`{}` takes {}", spelling(assignment.op), wanted
        )
        .here(fmt::format("this is {}", describe(operand, checker.schema())));
}

bool takes_anything(Type operand) {
    return operand.is_error() || operand.kind == TypeKind::null || operand.kind == TypeKind::any;
}

} // namespace

std::optional<Expression> check_operand(
    const Assignment& assignment,
    Expression operand,
    Type target,
    std::string_view what,
    FlowChecker& checker
) {
    const auto converted = [&](Type to) {
        return coerce(operand, to, assignment.value->span, what, checker.compile_context());
    };
    switch (operand_of(assignment.op, target)) {
    case Operand::undefined:
        report_operator(assignment, target, what, checker);
        return std::nullopt;
    case Operand::same:
        return converted(target);
    case Operand::number:
        if (operand.type.is_numeric() || takes_anything(operand.type))
            return operand;
        report_operand(assignment, operand.type, "a number", checker);
        return std::nullopt;
    case Operand::anything:
        if (!operand.type.collection && operand.type.kind != TypeKind::record)
            return operand;
        report_operand(assignment, operand.type, "a single value", checker);
        return std::nullopt;
    case Operand::item:
        return converted(target.item());
    case Operand::items:
        if (operand.type.collection || takes_anything(operand.type))
            return converted(target);
        report_operand(assignment, operand.type, "a collection", checker);
        return std::nullopt;
    case Operand::item_or_items:
        return converted(operand.type.collection ? target : target.item());
    case Operand::any_collection:
        if (operand.type.collection || takes_anything(operand.type))
            return operand;
        report_operand(assignment, operand.type, "a collection", checker);
        return std::nullopt;
    }
    return std::nullopt;
}

} // namespace weir::elements
