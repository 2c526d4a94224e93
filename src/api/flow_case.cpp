#include "api/flow_case.hpp"

#include "base/limits.hpp"

#include <fmt/format.h>

#include <utility>

namespace weir {

namespace {

using nlohmann::json;

/// Reads members of JSON objects; the first that does not fit is the mistake.
class CaseReader {
public:
    [[nodiscard]] const std::string& mistake() const { return mistake_; }

    FlowCase read(const json& line) {
        FlowCase result;
        result.id = text(line, "id", true);
        result.flow = text(line, "flow", true);
        const std::string kind = text(line, "kind", false);
        if (kind == "evaluation")
            result.kind = FlowCaseKind::evaluation;
        else if (kind == "after-save")
            result.kind = FlowCaseKind::after_save;
        else if (!kind.empty() && kind != "autolaunched")
            fail(fmt::format("there is no kind of flows `{}`", kind));
        for (const json& record : list(line, "given"))
            result.given.push_back(this->record(record));
        for (const json& record : list(line, "trigger"))
            result.trigger.push_back(this->record(record));
        result.inputs = object(line, "inputs");
        for (const json& stub : list(line, "stubs"))
            result.stubs.push_back(this->stub(stub));
        for (const json& path : list(line, "subflows")) {
            if (path.is_string())
                result.subflows.push_back(path.get<std::string>());
            else
                fail("a subflow is the path of a file");
        }
        result.expect = expectations(object(line, "expect"));
        if (line.contains("derived"))
            result.derived = expectations(object(line, "derived"));
        return result;
    }

private:
    void fail(std::string mistake) {
        if (mistake_.empty())
            mistake_ = std::move(mistake);
    }

    std::string text(const json& from, const char* key, bool is_required) {
        const auto found = from.find(key);
        if (found == from.end() || found->is_null()) {
            if (is_required)
                fail(fmt::format("there is no `{}`", key));
            return {};
        }
        if (!found->is_string()) {
            fail(fmt::format("`{}` is no text", key));
            return {};
        }
        return found->get<std::string>();
    }

    json list(const json& from, const char* key) {
        const auto found = from.find(key);
        if (found == from.end() || found->is_null())
            return json::array();
        if (found->is_array())
            return *found;
        fail(fmt::format("`{}` is no list", key));
        return json::array();
    }

    json object(const json& from, const char* key) {
        const auto found = from.find(key);
        if (found == from.end() || found->is_null())
            return json::object();
        if (found->is_object())
            return *found;
        fail(fmt::format("`{}` is no object", key));
        return json::object();
    }

    std::optional<uint64_t> count(const json& from) {
        const auto found = from.find("count");
        if (found == from.end())
            return std::nullopt;
        if (found->is_number_unsigned())
            return found->get<uint64_t>();
        fail("`count` is no whole number");
        return std::nullopt;
    }

    bool is_object(const json& value, const char* what) {
        if (!value.is_object())
            fail(fmt::format("{} is no object", what));
        return value.is_object();
    }

    CaseRecord record(const json& from) {
        CaseRecord result;
        if (!is_object(from, "a record"))
            return result;
        result.ref = text(from, "ref", false);
        result.object = text(from, "object", true);
        result.fields = object(from, "fields");
        const std::string op = text(from, "op", false);
        result.is_update = op == "update";
        if (!op.empty() && op != "update" && op != "create" && op != "insert")
            fail(fmt::format("`{}` is nothing that a trigger does", op));
        return result;
    }

    CaseActionName action(const json& from) {
        CaseActionName result;
        result.type = text(from, "action", true);
        if (const size_t colon = result.type.find(':'); colon != std::string::npos) {
            result.detail = result.type.substr(colon + 1);
            result.type.resize(colon);
        }
        return result;
    }

    CaseStub stub(const json& from) {
        CaseStub result;
        if (!is_object(from, "a stub"))
            return result;
        result.action = action(from);
        result.inputs = object(from, "inputs");
        result.outputs = object(from, "outputs");
        if (from.contains("fault"))
            result.fault = text(from, "fault", true);
        return result;
    }

    CaseExpectations expectations(const json& from) {
        CaseExpectations result;
        result.outputs = object(from, "outputs");
        for (const json& one : list(from, "records"))
            if (is_object(one, "what is expected of records"))
                result.records.push_back(
                    {text(one, "object", true),
                     object(one, "where"),
                     count(one),
                     object(one, "fields")}
                );
        for (const json& one : list(from, "actions"))
            if (is_object(one, "what is expected of an action"))
                result.actions.push_back({action(one), count(one), object(one, "inputs")});
        if (const auto fault = from.find("fault"); fault != from.end())
            result.fault = *fault;
        return result;
    }

    std::string mistake_;
};

/// The parser recurses: a line that is nested deeper than any case is refused before.
[[nodiscard]] bool is_too_deep(std::string_view line) {
    size_t depth = 0;
    bool in_text = false;
    for (size_t at = 0; at < line.size(); ++at) {
        const char letter = line[at];
        if (in_text) {
            if (letter == '\\')
                ++at;
            in_text = letter != '"';
            continue;
        }
        if (letter == '"')
            in_text = true;
        else if (letter == '{' || letter == '[')
            ++depth;
        else if ((letter == '}' || letter == ']') && depth > 0)
            --depth;
        if (depth > limits::nesting)
            return true;
    }
    return false;
}

} // namespace

Result<FlowCase> parse_flow_case(std::string_view line) {
    if (is_too_deep(line))
        return Failure{"this is nested too deeply"};
    const json parsed = json::parse(line, nullptr, false);
    if (parsed.is_discarded() || !parsed.is_object())
        return Failure{"this is no JSON object"};
    CaseReader reader;
    FlowCase result = reader.read(parsed);
    if (!reader.mistake().empty())
        return Failure{reader.mistake()};
    return result;
}

} // namespace weir
