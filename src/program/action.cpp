#include "program/action.hpp"

#include <algorithm>

namespace weir {

const ActionColumn* ActionCall::input(std::string_view name) const {
    const auto found = std::find_if(inputs.begin(), inputs.end(), [name](const ActionColumn& column) {
        return column.name == name;
    });
    return found == inputs.end() ? nullptr : &*found;
}

void ActionRegistry::add(std::unique_ptr<const Action> action) { actions_.push_back(std::move(action)); }

const Action* ActionRegistry::find(std::string_view type, std::string_view detail) const {
    const Action* any_detail = nullptr;
    for (const auto& action : actions_) {
        if (action->type() != type) continue;
        if (action->detail() == detail) return action.get();
        if (action->detail().empty()) any_detail = action.get();
    }
    return any_detail;
}

std::vector<std::string_view> ActionRegistry::types() const {
    std::vector<std::string_view> names;
    for (const auto& action : actions_)
        if (std::find(names.begin(), names.end(), action->type()) == names.end()) names.push_back(action->type());
    return names;
}

} // namespace weir
