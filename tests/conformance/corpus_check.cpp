// Real projects are checked: no flow that Salesforce runs has an error, and what is said about the
// corpus stands in README.md.
#include "conformance/corpus.hpp"
#include "conformance/readme.hpp"
#include "weir/engine.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

namespace {

std::set<std::string> active_flows() {
    std::set<std::string> places;
    for (const CorpusFlow& flow : corpus_flows())
        if (flow.status == "Active")
            places.insert(flow.place());
    return places;
}

struct Row {
    size_t total = 0;
    size_t errors = 0;
    std::set<std::string> files;
    std::set<std::string> active;
};

std::string table(const std::map<std::string, Row>& rows) {
    std::ostringstream text;
    text << "| code | what | said | as an error | files | active flows "
            "|\n|---|---|---|---|---|---|\n";
    std::vector<std::pair<std::string, Row>> sorted(rows.begin(), rows.end());
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto& left, const auto& right) {
        return left.second.total > right.second.total;
    });
    for (const auto& [code, row] : sorted)
        text << "| " << code << " | " << weir::find_code(code)->title << " | " << row.total << " | "
             << row.errors << " | " << row.files.size() << " | " << row.active.size() << " |\n";
    return text.str();
}

} // namespace

TEST_CASE("the table of what is said about the corpus is true") {
    if (corpus_projects().empty())
        return;
    const std::set<std::string> active = active_flows();
    std::map<std::string, Row> rows;
    for (const std::string& project : project_names()) {
        const auto checked = check_project(project);
        for (const weir::Diagnostic& diagnostic : checked->out.all()) {
            Row& row = rows[std::string(weir::facts(diagnostic.code).name)];
            const std::string place = checked->place_of(diagnostic);
            ++row.total;
            row.errors += diagnostic.severity == weir::Severity::error ? 1 : 0;
            row.files.insert(place);
            if (active.contains(place))
                row.active.insert(place);
        }
    }
    expect_section("codes", table(rows));
}

TEST_CASE("no active flow of the corpus has an error but those that are judged") {
    const std::filesystem::path projects = corpus_projects();
    if (projects.empty())
        return;
    const std::set<std::string> active = active_flows();
    const std::multimap<std::string, std::string> judged = read_table("errors");
    std::set<std::string> seen;
    for (const std::string& project : project_names()) {
        const weir::Engine engine =
            weir::Engine::Builder().add_path((projects / project).string()).build();
        for (const weir::DiagnosticMessage& message : engine.messages()) {
            const size_t at = message.place.file.find(project);
            const std::string place =
                at == std::string::npos ? message.place.file : message.place.file.substr(at);
            if (!message.is_error || !active.contains(place))
                continue;
            const auto [begin, end] = judged.equal_range(place);
            const bool is_judged = std::any_of(begin, end, [&](const auto& row) {
                return row.second == message.code;
            });
            seen.insert(place);
            INFO(message.plain);
            CHECK(is_judged);
        }
    }
    for (const auto& [place, code] : judged) {
        INFO(place << " is listed with " << code << " and has no error");
        CHECK(seen.contains(place));
    }
}
