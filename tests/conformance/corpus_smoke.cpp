// Flows of real projects run: each is started in a way that its own description suggests, and may
// fail as a flow fails, but weir may not.
#include "api/running_org.hpp"
#include "conformance/corpus.hpp"
#include "conformance/readme.hpp"
#include "scripts/sample_records.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <map>
#include <sstream>
#include <utility>

using namespace weir;

namespace {

/// No flow of the corpus has more to do than a debug build does in this time.
constexpr double longest_seconds = 30;

struct Run {
    uint64_t interviews = 0;
    std::string problem; // of weir; empty: it ran
    std::string refusal; // of the last record that the org did not save
};

/// For its lifetime the flow is the only one that saves and events start, be it a draft, and no
/// rule refuses a record: what others refuse says nothing of it.
class Alone {
public:
    Alone(Program& program, const FlowProgram& flow) : program_(program) {
        for (ObjectProgram& object : program.objects) {
            others_.push_back(
                {std::exchange(object.before_save, {}),
                 std::exchange(object.after_save, {}),
                 std::exchange(object.before_delete, {}),
                 std::exchange(object.subscribers, {}),
                 std::exchange(object.rules, {})}
            );
        }
        if (std::vector<const FlowProgram*>* const list = list_of(flow))
            list->push_back(&flow);
    }
    ~Alone() {
        for (size_t index = 0; index < others_.size(); ++index) {
            ObjectProgram& object = program_.objects[index];
            object.before_save = std::move(others_[index].before_save);
            object.after_save = std::move(others_[index].after_save);
            object.before_delete = std::move(others_[index].before_delete);
            object.subscribers = std::move(others_[index].subscribers);
            object.rules = std::move(others_[index].rules);
        }
    }
    Alone(const Alone&) = delete;
    Alone& operator=(const Alone&) = delete;

private:
    using Flows = std::vector<const FlowProgram*>;
    struct Lists {
        Flows before_save;
        Flows after_save;
        Flows before_delete;
        Flows subscribers;
        std::vector<ValidationRule> rules;
    };

    Flows* list_of(const FlowProgram& flow) {
        if (flow.object == ObjectId::none)
            return nullptr;
        ObjectProgram& object = program_.objects[static_cast<size_t>(flow.object)];
        switch (flow.start) {
        case FlowStart::record_before_save:
            return &object.before_save;
        case FlowStart::record_after_save:
            return &object.after_save;
        case FlowStart::record_before_delete:
            return &object.before_delete;
        case FlowStart::event:
            return program_.schema->object(flow.object).kind == ObjectKind::event
                       ? &object.subscribers
                       : nullptr;
        case FlowStart::autolaunched:
        case FlowStart::schedule:
            return nullptr;
        }
        return nullptr;
    }

    Program& program_;
    std::vector<Lists> others_;
};

uint64_t interviews_of(Org& org, const FlowProgram& flow) {
    const auto found = org.figures().flows.find(&flow);
    return found == org.figures().flows.end() ? 0 : found->second.interviews;
}

/// A record that meets the conditions, made so at once or by an update.
void save_record(
    Org& org, SampleRecords& samples, const FlowProgram& flow, const Condition* condition
) {
    const Object& object = org.program().schema->object(flow.object);
    const SampleRecords::Cells cells = samples.meeting(condition, object);
    const Id made = samples.create(object, cells);
    if (flow.start == FlowStart::record_before_delete) {
        if (made != Id{})
            samples.erase(object, made);
        return;
    }
    if (!flow.on_update || interviews_of(org, flow) > 0)
        return;
    if (made != Id{})
        samples.update(object, made, cells);
    if (interviews_of(org, flow) > 0)
        return;
    const Id plain = samples.create(object, {});
    if (plain == Id{})
        return;
    samples.update(object, plain, cells);
    if (interviews_of(org, flow) > 0)
        return;
    // A formula may ask for anything: everything changes, twice, so that a checkbox does too.
    for (const bool is_checked : {true, false})
        samples.update(object, plain, samples.everything(object, cells, is_checked));
}

void run_once(Org& org, SampleRecords& samples, const FlowProgram& flow, Run& run) {
    std::vector<std::pair<std::string, Value>> inputs;
    for (const Variable& variable : flow.variables)
        if (variable.input)
            inputs.emplace_back(variable.name, samples.value(variable.type));
    const Result<Org::RunReport> report = org.run_flow(flow, inputs);
    if (!report)
        run.problem = report.error().message;
}

/// What weir itself says of an element that it cannot run.
std::string refusal_of(Org& org, const FlowProgram& flow) {
    for (const FaultRecord& fault : org.figures().flows[&flow].faults)
        if (fault.message.find("weir") != std::string::npos)
            return fault.element + ": " + fault.message;
    return {};
}

Run start(CheckedProject& project, const CorpusFlow& corpus_flow) {
    Run run;
    const Element* const element = project.find_flow(corpus_flow.name());
    const FlowProgram* const flow = project.program->find_flow(corpus_flow.name());
    if (element == nullptr || flow == nullptr) {
        run.problem = "the flow was not read";
        return run;
    }
    const Alone alone(*project.program, *flow);
    OrgSettings settings;
    settings.draft = flow;
    RunningOrg running(*project.program, project.actions, settings);
    if (const Status started = running.org.start(); !started) {
        run.problem = started.error().message;
        return run;
    }
    SampleRecords samples(running.org);
    const auto* const condition = element->value<const Condition*>("when");
    switch (flow->start) {
    case FlowStart::record_before_save:
    case FlowStart::record_after_save:
    case FlowStart::record_before_delete:
        if (flow->object == ObjectId::none)
            break;
        save_record(running.org, samples, *flow, condition == nullptr ? nullptr : *condition);
        break;
    case FlowStart::event:
        if (flow->object == ObjectId::none)
            break;
        samples.create(
            project.program->schema->object(flow->object),
            samples.meeting(
                condition == nullptr ? nullptr : *condition,
                project.program->schema->object(flow->object)
            )
        );
        break;
    case FlowStart::autolaunched:
    case FlowStart::schedule:
        run_once(running.org, samples, *flow, run);
        break;
    }
    if (const Status delivered = running.org.deliver_events(1000); !delivered)
        run.problem = delivered.error().message;
    run.interviews = interviews_of(running.org, *flow);
    run.refusal = samples.last_refusal();
    if (!samples.failures().empty())
        run.problem = samples.failures().front();
    if (run.problem.empty())
        run.problem = refusal_of(running.org, *flow);
    return run;
}

} // namespace

TEST_CASE("flows of the corpus that need nothing from elsewhere run") {
    if (corpus_projects().empty())
        return;
    const std::multimap<std::string, std::string> listed = read_table("not run");
    std::string loaded;
    std::unique_ptr<CheckedProject> project;
    size_t runs = 0;
    size_t started = 0;
    size_t total = 0;
    std::map<std::string, std::string> silent;
    for (const CorpusFlow& flow : corpus_flows()) {
        if (!flow.runs_locally)
            continue;
        ++total;
        if (loaded != flow.project) {
            project = check_project(flow.project);
            loaded = flow.project;
        }
        INFO(flow.place());
        const auto begin = std::chrono::steady_clock::now();
        const Run run = start(*project, flow);
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        CHECK(took.count() < longest_seconds);
        if (run.problem.empty()) {
            ++runs;
            started += run.interviews > 0 ? 1 : 0;
            if (run.interviews == 0)
                silent.emplace(
                    flow.place(), run.refusal.empty() ? "its conditions were not met" : run.refusal
                );
            CHECK(listed.count(flow.place()) == 0);
        } else if (listed.count(flow.place()) == 0) {
            FAIL_CHECK(run.problem);
        }
    }
    std::ostringstream figures;
    figures << "| flows | run | with an interview |\n|---|---|---|\n| " << total << " | " << runs
            << " | " << started << " |\n";
    expect_section("runs", figures.str());
    std::ostringstream list;
    for (const auto& [place, reason] : silent)
        list << "- `" << place << "`: " << reason << "\n";
    expect_section("without an interview", list.str());
    CHECK(runs >= 290);
}
