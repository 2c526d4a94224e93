#include "org/first_record.hpp"

#include <utility>

namespace weir {

Result<Id> first_record(Org& org, ObjectId object) {
    Query query;
    query.object = object;
    query.limit = 1;
    auto prepared = org.store().prepare(query);
    if (!prepared)
        return prepared.error();
    auto found = org.store().run(**prepared, {}, 1);
    if (!found)
        return found.error();
    return found->records.size() == 0 ? Id{} : std::as_const(found->records).ids()[0];
}

} // namespace weir
