// Functions that make markup, or make a text safe inside of some.

#include "formula/functions/parts.hpp"
#include "formula/numbers.hpp"

#include <fmt/format.h>

namespace weir::functions {

namespace {

using enum ParameterKind;

constexpr Parameter one_text[] = {{"text", text}};
constexpr Parameter link_parameters[] = {
    {"url", text}, {"friendly_name", text}, {.name = "target", .kind = text, .optional = true}};
constexpr Parameter image_parameters[] = {
    {"image_url", text},
    {"alternate_text", text},
    {.name = "height", .kind = number, .optional = true},
    {.name = "width", .kind = number, .optional = true}};

constexpr Example br_examples[] = {{"LEN('a' & BR() & 'b')", "3"}};
constexpr Example link_examples[] = {
    {"HYPERLINK('/home', 'Home')", "<a href=\"/home\" target=\"_blank\">Home</a>"}};
constexpr Example image_examples[] = {
    {"IMAGE('/a.png', 'A')", "<img src=\"/a.png\" alt=\"A\" border=\"0\"/>"}};
constexpr Example html_examples[] = {{"HTMLENCODE('<b>')", "&lt;b&gt;"}};
constexpr Example js_examples[] = {{"JSENCODE('it\\'s')", "it\\'s"}};
constexpr Example js_html_examples[] = {{"JSINHTMLENCODE('<')", "&lt;"}};
constexpr Example url_examples[] = {{"URLENCODE('a b&c')", "a+b%26c"}};

std::string html_encoded(std::string_view text) {
    std::string result;
    for (const char letter : text) {
        switch (letter) {
        case '<':
            result += "&lt;";
            break;
        case '>':
            result += "&gt;";
            break;
        case '&':
            result += "&amp;";
            break;
        case '"':
            result += "&quot;";
            break;
        case '\'':
            result += "&#39;";
            break;
        default:
            result += letter;
        }
    }
    return result;
}

std::string js_encoded(std::string_view text) {
    std::string result;
    for (const char letter : text) {
        switch (letter) {
        case '\\':
            result += "\\\\";
            break;
        case '\'':
            result += "\\'";
            break;
        case '"':
            result += "\\\"";
            break;
        case '\n':
            result += "\\n";
            break;
        case '\r':
            result += "\\r";
            break;
        case '\t':
            result += "\\t";
            break;
        case '<':
            result += "\\u003C";
            break;
        case '>':
            result += "\\u003E";
            break;
        default:
            result += letter;
        }
    }
    return result;
}

// As forms are encoded: letters, digits and `.-*_` stay, a space is `+`.
std::string url_encoded(std::string_view text) {
    std::string result;
    for (const char letter : text) {
        const bool stays = (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') ||
                           (letter >= 'a' && letter <= 'z') || letter == '.' || letter == '-' ||
                           letter == '*' || letter == '_';
        if (stays)
            result += letter;
        else if (letter == ' ')
            result += '+';
        else
            result += fmt::format("%{:02X}", static_cast<unsigned char>(letter));
    }
    return result;
}

template<std::string (*encoded)(std::string_view)>
Value encode(const CallArguments& call) {
    return text_copy(encoded(call[0].as_text()), call);
}

Value call_br(const CallArguments&) {
    return Value::text("\n");
}

Value call_hyperlink(const CallArguments& call) {
    const std::string_view target = call.size() > 2 ? text_or_empty(call[2]) : std::string_view{};
    return text_copy(
        fmt::format(
            "<a href=\"{}\" target=\"{}\">{}</a>",
            text_or_empty(call[0]),
            target.empty() ? std::string_view("_blank") : target,
            text_or_empty(call[1])
        ),
        call
    );
}

Value call_image(const CallArguments& call) {
    std::string size;
    const auto add = [&](std::string_view name, size_t index) {
        if (call.size() > index && !call[index].is_null())
            size += fmt::format(" {}=\"{}\"", name, whole_part(call[index]));
    };
    add("height", 2);
    add("width", 3);
    return text_copy(
        fmt::format(
            "<img src=\"{}\" alt=\"{}\"{} border=\"0\"/>",
            text_or_empty(call[0]),
            text_or_empty(call[1]),
            size
        ),
        call
    );
}

constexpr Function list[] = {
    {.name = "BR",
     .parameters = {},
     .doc = "A line break.",
     .examples = br_examples,
     .call = call_br},
    {.name = "HYPERLINK",
     .parameters = link_parameters,
     .doc = "A link as HTML.",
     .examples = link_examples,
     .call = call_hyperlink},
    {.name = "IMAGE",
     .parameters = image_parameters,
     .doc = "An image as HTML.",
     .examples = image_examples,
     .call = call_image},
    {.name = "HTMLENCODE",
     .parameters = one_text,
     .null_in_null_out = true,
     .doc = "With what means something in HTML made harmless.",
     .examples = html_examples,
     .call = encode<html_encoded>},
    {.name = "JSENCODE",
     .parameters = one_text,
     .null_in_null_out = true,
     .doc = "With what means something in a JavaScript text made harmless.",
     .examples = js_examples,
     .call = encode<js_encoded>},
    {.name = "JSINHTMLENCODE",
     .parameters = one_text,
     .null_in_null_out = true,
     .doc = "Made harmless for a JavaScript text inside of HTML.",
     .examples = js_html_examples,
     .call = [](const CallArguments& call
             ) { return text_copy(js_encoded(html_encoded(call[0].as_text())), call); }},
    {.name = "URLENCODE",
     .parameters = one_text,
     .null_in_null_out = true,
     .doc = "With what means something in a web address made harmless.",
     .examples = url_examples,
     .call = encode<url_encoded>},
};

} // namespace

std::span<const Function> encodings() {
    return list;
}

} // namespace weir::functions
