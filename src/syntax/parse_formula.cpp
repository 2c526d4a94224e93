#include "syntax/parse_formula.hpp"

#include "syntax/formula_actions.hpp"

namespace weir {

namespace {

/// A formula that is the whole of a text.
class WholeFormula final : public syntax::FormulaState {
public:
    WholeFormula(std::string_view text, uint32_t base, Arena& arena, Diagnostics& out)
        : FormulaState(text, base, arena, out) {
        is_whole_ = true;
    }

    const Formula* parse(std::string_view text) {
        syntax::Input in(text.data(), text.data() + text.size(), "");
        // A text may begin with blanks, which no token took.
        const size_t blanks = text.find_first_not_of(" \t\r\n");
        in.bump(blanks == std::string_view::npos ? text.size() : blanks);
        const Expr* root = nullptr;
        try {
            if (syntax::pegtl::parse<grammar::whole_formula, syntax::action, syntax::control>(
                    in, static_cast<FormulaState&>(*this)
                ))
                root = formula->root;
        } catch (const Mistake& mistake) {
            report(mistake);
        }
        const Span place = span(text.data(), text.data() + text.size());
        if (root == nullptr)
            root = arena_.make<ErrorExpr>(Expr{ExprKind::error, place});
        return arena_.make<Formula>(text, place, root);
    }
};

} // namespace

const Formula*
parse_formula(std::string_view text, uint32_t begin, Arena& arena, Diagnostics& out) {
    return WholeFormula(text, begin, arena, out).parse(text);
}

} // namespace weir
