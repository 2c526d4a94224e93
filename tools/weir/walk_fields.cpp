#include "walk_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

using weir::PageChoice;
using weir::PageField;
using weir::PageFieldKind;

namespace {

std::string trimmed(std::string text) {
    while (!text.empty() && text.back() == ' ')
        text.pop_back();
    while (!text.empty() && text.front() == ' ')
        text.erase(text.begin());
    return text;
}

} // namespace

bool is_group(const PageField& field) {
    return field.kind == PageFieldKind::section || field.kind == PageFieldKind::column ||
           field.kind == PageFieldKind::repeater ||
           (field.kind == PageFieldKind::component && !field.fields.empty());
}

bool can_be_asked(const PageField& field) {
    const bool holds_value =
        field.kind != PageFieldKind::display && field.kind != PageFieldKind::section &&
        field.kind != PageFieldKind::column && field.kind != PageFieldKind::repeater &&
        (field.kind != PageFieldKind::component || (field.fields.empty() && !field.type.empty()));
    return holds_value && field.is_visible && field.is_asked && !field.is_disabled &&
           !field.is_read_only;
}

const PageField* find_field(const std::vector<PageField>& fields, const std::string& name) {
    for (const PageField& field : fields) {
        if (field.name == name)
            return &field;
        if (const PageField* const inner = find_field(field.fields, name))
            return inner;
    }
    return nullptr;
}

std::string label_of(const PageField& field) {
    std::string label = field.text;
    std::ranges::replace(label, '\n', ' ');
    while (label.ends_with(':') || label.ends_with(' '))
        label.pop_back();
    return label.empty() ? field.name : label;
}

std::string shown_value(const PageField& field) {
    if (field.kind == PageFieldKind::password)
        return field.value.is_null() ? "" : "***";
    if (!field.takes_choices)
        return field.type == "Boolean" ? (field.value.spelling == "true" ? "y" : "n")
                                       : field.value.spelling;
    std::string chosen;
    for (const PageChoice& choice : field.choices)
        if (choice.is_selected)
            chosen += (chosen.empty() ? "" : ", ") + choice.label;
    return chosen;
}

std::string chosen_names(const PageField& field, const std::string& answer) {
    std::vector<std::string> names;
    for (size_t begin = 0; begin <= answer.size();) {
        const size_t end = std::min(answer.find_first_of(",;", begin), answer.size());
        const std::string part = trimmed(answer.substr(begin, end - begin));
        begin = end + 1;
        size_t number = 0;
        const auto [stop, error] = std::from_chars(part.data(), part.data() + part.size(), number);
        const bool is_place = error == std::errc{} && stop == part.data() + part.size() &&
                              number >= 1 && number <= field.choices.size();
        if (!is_place)
            return answer;
        names.push_back(field.choices[number - 1].name);
    }
    if (names.size() > 1 && !field.takes_several_choices)
        return answer;
    return fmt::format("{}", fmt::join(names, ";"));
}
