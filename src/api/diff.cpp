#include "weir/diff.h"

#include "api/messages.hpp"
#include "diff/diff.hpp"
#include "diff/lines.hpp"
#include "elements/catalogue.hpp"
#include "syntax/parse.hpp"
#include "weir/convert.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>
#include <string_view>
#include <utility>

namespace weir {

namespace {

bool is_xml(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    const size_t first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && text[first] == '<';
}

/// The tree of a version; XML is read as the text that an import writes, so that both forms compare.
class Version {
public:
    explicit Version(const std::optional<FlowVersion>& version) {
        if (!version) {
            tree_ = std::make_unique<SyntaxTree>();
            return;
        }
        is_xml_ = is_xml(version->text);
        std::string text = version->text;
        if (is_xml_) {
            Conversion conversion = flow_from_xml(version->path, version->text);
            if (conversion.flows.empty()) {
                messages_ = std::move(conversion.messages);
                is_broken_ = true;
                return;
            }
            text = std::move(conversion.flows.front().text);
        }
        Diagnostics out;
        tree_ = parse(sources_.add(version->path, std::move(text)), element_shapes(), out);
        is_broken_ = out.has_errors();
        if (!is_broken_) return;
        out.sort_and_cap(sources_);
        messages_ = to_messages(out, sources_);
    }

    [[nodiscard]] const SyntaxTree& tree() const { return *tree_; }
    [[nodiscard]] bool is_broken() const { return is_broken_; }
    [[nodiscard]] bool is_in_xml() const { return is_xml_; }
    [[nodiscard]] std::vector<DiagnosticMessage> take_messages() { return std::move(messages_); }

private:
    SourceMap sources_;
    std::unique_ptr<const SyntaxTree> tree_;
    std::vector<DiagnosticMessage> messages_;
    bool is_broken_ = false;
    bool is_xml_ = false;
};

DiffKind to_public(diff::ChangeKind kind) {
    switch (kind) {
    case diff::ChangeKind::added: return DiffKind::added;
    case diff::ChangeKind::removed: return DiffKind::removed;
    case diff::ChangeKind::changed: return DiffKind::changed;
    }
    return DiffKind::changed;
}

std::vector<DiffLine> to_public(std::vector<diff::Line> lines) {
    std::vector<DiffLine> result;
    result.reserve(lines.size());
    for (diff::Line& line : lines) result.push_back({line.sign, std::move(line.text)});
    return result;
}

DeclarationDiff to_public(diff::DeclarationChange change) {
    DeclarationDiff result;
    result.kind = to_public(change.kind);
    result.keyword = std::move(change.keyword);
    result.name = std::move(change.name);
    result.old_name = std::move(change.old_name);
    result.lines = to_public(std::move(change.lines));
    for (diff::Change& item : change.changes) {
        ElementDiff element;
        element.kind = to_public(item.kind);
        element.keyword = std::move(item.keyword);
        element.name = std::move(item.name);
        element.old_name = std::move(item.old_name);
        element.place = std::move(item.place);
        element.old_place = std::move(item.old_place);
        element.what = std::move(item.what);
        element.lines = to_public(std::move(item.lines));
        result.changes.push_back(std::move(element));
    }
    return result;
}

} // namespace

std::string ElementDiff::headline() const {
    const std::string called = name.empty() ? keyword : keyword + ' ' + name;
    switch (kind) {
    case DiffKind::added: return place.empty() ? "+ " + called : fmt::format("+ {}: {}", called, place);
    case DiffKind::removed: return "- " + called;
    case DiffKind::changed: break;
    }
    const bool is_renamed = !old_name.empty();
    const bool is_moved = !old_place.empty();
    std::string text = "~ ";
    if (is_renamed) text += is_moved ? "renamed and moved " : "renamed ";
    else if (is_moved) text += "moved ";
    text += is_renamed ? fmt::format("{} {} -> {}", keyword, old_name, name) : called;
    std::vector<std::string> details;
    if (is_moved) details.push_back(fmt::format("from {} to {}", old_place, place));
    details.insert(details.end(), what.begin(), what.end());
    return details.empty() ? text : fmt::format("{}: {}", text, fmt::join(details, ", "));
}

FlowDiff diff_flows(const std::optional<FlowVersion>& before, const std::optional<FlowVersion>& after, FlowNames names) {
    FlowDiff result;
    const bool is_one_name = names == FlowNames::ignored_in_xml || (before && after && before->path == after->path);
    if (is_one_name && before && after && before->text == after->text) return result;
    Version old_version(before);
    Version new_version(after);
    if (old_version.is_broken() || new_version.is_broken()) {
        result.messages = old_version.take_messages();
        for (DiagnosticMessage& message : new_version.take_messages()) result.messages.push_back(std::move(message));
        result.lines = to_public(diff::compare_lines(before ? before->text : "", after ? after->text : ""));
        return result;
    }
    diff::Options options;
    options.ignore_flow_name = names == FlowNames::ignored_in_xml && (old_version.is_in_xml() || new_version.is_in_xml());
    for (diff::DeclarationChange& change : diff::compare(old_version.tree(), new_version.tree(), options))
        result.declarations.push_back(to_public(std::move(change)));
    return result;
}

std::string text_of_version(const FlowVersion& version) {
    if (!is_xml(version.text)) return version.text;
    Conversion conversion = flow_from_xml(version.path, version.text);
    return conversion.flows.empty() ? version.text : std::move(conversion.flows.front().text);
}

} // namespace weir
