#include "runtime/screen_page.hpp"

#include "types/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace weir {

namespace {

template<class Fields>
auto find_in(Fields& fields, std::string_view name) -> decltype(&*fields.begin()) {
    for (auto& field : fields) {
        const bool is_meant =
            (!field.name.empty() && equal_ignoring_case(field.name, name)) ||
            (!field.record_field.empty() && equal_ignoring_case(field.record_field, name));
        if (is_meant)
            return &field;
        if (const auto inner = find_in(field.fields, name))
            return inner;
    }
    return nullptr;
}

} // namespace

const ScreenField* ScreenPage::find(std::string_view field) const {
    return find_in(fields, field);
}

ScreenField* ScreenPage::find(std::string_view field) {
    return find_in(fields, field);
}

bool ScreenPage::has_errors() const {
    bool has = !errors.empty();
    for_each_field(fields, [&](const ScreenField& field) { has |= !field.errors.empty(); });
    return has;
}

// ---------------------------------------------------------------------------------- plain text

namespace {

std::string_view tag_name(std::string_view tag) {
    if (tag.starts_with('/'))
        tag.remove_prefix(1);
    const size_t end = tag.find_first_of(" \t\r\n/");
    return tag.substr(0, end);
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::ranges::any_of(names, [&](std::string_view other) {
        return equal_ignoring_case(name, other);
    });
}

void append_letter(std::string& text, uint32_t letter) {
    if (letter == 0 || letter > 0x10FFFF || (letter >= 0xD800 && letter < 0xE000))
        return;
    if (letter < 0x80) {
        text += static_cast<char>(letter);
    } else if (letter < 0x800) {
        text += static_cast<char>(0xC0 | (letter >> 6));
        text += static_cast<char>(0x80 | (letter & 0x3F));
    } else if (letter < 0x10000) {
        text += static_cast<char>(0xE0 | (letter >> 12));
        text += static_cast<char>(0x80 | ((letter >> 6) & 0x3F));
        text += static_cast<char>(0x80 | (letter & 0x3F));
    } else {
        text += static_cast<char>(0xF0 | (letter >> 18));
        text += static_cast<char>(0x80 | ((letter >> 12) & 0x3F));
        text += static_cast<char>(0x80 | ((letter >> 6) & 0x3F));
        text += static_cast<char>(0x80 | (letter & 0x3F));
    }
}

/// The entity behind `&`, without it and without the semicolon; false: it is none.
bool append_entity(std::string& text, std::string_view entity) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 10> known = {{
        {"amp", "&"},
        {"lt", "<"},
        {"gt", ">"},
        {"quot", "\""},
        {"apos", "'"},
        {"nbsp", " "},
        {"ndash", "–"},
        {"mdash", "—"},
        {"hellip", "…"},
        {"bull", "•"},
    }};
    for (const auto& [name, letters] : known)
        if (name == entity) {
            text += letters;
            return true;
        }
    if (entity.size() < 2 || entity[0] != '#')
        return false;
    const bool is_hexadecimal = entity[1] == 'x' || entity[1] == 'X';
    const std::string_view digits = entity.substr(is_hexadecimal ? 2 : 1);
    uint32_t letter = 0;
    const auto [end, error] = std::from_chars(
        digits.data(), digits.data() + digits.size(), letter, is_hexadecimal ? 16 : 10
    );
    if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size())
        return false;
    append_letter(text, letter == 160 ? ' ' : letter);
    return true;
}

/// Lines without blanks at their ends, and at most one empty one between two.
std::string tidy(std::string_view text) {
    std::string result;
    size_t empty = 0;
    for (size_t begin = 0; begin <= text.size();) {
        const size_t end = std::min(text.find('\n', begin), text.size());
        std::string_view line = text.substr(begin, end - begin);
        while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r'))
            line.remove_suffix(1);
        while (!line.empty() && (line.front() == ' ' || line.front() == '\t'))
            line.remove_prefix(1);
        begin = end + 1;
        if (line.empty()) {
            ++empty;
            continue;
        }
        if (!result.empty())
            result += empty > 0 ? "\n\n" : "\n";
        result += line;
        empty = 0;
    }
    return result;
}

class PlainText {
public:
    explicit PlainText(std::string_view markup) : markup_(markup) {}

    std::string run() {
        size_t at = 0;
        while (at < markup_.size()) {
            const char letter = markup_[at];
            if (letter == '<' && is_tag(at))
                at = tag(at);
            else if (letter == '&')
                at = entity(at);
            else {
                if (hidden_.empty())
                    text_ += letter;
                ++at;
            }
        }
        return tidy(text_);
    }

private:
    [[nodiscard]] bool is_tag(size_t at) const {
        if (at + 1 >= markup_.size() || markup_.find('>', at) == std::string_view::npos)
            return false;
        const char next = markup_[at + 1];
        return next == '/' || next == '!' || (next >= 'a' && next <= 'z') ||
               (next >= 'A' && next <= 'Z');
    }

    size_t tag(size_t at) {
        const size_t end = markup_.find('>', at);
        const std::string_view inside = markup_.substr(at + 1, end - at - 1);
        const bool closes = inside.starts_with('/');
        const std::string_view name = tag_name(inside);
        if (is_one_of(name, {"style", "script"}))
            hidden_ = closes ? std::string_view{} : name;
        if (equal_ignoring_case(name, "li") && !closes)
            text_ += "\n- ";
        else if (is_one_of(name, {"p", "h1", "h2", "h3", "h4", "h5", "h6", "table"}))
            text_ += closes ? "\n\n" : "\n";
        else if (is_one_of(name, {"br", "div", "ul", "ol", "tr", "hr", "blockquote"}))
            text_ += "\n";
        else if (is_one_of(name, {"td", "th"}) && closes)
            text_ += "  ";
        return end + 1;
    }

    size_t entity(size_t at) {
        constexpr size_t longest = 12;
        const size_t end = markup_.find(';', at);
        if (end != std::string_view::npos && end - at <= longest &&
            append_entity(text_, markup_.substr(at + 1, end - at - 1)))
            return end + 1;
        text_ += '&';
        return at + 1;
    }

    std::string_view markup_;
    std::string_view hidden_; // the tag whose contents nobody reads
    std::string text_;
};

} // namespace

std::string plain_text(std::string_view markup) {
    return PlainText(markup).run();
}

} // namespace weir
