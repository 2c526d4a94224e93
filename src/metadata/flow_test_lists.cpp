#include "metadata/flow_test_lists.hpp"

#include "metadata/conditions.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace weir::metadata {

namespace {

using nlohmann::json;

class ListCondition {
public:
    ListCondition(const XmlNode& condition, Maker& make) : condition_(condition), make_(make) {}

    std::optional<const Condition*> read() {
        const XmlNode* const right = condition_.child("rightValue");
        if (right == nullptr || !read_items(*right))
            return std::nullopt;
        const std::string_view op = condition_.child_text("operator");
        if (op == "In")
            return items_.empty() ? never() : any_or_all("EqualTo", "or");
        if (op == "NotIn")
            return items_.empty() ? always() : any_or_all("NotEqualTo", "and");
        const bool asks_for_nothing = items_.empty() && (op == "EqualTo" || op == "NotEqualTo");
        if (!asks_for_nothing)
            return std::nullopt;
        return state("IsEmpty", op == "EqualTo" ? "true" : "false");
    }

private:
    [[nodiscard]] Arena& arena() { return make_.arena(); }

    XmlNode* node(std::string_view name, std::string_view text = {}) {
        auto* const made = arena().make<XmlNode>();
        made->name = name;
        made->text = text;
        made->span = condition_.span;
        made->text_span = condition_.span;
        return made;
    }

    const XmlNode* node(std::string_view name, const std::vector<const XmlNode*>& children) {
        XmlNode* const made = node(name);
        made->children = arena().copy(std::span<const XmlNode* const>(children));
        return made;
    }

    /// `collectionElements`, or a list in JSON. False: neither.
    bool read_items(const XmlNode& right) {
        bool is_list = false;
        for (const XmlNode* const child : right.children) {
            if (child->name == "collectionElements") {
                is_list = true;
                XmlNode* const item = arena().make<XmlNode>(*child);
                item->name = "rightValue";
                items_.push_back(item);
            } else if (child->name == "jsonValue") {
                const json list = json::parse(child->text, nullptr, false);
                if (!list.is_array())
                    return false;
                is_list = true;
                for (const json& value : list)
                    if (!add_item(value))
                        return false;
            }
        }
        return is_list;
    }

    bool add_item(const json& value) {
        if (value.is_null()) {
            items_.push_back(node("rightValue"));
            return true;
        }
        const std::string_view tag = value.is_boolean()  ? "booleanValue"
                                     : value.is_number() ? "numberValue"
                                     : value.is_string() ? "stringValue"
                                                         : std::string_view();
        if (tag.empty())
            return false;
        const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
        items_.push_back(node("rightValue", {node(tag, arena().copy(std::string_view(text)))}));
        return true;
    }

    const XmlNode* left() {
        const XmlNode* const named = condition_.child("leftValueReference");
        return named != nullptr ? named : node("leftValueReference");
    }

    std::optional<const Condition*> any_or_all(std::string_view op, std::string_view logic) {
        std::vector<const XmlNode*> conditions{node("conditionLogic", logic)};
        for (const XmlNode* const item : items_)
            conditions.push_back(node("conditions", {left(), node("operator", op), item}));
        const Condition* const made =
            read_conditions(*node("assertions", conditions), condition_tags, make_);
        return made != nullptr && count(*made) == items_.size() ? std::optional(made)
                                                                : std::nullopt;
    }

    std::optional<const Condition*> state(std::string_view op, std::string_view truth) {
        const XmlNode* const value = node("rightValue", {node("booleanValue", truth)});
        const XmlNode* const condition = node("conditions", {left(), node("operator", op), value});
        const Condition* const made =
            read_conditions(*node("assertions", {condition}), condition_tags, make_);
        return made != nullptr ? std::optional(made) : std::nullopt;
    }

    /// What is in no list at all. Null and not null at once: never; either: always.
    std::optional<const Condition*> never() { return both_states("and"); }
    std::optional<const Condition*> always() { return both_states("or"); }
    std::optional<const Condition*> both_states(std::string_view logic) {
        std::vector<const XmlNode*> conditions{node("conditionLogic", logic)};
        for (const std::string_view truth : {"true", "false"})
            conditions.push_back(node(
                "conditions",
                {left(),
                 node("operator", "IsNull"),
                 node("rightValue", {node("booleanValue", truth)})}
            ));
        const Condition* const made =
            read_conditions(*node("assertions", conditions), condition_tags, make_);
        return made != nullptr ? std::optional(made) : std::nullopt;
    }

    static size_t count(const Condition& condition) {
        return condition.operands.empty() ? 1 : condition.operands.size();
    }

    const XmlNode& condition_;
    Maker& make_;
    std::vector<const XmlNode*> items_; // each as a `rightValue`
};

} // namespace

std::optional<const Condition*> read_list_condition(const XmlNode& condition, Maker& make) {
    return ListCondition(condition, make).read();
}

} // namespace weir::metadata
