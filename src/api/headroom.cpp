#include "weir/headroom.h"

#include "api/report.hpp"
#include "api/running_org.hpp"
#include "api/world.hpp"
#include "schema/fold.hpp"
#include "scripts/sample_records.hpp"
#include "syntax/declarations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace weir {

namespace {

constexpr uint64_t usual_records[] = {1, 200, 10'000};
constexpr std::string_view limit_mark = "System.LimitException: ";

bool is_started_by_records(const FlowProgram& flow) {
    return flow.object != ObjectId::none && (flow.start == FlowStart::record_before_save ||
                                             flow.start == FlowStart::record_after_save ||
                                             flow.start == FlowStart::record_before_delete);
}

// One run: what it used, and what was refused.
struct Measured {
    uint64_t interviews = 0;
    std::string refusal;
    std::string failure; // of the machine, or of the records that were to be there first
    std::vector<uint64_t> used;
    std::vector<ElementReport> elements;
    [[nodiscard]] bool breaks() const { return refusal.find(limit_mark) != std::string::npos; }
};

class Measurement {
public:
    Measurement(
        const Program& program,
        const ActionRegistry& actions,
        const RecordTriggers* triggers,
        const OrgSettings& settings,
        const FlowProgram& flow,
        const Condition* condition
    )
        : flow_(flow),
          condition_(condition),
          running_(program, actions, settings, triggers),
          org_(running_.org),
          samples_(org_),
          object_(program.schema->object(flow.object)) {}

    Measured run(uint64_t records) {
        Measured result;
        if (const Status started = org_.start(); !started) {
            result.failure = started.error().message;
            return result;
        }
        const auto size = static_cast<uint32_t>(records);
        const SampleRecords::Cells cells = samples_.meeting(condition_, object_);
        RecordBatch batch(object_.id, size);
        if (flow_.start == FlowStart::record_before_delete) {
            if (prepare(batch, cells, result))
                save(Operation::erase, batch, result);
        } else if (flow_.on_create) {
            for (uint32_t row = 0; row < size; ++row)
                samples_.fill(batch, row, object_, cells);
            save(Operation::create, batch, result);
        } else if (prepare(batch, {}, result)) {
            RecordBatch changed(object_.id, size);
            std::ranges::copy(std::as_const(batch).ids(), changed.ids().begin());
            const SampleRecords::Cells written =
                cells.empty() ? samples_.everything(object_, cells, true) : cells;
            for (const auto& [field, value] : written)
                if (!object_.field(field).unique)
                    std::ranges::fill(changed.column(field), value);
            save(Operation::update, changed, result);
        }
        if (result.failure.empty() && !samples_.failures().empty())
            result.failure = samples_.failures().front();
        return result;
    }

private:
    // Records that are there before the save that counts; no limit stops them.
    bool prepare(RecordBatch& batch, const SampleRecords::Cells& cells, Measured& result) {
        for (uint32_t row = 0; row < batch.size(); ++row)
            samples_.fill(batch, row, object_, cells);
        const bool limits = std::exchange(org_.settings().limits, false);
        Result<SaveReport> saved = org_.save(Operation::create, batch);
        org_.settings().limits = limits;
        if (!saved)
            result.failure = saved.error().message;
        else if (!saved->refused.empty())
            result.failure = fmt::format(
                "a sample of {} was refused: {}: {}",
                object_.name,
                saved->refused.front().fault->code,
                saved->refused.front().fault->message
            );
        return result.failure.empty();
    }

    // All of them in one transaction.
    void save(Operation operation, RecordBatch& batch, Measured& result) {
        org_.settings().limits = true;
        org_.reset_figures();
        Result<SaveReport> saved = org_.save(operation, batch, true);
        if (!saved) {
            result.failure = saved.error().message;
            return;
        }
        for (const Refusal& refusal : saved->refused) {
            const bool is_first = refusal.fault->code != "ALL_OR_NONE_OPERATION_ROLLED_BACK";
            if (!is_first)
                continue;
            result.refusal = fmt::format("{}: {}", refusal.fault->code, refusal.fault->message);
            break;
        }
        const OrgFigures& figures = org_.figures();
        const auto found = figures.flows.find(&flow_);
        result.interviews = found == figures.flows.end() ? 0 : found->second.interviews;
        for (const HighestUse& highest : figures.highest)
            result.used.push_back(highest.used);
        result.elements = to_report(org_).elements;
    }

    const FlowProgram& flow_;
    const Condition* condition_;
    RunningOrg running_;
    Org& org_;
    SampleRecords samples_;
    const Object& object_;
};

// The share of its limits that an element takes, the largest of them.
double share(const ElementReport& element) {
    const std::pair<Governor, uint64_t> uses[] = {
        {Governor::soql_queries, element.soql_queries},
        {Governor::soql_rows, element.soql_rows},
        {Governor::dml_statements, element.dml_statements},
        {Governor::dml_rows, element.dml_rows},
        {Governor::cpu_milliseconds, element.cpu_microseconds / 1000},
    };
    double most = 0;
    for (const auto& [governor, used] : uses)
        most =
            std::max(most, static_cast<double>(used) / static_cast<double>(facts(governor).limit));
    return most;
}

std::string limit_text(const std::string& refusal) {
    const size_t at = refusal.find(limit_mark);
    std::string text = refusal.substr(at + limit_mark.size());
    // What stands behind it in a message of a save.
    for (const std::string_view end : {" Error ID", ". You can look up", "\n"})
        text.resize(std::min(text.find(end), text.size()));
    return text;
}

class HeadroomOfFlow {
public:
    HeadroomOfFlow(
        const Program& program,
        const ActionRegistry& actions,
        const RecordTriggers* triggers,
        OrgSettings settings,
        const FlowProgram& flow,
        const Condition* condition,
        const HeadroomOptions& options
    )
        : program_(program),
          actions_(actions),
          triggers_(triggers),
          settings_(std::move(settings)),
          flow_(flow),
          condition_(condition),
          options_(options) {
        if (!flow.active)
            settings_.draft = &flow;
    }

    FlowHeadroom run(const std::vector<uint64_t>& records) {
        FlowHeadroom result;
        result.flow = flow_.name;
        result.object = program_.schema->object(flow_.object).name;
        result.saves = flow_.start == FlowStart::record_before_delete ? "delete"
                       : flow_.on_create                              ? "create"
                                                                      : "update";
        std::vector<Measured> runs;
        for (const uint64_t count : records) {
            runs.push_back(measure(count));
            const Measured& latest = runs.back();
            if (!latest.failure.empty() || (latest.interviews == 0 && !latest.breaks())) {
                result.skipped = !latest.failure.empty() ? latest.failure
                                 : latest.refusal.empty()
                                     ? "no sample record meets its entry conditions"
                                     : latest.refusal;
                return result;
            }
            result.records.push_back(count);
            result.interviews.push_back(latest.interviews);
            result.refusals.push_back(latest.refusal);
        }
        add_limits(runs, result);
        add_costliest(runs, result);
        find_break(runs, result);
        return result;
    }

private:
    Measured measure(uint64_t count) {
        if (options_.progress)
            options_.progress(flow_.name, count);
        return Measurement(program_, actions_, triggers_, settings_, flow_, condition_).run(count);
    }

    static void add_limits(const std::vector<Measured>& runs, FlowHeadroom& result) {
        for (size_t index = 0; index < static_cast<size_t>(Governor::count); ++index) {
            const GovernorFacts& described = facts(static_cast<Governor>(index));
            HeadroomLimit limit{std::string(described.label), described.limit, {}};
            for (const Measured& run : runs)
                limit.used.push_back(index < run.used.size() ? run.used[index] : 0);
            if (std::ranges::any_of(limit.used, [](uint64_t used) { return used > 0; }))
                result.limits.push_back(std::move(limit));
        }
    }

    // Of the largest run that did not break: one that broke has stopped half-way.
    static void add_costliest(const std::vector<Measured>& runs, FlowHeadroom& result) {
        const Measured* best = nullptr;
        for (const Measured& run : runs)
            if (best == nullptr || !run.breaks())
                best = &run;
        if (best == nullptr || best->elements.empty())
            return;
        result.costliest = *std::ranges::max_element(best->elements, {}, share);
    }

    // The smallest number that breaks lies between one that does not and one that does.
    void find_break(const std::vector<Measured>& runs, FlowHeadroom& result) {
        uint64_t good = 0;
        std::optional<uint64_t> bad;
        for (size_t index = 0; index < runs.size() && !bad; ++index) {
            if (runs[index].breaks()) {
                bad = result.records[index];
                result.breaks_with = limit_text(runs[index].refusal);
            } else {
                good = result.records[index];
            }
        }
        if (!bad)
            return;
        while (*bad - good > 1) {
            const uint64_t middle = good + (*bad - good) / 2;
            const Measured run = measure(middle);
            if (run.breaks()) {
                bad = middle;
                result.breaks_with = limit_text(run.refusal);
            } else {
                good = middle;
            }
        }
        result.breaks_at = *bad;
    }

    const Program& program_;
    const ActionRegistry& actions_;
    const RecordTriggers* triggers_;
    OrgSettings settings_;
    const FlowProgram& flow_;
    const Condition* condition_;
    const HeadroomOptions& options_;
};

} // namespace

std::vector<FlowHeadroom> Engine::headroom(const HeadroomOptions& options) const {
    std::vector<uint64_t> records = options.records;
    if (records.empty())
        records.assign(std::begin(usual_records), std::end(usual_records));
    std::ranges::sort(records);
    records.erase(std::unique(records.begin(), records.end()), records.end());
    std::erase(records, 0U);

    std::map<std::string, const Condition*> conditions; // entry conditions, by small name
    for (const auto& tree : world_->trees)
        for (const Element* const declaration : tree->declarations)
            if (declaration != nullptr && declaration->shape == &shapes::flow)
                if (const auto* const when = declaration->value<const Condition*>("when"))
                    conditions.try_emplace(folded(declaration->name.text), *when);

    std::vector<FlowHeadroom> result;
    for (const auto& flow : world_->program->flows) {
        const bool is_wanted = options.flow.empty() ? flow->active && is_started_by_records(*flow)
                                                    : folded(flow->name) == folded(options.flow);
        if (!is_wanted)
            continue;
        if (!is_started_by_records(*flow)) {
            FlowHeadroom& skipped = result.emplace_back();
            skipped.flow = flow->name;
            skipped.skipped = "no record starts it";
            continue;
        }
        const auto found = conditions.find(folded(flow->name));
        const Condition* const condition = found == conditions.end() ? nullptr : found->second;
        result.push_back(HeadroomOfFlow(
                             *world_->program,
                             world_->actions,
                             world_->triggers.get(),
                             world_->scripts->settings(),
                             *flow,
                             condition,
                             options
        )
                             .run(records));
    }
    return result;
}

} // namespace weir
