#include "scripts/json.hpp"

#include "base/limits.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

void append_utf8(uint32_t code, std::string& text) {
    const auto add = [&text](uint32_t byte) { text += static_cast<char>(byte); };
    if (code < 0x80) {
        add(code);
    } else if (code < 0x800) {
        add(0xC0U | (code >> 6U));
        add(0x80U | (code & 0x3FU));
    } else if (code < 0x10000) {
        add(0xE0U | (code >> 12U));
        add(0x80U | ((code >> 6U) & 0x3FU));
        add(0x80U | (code & 0x3FU));
    } else {
        add(0xF0U | (code >> 18U));
        add(0x80U | ((code >> 12U) & 0x3FU));
        add(0x80U | ((code >> 6U) & 0x3FU));
        add(0x80U | (code & 0x3FU));
    }
}

class Parser {
public:
    Parser(std::string_view text, JsonProblem& problem) : text_(text), problem_(problem) {
        if (text_.starts_with("\xEF\xBB\xBF"))
            at_ = 3;
    }

    bool run(JsonValue& value) {
        if (!read(value, 0))
            return false;
        skip_blanks();
        return at_ == text_.size() || fail("the text goes on behind its value");
    }

private:
    bool fail(std::string message) { return fail_at(at_, std::move(message)); }
    bool fail_at(size_t offset, std::string message) {
        problem_ = {offset, std::move(message)};
        return false;
    }
    [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    void skip_blanks() {
        while (at_ < text_.size() &&
               std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos)
            ++at_;
    }
    bool take(char letter) {
        if (peek() != letter || at_ >= text_.size())
            return false;
        ++at_;
        return true;
    }

    bool read(JsonValue& value, size_t depth) {
        skip_blanks();
        value.offset = at_;
        const bool is_read = read_value(value, depth);
        value.end = at_;
        return is_read;
    }

    bool read_value(JsonValue& value, size_t depth) {
        if (depth > limits::nesting)
            return fail("values are nested too deep");
        switch (peek()) {
        case '{':
            return read_object(value, depth);
        case '[':
            return read_list(value, depth);
        case '"':
            value.kind = JsonKind::text;
            return read_text(value.text);
        default:
            break;
        }
        if (peek() == '-' || is_digit(peek()))
            return read_number(value);
        return read_word(value);
    }

    bool read_word(JsonValue& value) {
        constexpr std::string_view words[] = {"null", "true", "false"};
        for (const std::string_view word : words) {
            if (!text_.substr(at_).starts_with(word))
                continue;
            at_ += word.size();
            value.kind = word == "null" ? JsonKind::null : JsonKind::boolean;
            value.truth = word == "true";
            return true;
        }
        return fail(
            at_ >= text_.size() ? "the text ends where a value should be" : "here should be a value"
        );
    }

    bool read_number(JsonValue& value) {
        const size_t begin = at_;
        const auto digits = [this] {
            const size_t first = at_;
            while (is_digit(peek()))
                ++at_;
            return at_ > first;
        };
        take('-');
        bool is_whole = digits();
        if (take('.'))
            is_whole = digits() && is_whole;
        if (peek() == 'e' || peek() == 'E') {
            ++at_;
            if (!take('+'))
                take('-');
            is_whole = digits() && is_whole;
        }
        if (!is_whole)
            return fail_at(begin, "a number ends too early");
        value.kind = JsonKind::number;
        value.text = text_.substr(begin, at_ - begin);
        return true;
    }

    bool read_text(std::string& result) {
        const size_t begin = at_++;
        while (at_ < text_.size()) {
            const char letter = text_[at_];
            if (letter == '"') {
                ++at_;
                return true;
            }
            if (static_cast<unsigned char>(letter) < 0x20)
                return fail("a text holds a line end or another control character");
            if (letter == '\\') {
                if (!read_escape(result))
                    return false;
            } else {
                result += letter;
                ++at_;
            }
        }
        return fail_at(begin, "a text is not closed");
    }

    bool read_escape(std::string& result) {
        constexpr std::string_view names = "\"\\/bfnrt";
        constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
        const size_t begin = at_++;
        const char name = peek();
        if (const size_t found = names.find(name);
            found != std::string_view::npos && name != '\0') {
            result += meanings[found];
            ++at_;
            return true;
        }
        uint32_t code = 0;
        if (name != 'u' || !read_unit(code))
            return fail_at(begin, "this is no escape of JSON");
        // A pair of units is one character.
        if (code >= 0xD800 && code < 0xDC00 && text_.substr(at_).starts_with("\\u")) {
            ++at_;
            uint32_t low = 0;
            if (!read_unit(low))
                return fail_at(begin, "this is no escape of JSON");
            if (low >= 0xDC00 && low < 0xE000)
                code = 0x10000U + ((code - 0xD800U) << 10U) + (low - 0xDC00U);
            else
                return fail_at(begin, "half a character is escaped");
        }
        if (code >= 0xD800 && code < 0xE000)
            return fail_at(begin, "half a character is escaped");
        append_utf8(code, result);
        return true;
    }

    /// `u00E9`
    bool read_unit(uint32_t& code) {
        ++at_;
        for (int digit = 0; digit < 4; ++digit, ++at_) {
            const char letter = peek();
            code <<= 4U;
            if (is_digit(letter))
                code |= static_cast<uint32_t>(letter - '0');
            else if (letter >= 'a' && letter <= 'f')
                code |= static_cast<uint32_t>(letter - 'a' + 10);
            else if (letter >= 'A' && letter <= 'F')
                code |= static_cast<uint32_t>(letter - 'A' + 10);
            else
                return false;
        }
        return true;
    }

    bool read_list(JsonValue& value, size_t depth) {
        value.kind = JsonKind::list;
        ++at_;
        skip_blanks();
        if (take(']'))
            return true;
        for (;;) {
            if (!read(value.items.emplace_back(), depth + 1))
                return false;
            skip_blanks();
            if (take(']'))
                return true;
            if (!take(','))
                return fail("here should be `,` or `]`");
        }
    }

    bool read_object(JsonValue& value, size_t depth) {
        value.kind = JsonKind::object;
        ++at_;
        skip_blanks();
        if (take('}'))
            return true;
        for (;;) {
            skip_blanks();
            if (peek() != '"')
                return fail("here should be a name in quotes");
            auto& [name, member] = value.members.emplace_back();
            if (!read_text(name))
                return false;
            skip_blanks();
            if (!take(':'))
                return fail("here should be `:`");
            if (!read(member, depth + 1))
                return false;
            skip_blanks();
            if (take('}'))
                return true;
            if (!take(','))
                return fail("here should be `,` or `}`");
        }
    }

    std::string_view text_;
    JsonProblem& problem_;
    size_t at_ = 0;
};

} // namespace

JsonValue::JsonValue() = default;
JsonValue::JsonValue(const JsonValue& other) = default;
JsonValue::JsonValue(JsonValue&& other) noexcept = default;
JsonValue& JsonValue::operator=(const JsonValue& other) = default;
JsonValue& JsonValue::operator=(JsonValue&& other) noexcept = default;
JsonValue::~JsonValue() = default;

const JsonValue* JsonValue::find(std::string_view name) const {
    const auto found = std::find_if(members.begin(), members.end(), [&](const auto& member) {
        return member.name == name;
    });
    return found == members.end() ? nullptr : &found->value;
}

bool parse_json(std::string_view text, JsonValue& value, JsonProblem& problem) {
    return Parser(text, problem).run(value);
}

JsonPlace place_of(std::string_view text, size_t offset) {
    const std::string_view before = text.substr(0, std::min(offset, text.size()));
    const auto lines = static_cast<size_t>(std::count(before.begin(), before.end(), '\n'));
    const size_t line_begin = before.rfind('\n');
    return {
        lines + 1, before.size() - (line_begin == std::string_view::npos ? 0 : line_begin + 1) + 1};
}

} // namespace weir
