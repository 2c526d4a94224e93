#include "base/render.hpp"
#include "syntax/parse_formula.hpp"
#include "syntax/printer.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace weir;

namespace {

struct ReadFormula {
    explicit ReadFormula(std::string text)
        : file(sources.add("formula", std::move(text))),
          formula(parse_formula(file.text, file.begin, arena, out)) {}

    [[nodiscard]] std::string said() const {
        std::string text;
        for (const Diagnostic& diagnostic : out.all())
            text += render(diagnostic, sources, false);
        return text;
    }

    SourceMap sources;
    Arena arena;
    Diagnostics out;
    const SourceFile& file;
    const Formula* formula;
};

/// The tree with parentheses around every operation.
std::string tree(const std::string& text) {
    const ReadFormula read(text);
    REQUIRE(read.said() == "");
    CHECK(read.formula->text == text);
    return syntax::expr_text(*read.formula->root);
}

} // namespace

TEST_CASE("operators bind as Salesforce's do") {
    CHECK(tree("a || b && c = d < e + f ^ g * h") == "a || (b && (c = (d < (e + (f ^ (g * h))))))");
    CHECK(tree("2*3^2") == "(2 * 3) ^ 2");
    CHECK(tree("2^3^2") == "2 ^ 3 ^ 2");
    CHECK(tree("a - b & c + d") == "a - b & c + d");
    CHECK(tree("-2^2") == "-2 ^ 2");
    CHECK(tree("a = b <> c") == "a = b <> c");
    CHECK(tree("a < b = c >= d") == "(a < b) = (c >= d)");
    CHECK(tree("a * (b + c)") == "a * (b + c)");
    CHECK(tree("!a && NOT b || not(c)") == "(!a && !b) || !c");
    CHECK(tree("- - a") == "--a");
}

TEST_CASE("operators of one level are one flat chain that associates to the left") {
    const ReadFormula read("a - b + c & d");
    const auto& chain = static_cast<const ChainExpr&>(*read.formula->root);
    REQUIRE(chain.kind == ExprKind::chain);
    CHECK(chain.operands.size() == 4);
    CHECK(chain.operators[0].op == BinaryOperator::subtract);
    CHECK(chain.operators[2].op == BinaryOperator::concatenate);
}

TEST_CASE("both spellings of an operator are one operator") {
    CHECK(tree("a == b") == "a = b");
    CHECK(tree("a != b") == "a <> b");
    CHECK(tree("a<=b") == "a <= b");
}

TEST_CASE("literals, references and calls") {
    CHECK(tree("TRUE") == "true");
    CHECK(tree("False") == "false");
    CHECK(tree("null") == "null");
    CHECK(tree("12.50") == "12.50");
    CHECK(tree(".5") == ".5");
    CHECK(tree("\"a\\n\\t\\\"\\'\\\\\"") == "\"a\\n\\t\\\"'\\\\\"");
    CHECK(tree("'single \"quoted\"'") == "\"single \\\"quoted\\\"\"");
    CHECK(tree("$Record.Owner:User.Name") == "$Record.Owner:User.Name");
    CHECK(tree("{!$Record.Name}") == "{!$Record.Name}");
    CHECK(tree("{! a & {!b} }") == "a & {!b}");
    CHECK(tree("TODAY()") == "TODAY()");
    CHECK(tree("IF (a, b , c)") == "IF(a, b, c)");
    CHECK(tree("not.Field") == "not.Field");
    CHECK(tree("Notes") == "Notes");
}

TEST_CASE("comments and blanks are part of the spelling and of nothing else") {
    CHECK(tree("  a /* one */ + /* two\n */ b  ") == "a + b");
    CHECK(tree("/* first */ a") == "a");
}

TEST_CASE("spans lie in the source and cover parentheses") {
    const ReadFormula read("1 + (a * 2)");
    const auto& chain = static_cast<const ChainExpr&>(*read.formula->root);
    CHECK(read.sources.text(chain.operands[1]->span) == "(a * 2)");
    CHECK(read.sources.text(chain.operators[0].span) == "+");
}

TEST_CASE("a formula that is none is reported and has a root all the same") {
    for (const char* const text :
         {"", "  ", "1 +", "(1", "1 )", "IF(a,", "a b", "{!a", "'open", "/* open", "a..b", "@"}) {
        const ReadFormula read(text);
        INFO(text);
        CHECK(read.out.error_count() >= 1);
        REQUIRE(read.formula != nullptr);
        REQUIRE(read.formula->root != nullptr);
    }
    CHECK(
        ReadFormula("1 + ").said() ==
        R"(error[W0101]: found the end of the formula, expected a value
 --> formula:1:4
  |
1 | 1 + 
  |    ^ expected a value
)"
    );
    CHECK(
        ReadFormula("(a and b)").said() == R"(error[W0101]: found `and`, expected an operator or `)`
 --> formula:1:4
  |
1 | (a and b)
  | -  ^^^ expected an operator or `)`
  | this `(` is not closed
  |
  = help: inside a formula, `&&` joins what must both be true
)"
    );
}
