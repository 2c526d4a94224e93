// One flow on its way from a tree to XML. Included by the write_*.cpp files and quiet.cpp alone.
#pragma once

#include "metadata/connectors.hpp"
#include "metadata/xml_maker.hpp"
#include "syntax/ast.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace weir::metadata {

/// What a flow's quiet block says that changes how the rest is written.
struct WriteFacts {
    bool is_free_form = false; // connectors never say that they are go-tos
    bool has_api = true;       // false: from before flows had a version
};

class FlowWriter {
public:
    FlowWriter(const Element& flow, Arena& arena, WriteFacts facts);

    /// All that the tree says, without what its `metadata` clause adds.
    [[nodiscard]] const XmlNode* write();

private:
    void write_block(const Block& block, size_t depth);
    void write_nested(const Element& element, size_t depth);
    void write_inner_blocks(const Element& element, size_t depth);
    void write_element(const Element& element);
    /// `behind` is what comes behind the element, or behind the one that it is a member of.
    [[nodiscard]] const XmlNode* element_node(const Element& element, Connection behind);
    void write_head(const Element& element, std::vector<const XmlNode*>& parts);
    [[nodiscard]] const XmlNode* path_node(const Element& path);
    void write_subject(const Element& element, std::vector<const XmlNode*>& parts);
    void write_type(const TypeRef& type, const Shape& shape, std::vector<const XmlNode*>& parts);
    void write_clause(
        const Element& element,
        const Clause& clause,
        Connection behind,
        std::vector<const XmlNode*>& parts
    );
    void write_condition(
        const Condition& condition, const ClauseShape& shape, std::vector<const XmlNode*>& parts
    );
    [[nodiscard]] const XmlNode* value_node(const ClauseShape& shape, const Formula& formula);
    [[nodiscard]] const XmlNode* number_node(const ClauseShape& shape, std::string_view digits);
    [[nodiscard]] const XmlNode* message_node(std::string_view tag, const Message& message);
    void
    write_order(const ClauseShape& shape, List<OrderKey> keys, std::vector<const XmlNode*>& parts);
    void write_assignments(const Clause& clause, std::vector<const XmlNode*>& parts);
    [[nodiscard]] const XmlNode*
    assignment_node(const ClauseShape& shape, const Assignment& assignment);
    void write_outcomes(
        List<Outcome> outcomes, const Element& element, std::vector<const XmlNode*>& parts
    );
    void drop_unread();
    void write_implied(const Element& element, std::vector<const XmlNode*>& parts);
    void
    add_connector(std::string_view tag, Connection connection, std::vector<const XmlNode*>& parts);
    [[nodiscard]] std::string_view
    formula_resource(const Formula& formula, std::string_view wanted);

    const Element& flow_;
    Arena& arena_;
    XmlMaker make_;
    Connectors connectors_;
    WriteFacts facts_;
    double api_ = 62;
    bool has_screens_ = false;
    std::string_view around_; // the element that is being written
    std::vector<const XmlNode*> children_;
    std::vector<const XmlNode*> paths_;
    std::vector<std::pair<size_t, std::string_view>> if_read_;   // index of a child, and its tag
    std::unordered_map<std::string, std::string_view> formulas_; // by their text
    std::unordered_map<std::string_view, bool> names_;
};

} // namespace weir::metadata
