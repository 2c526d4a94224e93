// Ways into a flow besides its start: what runs after the commit and at a later time.
#include "check/flow_check.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace weir {

namespace {

struct UnitWord {
    std::string_view key;
    FlowPath::Unit unit;
};
constexpr std::array units{
    UnitWord{"minutes", FlowPath::Unit::minutes},
    UnitWord{"hours", FlowPath::Unit::hours},
    UnitWord{"days", FlowPath::Unit::days},
    UnitWord{"weeks", FlowPath::Unit::weeks},
    UnitWord{"months", FlowPath::Unit::months},
};

constexpr std::string_view after_commit = "after commit";

int32_t number_of(std::string_view digits) {
    int32_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc{} && end == digits.data() + digits.size() ? value : 0;
}

} // namespace

void FlowCheck::read_paths(const Block& block) {
    for (const Statement& statement : block.statements) {
        if (statement.element == nullptr || statement.element->shape->category != Category::path)
            continue;
        paths_.push_back(statement.element);
        flow().paths.push_back(read_path(*statement.element));
    }
}

FlowPath FlowCheck::read_path(const Element& path) {
    FlowPath made;
    made.name = path.name.text;
    made.label =
        path.label != nullptr ? std::string(path.label->value) : label_from_name(path.name.text);
    made.after_commit = path.shape->keyword == after_commit;
    made.span = path.header;
    for (const UnitWord& word : units) {
        const auto* const number = path.value<NumberLiteral>(word.key);
        if (number == nullptr)
            continue;
        made.unit = word.unit;
        made.offset = number_of(number->digits);
    }
    if (const auto* const size = path.value<NumberLiteral>("batches of"))
        made.batch_size = static_cast<uint32_t>(std::max(0, number_of(size->digits)));
    const bool is_before = path.has("before");
    if (is_before)
        made.offset = -made.offset;
    const auto* const field = path.value<Path>(is_before ? "before" : "after");
    if (field == nullptr || field->empty() || model_.trigger_object == nullptr)
        return made;
    const Object& object = *model_.trigger_object;
    if (const auto found = object.find_field(field->parts.front().text)) {
        made.field = *found;
        static_cast<void>(layouts().of(object.id).cell(*found)); // read with every save
    } else if (object.is_open)
        report_believed_field(object, field->parts.front(), out());
    else
        report_unknown_field(object, field->parts.front(), out());
    return made;
}

void FlowCheck::wire_paths() {
    for (size_t index = 0; index < paths_.size(); ++index) {
        const auto* const body = paths_[index]->value<const Block*>("");
        // Without braces it begins where the flow does.
        if (body == nullptr || *body == nullptr) {
            flow().paths[index].entry = flow().entry;
            continue;
        }
        flow().paths[index].entry = wire_block(**body, StepId::end, StepId::none, StepId::none, 1);
    }
}

} // namespace weir
