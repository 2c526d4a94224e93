#include "api/case_file.hpp"

#include "base/limits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace weir {

namespace {

using nlohmann::json;

constexpr std::array<std::pair<std::string_view, FieldKind>, 13> kinds = {{
    {"Number", FieldKind::number},
    {"Currency", FieldKind::currency},
    {"Percent", FieldKind::percent},
    {"Text", FieldKind::text},
    {"Boolean", FieldKind::checkbox},
    {"Date", FieldKind::date},
    {"DateTime", FieldKind::date_time},
    {"Time", FieldKind::time},
    {"Picklist", FieldKind::picklist},
    {"MultiPicklist", FieldKind::multi_picklist},
    {"Id", FieldKind::id},
    {"Email", FieldKind::email},
    {"Url", FieldKind::url},
}};

/// Reads one line. The first thing that is wrong stays in `mistake`; what follows reads on without
/// harm.
class CaseReader {
public:
    [[nodiscard]] FormulaCase read(const json& line) {
        FormulaCase result;
        if (!line.is_object()) {
            wrong("no JSON object");
            return result;
        }
        result.name = text(line, "name");
        result.formula = text(line, "formula");
        result.returns = kind(line, "returns");
        result.fields = fields(line, 0);
        for (const json& item : list(line, "rows"))
            result.rows.push_back(row(item));
        return result;
    }

    [[nodiscard]] const std::string& mistake() const { return mistake_; }

private:
    void wrong(std::string what) {
        if (mistake_.empty())
            mistake_ = std::move(what);
    }

    [[nodiscard]] std::string text(const json& from, const char* key) {
        const auto found = from.find(key);
        if (found != from.end() && found->is_string())
            return found->get<std::string>();
        wrong(fmt::format("`{}` is no text", key));
        return {};
    }

    [[nodiscard]] const json& list(const json& from, const char* key) {
        static const json empty = json::array();
        const auto found = from.find(key);
        if (found != from.end() && found->is_array())
            return *found;
        wrong(fmt::format("`{}` is no list", key));
        return empty;
    }

    [[nodiscard]] FieldKind kind(const json& from, const char* key) {
        const std::string name = text(from, key);
        for (const auto& [spelling, kind] : kinds)
            if (spelling == name)
                return kind;
        wrong(fmt::format("`{}` is `{}`, and there is no such type", key, name));
        return FieldKind::text;
    }

    [[nodiscard]] std::vector<CaseField> fields(const json& from, uint32_t depth) {
        std::vector<CaseField> result;
        if (depth >= limits::nesting) {
            wrong(fmt::format("`fields` are nested deeper than {} levels", limits::nesting));
            return result;
        }
        for (const json& item : list(from, "fields")) {
            if (!item.is_object()) {
                wrong("`fields` holds something that is no field");
                break;
            }
            CaseField field;
            field.name = text(item, "name");
            field.kind = kind(item, "type");
            if (item.contains("formula"))
                field.formula = text(item, "formula");
            if (item.contains("fields"))
                field.fields = fields(item, depth + 1);
            result.push_back(std::move(field));
        }
        return result;
    }

    [[nodiscard]] CaseRow row(const json& item) {
        CaseRow result;
        if (!item.is_object() || !item.contains("in") || !item["in"].is_object()) {
            wrong("`rows` holds a row without `in`, an object");
            return result;
        }
        result.in = item["in"];
        for (const json& value : result.in)
            if (value.is_structured())
                wrong("`in` holds a list or an object for a value");
        for (size_t column = 0; column < std::size(case_columns); ++column) {
            const auto found = item.find(case_columns[column]);
            if (found == item.end() || found->is_array())
                wrong(fmt::format("a row has no value `{}`", case_columns[column]));
            else
                result.expected[column] = *found;
        }
        return result;
    }

    std::string mistake_;
};

} // namespace

Result<FormulaCase> parse_case(std::string_view line) {
    const json parsed = json::parse(line, nullptr, false);
    if (parsed.is_discarded())
        return Failure{"this is no JSON"};
    CaseReader reader;
    FormulaCase result = reader.read(parsed);
    if (!reader.mistake().empty())
        return Failure{reader.mistake()};
    return result;
}

} // namespace weir
