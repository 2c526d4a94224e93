#include "org/mixed_dml.hpp"

#include "org/state.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

bool gives_value(const RecordBatch& records, FieldId field) {
    if (field == FieldId::none)
        return false;
    return std::ranges::any_of(records.find(field), [](const Value& cell) {
        return !cell.is_null();
    });
}

bool gives(const RecordBatch& records, const Object& object, std::string_view name) {
    const FieldId field = field_or_none(&object, name);
    if (field == FieldId::none)
        return false;
    return std::ranges::any_of(records.find(field), [](const Value& cell) {
        return !cell.is_unset();
    });
}

/// Statements on setup objects that the documentation lets through, if the org goes by it.
bool is_exempt(
    const Transaction& transaction,
    const Object& object,
    Operation operation,
    const RecordBatch& records
) {
    if (!transaction.org().settings().documented_mixed_dml)
        return false;
    if (object.name == "Group")
        return operation != Operation::erase;
    if (object.name != "User")
        return false;
    if (operation == Operation::create)
        return !gives_value(records, field_or_none(&object, "UserRoleId"));
    if (operation != Operation::update)
        return false;
    constexpr std::string_view sensitive[] = {
        "UserRoleId", "IsActive", "ForecastEnabled", "IsPortalEnabled", "Username", "ProfileId"};
    return std::ranges::none_of(sensitive, [&](std::string_view field) {
        return gives(records, object, field);
    });
}

} // namespace

const Fault*
check_mixed_dml(Transaction& transaction, Operation operation, const RecordBatch& records) {
    const Object& object = transaction.schema().object(records.object());
    const TransactionState& state = transaction.state();
    const ObjectId original = object.is_setup ? state.data_written : state.setup_written;
    if (original == ObjectId::none || is_exempt(transaction, object, operation, records))
        return nullptr;
    return transaction.fault(
        "MIXED_DML_OPERATION",
        fmt::format(
            "DML operation on setup object is not permitted after you have updated a non-setup "
            "object (or "
            "vice versa): {}, original object: {}",
            object.name,
            transaction.schema().object(original).name
        )
    );
}

void leave_mark(Transaction& transaction, Operation operation, const RecordBatch& records) {
    const Object& object = transaction.schema().object(records.object());
    if (is_exempt(transaction, object, operation, records))
        return;
    TransactionState& state = transaction.state();
    ObjectId& mark = object.is_setup ? state.setup_written : state.data_written;
    if (mark == ObjectId::none)
        mark = object.id;
}

} // namespace weir
