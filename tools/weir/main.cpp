// The command line: `weir SUBCOMMAND …`, on the public API only.
#include "commands.hpp"

#include "weir/version.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <utility>
#include <vector>

namespace {

constexpr const char* footer = R"(
Exit codes: 0 all went well; 1 mistakes in flows, failed tests, refused records or unreadable files;
2 the command line cannot be understood. Colours follow the terminal, NO_COLOR and FORCE_COLOR.)";

int run(int argc, char** argv) {
    CLI::App app{"weir: Salesforce flows as code, on your own machine", "weir"};
    app.set_version_flag("--version", weir::version(), "Print the version and stop");
    app.set_help_flag("-h,--help", "Print this help and stop");
    app.footer(footer);
    app.require_subcommand(1);

    using Add = Run (*)(CLI::App&);
    std::vector<std::pair<const CLI::App*, Run>> commands;
    for (const Add add : {add_check, add_run, add_test, add_fmt, add_import, add_export, add_diff, add_eval, add_explain}) {
        Run command = add(app);
        CLI::App* const subcommand = app.get_subcommands({}).back();
        subcommand->set_help_flag("-h,--help", "Print this help and stop");
        subcommand->set_version_flag("--version", weir::version(), "Print the version and stop");
        commands.emplace_back(subcommand, std::move(command));
    }

    std::vector<std::string> names;
    for (const auto& [subcommand, command] : commands) names.push_back(subcommand->get_name());
    if (argc > 1 && argv[1][0] != '-' && std::find(names.begin(), names.end(), argv[1]) == names.end()) {
        fmt::print(stderr, "weir: there is no command `{}`; there is: {}\n", argv[1], fmt::join(names, ", "));
        return exit_code::usage;
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& stopped) {
        // Help and version are "errors" of CLI11 with the code 0.
        const int code = app.exit(stopped);
        return code == 0 ? exit_code::ok : exit_code::usage;
    }
    for (const auto& [subcommand, command] : commands)
        if (subcommand->parsed()) return command();
    return exit_code::usage;
}

} // namespace

int main(int argc, char** argv) {
    // A reader that goes away (`weir run … | head`) ends the write, not with a message about it.
    std::signal(SIGPIPE, SIG_DFL);
    try {
        const int code = run(argc, argv);
        // A full disk shows only when the last bytes are written.
        if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
            std::fputs("weir: cannot write to the standard output\n", stderr);
            return exit_code::failed;
        }
        return code;
    } catch (const std::exception& unexpected) {
        fmt::print(stderr, "weir: {}\n", unexpected.what());
        return exit_code::failed;
    }
}
