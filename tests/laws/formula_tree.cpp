#include "laws/formula_tree.hpp"

#include <utility>

namespace weir::laws {

namespace {

// Salesforce's levels, from loose to tight: `^` binds less than `*`.
int level(const Tree& tree) {
    if (tree.form == Form::prefix)
        return 8;
    if (tree.form != Form::infix)
        return 9;
    const std::string& op = tree.head;
    if (op == "||")
        return 1;
    if (op == "&&")
        return 2;
    if (op == "=" || op == "==" || op == "<>" || op == "!=")
        return 3;
    if (op == "<" || op == ">" || op == "<=" || op == ">=")
        return 4;
    if (op == "+" || op == "-" || op == "&")
        return 5;
    return op == "^" ? 6 : 7;
}

std::string in_place(const Tree& child, bool needs_parentheses) {
    return needs_parentheses ? "(" + spelled(child) + ")" : spelled(child);
}

Tree literal_of(Sort sort) {
    switch (sort) {
    case Sort::number:
        return {Form::literal, sort, "1", {}};
    case Sort::text:
        return {Form::literal, sort, "\"a\"", {}};
    case Sort::boolean:
        return {Form::literal, sort, "TRUE", {}};
    case Sort::date:
        break;
    }
    Tree day{Form::call, Sort::date, "DATE", {}};
    for (const char* const part : {"2024", "1", "31"})
        day.children.push_back({Form::literal, Sort::number, part, {}});
    return day;
}

} // namespace

const char* TreeMaker::one_of(std::initializer_list<const char*> words) {
    return *(words.begin() + random_() % words.size());
}

Tree TreeMaker::call(Sort sort, std::string name, std::vector<Tree> arguments) {
    return {Form::call, sort, std::move(name), std::move(arguments)};
}

Tree TreeMaker::infix(Sort sort, std::string op, Tree left, Tree right) {
    Tree tree{Form::infix, sort, std::move(op), {}};
    tree.children.push_back(std::move(left));
    tree.children.push_back(std::move(right));
    return tree;
}

Tree TreeMaker::small(int low, int high) {
    const auto range = static_cast<uint64_t>(high - low + 1);
    return {
        Form::literal, Sort::number, std::to_string(low + static_cast<int>(random_() % range)), {}};
}

Tree TreeMaker::literal(Sort sort) {
    switch (sort) {
    case Sort::number:
        return {
            Form::literal,
            sort,
            one_of(
                {"0",
                 "1",
                 "2",
                 "3",
                 "7",
                 "10",
                 "0.5",
                 "0.1",
                 "0.25",
                 "12.75",
                 "99.99",
                 "1000",
                 "250"}
            ),
            {}};
    case Sort::text:
        return {
            Form::literal,
            sort,
            one_of(
                {"\"a\"",
                 "\"b\"",
                 "\"ab\"",
                 "\" Ab \"",
                 "\"x-y\"",
                 "\"10\"",
                 "\"Zebra\"",
                 "'it'",
                 "\"q\\\"q\""}
            ),
            {}};
    case Sort::boolean:
        return {Form::literal, sort, one_of({"TRUE", "FALSE", "true"}), {}};
    case Sort::date:
        break;
    }
    return call(Sort::date, "DATE", {small(1999, 2031), small(1, 12), small(1, 31)});
}

Tree TreeMaker::leaf(Sort sort) {
    if (random_() % 3 == 0)
        return literal(sort);
    std::vector<const char*> names;
    for (const FieldFacts& field : fields)
        if (field.sort == sort)
            names.push_back(field.name);
    return {Form::field, sort, names[random_() % names.size()], {}};
}

Tree TreeMaker::make(Sort sort, int depth) {
    if (depth <= 0 || random_() % 8 == 0)
        return leaf(sort);
    if (random_() % 4 == 0)
        return any_sort(sort, depth - 1);
    switch (sort) {
    case Sort::number:
        return number(depth - 1);
    case Sort::text:
        return text(depth - 1);
    case Sort::boolean:
        return boolean(depth - 1);
    case Sort::date:
        return date(depth - 1);
    }
    return leaf(sort);
}

// What gives the sort of its arguments.
Tree TreeMaker::any_sort(Sort sort, int depth) {
    switch (random_() % 4) {
    case 0:
        return call(sort, "IF", {make(Sort::boolean, depth), make(sort, depth), make(sort, depth)});
    case 1:
        return call(sort, "BLANKVALUE", {make(sort, depth), make(sort, depth)});
    case 2:
        return call(sort, "IFERROR", {make(sort, depth), make(sort, depth)});
    default: {
        const Sort key = random_() % 2 == 0 ? Sort::text : Sort::number;
        std::vector<Tree> arguments = {make(key, depth)};
        for (uint64_t pairs = 1 + random_() % 3; pairs > 0; --pairs) {
            arguments.push_back(leaf(key));
            arguments.push_back(make(sort, depth));
        }
        arguments.push_back(make(sort, depth));
        return call(sort, "CASE", std::move(arguments));
    }
    }
}

Tree TreeMaker::number(int depth) {
    const auto inner = [&] { return make(Sort::number, depth); };
    switch (random_() % 16) {
    case 0:
    case 1:
    case 2:
        return infix(Sort::number, one_of({"+", "-", "*"}), inner(), inner());
    case 3:
        return infix(Sort::number, "/", inner(), literal(Sort::number));
    case 4:
        return infix(Sort::number, "^", inner(), small(1, 3));
    case 5: {
        Tree minus{Form::prefix, Sort::number, one_of({"-", "+"}), {}};
        minus.children.push_back(inner());
        return minus;
    }
    case 6:
        return infix(Sort::number, "-", make(Sort::date, depth), make(Sort::date, depth));
    case 7:
        return call(Sort::number, one_of({"YEAR", "MONTH", "DAY"}), {make(Sort::date, depth)});
    case 8:
        return call(Sort::number, "LEN", {make(Sort::text, depth)});
    case 9:
        return call(Sort::number, "FIND", {make(Sort::text, depth), make(Sort::text, depth)});
    case 10:
        return call(Sort::number, "ROUND", {inner(), small(0, 3)});
    case 11:
        return call(Sort::number, "MOD", {inner(), inner()});
    case 12:
        return call(Sort::number, one_of({"MAX", "MIN"}), {inner(), inner(), inner()});
    default:
        return call(
            Sort::number, one_of({"ABS", "FLOOR", "CEILING", "MFLOOR", "MCEILING"}), {inner()}
        );
    }
}

Tree TreeMaker::text(int depth) {
    const auto inner = [&] { return make(Sort::text, depth); };
    switch (random_() % 8) {
    case 0:
    case 1:
        return infix(Sort::text, one_of({"&", "+"}), inner(), inner());
    case 2:
        return call(Sort::text, one_of({"LEFT", "RIGHT"}), {inner(), make(Sort::number, depth)});
    case 3:
        return call(Sort::text, "MID", {inner(), make(Sort::number, depth), small(0, 4)});
    case 4:
        return call(Sort::text, one_of({"UPPER", "LOWER", "TRIM"}), {inner()});
    case 5:
        return call(
            Sort::text, one_of({"LPAD", "RPAD"}), {inner(), small(0, 12), literal(Sort::text)}
        );
    case 6:
        return call(Sort::text, "SUBSTITUTE", {inner(), literal(Sort::text), inner()});
    default: {
        constexpr Sort sorts[] = {Sort::number, Sort::date};
        return call(Sort::text, "TEXT", {make(sorts[random_() % 2], depth)});
    }
    }
}

// Blank and empty texts are told apart by `<` alone, so it gets texts that are neither.
Tree TreeMaker::surely_text(int depth) {
    if (random_() % 3 == 0)
        return literal(Sort::text);
    return call(Sort::text, "BLANKVALUE", {make(Sort::text, depth), literal(Sort::text)});
}

Tree TreeMaker::boolean(int depth) {
    const auto inner = [&] { return make(Sort::boolean, depth); };
    switch (random_() % 12) {
    case 0:
    case 1:
        return infix(Sort::boolean, one_of({"&&", "||"}), inner(), inner());
    case 2:
        return call(Sort::boolean, one_of({"AND", "OR"}), {inner(), inner(), inner()});
    case 3:
        return call(Sort::boolean, "NOT", {inner()});
    case 4: {
        Tree negation{Form::prefix, Sort::boolean, "!", {}};
        negation.children.push_back(inner());
        return negation;
    }
    case 5:
        return call(Sort::boolean, "ISBLANK", {make(static_cast<Sort>(random_() % 4), depth)});
    case 6:
        return call(
            Sort::boolean,
            one_of({"CONTAINS", "BEGINS"}),
            {make(Sort::text, depth), make(Sort::text, depth)}
        );
    case 7:
        return infix(
            Sort::boolean, one_of({"<", ">", "<=", ">="}), surely_text(depth), surely_text(depth)
        );
    case 8:
    case 9: {
        const auto sort = static_cast<Sort>(random_() % 4);
        return infix(
            Sort::boolean, one_of({"=", "==", "<>", "!="}), make(sort, depth), make(sort, depth)
        );
    }
    default: {
        const Sort sort = random_() % 2 == 0 ? Sort::number : Sort::date;
        return infix(
            Sort::boolean, one_of({"<", ">", "<=", ">="}), make(sort, depth), make(sort, depth)
        );
    }
    }
}

Tree TreeMaker::date(int depth) {
    switch (random_() % 4) {
    case 0:
        return call(
            Sort::date,
            "DATE",
            {make(Sort::number, depth), make(Sort::number, depth), make(Sort::number, depth)}
        );
    case 1:
        return call(Sort::date, "ADDMONTHS", {make(Sort::date, depth), make(Sort::number, depth)});
    case 2:
        return infix(Sort::date, "+", make(Sort::number, depth), make(Sort::date, depth));
    default:
        return infix(
            Sort::date, one_of({"+", "-"}), make(Sort::date, depth), make(Sort::number, depth)
        );
    }
}

std::string spelled(const Tree& tree) {
    switch (tree.form) {
    case Form::literal:
    case Form::field:
        return tree.head;
    case Form::prefix:
        return tree.head + in_place(tree.children[0], level(tree.children[0]) < level(tree));
    case Form::infix: {
        const int own = level(tree);
        return in_place(tree.children[0], level(tree.children[0]) < own) + " " + tree.head + " " +
               in_place(tree.children[1], level(tree.children[1]) <= own);
    }
    case Form::call:
        break;
    }
    std::string text = tree.head + "(";
    for (size_t index = 0; index < tree.children.size(); ++index)
        text += (index > 0 ? ", " : "") + spelled(tree.children[index]);
    return text + ")";
}

size_t size_of(const Tree& tree) {
    size_t size = 1;
    for (const Tree& child : tree.children)
        size += size_of(child);
    return size;
}

std::vector<Tree> smaller(const Tree& tree) {
    std::vector<Tree> result;
    if (tree.children.empty())
        return result;
    for (const Tree& child : tree.children)
        if (child.sort == tree.sort)
            result.push_back(child);
    if (const Tree simple = literal_of(tree.sort); size_of(simple) < size_of(tree))
        result.push_back(simple);
    for (size_t index = 0; index < tree.children.size(); ++index)
        for (Tree& child : smaller(tree.children[index])) {
            result.push_back(tree);
            result.back().children[index] = std::move(child);
        }
    return result;
}

Tree without_literals(const Tree& tree, std::vector<Tree>& literals) {
    if (tree.form == Form::literal) {
        literals.push_back(tree);
        return {Form::field, tree.sort, "L" + std::to_string(literals.size() - 1), {}};
    }
    Tree result = tree;
    for (Tree& child : result.children)
        child = without_literals(child, literals);
    return result;
}

} // namespace weir::laws
