// Fixed pieces of work whose instructions are counted: `tests/bench/check` runs each under
// callgrind, which counts what lies inside of `weir_measured`. They depend on nothing outside: no
// clock, no time zones but GMT, no files but the samples.
//
//     budget_workloads NAME     runs one; without a name the names are printed
#include "bench/made_flows.hpp"
#include "elements/catalogue.hpp"
#include "syntax/parse.hpp"
#include "syntax/print.hpp"
#include "weir/convert.h"
#include "weir/engine.h"

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>

namespace {

using namespace weir;
using namespace weir::bench;

[[noreturn]] void stop(std::string_view message) {
    std::fprintf(stderr, "%.*s\n", static_cast<int>(message.size()), message.data());
    std::exit(1);
}

constexpr const char* settings =
    "org {\n  now \"2026-03-01T09:00:00Z\"\n  time zone \"GMT\"\n  limits off\n}\n";

Engine build(std::string text) {
    Engine engine = Engine::Builder()
                        .add_source("world.flow", std::move(text))
                        .add_source("org.flow", settings)
                        .build();
    if (engine.error_count() > 0)
        stop(engine.messages().front().plain);
    return engine;
}

std::string many_flows(uint32_t count) {
    constexpr uint32_t flows_of_an_object = 10;
    std::string text = made_world(count / flows_of_an_object + 1);
    for (uint32_t number = 1; number <= count; ++number)
        text += typical_flow(number, number / flows_of_an_object);
    return text;
}

HostValue number(uint32_t value) {
    return HostValue::number(std::to_string(value));
}

void expect(const FlowResult& result, std::string_view value) {
    if (!result.error.empty() || !result.fault.empty())
        stop(result.error + result.fault);
    if (!value.empty() &&
        (result.outputs.empty() || result.outputs.front().value.spelling != value))
        stop("the flow answered something else");
}

/// The work that is counted, when all is made ready.
using Work = std::function<void()>;

Work parse_texts() {
    auto sources = std::make_shared<SourceMap>();
    const SourceFile* const file = &sources->add("many.flow", many_flows(100));
    return [sources, file] {
        Diagnostics out;
        const auto tree = parse(*file, element_shapes(), out);
        if (out.error_count() > 0 || tree->declarations.size() != 111)
            stop("the flows were not read");
    };
}

Work print_texts() {
    auto sources = std::make_shared<SourceMap>();
    const SourceFile& file = sources->add("many.flow", many_flows(100));
    auto out = std::make_shared<Diagnostics>();
    auto tree =
        std::make_shared<std::unique_ptr<const SyntaxTree>>(parse(file, element_shapes(), *out));
    return [sources, tree] {
        if (print(**tree).size() < 100'000)
            stop("the flows were not printed");
    };
}

Work check_library() {
    return [] { static_cast<void>(build("")); };
}

Work check_flows() {
    auto text = std::make_shared<std::string>(many_flows(50));
    return [text] { static_cast<void>(build(*text)); };
}

Work convert_flows() {
    auto text = std::make_shared<std::string>(many_flows(20));
    return [text] {
        for (const Converted& flow : flows_to_xml("many.flow", *text).flows)
            if (flow_from_xml(flow.name + ".flow-meta.xml", flow.text).flows.size() != 1)
                stop("a flow was lost");
    };
}

/// An engine with a session on it: what works on records.
struct Running {
    explicit Running(std::string text) : engine(build(std::move(text))), session(engine.open()) {}

    void make_cases(uint32_t count) {
        RecordTable table{{"Subject__c", "Amount__c"}, {}};
        std::vector<std::string> subjects;
        for (uint32_t index = 0; index < count; ++index)
            subjects.push_back("Subject " + std::to_string(index / 2));
        for (const std::string& subject : subjects)
            table.cells.insert(table.cells.end(), {subject, "12.5"});
        const SavedTable saved = session.create_all("Case__c", table);
        if (!saved.error.empty() || !saved.refused.empty())
            stop("cases were not saved");
    }

    Engine engine;
    Session session;
};

Work import_contacts() {
    Engine::Builder builder;
    auto engine = std::make_shared<Engine>(
        builder.add_path("samples/portal_user").add_source("org.flow", settings).build()
    );
    if (engine->error_count() > 0)
        stop(engine->messages().front().plain);
    auto session = std::make_shared<Session>(engine->open());
    return [engine, session] {
        if (!session->run_script("Import").passed || session->count("Contact") == 0)
            stop("the import failed");
    };
}

Work save_records() {
    auto running = std::make_shared<Running>(made_world());
    return [running] { running->make_cases(4000); };
}

Work sum_in_loop() {
    auto running = std::make_shared<Running>(made_world() + loop_flow());
    running->make_cases(5000);
    return [running] { expect(running->session.run_flow("Sum_Up", {}), "62500"); };
}

Work decide() {
    auto running = std::make_shared<Running>(wide_decision(1000));
    return [running] {
        for (int time = 0; time < 20; ++time)
            expect(running->session.run_flow("Wide", {{"Given", number(1000)}}), "1000");
    };
}

Work walk() {
    auto running = std::make_shared<Running>(long_flow(10'000));
    return [running] { expect(running->session.run_flow("Long", {}), "10000"); };
}

Work create_in_flow() {
    auto running = std::make_shared<Running>(made_world() + bulk_create_flow());
    return [running] {
        expect(running->session.run_flow("Make_Cases", {{"Count", number(1000)}}), {});
        if (running->session.count("Case__c") != 1000)
            stop("the cases were not created");
    };
}

Work find_records() {
    auto running = std::make_shared<Running>(made_world());
    running->make_cases(2000);
    return [running] {
        for (uint32_t index = 0; index < 1000; ++index)
            if (running->session.count(
                    "Case__c", "Subject__c", HostValue::text("Subject " + std::to_string(index))
                ) != 2)
                stop("cases were not found");
    };
}

struct Workload {
    const char* name;
    Work (*prepare)();
};
constexpr Workload workloads[] = {
    {"parse", parse_texts},
    {"print", print_texts},
    {"check_library", check_library},
    {"check_flows", check_flows},
    {"convert", convert_flows},
    {"import", import_contacts},
    {"save", save_records},
    {"loop", sum_in_loop},
    {"decision", decide},
    {"long_flow", walk},
    {"bulk_create", create_in_flow},
    {"find", find_records},
};

} // namespace

// By this name callgrind finds what to count.
extern "C" void weir_measured(const Work& work);
extern "C" [[gnu::noinline]] void weir_measured(const Work& work) {
    work();
}

int main(int argc, char** argv) {
    if (argc == 1) {
        for (const Workload& workload : workloads)
            std::puts(workload.name);
        return 0;
    }
    for (const Workload& workload : workloads) {
        if (argv[1] != std::string_view(workload.name))
            continue;
        const Work work = workload.prepare();
        weir_measured(work);
        return 0;
    }
    stop("there is no such workload");
}
