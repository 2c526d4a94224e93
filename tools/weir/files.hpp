// Files that subcommands write.
#pragma once

#include <string>

/// Replaces a file, or makes it and the folders above it. What cannot be written leaves the old file whole. The reason; empty: done.
[[nodiscard]] std::string write_file(const std::string& path, const std::string& text);

/// Where a file below `root` stands below `folder`; `root` may be the file itself.
[[nodiscard]] std::string mirrored(const std::string& file, const std::string& root, const std::string& folder);
