#include "api/flow_case_run.hpp"

#include "api/fault_text.hpp"
#include "api/flow_case_compare.hpp"
#include "api/flow_case_values.hpp"
#include "api/running_org.hpp"
#include "org/put_records.hpp"
#include "schema/fold.hpp"
#include "scripts/mocks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace weir {

namespace {

using nlohmann::json;

/// A case says nothing of the time: a fixed one, so that two runs give the same.
constexpr int64_t now_of_cases = 1'772'355'600'000; // 2026-03-01T09:00:00Z

class CaseRun {
public:
    CaseRun(const FlowCase& described, CaseWorld& world, const ActionRegistry& actions)
        : described_(described),
          world_(world),
          running_(*world.program, actions, settings(world)),
          mocks_(running_.org),
          values_(running_.org) {}

    std::vector<CaseProblem> run() {
        if (run_steps()) {
            CaseComparison comparison(org(), values_, mocks_, fault_, problems_);
            comparison.compare(described_.expect, world_.mistake, "");
            if (described_.derived)
                comparison.compare(*described_.derived, world_.mistake, "derived: ");
        }
        return std::move(problems_);
    }

private:
    static OrgSettings settings(const CaseWorld& world) {
        OrgSettings settings;
        settings.now = now_of_cases;
        settings.draft = world.flow; // it runs, active or not
        return settings;
    }

    Org& org() { return running_.org; }

    bool fail(std::string message) {
        problems_.push_back({std::move(message), {}});
        return false;
    }

    bool run_steps() {
        if (const Status started = org().start(); !started)
            return fail(started.error().message);
        for (const CaseRecord& record : described_.given)
            if (!give(record))
                return false;
        for (const CaseStub& stub : described_.stubs)
            if (!add_stub(stub))
                return false;
        for (const CaseExpectations* const expected :
             {&described_.expect, described_.derived ? &*described_.derived : nullptr})
            if (expected != nullptr)
                for (const CaseCalls& calls : expected->actions)
                    mocks_.watch(calls.action.type, calls.action.detail);
        if (described_.kind == FlowCaseKind::after_save || !described_.trigger.empty())
            return set_off();
        return run_flow();
    }

    // ------------------------------------------------------------------------------ set-up

    /// The fields of a record as a batch of one row; nothing after a report.
    std::optional<RecordBatch> batch_of(const CaseRecord& record) {
        const Object* const object = org().program().schema->find(record.object);
        if (object == nullptr) {
            fail(fmt::format("there is no object `{}`", record.object));
            return std::nullopt;
        }
        RecordBatch batch(object->id, 1);
        for (const auto& [name, given] : record.fields.items()) {
            const std::optional<FieldId> field = object->find_field(name);
            if (!field) {
                fail(fmt::format("`{}` has no field `{}`", record.object, name));
                return std::nullopt;
            }
            const Result<Value> value = values_.value(given, object->field(*field).type());
            if (!value) {
                fail(fmt::format("`{}.{}`: {}", record.object, name, value.error().message));
                return std::nullopt;
            }
            batch.column(*field)[0] = *value;
        }
        return batch;
    }

    bool give(const CaseRecord& record) {
        std::optional<RecordBatch> batch = batch_of(record);
        if (!batch)
            return false;
        if (const Status put = put_records(org(), *batch); !put)
            return fail(fmt::format("the row `{}`: {}", record.ref, put.error().message));
        values_.add_ref(record.ref, {batch->object(), batch->ids()[0]});
        return true;
    }

    /// An object of JSON as values by name; nothing after a report.
    std::optional<NamedValues> named(const json& given) {
        NamedValues result;
        for (const auto& [name, one] : given.items()) {
            const Result<Value> value = values_.value(one, Type{});
            if (!value) {
                fail(fmt::format("`{}`: {}", name, value.error().message));
                return std::nullopt;
            }
            result.emplace_back(name, *value);
        }
        return result;
    }

    bool add_stub(const CaseStub& stub) {
        std::optional<NamedValues> inputs = named(stub.inputs);
        std::optional<NamedValues> outputs = inputs ? named(stub.outputs) : std::nullopt;
        if (!outputs)
            return false;
        mocks_.add(
            {stub.action.type,
             stub.action.detail,
             std::move(*inputs),
             std::move(*outputs),
             stub.fault}
        );
        return true;
    }

    // ------------------------------------------------------------------------------ the run

    bool run_flow() {
        std::vector<std::pair<std::string, Value>> inputs;
        for (const auto& [name, given] : described_.inputs.items()) {
            const std::string wanted = folded(name);
            const auto& variables = world_.flow->variables;
            const auto variable =
                std::find_if(variables.begin(), variables.end(), [&](const Variable& candidate) {
                    return folded(candidate.name) == wanted;
                });
            // What a flow does not take is passed over, as Flow.Interview does.
            if (variable == variables.end() || !variable->input)
                continue;
            const Result<Value> value = values_.value(given, variable->type);
            if (!value)
                return fail(fmt::format("input `{}`: {}", name, value.error().message));
            inputs.emplace_back(variable->name, *value);
        }
        const Result<Org::RunReport> report = org().run_flow(*world_.flow, inputs);
        if (!report)
            return fail(report.error().message);
        values_.set_outputs((*report).outputs);
        if ((*report).fault != nullptr)
            fault_ = text_of(*(*report).fault);
        return true;
    }

    /// Saves that start the flow, and what runs behind them.
    bool set_off() {
        for (const CaseRecord& record : described_.trigger) {
            std::optional<RecordBatch> batch = batch_of(record);
            if (!batch)
                return false;
            if (record.is_update) {
                const CaseValues::Stored* const stored = values_.find_ref(record.ref);
                if (stored == nullptr)
                    return fail(fmt::format("there is no row `{}` to update", record.ref));
                batch->ids()[0] = stored->id;
            }
            const Result<SaveReport> saved =
                org().save(record.is_update ? Operation::update : Operation::create, *batch);
            if (!saved)
                return fail(saved.error().message);
            if (!(*saved).refused.empty()) {
                fault_ = text_of(*(*saved).refused.front().fault);
                break;
            }
            if (!record.is_update)
                values_.add_ref(record.ref, {batch->object(), batch->ids()[0]});
        }
        if (const Status delivered = org().deliver_events(); !delivered)
            return fail(delivered.error().message);
        const auto& flows = org().figures().flows;
        const auto ran = flows.find(world_.flow);
        if (fault_.empty() && ran != flows.end() && ran->second.failed > 0 &&
            !ran->second.faults.empty())
            fault_ = ran->second.faults.back().message;
        return true;
    }

    const FlowCase& described_;
    CaseWorld& world_;
    RunningOrg running_;
    MockedActions mocks_;
    CaseValues values_;
    std::string fault_; // that nobody handled
    std::vector<CaseProblem> problems_;
};

} // namespace

std::vector<CaseProblem>
run_flow_case(const FlowCase& described, CaseWorld& world, const ActionRegistry& actions) {
    if (world.flow == nullptr)
        return {{fmt::format("`{}` holds no flow", described.flow), world.mistake}};
    prepare(described, world);
    return CaseRun(described, world, actions).run();
}

} // namespace weir
