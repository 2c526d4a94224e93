// What weir says about a mistake in a flow: a code, the narrowest span, labels that say where each
// half of the sentence came from, and a fix where one is certain.
#pragma once

#include "base/source_map.hpp"
#include "base/span.hpp"
#include "base/suggest.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace weir {

enum class Severity : uint8_t { error, warning };

/// How much a code weighs, which may depend on the org that is checked.
enum class Weight : uint8_t {
    error,
    warning,
    closed,   // an error in a closed org; in an open one, whose flows Salesforce took, a warning
    believed,   // a warning of open orgs
};

enum class Code : uint16_t {
#define WEIR_CODE(code, weight, title) code,
#include "base/codes.def"
#undef WEIR_CODE
};

struct CodeFacts {
    Code code;
    std::string_view name; // "W0312"
    Weight weight;
    Severity severity; // in an org that declares everything
    std::string_view title;
};

/// All codes in the order of codes.def.
[[nodiscard]] std::span<const CodeFacts> all_codes();
[[nodiscard]] const CodeFacts& facts(Code code);
[[nodiscard]] const CodeFacts* find_code(std::string_view name);

/// Text beside a place that the message speaks of.
struct Label {
    Span span;
    std::string text;
};

/// Replace what stands at `span` by `text`; editors offer it as a quick fix.
struct Edit {
    Span span;
    std::string text;
};

struct Help {
    std::string text;
    std::optional<Edit> edit;
};

/// One mistake. `message` starts in lower case, has no full stop, quotes code in backticks, and
/// says what is before what should be.
struct Diagnostic {
    Code code;
    Severity severity;
    std::string message;
    Span span;
    std::string label; // beside the primary span; may be empty
    std::vector<Label> labels;
    std::vector<std::string> notes;
    std::vector<Help> helps;
};

/// Adds to the diagnostic just reported: `out.error(…).label(…).help(…)`. Valid until the next report.
class DiagnosticBuilder {
public:
    explicit DiagnosticBuilder(Diagnostic& diagnostic) : diagnostic_(&diagnostic) {}

    /// Text beside the primary span.
    DiagnosticBuilder& here(std::string text) {
        diagnostic_->label = std::move(text);
        return *this;
    }
    DiagnosticBuilder& label(Span span, std::string text) {
        if (!span.is_nowhere()) diagnostic_->labels.push_back({span, std::move(text)});
        return *this;
    }
    DiagnosticBuilder& note(std::string text) {
        diagnostic_->notes.push_back(std::move(text));
        return *this;
    }
    DiagnosticBuilder& help(std::string text, std::optional<Edit> edit = std::nullopt) {
        diagnostic_->helps.push_back({std::move(text), std::move(edit)});
        return *this;
    }
    /// Offers the candidate nearest to the text at the primary span, if one is near:
    /// `.help_nearest(name, candidates, "a field with a similar name exists: `{}`")`.
    DiagnosticBuilder& help_nearest(
        std::string_view name,
        std::span<const std::string_view> candidates,
        fmt::format_string<const std::string_view&> text
    ) {
        if (const auto nearest = suggest(name, candidates))
            help(fmt::format(text, *nearest), Edit{diagnostic_->span, std::string(*nearest)});
        return *this;
    }

private:
    Diagnostic* diagnostic_;
};

/// Collects. A second diagnostic of the same severity at the same span is dropped: one mistake is
/// said once. Not thread-safe.
class Diagnostics {
public:
    template<class... Args>
    DiagnosticBuilder
    report(Code code, Span span, fmt::format_string<Args...> message, Args&&... args) {
        return add(code, span, fmt::format(message, std::forward<Args>(args)...));
    }

    /// The org holds more than is declared: codes that weigh `closed` are warnings from now on.
    void open_org() { is_org_open_ = true; }
    /// What is believed is an error all the same.
    void be_strict() { is_strict_ = true; }

    [[nodiscard]] bool has_errors() const { return error_count_ > 0; }
    [[nodiscard]] size_t error_count() const { return error_count_; }
    [[nodiscard]] const std::vector<Diagnostic>& all() const { return all_; }
    [[nodiscard]] bool empty() const { return all_.empty(); }

    /// By place, errors before warnings at one place; stable. At most
    /// limits::diagnostics_per_file a file are kept, errors before warnings; the number dropped is
    /// returned.
    size_t sort_and_cap(const SourceMap& sources);

private:
    DiagnosticBuilder add(Code code, Span span, std::string message);
    [[nodiscard]] Severity severity_of(Code code) const;

    std::vector<Diagnostic> all_;
    std::unordered_set<uint64_t> places_[2]; // by severity, where something is said
    Diagnostic dropped_{}; // takes what is said about a duplicate
    size_t error_count_ = 0;
    bool is_org_open_ = false;
    bool is_strict_ = false;
};

} // namespace weir
