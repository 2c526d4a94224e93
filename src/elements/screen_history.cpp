#include "elements/screen_history.hpp"

#include "runtime/pause.hpp"

namespace weir::elements {

namespace {

StepId own_step(const Group& group) {
    const auto& steps = group.batch().flow().steps;
    for (size_t index = 0; index < steps.size(); ++index)
        if (steps[index].get() == &group.step())
            return static_cast<StepId>(index);
    return StepId::none;
}

} // namespace

bool has_screen_before(Group& group, uint32_t row, bool is_shown) {
    const Batch::Rest* const rest = group.batch().find_rest(row);
    const size_t count = rest == nullptr ? 0 : rest->screens.size();
    return group.batch().has_screens_before || count > (is_shown ? 1U : 0U);
}

void note_shown(Group& group, uint32_t row) {
    Batch::Rest& rest = group.batch().rest(row);
    if (rest.comes_back && !rest.screens.empty())
        rest.screens.back().inner = nullptr;
    else
        rest.screens.push_back({own_step(group), nullptr});
    rest.comes_back = false;
}

void go_back(Group& group, uint32_t row) {
    Batch::Rest& rest = group.batch().rest(row);
    if (!rest.screens.empty())
        rest.screens.pop_back();
    if (rest.screens.empty()) {
        rest.leaves_backwards = true;
        group.go(row, StepId::end);
        return;
    }
    rest.comes_back = true;
    group.go(row, rest.screens.back().step);
}

} // namespace weir::elements
