// What stands in braces: statements, fields in columns, assignments, outcomes.
#include "syntax/printer.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir::syntax {

namespace {

bool is_field(const Statement& statement) {
    return statement.kind == StatementKind::element && statement.element->shape->keyword.empty();
}

const Trivia& trivia_of(const Statement& statement) {
    return statement.kind == StatementKind::element ? statement.element->trivia : statement.trivia;
}

} // namespace

// -------------------------------------------------------------------------------- statements

void Printer::block(const Block& item) {
    const bool lone =
        item.statements.size() == 1 && item.statements[0].kind != StatementKind::element;
    if (lone && item.dangling.empty()) {
        const Statement& only = item.statements[0];
        if (only.trivia.leading.empty() && only.trivia.trailing == nullptr) {
            out_ += "{ ";
            statement(only);
            out_ += " }";
            return;
        }
    }
    if (item.statements.empty() && item.dangling.empty()) {
        out_ += "{}";
        return;
    }
    out_ += "{\n";
    indent_ += step;
    statements(item.statements, true);
    indent_ -= step;
    close_brace(item.dangling, item.statements.empty());
}

void Printer::statements(List<Statement> items, bool first) {
    for (size_t index = 0; index < items.size();) {
        if (is_field(items[index])) {
            index = print_fields(items, index, first);
            continue;
        }
        const Statement& item = items[index++];
        before(trivia_of(item), first);
        first = false;
        if (item.kind == StatementKind::element) {
            element(*item.element);
        } else {
            begin_line();
            statement(item);
        }
        after(trivia_of(item));
    }
}

void Printer::statement(const Statement& item) {
    switch (item.kind) {
    case StatementKind::element:
        break;
    case StatementKind::go_to:
        out_ += "-> " + name_text(item.target.text);
        break;
    case StatementKind::end:
        out_ += "end";
        break;
    }
}

/// Prints the fields from `from` up to the next empty line or other member, in columns.
size_t Printer::print_fields(List<Statement> items, size_t from, bool& first) {
    size_t name_width = 0;
    size_t type_width = 0;
    size_t to = from;
    for (; to < items.size() && is_field(items[to]); ++to) {
        const Element& item = *items[to].element;
        if (to > from && (item.trivia.blank_before || item.trivia.detached))
            break;
        name_width = std::max(name_width, width(field_name(item)));
        // Only types with something behind them make the column.
        if (item.label == nullptr && item.clauses.empty())
            continue;
        const size_t type = width(type_text(item.subject.type));
        if (type <= widest_type_column)
            type_width = std::max(type_width, type);
    }
    for (size_t index = from; index < to; ++index) {
        const Element& item = *items[index].element;
        before(item.trivia, first);
        first = false;
        field(item, name_width, type_width);
        after(item.trivia);
    }
    return to;
}

/// A field whose name would be read as a keyword or a setting of its object gets backquotes.
std::string Printer::field_name(const Element& item) const {
    const auto begins = [&](std::string_view words) {
        return words.substr(0, words.find(' ')) == item.name.text;
    };
    bool is_taken = false;
    if (parent_ != nullptr) {
        for (const ClauseShape& clause : parent_->clauses) {
            is_taken = is_taken || (clause.inside && begins(clause.key));
            for (const Shape* const child : clause.children)
                is_taken = is_taken || (!child->keyword.empty() && begins(child->keyword));
        }
    }
    return is_taken ? fmt::format("`{}`", item.name.text) : name_text(item.name.text);
}

void Printer::field(const Element& item, size_t name_width, size_t type_width) {
    begin_line();
    const std::string name = field_name(item);
    out_ += name;
    if (item.subject.empty())
        return;
    out_.append(name_width - width(name) + 2, ' ');
    const size_t type_column = column();
    wrapped_type(item.subject.type);
    const std::vector<const Clause*> all = in_order(item);
    if (item.label == nullptr && all.empty())
        return;
    const size_t used = column();
    const size_t wanted = type_column + type_width;
    std::string rest;
    if (item.label != nullptr)
        rest = quoted(item.label->value);
    bool lines = false;
    for (const Clause* const part : all) {
        Printer alone;
        alone.clause(*part);
        lines = lines || part->own_line || !part->trivia.leading.empty() ||
                (part->trivia.trailing != nullptr && part != all.back()) ||
                alone.out_.find('\n') != std::string::npos;
        if (!rest.empty())
            rest += ' ';
        rest += alone.out_;
    }
    const bool wrapped = used < type_column; // the type ended on a line of its own
    const size_t gap = used < wanted && !wrapped ? wanted - used + 2 : 2;
    lines = lines || used + gap + width(rest) > longest_line;
    if (!lines) {
        out_.append(gap, ' ');
        out_ += rest;
        if (!all.empty())
            trailing(all.back()->trivia);
        return;
    }
    if (item.label != nullptr) {
        out_.append(gap, ' ');
        out_ += quoted(item.label->value);
    }
    clause_lines(all);
}

/// A type whose arguments do not fit a line (a picklist of many values) gets lines of its own.
void Printer::wrapped_type(const TypeRef& type) {
    const std::string one_line = type_text(type);
    if (column() + width(one_line) <= longest_line || type.arguments.empty()) {
        out_ += one_line;
        return;
    }
    out_ += type.name.text;
    out_ += "(\n";
    const std::string margin(indent_ + 2 * step, ' ');
    out_ += margin;
    for (size_t index = 0; index < type.arguments.size(); ++index) {
        std::string item = expr_text(*type.arguments[index]);
        if (index + 1 < type.arguments.size())
            item += ',';
        const bool first = column() == margin.size();
        if (!first && column() + 1 + width(item) > longest_header) {
            out_ += '\n';
            out_ += margin;
        } else if (!first) {
            out_ += ' ';
        }
        out_ += item;
    }
    out_ += '\n';
    out_.append(indent_ + step, ' ');
    out_ += ')';
    if (type.collection)
        out_ += "[]";
}

// ------------------------------------------------------------------------------- assignments

bool Printer::has_comments(List<Assignment> items) {
    return std::any_of(items.begin(), items.end(), [](const Assignment& item) {
        return !item.trivia.leading.empty() || item.trivia.trailing != nullptr;
    });
}

void Printer::assignments(List<Assignment> items, List<Comment> dangling, bool one_line) {
    if (items.empty() && dangling.empty()) {
        out_ += "{}";
        return;
    }
    if (one_line && dangling.empty() && !has_comments(items)) {
        std::string line = "{ ";
        for (const Assignment& item : items)
            line += fmt::format(
                "{} {} {}  ", path_text(item.target), spelling(item.op), assigned_text(item)
            );
        line.back() = '}';
        if (column() + width(line) <= longest_header && line.find('\n') == std::string::npos) {
            out_ += line;
            return;
        }
    }
    out_ += "{\n";
    indent_ += step;
    for (size_t from = 0; from < items.size();) {
        // The operators of the lines up to the next empty one stand in one column.
        size_t to = from;
        size_t widest = 0;
        do
            widest = std::max(widest, width(path_text(items[to].target)));
        while (++to < items.size() && !items[to].trivia.blank_before);
        for (size_t index = from; index < to; ++index) {
            const Assignment& item = items[index];
            before(item.trivia, index == 0);
            begin_line();
            const std::string name = path_text(item.target);
            out_ += name;
            out_.append(widest - width(name) + 1, ' ');
            out_ += spelling(item.op);
            out_ += ' ';
            out_ += assigned_text(item);
            after(item.trivia);
        }
        from = to;
    }
    indent_ -= step;
    close_brace(dangling, items.empty());
}

// ---------------------------------------------------------------------------------- outcomes

void Printer::outcomes(List<Outcome> items, List<Comment> dangling) {
    if (items.empty() && dangling.empty()) {
        out_ += "{}";
        return;
    }
    out_ += "{\n";
    indent_ += step;
    for (size_t index = 0; index < items.size(); ++index) {
        before(items[index].trivia, index == 0);
        outcome(items[index]);
        after(items[index].trivia);
    }
    indent_ -= step;
    close_brace(dangling, items.empty());
}

void Printer::outcome(const Outcome& item) {
    begin_line();
    const bool is_default = item.condition == nullptr && item.name.text.empty();
    out_ += is_default ? "otherwise" : name_text(item.name.text);
    if (item.label != nullptr)
        out_ += ' ' + quoted(item.label->value);
    if (item.condition != nullptr) {
        out_ += " when ";
        condition(*item.condition);
    }
    if (item.only_when_changed)
        out_ += " only when changed to meet the conditions";
    if (item.target.kind == TargetKind::none)
        return;
    out_ += ' ';
    target(item.target);
}

void Printer::target(const Target& item) {
    switch (item.kind) {
    case TargetKind::none:
        break;
    case TargetKind::go_to:
        out_ += "-> " + name_text(item.name.text);
        break;
    case TargetKind::block:
        if (item.block != nullptr)
            block(*item.block);
        break;
    }
}

} // namespace weir::syntax
