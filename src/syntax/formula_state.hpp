// What the parser of formulas knows while it reads: places, scratch stacks, and the furthest place
// where something was expected. Actions (formula_actions.hpp) call it; it sees no PEGTL.
#pragma once

#include "base/arena.hpp"
#include "base/diagnostic.hpp"
#include "base/limits.hpp"
#include "grammar/labels.hpp"
#include "syntax/ast.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace weir::syntax {

/// Thrown where the text cannot be what the grammar must find; caught by the nearest `recovered`
/// rule or by the parse function. Never leaves the two parse units.
struct Mistake {
    const char* at;
    uint64_t expected = 0; // bits of grammar::label
    bool reported = false; // said already, with a sentence of its own
};

class FormulaState {
public:
    using Mistake = syntax::Mistake;

    FormulaState(std::string_view text, uint32_t base, Arena& arena, Diagnostics& out)
        : begin_(text.data()),
          end_(text.data() + text.size()),
          base_(base),
          arena_(arena),
          out_(out) {}
    FormulaState(const FormulaState&) = delete;
    FormulaState& operator=(const FormulaState&) = delete;

    // ------------------------------------------------------------------------------- places

    [[nodiscard]] Span span(const char* begin, const char* end) const {
        return {
            base_ + static_cast<uint32_t>(begin - begin_),
            base_ + static_cast<uint32_t>(end - begin_)};
    }
    [[nodiscard]] const char* pointer(uint32_t offset) const { return begin_ + (offset - base_); }
    [[nodiscard]] std::string_view text(Span place) const {
        return {pointer(place.begin), static_cast<size_t>(place.size())};
    }
    /// White space begins here, so a token ended here, unless only white space was read since the
    /// last call.
    void end_token(const char* at) {
        if (at != padding_end_)
            token_end_ = at;
    }
    void end_padding(const char* at) { padding_end_ = at; }
    [[nodiscard]] const char* token_end() const { return token_end_; }

    // ----------------------------------------------------------------------------- mistakes

    void fail(const char* at, grammar::label which) {
        if (at < furthest_)
            return;
        if (at > furthest_) {
            furthest_ = at;
            expected_ = 0;
        }
        expected_ |= uint64_t{1} << static_cast<unsigned>(which);
    }
    [[noreturn]] void raise(const char* at) const;
    [[noreturn]] void unclosed_comment(const char* at);
    /// Says the mistake, unless it said itself or is a consequence of one at the same place.
    void report(const Mistake& mistake);

    void enter(const char* at) {
        if (++depth_ > limits::nesting) [[unlikely]]
            too_deep(at);
    }
    void leave() { --depth_; }

    // -------------------------------------------------------------------------- expressions

    void part(std::string_view text, const char* begin);
    void finish_path(const char* begin, const char* end);
    void push_reference();
    void push_number(const char* begin, const char* end);
    void push_text(const char* begin, const char* end);
    void push_operator(const char* begin, size_t size);
    void push_error(const char* at);
    void finish_unary(const char* begin);
    void finish_parenthesised(const char* begin);
    void finish_merged(const char* begin);
    void finish_call(size_t operand_base);
    /// Folds the operands and operators above the bases into one operand.
    void finish_expression(size_t operand_base, size_t operator_base);
    /// Takes the top operand as a formula whose text begins at `begin`.
    [[nodiscard]] const Formula* finish_formula(const char* begin);

    [[nodiscard]] size_t operand_count() const { return operands_.size(); }
    [[nodiscard]] size_t operator_count() const { return operators_.size(); }
    void truncate_expressions(size_t operand_count, size_t operator_count) {
        operands_.resize(operand_count);
        operators_.resize(operator_count);
    }

    const Formula* formula = nullptr; // the last one that was read

protected:
    [[noreturn]] void too_deep(const char* at);
    [[noreturn]] void too_many(const char* at, std::string_view what);
    [[nodiscard]] Name make_name(std::string_view text, const char* begin) const;
    /// What a literal says, without its quotes.
    [[nodiscard]] std::string_view unescape(std::string_view raw);
    [[nodiscard]] const Expr* pop_operand();
    [[nodiscard]] const Formula* make_formula(const Expr* root);
    /// What stands at a place, for a sentence: "`first`", "the end of the file".
    [[nodiscard]] std::string found(const char* at) const;
    [[nodiscard]] const char* token_behind(const char* at) const;
    /// The innermost bracket of this kind that is open at a place.
    [[nodiscard]] const char* opener_of(const char* at, char kind) const;
    /// Text of a label that depends on where the parser is.
    [[nodiscard]] virtual std::string describe(grammar::label which) const;
    [[nodiscard]] virtual bool is_quiet() const { return false; }
    ~FormulaState() = default;

    const char* begin_;
    const char* end_;
    uint32_t base_;
    Arena& arena_;
    Diagnostics& out_;

    const char* token_end_ = nullptr;
    const char* padding_end_ = nullptr;
    const char* furthest_ = nullptr;
    uint64_t expected_ = 0;
    const char* last_reported_ = nullptr;
    uint32_t depth_ = 0;
    bool is_whole_ = false; // the text is a formula and nothing else

    std::vector<Name> parts_;
    Path path_;
    std::vector<const Expr*> operands_;
    std::vector<ChainExpr::Link> operators_;

private:
    [[nodiscard]] const Expr*
    fold(const Expr* const* operands, const ChainExpr::Link* operators, size_t count);
    void add_helps(const Mistake& mistake, DiagnosticBuilder builder) const;
};

/// One more level of nesting for as long as it lives.
class Nesting {
public:
    Nesting(FormulaState& state, const char* at) : state_(state) { state_.enter(at); }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;
    ~Nesting() { state_.leave(); }

private:
    FormulaState& state_;
};

} // namespace weir::syntax
