// Flows of real projects run: each is started in a way that its own description suggests, and may
// fail as a flow fails, but weir may not.
#include "api/running_org.hpp"
#include "conformance/corpus.hpp"
#include "conformance/readme.hpp"
#include "conformance/sample_records.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <set>
#include <sstream>

using namespace weir;

namespace {

/// No flow of the corpus has more to do than a debug build does in this time.
constexpr double longest_seconds = 30;

struct Run {
    uint64_t interviews = 0;
    std::string problem; // of weir; empty: it ran
};

/// Drafts are started too: for this run the flow is among those of its object.
class Activated {
public:
    Activated(Program& program, const FlowProgram& flow) : list_(list_of(program, flow)) {
        if (list_ != nullptr &&
            std::find(list_->begin(), list_->end(), &flow) == list_->end()) {
            list_->push_back(&flow);
            is_added_ = true;
        }
    }
    ~Activated() {
        if (is_added_)
            list_->pop_back();
    }
    Activated(const Activated&) = delete;
    Activated& operator=(const Activated&) = delete;

private:
    static std::vector<const FlowProgram*>* list_of(Program& program, const FlowProgram& flow) {
        if (flow.object == ObjectId::none)
            return nullptr;
        ObjectProgram& object = program.objects[static_cast<size_t>(flow.object)];
        switch (flow.start) {
        case FlowStart::record_before_save:
            return &object.before_save;
        case FlowStart::record_after_save:
            return &object.after_save;
        case FlowStart::record_before_delete:
            return &object.before_delete;
        case FlowStart::event:
            return program.schema->object(flow.object).kind == ObjectKind::event
                       ? &object.subscribers
                       : nullptr;
        case FlowStart::autolaunched:
            return nullptr;
        }
        return nullptr;
    }

    std::vector<const FlowProgram*>* list_;
    bool is_added_ = false;
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
    if (plain != Id{})
        samples.update(object, plain, cells);
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
std::string refusal_of(const Org& org) {
    for (const auto& [flow, figures] : const_cast<Org&>(org).figures().flows)
        for (const FaultRecord& fault : figures.faults) {
            const bool is_ours = fault.message.find("weir") != std::string::npos;
            if (is_ours)
                return flow->name + "." + fault.element + ": " + fault.message;
        }
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
    const Activated activated(*project.program, *flow);
    RunningOrg running(*project.program, project.actions, OrgSettings{});
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
        run_once(running.org, samples, *flow, run);
        break;
    }
    if (const Status delivered = running.org.deliver_events(1000); !delivered)
        run.problem = delivered.error().message;
    run.interviews = interviews_of(running.org, *flow);
    if (!samples.failures().empty())
        run.problem = samples.failures().front();
    if (run.problem.empty())
        run.problem = refusal_of(running.org);
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
    std::set<std::string> silent;
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
                silent.insert(flow.place());
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
    for (const std::string& place : silent)
        list << "- `" << place << "`\n";
    expect_section("without an interview", list.str());
    CHECK(runs >= 290);
}
