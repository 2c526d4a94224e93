#include "syntax/formula_state.hpp"

#include "base/check.hpp"

#include <algorithm>
#include <string>

namespace weir::syntax {

namespace {

// Low to high; operators of one level associate to the left (README of the grammar, section on
// formulas).
constexpr uint8_t levels[] = {
    0, // ||
    1, // &&
    2,
    2, // = <>
    3,
    3,
    3,
    3, // < > <= >=
    4,
    4,
    4, // + - &
    5, // ^
    6,
    6, // * /
};
static_assert(std::size(levels) == static_cast<size_t>(BinaryOperator::divide) + 1);

uint8_t level(const ChainExpr::Link& link) {
    return levels[static_cast<size_t>(link.op)];
}

BinaryOperator to_operator(std::string_view text) {
    switch (text[0]) {
    case '|':
        return BinaryOperator::logical_or;
    case '&':
        return text.size() == 2 ? BinaryOperator::logical_and : BinaryOperator::concatenate;
    case '=':
        return BinaryOperator::equal;
    case '!':
        return BinaryOperator::not_equal;
    case '<':
        if (text.size() == 1)
            return BinaryOperator::less;
        return text[1] == '>' ? BinaryOperator::not_equal : BinaryOperator::less_equal;
    case '>':
        return text.size() == 1 ? BinaryOperator::greater : BinaryOperator::greater_equal;
    case '+':
        return BinaryOperator::add;
    case '-':
        return BinaryOperator::subtract;
    case '^':
        return BinaryOperator::power;
    case '*':
        return BinaryOperator::multiply;
    default:
        return BinaryOperator::divide;
    }
}

bool is_word(std::string_view text, std::string_view lower_case) {
    return std::equal(
        text.begin(),
        text.end(),
        lower_case.begin(),
        lower_case.end(),
        [](char left, char right) {
            return left == right || (left >= 'A' && left <= 'Z' && left + 32 == right);
        }
    );
}

} // namespace

// ------------------------------------------------------------------------------------- names

Name FormulaState::make_name(std::string_view text, const char* begin) const {
    const Span place = span(begin, begin + text.size());
    if (text.front() == '`') {
        text.remove_prefix(1);
        text.remove_suffix(1);
    }
    return {text, place};
}

void FormulaState::part(std::string_view text, const char* begin) {
    if (parts_.size() >= limits::operands)
        too_many(begin, "parts of a path");
    parts_.push_back(make_name(text, begin));
}

void FormulaState::finish_path(const char* begin, const char* end) {
    path_ = {arena_.copy(parts_), span(begin, end)};
    parts_.clear();
}

// ---------------------------------------------------------------------------------- operands

const Expr* FormulaState::pop_operand() {
    WEIR_CHECK(!operands_.empty(), "an expression leaves an operand");
    const Expr* const top = operands_.back();
    operands_.pop_back();
    return top;
}

void FormulaState::push_reference() {
    if (path_.parts.size() == 1 && pointer(path_.span.begin)[0] != '`') {
        const std::string_view word = path_.parts[0].text;
        const bool is_true = is_word(word, "true");
        if (is_true || is_word(word, "false")) {
            operands_.push_back(
                arena_.make<BooleanExpr>(Expr{ExprKind::boolean, path_.span}, is_true)
            );
            return;
        }
        if (is_word(word, "null")) {
            operands_.push_back(arena_.make<NullExpr>(Expr{ExprKind::null, path_.span}));
            return;
        }
    }
    operands_.push_back(
        arena_.make<ReferenceExpr>(Expr{ExprKind::reference, path_.span}, path_, false)
    );
}

void FormulaState::push_number(const char* begin, const char* end) {
    const Span place = span(begin, end);
    operands_.push_back(arena_.make<NumberExpr>(Expr{ExprKind::number, place}, text(place)));
}

void FormulaState::push_text(const char* begin, const char* end) {
    const Span place = span(begin, end);
    operands_.push_back(arena_.make<TextExpr>(Expr{ExprKind::text, place}, unescape(text(place))));
}

void FormulaState::push_operator(const char* begin, size_t size) {
    if (operators_.size() >= limits::operands)
        too_many(begin, "operands");
    operators_.push_back({to_operator({begin, size}), span(begin, begin + size)});
}

void FormulaState::push_error(const char* at) {
    operands_.push_back(arena_.make<ErrorExpr>(Expr{ExprKind::error, span(at, at)}));
}

void FormulaState::finish_unary(const char* begin) {
    const Expr* const operand = pop_operand();
    const UnaryOperator op = *begin == '-'   ? UnaryOperator::minus
                             : *begin == '+' ? UnaryOperator::plus
                                             : UnaryOperator::negation;
    const size_t size = *begin == 'n' || *begin == 'N' ? 3 : 1;
    const Expr head{ExprKind::unary, span(begin, pointer(operand->span.end))};
    operands_.push_back(arena_.make<UnaryExpr>(head, op, span(begin, begin + size), operand));
}

// Parentheses leave no node; the span of what they hold covers them, so that the text of an operand
// is the text of its span.
void FormulaState::finish_parenthesised(const char* begin) {
    const_cast<Expr*>(operands_.back())->span = span(begin, token_end_);
}

void FormulaState::finish_merged(const char* begin) {
    Expr* const inner = const_cast<Expr*>(operands_.back());
    if (inner->kind == ExprKind::reference) {
        auto* const reference = static_cast<ReferenceExpr*>(inner);
        reference->braced = true;
    }
    inner->span = span(begin, token_end_);
}

void FormulaState::finish_call(size_t operand_base) {
    const List<const Expr*> arguments =
        arena_.copy(std::span<const Expr* const>(operands_).subspan(operand_base));
    operands_.resize(operand_base);
    const Expr* const callee = pop_operand();
    Name function{text(callee->span), callee->span};
    if (callee->kind == ExprKind::reference) {
        const Path& path = static_cast<const ReferenceExpr*>(callee)->path;
        if (path.parts.size() == 1)
            function = path.parts[0];
    }
    const Expr head{ExprKind::call, span(pointer(callee->span.begin), token_end_)};
    operands_.push_back(arena_.make<CallExpr>(head, function, arguments));
}

// ------------------------------------------------------------------------------- expressions

const Expr*
FormulaState::fold(const Expr* const* operands, const ChainExpr::Link* operators, size_t count) {
    if (count == 0)
        return operands[0];
    uint8_t lowest = level(operators[0]);
    size_t links = 0;
    for (size_t index = 0; index < count; ++index) {
        const uint8_t here = level(operators[index]);
        if (here < lowest) {
            lowest = here;
            links = 0;
        }
        if (here == lowest)
            ++links;
    }
    const std::span<const Expr*> chain_operands = arena_.make_array<const Expr*>(links + 1);
    const std::span<ChainExpr::Link> chain_operators = arena_.make_array<ChainExpr::Link>(links);
    size_t first = 0;
    size_t link = 0;
    for (size_t index = 0; index < count; ++index) {
        if (level(operators[index]) != lowest)
            continue;
        chain_operands[link] = fold(operands + first, operators + first, index - first);
        chain_operators[link++] = operators[index];
        first = index + 1;
    }
    chain_operands[link] = fold(operands + first, operators + first, count - first);
    const Span place = cover(chain_operands.front()->span, chain_operands.back()->span);
    return arena_.make<ChainExpr>(Expr{ExprKind::chain, place}, chain_operands, chain_operators);
}

void FormulaState::finish_expression(size_t operand_base, size_t operator_base) {
    const size_t count = operators_.size() - operator_base;
    WEIR_CHECK(operands_.size() - operand_base == count + 1, "operators stand between operands");
    if (count == 0)
        return;
    const Expr* const root =
        fold(operands_.data() + operand_base, operators_.data() + operator_base, count);
    truncate_expressions(operand_base, operator_base);
    operands_.push_back(root);
}

const Formula* FormulaState::make_formula(const Expr* root) {
    return arena_.make<Formula>(text(root->span), root->span, root);
}

const Formula* FormulaState::finish_formula(const char* begin) {
    const Expr* const root = pop_operand();
    const Span place = span(begin, token_end_);
    formula = arena_.make<Formula>(text(place), place, root);
    return formula;
}

// ------------------------------------------------------------------------------------- texts

std::string_view FormulaState::unescape(std::string_view raw) {
    const char quote = raw.front();
    const bool closed =
        raw.size() >= 2 && raw.back() == quote &&
        [&] { // an escaped quote at the end closes nothing
            size_t backslashes = 0;
            for (size_t index = raw.size() - 1; index > 1 && raw[index - 1] == '\\'; --index)
                ++backslashes;
            return backslashes % 2 == 0;
        }();
    const Span place = span(raw.data(), raw.data() + raw.size());
    if (!closed)
        out_.report(
                Code::W0105, {place.begin, place.begin + 1}, "this text is not closed on its line"
        )
            .here(fmt::format("no `{}` closes it", quote));
    const std::string_view inner = raw.substr(1, raw.size() - (closed ? 2 : 1));
    if (inner.find('\\') == std::string_view::npos)
        return inner;

    const std::span<char> buffer = arena_.make_array<char>(inner.size());
    size_t size = 0;
    for (size_t index = 0; index < inner.size(); ++index) {
        char letter = inner[index];
        if (letter == '\\' && index + 1 < inner.size()) {
            const char* const at = inner.data() + index;
            letter = inner[++index];
            switch (letter) {
            case 'n':
                letter = '\n';
                break;
            case 'r':
                letter = '\r';
                break;
            case 't':
                letter = '\t';
                break;
            case '\\':
            case '"':
            case '\'':
                break;
            default:
                out_.report(
                        Code::W0106,
                        span(at, token_behind(at)),
                        "a text has no escape `{}`",
                        std::string_view(at, static_cast<size_t>(token_behind(at) - at))
                )
                    .help("the escapes are `\\n`, `\\r`, `\\t`, `\\\"`, `\\'` and `\\\\`; a "
                          "backslash is written `\\\\`");
                buffer[size++] = '\\';
            }
        }
        buffer[size++] = letter;
    }
    return {buffer.data(), size};
}

} // namespace weir::syntax
