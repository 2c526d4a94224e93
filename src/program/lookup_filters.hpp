// Lookup filters: which records the lookups of an object take.
#pragma once

#include "program/program.hpp"

#include <string>
#include <vector>

namespace weir {

/// `Contact__c Lookup(Contact) only where Active__c = true error "…"`. A save whose lookup leads
/// elsewhere is refused with FIELD_FILTER_VALIDATION_EXCEPTION (reference/runtime.md, section 7).
struct LookupFilter {
    /// Where a slot of the condition gets its column from: the record that the lookup names, or
    /// the one that is saved.
    struct Source {
        bool of_saved = false;
        FieldId field = FieldId::none;

        friend bool operator==(const Source&, const Source&) = default;
    };
    FieldId field = FieldId::none;
    ObjectId target = ObjectId::none;
    Expression condition; // Boolean
    std::vector<Source> sources;
    std::string message;
};

/// Of one object. Filters that are not active, or only suggest, are not here.
struct LookupFilters {
    std::vector<LookupFilter> filters;
    std::vector<FieldId> read; // of the saved record: the lookups, and what `$Source` names
};

} // namespace weir
