#include "elements/interview_size.hpp"

#include <fmt/format.h>

namespace weir::elements {

namespace {

/// Salesforce writes no larger interview.
constexpr size_t most_bytes = 1'000'000;
constexpr uint32_t deepest_value = 200;

/// About how long a value is when it is written out.
size_t bytes_of(Value value, uint32_t depth = 0) {
    constexpr size_t plain = 16;
    if (depth > deepest_value)
        return plain;
    size_t bytes = plain;
    if (value.tag() == Tag::text)
        bytes += value.size();
    if (value.tag() == Tag::record && value.row() != nullptr)
        for (uint32_t cell = 0; cell < value.row()->size; ++cell)
            if (!value.row()->cells()[cell].is_null())
                bytes += bytes_of(value.row()->cells()[cell], depth + 1);
    if (value.tag() == Tag::collection)
        for (const Value item : value.items())
            bytes += bytes_of(item, depth + 1);
    return bytes;
}

size_t bytes_of(Batch& batch, uint32_t row) {
    size_t bytes = 0;
    for (uint32_t slot = 0; slot < batch.flow().slot_count; ++slot)
        bytes += bytes_of(batch.slot(slot)[row]);
    return bytes;
}

} // namespace

bool is_too_large(Batch& batch, uint32_t row) {
    return bytes_of(batch, row) > most_bytes;
}

std::string too_large_text() {
    return fmt::format("The interview is larger than {} bytes and cannot be paused.", most_bytes);
}

} // namespace weir::elements
