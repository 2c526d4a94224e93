// Roll-up summaries: what is rolled up, of which type the result is, and which children count.
#include "metadata/conditions.hpp"
#include "metadata/world_reader.hpp"

#include <algorithm>
#include <array>

namespace weir::metadata {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> operations = {
    {{"count", "count"}, {"sum", "sum"}, {"min", "minimum"}, {"max", "maximum"}}};

struct FilterOperator {
    std::string_view xml;
    ConditionOperator op;
    bool negated = false;
};
constexpr FilterOperator filter_operators[] = {
    {"equals", ConditionOperator::equal},
    {"notEqual", ConditionOperator::not_equal},
    {"lessThan", ConditionOperator::less},
    {"lessOrEqual", ConditionOperator::less_equal},
    {"greaterThan", ConditionOperator::greater},
    {"greaterOrEqual", ConditionOperator::greater_equal},
    {"contains", ConditionOperator::contains},
    {"notContain", ConditionOperator::contains, true},
    {"startsWith", ConditionOperator::starts_with},
    {"includes", ConditionOperator::contains},
    {"excludes", ConditionOperator::contains, true},
};

/// Conditions of filter items: a field, an operation, and values with commas between them.
class FilterReader {
public:
    FilterReader(std::string_view object, const FieldIndex& fields, Maker& make)
        : object_(object), fields_(fields), make_(make) {}

    const Condition* read(const XmlNode& node, std::string_view tag) {
        std::vector<const Condition*> conditions;
        for (const XmlNode* const item : node.children)
            if (item->name == tag)
                if (const Condition* const condition = filter(*item))
                    conditions.push_back(condition);
        if (const std::string_view logic = node.child_text("booleanFilter"); !logic.empty())
            return join_by_logic(logic, conditions, node.span, make_);
        return join(ConditionKind::all, conditions, node.span);
    }

private:
    const Condition*
    join(ConditionKind kind, const std::vector<const Condition*>& operands, Span span) {
        if (operands.size() < 2)
            return operands.empty() ? nullptr : operands.front();
        auto* const joined = make_.arena().make<Condition>();
        joined->kind = kind;
        joined->span = span;
        joined->operands = make_.arena().copy(operands);
        return joined;
    }

    /// `Line__c.Status__c equals Open, New`: several values are alternatives.
    const Condition* filter(const XmlNode& item) {
        const XmlNode* const field = item.child("field");
        const XmlNode* const value = item.child("value");
        const XmlNode* const other = item.child("valueField");
        const auto* const op = std::find_if(
            std::begin(filter_operators),
            std::end(filter_operators),
            [&](const FilterOperator& candidate) {
                return candidate.xml == item.child_text("operation");
            }
        );
        if (field == nullptr || op == std::end(filter_operators))
            return nullptr;
        const bool has_value = other == nullptr || other->text.empty();
        std::string key(field->text);
        if (key.find('.') == std::string::npos)
            key = std::string(object_) + "." + key;
        const auto found = fields_.find(folded(key));
        const std::string_view type =
            found == fields_.end() ? std::string_view{} : field_type_of(*found->second);
        std::vector<const Condition*> alternatives;
        const auto add = [&](const Formula* right, Span span) {
            auto* const comparison = make_.arena().make<Condition>();
            comparison->kind = ConditionKind::comparison;
            comparison->span = span;
            comparison->left = make_.reference(own(field->text, has_value), field->text_span);
            comparison->op = op->op;
            comparison->op_span = span;
            comparison->right = right;
            alternatives.push_back(op->negated ? negated(comparison) : comparison);
        };
        if (!has_value)
            add(make_.reference(own(other->text, false), other->text_span), other->text_span);
        else if (value == nullptr || value->text.empty())
            add(make_.null(item.span), item.span);
        else
            for (const std::string_view text : parts(value->text))
                if (const Formula* const right = constant(type, text, value->text_span, make_))
                    add(right, value->text_span);
        const bool excludes = op->negated || op->op == ConditionOperator::not_equal;
        return join(excludes ? ConditionKind::all : ConditionKind::any, alternatives, item.span);
    }

    /// `Line__c.Status__c` of the object itself is `Status__c`; globals, `$Source.Status__c`, stay
    /// whole. Beside a value XML writes the label of a record type where its id is meant.
    std::string_view own(std::string_view path, bool has_value) {
        if (!path.starts_with('$'))
            path.remove_prefix(path.find('.') == std::string_view::npos ? 0 : path.find('.') + 1);
        const bool is_record_type =
            folded(path) == "recordtypeid" || ends_with_folded(path, ".recordtypeid");
        if (!has_value || !is_record_type)
            return path;
        path.remove_suffix(2);
        return make_.arena().copy(std::string_view(std::string(path) + ".Name"));
    }

    const Condition* negated(const Condition* inner) {
        auto* const condition = make_.arena().make<Condition>();
        condition->kind = ConditionKind::negation;
        condition->span = inner->span;
        condition->operands = make_.arena().copy(std::span<const Condition* const>(&inner, 1));
        return condition;
    }

    static std::vector<std::string_view> parts(std::string_view text) {
        std::vector<std::string_view> result;
        for (size_t begin = 0; begin <= text.size();) {
            const size_t end = std::min(text.find(',', begin), text.size());
            std::string_view part = text.substr(begin, end - begin);
            while (!part.empty() && part.front() == ' ')
                part.remove_prefix(1);
            while (!part.empty() && part.back() == ' ')
                part.remove_suffix(1);
            result.push_back(part);
            begin = end + 1;
        }
        return result;
    }

    const std::string_view object_; // of fields that are named alone
    const FieldIndex& fields_;
    Maker& make_;
};

/// Reads what a roll-up says into the element of its field.
class SummaryReader {
public:
    SummaryReader(const XmlNode& node, const FieldIndex& fields, ElementMaker& made, Maker& make)
        : node_(node), fields_(fields), made_(made), make_(make) {}

    void read() {
        const XmlNode& type = *node_.child("type");
        const std::string_view operation = node_.child_text("summaryOperation");
        read_summary_type(type.text_span, operation == "count");
        const XmlNode* const summed = node_.child("summarizedField");
        const XmlNode* const by = node_.child("summaryForeignKey");
        for (const auto& [xml, word] : operations)
            if (xml == operation)
                made_.words("summary", word, node_.child("summaryOperation")->text_span);
        if (summed != nullptr && !summed->text.empty() && operation != "count")
            made_.path("of", summed);
        else if (by != nullptr)
            made_.add(
                "of",
                make_.path(by->text.substr(0, by->text.find('.')), by->text_span),
                by->text_span
            );
        // The language names the field alone: the object is that of `of`.
        if (by != nullptr && by->text.find('.') != std::string_view::npos)
            made_.add(
                "by",
                make_.path(by->text.substr(by->text.find('.') + 1), by->text_span),
                by->text_span
            );
        if (const Condition* const condition = filters())
            made_.add("where", condition, condition->span);
    }

private:
    /// A roll-up has the type of what it rolls up; of a roll-up of roll-ups, a number.
    void read_summary_type(Span span, bool is_count) {
        const auto whole = [&] {
            made_.type(
                "Number",
                span,
                {number_argument("18", span, make_), number_argument("0", span, make_)}
            );
        };
        const auto found = fields_.find(folded(node_.child_text("summarizedField")));
        if (is_count || found == fields_.end()) {
            if (is_count || node_.child_text("summaryOperation") == "sum")
                whole();
            else
                made_.type("Number", span);
            return;
        }
        const std::string_view type = field_type_of(*found->second);
        const bool has_digits = type == "Number" || type == "Currency" || type == "Percent";
        if (has_digits)
            made_.type(type, span, digit_arguments(*found->second, span, make_));
        else if (type == "Date" || type == "DateTime" || type == "Time")
            made_.type(type, span);
        else
            whole();
    }

    const Condition* filters() {
        return read_filter_items(node_, "summaryFilterItems", {}, fields_, make_);
    }

    const XmlNode& node_;
    const FieldIndex& fields_;
    ElementMaker& made_;
    Maker& make_;
};

} // namespace

const Condition* read_filter_items(
    const XmlNode& node,
    std::string_view tag,
    std::string_view object,
    const FieldIndex& fields,
    Maker& make
) {
    return FilterReader(object, fields, make).read(node, tag);
}

void read_summary(const XmlNode& node, const FieldIndex& fields, ElementMaker& made, Maker& make) {
    SummaryReader(node, fields, made, make).read();
}

} // namespace weir::metadata
