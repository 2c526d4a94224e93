#include "metadata/xml.hpp"

#include "base/limits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <pugixml.hpp>
#include <vector>

namespace weir::metadata {

namespace {

constexpr unsigned options = pugi::parse_default | pugi::parse_ws_pcdata_single |
                             pugi::parse_doctype | pugi::parse_declaration;

/// What pugixml found wrong, in our words.
std::string_view words(pugi::xml_parse_status status) {
    switch (status) {
    case pugi::status_no_document_element:
        return "there is no element in it";
    case pugi::status_end_element_mismatch:
        return "this end tag does not belong to the element that is open";
    case pugi::status_bad_start_element:
        return "a start tag is not complete";
    case pugi::status_bad_end_element:
        return "an end tag is not complete";
    case pugi::status_bad_attribute:
        return "an attribute is not complete";
    case pugi::status_bad_comment:
        return "a comment is not closed";
    case pugi::status_bad_cdata:
        return "a CDATA section is not closed";
    case pugi::status_bad_doctype:
        return "a document type is not closed";
    case pugi::status_bad_pi:
        return "a processing instruction is not closed";
    case pugi::status_unrecognized_tag:
        return "`<` begins no tag here";
    case pugi::status_out_of_memory:
        return "it does not fit into memory";
    default:
        return "the text ends in the middle of an element";
    }
}

/// What XML 1.0 can hold (section 2.2), also by its number.
bool is_character(uint32_t code) {
    if (code < 0x20)
        return code == '\t' || code == '\n' || code == '\r';
    return code < 0xD800 || (code > 0xDFFF && code < 0xFFFE) || (code > 0xFFFF && code <= 0x10FFFF);
}

struct Prefix {
    size_t size = 0;         // what is well
    bool is_encoded = false; // what comes next is a character, but none of XML
};

/// The text up to the first place that is no UTF-8 or no character of XML.
Prefix valid_prefix(std::string_view text) {
    constexpr uint64_t high_bits = 0x8080808080808080U;
    constexpr uint64_t blanks = 0x2020202020202020U;
    size_t at = 0;
    while (at < text.size()) {
        // Almost all of a file is ASCII and prints: eight bytes at once, none of them above it and
        // none below a blank.
        for (uint64_t eight = 0; at + sizeof eight <= text.size(); at += sizeof eight) {
            std::memcpy(&eight, text.data() + at, sizeof eight);
            if (((eight | (eight - blanks)) & high_bits) != 0)
                break;
        }
        if (at == text.size())
            break;
        const auto lead = static_cast<unsigned char>(text[at]);
        if (lead < 0x80) {
            if (lead < 0x20 && !is_character(lead))
                return {at, lead != 0}; // zeros are what other encodings are full of
            ++at;
            continue;
        }
        const size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : 0;
        if (more == 0 || lead > 0xF4 || at + more >= text.size())
            return {at, false};
        uint32_t code = lead & (0x3FU >> more);
        for (size_t index = 1; index <= more; ++index) {
            const auto next = static_cast<unsigned char>(text[at + index]);
            if ((next & 0xC0U) != 0x80)
                return {at, false};
            code = (code << 6U) | (next & 0x3FU);
        }
        // A character has one form, the shortest.
        if ((more == 2 && code < 0x800) || (more == 3 && code < 0x10000))
            return {at, false};
        if (!is_character(code))
            return {at, code >= 0xFFFE && code <= 0xFFFF};
        at += more + 1;
    }
    return {at, false};
}

/// `#10` and `#x0A`, without what is around them.
bool is_character_reference(std::string_view name) {
    const bool is_hexadecimal = name.starts_with("#x");
    const std::string_view digits = name.substr(is_hexadecimal ? 2 : 1);
    uint32_t code = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, code, is_hexadecimal ? 16 : 10);
    return error == std::errc{} && stop == end && is_character(code);
}

/// Reads one text: where it stands in the sources, or, for a fragment, one place for all.
class Reader {
public:
    Reader(std::string_view text, Span place, bool is_file, Arena& arena, Diagnostics& out)
        : text_(text), place_(place), is_file_(is_file), arena_(arena), out_(out) {}

    const XmlNode* read() {
        if (const Prefix valid = valid_prefix(text_); valid.size < text_.size())
            return valid.is_encoded ? fail(
                                          Code::W0004,
                                          valid.size,
                                          "this is no XML: a control character stands in the text"
                                      )
                                    : fail(Code::W0002, valid.size, "the file is not UTF-8");
        if (text_.size() > limits::xml_tags && count_tags() > limits::xml_tags)
            return fail(
                Code::W0005, 0, fmt::format("the file has more than {} tags", limits::xml_tags)
            );
        pugi::xml_document document;
        unsigned mode = is_file_ ? options : options | pugi::parse_fragment;
        // Blanks beside a comment or a section are part of a text that goes on behind it.
        if (text_.find("<!--") != std::string_view::npos ||
            text_.find("<![CDATA[") != std::string_view::npos ||
            text_.find("<?", 2) != std::string_view::npos)
            mode = (mode & ~unsigned{pugi::parse_ws_pcdata_single}) | pugi::parse_ws_pcdata;
        const auto result =
            document.load_buffer(text_.data(), text_.size(), mode, pugi::encoding_utf8);
        if (!result) {
            const auto at = static_cast<size_t>(std::max<ptrdiff_t>(result.offset, 0));
            return fail(
                Code::W0004,
                std::min(at, text_.size()),
                fmt::format("this is no XML: {}", words(result.status))
            );
        }
        return convert(document);
    }

private:
    /// Those that begin elements, comments and the like.
    [[nodiscard]] size_t count_tags() const {
        size_t tags = 0;
        for (size_t at = text_.find('<'); at != std::string_view::npos;
             at = text_.find('<', at + 1))
            tags += text_.substr(at + 1, 1) == "/" ? 0 : 1;
        return tags;
    }

    const XmlNode* convert(const pugi::xml_document& document) {
        std::vector<const XmlNode*> roots;
        for (const pugi::xml_node node : document.children()) {
            if (node.type() == pugi::node_doctype)
                return fail(
                    Code::W0005,
                    offset(node),
                    "a document type stands in the file, and weir reads none"
                );
            if (node.type() == pugi::node_declaration) {
                const std::string_view encoding = node.attribute("encoding").as_string("UTF-8");
                if (!is_utf8(encoding))
                    return fail(
                        Code::W0002,
                        offset(node),
                        fmt::format("the file says that it is `{}`, and weir reads UTF-8", encoding)
                    );
                continue;
            }
            if (node.type() != pugi::node_element)
                continue;
            const XmlNode* const root = element(node, 1);
            if (root == nullptr)
                return nullptr;
            roots.push_back(root);
        }
        if (!is_file_) {
            auto* const fragment = arena_.make<XmlNode>();
            fragment->children = arena_.copy(roots);
            return fragment;
        }
        if (roots.size() > 1)
            return fail(
                Code::W0004,
                roots[1]->span.begin - place_.begin,
                "this is no XML: a second element stands beside the first"
            );
        // Metadata has no text beside elements. Of a flow nothing may be lost; elsewhere the
        // elements are all that is read.
        if (mixed_ != nullptr && roots.front()->name == "Flow")
            return fail(
                Code::W0005,
                mixed_->span.begin - place_.begin,
                fmt::format("`{}` holds elements and a text beside them", mixed_->name)
            );
        return roots.front();
    }

    static bool is_utf8(std::string_view encoding) {
        const auto same = [&](std::string_view name) {
            return std::equal(
                encoding.begin(),
                encoding.end(),
                name.begin(),
                name.end(),
                [](char left, char right) {
                    return (left >= 'A' && left <= 'Z' ? left + ('a' - 'A') : left) == right;
                }
            );
        };
        return same("utf-8") || same("utf8") || same("us-ascii");
    }

    const XmlNode* element(const pugi::xml_node& node, size_t depth) {
        if (depth > limits::xml_depth)
            return fail(
                Code::W0005,
                offset(node),
                fmt::format("elements are nested more than {} deep", limits::xml_depth)
            );
        auto* const made = arena_.make<XmlNode>();
        made->name = arena_.copy(local(node.name()));
        made->span = span(offset(node), made->name.size());
        made->text_span = made->span;
        if (!node.first_attribute().empty()) {
            made->is_nil = std::string_view(node.attribute("xsi:nil").as_string()) == "true";
            made->type = arena_.copy(std::string_view(node.attribute("xsi:type").as_string()));
        }
        const size_t first = scratch_.size();
        std::string joined; // texts around comments and CDATA sections are one text
        for (const pugi::xml_node child : node.children()) {
            if (child.type() == pugi::node_element) {
                const XmlNode* const inner = element(child, depth + 1);
                if (inner == nullptr)
                    return nullptr;
                scratch_.push_back(inner);
            } else if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
                if (!add_text(*made, child, joined))
                    return nullptr;
            }
        }
        if (!joined.empty())
            made->text = arena_.copy(std::string_view(joined));
        if (scratch_.size() > first) {
            if (mixed_ == nullptr &&
                made->text.find_first_not_of(" \t\r\n") != std::string_view::npos)
                mixed_ = made;
            made->children = arena_.copy(std::span<const XmlNode* const>(scratch_).subspan(first));
            made->text = {};
            made->text_span = made->span;
        }
        scratch_.resize(first);
        return made;
    }

    bool add_text(XmlNode& made, const pugi::xml_node& child, std::string& joined) {
        const std::string_view value = child.value();
        const size_t begin = offset(child);
        const size_t end = std::min(
            text_.find(child.type() == pugi::node_cdata ? "]]>" : "<", begin), text_.size()
        );
        if (child.type() == pugi::node_pcdata && !check_entities(begin, end))
            return false;
        if (made.text.empty()) {
            made.text = arena_.copy(value);
            made.text_span = span(begin, end - begin);
        } else {
            if (joined.empty())
                joined = made.text;
            joined += value;
        }
        return true;
    }

    /// Only the five of XML and numbers: nothing can be declared.
    bool check_entities(size_t begin, size_t end) {
        // Not a byte is looked at behind the end: a file has thousands of texts and few such signs.
        const std::string_view text = text_.substr(0, end);
        for (size_t at = text.find('&', begin); at < end; at = text.find('&', at + 1)) {
            const std::string_view rest = text_.substr(at + 1, 12);
            const std::string_view name = rest.substr(0, rest.find(';'));
            const bool is_known = name == "lt" || name == "gt" || name == "amp" || name == "quot" ||
                                  name == "apos" ||
                                  (name.starts_with('#') && is_character_reference(name));
            if (!is_known || name.size() == rest.size()) {
                fail(
                    Code::W0004, at, "this is no XML: `&` begins no character here; write `&amp;`"
                );
                return false;
            }
        }
        return true;
    }

    static std::string_view local(std::string_view name) {
        const size_t colon = name.rfind(':');
        return colon == std::string_view::npos ? name : name.substr(colon + 1);
    }

    static size_t offset(const pugi::xml_node& node) {
        return static_cast<size_t>(std::max<ptrdiff_t>(node.offset_debug(), 0));
    }
    [[nodiscard]] Span span(size_t begin, size_t size) const {
        if (!is_file_)
            return place_;
        return {
            place_.begin + static_cast<uint32_t>(begin),
            place_.begin + static_cast<uint32_t>(begin + size)};
    }
    std::nullptr_t fail(Code code, size_t at, std::string_view message) {
        out_.report(code, span(at, at < text_.size() ? 1 : 0), "{}", message);
        return nullptr;
    }

    std::string_view text_;
    Span place_;
    bool is_file_;
    Arena& arena_;
    Diagnostics& out_;
    std::vector<const XmlNode*> scratch_;
    const XmlNode* mixed_ = nullptr; // the first element with a text beside its children
};

} // namespace

const XmlNode* XmlNode::child(std::string_view tag) const {
    for (const XmlNode* const candidate : children)
        if (candidate->name == tag)
            return candidate;
    return nullptr;
}

std::string_view XmlNode::child_text(std::string_view tag) const {
    const XmlNode* const found = child(tag);
    return found == nullptr ? std::string_view{} : found->text;
}

const XmlNode* parse_xml(const SourceFile& file, Arena& arena, Diagnostics& out) {
    return Reader(file.text, file.span(), true, arena, out).read();
}

const XmlNode* parse_fragment(std::string_view text, Span place, Arena& arena, Diagnostics& out) {
    return Reader(text, place, false, arena, out).read();
}

bool equal(const XmlNode& left, const XmlNode& right) {
    if (left.name != right.name || left.text != right.text || left.is_nil != right.is_nil ||
        left.children.size() != right.children.size())
        return false;
    for (size_t index = 0; index < left.children.size(); ++index)
        if (!equal(*left.children[index], *right.children[index]))
            return false;
    return true;
}

} // namespace weir::metadata
