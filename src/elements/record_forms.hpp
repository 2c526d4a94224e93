// The two forms of create, update, delete and publish: an object with fields or conditions, or
// `from` a variable.
#pragma once

#include "check/flow_checker.hpp"
#include "program/program.hpp"

#include <optional>
#include <string_view>

namespace weir::elements {

/// What an element writes records of, and from where.
struct RecordForm {
    const Object* object = nullptr;
    std::optional<Expression> from; // the records in a variable; else the object is named
    bool is_collection = false;     // of `from`
    bool is_record = false;         // `from` is $Record
    std::string_view spelling;      // of `from`, in the program's arena
};

/// Reads the form. Reports both forms at once, neither, and `from` what holds no records; nothing
/// after a report.
[[nodiscard]] std::optional<RecordForm> record_form(const Element& element, FlowChecker& checker);

/// False, after a report, if flows cannot do that to records of the object: custom metadata, a
/// Profile, an event.
[[nodiscard]] bool check_operation(
    const Element& element, FlowChecker& checker, const Object& object, Operation operation
);

/// `$Record.Account.Name`
[[nodiscard]] std::string_view spell(const Path& path, Arena& arena);

/// "one `Contact`", "`Contact` records", "Text": what a type is, for people.
[[nodiscard]] std::string describe(Type type, const Schema& schema);

} // namespace weir::elements
