#include "base/diagnostic.hpp"

#include "base/limits.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

namespace weir {

namespace {

constexpr Severity in_closed_org(Weight weight) {
    return weight == Weight::error || weight == Weight::closed ? Severity::error
                                                                   : Severity::warning;
}

constexpr CodeFacts code_table[] = {
#define WEIR_CODE(code, weight, title)                                                             \
    {Code::code, #code, Weight::weight, in_closed_org(Weight::weight), title},
#include "base/codes.def"
#undef WEIR_CODE
};

} // namespace

std::span<const CodeFacts> all_codes() { return code_table; }

const CodeFacts& facts(Code code) { return code_table[static_cast<size_t>(code)]; }

const CodeFacts* find_code(std::string_view name) {
    const auto same = [name](const CodeFacts& entry) {
        return std::equal(
            name.begin(),
            name.end(),
            entry.name.begin(),
            entry.name.end(),
            [](char left, char right) { return left == right || (left == 'w' && right == 'W'); }
        );
    };
    const auto* const found = std::find_if(std::begin(code_table), std::end(code_table), same);
    return found == std::end(code_table) ? nullptr : found;
}

Severity Diagnostics::severity_of(Code code) const {
    switch (facts(code).weight) {
    case Weight::error:
        return Severity::error;
    case Weight::warning:
        return Severity::warning;
    case Weight::closed:
        return is_org_open_ && !is_strict_ ? Severity::warning : Severity::error;
    case Weight::believed:
        return is_strict_ ? Severity::error : Severity::warning;
    }
    return Severity::error;
}

DiagnosticBuilder Diagnostics::add(Code code, Span span, std::string message) {
    const Severity severity = severity_of(code);
    const uint64_t place = uint64_t{span.begin} << 32U | span.end;
    const bool said =
        !span.is_nowhere() && !places_[static_cast<size_t>(severity)].insert(place).second;
    if (said) {
        dropped_ = {};
        return DiagnosticBuilder(dropped_);
    }
    if (severity == Severity::error) ++error_count_;
    all_.push_back({code, severity, std::move(message), span, {}, {}, {}, {}});
    return DiagnosticBuilder(all_.back());
}

size_t Diagnostics::sort_and_cap(const SourceMap& sources) {
    std::stable_sort(all_.begin(), all_.end(), [](const Diagnostic& left, const Diagnostic& right) {
        return std::tuple(left.span.begin, left.severity, left.span.end) <
            std::tuple(right.span.begin, right.severity, right.span.end);
    });
    // Warnings make room for errors.
    std::map<const SourceFile*, size_t> errors;
    for (const Diagnostic& diagnostic : all_)
        if (diagnostic.severity == Severity::error) ++errors[sources.file_at(diagnostic.span.begin)];
    std::map<std::pair<const SourceFile*, Severity>, size_t> counts;
    const auto beyond = [&](const Diagnostic& diagnostic) {
        const SourceFile* const file = sources.file_at(diagnostic.span.begin);
        const size_t taken = diagnostic.severity == Severity::error
            ? 0
            : std::min(errors[file], limits::diagnostics_per_file);
        return ++counts[{file, diagnostic.severity}] > limits::diagnostics_per_file - taken;
    };
    const auto first_dropped = std::stable_partition(
        all_.begin(), all_.end(), [&](const Diagnostic& diagnostic) { return !beyond(diagnostic); }
    );
    const auto dropped = static_cast<size_t>(std::distance(first_dropped, all_.end()));
    all_.erase(first_dropped, all_.end());
    return dropped;
}

} // namespace weir
