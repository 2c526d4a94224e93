// Ways into a flow besides its start: what stands in `start` as a scheduled path.
#include "metadata/flow_reader.hpp"

namespace weir::metadata {

namespace {

/// `days -3 after Start` reads `days 3 before Start`.
void turn_before(Element& path, Arena& arena) {
    const ClauseShape* const before = path.shape->clause("before");
    const Clause* const after = path.clause("after");
    if (before == nullptr || after == nullptr)
        return;
    std::vector<Clause> clauses(path.clauses.begin(), path.clauses.end());
    bool is_turned = false;
    for (Clause& clause : clauses) {
        auto* const number = std::get_if<NumberLiteral>(&clause.value);
        if (number == nullptr || !number->digits.starts_with('-'))
            continue;
        number->digits.remove_prefix(1);
        is_turned = true;
    }
    for (Clause& clause : clauses)
        if (is_turned && clause.shape == after->shape)
            clause.shape = before;
    path.clauses = arena.copy(clauses);
}

} // namespace

void FlowReader::collect_paths() {
    const XmlNode* const start = root_.child("start");
    if (start == nullptr)
        return;
    for (const XmlNode* const child : start->children) {
        const Shape* const shape = shape_of(*child, shapes_);
        if (shape != nullptr && shape->category == Category::path)
            nodes_.push_back({child, shape});
    }
}

std::vector<Statement> FlowReader::path_statements() {
    std::vector<Statement> statements;
    for (size_t node = element_count_; node < nodes_.size(); ++node) {
        SlotCursor slots{arrangement_.slots[node]};
        Element* const path = make_.arena().make<Element>(*element(nodes_[node], &slots));
        turn_before(*path, make_.arena());
        Statement statement;
        statement.element = path;
        statement.span = nodes_[node].xml->span;
        statements.push_back(statement);
    }
    return statements;
}

} // namespace weir::metadata
