// Values as text. Formulas are printed letter for letter; conditions and types from their nodes.
#include "syntax/printer.hpp"
#include "syntax/spelling.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir::syntax {

namespace {

bool is_letter(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_';
}
bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}
bool is_name_part(char letter) {
    return is_letter(letter) || is_digit(letter);
}

size_t skip_name(std::string_view text, size_t at) {
    if (at >= text.size() || !is_letter(text[at]))
        return at;
    while (at < text.size() && is_name_part(text[at]))
        ++at;
    return at;
}

bool is_plain_name(std::string_view name) {
    const size_t begin = name.starts_with('$') ? 1 : 0;
    const size_t end = skip_name(name, begin);
    return end > begin && end == name.size();
}

/// A part of a path as the grammar reads it: `Owner:User`, `Items[$EachItem]`, behind a dot also
/// `200`.
bool is_plain_part(std::string_view part, bool first) {
    if (!first && !part.empty() && is_digit(part.front()))
        return std::all_of(part.begin(), part.end(), is_name_part);
    const size_t begin = part.starts_with('$') ? 1 : 0;
    size_t at = skip_name(part, begin);
    if (at == begin)
        return false;
    if (at < part.size() && part[at] == ':') {
        const size_t behind = skip_name(part, at + 1);
        if (behind == at + 1)
            return false;
        at = behind;
    }
    if (at + 2 < part.size() && part[at] == '[' && part.back() == ']') {
        const std::string_view index = part.substr(at + 1, part.size() - at - 2);
        return std::all_of(index.begin(), index.end(), [](char letter) {
            return is_name_part(letter) || letter == '$';
        });
    }
    return at == part.size();
}

std::string joined(List<Path> paths) {
    std::string text;
    for (const Path& path : paths) {
        if (!text.empty())
            text += ", ";
        text += path_text(path);
    }
    return text;
}

} // namespace

size_t width(std::string_view text) {
    return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
    }));
}

std::string name_text(std::string_view name) {
    return is_plain_name(name) ? std::string(name) : fmt::format("`{}`", name);
}

std::string path_text(const Path& path) {
    std::string text;
    for (size_t index = 0; index < path.parts.size(); ++index) {
        const std::string_view part = path.parts[index].text;
        if (index > 0)
            text += '.';
        text += is_plain_part(part, index == 0) ? std::string(part) : fmt::format("`{}`", part);
    }
    return text;
}

std::string quoted(std::string_view value) {
    std::string text = "\"";
    for (const char letter : value) {
        switch (letter) {
        case '\n':
            text += "\\n";
            break;
        case '\r':
            text += "\\r";
            break;
        case '\t':
            text += "\\t";
            break;
        case '"':
            text += "\\\"";
            break;
        case '\\':
            text += "\\\\";
            break;
        default:
            text += letter;
        }
    }
    return text + '"';
}

std::string expr_text(const Expr& expr) {
    switch (expr.kind) {
    case ExprKind::error:
        return {};
    case ExprKind::number:
        return std::string(static_cast<const NumberExpr&>(expr).digits);
    case ExprKind::text:
        return quoted(static_cast<const TextExpr&>(expr).value);
    case ExprKind::boolean:
        return static_cast<const BooleanExpr&>(expr).value ? "true" : "false";
    case ExprKind::null:
        return "null";
    case ExprKind::reference: {
        const auto& reference = static_cast<const ReferenceExpr&>(expr);
        return reference.braced ? fmt::format("{{!{}}}", path_text(reference.path))
                                : path_text(reference.path);
    }
    case ExprKind::call: {
        const auto& call = static_cast<const CallExpr&>(expr);
        std::string text(call.function.text);
        text += '(';
        for (size_t index = 0; index < call.arguments.size(); ++index)
            text += (index > 0 ? ", " : "") + expr_text(*call.arguments[index]);
        return text + ')';
    }
    case ExprKind::unary: {
        const auto& unary = static_cast<const UnaryExpr&>(expr);
        const std::string operand = expr_text(*unary.operand);
        const std::string_view sign = unary.op == UnaryOperator::minus  ? "-"
                                      : unary.op == UnaryOperator::plus ? "+"
                                                                        : "!";
        return unary.operand->kind == ExprKind::chain ? fmt::format("{}({})", sign, operand)
                                                      : fmt::format("{}{}", sign, operand);
    }
    case ExprKind::chain: {
        const auto& chain = static_cast<const ChainExpr&>(expr);
        std::string text;
        for (size_t index = 0; index < chain.operands.size(); ++index) {
            if (index > 0)
                text += fmt::format(" {} ", spelling(chain.operators[index - 1].op));
            const std::string operand = expr_text(*chain.operands[index]);
            text += chain.operands[index]->kind == ExprKind::chain ? fmt::format("({})", operand)
                                                                   : operand;
        }
        return text;
    }
    }
    return {};
}

std::string type_text(const TypeRef& type) {
    // A class may stand in another one: the dots are part of the name.
    const size_t colon = type.name.text.find(':');
    const bool namespaced = colon != std::string_view::npos &&
                            is_plain_name(type.name.text.substr(0, colon)) &&
                            is_plain_name(type.name.text.substr(colon + 1));
    const bool plain = is_plain_name(type.name.text) || namespaced ||
                       type.name.text.find('.') != std::string_view::npos;
    std::string text = plain ? std::string(type.name.text) : name_text(type.name.text);
    if (!type.arguments.empty()) {
        text += '(';
        for (size_t index = 0; index < type.arguments.size(); ++index)
            text += (index > 0 ? ", " : "") + expr_text(*type.arguments[index]);
        text += ')';
    }
    if (type.collection)
        text += "[]";
    return text;
}

std::string trigger_text(const Trigger& trigger) {
    if (trigger.kind == TriggerKind::event)
        return "event " + name_text(trigger.object.text);
    std::string text = name_text(trigger.object.text);
    if (trigger.kind == TriggerKind::record_before_delete)
        return text + " before delete";
    text += trigger.kind == TriggerKind::record_before_save ? " before " : " after ";
    if (trigger.on_create)
        text += "create";
    if (trigger.on_create && trigger.on_update)
        text += " or ";
    if (trigger.on_update)
        text += "update";
    return text;
}

std::string order_text(List<OrderKey> keys) {
    std::string text;
    for (const OrderKey& key : keys) {
        if (!text.empty())
            text += ", ";
        text += path_text(key.field);
        if (key.descending)
            text += " desc";
        if (key.nulls_last)
            text += " nulls last";
    }
    return text;
}

std::string message_text(const Message& message) {
    std::string text(message.text != nullptr ? message.text->text : std::string_view{});
    if (!message.field.text.empty())
        text += " on " + name_text(message.field.text);
    return text;
}

std::string assigned_text(const Assignment& assignment) {
    if (assignment.value == nullptr)
        return {};
    const std::string_view text = assignment.value->text;
    const bool misread =
        assignment.op == AssignOperator::add_item && text.substr(0, skip_name(text, 0)) == "first";
    return misread ? fmt::format("{{!{}}}", text) : std::string(text);
}

// ------------------------------------------------------------------- values over several lines

void Printer::text(const TextLiteral& literal) {
    if (!literal.block || literal.value.find('\n') == std::string_view::npos) {
        out_ += quoted(literal.value);
        return;
    }
    const std::string margin(indent_ + step, ' ');
    out_ += "\"\"\"\n";
    std::string_view rest = literal.value;
    while (true) {
        const size_t size = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, size);
        if (!line.empty())
            out_ += margin;
        for (size_t at = 0; at < line.size(); ++at) {
            const bool closes = line.substr(at).starts_with("\"\"\"");
            if (line[at] == '\\' || closes)
                out_ += '\\';
            if (line[at] == '\r')
                out_ += "\\r";
            else
                out_ += line[at];
        }
        out_ += '\n';
        if (size == rest.size())
            break;
        rest.remove_prefix(size + 1);
    }
    out_ += margin;
    out_ += "\"\"\"";
}

void Printer::clause(const Clause& item) {
    const ClauseShape& shape = *item.shape;
    out_ += shape.key;
    if (shape.value == ValueKind::flag)
        return;
    if (!shape.key.empty())
        out_ += ' ';
    switch (shape.value) {
    case ValueKind::flag:
        break;
    case ValueKind::formula:
        if (const auto* const value = std::get_if<const Formula*>(&item.value))
            out_ += (*value)->text;
        break;
    case ValueKind::condition:
        if (const auto* const value = std::get_if<const Condition*>(&item.value))
            condition(**value);
        break;
    case ValueKind::path:
        if (const auto* const value = std::get_if<Path>(&item.value))
            out_ += path_text(*value);
        break;
    case ValueKind::paths:
        if (const auto* const value = std::get_if<List<Path>>(&item.value))
            out_ += joined(*value);
        break;
    case ValueKind::words:
        if (const auto* const value = std::get_if<std::string_view>(&item.value))
            out_ += *value;
        break;
    case ValueKind::text:
        if (const auto* const value = std::get_if<TextLiteral>(&item.value))
            text(*value);
        break;
    case ValueKind::texts:
        if (const auto* const value = std::get_if<List<TextLiteral>>(&item.value))
            for (size_t index = 0; index < value->size(); ++index)
                out_ += (index > 0 ? ", " : "") + quoted((*value)[index].value);
        break;
    case ValueKind::number:
        if (const auto* const value = std::get_if<NumberLiteral>(&item.value))
            out_ += value->digits;
        break;
    case ValueKind::type:
        if (const auto* const value = std::get_if<TypeRef>(&item.value))
            out_ += type_text(*value);
        break;
    case ValueKind::order:
        if (const auto* const value = std::get_if<List<OrderKey>>(&item.value))
            out_ += order_text(*value);
        break;
    case ValueKind::message:
        if (const auto* const value = std::get_if<Message>(&item.value))
            out_ += message_text(*value);
        break;
    case ValueKind::target:
        if (const auto* const value = std::get_if<Target>(&item.value))
            target(*value);
        break;
    case ValueKind::trigger:
        if (const auto* const value = std::get_if<Trigger>(&item.value))
            out_ += trigger_text(*value);
        break;
    case ValueKind::assignments:
        if (const auto* const value = std::get_if<List<Assignment>>(&item.value))
            assignments(*value, item.dangling, item.one_line);
        break;
    case ValueKind::outcomes:
        if (const auto* const value = std::get_if<List<Outcome>>(&item.value))
            outcomes(*value, item.dangling);
        break;
    case ValueKind::elements:
        if (const auto* const value = std::get_if<const Block*>(&item.value))
            block(**value);
        break;
    case ValueKind::test_steps:
        if (const auto* const value = std::get_if<List<TestStep>>(&item.value))
            test_steps(*value, item.dangling);
        break;
    }
}

} // namespace weir::syntax
