// weir run PATH…
#include "commands.hpp"
#include "input.hpp"
#include "progress.hpp"
#include "report_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <memory>

namespace {

struct Options {
    std::vector<std::string> paths;
    std::string script;
    std::vector<std::string> loads; // Object=FILE.csv
    std::string limits = "on";
    bool json = false;
    bool trace = false;
    bool force = false;
};

struct Load {
    std::string object;
    std::string file;
};

bool is_file(const std::string& script) { return script.ends_with(".flow"); }

// The script to run: the one named, or the only one (of the file named); empty with a word on stderr if that is not clear.
std::string choose_script(const weir::Engine& engine, const Options& options) {
    const std::vector<std::string> scripts = is_file(options.script) ? engine.scripts_of(options.script) : engine.scripts();
    if (!options.script.empty() && !is_file(options.script)) {
        if (std::find(scripts.begin(), scripts.end(), options.script) != scripts.end()) return options.script;
        fmt::print(stderr, "weir: there is no script `{}`; there is: {}\n", options.script, fmt::join(scripts, ", "));
        return {};
    }
    if (scripts.size() == 1) return scripts.front();
    if (scripts.empty()) fmt::print(stderr, "weir: nothing to run: no script here, and no --load\n");
    else fmt::print(stderr, "weir: which script? --script {}\n", fmt::join(scripts, " or "));
    return {};
}

bool load_all(weir::Session& session, const std::vector<Load>& loads, nlohmann::json& problems) {
    bool well = true;
    for (const Load& load : loads) {
        const weir::Loaded loaded = session.load(load.object, load.file);
        if (loaded.error.empty()) continue;
        well = false;
        problems.push_back(loaded.error);
        fmt::print(stderr, "error: {}\n", loaded.error);
    }
    if (well && !loads.empty()) {
        const std::string error = session.deliver_events();
        if (!error.empty()) {
            well = false;
            problems.push_back(error);
            fmt::print(stderr, "error: {}\n", error);
        }
    }
    return well;
}

bool run_script(weir::Session& session, const std::string& script, nlohmann::json& problems) {
    const weir::ScriptReport report = session.run_script(script);
    for (const weir::ProblemReport& problem : report.problems) {
        problems.push_back(
            {{"file", problem.file}, {"line", problem.line}, {"column", problem.column}, {"message", problem.message}, {"found", problem.found}}
        );
        fmt::print(stderr, "{}\n", problem.rendered);
    }
    return report.passed;
}

int run(const Options& options) {
    std::vector<Load> loads;
    for (const std::string& load : options.loads) {
        const size_t equals = load.find('=');
        if (equals == std::string::npos && load.ends_with(".json")) {
            loads.push_back({{}, load});
            continue;
        }
        if (equals == std::string::npos || equals == 0 || equals + 1 == load.size()) {
            fmt::print(stderr, "weir: --load takes Object=FILE.csv or FILE.json, not `{}`\n", load);
            return exit_code::usage;
        }
        loads.push_back({load.substr(0, equals), load.substr(equals + 1)});
    }

    std::vector<std::string> paths = options.paths;
    if (is_file(options.script)) paths.push_back(options.script);
    const weir::Engine engine = build_one(paths);
    if (engine.error_count() > 0 && !options.force) {
        if (options.json) return print_envelope(exit_code::failed, {{"diagnostics", to_json(engine.messages())}});
        print_messages(engine.messages(), engine.dropped_messages(), stderr);
        fmt::print(stderr, "{}; nothing was run (--force runs it all the same)\n", summary(engine.error_count(), engine.warning_count()));
        return exit_code::failed;
    }
    std::string script;
    if (loads.empty() || !options.script.empty()) {
        script = choose_script(engine, options);
        if (script.empty()) return exit_code::usage;
    }

    ProgressLine progress;
    weir::SessionOptions session_options;
    session_options.limits = options.limits == "on";
    session_options.trace = options.trace ? (options.json ? &std::cerr : &std::cout) : nullptr;
    session_options.progress = [&progress](std::string_view what, uint64_t done, uint64_t total) {
        progress.show(what, done, total);
    };
    weir::Session session = engine.open(std::move(session_options));
    nlohmann::json problems = nlohmann::json::array();
    bool well = load_all(session, loads, problems);
    if (well && !script.empty()) well = run_script(session, script, problems);

    const int status = well ? exit_code::ok : exit_code::failed;
    const weir::RunReport report = session.report();
    if (options.json) return print_envelope(status, {{"problems", std::move(problems)}, {"report", report_json(report)}});
    std::cout.flush();
    fmt::print("{}", report_text(report));
    return status;
}

} // namespace

Run add_run(CLI::App& app) {
    auto options = std::make_shared<Options>();
    CLI::App* const command = app.add_subcommand("run", "Run a script, or load data, through the flows; print what happened");
    command->add_option("PATH", options->paths, "Files, or folders of .flow files; together one world")->required();
    command->add_option("--script", options->script, "The script to run, by name or as a file of its own; the only one needs no name")->type_name("NAME|FILE.flow");
    command->add_option("--load", options->loads, "Load a CSV file into an object, or an sf data tree or plan, then deliver events: Contact=contacts.csv, plan.json")
        ->type_name("Object=FILE.csv|FILE.json");
    command->add_option("--limits", options->limits, "Governor limits: on or off")->check(CLI::IsMember({"on", "off"}));
    command->add_flag("--json", options->json, "Print the report as JSON");
    command->add_flag("--trace", options->trace, "Print each interview's way while it runs");
    command->add_flag("--force", options->force, "Run although `weir check` finds errors");
    return [options] { return run(*options); };
}
