// Random formulas as trees of their own: typed, spelled with as few parentheses as Salesforce's
// precedences allow, and made smaller when one of them fails. Nothing of weir is in here.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace weir::laws {

enum class Sort : uint8_t { number, text, boolean, date };

enum class Form : uint8_t { literal, field, prefix, infix, call };

struct Tree {
    Form form = Form::literal;
    Sort sort = Sort::number;
    std::string head; // operator, function, field or literal as it is spelled
    std::vector<Tree> children;
};

/// The fields that formulas name. Boolean, text and date fields, numbers with two decimals, and a
/// percentage.
struct FieldFacts {
    const char* name;
    Sort sort;
    bool is_percent;
};
inline constexpr FieldFacts fields[] = {
    {"Amount", Sort::number, false},
    {"Count", Sort::number, false},
    {"Rate", Sort::number, true},
    {"Title", Sort::text, false},
    {"Code", Sort::text, false},
    {"Open", Sort::boolean, false},
    {"Won", Sort::boolean, false},
    {"Start", Sort::date, false},
    {"Finish", Sort::date, false},
};
inline constexpr size_t field_count = std::size(fields);

/// Makes trees of any sort; the same engine state makes the same tree.
class TreeMaker {
public:
    explicit TreeMaker(std::mt19937_64& random) : random_(random) {}

    [[nodiscard]] Tree make(int depth) { return make(static_cast<Sort>(random_() % 4), depth); }
    [[nodiscard]] Tree make(Sort sort, int depth);

private:
    [[nodiscard]] Tree leaf(Sort sort);
    [[nodiscard]] Tree literal(Sort sort);
    [[nodiscard]] Tree number(int depth);
    [[nodiscard]] Tree text(int depth);
    [[nodiscard]] Tree boolean(int depth);
    [[nodiscard]] Tree date(int depth);
    [[nodiscard]] Tree any_sort(Sort sort, int depth);
    [[nodiscard]] Tree call(Sort sort, std::string name, std::vector<Tree> arguments);
    [[nodiscard]] Tree infix(Sort sort, std::string op, Tree left, Tree right);
    [[nodiscard]] Tree small(int low, int high);
    [[nodiscard]] Tree surely_text(int depth);
    [[nodiscard]] const char* one_of(std::initializer_list<const char*> words);

    std::mt19937_64& random_;
};

/// The formula.
[[nodiscard]] std::string spelled(const Tree& tree);
[[nodiscard]] size_t size_of(const Tree& tree);

/// Trees a little smaller: a part of the tree replaced by a part of itself, or by a literal.
[[nodiscard]] std::vector<Tree> smaller(const Tree& tree);

/// The literals of a tree, each replaced by a field of its own: `L0`, `L1` … in their order.
[[nodiscard]] Tree without_literals(const Tree& tree, std::vector<Tree>& literals);

} // namespace weir::laws
