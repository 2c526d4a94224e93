#include "random_xml.hpp"

#include <algorithm>
#include <array>

namespace weir::laws {

namespace {

constexpr std::array<std::string_view, 46> odd_texts{
    "",
    " ",
    "  lead",
    "trail ",
    "a\nb",
    "\n",
    "\n\nx\n\n",
    "a\tb",
    "\"",
    "\"\"\"",
    "'",
    "\\",
    "\\n",
    "{",
    "}",
    "{!x}",
    "{!",
    "&",
    "<b>x</b>",
    "]]>",
    "// c",
    "/* c */",
    "-> X",
    "end",
    "caf\u00e9",
    "\u65e5\u672c",
    "\U0001F600",
    "\u00a0",
    "\u2028",
    "\ufeff",
    "a`b",
    "``",
    "null",
    "TRUE",
    "-1",
    "1.50",
    ".5",
    "007",
    "a..b",
    "$Record.Name",
    "1 AND 2",
    "1 and (2 or 3)",
    "(1",
    "a\r\nb",
    "line\n  two\n\tthree ",
    "1a",
};

constexpr std::array<std::string_view, 12> plain_texts{
    "Account",
    "Name",
    "$Record.Id",
    "Contact",
    "My Text",
    "c:map",
    "0",
    "1 AND (2 OR NOT 3)",
    "and",
    "or",
    "2026-01-01",
    "start",
};

} // namespace

bool RandomXml::chance(double share) {
    return std::uniform_real_distribution<double>(0, 1)(random_) < share;
}
size_t RandomXml::below(size_t count) {
    return std::uniform_int_distribution<size_t>(0, count - 1)(random_);
}

bool RandomXml::is_node(const std::string& type) const {
    const auto found = schema_.types.find(type);
    return found != schema_.types.end() &&
           std::any_of(found->second.begin(), found->second.end(), [](const SchemaField& field) {
               return field.name == "locationX";
           });
}

std::string RandomXml::fresh_name() {
    if (chance(chaos_ / 10) && !names_.empty())
        return names_[below(names_.size())];
    constexpr std::array<std::string_view, 6> roots{"Get", "Do_It", "end", "when", "record", "a"};
    return std::string(roots[below(roots.size())]) + "_" + std::to_string(++made_);
}

std::string RandomXml::text(const SchemaField& field) {
    const auto words = schema_.words.find(field.type);
    if (words != schema_.words.end() && !chance(chaos_ / 2))
        return words->second[below(words->second.size())];
    if (field.type == "boolean" && !chance(chaos_ / 2))
        return chance(0.5) ? "true" : "false";
    if ((field.type == "int" || field.type == "double") && !chance(chaos_ / 2))
        return std::to_string(below(90));
    if (field.name == "name" && !chance(chaos_))
        return fresh_name();
    const bool is_reference = field.name.ends_with("Reference");
    if (is_reference && !names_.empty() && !chance(0.1 + chaos_))
        return names_[below(names_.size())];
    if (chance(chaos_) || (!is_reference && field.name.ends_with("Value") && chance(0.3)))
        return std::string(odd_texts[below(odd_texts.size())]);
    return std::string(plain_texts[below(plain_texts.size())]);
}

RandomXml::Piece RandomXml::piece(const SchemaField& field, size_t depth) {
    Piece made;
    made.name = field.name;
    const auto type = schema_.types.find(field.type);
    if (type == schema_.types.end() || depth > 8) {
        made.text = type == schema_.types.end() ? text(field) : std::string();
        return made;
    }
    const std::vector<SchemaField>& fields = type->second;
    // A value has one kind.
    if (field.type == "FlowElementReferenceOrValue" && !fields.empty()) {
        made.children.push_back(piece(fields[below(fields.size())], depth + 1));
        return made;
    }
    const double share = depth < 3 ? 0.15 + 0.2 * static_cast<double>(below(4)) : 0.2;
    for (const SchemaField& part : fields) {
        if (part.required ? chance(chaos_ / 3) : !chance(share))
            continue;
        const size_t count = part.repeated ? 1 + below(3) : chance(chaos_ / 20) ? 2 : 1;
        for (size_t index = 0; index < count; ++index)
            made.children.push_back(piece(part, depth + 1));
    }
    spice(made);
    return made;
}

void RandomXml::spice(Piece& piece) {
    if (chance(chaos_ / 10)) {
        constexpr std::array<std::string_view, 6> tags{
            "futureThing", "element", "positions", "without", "more", "start"};
        const std::string text(odd_texts[below(odd_texts.size())]);
        piece.children.push_back({std::string(tags[below(tags.size())]), text, {}});
    }
    if (chance(chaos_ / 2))
        std::shuffle(piece.children.begin(), piece.children.end(), random_);
}

const metadata::XmlNode* RandomXml::flow(Arena& arena) {
    Piece root{"Flow", {}, {}};
    const std::vector<SchemaField>& fields = schema_.types.at("Flow");
    std::vector<std::pair<const SchemaField*, std::string>> plan;
    names_ = {};
    made_ = 0;
    for (const SchemaField& field : fields) {
        if (!field.repeated) {
            const bool is_usual = field.name == "label" || field.name == "start" ||
                                  field.name == "processType" || field.name == "status";
            if (chance(is_usual ? 0.9 : 0.15))
                plan.emplace_back(&field, std::string());
            continue;
        }
        for (size_t count = chance(0.3) ? 1 + below(3) : 0; count > 0; --count) {
            std::string name = is_node(field.type) ? fresh_name() : std::string();
            if (!name.empty())
                names_.push_back(name);
            plan.emplace_back(&field, std::move(name));
        }
    }
    for (const auto& [field, name] : plan) {
        Piece made = piece(*field, 1);
        if (!name.empty() && !chance(chaos_ / 4)) {
            std::erase_if(made.children, [](const Piece& part) { return part.name == "name"; });
            made.children.insert(made.children.begin(), {"name", name, {}});
        }
        if (field->name == "apiVersion")
            made.text = std::to_string(30 + below(38)) + ".0";
        root.children.push_back(std::move(made));
    }
    spice(root);
    return to_node(root, arena);
}

void RandomXml::change(Piece& flow, const Piece& donor) {
    // Down from the root to somewhere.
    Piece* at = &flow;
    while (!at->children.empty() && chance(0.7)) {
        Piece& next = at->children[below(at->children.size())];
        if (next.children.empty())
            break;
        at = &next;
    }
    if (at->children.empty())
        return;
    const size_t index = below(at->children.size());
    const auto place = at->children.begin() + static_cast<std::ptrdiff_t>(index);
    switch (below(6)) {
    case 0:
        at->children.erase(place);
        break;
    case 1: {
        const Piece twice = *place;
        at->children.insert(place, twice);
        break;
    }
    case 2:
        std::shuffle(at->children.begin(), at->children.end(), random_);
        break;
    case 3:
        if (!donor.children.empty())
            flow.children.push_back(donor.children[below(donor.children.size())]);
        break;
    case 4:
        if (place->children.empty())
            place->text = odd_texts[below(odd_texts.size())];
        break;
    default:
        std::swap(*place, at->children.front());
    }
}

const metadata::XmlNode*
RandomXml::mutated(const metadata::XmlNode& flow, const metadata::XmlNode& donor, Arena& arena) {
    Piece changed = to_piece(flow);
    const Piece other = to_piece(donor);
    for (size_t count = 1 + below(6); count > 0; --count)
        change(changed, other);
    return to_node(changed, arena);
}

const metadata::XmlNode* RandomXml::to_node(const Piece& piece, Arena& arena) {
    auto* const made = arena.make<metadata::XmlNode>();
    made->name = arena.copy(std::string_view(piece.name));
    std::vector<const metadata::XmlNode*> children;
    for (const Piece& child : piece.children)
        children.push_back(to_node(child, arena));
    if (children.empty())
        made->text = arena.copy(std::string_view(piece.text));
    made->children = arena.copy(children);
    return made;
}

RandomXml::Piece RandomXml::to_piece(const metadata::XmlNode& node) {
    Piece made{std::string(node.name), std::string(node.text), {}};
    for (const metadata::XmlNode* const child : node.children)
        made.children.push_back(to_piece(*child));
    return made;
}

} // namespace weir::laws
