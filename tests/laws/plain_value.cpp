// Values of the slow and obvious way: made, read from literals, shown.
#include "laws/naive_formula.hpp"
#include "laws/naive_numbers.hpp"

#include <algorithm>
#include <utility>

namespace weir::laws {

namespace {

using Kind = Plain::Kind;

} // namespace

Plain Plain::of_number(Wide digits, int scale) {
    Plain result = of(Kind::number);
    result.digits = digits;
    result.scale = scale;
    return result;
}
Plain Plain::of_text(std::string text) {
    Plain result = of(text.empty() ? Kind::null : Kind::text);
    result.text = std::move(text);
    return result;
}
Plain Plain::of_truth(bool truth) {
    Plain result = of(Kind::boolean);
    result.truth = truth;
    return result;
}
Plain Plain::of_date(int64_t days) {
    Plain result = of(Kind::date);
    result.days = days;
    return result;
}

Plain literal_value(const Tree& leaf) {
    const std::string& text = leaf.head;
    if (leaf.sort == Sort::boolean)
        return Plain::of_truth(text == "TRUE" || text == "true");
    if (leaf.sort == Sort::text) {
        std::string content;
        for (size_t at = 1; at + 1 < text.size(); ++at) {
            if (text[at] == '\\')
                ++at;
            content += text[at];
        }
        return Plain::of_text(content);
    }
    Wide digits = 0;
    int scale = -1;
    for (const char letter : text) {
        if (letter == '.') {
            scale = 0;
            continue;
        }
        digits = digits * 10 + (letter - '0');
        if (scale >= 0)
            ++scale;
    }
    return checked(digits, std::max(scale, 0));
}

std::string described(const Plain& value) {
    switch (value.kind) {
    case Kind::null:
        return "null";
    case Kind::number:
        return "number " + decimal_text(value.digits, value.scale);
    case Kind::text:
        return "text " + value.text;
    case Kind::boolean:
        return value.truth ? "true" : "false";
    case Kind::date:
        return "date " + day_text(value.days);
    case Kind::fault:
        return "fault";
    case Kind::unknown:
        return "unknown";
    }
    return {};
}

} // namespace weir::laws
