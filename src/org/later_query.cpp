#include "org/later_query.hpp"

#include "org/later_work.hpp"

#include <algorithm>

namespace weir {

std::optional<int64_t> next_of_path(const Org& org, const FlowProgram& flow, size_t path) {
    std::optional<int64_t> first;
    for (const auto& [kind, group] : org.state().later->groups) {
        if (kind.flow != &flow || kind.path < 0 || static_cast<size_t>(kind.path) != path ||
            group.items.empty())
            continue;
        first = std::min(first.value_or(kind.due), kind.due);
    }
    return first;
}

} // namespace weir
