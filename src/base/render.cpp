// The frame around a diagnostic:
//
//     error[W0312]: message
//       --> file:line:column
//        |
//     34 |     the line
//        |     ^^^ label
//        |
//        = help: text
#include "base/render.hpp"

#include "base/shown_line.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

namespace {

constexpr std::string_view red = "\x1b[1;31m";
constexpr std::string_view yellow = "\x1b[1;33m";
constexpr std::string_view blue = "\x1b[1;34m";
constexpr std::string_view green = "\x1b[1;32m";
constexpr std::string_view bold = "\x1b[1m";
constexpr std::string_view reset = "\x1b[0m";

/// What is underlined in one line.
struct Mark {
    size_t begin = 0; // cells
    size_t end = 0;
    bool primary = false;
    std::string text;
};

struct MarkedLine {
    ShownLine shown;
    std::vector<Mark> marks;
};

/// Text that grows in both forms at once: what differs is little beside laying a frame out.
class Drawing {
public:
    Drawing& operator+=(std::string_view text) {
        both_.plain += text;
        both_.coloured += text;
        return *this;
    }
    Drawing& operator+=(char letter) {
        both_.plain += letter;
        both_.coloured += letter;
        return *this;
    }
    void append(size_t count, char letter) {
        both_.plain.append(count, letter);
        both_.coloured.append(count, letter);
    }
    void paint(std::string_view colour, std::string_view text) {
        both_.plain += text;
        both_.coloured += colour;
        both_.coloured += text;
        both_.coloured += reset;
    }
    [[nodiscard]] Rendered take() { return std::move(both_); }

private:
    Rendered both_;
};

class Frame {
public:
    Frame(const Diagnostic& diagnostic, const SourceMap& sources)
        : diagnostic_(diagnostic), sources_(sources) {}

    Rendered draw() {
        title();
        const SourceFile* const file = sources_.file_at(diagnostic_.span.begin);
        std::vector<const SourceFile*> files;
        if (file != nullptr && !diagnostic_.span.is_nowhere()) {
            collect(diagnostic_.span, diagnostic_.label, true);
            files.push_back(file);
        }
        for (const Label& label : diagnostic_.labels) {
            const SourceFile* const place = sources_.file_at(label.span.begin);
            if (place == nullptr || label.span.is_nowhere())
                continue;
            collect(label.span, label.text, false);
            if (std::find(files.begin(), files.end(), place) == files.end())
                files.push_back(place);
        }
        gutter_ = 1;
        for (const auto& [place, lines] : lines_)
            if (!lines.empty())
                gutter_ = std::max(gutter_, std::to_string(lines.rbegin()->first).size());
        for (const SourceFile* const place : files)
            source(*place, place == files.front());
        if (!files.empty() && (!diagnostic_.notes.empty() || !diagnostic_.helps.empty()))
            empty_gutter();
        for (const std::string& note : diagnostic_.notes)
            remark("note", note);
        for (const Help& help : diagnostic_.helps)
            remark("help", help.text);
        return out_.take();
    }

private:
    void paint(std::string_view colour, std::string_view text) { out_.paint(colour, text); }
    [[nodiscard]] std::string_view severity_colour() const {
        return diagnostic_.severity == Severity::error ? red : yellow;
    }

    void title() {
        const std::string_view word = diagnostic_.severity == Severity::error ? "error" : "warning";
        paint(severity_colour(), fmt::format("{}[{}]", word, facts(diagnostic_.code).name));
        paint(bold, fmt::format(": {}", diagnostic_.message));
        out_ += '\n';
    }

    void collect(Span span, const std::string& text, bool primary) {
        const Location start = sources_.locate(span.begin);
        const SourceFile& file = *start.file;
        const auto [at, is_new] = lines_[&file].try_emplace(start.line);
        MarkedLine& line = at->second;
        const std::string_view content = SourceMap::line(file, start.line);
        if (is_new)
            line.shown = show(content);
        // A span of several lines is underlined in its first.
        const size_t first = std::min<size_t>(start.column - 1, content.size());
        const size_t last = std::clamp<size_t>(first + span.size(), first, content.size());
        const size_t begin = line.shown.columns[first];
        const size_t end = std::max(line.shown.columns[last], begin + 1);
        line.marks.push_back({begin, end, primary, text});
    }

    void source(const SourceFile& file, bool first) {
        const std::map<uint32_t, MarkedLine>& lines = lines_[&file];
        uint32_t line = lines.begin()->first;
        size_t column = 1;
        if (first) {
            const Location place = sources_.locate(diagnostic_.span.begin);
            line = place.line;
            // Columns count what people count: characters, not bytes and not cells.
            const std::string_view before = SourceMap::line(file, line).substr(0, place.column - 1);
            for (const char letter : before)
                column += (static_cast<unsigned char>(letter) & 0xC0U) != 0x80U ? 1U : 0U;
        } else {
            for (const Label& label : diagnostic_.labels) {
                const Location place = sources_.locate(label.span.begin);
                if (place.file != &file)
                    continue;
                line = place.line;
                column = place.column;
                break;
            }
        }
        out_.append(gutter_, ' ');
        paint(blue, first ? "--> " : "::: ");
        out_ += fmt::format("{}:{}:{}\n", file.name, line, column);
        empty_gutter();
        uint32_t previous = 0;
        for (const auto& [number, marked] : lines) {
            if (previous != 0 && number == previous + 2)
                source_line(previous + 1, show(SourceMap::line(file, previous + 1)));
            if (previous != 0 && number > previous + 2) {
                out_.append(gutter_ + 1, ' ');
                paint(blue, "\xE2\x80\xA6");
                out_ += '\n';
            }
            source_line(number, marked.shown);
            mark_line(marked.marks);
            previous = number;
        }
    }

    void empty_gutter() {
        out_.append(gutter_ + 1, ' ');
        paint(blue, "|");
        out_ += '\n';
    }

    void source_line(uint32_t number, const ShownLine& shown) {
        paint(blue, fmt::format("{:>{}} |", number, gutter_));
        if (!shown.text.empty())
            out_ += ' ';
        out_ += shown.text;
        out_ += '\n';
    }

    /// Carets and dashes under a line; the label of the last mark stands behind it, the others
    /// below.
    void mark_line(std::vector<Mark> marks) {
        std::stable_sort(marks.begin(), marks.end(), [](const Mark& left, const Mark& right) {
            return left.begin < right.begin;
        });
        size_t width = 0;
        for (const Mark& mark : marks)
            width = std::max(width, mark.end);
        std::string signs(width, ' ');
        for (const bool primary : {false, true})
            for (const Mark& mark : marks)
                if (mark.primary == primary)
                    std::fill(
                        signs.begin() + static_cast<std::ptrdiff_t>(mark.begin),
                        signs.begin() + static_cast<std::ptrdiff_t>(mark.end),
                        primary ? '^' : '-'
                    );
        const Mark& last = marks.back();
        const bool beside = last.end == width;
        begin_marks();
        paint_signs(signs);
        if (beside && !last.text.empty()) {
            out_ += ' ';
            paint(last.primary ? severity_colour() : blue, last.text);
        }
        out_ += '\n';
        if (beside)
            marks.pop_back();
        for (auto mark = marks.rbegin(); mark != marks.rend(); ++mark) {
            if (mark->text.empty())
                continue;
            begin_marks();
            out_.append(mark->begin, ' ');
            paint(mark->primary ? severity_colour() : blue, mark->text);
            out_ += '\n';
        }
    }

    void begin_marks() {
        out_.append(gutter_ + 1, ' ');
        paint(blue, "|");
        out_ += ' ';
    }

    void paint_signs(std::string_view signs) {
        while (!signs.empty()) {
            const size_t size = std::min(signs.find_first_not_of(signs.front()), signs.size());
            const std::string_view run = signs.substr(0, size);
            if (run.front() == ' ')
                out_ += run;
            else
                paint(run.front() == '^' ? severity_colour() : blue, run);
            signs.remove_prefix(size);
        }
    }

    void remark(std::string_view kind, std::string_view text) {
        out_.append(gutter_ + 1, ' ');
        paint(blue, "= ");
        paint(kind == "help" ? green : bold, fmt::format("{}:", kind));
        // Lines after the first stand below the text, not below the word.
        for (bool first = true; first || !text.empty(); first = false) {
            const size_t size = std::min(text.find('\n'), text.size());
            if (!first)
                out_.append(gutter_ + 4 + kind.size(), ' ');
            out_ += ' ';
            out_ += text.substr(0, size);
            out_ += '\n';
            text.remove_prefix(std::min(size + 1, text.size()));
        }
    }

    const Diagnostic& diagnostic_;
    const SourceMap& sources_;
    Drawing out_;
    size_t gutter_ = 1;
    std::map<const SourceFile*, std::map<uint32_t, MarkedLine>> lines_;
};

// --------------------------------------------------------------------------------------- JSON

void quote(std::string_view text, std::string& json) {
    const auto is_plain = [](char letter) {
        return letter >= ' ' && letter < 0x7F && letter != '"' && letter != '\\';
    };
    if (std::all_of(text.begin(), text.end(), is_plain)) {
        json += '"';
        json += text;
        json += '"';
        return;
    }
    // Sources may hold bytes that are no UTF-8; they are replaced instead of thrown over.
    constexpr auto replaced = nlohmann::json::error_handler_t::replace;
    json += nlohmann::json(text).dump(-1, ' ', false, replaced);
}

/// A list: what `item` writes of each, between commas.
template<class Items, class Write>
void list(std::string_view key, const Items& items, std::string& json, const Write& write) {
    json += fmt::format(",\"{}\":[", key);
    for (size_t index = 0; index < items.size(); ++index) {
        json += index > 0 ? "," : "";
        write(items[index]);
    }
    json += ']';
}

/// The members that say where a span is, each with a comma behind it; nothing if it is nowhere.
void place(Span span, const SourceMap& sources, std::string& json) {
    if (span.is_nowhere())
        return;
    const Location begin = sources.locate(span.begin);
    const Location end = sources.locate(span.end);
    if (begin.file == nullptr)
        return;
    json += "\"file\":";
    quote(begin.file->name, json);
    json += fmt::format(
        ",\"line\":{},\"column\":{},\"endLine\":{},\"endColumn\":{},",
        begin.line,
        begin.column,
        end.line,
        end.column
    );
}

void placed_text(Span span, std::string_view text, const SourceMap& sources, std::string& json) {
    json += '{';
    place(span, sources, json);
    json += "\"text\":";
    quote(text, json);
    json += '}';
}

} // namespace

std::string render(const Diagnostic& diagnostic, const SourceMap& sources, bool colour) {
    Rendered both = render(diagnostic, sources);
    return std::move(colour ? both.coloured : both.plain);
}

Rendered render(const Diagnostic& diagnostic, const SourceMap& sources) {
    return Frame(diagnostic, sources).draw();
}

std::string render_json(const Diagnostic& diagnostic, const SourceMap& sources) {
    std::string json = fmt::format(
        "{{\"code\":\"{}\",\"severity\":\"{}\",\"message\":",
        facts(diagnostic.code).name,
        diagnostic.severity == Severity::error ? "error" : "warning"
    );
    quote(diagnostic.message, json);
    json += ',';
    place(diagnostic.span, sources, json);
    json += "\"label\":";
    quote(diagnostic.label, json);
    list("labels", diagnostic.labels, json, [&](const Label& label) {
        placed_text(label.span, label.text, sources, json);
    });
    list("notes", diagnostic.notes, json, [&](const std::string& note) { quote(note, json); });
    list("helps", diagnostic.helps, json, [&](const Help& help) {
        json += "{\"text\":";
        quote(help.text, json);
        if (help.edit) {
            json += ",\"edit\":";
            placed_text(help.edit->span, help.edit->text, sources, json);
        }
        json += '}';
    });
    json += '}';
    return json;
}

} // namespace weir
