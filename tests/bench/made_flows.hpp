// Flows of any size, made for measuring.
#pragma once

#include <cstdint>
#include <string>

namespace weir::bench {

/// The objects that the flows are about, `Case__c`, `Case_1__c` and so on: Subject__c, Amount__c,
/// Stage__c, Closed__c, Parent__c.
[[nodiscard]] std::string made_world(uint32_t objects = 1);

/// One of many record-triggered flows as people write them, on the object of that number; `number`
/// makes its names. It has `typical_elements` elements.
[[nodiscard]] std::string typical_flow(uint32_t number, uint32_t object = 0);
constexpr uint32_t typical_elements = 11;

/// `Long`: `elements` assignments one behind the other, each adding 1 to the output Total.
[[nodiscard]] std::string long_flow(uint32_t elements);

/// `Wide`: a decision of so many outcomes on the input Given; the output Taken is its number.
[[nodiscard]] std::string wide_decision(uint32_t outcomes);

/// `Sum_Up`: a loop over all cases; the output Total is the sum of their amounts.
[[nodiscard]] std::string loop_flow();

/// `Make_Cases`: collects as many new cases as the input Count says, and creates them with one
/// element.
[[nodiscard]] std::string bulk_create_flow();

} // namespace weir::bench
