// Random XML of flows by the schema: all types, tags and words of it, graphs of every shape.
#pragma once

#include "base/arena.hpp"
#include "flow_schema.hpp"
#include "metadata/xml.hpp"

#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace weir::laws {

class RandomXml {
public:
    /// What the schema allows with `chaos` 0; the nearer to 1, the more is left out, out of order,
    /// unknown, named twice and spelt with odd characters.
    RandomXml(const FlowSchema& schema, uint64_t seed, double chaos)
        : schema_(schema), random_(seed), chaos_(chaos) {}

    [[nodiscard]] const metadata::XmlNode* flow(Arena& arena);
    /// The same flow with a few children left out, doubled, moved, or given another text.
    [[nodiscard]] const metadata::XmlNode*
    mutated(const metadata::XmlNode& flow, const metadata::XmlNode& donor, Arena& arena);

private:
    struct Piece {
        std::string name;
        std::string text;
        std::vector<Piece> children;
    };

    [[nodiscard]] bool chance(double share);
    [[nodiscard]] size_t below(size_t count);
    [[nodiscard]] Piece piece(const SchemaField& field, size_t depth);
    [[nodiscard]] std::string text(const SchemaField& field);
    [[nodiscard]] std::string fresh_name();
    void spice(Piece& piece);
    [[nodiscard]] bool is_node(const std::string& type) const;
    void change(Piece& flow, const Piece& donor);
    [[nodiscard]] static const metadata::XmlNode* to_node(const Piece& piece, Arena& arena);
    [[nodiscard]] static Piece to_piece(const metadata::XmlNode& node);

    const FlowSchema& schema_;
    std::mt19937_64 random_;
    double chaos_;
    std::vector<std::string> names_;
    size_t made_ = 0;
};

} // namespace weir::laws
