// weir fmt PATH…
#include "commands.hpp"
#include "files.hpp"
#include "input.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <iterator>
#include <iostream>
#include <memory>

namespace {

struct Options {
    std::vector<std::string> paths;
    bool check = false;
};

int format_input(const Options& options) {
    const std::string text(std::istreambuf_iterator<char>(std::cin), {});
    const weir::Formatted formatted = weir::format_text("<stdin>", text);
    print_messages(formatted.messages, 0, stderr);
    if (!formatted.messages.empty()) return exit_code::failed;
    if (options.check) return formatted.changed ? exit_code::failed : exit_code::ok;
    fmt::print("{}", formatted.text);
    return exit_code::ok;
}

int format(const Options& options) {
    if (options.paths.size() == 1 && options.paths.front() == "-") return format_input(options);
    size_t files = 0;
    size_t changed = 0;
    bool failed = false;
    for (const std::string& path : options.paths) {
        for (const std::string& file : weir::find_files(path)) {
            ++files;
            const weir::Formatted formatted = weir::format_file(file);
            if (!formatted.error.empty()) fmt::print(stderr, "error[W0001]: {}\n", formatted.error);
            print_messages(formatted.messages, 0, stderr);
            failed = failed || !formatted.error.empty() || !formatted.messages.empty();
            if (!formatted.changed) continue;
            ++changed;
            if (options.check) {
                fmt::print("{} is not formatted\n", file);
                continue;
            }
            const std::string reason = write_file(file, formatted.text);
            if (reason.empty()) fmt::print("{}\n", file);
            else fmt::print(stderr, "weir: cannot write `{}`: {}\n", file, reason);
            failed = failed || !reason.empty();
        }
    }
    fmt::print(stderr, "{} of {} {}\n", changed, plural(files, "file"), options.check ? "to be formatted" : "formatted");
    return failed || (options.check && changed > 0) ? exit_code::failed : exit_code::ok;
}

} // namespace

Run add_fmt(CLI::App& app) {
    auto options = std::make_shared<Options>();
    CLI::App* const command = app.add_subcommand("fmt", "Bring .flow files into their one layout");
    command->add_option("PATH", options->paths, "Files or folders; `-` formats the standard input")->required();
    command->add_flag("--check", options->check, "Write nothing; fail if a file is not formatted");
    return [options] { return format(*options); };
}
