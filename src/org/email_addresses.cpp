#include "org/email_addresses.hpp"

#include "org/state.hpp"
#include "types/text.hpp"

#include <algorithm>
#include <map>

namespace weir {

namespace {

std::string_view trimmed(std::string_view text) {
    const size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

} // namespace

void add_addresses(Value value, std::vector<std::string>& addresses) {
    if (value.tag() == Tag::collection) {
        for (const Value item : value.items())
            if (item.tag() == Tag::text)
                add_addresses(item, addresses);
        return;
    }
    if (value.tag() != Tag::text)
        return;
    const std::string_view text = value.as_text();
    for (size_t begin = 0; begin <= text.size();) {
        const size_t end = std::min(text.find_first_of(",;", begin), text.size());
        const std::string_view address = trimmed(text.substr(begin, end - begin));
        const bool is_new = std::ranges::none_of(addresses, [&](const std::string& other) {
            return equal_ignoring_case(other, address);
        });
        if (!address.empty() && is_new)
            addresses.emplace_back(address);
        begin = end + 1;
    }
}

const Fault* addresses_of_records(
    Transaction& transaction, std::span<const Id> ids, std::span<Value> addresses
) {
    std::map<ObjectId, std::vector<uint32_t>> rows_of_object;
    for (uint32_t row = 0; row < ids.size(); ++row) {
        addresses[row] = Value::null();
        if (ids[row] == Id{})
            continue;
        if (const Object* const object = transaction.schema().find(key_prefix(ids[row])))
            rows_of_object[object->id].push_back(row);
    }
    for (const auto& [object_id, rows] : rows_of_object) {
        const FieldId field = field_or_none(&transaction.schema().object(object_id), "Email");
        if (field == FieldId::none)
            continue;
        std::vector<Id> wanted;
        for (const uint32_t row : rows)
            wanted.push_back(ids[row]);
        Columns columns;
        std::vector<bool> found;
        if (const Fault* const fault =
                fetch_records(transaction, object_id, wanted, {&field, 1}, columns, found))
            return fault;
        for (uint32_t index = 0; index < rows.size(); ++index)
            if (found[index])
                addresses[rows[index]] = columns.at(field, index);
    }
    return nullptr;
}

} // namespace weir
