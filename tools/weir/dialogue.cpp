#include "dialogue.hpp"

#include "terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

namespace {

constexpr size_t usual_width = 80;
constexpr size_t least_width = 20;
constexpr size_t most_width = 100; // longer lines are hard to read

size_t width_of(std::FILE* out) {
    size_t width = usual_width;
    winsize size{};
    const char* const columns = std::getenv("COLUMNS");
    if (is_terminal(out) && ::ioctl(::fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col > 0) width = size.ws_col;
    else if (columns != nullptr && std::atoi(columns) > 0) width = static_cast<size_t>(std::atoi(columns));
    return std::clamp(width, least_width, most_width);
}

/// Typed characters are not shown while it lives.
class Secret {
public:
    explicit Secret(bool is_wanted) {
        is_on_ = is_wanted && ::tcgetattr(STDIN_FILENO, &before_) == 0;
        if (!is_on_) return;
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        is_on_ = ::tcsetattr(STDIN_FILENO, TCSANOW, &silent) == 0;
    }
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    ~Secret() {
        if (is_on_) static_cast<void>(::tcsetattr(STDIN_FILENO, TCSANOW, &before_));
    }

private:
    termios before_{};
    bool is_on_ = false;
};

std::string_view code_of(Style style) {
    switch (style) {
    case Style::plain: return {};
    case Style::strong: return "\x1b[1m";
    case Style::faint: return "\x1b[2m";
    case Style::wrong: return "\x1b[31m";
    }
    return {};
}

/// Control characters of a flow's texts do nothing to a terminal.
std::string harmless(std::string_view text) {
    std::string result;
    for (const char letter : text)
        if (static_cast<unsigned char>(letter) >= 0x20 && letter != 0x7f) result += letter;
        else if (letter == '\n' || letter == '\t') result += letter == '\t' ? ' ' : letter;
    return result;
}

/// Bytes of the first `columns` columns, to the last blank in them if there is one.
size_t break_at(std::string_view line, size_t columns) {
    size_t count = 0;
    size_t blank = std::string_view::npos;
    for (size_t at = 0; at < line.size(); ++at) {
        const bool begins_character = (static_cast<unsigned char>(line[at]) & 0xC0) != 0x80;
        if (begins_character && count++ == columns) return line[at] == ' ' || blank == std::string_view::npos ? at : blank;
        if (line[at] == ' ') blank = at;
    }
    return line.size();
}

} // namespace

size_t columns_of(std::string_view text) {
    return static_cast<size_t>(
        std::ranges::count_if(text, [](char letter) { return (static_cast<unsigned char>(letter) & 0xC0) != 0x80; })
    );
}

Dialogue::Dialogue(std::FILE* out)
    : out_(out), is_person_(is_terminal(stdin)), has_colour_(wants_colour(out)), width_(width_of(out)) {}

void Dialogue::write(std::string_view text, Style style) {
    const std::string_view code = has_colour_ ? code_of(style) : std::string_view{};
    fmt::print(out_, "{}{}{}", code, text, code.empty() ? "" : "\x1b[0m");
}

void Dialogue::say(std::string_view text, Style style, size_t indent) {
    const std::string clean = harmless(text);
    indent = std::min(indent, width_ / 2);
    const size_t room = width_ - indent;
    for (size_t begin = 0; begin <= clean.size();) {
        const size_t end = std::min(clean.find('\n', begin), clean.size());
        std::string_view line = std::string_view(clean).substr(begin, end - begin);
        do {
            const size_t size = break_at(line, room);
            fmt::print(out_, "{:{}}", "", line.empty() ? 0 : indent);
            write(line.substr(0, size), style);
            fmt::print(out_, "\n");
            line.remove_prefix(size);
            while (line.starts_with(' ')) line.remove_prefix(1);
        } while (!line.empty());
        begin = end + 1;
    }
}

void Dialogue::rule(std::string_view title) {
    const std::string clean = harmless(title);
    std::string line = clean.empty() ? "--" : "-- " + clean + " ";
    while (columns_of(line) < width_) line += '-';
    say(line, Style::strong);
}

void Dialogue::empty_line() { fmt::print(out_, "\n"); }

std::optional<std::string> Dialogue::ask(std::string_view prompt, bool is_secret) {
    write(harmless(prompt), Style::strong);
    fmt::print(out_, " ");
    std::fflush(out_);
    std::string line;
    {
        const Secret secret(is_secret && is_person_);
        if (!std::getline(std::cin, line)) {
            fmt::print(out_, "\n");
            return std::nullopt;
        }
    }
    if (!line.empty() && line.back() == '\r') line.pop_back();
    // What was typed at a terminal ends its line there; what was piped in is shown, so that the output can be read.
    if (!is_person_ || is_secret) fmt::print(out_, "{}\n", is_secret ? "" : harmless(line));
    return line;
}
