#include "git.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <map>
#include <spawn.h>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace {

namespace fs = std::filesystem;

struct Finished {
    std::string output;
    std::string problem; // what stood on stderr, or why it did not run
    bool is_well = false;
};

/// The two ends of a pipe; closed when it goes.
class Pipe {
public:
    Pipe() { is_open_ = ::pipe2(ends_, O_CLOEXEC) == 0; }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe() {
        close_end(0);
        close_end(1);
    }
    [[nodiscard]] bool is_open() const { return is_open_; }
    [[nodiscard]] int end(int index) const { return ends_[index]; }
    void close_end(int index) {
        if (ends_[index] >= 0) ::close(ends_[index]);
        ends_[index] = -1;
    }

private:
    int ends_[2] = {-1, -1};
    bool is_open_ = false;
};

std::string read_all(int descriptor) {
    std::string text;
    char window[65536];
    for (;;) {
        const ssize_t got = ::read(descriptor, window, sizeof window);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return text;
        text.append(window, static_cast<size_t>(got));
    }
}

/// Runs a program without a shell. Both its outputs are one pipe after the other: what it says wrong goes to a file without a name, so that neither
/// can block the other.
Finished run(const std::vector<std::string>& arguments) {
    Pipe output;
    const std::string pattern = (fs::temp_directory_path() / "weir-git-XXXXXX").string();
    std::vector<char> name(pattern.begin(), pattern.end());
    name.push_back('\0');
    const int problems = ::mkostemp(name.data(), O_CLOEXEC);
    if (!output.is_open() || problems < 0) return {{}, std::strerror(errno), false};
    ::unlink(name.data());

    std::vector<char*> pointers;
    for (const std::string& argument : arguments) pointers.push_back(const_cast<char*>(argument.c_str()));
    pointers.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions, output.end(1), STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, problems, STDERR_FILENO);
    pid_t process = 0;
    const int failed = ::posix_spawnp(&process, pointers.front(), &actions, nullptr, pointers.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    output.close_end(1);
    Finished result;
    if (failed != 0) {
        result.problem = failed == ENOENT ? fmt::format("the command `{}` is not there", arguments.front())
                                          : fmt::format("cannot run `{}`: {}", arguments.front(), std::strerror(failed));
    } else {
        result.output = read_all(output.end(0));
        int status = 0;
        while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {}
        result.is_well = WIFEXITED(status) && WEXITSTATUS(status) == 0;
        ::lseek(problems, 0, SEEK_SET);
        result.problem = read_all(problems);
    }
    ::close(problems);
    return result;
}

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> parts;
    for (size_t begin = 0; begin < text.size();) {
        const size_t end = std::min(text.find('\0', begin), text.size());
        parts.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

std::string without_line_end(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    return text;
}

} // namespace

GitRevision::GitRevision(const std::string& path, const std::string& revision) : path_(path) {
    std::error_code failed;
    folder_ = path;
    // A file that was removed has no folder of its own to ask in; one that is above it is there.
    while (!fs::is_directory(folder_, failed)) {
        const std::string above = fs::path(folder_).parent_path().string();
        if (above == folder_ || above.empty()) {
            folder_ = ".";
            break;
        }
        folder_ = above;
    }
    const std::optional<std::string> root = git({"rev-parse", "--show-toplevel"});
    if (!root) return;
    root_ = without_line_end(*root);
    // The end of options: a revision is never taken for one.
    const std::optional<std::string> commit = git({"rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"});
    if (!commit) {
        error_ = fmt::format("git knows no revision `{}`", revision);
        return;
    }
    revision_ = without_line_end(*commit);
}

std::optional<std::string> GitRevision::git(std::vector<std::string> arguments) {
    std::vector<std::string> all{"git", "-C", folder_, "--no-pager", "-c", "core.quotePath=false"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    Finished finished = run(all);
    if (finished.is_well) return std::move(finished.output);
    const std::string first = finished.problem.substr(0, finished.problem.find('\n'));
    if (first.find("not a git repository") != std::string::npos)
        error_ = fmt::format("`{}` is in no git repository", path_);
    else
        error_ = first.empty() ? fmt::format("`git {}` failed", arguments.front()) : first;
    return std::nullopt;
}

std::vector<GitRevision::File> GitRevision::changed(const std::vector<std::string>& endings) {
    const std::string place = fs::absolute(path_).string();
    const auto listed = git({"diff", "--name-status", "--no-renames", "--no-textconv", "--no-ext-diff", "-z", revision_, "--", place});
    const auto untracked = listed ? git({"ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", place}) : std::nullopt;
    if (!listed || !untracked) return {};
    std::map<std::string, bool> names; // and whether the revision has it
    const std::vector<std::string> parts = split(*listed);
    for (size_t at = 0; at + 1 < parts.size(); at += 2) names.emplace(parts[at + 1], parts[at] != "A");
    for (const std::string& name : split(*untracked)) names.emplace(name, false);
    std::vector<File> files;
    for (const auto& [name, is_old] : names) {
        const bool is_wanted = std::any_of(endings.begin(), endings.end(), [&name = name](const std::string& ending) { return name.ends_with(ending); });
        if (!is_wanted) continue;
        std::error_code failed;
        const fs::path absolute = fs::path(root_) / name;
        const fs::path relative = fs::proximate(absolute, failed);
        const bool is_below = !failed && !relative.empty() && !relative.string().starts_with("..");
        files.push_back({is_below ? relative.string() : absolute.string(), is_old ? name : std::string(), name});
    }
    return files;
}

std::optional<std::string> GitRevision::show(const File& file) {
    return git({"show", "--no-textconv", revision_ + ":" + file.old_path});
}
