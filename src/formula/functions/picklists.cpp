// Functions about picklists. Values are compared without case, as picklists do.

#include "formula/functions/parts.hpp"

#include <algorithm>

namespace weir::functions {

namespace {

using enum ParameterKind;

constexpr Parameter is_value[] = {{"picklist_field", picklist}, {"text_literal", text}};
constexpr Parameter includes_value[] = {
    {"multiselect_field", multi_picklist}, {"text_literal", text}};
constexpr Parameter one_list[] = {{"multiselect_field", multi_picklist}};

constexpr Example is_value_examples[] = {{"ISPICKVAL(NULL, '')", "true"}};
constexpr Example includes_examples[] = {{"INCLUDES(NULL, 'A')", "false"}};
constexpr Example count_examples[] = {{"PICKLISTCOUNT(NULL)", "0"}};

Value call_is_pick_value(const CallArguments& call) {
    return Value::boolean(equal_ignoring_case(text_or_empty(call[0]), text_or_empty(call[1])));
}

// Calls `use` with every value of a multi-select `a;b;c`; stops when it answers true.
template<class Use>
bool any_of_values(std::string_view values, Use use) {
    while (!values.empty()) {
        const size_t end = std::min(values.find(';'), values.size());
        if (use(values.substr(0, end)))
            return true;
        values.remove_prefix(std::min(end + 1, values.size()));
    }
    return false;
}

Value call_includes(const CallArguments& call) {
    const std::string_view wanted = text_or_empty(call[1]);
    const bool found = any_of_values(text_or_empty(call[0]), [wanted](std::string_view value) {
        return equal_ignoring_case(value, wanted);
    });
    return Value::boolean(found);
}

Value call_count(const CallArguments& call) {
    int64_t count = 0;
    any_of_values(text_or_empty(call[0]), [&count](std::string_view value) {
        if (!value.empty())
            ++count;
        return false;
    });
    return Value::number(count);
}

constexpr Function list[] = {
    {.name = "ISPICKVAL",
     .parameters = is_value,
     .result = ResultRule::boolean,
     .doc = "Whether a picklist has a value; '' asks whether it is empty.",
     .examples = is_value_examples,
     .call = call_is_pick_value},
    {.name = "INCLUDES",
     .parameters = includes_value,
     .result = ResultRule::boolean,
     .doc = "Whether a value is selected in a multi-select picklist.",
     .examples = includes_examples,
     .call = call_includes},
    {.name = "PICKLISTCOUNT",
     .parameters = one_list,
     .result = ResultRule::number,
     .doc = "How many values are selected in a multi-select picklist.",
     .examples = count_examples,
     .call = call_count},
};

} // namespace

std::span<const Function> picklists() {
    return list;
}

} // namespace weir::functions
