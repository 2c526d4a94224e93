#include "metadata/conditions.hpp"

#include "base/limits.hpp"
#include "metadata/tag_path.hpp"
#include "schema/fold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace weir::metadata {

namespace {

struct OperatorName {
    ConditionOperator op;
    const char* xml;
};

constexpr std::array binary_operators{
    OperatorName{ConditionOperator::equal, "EqualTo"},
    OperatorName{ConditionOperator::not_equal, "NotEqualTo"},
    OperatorName{ConditionOperator::less, "LessThan"},
    OperatorName{ConditionOperator::greater, "GreaterThan"},
    OperatorName{ConditionOperator::less_equal, "LessThanOrEqualTo"},
    OperatorName{ConditionOperator::greater_equal, "GreaterThanOrEqualTo"},
    OperatorName{ConditionOperator::starts_with, "StartsWith"},
    OperatorName{ConditionOperator::ends_with, "EndsWith"},
    OperatorName{ConditionOperator::contains, "Contains"},
    OperatorName{ConditionOperator::in, "In"},
    OperatorName{ConditionOperator::not_in, "NotIn"},
};

/// Operators whose right side says `true` or `false`: the language has a word for each.
struct StateName {
    ConditionOperator op;
    ConditionOperator negated;
    const char* xml;
};
constexpr std::array state_operators{
    StateName{ConditionOperator::is_null, ConditionOperator::is_not_null, "IsNull"},
    StateName{ConditionOperator::is_blank, ConditionOperator::is_not_blank, "IsBlank"},
    StateName{ConditionOperator::is_empty, ConditionOperator::is_not_empty, "IsEmpty"},
    StateName{ConditionOperator::is_changed, ConditionOperator::is_not_changed, "IsChanged"},
    StateName{ConditionOperator::was_set, ConditionOperator::was_not_set, "WasSet"},
    StateName{ConditionOperator::was_visited, ConditionOperator::was_not_visited, "WasVisited"},
    StateName{ConditionOperator::was_selected, ConditionOperator::was_not_selected, "WasSelected"},
    StateName{ConditionOperator::has_error, ConditionOperator::has_no_error, "HasError"},
};

/// The logic of a list that a formula stands for.
constexpr std::string_view formula_logic = "formula_evaluates_to_true";

constexpr std::array logic_tags{
    std::pair<std::string_view, std::string_view>{"filters", "filterLogic"},
    std::pair<std::string_view, std::string_view>{"entryConditions", "entryConditionLogic"},
    std::pair<std::string_view, std::string_view>{"exitConditions", "exitConditionLogic"},
    std::pair<std::string_view, std::string_view>{"entryCriteria", "entryCriteriaLogic"},
    std::pair<std::string_view, std::string_view>{"exitCriteria", "exitCriteriaLogic"},
};

/// What `true` and `false` are called on the right side of a state.
bool is_truth(const XmlNode* value, bool& truth) {
    if (value == nullptr || value->children.size() != 1)
        return false;
    const XmlNode& only = *value->children[0];
    truth = only.text == "true" || only.text == "$GlobalConstant.True";
    return truth || only.text == "false" || only.text == "$GlobalConstant.False";
}

class LogicReader {
public:
    LogicReader(
        std::string_view text, std::span<const Condition* const> items, Maker& make, Span span
    )
        : text_(text), items_(items), make_(make), span_(span) {}

    /// Null if the logic is none.
    const Condition* read() {
        const Condition* const whole = any(0);
        skip_blanks();
        return at_ == text_.size() ? whole : nullptr;
    }

private:
    const Condition* any(size_t depth) { return chain(depth, "or", ConditionKind::any); }

    const Condition* chain(size_t depth, std::string_view word, ConditionKind kind) {
        std::vector<const Condition*> operands;
        do {
            const Condition* const operand =
                kind == ConditionKind::any ? chain(depth, "and", ConditionKind::all) : one(depth);
            if (operand == nullptr)
                return nullptr;
            operands.push_back(operand);
        } while (take(word));
        if (operands.size() == 1)
            return operands[0];
        auto* const made = make_.arena().make<Condition>();
        made->kind = kind;
        made->span = span_;
        made->operands = make_.arena().copy(operands);
        return made;
    }

    const Condition* one(size_t depth) {
        if (depth > limits::nesting / 2)
            return nullptr;
        if (take("not")) {
            const Condition* const operand = one(depth + 1);
            if (operand == nullptr)
                return nullptr;
            auto* const made = make_.arena().make<Condition>();
            made->kind = ConditionKind::negation;
            made->span = span_;
            made->operands = make_.arena().copy(std::span<const Condition* const>(&operand, 1));
            return made;
        }
        if (take("(")) {
            const Condition* const inner = any(depth + 1);
            return inner != nullptr && take(")") ? inner : nullptr;
        }
        skip_blanks();
        size_t number = 0;
        const auto [end, error] =
            std::from_chars(text_.data() + at_, text_.data() + text_.size(), number);
        if (error != std::errc{} || number == 0 || number > items_.size())
            return nullptr;
        at_ = static_cast<size_t>(end - text_.data());
        return items_[number - 1];
    }

    bool take(std::string_view word) {
        skip_blanks();
        const std::string_view rest = text_.substr(at_, word.size());
        const bool same =
            rest.size() == word.size() &&
            std::equal(rest.begin(), rest.end(), word.begin(), [](char left, char right) {
                return (left >= 'A' && left <= 'Z' ? left + ('a' - 'A') : left) == right;
            });
        if (same)
            at_ += word.size();
        return same;
    }
    void skip_blanks() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' ||
                                      text_[at_] == '\t' || text_[at_] == '\r'))
            ++at_;
    }

    std::string_view text_;
    std::span<const Condition* const> items_;
    Maker& make_;
    Span span_;
    size_t at_ = 0;
};

const Condition* read_comparison(const XmlNode& node, const ConditionTags& tags, Maker& make) {
    const XmlNode* const left = node.child(tags.left);
    const XmlNode* const op = node.child("operator");
    if (left == nullptr || left->text.empty() || op == nullptr)
        return nullptr;
    auto* const made = make.arena().make<Condition>();
    made->kind = ConditionKind::comparison;
    made->span = node.span;
    made->left = make.reference(left->text, left->text_span);
    made->op_span = op->text_span;
    const XmlNode* const right = node.child(tags.right);
    for (const StateName& candidate : state_operators) {
        if (op->text != candidate.xml)
            continue;
        bool truth = false;
        if (!is_truth(right, truth))
            return nullptr;
        made->op = truth ? candidate.op : candidate.negated;
        return made;
    }
    const auto* const found = std::find_if(
        binary_operators.begin(),
        binary_operators.end(),
        [&](const OperatorName& candidate) { return op->text == candidate.xml; }
    );
    if (found == binary_operators.end())
        return nullptr;
    made->op = found->op;
    made->right = make.value(right, node.span);
    return made->right == nullptr ? nullptr : made;
}

const Condition*
join(ConditionKind kind, std::vector<const Condition*> operands, Maker& make, Span span) {
    if (operands.size() == 1)
        return operands[0];
    auto* const made = make.arena().make<Condition>();
    made->kind = kind;
    made->span = span;
    made->operands = make.arena().copy(operands);
    return made;
}

// ------------------------------------------------------------------------------------ writing

/// Leaves in the order of the text, and the logic by their numbers.
class LogicWriter {
public:
    std::vector<const Condition*> leaves;

    std::string write(const Condition& condition, bool is_top) {
        switch (condition.kind) {
        case ConditionKind::error:
            return {};
        case ConditionKind::comparison:
        case ConditionKind::formula:
            leaves.push_back(&condition);
            return fmt::format("{}", leaves.size());
        case ConditionKind::negation: {
            const Condition& operand = *condition.operands[0];
            const std::string inner = write(operand, true);
            const bool is_leaf =
                operand.kind == ConditionKind::comparison || operand.kind == ConditionKind::formula;
            return is_leaf ? fmt::format("NOT {}", inner) : fmt::format("NOT ({})", inner);
        }
        case ConditionKind::all:
        case ConditionKind::any: {
            std::string text;
            for (const Condition* const operand : condition.operands) {
                if (!text.empty())
                    text += condition.kind == ConditionKind::all ? " AND " : " OR ";
                text += write(*operand, false);
            }
            return is_top ? text : fmt::format("({})", text);
        }
        }
        return {};
    }
};

bool is_flat(const Condition& condition) {
    return std::all_of(
        condition.operands.begin(),
        condition.operands.end(),
        [](const Condition* operand) {
            return operand->kind == ConditionKind::comparison ||
                   operand->kind == ConditionKind::formula;
        }
    );
}

const XmlNode*
write_comparison(const Condition& condition, const ConditionTags& tags, XmlMaker& make) {
    std::vector<const XmlNode*> parts;
    if (condition.left != nullptr)
        parts.push_back(make.reference(tags.left, *condition.left, "Boolean"));
    if (condition.kind == ConditionKind::formula) {
        // A Boolean formula stands for itself; XML compares it.
        parts.push_back(make.leaf("operator", "EqualTo"));
        parts.push_back(make.boolean(tags.right, true));
        return make.node(tags.item, parts);
    }
    for (const StateName& candidate : state_operators) {
        if (condition.op != candidate.op && condition.op != candidate.negated)
            continue;
        parts.push_back(make.leaf("operator", candidate.xml));
        parts.push_back(make.boolean(tags.right, condition.op == candidate.op));
        return make.node(tags.item, parts);
    }
    for (const OperatorName& candidate : binary_operators)
        if (candidate.op == condition.op)
            parts.push_back(make.leaf("operator", candidate.xml));
    if (condition.right != nullptr)
        if (const XmlNode* const right = make.value(tags.right, *condition.right))
            parts.push_back(right);
    return make.node(tags.item, parts);
}

} // namespace

ConditionTags tags_of(const ClauseShape& shape) {
    if (shape.form == XmlForm::filters)
        return filter_tags;
    ConditionTags tags = condition_tags;
    const std::string_view item = last_tag(shape.xml);
    for (const auto& [candidate, logic] : logic_tags) {
        if (candidate != item)
            continue;
        tags.item = candidate;
        tags.logic = logic;
    }
    return tags;
}

const Condition* read_condition_clause(const XmlNode& node, const ClauseShape& shape, Maker& make) {
    const XmlNode* const outer = find_outer(node, shape.xml);
    if (outer == nullptr)
        return nullptr;
    const ConditionTags tags = tags_of(shape);
    const XmlNode* const formula =
        shape.xml_formula.empty() ? nullptr : outer->child(shape.xml_formula);
    if (formula == nullptr || formula->text.empty() ||
        outer->child_text(tags.logic) != formula_logic)
        return read_conditions(*outer, tags, make);
    auto* const made = make.arena().make<Condition>();
    made->kind = ConditionKind::formula;
    made->span = formula->text_span;
    made->left = make.formula(*formula);
    return made;
}

void write_condition_clause(
    const Condition& condition,
    const ClauseShape& shape,
    XmlMaker& make,
    std::vector<const XmlNode*>& children
) {
    std::vector<const XmlNode*> nodes;
    const ConditionTags tags = tags_of(shape);
    if (condition.kind == ConditionKind::formula && !shape.xml_formula.empty()) {
        nodes.push_back(make.leaf(tags.logic, formula_logic));
        nodes.push_back(make.leaf(shape.xml_formula, condition.left->text));
    } else {
        write_conditions(condition, tags, make, nodes);
    }
    add_at(shape.xml, nodes, make, children);
}

const Condition* join_by_logic(
    std::string_view logic, std::span<const Condition* const> conditions, Span span, Maker& make
) {
    return LogicReader(logic, conditions, make, span).read();
}

const Condition* read_conditions(const XmlNode& parent, const ConditionTags& tags, Maker& make) {
    std::vector<const Condition*> items;
    bool is_whole = true;
    for (const XmlNode* const child : parent.children) {
        if (child->name != tags.item)
            continue;
        const Condition* const item = read_comparison(*child, tags, make);
        if (item == nullptr) {
            is_whole = false;
            continue;
        }
        items.push_back(item);
    }
    if (items.empty())
        return nullptr;
    const XmlNode* const logic = parent.child(tags.logic);
    const std::string_view text = logic == nullptr ? std::string_view("and") : logic->text;
    const Span span = logic == nullptr ? items[0]->span : logic->text_span;
    if (is_whole && text != "and" && text != "or") {
        if (const Condition* const found = LogicReader(text, items, make, span).read())
            return found;
    }
    return join(
        text == "or" || text == "OR" ? ConditionKind::any : ConditionKind::all, items, make, span
    );
}

void write_conditions(
    const Condition& condition,
    const ConditionTags& tags,
    XmlMaker& make,
    std::vector<const XmlNode*>& children
) {
    LogicWriter writer;
    const std::string logic = writer.write(condition, true);
    if (writer.leaves.empty())
        return;
    const bool is_one =
        condition.kind == ConditionKind::comparison || condition.kind == ConditionKind::formula;
    if (is_one || (condition.kind == ConditionKind::all && is_flat(condition)))
        children.push_back(make.leaf(tags.logic, "and"));
    else if (condition.kind == ConditionKind::any && is_flat(condition))
        children.push_back(make.leaf(tags.logic, "or"));
    else
        children.push_back(make.leaf(tags.logic, make.arena().copy(std::string_view(logic))));
    for (const Condition* const leaf : writer.leaves)
        children.push_back(write_comparison(*leaf, tags, make));
}

bool same_logic(std::string_view left, std::string_view right) {
    const auto letters = [](std::string_view text) {
        std::string kept;
        for (const char letter : text)
            if (letter > ' ')
                kept += folded(letter);
        return kept;
    };
    return letters(left) == letters(right);
}

} // namespace weir::metadata
