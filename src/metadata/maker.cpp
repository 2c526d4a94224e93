#include "metadata/maker.hpp"

#include "syntax/parse_formula.hpp"
#include "syntax/print.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <vector>

namespace weir::metadata {

namespace {

bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

/// `12`, `1.50`: what the language reads as a number and gives back as it is.
bool is_number(std::string_view text) {
    const size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    const std::string_view fraction =
        point == std::string_view::npos ? "0" : text.substr(point + 1);
    const auto digits = [](std::string_view part) {
        return !part.empty() && std::all_of(part.begin(), part.end(), is_digit);
    };
    return digits(whole) && digits(fraction);
}

/// `1.25E7`, as XML has large numbers, is `12500000`. Empty if there is no exponent, or one of a
/// number that no field holds.
std::string without_exponent(std::string_view text) {
    const size_t mark = text.find_first_of("eE");
    if (mark == std::string_view::npos)
        return {};
    const std::string_view sign = text.substr(0, text.starts_with('-') ? 1 : 0);
    const std::string_view amount = text.substr(sign.size(), mark - sign.size());
    std::string_view power = text.substr(mark + 1);
    power.remove_prefix(power.starts_with('+') ? 1 : 0);
    int exponent = 0;
    const auto [stop, error] = std::from_chars(power.data(), power.data() + power.size(), exponent);
    constexpr int most_places = 40;
    if (!is_number(amount) || error != std::errc{} || stop != power.data() + power.size() ||
        exponent > most_places || exponent < -most_places)
        return {};
    const size_t point = std::min(amount.find('.'), amount.size());
    std::string digits(amount.substr(0, point));
    if (point < amount.size())
        digits += amount.substr(point + 1);
    int whole = static_cast<int>(point) + exponent;
    if (whole < 1) {
        digits.insert(0, static_cast<size_t>(1 - whole), '0');
        whole = 1;
    }
    if (static_cast<size_t>(whole) > digits.size())
        digits.append(static_cast<size_t>(whole) - digits.size(), '0');
    std::string fraction = digits.substr(static_cast<size_t>(whole));
    fraction.erase(fraction.find_last_not_of('0') + 1);
    digits.resize(static_cast<size_t>(whole));
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
    return std::string(sign) + digits + (fraction.empty() ? "" : "." + fraction);
}

/// The formula without blanks and comments around it, which are no part of one in the language.
std::string_view without_padding(std::string_view text) {
    size_t begin = std::string_view::npos;
    size_t end = 0;
    char quote = 0;
    for (size_t at = 0; at < text.size(); ++at) {
        const char letter = text[at];
        if (quote == 0 && text.substr(at).starts_with("/*")) {
            const size_t close = text.find("*/", at + 2);
            if (close == std::string_view::npos)
                return text;
            at = close + 1;
            continue;
        }
        if (quote == 0 && (letter == ' ' || letter == '\n' || letter == '\t' || letter == '\r'))
            continue;
        if (quote != 0 && letter == '\\')
            ++at;
        else if (quote != 0 && letter == quote)
            quote = 0;
        else if (quote == 0 && (letter == '"' || letter == '\''))
            quote = letter;
        begin = std::min(begin, at);
        end = std::min(at + 1, text.size());
    }
    return begin == std::string_view::npos ? std::string_view{} : text.substr(begin, end - begin);
}

/// Behind a text between quotes or a comment that begins at `at`; `at` if none does.
size_t skip_opaque(std::string_view text, size_t at) {
    if (text.substr(at).starts_with("/*"))
        return std::min(text.find("*/", at + 2), text.size() - 2) + 2;
    const char quote = text[at];
    if (quote != '"' && quote != '\'')
        return at;
    for (++at; at < text.size() && text[at] != quote; ++at)
        at += text[at] == '\\' ? 1 : 0;
    return std::min(at + 1, text.size());
}

/// Salesforce takes the braces off before it parses, so `{!Name))}` is as good as `{!Name}))`:
/// the closing ones moved to their names.
std::string with_braces_at_names(std::string_view text) {
    constexpr std::string_view not_of_names = " \t\r\n+-*/&|=<>!(),;^\"'{}";
    std::string moved;
    size_t open = 0;
    for (size_t at = 0; at < text.size();) {
        if (const size_t behind = skip_opaque(text, at); behind != at) {
            moved += text.substr(at, behind - at);
            at = behind;
        } else if (text.substr(at).starts_with("{!")) {
            const size_t begin = std::min(text.find_first_not_of(" \t\r\n", at + 2), text.size());
            const size_t end = std::min(text.find_first_of(not_of_names, begin), text.size());
            moved += text.substr(at, end - at);
            moved += '}';
            ++open;
            at = end;
        } else {
            if (text[at] != '}' || open == 0)
                moved += text[at];
            else
                --open;
            ++at;
        }
    }
    return moved;
}

constexpr std::array<std::pair<AssignOperator, const char*>, 12> assign_operators{{
    {AssignOperator::assign, "Assign"},
    {AssignOperator::add, "Add"},
    {AssignOperator::subtract, "Subtract"},
    {AssignOperator::add_item, "AddItem"},
    {AssignOperator::add_first, "AddAtStart"},
    {AssignOperator::remove_first, "RemoveFirst"},
    {AssignOperator::remove_all, "RemoveAll"},
    {AssignOperator::remove_at, "RemovePosition"},
    {AssignOperator::remove_before, "RemoveBeforeFirst"},
    {AssignOperator::remove_after, "RemoveAfterFirst"},
    {AssignOperator::remove_uncommon, "RemoveUncommon"},
    {AssignOperator::assign_count, "AssignCount"},
}};

} // namespace

Path Maker::path(std::string_view text, Span span) {
    std::vector<Name> parts;
    const bool exact = span.size() == text.size();
    for (size_t begin = 0; begin <= text.size() && !text.empty();) {
        const size_t end = std::min(text.find('.', begin), text.size());
        const auto at = static_cast<uint32_t>(begin);
        const Span place =
            exact ? Span{span.begin + at, span.begin + static_cast<uint32_t>(end)} : span;
        parts.push_back({text.substr(begin, end - begin), place});
        begin = end + 1;
    }
    return {arena_.copy(parts), span};
}

template<class T>
const Formula* Maker::formula_of(std::string_view text, T expression) {
    const T* const root = arena_.make<T>(expression);
    return arena_.make<Formula>(text, root->span, root);
}

const Formula* Maker::reference(std::string_view text, Span span) {
    ReferenceExpr expression{};
    expression.kind = ExprKind::reference;
    expression.span = span;
    expression.path = path(text, span);
    return formula_of(arena_.copy(std::string_view(print(expression.path))), expression);
}

const Formula* Maker::text(std::string_view value, Span span) {
    TextExpr expression{};
    expression.kind = ExprKind::text;
    expression.span = span;
    expression.value = value;
    return formula_of(arena_.copy(std::string_view(print_text(value))), expression);
}

const Formula* Maker::null(Span span) {
    NullExpr expression{};
    expression.kind = ExprKind::null;
    expression.span = span;
    return formula_of("null", expression);
}

const Formula* Maker::boolean(bool value, Span span) {
    BooleanExpr expression{};
    expression.kind = ExprKind::boolean;
    expression.span = span;
    expression.value = value;
    return formula_of(value ? "true" : "false", expression);
}

const Formula* Maker::number(std::string_view digits, Span span) {
    if (const std::string plain = without_exponent(digits); !plain.empty())
        digits = arena_.copy(std::string_view(plain));
    const bool is_negative = digits.starts_with('-');
    const std::string_view amount = digits.substr(is_negative ? 1 : 0);
    if (!is_number(amount))
        return nullptr;
    NumberExpr expression{};
    expression.kind = ExprKind::number;
    expression.span = span;
    expression.digits = amount;
    if (!is_negative)
        return formula_of(digits, expression);
    UnaryExpr negative{};
    negative.kind = ExprKind::unary;
    negative.span = span;
    negative.op = UnaryOperator::minus;
    negative.op_span = span;
    negative.operand = arena_.make<NumberExpr>(expression);
    return formula_of(digits, negative);
}

/// A date or time has no literal of its own: it is the call that makes it.
const Formula* Maker::moment(std::string_view function, const XmlNode& node) {
    TextExpr argument{};
    argument.kind = ExprKind::text;
    argument.span = node.text_span;
    argument.value = node.text;
    CallExpr call{};
    call.kind = ExprKind::call;
    call.span = node.text_span;
    call.function = {function, node.text_span};
    const Expr* const only = arena_.make<TextExpr>(argument);
    call.arguments = arena_.copy(std::span<const Expr* const>(&only, 1));
    return formula_of(
        arena_.copy(std::string_view(fmt::format("{}({})", function, print_text(node.text)))), call
    );
}

const Formula* Maker::formula(const XmlNode& node) {
    // Spans inside are exact as long as the text stands in the file as it reads.
    const std::string_view text = without_padding(node.text);
    const bool exact = node.text_span.size() == node.text.size();
    const auto skipped = text.empty() ? 0U : static_cast<uint32_t>(text.data() - node.text.data());
    const uint32_t begin = exact ? node.text_span.begin + skipped : node.text_span.begin;
    Diagnostics found;
    const Formula* const formula = parse_formula(text, begin, arena_, found);
    if (found.has_errors()) {
        Diagnostics found_again;
        const std::string_view moved = arena_.copy(std::string_view(with_braces_at_names(text)));
        const Formula* const again = parse_formula(moved, begin, arena_, found_again);
        if (!found_again.has_errors())
            return arena_.make<Formula>(again->text, node.text_span, again->root);
    }
    for (const Diagnostic& diagnostic : found.all())
        out_.report(
            diagnostic.code, exact ? diagnostic.span : node.text_span, "{}", diagnostic.message
        );
    // What is broken cannot stand in a text that is to be read.
    if (found.has_errors())
        return null(node.text_span);
    return exact ? formula : arena_.make<Formula>(formula->text, node.text_span, formula->root);
}

const Formula* Maker::value(const XmlNode* node, Span otherwise) {
    if (node == nullptr || node->is_nil)
        return null(otherwise);
    if (node->children.empty())
        return node->text.empty() ? null(node->span) : nullptr;
    if (node->children.size() > 1)
        return nullptr;
    const XmlNode& only = *node->children[0];
    if (!only.children.empty() || only.is_nil)
        return nullptr;
    if (only.name == "stringValue")
        return text(only.text, only.text_span);
    if (only.name == "elementReference")
        return only.text.empty() ? nullptr : reference(only.text, only.text_span);
    if (only.name == "numberValue")
        return number(only.text, only.text_span);
    if (only.name == "dateValue")
        return moment("DATEVALUE", only);
    if (only.name == "dateTimeValue")
        return moment("DATETIMEVALUE", only);
    if (only.name == "booleanValue" && (only.text == "true" || only.text == "false"))
        return boolean(only.text == "true", only.text_span);
    return nullptr;
}

const TextLiteral* Maker::literal(const XmlNode& node) {
    const bool many = node.text.find('\n') != std::string_view::npos;
    return arena_.make<TextLiteral>(node.text, node.text_span, many);
}

const char* xml_name(AssignOperator op) {
    for (const auto& [candidate, name] : assign_operators)
        if (candidate == op)
            return name;
    return "Assign";
}

bool find_operator(std::string_view xml, AssignOperator& op) {
    for (const auto& [candidate, name] : assign_operators) {
        if (name != xml)
            continue;
        op = candidate;
        return true;
    }
    return false;
}

} // namespace weir::metadata
