// Numbers and texts of clauses; a text of several lines loses the margin that belongs to the file.
#include "syntax/flow_state.hpp"

namespace weir::syntax {

void FlowState::number(const char* begin, const char* end) {
    const Span place = span(begin, end);
    number_ = {text(place), place};
}

void FlowState::text_literal(const char* begin, const char* end) {
    const Span place = span(begin, end);
    const std::string_view raw = text(place);
    const bool block = raw.starts_with("\"\"\"");
    text_ = {block ? unindent(raw) : unescape(raw), place, block};
}

std::string_view FlowState::unindent(std::string_view raw) {
    const Span opener = span(raw.data(), raw.data() + 3);
    if (raw.size() < 6 || !raw.ends_with("\"\"\"")) {
        out_.report(Code::W0105, opener, "this text is not closed").here("no `\"\"\"` closes it");
        return raw.substr(3);
    }
    std::string_view inner = raw.substr(3, raw.size() - 6);
    const size_t first_break = inner.find('\n');
    const bool opens_line =
        first_break != std::string_view::npos &&
        inner.substr(0, first_break).find_first_not_of(" \t\r") == std::string_view::npos;
    // The blanks before the closing quotes are those that every line is written behind.
    std::string_view margin;
    if (opens_line) {
        const size_t last_break = inner.rfind('\n');
        const std::string_view last = inner.substr(last_break + 1);
        if (last.find_first_not_of(" \t") == std::string_view::npos) {
            margin = last;
            inner = last_break == first_break
                        ? std::string_view{}
                        : inner.substr(first_break + 1, last_break - first_break - 1);
        } else {
            inner = inner.substr(first_break + 1);
        }
    }
    const std::span<char> buffer = arena_.make_array<char>(inner.size());
    size_t size = 0;
    for (bool first = true; first || !inner.empty(); first = false) {
        const size_t line_end = inner.find('\n');
        std::string_view line = inner.substr(0, line_end);
        const bool last = line_end == std::string_view::npos;
        inner = last ? std::string_view{} : inner.substr(line_end + 1);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        size_t common = 0;
        while (common < margin.size() && common < line.size() && line[common] == margin[common])
            ++common;
        if (common < margin.size() &&
            line.find_first_not_of(" \t", common) != std::string_view::npos) {
            const size_t wrong = line.find_first_not_of(" \t");
            const char* const at = line.data() + wrong;
            out_.report(
                    Code::W0114,
                    span(at, at + 1),
                    "this line stands left of the `\"\"\"` that closes its text"
            )
                .label({opener.begin, opener.end}, "the text begins here")
                .help("the column of the closing `\"\"\"` is where the lines of the text begin");
        }
        line.remove_prefix(common);
        for (size_t index = 0; index < line.size(); ++index) {
            char letter = line[index];
            if (letter == '\\' && index + 1 < line.size()) {
                const char* const at = line.data() + index;
                switch (line[++index]) {
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
                    letter = line[index];
                    break;
                default:
                    --index;
                    out_.report(
                            Code::W0106,
                            span(at, token_behind(at)),
                            "a text has no escape `{}`",
                            std::string_view(at, static_cast<size_t>(token_behind(at) - at))
                    )
                        .help("the escapes are `\\n`, `\\r`, `\\t`, `\\\"`, `\\'` and `\\\\`; a "
                              "backslash is written `\\\\`");
                }
            }
            buffer[size++] = letter;
        }
        if (last)
            break;
        buffer[size++] = '\n';
    }
    return {buffer.data(), size};
}

} // namespace weir::syntax
