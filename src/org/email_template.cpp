#include "org/email_template.hpp"

#include "org/state.hpp"
#include "types/convert.hpp"
#include "types/text.hpp"

#include <algorithm>
#include <map>

namespace weir {

namespace {

/// The next merge field of a text: where it stands and what it names.
struct MergeField {
    size_t begin = std::string_view::npos;
    size_t end = 0;
    std::string_view path;
};

MergeField next_merge_field(std::string_view text, size_t from) {
    const size_t single = text.find("{!", from);
    const size_t triple = text.find("{{{", from);
    const size_t begin = std::min(single, triple);
    if (begin == std::string_view::npos)
        return {};
    const bool is_triple = triple < single;
    const std::string_view close = is_triple ? "}}}" : "}";
    const size_t first = begin + (is_triple ? 3 : 2);
    const size_t last = text.find(close, first);
    if (last == std::string_view::npos)
        return {};
    return {begin, last + close.size(), text.substr(first, last - first)};
}

class Merging {
public:
    Merging(Transaction& transaction, std::span<const Id> recipients, std::span<const Id> related)
        : transaction_(transaction), recipients_(recipients), related_(related) {}

    /// `text` for each of `rows`, into `out[row]`.
    const Fault*
    merge(std::string_view text, std::span<const uint32_t> rows, std::vector<std::string>& out) {
        size_t from = 0;
        while (true) {
            const MergeField field = next_merge_field(text, from);
            const size_t until = std::min(field.begin, text.size());
            for (const uint32_t row : rows)
                out[row] += text.substr(from, until - from);
            if (field.begin == std::string_view::npos)
                return nullptr;
            if (const Fault* const fault = append_values(field.path, rows, out))
                return fault;
            from = field.end;
        }
    }

private:
    /// One read for all rows whose records are of one object.
    const Fault* append_values(
        std::string_view path, std::span<const uint32_t> rows, std::vector<std::string>& out
    ) {
        const size_t dot = path.find('.');
        if (dot == std::string_view::npos)
            return nullptr;
        const std::string_view head = path.substr(0, dot);
        const std::string_view name = path.substr(dot + 1);
        std::map<ObjectId, std::vector<uint32_t>> by_object;
        for (const uint32_t row : rows)
            if (const Object* const object =
                    transaction_.schema().find(key_prefix(id_for(head, row))))
                by_object[object->id].push_back(row);
        for (const auto& [object_id, those] : by_object) {
            const Object& object = transaction_.schema().object(object_id);
            const FieldId field = field_or_none(&object, name);
            if (field == FieldId::none)
                continue;
            std::vector<Id> ids;
            for (const uint32_t row : those)
                ids.push_back(id_for(head, row));
            const bool is_id = field == object.id_field();
            Columns columns;
            std::vector<bool> found;
            if (const Fault* const fault = fetch_records(
                    transaction_, object_id, ids, std::span(&field, is_id ? 0U : 1U), columns, found
                ))
                return fault;
            for (uint32_t index = 0; index < those.size(); ++index) {
                const Value value = is_id ? Value::id(ids[index]) : columns.at(field, index);
                if (found[index])
                    out[those[index]] += to_text(value, transaction_.arena());
            }
        }
        return nullptr;
    }

    [[nodiscard]] Id id_for(std::string_view head, uint32_t row) const {
        if (equal_ignoring_case(head, "Recipient"))
            return recipients_[row];
        if (equal_ignoring_case(head, "RelatedTo"))
            return related_[row];
        for (const Id id : {recipients_[row], related_[row]}) {
            const Object* const object = transaction_.schema().find(key_prefix(id));
            if (object != nullptr && equal_ignoring_case(object->name, head))
                return id;
        }
        return {};
    }

    Transaction& transaction_;
    std::span<const Id> recipients_;
    std::span<const Id> related_;
};

} // namespace

const Fault* merge_templates(
    Transaction& transaction,
    std::span<const Id> templates,
    std::span<const Id> recipients,
    std::span<const Id> related,
    std::vector<MergedTemplate>& merged
) {
    merged.assign(templates.size(), {});
    const Object* const object = transaction.schema().find("EmailTemplate");
    std::map<Id, std::vector<uint32_t>> rows_of_template;
    for (uint32_t row = 0; row < templates.size(); ++row)
        if (templates[row] != Id{})
            rows_of_template[templates[row]].push_back(row);
    if (object == nullptr || rows_of_template.empty())
        return nullptr;

    std::vector<Id> ids;
    for (const auto& [id, rows] : rows_of_template)
        ids.push_back(id);
    std::vector<FieldId> fields;
    const FieldId subject = field_or_none(object, "Subject");
    const FieldId body = field_or_none(object, "Body");
    const FieldId html = field_or_none(object, "HtmlValue");
    for (const FieldId field : {subject, body, html})
        if (field != FieldId::none)
            fields.push_back(field);
    Columns columns;
    std::vector<bool> found;
    if (const Fault* const fault =
            fetch_records(transaction, object->id, ids, fields, columns, found))
        return fault;
    Merging merging(transaction, recipients, related);
    for (uint32_t index = 0; index < ids.size(); ++index) {
        if (!found[index])
            continue;
        const std::vector<uint32_t>& rows = rows_of_template[ids[index]];
        const auto text = [&](FieldId field) {
            const Value cell = field == FieldId::none ? Value() : columns.at(field, index);
            return cell.tag() == Tag::text ? cell.as_text() : std::string_view{};
        };
        std::vector<std::string> subjects(templates.size());
        std::vector<std::string> bodies(templates.size());
        if (const Fault* const fault = merging.merge(text(subject), rows, subjects))
            return fault;
        const std::string_view plain = text(body);
        if (const Fault* const fault =
                merging.merge(plain.empty() ? text(html) : plain, rows, bodies))
            return fault;
        for (const uint32_t row : rows)
            merged[row] = {true, std::move(subjects[row]), std::move(bodies[row]), plain.empty()};
    }
    return nullptr;
}

} // namespace weir
