#include "api/problems.hpp"

#include "api/messages.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

// The look of a diagnostic's frame, without a code: file:line:col, the line, carets; then what was found.
std::string frame(const Problem& problem, const SourceRange& place, const SourceMap& sources) {
    std::string text = fmt::format("failed: {}\n", problem.message);
    if (place.line > 0) {
        const Location begin = sources.locate(problem.span.begin);
        const std::string_view line = SourceMap::line(*begin.file, begin.line);
        const std::string number = std::to_string(place.line);
        const std::string gutter(number.size(), ' ');
        text += fmt::format("{}--> {}:{}:{}\n", gutter, place.file, place.line, place.column);
        text += fmt::format("{} |\n{} | {}\n", gutter, number, line);
        const size_t until = place.end_line == place.line ? place.end_column : line.size() + 1;
        const size_t width = until > place.column ? until - place.column : 1;
        text += fmt::format("{} | {}{}\n", gutter, std::string(place.column - 1, ' '), std::string(width, '^'));
    }
    if (problem.found.empty()) return text;
    std::string_view rest = problem.found;
    while (!rest.empty()) {
        const size_t end = std::min(rest.find('\n'), rest.size());
        text += fmt::format("    {}\n", rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return text;
}

} // namespace

ProblemReport to_report(const Problem& problem, const SourceMap& sources) {
    const SourceRange place = range_of(problem.span, sources);
    return {
        place.file, place.line, place.column, problem.message, problem.found, frame(problem, place, sources)
    };
}

ProblemReport problem_of(const Error& error) {
    return {{}, 0, 0, error.message, {}, fmt::format("failed: {}\n", error.message)};
}

} // namespace weir
