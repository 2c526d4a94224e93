#include "elements/catalogue.hpp"

#include "elements/kinds.hpp"

#include <array>

namespace weir {

namespace {

// The order is that of the reference: what a reader meets first stands first.
constexpr std::array all_kinds{
    &kinds::variable,
    &kinds::constant,
    &kinds::formula_resource,
    &kinds::text_template,
    &kinds::choice,
    &kinds::choice_set,
    &kinds::stage,
    &kinds::get_records,
    &kinds::create_records,
    &kinds::update_records,
    &kinds::delete_records,
    &kinds::publish_event,
    &kinds::decision,
    &kinds::assignment,
    &kinds::loop,
    &kinds::subflow,
    &kinds::action_call,
    &kinds::custom_error,
    &kinds::screen,
    &kinds::sort_collection,
    &kinds::filter_collection,
    &kinds::map_collection,
    &kinds::transform,
    &kinds::roll_back_records,
    &kinds::wait,
    &kinds::orchestrated_stage,
    &kinds::stepped_stage,
    &kinds::legacy_step,
    &kinds::apex_plugin,
    &kinds::after_commit_path,
    &kinds::scheduled_path,
};

} // namespace

ElementKinds element_kinds() {
    return all_kinds;
}

Shapes element_shapes() {
    static const auto shapes = [] {
        std::array<const Shape*, all_kinds.size()> result{};
        for (size_t index = 0; index < all_kinds.size(); ++index)
            result[index] = all_kinds[index]->shape;
        return result;
    }();
    return shapes;
}

} // namespace weir
