// Names of custom things, and the labels that names give.
#include "base/diagnostic.hpp"
#include "check/declare_world.hpp"
#include "schema/fold.hpp"

#include <array>

namespace weir {

namespace {

constexpr size_t longest_name = 40; // without suffix and namespace

constexpr std::array<std::string_view, 3> suffixes = {"__mdt", "__c", "__e"};

/// The suffix that the name has, or nothing.
std::string_view suffix_of(std::string_view name) {
    if (name.find("__") == std::string_view::npos)
        return {};
    const std::string small = folded(name);
    for (const std::string_view suffix : suffixes)
        if (small.size() > suffix.size() && small.ends_with(suffix))
            return suffix;
    return {};
}

/// What is wrong with the part of a custom name before its suffix; empty if nothing is.
std::string_view fault_of(std::string_view base) {
    if (const size_t mark = base.find("__"); mark != std::string_view::npos && mark > 0)
        base = base.substr(mark + 2); // behind the namespace
    if (base.size() > longest_name)
        return "has more than 40 characters before its ending";
    if (base.empty() || base.back() == '_')
        return "has an underscore before its ending";
    if (base.front() == '_' || (base.front() >= '0' && base.front() <= '9'))
        return "does not start with a letter";
    if (base.find("__") != std::string_view::npos)
        return "has two underscores in a row";
    return {};
}

bool is_capital(char character) {
    return character >= 'A' && character <= 'Z';
}
bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

/// "AccountNumber" is "Account Number", "SLAStatus" stays as it is, "ContactId" ends in "ID".
std::string split_words(std::string_view name) {
    std::string result;
    for (size_t index = 0; index < name.size(); ++index) {
        const bool starts = index > 0 && is_capital(name[index]) && !is_capital(name[index - 1]);
        const bool counts = index > 0 && is_digit(name[index]) && !is_digit(name[index - 1]);
        if (starts || counts)
            result += ' ';
        result += name[index];
    }
    if (result.ends_with(" Id"))
        result.back() = 'D';
    return result;
}

} // namespace

std::string label_of(std::string_view name) {
    const std::string_view suffix = suffix_of(name);
    if (suffix.empty() && name.find('_') == std::string_view::npos)
        return split_words(name);
    std::string_view base = name.substr(0, name.size() - suffix.size());
    if (const size_t mark = base.find("__"); mark != std::string_view::npos && mark > 0)
        base = base.substr(mark + 2);
    std::string result(base);
    for (char& character : result)
        if (character == '_')
            character = ' ';
    return result;
}

std::string label_of(const Element& element) {
    return element.label != nullptr ? std::string(element.label->value)
                                    : label_of(element.name.text);
}

void check_custom_name(
    const Name& name, std::string_view suffix, std::string_view what, Diagnostics& out
) {
    const std::string_view found = suffix_of(name.text);
    if (found != suffix) {
        const std::string_view base = name.text.substr(0, name.text.size() - found.size());
        std::string fixed = std::string(base) + std::string(suffix);
        out.report(
               Code::W0204,
               name.span,
               "the name of {} ends in `{}`, and `{}` does not",
               what,
               suffix,
               name.text
        )
            .help(fmt::format("call it `{}`", fixed), Edit{name.span, fixed});
        return;
    }
    const std::string_view base = name.text.substr(0, name.text.size() - suffix.size());
    if (const std::string_view fault = fault_of(base); !fault.empty())
        out.report(Code::W0204, name.span, "`{}` {}", name.text, fault)
            .note("Salesforce takes letters, digits and single underscores, at most 40 of them");
}

} // namespace weir
