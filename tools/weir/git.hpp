// Files as a git repository has them, asked of the `git` command.
#pragma once

#include <optional>
#include <string>
#include <vector>

/// A working tree and one revision of it. What git says wrong is in `error`; then nothing else is asked.
class GitRevision {
public:
    /// `path` lies in the working tree; `revision` is anything that git understands.
    GitRevision(const std::string& path, const std::string& revision);

    [[nodiscard]] const std::string& error() const { return error_; }

    struct File {
        std::string path;     // as a reader of the working tree writes it
        std::string old_path; // in the revision; empty: not there
        std::string name;     // from the root of the working tree
    };
    /// Files that end so and differ between the revision and the working tree, also those that git does not know yet. Sorted.
    [[nodiscard]] std::vector<File> changed(const std::vector<std::string>& endings);
    /// A file of the revision; nothing if git cannot show it, and `error` says why.
    [[nodiscard]] std::optional<std::string> show(const File& file);

private:
    [[nodiscard]] std::optional<std::string> git(std::vector<std::string> arguments);

    std::string folder_;   // where git is asked
    std::string path_;     // what is compared
    std::string root_;
    std::string revision_; // as a commit
    std::string error_;
};
