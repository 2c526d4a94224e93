// Texts with merge fields: `Hello {!Contact.FirstName}` is a text, a value's text, and so on.

#include "formula/compiler.hpp"
#include "syntax/parse_formula.hpp"
#include "types/convert.hpp"

#include <array>

namespace weir {

namespace {

struct TemplateNode : Node {
    std::span<const Node* const> pieces;
};

// The pieces of one row, joined; null prints nothing and a fault fails the row.
void run_template(const Node& self, Evaluation& evaluation, Rows rows, Value* out) {
    const auto& node = static_cast<const TemplateNode&>(self);
    const ScratchMark mark(evaluation.scratch);
    const std::span<Column> columns = evaluation.scratch.array<Column>(node.pieces.size());
    const std::span<std::string_view> texts =
        evaluation.scratch.array<std::string_view>(node.pieces.size());
    for (size_t index = 0; index < columns.size(); ++index)
        columns[index] = operand(*node.pieces[index], evaluation, rows);
    for (const uint32_t row : rows) {
        size_t size = 0;
        const Value* fault = nullptr;
        for (size_t index = 0; index < columns.size() && fault == nullptr; ++index) {
            const Value& value = columns[index][row];
            if (value.is_fault())
                fault = &value;
            else
                texts[index] = to_text(value, evaluation.arena);
            size += fault == nullptr ? texts[index].size() : 0;
        }
        if (fault != nullptr) {
            out[row] = *fault;
            continue;
        }
        char* const joined = static_cast<char*>(evaluation.arena.allocate(size + 1, 1));
        char* at = joined;
        for (const std::string_view text : texts)
            at = std::copy(text.begin(), text.end(), at);
        out[row] = Value::text({joined, size});
    }
}

// Behind the `}` that closes the merge field which begins at `begin`, or npos: braces inside quotes
// close nothing.
size_t merge_end(std::string_view text, size_t begin) {
    char quote = 0;
    for (size_t at = begin; at < text.size(); ++at) {
        const char letter = text[at];
        if (quote != 0) {
            if (letter == '\\')
                ++at;
            else if (letter == quote)
                quote = 0;
        } else if (letter == '"' || letter == '\'') {
            quote = letter;
        } else if (letter == '}') {
            return at + 1;
        } else if (letter == '{' && at > begin) {
            return std::string_view::npos;
        }
    }
    return std::string_view::npos;
}

/// Where a byte of the text stands in the source. With escapes in it they no longer correspond:
/// then the whole literal stands for all.
struct Places {
    const TextLiteral& text;
    [[nodiscard]] uint32_t quotes() const { return text.block ? 3 : 1; }
    [[nodiscard]] bool is_exact() const {
        return !text.span.is_nowhere() &&
               text.value.size() + 2 * size_t{quotes()} == text.span.size();
    }
    [[nodiscard]] uint32_t begin() const { return text.span.begin + quotes(); }
};

} // namespace

Expression compile_template(const TextLiteral& text, Scope& scope, CompileContext& context) {
    const Places places{text};
    const Type type = Type::of(TypeKind::text);
    // Of the merge fields. It outlives the scope, which knows a reference by where its names stand.
    Arena& syntax = context.arena;
    Diagnostics own;
    Diagnostics& out = places.is_exact() ? context.out : own;
    CompileContext inner{
        context.schema, context.layouts, context.arena, out, context.blank_as_zero};
    std::vector<const Node*> pieces;
    const auto add_text = [&](std::string_view piece) {
        if (!piece.empty())
            pieces.push_back(make_constant(Value::text(context.arena.copy(piece)), context.arena));
    };
    bool is_wrong = false;
    size_t done = 0;
    for (size_t at = text.value.find("{!"); at != std::string_view::npos;
         at = text.value.find("{!", done)) {
        const size_t end = merge_end(text.value, at);
        if (end == std::string_view::npos) {
            // No merge field after all: the characters mean themselves.
            add_text(text.value.substr(done, at + 2 - done));
            done = at + 2;
            continue;
        }
        add_text(text.value.substr(done, at - done));
        const std::string_view spelling = text.value.substr(at + 2, end - at - 3);
        const Formula* const formula =
            parse_formula(spelling, places.begin() + static_cast<uint32_t>(at) + 2, syntax, out);
        const Expression merged = compile(*formula, scope, inner);
        is_wrong |= merged.type.is_error();
        pieces.push_back(merged.root);
        done = end;
    }
    add_text(text.value.substr(done));
    for (const Diagnostic& diagnostic : own.all()) {
        auto report = context.out.report(diagnostic.code, text.span, "{}", diagnostic.message);
        for (const std::string& note : diagnostic.notes)
            report.note(note);
        for (const Help& help : diagnostic.helps)
            report.help(help.text);
    }
    if (is_wrong)
        return {make_constant(Value::null(), context.arena), Type{}};
    if (pieces.empty())
        return {make_constant(Value::text(""), context.arena), type};
    if (pieces.size() == 1 && pieces[0]->kind == NodeKind::constant)
        return {pieces[0], type};
    auto* const node = context.arena.make<TemplateNode>();
    node->run = run_template;
    node->pieces = context.arena.copy(pieces);
    return {&carry(*node, pieces), type};
}

} // namespace weir
