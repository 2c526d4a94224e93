#include "program/declared_actions.hpp"

#include "schema/fold.hpp"

#include <algorithm>

namespace weir {

namespace {

template<class T>
const T* find_named(const std::vector<T>& items, std::string_view name) {
    const std::string wanted = folded(name);
    const auto found =
        std::ranges::find_if(items, [&](const T& item) { return folded(item.name) == wanted; });
    return found == items.end() ? nullptr : &*found;
}

} // namespace

const QuickActionProgram* DeclaredActions::find_quick_action(std::string_view name) const {
    return find_named(quick_actions, name);
}

const OutboundMessage* DeclaredActions::find_message(std::string_view name) const {
    return find_named(messages, name);
}

bool DeclaredActions::has_processes(ObjectId object) const {
    return std::ranges::any_of(processes, [&](const ApprovalProcess& process) {
        return process.object == object;
    });
}

} // namespace weir
