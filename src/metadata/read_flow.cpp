// The flow itself: its settings, what starts it, and its graph as nested text.
#include "metadata/conditions.hpp"
#include "metadata/flow.hpp"
#include "metadata/flow_header.hpp"
#include "metadata/flow_reader.hpp"
#include "metadata/quiet.hpp"
#include "metadata/tag_path.hpp"
#include "syntax/declarations.hpp"
#include "syntax/names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir::metadata {

const Element*
read_flow(const XmlNode& root, Name name, Shapes elements, Arena& arena, Diagnostics& out) {
    return read_part_of_flow(root, root, name, elements, arena, out);
}

const Element* read_part_of_flow(
    const XmlNode& root,
    const XmlNode& part,
    Name name,
    Shapes elements,
    Arena& arena,
    Diagnostics& out
) {
    Maker make(arena, out);
    Element* const flow = FlowReader(part, name, elements, make).read();
    add_quiet(*flow, root, arena);
    return flow;
}

const Element*
read_running_flow(const XmlNode& root, Name name, Shapes elements, Arena& arena, Diagnostics& out) {
    Maker make(arena, out);
    return FlowReader(root, name, elements, make).read();
}

const Shape* FlowReader::shape_of(const XmlNode& node, Shapes candidates) {
    const Shape* found = nullptr;
    for (const Shape* const shape : candidates) {
        if (shape->xml != node.name)
            continue;
        const XmlPair& kind = shape->xml_kind;
        if (!kind.tag.empty() && node.child_text(kind.tag) != kind.value)
            continue;
        const bool is_named = !node.child_text(shape->xml_name).empty();
        if (is_named != (shape->name == NameForm::name))
            continue;
        // A create on a platform event is a publish: the more special shape stands last.
        const bool is_special = !shape->xml_subject_suffix.empty();
        if (is_special && !node.child_text("object").ends_with(shape->xml_subject_suffix))
            continue;
        found = shape;
    }
    return found;
}

void FlowReader::collect() {
    for (const XmlNode* const child : root_.children) {
        const Shape* const shape = shape_of(*child, shapes_);
        if (shape == nullptr)
            continue;
        if (shape->category == Category::resource) {
            resources_.push_back({child, shape});
        } else if (shape->category == Category::element) {
            by_name_.emplace(child->child_text("name"), static_cast<uint32_t>(nodes_.size()));
            nodes_.push_back({child, shape});
        }
    }
    element_count_ = nodes_.size();
    collect_paths();
}

GraphEdge FlowReader::edge(const XmlNode* connector) const {
    if (connector == nullptr)
        return {};
    const auto found = by_name_.find(connector->child_text("targetReference"));
    if (found == by_name_.end())
        return {};
    return {found->second, connector->is_true("isGoTo")};
}

GraphNode FlowReader::graph_node(const ReadNode& node) const {
    GraphNode made;
    const XmlNode& xml = *node.xml;
    made.stands_apart = node.shape->category == Category::path;
    made.has_next = !node.shape->xml_next.empty() && !made.stands_apart;
    if (made.has_next)
        made.next = edge(find_tag(xml, node.shape->xml_next));
    add_slots(node, made);
    return made;
}

/// In the order in which read_element.cpp takes them.
void FlowReader::add_slots(const ReadNode& node, GraphNode& made) const {
    const XmlNode& xml = *node.xml;
    const bool is_member = node.shape->category == Category::member;
    for (const ClauseShape& clause : node.shape->clauses) {
        if (clause.value == ValueKind::outcomes) {
            for (const XmlNode* const rule : xml.children)
                if (rule->name == "rules")
                    made.slots.push_back({GraphSlot::Kind::outcome, edge(rule->child("connector"))}
                    );
            made.slots.push_back({GraphSlot::Kind::otherwise, edge(xml.child("defaultConnector"))});
        } else if (clause.value == ValueKind::elements && !clause.children.empty()) {
            for (const ReadNode& member : members(xml, clause))
                add_slots(member, made);
        } else if (clause.value == ValueKind::elements && !clause.xml.empty()) {
            const bool returns = !made.stands_apart;
            made.slots.push_back(
                {returns ? GraphSlot::Kind::body : GraphSlot::Kind::fault,
                 edge(xml.child(clause.xml))}
            );
        } else if (clause.value == ValueKind::target) {
            const XmlNode* const connector = xml.child(clause.xml);
            // A member without a connector goes on behind its element, as an outcome does.
            if (is_member)
                made.slots.push_back({GraphSlot::Kind::outcome, edge(connector)});
            else if (connector != nullptr && !connector->child_text("targetReference").empty())
                made.slots.push_back({GraphSlot::Kind::fault, edge(connector)});
        }
    }
}

std::vector<ReadNode> FlowReader::members(const XmlNode& node, const ClauseShape& block) {
    std::vector<ReadNode> found;
    const XmlNode* const outer = find_outer(node, block.xml);
    if (outer == nullptr)
        return found;
    for (const XmlNode* const child : outer->children)
        if (const Shape* const shape = shape_of(*child, block.children))
            found.push_back({child, shape});
    return found;
}

GraphEdge FlowReader::entry() const {
    if (const XmlNode* const start = root_.child("start"))
        if (const GraphEdge found = edge(start->child("connector")); found.to != nowhere)
            return found;
    const auto found = by_name_.find(root_.child_text("startElementReference"));
    return found == by_name_.end() ? GraphEdge{} : GraphEdge{found->second, false};
}

const Block* FlowReader::block(const PlacedBlock& placed) {
    std::vector<Statement> statements;
    for (const PlacedItem& item : placed) {
        Statement statement;
        switch (item.kind) {
        case PlacedItem::Kind::node: {
            SlotCursor slots{arrangement_.slots[item.node]};
            const Element* const made = element(nodes_[item.node], &slots);
            statement.element = made;
            statement.span = made->span;
            break;
        }
        case PlacedItem::Kind::go_to:
            statement.kind = StatementKind::go_to;
            statement.target = Maker::name(*nodes_[item.node].xml->child("name"));
            statement.span = statement.target.span;
            break;
        case PlacedItem::Kind::end:
            statement.kind = StatementKind::end;
            break;
        }
        statements.push_back(statement);
    }
    return make_.arena().make<Block>(Block{
        make_.arena().copy(statements), {}, root_.span, root_.span});
}

Target FlowReader::target(const PlacedSlot& placed, const XmlNode& connector) {
    Target made;
    made.span = connector.span;
    switch (placed.kind) {
    case PlacedSlot::Kind::through:
        break;
    case PlacedSlot::Kind::go_to:
        made.kind = TargetKind::go_to;
        made.name = Maker::name(*nodes_[placed.node].xml->child("name"));
        break;
    case PlacedSlot::Kind::block:
        made.kind = TargetKind::block;
        made.block = block(placed.block);
        break;
    }
    return made;
}

std::vector<Statement> FlowReader::resource_statements() {
    std::vector<Statement> statements;
    // In the order of the catalogue, as a reader expects them: variables, constants, formulas,
    // texts.
    for (const Shape* const shape : shapes_) {
        for (const ReadNode& node : resources_) {
            if (node.shape != shape)
                continue;
            Statement statement;
            statement.element = element(node, nullptr);
            statement.span = node.xml->span;
            statements.push_back(statement);
        }
    }
    return statements;
}

namespace {

bool holds_block(const Element& element) {
    return std::any_of(element.clauses.begin(), element.clauses.end(), [](const Clause& clause) {
        return std::holds_alternative<const Block*>(clause.value);
    });
}

/// Empty lines as a person would leave them: between elements, and before the first of another kind
/// of resource.
void space_out(std::vector<Statement>& statements, Arena& arena) {
    for (size_t index = 1; index < statements.size(); ++index) {
        Statement& statement = statements[index];
        if (statement.kind != StatementKind::element)
            continue;
        const Statement& before = statements[index - 1];
        const bool is_resource = statement.element->shape->category == Category::resource;
        const bool same = before.kind == StatementKind::element &&
                          before.element->shape == statement.element->shape;
        const bool is_member = before.kind == StatementKind::element &&
                               statement.element->shape->category == Category::member &&
                               !holds_block(*statement.element) && !holds_block(*before.element);
        if (((is_resource && same) || is_member) && statement.element->trivia.leading.empty())
            continue;
        Element* const apart = arena.make<Element>(*statement.element);
        apart->trivia.blank_before = true;
        statement.element = apart;
    }
}

void space_out_blocks(const Element& element, Arena& arena);

const Block* spaced(const Block& block, Arena& arena) {
    std::vector<Statement> statements(block.statements.begin(), block.statements.end());
    space_out(statements, arena);
    for (const Statement& statement : statements)
        if (statement.kind == StatementKind::element)
            space_out_blocks(*statement.element, arena);
    Block* const made = arena.make<Block>(block);
    made->statements = arena.copy(statements);
    return made;
}

void space_out_blocks(const Element& element, Arena& arena) {
    // The tree was made a moment ago and nobody else has seen it.
    for (const Clause& clause : element.clauses) {
        auto& value = const_cast<ClauseValue&>(clause.value);
        if (auto* const target = std::get_if<Target>(&value);
            target != nullptr && target->block != nullptr)
            target->block = spaced(*target->block, arena);
        if (auto* const body = std::get_if<const Block*>(&value);
            body != nullptr && *body != nullptr)
            *body = spaced(**body, arena);
        if (const auto* const outcomes = std::get_if<List<Outcome>>(&value))
            for (const Outcome& outcome : *outcomes)
                if (outcome.target.block != nullptr)
                    const_cast<Outcome&>(outcome).target.block =
                        spaced(*outcome.target.block, arena);
    }
}

} // namespace

/// What no interview reaches and yet leads to what interviews reach cannot stand in the order of
/// the text: it has no meaning at run time, and stays in the quiet block.
void FlowReader::drop_unreached() {
    const auto graph = graph_of_nodes();
    std::vector<char> is_reached(nodes_.size(), 0);
    std::vector<uint32_t> stack;
    const auto reach = [&](uint32_t node) {
        if (node == nowhere || is_reached[node] != 0)
            return;
        is_reached[node] = 1;
        stack.push_back(node);
    };
    const auto each_edge = [&](uint32_t node, const auto& take) {
        take(graph[node].next.to);
        for (const GraphSlot& slot : graph[node].slots)
            take(slot.edge.to);
    };
    reach(entry().to);
    for (uint32_t node = 0; node < nodes_.size(); ++node)
        if (graph[node].stands_apart)
            reach(node);
    while (!stack.empty()) {
        const uint32_t node = stack.back();
        stack.pop_back();
        each_edge(node, reach);
    }
    std::vector<char> is_dropped(nodes_.size(), 0);
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t node = 0; node < nodes_.size(); ++node) {
            if (is_reached[node] != 0 || is_dropped[node] != 0)
                continue;
            each_edge(node, [&](uint32_t to) {
                if (to == nowhere || (is_reached[to] == 0 && is_dropped[to] == 0))
                    return;
                is_dropped[node] = 1;
                changed = true;
            });
        }
    }
    std::vector<ReadNode> kept;
    by_name_.clear();
    for (uint32_t node = 0; node < nodes_.size(); ++node) {
        if (is_dropped[node] != 0) {
            element_count_ -= graph[node].stands_apart ? 0 : 1;
            continue;
        }
        if (nodes_[node].shape->category == Category::element)
            by_name_.emplace(
                nodes_[node].xml->child_text("name"), static_cast<uint32_t>(kept.size())
            );
        kept.push_back(nodes_[node]);
    }
    nodes_ = std::move(kept);
}

std::vector<GraphNode> FlowReader::graph_of_nodes() const {
    std::vector<GraphNode> graph;
    graph.reserve(nodes_.size());
    for (const ReadNode& node : nodes_)
        graph.push_back(graph_node(node));
    return graph;
}

Element* FlowReader::read() {
    collect();
    if (entry().to != nowhere)
        drop_unreached();
    arrangement_ = arrange(graph_of_nodes(), entry());

    Arena& arena = make_.arena();
    auto* const flow = arena.make<Element>();
    flow->shape = &shapes::flow;
    flow->keyword_span = root_.span;
    flow->span = root_.span;
    flow->header = root_.span;
    flow->name = name_;
    if (flow->name.span.is_nowhere())
        flow->name.span = root_.span;
    const XmlNode* const label = root_.child("label");
    if (label != nullptr && label->text != label_from_name(name_.text))
        flow->label = arena.make<TextLiteral>(label->text, label->text_span, false);
    std::vector<Clause> clauses;
    read_header(root_, make_, clauses);
    std::vector<Statement> statements = resource_statements();
    const Block* const body = block(arrangement_.top);
    statements.insert(statements.end(), body->statements.begin(), body->statements.end());
    const std::vector<Statement> paths = path_statements();
    statements.insert(statements.end(), paths.begin(), paths.end());
    if (!clauses.empty() && !statements.empty() && statements[0].element != nullptr) {
        Element* const first = arena.make<Element>(*statements[0].element);
        first->trivia.blank_before = true;
        statements[0].element = first;
    }
    Block whole;
    whole.statements = arena.copy(statements);
    whole.open = root_.span;
    whole.close = root_.span;
    Clause block_clause;
    block_clause.shape = shapes::flow.block();
    block_clause.span = root_.span;
    block_clause.value = spaced(whole, arena);
    clauses.push_back(block_clause);
    flow->clauses = arena.copy(clauses);
    return flow;
}

} // namespace weir::metadata
