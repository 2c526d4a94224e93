#include "report_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace {

constexpr size_t shown_rows = 10;

// Characters of a UTF-8 text, near enough to its cells for a column of names.
size_t width(std::string_view text) {
    return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char byte) { return (byte & 0xc0) != 0x80; }));
}

std::string padded(std::string_view text, size_t cells) {
    return std::string(text) + std::string(cells > width(text) ? cells - width(text) : 0, ' ');
}

void counts(std::string& text, std::string_view title, const std::vector<weir::NamedCount>& list) {
    if (list.empty()) return;
    text += fmt::format("{}\n", title);
    size_t cells = 0;
    for (const weir::NamedCount& entry : list) cells = std::max(cells, width(entry.name));
    for (const weir::NamedCount& entry : list) text += fmt::format("  {}  {:>9}\n", padded(entry.name, cells), entry.count);
}

void flows(std::string& text, const weir::RunReport& report) {
    if (report.flows.empty()) return;
    size_t cells = width("Interviews");
    for (const weir::FlowReport& flow : report.flows) cells = std::max(cells, width(flow.name));
    text += fmt::format("{}  {:>9}  {:>14}  {:>6}\n", padded("Interviews", cells + 2), "run", "faults handled", "failed");
    for (const weir::FlowReport& flow : report.flows)
        text += fmt::format("  {}  {:>9}  {:>14}  {:>6}\n", padded(flow.name, cells), flow.interviews, flow.handled_faults, flow.failed);
}

void faults(std::string& text, const weir::RunReport& report) {
    if (report.faults.empty()) return;
    text += "Faults\n";
    for (const weir::FaultReport& fault : report.faults) {
        const std::string end = fault.handled_by.empty() ? "not handled" : "handled by " + fault.handled_by;
        text += fmt::format("  {:>6} x {} at {}.{}, {}\n", fault.count, fault.code.empty() ? "fault" : fault.code, fault.flow, fault.element, end);
    }
}

void limits(std::string& text, const weir::RunReport& report) {
    const auto is_used = [](const weir::LimitReport& limit) { return limit.highest > 0; };
    if (std::none_of(report.limits.begin(), report.limits.end(), is_used)) return;
    text += "Highest use of limits in one transaction\n";
    for (const weir::LimitReport& limit : report.limits)
        if (is_used(limit))
            text += fmt::format("  {}  {:>6} of {:>6}  {}\n", padded(limit.name, 24), limit.highest, limit.limit, limit.where);
}

// The elements that used most, by the statements and the rows.
void elements(std::string& text, const weir::RunReport& report) {
    constexpr size_t shown = 5;
    std::vector<const weir::ElementReport*> list;
    for (const weir::ElementReport& element : report.elements) list.push_back(&element);
    std::stable_sort(list.begin(), list.end(), [](const auto* left, const auto* right) {
        const auto statements = [](const weir::ElementReport& element) { return element.soql_queries + element.dml_statements; };
        const auto rows = [](const weir::ElementReport& element) { return element.soql_rows + element.dml_rows; };
        return std::pair(statements(*left), rows(*left)) > std::pair(statements(*right), rows(*right));
    });
    if (list.empty()) return;
    text += "Elements that used most\n";
    for (size_t index = 0; index < std::min(shown, list.size()); ++index)
        text += fmt::format("  {}.{}: {}\n", list[index]->flow, list[index]->element, element_use(*list[index]));
}

void refused(std::string& text, const weir::RunReport& report) {
    if (report.refused_rows.empty()) return;
    text += "Refused rows\n";
    for (size_t index = 0; index < std::min(shown_rows, report.refused_rows.size()); ++index) {
        const weir::RefusedRow& row = report.refused_rows[index];
        text += fmt::format("  {}:{}: {}: {}\n", row.file, row.line, row.code, row.message);
    }
    if (report.refused_rows.size() > shown_rows)
        text += fmt::format("  … and {} more\n", report.refused_rows.size() - shown_rows);
}

void failed_interviews(std::string& text, const weir::RunReport& report) {
    if (report.failed_interviews.empty()) return;
    constexpr size_t shown = 5;
    text += "Failed interviews kept\n";
    for (size_t index = 0; index < std::min(shown, report.failed_interviews.size()); ++index) {
        const weir::FailedInterviewReport& failed = report.failed_interviews[index];
        text += fmt::format("  {} at {}", failed.flow, failed.element.empty() ? "its start" : failed.element);
        if (failed.interviews > 1) text += fmt::format(", and {} more of its batch", failed.interviews - 1);
        text += '\n';
    }
    if (report.failed_interviews.size() > shown)
        text += fmt::format("  … and {} more\n", report.failed_interviews.size() - shown);
}

nlohmann::json failed_json(const weir::FailedInterviewReport& failed) {
    nlohmann::json variables = nlohmann::json::object();
    for (const auto& [name, value] : failed.variables) variables[name] = value;
    return {
        {"flow", failed.flow},
        {"label", failed.label},
        {"guid", failed.guid},
        {"element", failed.element},
        {"message", failed.message},
        {"interviews", failed.interviews},
        {"variables", variables},
        {"path", failed.path},
    };
}

nlohmann::json counts(const std::vector<weir::NamedCount>& list) {
    nlohmann::json object = nlohmann::json::object();
    for (const weir::NamedCount& entry : list) object[entry.name] = entry.count;
    return object;
}

} // namespace

std::string element_use(const weir::ElementReport& element) {
    std::string text;
    const auto add = [&](uint64_t count, std::string_view one, std::string_view many) {
        if (count == 0) return;
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, count == 1 ? one : many);
    };
    add(element.soql_queries, "SOQL query", "SOQL queries");
    add(element.soql_rows, "row read", "rows read");
    add(element.dml_statements, "DML statement", "DML statements");
    add(element.dml_rows, "row written", "rows written");
    return text;
}

nlohmann::json element_json(const weir::ElementReport& element) {
    return {
        {"flow", element.flow},
        {"element", element.element},
        {"kind", element.kind},
        {"runs", element.runs},
        {"soqlQueries", element.soql_queries},
        {"soqlRows", element.soql_rows},
        {"dmlStatements", element.dml_statements},
        {"dmlRows", element.dml_rows},
        {"cpuMicroseconds", element.cpu_microseconds},
    };
}

std::string report_text(const weir::RunReport& report) {
    std::string text;
    counts(text, "Records saved by users", report.saved);
    counts(text, "Records refused, by code", report.refused);
    refused(text, report);
    counts(text, "Records created in all", report.created);
    counts(text, "Events published", report.published);
    counts(text, "Events delivered", report.delivered);
    flows(text, report);
    faults(text, report);
    if (report.emails > 0) text += fmt::format("E-mails sent\n  {}\n", report.emails);
    for (const weir::NamedCount& kind : report.sent) text += fmt::format("{}\n  {}\n", kind.name, kind.count);
    failed_interviews(text, report);
    limits(text, report);
    elements(text, report);
    text += fmt::format(
        "{} transactions, {} rolled back; {:.3f} s, {:.1f} MiB at most\n",
        report.transactions,
        report.rolled_back,
        report.seconds,
        static_cast<double>(report.peak_memory) / (1 << 20)
    );
    return text;
}

nlohmann::json report_json(const weir::RunReport& report) {
    nlohmann::json flows = nlohmann::json::array();
    for (const weir::FlowReport& flow : report.flows)
        flows.push_back(
            {{"name", flow.name}, {"interviews", flow.interviews}, {"failed", flow.failed}, {"handledFaults", flow.handled_faults}}
        );
    nlohmann::json elements = nlohmann::json::array();
    for (const weir::ElementReport& element : report.elements) elements.push_back(element_json(element));
    nlohmann::json faults = nlohmann::json::array();
    for (const weir::FaultReport& fault : report.faults)
        faults.push_back(
            {{"flow", fault.flow},
             {"element", fault.element},
             {"code", fault.code},
             {"count", fault.count},
             {"handledBy", fault.handled_by},
             {"message", fault.message}}
        );
    nlohmann::json limits = nlohmann::json::array();
    for (const weir::LimitReport& limit : report.limits)
        limits.push_back(
            {{"name", limit.name}, {"highest", limit.highest}, {"limit", limit.limit}, {"where", limit.where}}
        );
    nlohmann::json rows = nlohmann::json::array();
    for (const weir::RefusedRow& row : report.refused_rows)
        rows.push_back({{"file", row.file}, {"line", row.line}, {"code", row.code}, {"message", row.message}});
    nlohmann::json failed = nlohmann::json::array();
    for (const weir::FailedInterviewReport& interview : report.failed_interviews) failed.push_back(failed_json(interview));
    return {
        {"saved", counts(report.saved)},
        {"refused", counts(report.refused)},
        {"refusedRows", std::move(rows)},
        {"created", counts(report.created)},
        {"published", counts(report.published)},
        {"delivered", counts(report.delivered)},
        {"flows", std::move(flows)},
        {"elements", std::move(elements)},
        {"faults", std::move(faults)},
        {"emails", report.emails},
        {"sent", counts(report.sent)},
        {"failedInterviews", std::move(failed)},
        {"limits", std::move(limits)},
        {"transactions", report.transactions},
        {"rolledBack", report.rolled_back},
        {"seconds", report.seconds},
        {"peakMemory", report.peak_memory},
    };
}
