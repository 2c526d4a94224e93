#include "headroom_text.hpp"

#include "report_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace {

constexpr size_t narrow = 60;
constexpr size_t name_cells = 20;
constexpr size_t number_cells = 9;

// 10000 as 10,000: numbers of records are read, not computed with.
std::string grouped(uint64_t number) {
    std::string digits = fmt::to_string(number);
    for (size_t place = digits.size(); place > 3; place -= 3) digits.insert(place - 3, ",");
    return digits;
}

// In columns, or one behind the other where a line is short.
std::string figures(const std::vector<uint64_t>& numbers, size_t width) {
    std::string text;
    for (const uint64_t number : numbers)
        text += fmt::format("  {:>{}}", grouped(number), width < narrow ? size_t{1} : number_cells);
    return text;
}

std::string line(std::string_view name, const std::string& rest, size_t width) {
    if (width < narrow) return fmt::format("  {}\n  {}\n", name, rest);
    return fmt::format("  {:<{}}{}\n", name, name_cells, rest);
}

// Words of a long text in lines of a width, those behind the first indented.
std::string wrapped(const std::string& text, size_t width) {
    constexpr size_t indent = 4;
    std::string result;
    size_t at = 0;
    for (size_t from = 0; from < text.size();) {
        const size_t end = std::min(text.find(' ', from), text.size());
        const size_t word = end - from;
        if (at > 0 && at + 1 + word > width && width > 2 * indent) {
            result += '\n' + std::string(indent, ' ');
            at = indent;
        } else if (from > 0) {
            result += ' ';
            ++at;
        }
        result += text.substr(from, word);
        at += word;
        from = end + 1;
    }
    return result;
}

void flow_text(std::string& text, const weir::FlowHeadroom& flow, size_t width) {
    if (!flow.skipped.empty()) {
        text += wrapped(fmt::format("{}: not run: {}", flow.flow, flow.skipped), width) + "\n";
        return;
    }
    text += wrapped(fmt::format("{}, {} of {}", flow.flow, flow.saves, flow.object), width) + "\n";
    text += line("records", figures(flow.records, width), width);
    for (const weir::HeadroomLimit& limit : flow.limits)
        text += line(limit.name, figures(limit.used, width) + fmt::format("  of {}", grouped(limit.limit)), width);
    if (flow.costliest)
        text += wrapped(
                    fmt::format(
                        "  costs most: {} {}.{}: {}", flow.costliest->kind, flow.costliest->flow, flow.costliest->element,
                        element_use(*flow.costliest)
                    ),
                    width
                ) +
                "\n";
    for (size_t run = 0; run < flow.refusals.size(); ++run)
        if (!flow.refusals[run].empty() && !flow.breaks_at) {
            text += wrapped(fmt::format("  {} refused: {}", grouped(flow.records[run]), flow.refusals[run]), width) + "\n";
            break;
        }
    text += flow.breaks_at
                ? wrapped(fmt::format("  breaks at {} records: {}", grouped(*flow.breaks_at), flow.breaks_with), width)
                : wrapped(
                      fmt::format("  does not break up to {} records", grouped(flow.records.empty() ? 0 : flow.records.back())),
                      width
                  );
    text += "\n";
}

} // namespace

std::string headroom_text(const std::vector<weir::FlowHeadroom>& flows, size_t width) {
    std::string text = wrapped("Highest use of limits in one transaction that saves so many records", width) + "\n";
    for (const weir::FlowHeadroom& flow : flows) {
        text += '\n';
        flow_text(text, flow, width);
    }
    return text;
}

nlohmann::json headroom_json(const std::vector<weir::FlowHeadroom>& flows) {
    nlohmann::json list = nlohmann::json::array();
    for (const weir::FlowHeadroom& flow : flows) {
        nlohmann::json entry = {{"flow", flow.flow}, {"object", flow.object}, {"saves", flow.saves}};
        if (!flow.skipped.empty()) {
            entry["skipped"] = flow.skipped;
            list.push_back(std::move(entry));
            continue;
        }
        nlohmann::json limits = nlohmann::json::array();
        for (const weir::HeadroomLimit& limit : flow.limits)
            limits.push_back({{"name", limit.name}, {"limit", limit.limit}, {"used", limit.used}});
        entry["records"] = flow.records;
        entry["interviews"] = flow.interviews;
        entry["refusals"] = flow.refusals;
        entry["limits"] = std::move(limits);
        entry["costliest"] = flow.costliest ? element_json(*flow.costliest) : nlohmann::json();
        entry["breaksAt"] = flow.breaks_at ? nlohmann::json(*flow.breaks_at) : nlohmann::json();
        entry["breaksWith"] = flow.breaks_with;
        list.push_back(std::move(entry));
    }
    return list;
}
