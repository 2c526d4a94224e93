// weir diff A B, weir diff --git REV [PATH], weir diff --textconv FILE
#include "commands.hpp"
#include "git.hpp"
#include "input.hpp"
#include "terminal.hpp"

#include "weir/convert.h"
#include "weir/diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace {

namespace fs = std::filesystem;

struct Options {
    std::vector<std::string> paths;
    std::string revision;
    std::string textconv;
    bool json = false;
    bool is_git = false;
};

/// A file of both versions, or of one.
struct Pair {
    std::optional<weir::FlowVersion> before;
    std::optional<weir::FlowVersion> after;
};

struct Counts {
    size_t added = 0;
    size_t removed = 0;
    size_t changed = 0;
    size_t renamed = 0;
    size_t moved = 0;

    void add(weir::DiffKind kind, bool is_renamed, bool is_moved, bool is_changed) {
        added += kind == weir::DiffKind::added ? 1U : 0U;
        removed += kind == weir::DiffKind::removed ? 1U : 0U;
        renamed += is_renamed ? 1U : 0U;
        moved += is_moved ? 1U : 0U;
        changed += kind == weir::DiffKind::changed && is_changed ? 1U : 0U;
    }
    [[nodiscard]] std::string text() const {
        return fmt::format("{} added, {} removed, {} changed, {} renamed, {} moved", added, removed, changed, renamed, moved);
    }
};

/// Reads a file; what cannot be read is said, and is a failure of the whole.
std::optional<weir::FlowVersion> read(const std::string& path, bool& failed) {
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    std::string text;
    if (file) text.assign(std::istreambuf_iterator<char>(file), {});
    if (!file || file.bad()) {
        fmt::print(stderr, "error[W0001]: cannot read `{}`: {}\n", path, std::strerror(errno != 0 ? errno : EIO));
        failed = true;
        return std::nullopt;
    }
    return weir::FlowVersion{path, std::move(text)};
}

// --------------------------------------------------------------------------------------- text

class Printer {
public:
    explicit Printer(bool colour) : colour_(colour) {}

    void file(const Pair& pair, const weir::FlowDiff& diff) {
        line("\033[1m", fmt::format("--- {}", pair.before ? pair.before->path : "/dev/null"));
        line("\033[1m", fmt::format("+++ {}", pair.after ? pair.after->path : "/dev/null"));
        for (const weir::DeclarationDiff& declaration : diff.declarations) one(declaration);
        lines(diff.lines, "");
    }
    [[nodiscard]] const Counts& counts() const { return counts_; }

private:
    void line(const char* colour, const std::string& text) const {
        if (colour_) fmt::print("{}{}\033[0m\n", colour, text);
        else fmt::print("{}\n", text);
    }
    void lines(const std::vector<weir::DiffLine>& list, const char* indent) const {
        for (const weir::DiffLine& item : list) {
            const std::string text = item.text.empty() ? std::string(1, item.sign) : fmt::format("{}{}{}", item.sign, indent, item.text);
            if (item.sign == ' ') fmt::print("{}\n", item.text.empty() ? std::string() : text);
            else line(item.sign == '+' ? "\033[32m" : "\033[31m", text);
        }
    }
    void one(const weir::DeclarationDiff& declaration) {
        const bool is_renamed = !declaration.old_name.empty();
        std::string title = declaration.keyword;
        if (is_renamed) title += ' ' + declaration.old_name + " ->";
        if (!declaration.name.empty()) title += ' ' + declaration.name;
        const char* const verb = declaration.kind == weir::DiffKind::added     ? "added "
                                 : declaration.kind == weir::DiffKind::removed ? "removed "
                                 : is_renamed                                  ? "renamed "
                                                                               : "";
        line("\033[36m", fmt::format("@@ {}{} @@", verb, title));
        if (declaration.kind != weir::DiffKind::changed || is_renamed) counts_.add(declaration.kind, is_renamed, false, false);
        lines(declaration.lines, "");
        for (const weir::ElementDiff& change : declaration.changes) {
            line(change.kind == weir::DiffKind::added ? "\033[1;32m" : change.kind == weir::DiffKind::removed ? "\033[1;31m" : "\033[1;33m", change.headline());
            lines(change.lines, "    ");
            counts_.add(change.kind, !change.old_name.empty(), !change.old_place.empty(), !change.what.empty());
        }
    }

    bool colour_;
    Counts counts_;
};

// --------------------------------------------------------------------------------------- JSON

const char* word(weir::DiffKind kind) {
    switch (kind) {
    case weir::DiffKind::added: return "added";
    case weir::DiffKind::removed: return "removed";
    case weir::DiffKind::changed: break;
    }
    return "changed";
}

nlohmann::json to_json(const std::vector<weir::DiffLine>& lines) {
    nlohmann::json list = nlohmann::json::array();
    for (const weir::DiffLine& line : lines) list.push_back(line.sign + line.text);
    return list;
}

nlohmann::json to_json(const weir::ElementDiff& change) {
    nlohmann::json json{{"kind", word(change.kind)}, {"keyword", change.keyword}, {"name", change.name}, {"headline", change.headline()}, {"what", change.what}, {"lines", to_json(change.lines)}};
    if (!change.old_name.empty()) json["oldName"] = change.old_name;
    if (!change.place.empty()) json["place"] = change.place;
    if (!change.old_place.empty()) json["oldPlace"] = change.old_place;
    return json;
}

nlohmann::json to_json(const Pair& pair, const weir::FlowDiff& diff) {
    nlohmann::json declarations = nlohmann::json::array();
    for (const weir::DeclarationDiff& declaration : diff.declarations) {
        nlohmann::json changes = nlohmann::json::array();
        for (const weir::ElementDiff& change : declaration.changes) changes.push_back(to_json(change));
        nlohmann::json json{{"kind", word(declaration.kind)}, {"keyword", declaration.keyword}, {"name", declaration.name}, {"changes", std::move(changes)}, {"lines", to_json(declaration.lines)}};
        if (!declaration.old_name.empty()) json["oldName"] = declaration.old_name;
        declarations.push_back(std::move(json));
    }
    nlohmann::json json{{"declarations", std::move(declarations)}, {"lines", to_json(diff.lines)}, {"diagnostics", ::to_json(diff.messages)}};
    json["before"] = pair.before ? nlohmann::json(pair.before->path) : nlohmann::json();
    json["after"] = pair.after ? nlohmann::json(pair.after->path) : nlohmann::json();
    return json;
}

/// How many lines two texts have in common, 0 to 1.
double likeness(const std::string& before, const std::string& after) {
    const auto lines = [](const std::string& text) {
        std::vector<std::string_view> result;
        for (size_t begin = 0; begin < text.size();) {
            const size_t end = std::min(text.find('\n', begin), text.size());
            result.push_back(std::string_view(text).substr(begin, end - begin));
            begin = end + 1;
        }
        std::sort(result.begin(), result.end());
        return result;
    };
    const std::vector<std::string_view> left = lines(before);
    const std::vector<std::string_view> right = lines(after);
    std::vector<std::string_view> common;
    std::set_intersection(left.begin(), left.end(), right.begin(), right.end(), std::back_inserter(common));
    const size_t all = left.size() + right.size();
    return all == 0 ? 1 : 2.0 * static_cast<double>(common.size()) / static_cast<double>(all);
}

/// A file that is gone and one that is new are one file that was moved or renamed if most of their lines are the same.
void join_moved(std::vector<Pair>& pairs) {
    constexpr double enough = 0.6;
    constexpr size_t most_tried = 10'000;
    std::vector<Pair*> gone;
    std::vector<Pair*> fresh;
    for (Pair& pair : pairs) {
        if (pair.before && !pair.after) gone.push_back(&pair);
        if (pair.after && !pair.before) fresh.push_back(&pair);
    }
    if (gone.empty() || fresh.empty() || gone.size() > most_tried / fresh.size()) return;
    for (Pair* const added : fresh) {
        Pair* best = nullptr;
        double best_score = enough;
        for (Pair* const removed : gone) {
            if (!removed->before) continue; // found its file already
            const double score = likeness(removed->before->text, added->after->text);
            if (score < best_score) continue;
            best = removed;
            best_score = score;
        }
        if (best == nullptr) continue;
        added->before = std::move(best->before);
        best->before.reset();
    }
    std::erase_if(pairs, [](const Pair& pair) { return !pair.before && !pair.after; });
}

int compare(std::vector<Pair> pairs, const Options& options, bool failed, weir::FlowNames names = weir::FlowNames::compared) {
    join_moved(pairs);
    nlohmann::json files = nlohmann::json::array();
    Printer printer(wants_colour(stdout));
    bool is_same = true;
    for (const Pair& pair : pairs) {
        const weir::FlowDiff diff = weir::diff_flows(pair.before, pair.after, names);
        failed = failed || !diff.messages.empty();
        if (!options.json) print_messages(diff.messages, 0, stderr);
        if (diff.is_same()) continue;
        is_same = false;
        if (options.json) files.push_back(to_json(pair, diff));
        else printer.file(pair, diff);
    }
    const int status = is_same && !failed ? exit_code::ok : exit_code::failed;
    if (options.json) return print_envelope(status, {{"same", is_same}, {"files", std::move(files)}});
    if (!is_same) fmt::print(stderr, "{}\n", printer.counts().text());
    return status;
}

// -------------------------------------------------------------------------------------- pairs

/// The flow files of a path by the name that both versions have, whichever form they are in: without its endings, below the folder.
std::map<std::string, std::string> files_of(const std::string& path) {
    std::map<std::string, std::string> files;
    std::vector<std::string> all = weir::find_xml_flows(path);
    for (std::string& file : weir::find_text_flows(path)) all.push_back(std::move(file));
    for (const std::string& file : all) {
        std::string name = fs::path(file).lexically_relative(path).generic_string();
        for (const char* const ending : {"-meta.xml", ".flow"})
            if (name.ends_with(ending)) name.resize(name.size() - std::strlen(ending));
        files.emplace(std::move(name), file);
    }
    return files;
}

int diff_folders(const Options& options) {
    bool failed = false;
    const std::map<std::string, std::string> before = files_of(options.paths[0]);
    const std::map<std::string, std::string> after = files_of(options.paths[1]);
    std::map<std::string, Pair> pairs;
    for (const auto& [name, file] : before) pairs[name].before = read(file, failed);
    for (const auto& [name, file] : after) pairs[name].after = read(file, failed);
    std::vector<Pair> list;
    for (auto& [name, pair] : pairs) list.push_back(std::move(pair));
    return compare(std::move(list), options, failed);
}

int diff_paths(const Options& options) {
    std::error_code error;
    for (const std::string& path : options.paths) {
        if (fs::exists(path, error)) continue;
        fmt::print(stderr, "error[W0001]: `{}` does not exist\n", path);
        return exit_code::failed;
    }
    const bool is_folder = fs::is_directory(options.paths[0], error);
    if (is_folder != fs::is_directory(options.paths[1], error)) {
        fmt::print(stderr, "weir: `{}` is a folder and `{}` is not\n", options.paths[is_folder ? 0 : 1], options.paths[is_folder ? 1 : 0]);
        return exit_code::usage;
    }
    if (is_folder) return diff_folders(options);
    bool failed = false;
    std::vector<Pair> pairs{{read(options.paths[0], failed), read(options.paths[1], failed)}};
    return failed ? exit_code::failed : compare(std::move(pairs), options, false, weir::FlowNames::ignored_in_xml);
}

int diff_revision(const Options& options) {
    const std::string path = options.paths.empty() ? "." : options.paths.front();
    GitRevision git(path, options.revision);
    bool failed = false;
    std::vector<Pair> pairs;
    if (git.error().empty()) {
        for (const GitRevision::File& file : git.changed({".flow", ".flow-meta.xml"})) {
            Pair pair;
            if (!file.old_path.empty()) {
                std::optional<std::string> text = git.show(file);
                if (!text) break;
                pair.before = weir::FlowVersion{options.revision + ":" + file.name, std::move(*text)};
            }
            std::error_code error;
            if (fs::exists(file.path, error)) pair.after = read(file.path, failed);
            pairs.push_back(std::move(pair));
        }
    }
    if (!git.error().empty()) {
        fmt::print(stderr, "weir: {}\n", git.error());
        return exit_code::failed;
    }
    return compare(std::move(pairs), options, failed);
}

int print_text(const std::string& path) {
    bool failed = false;
    const std::optional<weir::FlowVersion> version = read(path, failed);
    if (!version) return exit_code::failed;
    const std::string text = weir::text_of_version(*version);
    std::fwrite(text.data(), 1, text.size(), stdout);
    return exit_code::ok;
}

int diff(const Options& options) {
    if (!options.textconv.empty()) {
        if (options.paths.empty() && !options.is_git) return print_text(options.textconv);
        fmt::print(stderr, "weir: --textconv takes one FILE and nothing else\n");
        return exit_code::usage;
    }
    if (options.is_git) {
        if (options.paths.size() <= 1) return diff_revision(options);
        fmt::print(stderr, "weir: --git REV compares one PATH, not {}\n", options.paths.size());
        return exit_code::usage;
    }
    if (options.paths.size() == 2) return diff_paths(options);
    fmt::print(stderr, "weir: two versions are compared: weir diff A B, or weir diff --git REV [PATH]\n");
    return exit_code::usage;
}

} // namespace

Run add_diff(CLI::App& app) {
    auto options = std::make_shared<Options>();
    CLI::App* const command = app.add_subcommand("diff", "Show what differs between two versions of flows, in .flow text");
    command->add_option("A B", options->paths, "Two files, or two folders whose files are paired by their paths; with --git one path");
    const CLI::Option* const git = command->add_option("--git", options->revision, "Compare the working tree with a revision: HEAD, main, a commit")->type_name("REV");
    command->add_option("--textconv", options->textconv, "Print a flow in XML as .flow text, for git")->type_name("FILE");
    command->add_flag("--json", options->json, "Print the differences as JSON");
    command->footer("Exit codes: 0 no difference; 1 a difference, or a file that cannot be read; 2 the command line cannot be understood.");
    return [options, git] {
        options->is_git = git->count() > 0;
        return diff(*options);
    };
}
