// Parameters of actions in one line each.
#pragma once

#include "program/action.hpp"

#include <initializer_list>
#include <string_view>
#include <vector>

namespace weir {

/// An action that is described by lists of names and one function.
class DescribedAction : public Action {
public:
    struct Described {
        std::string_view name;
        TypeKind kind = TypeKind::text;
        bool collection = false;
        bool required = false;
    };

    DescribedAction(
        std::string_view type,
        std::initializer_list<Described> takes,
        std::initializer_list<Described> gives
    )
        : type_(type), inputs_(parameters(takes)), outputs_(parameters(gives)) {}

    [[nodiscard]] std::string_view type() const override { return type_; }
    [[nodiscard]] std::span<const ActionParameter> inputs() const override { return inputs_; }
    [[nodiscard]] std::span<const ActionParameter> outputs() const override { return outputs_; }

private:
    static std::vector<ActionParameter> parameters(std::initializer_list<Described> described) {
        std::vector<ActionParameter> result;
        for (const Described& one : described) {
            Type type = Type::of(one.kind);
            if (one.collection)
                type = type.collection_of();
            result.push_back({std::string(one.name), type, one.required});
        }
        return result;
    }

    std::string_view type_;
    std::vector<ActionParameter> inputs_;
    std::vector<ActionParameter> outputs_;
};

} // namespace weir
