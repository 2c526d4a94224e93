#include "api/eval.hpp"
#include "api/fault_text.hpp"
#include "api/host_values.hpp"
#include "api/problems.hpp"
#include "api/report.hpp"
#include "api/session_state.hpp"
#include "base/suggest.hpp"
#include "weir/engine.h"

#include <fmt/format.h>

#include <utility>

namespace weir {

namespace {

// A record of the host as a batch of one row; the text is what is wrong with it.
std::string fill(
    RecordBatch& record, const Object& object, const std::vector<NamedValue>& fields, Arena& arena
) {
    for (const NamedValue& given : fields) {
        const std::optional<FieldId> field = object.find_field(given.name);
        if (!field)
            return fmt::format("`{}` has no field `{}`", object.name, given.name);
        const std::optional<Value> value =
            from_host(given.value, object.field(*field).type().kind, arena);
        if (!value)
            return fmt::format("`{}` does not fit `{}`", given.value.spelling, given.name);
        record.column(*field)[0] = *value;
    }
    return {};
}

Saved save_one(Org& org, Operation operation, RecordBatch& record) {
    const Result<SaveReport> report = org.save(operation, record);
    if (!report)
        return {{}, {}, {}, report.error().message};
    if ((*report).refused.empty()) {
        const auto text = to_text(record.ids()[0]);
        return {std::string(text.begin(), text.end()), {}, {}, {}};
    }
    const Fault& fault = *(*report).refused.front().fault;
    return {{}, std::string(fault.code), std::string(fault.message), {}};
}

// The object of an id, with the id; nothing if the id is malformed or of no object.
std::optional<std::pair<const Object*, Id>> object_of(const Schema& schema, std::string_view id) {
    const std::optional<Id> parsed = parse_id(id);
    if (!parsed)
        return std::nullopt;
    const Object* const object = schema.find(key_prefix(*parsed));
    if (object == nullptr)
        return std::nullopt;
    return std::pair(object, *parsed);
}

} // namespace

std::string no_object(const Schema& schema, std::string_view name) {
    const auto nearest = suggest(name, schema.object_names());
    if (!nearest)
        return fmt::format("there is no object `{}`", name);
    return fmt::format(
        "there is no object `{}`; an object with a similar name exists: `{}`", name, *nearest
    );
}

Session::Session(std::unique_ptr<State> state) : state_(std::move(state)) {}
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;
Session::~Session() = default;

Session Engine::open(SessionOptions options) const {
    OrgSettings settings = world_->scripts->settings();
    settings.limits = settings.limits && options.limits;
    return Session(
        std::make_unique<Session::State>(*world_, std::move(options), std::move(settings))
    );
}

Saved Session::create(std::string_view object_name, const std::vector<NamedValue>& fields) {
    const Stopwatch watch(state_->seconds);
    if (!state_->start_error.empty())
        return {{}, {}, {}, state_->start_error};
    const Object* const object = state_->world.program->schema->find(object_name);
    if (object == nullptr)
        return {{}, {}, {}, no_object(*state_->world.program->schema, object_name)};
    Arena arena;
    RecordBatch record(object->id, 1);
    if (std::string wrong = fill(record, *object, fields, arena); !wrong.empty())
        return {{}, {}, {}, std::move(wrong)};
    return save_one(state_->running.org, Operation::create, record);
}

Saved Session::update(std::string_view id, const std::vector<NamedValue>& fields) {
    const Stopwatch watch(state_->seconds);
    if (!state_->start_error.empty())
        return {{}, {}, {}, state_->start_error};
    const auto found = object_of(*state_->world.program->schema, id);
    if (!found)
        return {{}, {}, {}, fmt::format("`{}` is no id of an object here", id)};
    Arena arena;
    RecordBatch record(found->first->id, 1);
    record.ids()[0] = found->second;
    if (std::string wrong = fill(record, *found->first, fields, arena); !wrong.empty())
        return {{}, {}, {}, std::move(wrong)};
    return save_one(state_->running.org, Operation::update, record);
}

Saved Session::erase(std::string_view id) {
    const Stopwatch watch(state_->seconds);
    if (!state_->start_error.empty())
        return {{}, {}, {}, state_->start_error};
    const auto found = object_of(*state_->world.program->schema, id);
    if (!found)
        return {{}, {}, {}, fmt::format("`{}` is no id of an object here", id)};
    RecordBatch record(found->first->id, 1);
    record.ids()[0] = found->second;
    return save_one(state_->running.org, Operation::erase, record);
}

std::vector<std::vector<NamedValue>> Session::query(
    std::string_view object_name,
    const std::vector<std::string>& fields,
    std::string_view where_field,
    const HostValue& value
) const {
    const Object* const object = state_->world.program->schema->find(object_name);
    if (object == nullptr)
        return {};
    Query query;
    query.object = object->id;
    for (const std::string& name : fields) {
        const std::optional<FieldId> field = object->find_field(name);
        if (!field)
            return {};
        query.fields.push_back(*field);
    }
    Arena arena;
    std::vector<Value> parameter;
    std::vector<std::span<const Value>> parameters;
    if (!where_field.empty()) {
        const std::optional<FieldId> field = object->find_field(where_field);
        if (!field)
            return {};
        const std::optional<Value> wanted =
            from_host(value, object->field(*field).type().kind, arena);
        if (!wanted)
            return {};
        parameter.push_back(*wanted);
        parameters.emplace_back(parameter);
        query.parameter_count = 1;
        FilterNode node;
        node.field = *field;
        query.filter.push_back(node);
    }
    const Result<QueryResult> result = state_->running.org.query(query, parameters, 1);
    if (!result)
        return {};
    const RecordBatch& records = (*result).records;
    std::vector<std::vector<NamedValue>> rows(records.size());
    for (uint32_t row = 0; row < records.size(); ++row)
        for (size_t index = 0; index < fields.size(); ++index)
            rows[row].push_back({fields[index], to_host(records.find(query.fields[index])[row])});
    return rows;
}

Loaded Session::load(std::string_view object_name, const std::string& path) {
    const Stopwatch watch(state_->seconds);
    Loaded loaded;
    loaded.error = state_->start_error;
    if (!loaded.error.empty())
        return loaded;
    const bool is_tree = object_name.empty() && is_tree_file(path);
    const Object* const object =
        is_tree ? nullptr : state_->world.program->schema->find(object_name);
    if (object == nullptr && !is_tree) {
        loaded.error = no_object(*state_->world.program->schema, object_name);
        return loaded;
    }
    const Result<LoadReport> report =
        is_tree ? load_records(path, state_->running.org, state_->options.progress)
                : load_csv(path, *object, state_->running.org, state_->options.progress);
    if (!report) {
        loaded.error = report.error().message;
        return loaded;
    }
    loaded.rows = (*report).rows;
    loaded.saved = (*report).saved;
    for (const LoadReport::Refused& row : (*report).refused) {
        loaded.refused.push_back(
            {row.file.empty() ? path : row.file, row.line, row.code, row.message}
        );
        state_->refused_rows.push_back(loaded.refused.back());
    }
    return loaded;
}

std::string Session::deliver_events() {
    const Stopwatch watch(state_->seconds);
    if (!state_->start_error.empty())
        return state_->start_error;
    const Status delivered = state_->running.org.deliver_events();
    return delivered ? std::string() : delivered.error().message;
}

ScriptReport Session::run_script(std::string_view name) {
    const Stopwatch watch(state_->seconds);
    ScriptReport report;
    const auto fail = [&](std::string message) {
        report.problems.push_back(problem_of(Error{std::move(message)}));
        return report;
    };
    if (!state_->start_error.empty())
        return fail(state_->start_error);
    const auto scripts = state_->world.scripts->scripts();
    for (size_t index = 0; index < scripts.size(); ++index) {
        if (scripts[index].name != name)
            continue;
        keep_published(state_->running.org, true);
        const Result<ScriptOutcome> outcome = weir::run_script(
            *state_->world.scripts,
            index,
            state_->running.org,
            state_->world.sources,
            state_->options.progress
        );
        keep_published(state_->running.org, false);
        if (!outcome)
            return fail(outcome.error().message);
        for (const RefusedLine& row : (*outcome).refused)
            state_->refused_rows.push_back({row.file, row.line, row.code, row.message});
        for (const Problem& problem : (*outcome).problems)
            report.problems.push_back(to_report(problem, state_->world.sources));
        report.passed = report.problems.empty();
        return report;
    }
    return fail(fmt::format("there is no script `{}`", name));
}

FlowResult Session::run_flow(
    std::string_view name, const std::vector<NamedValue>& inputs, Launch launch
) {
    return start_flow(name, inputs, launch).result;
}

FormulaOutcome Session::evaluate(const FormulaInput& input) {
    if (!state_->start_error.empty()) {
        FormulaOutcome outcome;
        outcome.error = state_->start_error;
        return outcome;
    }
    return evaluate_formula(input, state_->running.org);
}

RunReport Session::report() const {
    RunReport report = to_report(state_->running.org);
    report.refused_rows = state_->refused_rows;
    report.seconds = state_->seconds;
    return report;
}

std::vector<EmailReport> Session::emails() const {
    std::vector<EmailReport> emails;
    for (const Email& email : state_->running.org.outbox().emails)
        emails.push_back({email.to, email.subject, email.body, email.source});
    return emails;
}

} // namespace weir
