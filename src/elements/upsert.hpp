// Create Records that looks for records that are there first: by conditions, or by a key.
#pragma once

#include "check/flow_checker.hpp"
#include "elements/record_forms.hpp"
#include "elements/values.hpp"

#include <memory>
#include <optional>

namespace weir::elements {

/// Whether the element says what becomes of records that are there already.
[[nodiscard]] bool is_upsert(const Element& element);

/// `create … where … { }`: the fields go into the record that the conditions find, or into a new
/// one, whose Id goes into the slot or is delivered.
[[nodiscard]] std::unique_ptr<Step> matching_creation_step(
    const Element& element,
    FlowChecker& checker,
    const RecordForm& form,
    std::vector<FieldAssignment> fields,
    std::optional<uint32_t> id_slot,
    std::optional<Delivery> id_delivery
);

/// `create … from Variable upsert by Field`.
[[nodiscard]] std::unique_ptr<Step> upsert_step(
    const Element& element,
    FlowChecker& checker,
    const RecordForm& form,
    std::optional<Destination> ids_go_to
);

/// Puts ids into the records of a variable, as new values; whoever else holds them does not see it.
/// `ids[record]` of the records in the order in which `owners` names their rows.
void write_ids_back(
    Group& group,
    std::span<const Value> values,
    bool is_collection,
    std::span<const Id> ids,
    std::span<const uint32_t> owners,
    const Destination& to
);

} // namespace weir::elements
