// Criteria of rules: `criteriaItems` and their `booleanFilter`, as a condition of the language.
#include "metadata/world_criteria.hpp"

#include "metadata/conditions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace weir::metadata {

namespace {

/// One comparison as a flow's filter has it.
struct Comparison {
    std::string_view field;
    std::string_view op;
    std::string_view kind; // stringValue, numberValue, booleanValue
    std::string_view value;
    Span span;
};

std::string_view operator_of(std::string_view operation) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 10> names = {{
        {"equals", "EqualTo"},
        {"notEqual", "NotEqualTo"},
        {"lessThan", "LessThan"},
        {"greaterThan", "GreaterThan"},
        {"lessOrEqual", "LessThanOrEqualTo"},
        {"greaterOrEqual", "GreaterThanOrEqualTo"},
        {"contains", "Contains"},
        {"includes", "Contains"},
        {"startsWith", "StartsWith"},
        {"notContain", "Contains"}, // of which the opposite is meant
    }};
    for (const auto& [xml, known] : names)
        if (xml == operation)
            return known;
    return {};
}

bool is_number(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char letter) {
        return (letter >= '0' && letter <= '9') || letter == '.' || letter == '-';
    });
}

std::string_view kind_of(std::string_view value, std::string_view op) {
    if (value == "True" || value == "False" || value == "true" || value == "false")
        return "booleanValue";
    const bool is_order = op.starts_with("Less") || op.starts_with("Greater");
    return is_order && is_number(value) ? "numberValue" : "stringValue";
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

/// `Case.Priority` of the object itself is `Priority`.
std::string_view own_field(std::string_view field) {
    const size_t dot = field.find('.');
    return dot == std::string_view::npos ? field : field.substr(dot + 1);
}

class CriteriaReader {
public:
    explicit CriteriaReader(Maker& make) : make_(make) {}

    const Condition* read(const XmlNode& node, std::string_view item) {
        std::string logic;
        for (const XmlNode* const child : node.children) {
            if (child->name != item)
                continue;
            const std::string group = add(*child);
            groups_.push_back(group);
            if (!logic.empty())
                logic += " AND ";
            logic += group;
        }
        if (groups_.empty())
            return nullptr;
        if (const std::string_view filter = node.child_text("booleanFilter"); !filter.empty())
            logic = rewritten(filter);
        std::vector<const XmlNode*> children{leaf("filterLogic", logic, node.span)};
        for (const Comparison& comparison : comparisons_)
            children.push_back(filter(comparison));
        XmlNode* const parent = make_.arena().make<XmlNode>(XmlNode{});
        parent->name = "criteria";
        parent->span = node.span;
        parent->text_span = node.span;
        parent->children = make_.arena().copy(children);
        return read_conditions(*parent, filter_tags, make_);
    }

private:
    /// Several values are several comparisons; what the item is in the logic.
    std::string add(const XmlNode& item) {
        const std::string_view operation = item.child_text("operation");
        const std::string_view op = operator_of(operation);
        const XmlNode* const field = item.child("field");
        const XmlNode* const value = item.child("value");
        const std::string_view text = value == nullptr ? std::string_view{} : value->text;
        const bool is_negative = operation == "notEqual";
        std::string group;
        for (size_t from = 0; from <= text.size();) {
            const size_t end = std::min(text.find(',', from), text.size());
            const std::string_view one = trimmed(text.substr(from, end - from));
            comparisons_.push_back(
                {field == nullptr ? std::string_view{} : own_field(field->text),
                 op.empty() ? std::string_view("EqualTo") : op,
                 kind_of(one, op),
                 one,
                 item.span}
            );
            if (!group.empty())
                group += is_negative ? " AND " : " OR ";
            group += fmt::to_string(comparisons_.size());
            from = end + 1;
        }
        if (operation == "notContain" || operation == "excludes")
            return fmt::format("(NOT ({}))", group);
        return group.find(' ') == std::string::npos ? group : "(" + group + ")";
    }

    /// The filter with the numbers of items replaced by what they have become.
    [[nodiscard]] std::string rewritten(std::string_view filter) const {
        std::string result;
        for (size_t at = 0; at < filter.size();) {
            size_t number = 0;
            const size_t begin = at;
            while (at < filter.size() && filter[at] >= '0' && filter[at] <= '9')
                number =
                    std::min<size_t>(number * 10 + static_cast<size_t>(filter[at++] - '0'), 1000);
            if (at == begin)
                result += filter[at++];
            else if (number >= 1 && number <= groups_.size())
                result += groups_[number - 1];
            else
                result += filter.substr(begin, at - begin);
        }
        return result;
    }

    const XmlNode* leaf(std::string_view name, std::string_view text, Span span) {
        XmlNode* const made = make_.arena().make<XmlNode>(XmlNode{});
        made->name = name;
        made->text = make_.arena().copy(text);
        made->span = span;
        made->text_span = span;
        return made;
    }

    const XmlNode*
    inner(std::string_view name, const std::vector<const XmlNode*>& children, Span span) {
        XmlNode* const made = make_.arena().make<XmlNode>(XmlNode{});
        made->name = name;
        made->span = span;
        made->text_span = span;
        made->children = make_.arena().copy(children);
        return made;
    }

    const XmlNode* filter(const Comparison& comparison) {
        const Span span = comparison.span;
        // Nothing to compare with is null.
        const bool is_blank = comparison.value.empty();
        const bool is_equal = comparison.op == "EqualTo";
        const XmlNode* const value =
            is_blank ? leaf("booleanValue", is_equal ? "true" : "false", span)
            : comparison.kind == "booleanValue"
                ? leaf(
                      "booleanValue",
                      comparison.value.front() == 'T' || comparison.value.front() == 't' ? "true"
                                                                                         : "false",
                      span
                  )
                : leaf(comparison.kind, comparison.value, span);
        return inner(
            "filters",
            {leaf("field", comparison.field, span),
             leaf("operator", is_blank ? std::string_view("IsNull") : comparison.op, span),
             inner("value", {value}, span)},
            span
        );
    }

    Maker& make_;
    std::vector<Comparison> comparisons_;
    std::vector<std::string> groups_; // by item
};

} // namespace

const Condition* read_criteria(const XmlNode& node, std::string_view item, Maker& make) {
    if (const XmlNode* const formula = node.child("formula");
        formula != nullptr && !formula->text.empty()) {
        auto* const made = make.arena().make<Condition>();
        made->kind = ConditionKind::formula;
        made->span = formula->text_span;
        made->left = make.formula(*formula);
        return made;
    }
    return CriteriaReader(make).read(node, item);
}

} // namespace weir::metadata
