#include "metadata/flow_test_values.hpp"

#include "base/limits.hpp"
#include "syntax/inner_elements.hpp"

#include <nlohmann/json.hpp>

#include <variant>

namespace weir::metadata {

namespace {

using nlohmann::json;

json value_of(const XmlNode& value, size_t depth) {
    json items = json::array();
    bool is_list = false;
    for (const XmlNode* const child : value.children) {
        const std::string text(child->text);
        if (child->name == "collectionElements") {
            is_list = true;
            if (depth < limits::nesting)
                items.push_back(value_of(*child, depth + 1));
            continue;
        }
        if (child->name == "sobjectValue" || child->name == "jsonValue") {
            const json read = json::parse(text, nullptr, false);
            return read.is_discarded() ? json(text) : read;
        }
        if (child->name == "booleanValue")
            return text == "true";
        if (child->name == "numberValue") {
            const json read = json::parse(text, nullptr, false);
            return read.is_number() ? read : json(text);
        }
        return text;
    }
    return is_list ? items : json();
}

const Element* find_in(const Element& element, std::string_view name, size_t depth) {
    if (depth > limits::nesting)
        return nullptr;
    const Element* found = nullptr;
    for (const Clause& clause : element.clauses)
        for_each_element_in(clause, [&](const Element& inner) {
            if (found == nullptr)
                found = inner.name.text == name ? &inner : find_in(inner, name, depth + 1);
        });
    return found;
}

} // namespace

bool is_structured(const XmlNode* value) {
    if (value == nullptr)
        return false;
    for (const XmlNode* const child : value->children)
        if (child->name == "collectionElements" || child->name == "sobjectValue" ||
            child->name == "jsonValue")
            return true;
    return false;
}

std::string changed_fields(std::string_view before, std::string_view after) {
    const auto old_record = nlohmann::json::parse(before, nullptr, false);
    const auto new_record = nlohmann::json::parse(after, nullptr, false);
    if (!old_record.is_object() || !new_record.is_object())
        return std::string(after);
    nlohmann::json changed = nlohmann::json::object();
    for (const auto& [name, value] : new_record.items())
        if (!old_record.contains(name) || old_record.at(name) != value)
            changed[name] = value;
    return changed.dump();
}

std::string json_of(const XmlNode& value) {
    return value_of(value, 0).dump(-1, ' ', false, json::error_handler_t::replace);
}

const Element* find_element(const Element& flow, std::string_view name) {
    return find_in(flow, name, 0);
}

size_t conditions_of(const XmlNode& assertion) {
    size_t count = 0;
    for (const XmlNode* const child : assertion.children)
        count += child->name == "conditions" ? 1U : 0U;
    return count;
}

size_t comparisons(const Condition* condition, size_t depth) {
    if (condition == nullptr || depth > limits::nesting)
        return 0;
    if (condition->operands.empty())
        return 1;
    size_t count = 0;
    for (const Condition* const operand : condition->operands)
        count += comparisons(operand, depth + 1);
    return count;
}

bool has_asynchronous_path(const Element& flow) {
    for (const Clause& clause : flow.clauses)
        if (const auto* const block = std::get_if<const Block*>(&clause.value);
            block != nullptr && *block != nullptr)
            for (const Statement& statement : (*block)->statements)
                if (statement.element != nullptr && statement.element->shape != nullptr &&
                    statement.element->shape->keyword == "after commit")
                    return true;
    return false;
}

} // namespace weir::metadata
