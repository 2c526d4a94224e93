// weir check PATH…
#include "commands.hpp"
#include "input.hpp"

#include <fmt/format.h>

#include <memory>

namespace {

struct Options {
    std::vector<std::string> paths;
    bool json = false;
    bool strict = false;
};

int check(const Options& options) {
    size_t errors = 0;
    size_t warnings = 0;
    size_t files = 0;
    nlohmann::json messages = nlohmann::json::array();
    for (const std::string& path : worlds_of(options.paths)) {
        const weir::Engine world = weir::Engine::Builder().add_path(path).strict(options.strict).build();
        errors += world.error_count();
        warnings += world.warning_count();
        files += world.file_count();
        if (options.json) {
            for (auto& message : to_json(world.messages())) messages.push_back(std::move(message));
        } else {
            print_messages(world.messages(), world.dropped_messages(), stdout);
        }
    }
    const int status = errors > 0 ? exit_code::failed : exit_code::ok;
    if (options.json)
        return print_envelope(
            status, {{"errors", errors}, {"warnings", warnings}, {"files", files}, {"diagnostics", std::move(messages)}}
        );
    fmt::print("{} in {}\n", summary(errors, warnings), plural(files, "file"));
    return status;
}

} // namespace

Run add_check(CLI::App& app) {
    auto options = std::make_shared<Options>();
    CLI::App* const command = app.add_subcommand("check", "Find what Salesforce would refuse, before anything runs");
    command->add_option("PATH", options->paths, "Files, or folders of .flow files")->required();
    command->add_flag("--json", options->json, "Print the messages as JSON");
    command->add_flag("--strict", options->strict, "What a project names and nobody declares is an error, not a warning");
    command->footer("\nEvery message has a code; `weir explain CODE` prints its page.");
    return [options] { return check(*options); };
}
