// weir run PATH…
#include "commands.hpp"
#include "headroom_text.hpp"
#include "input.hpp"
#include "progress.hpp"
#include "report_text.hpp"
#include "terminal.hpp"
#include "walk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <memory>

namespace {

struct Options {
    std::vector<std::string> paths;
    std::string script;
    std::vector<std::string> loads; // Object=FILE.csv
    std::string flow;
    std::vector<std::string> inputs; // name=value
    std::string limits = "on";
    uint64_t records = 0; // of a run of headroom; 0: none
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

// What a flow is given: a value is read as the type of the input.
bool read_inputs(const Options& options, std::vector<weir::NamedValue>& inputs) {
    for (const std::string& input : options.inputs) {
        const size_t equals = input.find('=');
        if (equals == std::string::npos || equals == 0) {
            fmt::print(stderr, "weir: --input takes name=value, not `{}`\n", input);
            return false;
        }
        inputs.push_back({input.substr(0, equals), weir::HostValue::text(input.substr(equals + 1))});
    }
    if (!inputs.empty() && options.flow.empty()) {
        fmt::print(stderr, "weir: --input is for a flow: --flow NAME\n");
        return false;
    }
    return true;
}

// A flow with its screens on the terminal; its outputs are printed when it is over.
bool run_flow(weir::Session& session, const Options& options, const std::vector<weir::NamedValue>& inputs, nlohmann::json& problems, nlohmann::json& outputs) {
    Dialogue dialogue(options.json ? stderr : stdout);
    const Walked walked = walk_flow(session, options.flow, inputs, dialogue);
    const auto fail = [&](const std::string& error) {
        problems.push_back(error);
        std::fflush(stdout);
        fmt::print(stderr, "error: {}\n", error);
        return false;
    };
    if (!walked.error.empty()) return fail(walked.error);
    if (!walked.result.fault.empty()) return fail(fmt::format("the flow `{}` failed: {}", options.flow, walked.result.fault));
    if (walked.is_waiting) dialogue.say("The flow waits.");
    if (!walked.result.outputs.empty()) dialogue.empty_line();
    for (const weir::NamedValue& output : walked.result.outputs) {
        outputs[output.name] = output.value.is_null() ? nlohmann::json() : nlohmann::json(output.value.spelling);
        dialogue.say(fmt::format("{} = {}", output.name, output.value.is_null() ? "null" : output.value.spelling));
    }
    return true;
}

// What flows use of their limits when many records start them.
int run_headroom(const weir::Engine& engine, const Options& options) {
    weir::HeadroomOptions headroom_options;
    headroom_options.flow = options.flow;
    headroom_options.records = {1, 200, 10'000, options.records};
    std::vector<weir::FlowHeadroom> flows;
    {
        ProgressLine progress;
        headroom_options.progress = [&progress](std::string_view flow, uint64_t records) {
            progress.show(fmt::format("{} with records", flow), records, 0);
        };
        flows = engine.headroom(headroom_options);
    }
    if (flows.empty()) {
        const std::string what = options.flow.empty() ? std::string("no record starts a flow here")
                                                      : fmt::format("there is no flow `{}`", options.flow);
        fmt::print(stderr, "weir: {}\n", what);
        return exit_code::usage;
    }
    if (options.json) return print_envelope(exit_code::ok, {{"headroom", headroom_json(flows)}});
    fmt::print("{}", headroom_text(flows, terminal_width(stdout)));
    return exit_code::ok;
}

int run(const Options& options) {
    std::vector<weir::NamedValue> inputs;
    if (!read_inputs(options, inputs)) return exit_code::usage;
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
    if (options.records > 0) return run_headroom(engine, options);
    std::string script;
    if ((loads.empty() && options.flow.empty()) || !options.script.empty()) {
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

    nlohmann::json outputs = nlohmann::json::object();
    if (well && !options.flow.empty()) well = run_flow(session, options, inputs, problems, outputs);

    const int status = well ? exit_code::ok : exit_code::failed;
    const weir::RunReport report = session.report();
    if (options.json) {
        nlohmann::json result{{"problems", std::move(problems)}, {"report", report_json(report)}};
        if (!options.flow.empty()) result["outputs"] = std::move(outputs);
        return print_envelope(status, std::move(result));
    }
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
    command->add_option("--flow", options->flow, "The flow to run; its screens are asked on the terminal, or answered by the lines of stdin")->type_name("NAME");
    command->add_option("--input", options->inputs, "An input of the flow: name=value")->type_name("name=value");
    command->add_option("--load", options->loads, "Load a CSV file into an object, or an sf data tree or plan, then deliver events: Contact=contacts.csv, plan.json")
        ->type_name("Object=FILE.csv|FILE.json");
    command->add_option("--records", options->records, "Start flows with so many made-up records in one transaction, and with 1, 200 and 10,000 (--flow: this one alone); print how far they are from their limits")
        ->check(CLI::Range(uint64_t{1}, uint64_t{1'000'000}))
        ->type_name("N");
    command->add_option("--limits", options->limits, "Governor limits: on or off")->check(CLI::IsMember({"on", "off"}));
    command->add_flag("--json", options->json, "Print the report as JSON");
    command->add_flag("--trace", options->trace, "Print each interview's way while it runs");
    command->add_flag("--force", options->force, "Run although `weir check` finds errors");
    return [options] { return run(*options); };
}
