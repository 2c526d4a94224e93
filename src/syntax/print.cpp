#include "syntax/print.hpp"

#include "syntax/declarations.hpp"
#include "syntax/printer.hpp"

#include <algorithm>
#include <utility>

namespace weir {

std::string print(const SyntaxTree& tree) {
    syntax::Printer printer;
    printer.file(tree);
    return printer.take();
}

std::string print(const Path& path) {
    return syntax::path_text(path);
}

std::string print_text(std::string_view value) {
    return syntax::quoted(value);
}

} // namespace weir

namespace weir::syntax {

namespace {

size_t order_of(const Shape& shape, const ClauseShape* clause) {
    for (size_t index = 0; index < shape.clauses.size(); ++index)
        if (&shape.clauses[index] == clause)
            return index;
    return shape.clauses.size();
}

bool is_block_value(const Clause& clause) {
    if (clause.shape->key.empty())
        return true;
    switch (clause.shape->value) {
    case ValueKind::assignments:
    case ValueKind::outcomes:
    case ValueKind::elements:
    case ValueKind::test_steps:
        return true;
    case ValueKind::target: {
        const auto* const target = std::get_if<Target>(&clause.value);
        return target != nullptr && target->kind == TargetKind::block;
    }
    case ValueKind::flag:
    case ValueKind::formula:
    case ValueKind::condition:
    case ValueKind::path:
    case ValueKind::paths:
    case ValueKind::words:
    case ValueKind::text:
    case ValueKind::texts:
    case ValueKind::number:
    case ValueKind::type:
    case ValueKind::order:
    case ValueKind::message:
    case ValueKind::trigger:
        return false;
    }
    return false;
}

} // namespace

std::vector<const Clause*> in_order(const Element& element) {
    std::vector<const Clause*> clauses;
    clauses.reserve(element.clauses.size());
    for (const Clause& clause : element.clauses)
        clauses.push_back(&clause);
    std::stable_sort(clauses.begin(), clauses.end(), [&](const Clause* left, const Clause* right) {
        return order_of(*element.shape, left->shape) < order_of(*element.shape, right->shape);
    });
    return clauses;
}

// ------------------------------------------------------------------------------------- lines

void Printer::blank_line() {
    if (!out_.empty() && !out_.ends_with("\n\n"))
        out_ += '\n';
}

size_t Printer::column() const {
    const size_t line = out_.rfind('\n');
    return width(std::string_view(out_).substr(line == std::string::npos ? 0 : line + 1));
}

void Printer::comments(List<Comment> comments, bool keep_first_blank) {
    for (const Comment& comment : comments) {
        if (comment.blank_before && keep_first_blank)
            blank_line();
        keep_first_blank = true;
        begin_line();
        out_ += comment.text.empty() ? "//" : "// ";
        out_ += comment.text;
        end_line();
    }
}

void Printer::before(const Trivia& trivia, bool first) {
    if (trivia.blank_before && !first)
        blank_line();
    comments(trivia.leading, false);
    if (trivia.detached && !trivia.leading.empty())
        blank_line();
}

void Printer::trailing(const Trivia& trivia) {
    if (trivia.trailing == nullptr)
        return;
    out_ += "  //";
    if (!trivia.trailing->text.empty())
        out_ += ' ';
    out_ += trivia.trailing->text;
}

void Printer::after(const Trivia& trivia) {
    trailing(trivia);
    end_line();
}

/// The `}` of braces whose items were printed one step deeper; `{` was the last thing before them.
void Printer::close_brace(List<Comment> dangling, bool is_empty) {
    indent_ += step;
    comments(dangling, !is_empty);
    indent_ -= step;
    begin_line();
    out_ += '}';
}

void Printer::file(const SyntaxTree& tree) {
    bool first = true;
    const Element* previous = nullptr;
    for (const Element* const declaration : tree.declarations) {
        // Only `use` lines may stand close together.
        const bool apart = previous != nullptr &&
                           (previous->shape != &shapes::use || declaration->shape != &shapes::use);
        if (apart)
            blank_line();
        before(declaration->trivia, first);
        element(*declaration);
        after(declaration->trivia);
        first = false;
        previous = declaration;
    }
    comments(tree.dangling, !first);
}

// ---------------------------------------------------------------------------------- elements

std::string Printer::header(const Element& element) const {
    const Shape& shape = *element.shape;
    std::string text(shape.keyword);
    const auto add = [&text](std::string_view part) {
        if (!text.empty())
            text += ' ';
        text += part;
    };
    if (!element.name.text.empty())
        add(name_text(element.name.text));
    const bool is_field = shape.keyword.empty();
    if (is_field && !element.subject.empty())
        add(type_text(element.subject.type));
    if (element.label != nullptr)
        add(quoted(element.label->value));
    if (!is_field && !element.subject.empty()) {
        text += ": ";
        text += type_text(element.subject.type);
        if (!element.subject.detail.empty()) {
            text += ' ';
            text += path_text(element.subject.detail);
        }
    }
    return text;
}

void Printer::element(const Element& element) {
    begin_line();
    out_ += header(element);
    clauses(element);
}

void Printer::clauses(const Element& element) {
    // What has braces of its own stands behind the block, as does what the shape names behind it.
    std::vector<const Clause*> head;
    std::vector<const Clause*> behind;
    const Clause* const block = element.clause({});
    const size_t block_order = order_of(*element.shape, block != nullptr ? block->shape : nullptr);
    for (const Clause* const clause : in_order(element)) {
        if (clause->shape->inside || clause == block)
            continue;
        const bool is_behind =
            block != nullptr &&
            (is_block_value(*clause) || order_of(*element.shape, clause->shape) > block_order);
        (is_behind ? behind : head).push_back(clause);
    }
    std::stable_partition(head.begin(), head.end(), [](const Clause* clause) {
        return !is_block_value(*clause);
    });
    if (fits_one_line(head, block != nullptr)) {
        for (const Clause* const item : head) {
            out_ += ' ';
            clause(*item);
            trailing(item->trivia);
        }
        if (block != nullptr)
            out_ += ' ';
    } else {
        clause_lines(head);
        if (block != nullptr) {
            end_line();
            begin_line();
        }
    }
    if (block == nullptr)
        return;
    braces(element, *block);
    trailing(block->trivia);
    for (const Clause* const item : behind) {
        end_line();
        before(item->trivia, true);
        begin_line();
        clause(*item);
        trailing(item->trivia);
    }
}

bool Printer::fits_one_line(const std::vector<const Clause*>& inline_clauses, bool has_block)
    const {
    size_t end = column() + (has_block ? 2 : 0);
    for (size_t index = 0; index < inline_clauses.size(); ++index) {
        const Clause& item = *inline_clauses[index];
        const bool last = index + 1 == inline_clauses.size() && !has_block;
        const bool commented =
            !item.trivia.leading.empty() || (item.trivia.trailing != nullptr && !last);
        if (item.own_line || commented || is_block_value(item))
            return false;
        Printer alone;
        alone.clause(item);
        const std::string_view text = alone.out_;
        end += 1 + width(text.substr(0, text.find('\n')));
        if (end > longest_header)
            return false;
        // Line ends that the writer put into a text or a formula are no reason to break the header.
        const ValueKind kind = item.shape->value;
        const bool own_lines =
            kind == ValueKind::text || kind == ValueKind::formula || kind == ValueKind::message;
        if (text.find('\n') != std::string_view::npos && !own_lines)
            return false;
    }
    return true;
}

void Printer::clause_lines(const std::vector<const Clause*>& lines) {
    indent_ += step;
    for (const Clause* const item : lines) {
        end_line();
        comments(item->trivia.leading, false);
        begin_line();
        clause(*item);
        trailing(item->trivia);
    }
    indent_ -= step;
}

void Printer::inside_clauses(const std::vector<const Clause*>& inside, bool& first) {
    bool has_outer = false;
    for (const Clause* const item : inside) {
        const bool deeper = item->shape->nested && has_outer;
        has_outer = has_outer || !item->shape->nested;
        if (deeper)
            indent_ += step;
        before(item->trivia, first);
        begin_line();
        clause(*item);
        after(item->trivia);
        if (deeper)
            indent_ -= step;
        first = false;
    }
}

void Printer::braces(const Element& element, const Clause& item) {
    std::vector<const Clause*> inside;
    std::vector<const Clause*> at_end;
    for (const Clause* const clause : in_order(element))
        if (clause->shape->inside)
            (clause->shape->at_end ? at_end : inside).push_back(clause);
    const auto* const body = std::get_if<const Block*>(&item.value);
    const bool is_settings = item.shape->value == ValueKind::flag;
    if (!is_settings && body == nullptr) {
        clause(item);
        return;
    }
    const List<Comment> dangling = body != nullptr ? (*body)->dangling : item.dangling;
    const bool has_statements = body != nullptr && !(*body)->statements.empty();
    if (inside.empty() && at_end.empty() && !has_statements && dangling.empty()) {
        out_ += "{}";
        return;
    }
    out_ += "{\n";
    indent_ += step;
    const Shape* const outer = std::exchange(parent_, element.shape);
    bool first = true;
    inside_clauses(inside, first);
    if (has_statements) {
        statements((*body)->statements, first);
        first = false;
    }
    if (!at_end.empty() && !first)
        blank_line();
    inside_clauses(at_end, first);
    parent_ = outer;
    indent_ -= step;
    close_brace(dangling, first);
}

} // namespace weir::syntax
