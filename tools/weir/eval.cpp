// weir eval 'FORMULA', weir eval --cases FILE.jsonl
#include "commands.hpp"
#include "input.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>

namespace {

struct Options {
    std::string formula;
    std::string cases;
    std::string record;
    std::string object;
    std::vector<std::string> projects;
    std::string blank_as = "blank";
    bool json = false;
};

nlohmann::json json_of(const weir::HostValue& value) {
    switch (value.kind) {
    case weir::HostKind::null:
        return nullptr;
    case weir::HostKind::boolean:
        return value.spelling == "true";
    case weir::HostKind::number:
    case weir::HostKind::text:
    case weir::HostKind::id:
    case weir::HostKind::date:
    case weir::HostKind::date_time:
    case weir::HostKind::time:
        break;
    }
    return value.spelling;
}

// A failure without a place in the formula: in the envelope, or a line on stderr.
int fail(const Options& options, const std::string& message) {
    if (options.json)
        return print_envelope(exit_code::failed, {{"error", message}});
    fmt::print(stderr, "weir: {}\n", message);
    return exit_code::failed;
}

std::optional<std::string> read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return std::nullopt;
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (file.bad())
        return std::nullopt;
    return text;
}

int evaluate(const Options& options) {
    weir::FormulaInput input;
    input.formula = options.formula;
    if (options.formula == "-") {
        input.formula.assign(std::istreambuf_iterator<char>(std::cin), {});
        // The end of the line that it was typed in.
        while (!input.formula.empty() &&
               (input.formula.back() == '\n' || input.formula.back() == '\r'))
            input.formula.pop_back();
    }
    input.object = options.object;
    input.blank_as = options.blank_as == "zero" ? weir::BlankAs::zero : weir::BlankAs::blank;
    if (!options.record.empty()) {
        const std::optional<std::string> text = read(options.record);
        if (!text)
            return fail(
                options, fmt::format("cannot read `{}`: {}", options.record, std::strerror(errno))
            );
        input.record = *text;
        if (input.record.empty())
            return fail(options, fmt::format("`{}` is empty, and no record", options.record));
    }

    const weir::Engine engine = build_one(options.projects);
    if (engine.error_count() > 0) {
        if (options.json)
            return print_envelope(exit_code::failed, {{"diagnostics", to_json(engine.messages())}});
        print_messages(engine.messages(), engine.dropped_messages(), stderr);
        return exit_code::failed;
    }
    weir::Session session = engine.open();
    const weir::FormulaOutcome outcome = session.evaluate(input);
    if (!outcome.error.empty())
        return fail(options, outcome.error);

    const int status = outcome.has_value() ? exit_code::ok : exit_code::failed;
    if (options.json) {
        nlohmann::json result{{"diagnostics", to_json(outcome.messages)}};
        if (!outcome.type.empty())
            result["type"] = outcome.type;
        if (!outcome.fault.empty())
            result["fault"] = outcome.fault;
        if (outcome.has_value())
            result["value"] = json_of(outcome.value);
        return print_envelope(status, std::move(result));
    }
    print_messages(outcome.messages, 0, stderr);
    if (!outcome.fault.empty())
        fmt::print(stderr, "error: {}\n", outcome.fault);
    else if (outcome.has_value())
        fmt::print("{}\n", outcome.value.is_null() ? "null" : outcome.value.spelling);
    return status;
}

void print_difference(const weir::CaseDifference& difference) {
    fmt::print(
        "{}: {}\n  {:<14}  {}\n  {:<14}  {}\n  {:<14}  {}\n\n",
        difference.name,
        difference.formula,
        difference.column,
        difference.inputs,
        "expected",
        difference.expected,
        "found",
        difference.found
    );
}

int compare(const Options& options) {
    const weir::CasesReport report = weir::evaluate_cases(options.cases);
    if (!report.error.empty())
        return fail(options, report.error);
    const int status = report.equal == report.total ? exit_code::ok : exit_code::failed;
    if (options.json) {
        nlohmann::json differences = nlohmann::json::array();
        for (const weir::CaseDifference& difference : report.differences)
            differences.push_back(
                {{"name", difference.name},
                 {"formula", difference.formula},
                 {"column", difference.column},
                 {"in", nlohmann::json::parse(difference.inputs)},
                 {"expected", nlohmann::json::parse(difference.expected)},
                 {"found", nlohmann::json::parse(difference.found)}}
            );
        return print_envelope(
            status,
            {{"equal", report.equal},
             {"total", report.total},
             {"differences", std::move(differences)}}
        );
    }
    for (const weir::CaseDifference& difference : report.differences)
        print_difference(difference);
    fmt::print("{} of {} rows equal\n", report.equal, report.total);
    return status;
}

} // namespace

Run add_eval(CLI::App& app) {
    auto options = std::make_shared<Options>();
    CLI::App* const command = app.add_subcommand(
        "eval", "Print the value of a formula, or run a file of formulas and their values"
    );
    command->add_option(
        "FORMULA", options->formula, "A formula; - reads it from the standard input"
    );
    CLI::Option* const cases =
        command
            ->add_option(
                "--cases", options->cases, "Run every row of a file of cases, one formula a line"
            )
            ->type_name("FILE.jsonl");
    const auto alone = [&](CLI::Option* option) { option->excludes(cases); };
    alone(command
              ->add_option(
                  "--record", options->record, "The record whose fields the formula names, as JSON"
              )
              ->type_name("FILE.json"));
    alone(command
              ->add_option(
                  "--object",
                  options->object,
                  "The object that the record is of; none: names and types are the record's own"
              )
              ->type_name("NAME"));
    alone(command
              ->add_option(
                  "--project",
                  options->projects,
                  "Files, or folders of .flow files, with objects and settings"
              )
              ->type_name("PATH"));
    alone(command
              ->add_option(
                  "--blank-as",
                  options->blank_as,
                  "What a number field without a value counts for: zero or blank"
              )
              ->check(CLI::IsMember({"zero", "blank"})));
    command->add_flag("--json", options->json, "Print value and type as JSON");
    command->footer(
        "\nPrints every row of a file of cases that differs, and last how many are equal."
    );
    return [options] {
        if (options->formula.empty() == options->cases.empty()) {
            fmt::print(stderr, "weir: eval takes a formula, or --cases FILE.jsonl\n");
            return exit_code::usage;
        }
        return options->cases.empty() ? evaluate(*options) : compare(*options);
    };
}
