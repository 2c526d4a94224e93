// Conditions as text, on one line or broken at their joining words.
#include "syntax/printer.hpp"
#include "syntax/spelling.hpp"

#include <fmt/format.h>

namespace weir::syntax {

namespace {

bool is_letter(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_';
}
bool is_name_part(char letter) {
    return is_letter(letter) || (letter >= '0' && letter <= '9');
}

size_t skip_name(std::string_view text, size_t at) {
    if (at >= text.size() || !is_letter(text[at]))
        return at;
    while (at < text.size() && is_name_part(text[at]))
        ++at;
    return at;
}

bool is_comparison(const Expr& expr) {
    if (expr.kind != ExprKind::chain)
        return false;
    const BinaryOperator op = static_cast<const ChainExpr&>(expr).operators.front().op;
    return op >= BinaryOperator::equal && op <= BinaryOperator::greater_equal;
}

/// Does a word of conditions stand in a formula, outside of its texts? Lower case `not` is the
/// formula's operator in a formula and the condition's in a condition.
bool says_not(std::string_view text) {
    char quote = 0;
    for (size_t at = 0; at < text.size(); ++at) {
        const char letter = text[at];
        if (quote != 0) {
            if (letter == '\\')
                ++at;
            if (letter == quote)
                quote = 0;
        } else if (letter == '"' || letter == '\'') {
            quote = letter;
        } else if (is_letter(letter) && (at == 0 || !is_name_part(text[at - 1]))) {
            const size_t end = skip_name(text, at);
            if (text.substr(at, end - at) == "not")
                return true;
            at = end - 1;
        }
    }
    return false;
}

/// Would the text of a formula be read as something else where a condition stands?
bool needs_formula_word(const Formula& formula) {
    if (formula.root == nullptr)
        return false;
    const std::string_view text = formula.text;
    if (is_comparison(*formula.root) && !text.starts_with('{'))
        return true;
    return says_not(text) || text.substr(0, skip_name(text, 0)) == "formula";
}

bool is_group(const Condition& condition) {
    return condition.kind == ConditionKind::all || condition.kind == ConditionKind::any;
}

/// `and` binds closer than `or`, but nobody should have to remember it.
std::string operand_text(const Condition& operand) {
    return is_group(operand) ? fmt::format("({})", condition_text(operand))
                             : condition_text(operand);
}

} // namespace

std::string condition_text(const Condition& condition) {
    switch (condition.kind) {
    case ConditionKind::error:
        return {};
    case ConditionKind::all:
    case ConditionKind::any: {
        std::string text;
        for (size_t index = 0; index < condition.operands.size(); ++index) {
            if (index > 0)
                text += condition.kind == ConditionKind::all ? " and " : " or ";
            text += operand_text(*condition.operands[index]);
        }
        return text;
    }
    case ConditionKind::negation:
        return "not " + operand_text(*condition.operands.front());
    case ConditionKind::comparison: {
        std::string text(condition.left->text);
        text += ' ';
        text += spelling(condition.op);
        if (condition.right != nullptr) {
            text += ' ';
            text += condition.right->text;
        }
        return text;
    }
    case ConditionKind::formula:
        return std::string(condition.left->text);
    }
    return {};
}

void Printer::condition(const Condition& item) {
    if (item.kind == ConditionKind::formula && needs_formula_word(*item.left))
        out_ += "formula ";
    const std::string one_line = condition_text(item);
    if (column() + width(one_line) <= longest_line)
        out_ += one_line;
    else
        broken_condition(item, indent_ + step);
}

/// One operand a line, the joining words in front.
void Printer::broken_condition(const Condition& item, size_t indentation) {
    if (!is_group(item)) {
        out_ += condition_text(item);
        return;
    }
    for (size_t index = 0; index < item.operands.size(); ++index) {
        const Condition& operand = *item.operands[index];
        if (index > 0) {
            out_ += '\n';
            out_.append(indentation, ' ');
            out_ += item.kind == ConditionKind::all ? "and " : "or ";
        }
        const std::string one_line = operand_text(operand);
        if (column() + width(one_line) <= longest_line || !is_group(operand)) {
            out_ += one_line;
            continue;
        }
        out_ += '(';
        broken_condition(operand, indentation + step);
        out_ += ')';
    }
}

} // namespace weir::syntax
