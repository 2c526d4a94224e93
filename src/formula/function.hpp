// One formula function as one descriptor: name, parameters, types, null rule, doc, example,
// implementation.
#pragma once

#include "formula/expression.hpp"
#include "types/type.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace weir {

enum class ParameterKind : uint8_t {
    text, // an id is taken for its 18 characters
    number,
    boolean,
    date,
    date_time,
    date_or_date_time,
    text_or_date_time,
    day,   // text, date or date-time
    clock, // text, date-time or time
    time,
    moment, // date, date-time or time
    any,
    picklist,
    multi_picklist,
    field, // a field's name, for the functions the compiler builds
    location,
};

/// "Text", "Date or Date/Time".
[[nodiscard]] std::string_view words(ParameterKind kind);
/// Whether a parameter takes an argument of this type (the error type and null fit all).
[[nodiscard]] bool accepts(ParameterKind kind, Type type);
/// Whether a value fits while running.
[[nodiscard]] bool accepts(ParameterKind kind, Tag tag);

struct Parameter {
    std::string_view name;
    ParameterKind kind = ParameterKind::any;
    bool optional = false;
    bool repeated = false; // the last one, any number of times
};

/// Arguments of one row, and where results that need memory go.
struct CallArguments {
    std::span<const Value> values;
    const Surroundings* surroundings = nullptr;
    Arena* arena = nullptr;

    [[nodiscard]] const Value& operator[](size_t index) const { return values[index]; }
    [[nodiscard]] size_t size() const { return values.size(); }
};

/// What the result type is, from the types of the arguments.
enum class ResultRule : uint8_t {
    text,
    number,
    boolean,
    date,
    date_time,
    time,
    location,
    first_argument,
    common,
};

struct Example {
    std::string_view formula;
    std::string_view value; // as to_formula_text prints it; "null" for null; "fault" for a fault
};

struct Function {
    std::string_view name;
    std::span<const Parameter> parameters = {};
    ResultRule result = ResultRule::text;
    /// True: any null argument makes the result null and `call` is not asked.
    bool null_in_null_out = false;
    /// The same arguments give the same result: constants are folded.
    bool pure = true;
    std::string_view doc;
    std::span<const Example> examples = {};
    /// One row. Arguments are of their parameter's kind, or null. Null for the functions the
    /// compiler builds itself (IF, AND, CASE …).
    Value (*call)(const CallArguments&) = nullptr;
};

/// All functions, by name.
[[nodiscard]] std::span<const Function* const> all_functions();
/// Without case.
[[nodiscard]] const Function* find_function(std::string_view name);

/// The function for each row, on evaluated arguments.
[[nodiscard]] const Node*
make_call(const Function& function, std::span<const Node* const> operands, Arena& arena);

/// A fault value in the arena; `message` is a literal or lives as long as the arena.
[[nodiscard]] Value make_fault(std::string_view message, Arena& arena);

} // namespace weir
