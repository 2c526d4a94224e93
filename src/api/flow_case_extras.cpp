// Objects and fields that a case names and its project does not hold: standard ones, and those of
// packages. Their types are read off their values.
#include "api/flow_case_world.hpp"
#include "schema/fold.hpp"
#include "types/date_time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace weir {

namespace {

using nlohmann::json;

constexpr size_t longest_text = 255;

class Unknown {
public:
    Unknown(const FlowCase& described, const Schema& schema) : schema_(schema) {
        for (const CaseRecord& record : described.given)
            objects_by_ref_[record.ref] = record.object;
        for (const CaseRecord& record : described.given)
            add(record.object, record.fields);
        for (const CaseRecord& record : described.trigger)
            add(record.object, record.fields);
        walk(described.inputs);
        for (const CaseStub& stub : described.stubs)
            walk(stub.outputs);
        expectations(described.expect);
        if (described.derived)
            expectations(*described.derived);
    }

    [[nodiscard]] std::string text() const {
        std::string result;
        for (const auto& [key, object] : found_) {
            if (object.fields.empty() && schema_.find(object.name) != nullptr)
                continue;
            result += fmt::format("extend {} {{\n  open\n\n", object.name);
            for (const auto& [field_key, field] : object.fields)
                result += fmt::format("  `{}` {}\n", field.first, field.second);
            result += "}\n\n";
        }
        return result;
    }

private:
    struct UnknownObject {
        std::string name;
        std::map<std::string, std::pair<std::string, std::string>> fields; // name and type
    };

    [[nodiscard]] static bool is_name(std::string_view text) {
        return !text.empty() && std::all_of(text.begin(), text.end(), [](char letter) {
            return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                   (letter >= '0' && letter <= '9') || letter == '_';
        });
    }

    void add(const std::string& object, const json& fields) {
        const Object* const known = schema_.find(object);
        if (!is_name(object))
            return;
        UnknownObject& entry = found_[folded(object)];
        entry.name = known != nullptr ? known->name : object;
        if (!fields.is_object())
            return;
        for (const auto& [name, value] : fields.items()) {
            const bool is_there = (known != nullptr && known->find_field(name)) ||
                                  folded(name) == "id" || !is_name(name);
            if (!is_there)
                entry.fields.try_emplace(folded(name), name, type_of(value));
            walk(value);
        }
    }

    void walk(const json& value) {
        if (value.is_object() && value.contains("$record") && value["$record"].is_string())
            add(value["$record"].get<std::string>(), value.value("fields", json::object()));
        else if (value.is_structured())
            for (const json& inner : value)
                walk(inner);
    }

    void expectations(const CaseExpectations& expected) {
        for (const CaseRecords& records : expected.records) {
            add(records.object, records.where);
            add(records.object, records.fields);
        }
    }

    [[nodiscard]] std::string type_of(const json& value) const {
        if (value.is_boolean())
            return "Checkbox";
        if (value.is_number())
            return "Number(12, 6)";
        if (value.is_object() && value.contains("$today"))
            return "Date";
        if (!value.is_string())
            return "Text(255)";
        const auto text = value.get<std::string>();
        if (text.starts_with('@') && text.ends_with(".Id")) {
            const auto target = objects_by_ref_.find(text.substr(1, text.size() - 4));
            if (target != objects_by_ref_.end() && is_name(target->second))
                return fmt::format("Lookup({})", target->second);
        }
        if (parse_date(text))
            return "Date";
        if (parse_date_time(text))
            return "DateTime";
        return text.size() > longest_text ? "LongTextArea(131072)" : "Text(255)";
    }

    const Schema& schema_;
    std::map<std::string, std::string> objects_by_ref_;
    std::map<std::string, UnknownObject> found_; // by folded name
};

} // namespace

std::string declare_unknown(const FlowCase& described, const Schema& schema) {
    return Unknown(described, schema).text();
}

} // namespace weir
