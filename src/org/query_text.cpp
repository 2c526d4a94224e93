#include "org/query_text.hpp"

#include "types/text.hpp"

#include <algorithm>

namespace weir {

namespace {

constexpr size_t characters_of_an_id = 18;
constexpr size_t characters_of_another = 8; // numbers, dates: about
constexpr size_t quotes_and_comma = 3;

size_t characters(Value value) {
    if (value.tag() == Tag::text)
        return utf16_length(value.as_text()) + quotes_and_comma;
    return (value.tag() == Tag::id ? characters_of_an_id : characters_of_another) +
           quotes_and_comma;
}

} // namespace

size_t query_characters(
    const Query& query, std::span<const std::span<const Value>> parameters, uint32_t rows
) {
    const auto is_list = [&](const FilterNode& node) {
        return node.kind == FilterNode::Kind::comparison &&
               (node.op == FilterOperator::in || node.op == FilterOperator::not_in) &&
               node.parameter < parameters.size();
    };
    if (std::ranges::none_of(query.filter, is_list))
        return 0;
    size_t most = 0;
    for (uint32_t row = 0; row < rows; ++row) {
        size_t total = 0;
        for (const FilterNode& node : query.filter) {
            if (!is_list(node) || parameters[node.parameter][row].tag() != Tag::collection)
                continue;
            for (const Value item : parameters[node.parameter][row].items())
                total += characters(item);
        }
        most = std::max(most, total);
    }
    return most;
}

} // namespace weir
