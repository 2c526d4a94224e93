// The subcommands: each adds itself to the command line, and runs with the exit code it returns.
#pragma once

#include <CLI/App.hpp>

#include <functional>

/// 0: all went well. 1: mistakes in flows, failed tests, refused records, unreadable files. 2: the command line itself.
namespace exit_code {
constexpr int ok = 0;
constexpr int failed = 1;
constexpr int usage = 2;
} // namespace exit_code

using Run = std::function<int()>;

Run add_check(CLI::App& app);
Run add_run(CLI::App& app);
Run add_test(CLI::App& app);
Run add_fmt(CLI::App& app);
Run add_import(CLI::App& app);
Run add_export(CLI::App& app);
Run add_diff(CLI::App& app);
Run add_eval(CLI::App& app);
Run add_explain(CLI::App& app);
