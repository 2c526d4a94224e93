// weir explain CODE, weir explain FUNCTION
#include "commands.hpp"

#include "weir/engine.h"

#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <optional>
#include <string>

namespace {

int explain(const std::string& code) {
    if (code.empty()) {
        for (const weir::CodeTitle& title : weir::codes())
            fmt::print("{}  {:<7}  {}\n", title.code, title.is_error ? "error" : "warning", title.title);
        return exit_code::ok;
    }
    const std::optional<std::string> page = weir::explain(code);
    if (!page) {
        fmt::print(stderr, "weir: there is no code or function `{}`; `weir explain` lists all codes\n", code);
        return exit_code::usage;
    }
    fmt::print("{}", *page);
    return exit_code::ok;
}

} // namespace

Run add_explain(CLI::App& app) {
    auto code = std::make_shared<std::string>();
    CLI::App* const command = app.add_subcommand("explain", "Print the page of a diagnostic code, or of a function of formulas");
    command->add_option("CODE", *code, "A code, like W0720, or a function, like ADDMONTHS; none: a list of all codes");
    return [code] { return explain(*code); };
}
