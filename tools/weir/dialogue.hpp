// Lines between a command and whoever sits at the terminal, or what stands in stdin instead.
#pragma once

#include <cstddef>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

enum class Style { plain, strong, faint, wrong };

/// Writes paragraphs no wider than the terminal and reads lines. No colours where the output is no terminal.
class Dialogue {
public:
    /// `out` takes all that is said.
    explicit Dialogue(std::FILE* out);

    /// Whether a person answers.
    [[nodiscard]] bool is_answered_by_person() const { return is_person_; }

    /// Lines of text, broken at blanks, each behind `indent` blanks.
    void say(std::string_view text, Style style = Style::plain, size_t indent = 0);
    /// A line across the terminal with a title in it.
    void rule(std::string_view title);
    void empty_line();
    /// Asks on a line of its own and reads the answer; nothing at the end of the input. `is_secret`: it is not shown while it is typed.
    [[nodiscard]] std::optional<std::string> ask(std::string_view prompt, bool is_secret = false);

private:
    void write(std::string_view text, Style style);

    std::FILE* out_;
    bool is_person_;
    bool has_colour_;
    size_t width_;
};

/// The number of columns a text takes, about: one for each character.
[[nodiscard]] size_t columns_of(std::string_view text);
