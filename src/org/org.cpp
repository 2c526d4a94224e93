#include "org/org.hpp"

#include "base/limits.hpp"
#include "org/access.hpp"
#include "org/interviews.hpp"
#include "org/state.hpp"
#include "types/convert.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace weir {

Org::Org(
    const Program& program,
    RecordStore& store,
    EventBus& bus,
    const ActionRegistry& actions,
    OrgSettings settings
)
    : program_(program),
      store_(store),
      bus_(bus),
      actions_(actions),
      settings_(std::move(settings)),
      trace_(nullptr),
      state_(std::make_unique<OrgState>(*this)) {
    trace_ = &state_->silence;
}

int64_t Org::now() const {
    using namespace std::chrono;
    if (settings_.now != 0)
        return settings_.now;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

Org::~Org() {
    state_->end_reading();
}

void Org::set_trace(TraceSink* sink) {
    trace_ = sink != nullptr ? sink : &state_->silence;
}

void Org::reset_figures() {
    figures_ = {};
}

const RecordBatch& Org::published(ObjectId event) const {
    static const RecordBatch nothing;
    const auto index = static_cast<size_t>(event);
    if (index >= state_->published.size() || state_->published[index] == nullptr)
        return nothing;
    return *state_->published[index];
}

namespace {

std::string name_of(Operation operation, size_t count, const Object& object) {
    return fmt::format(
        "{} of {} {}", operation == Operation::erase ? "delete" : "save", count, object.name
    );
}

/// A user's own statement: behind no limit, for it is what the transaction is there for.
void save_of_user(
    Transaction& transaction,
    Operation operation,
    RecordBatch& records,
    std::span<const Fault*> faults
) {
    const bool is_event = transaction.schema().object(records.object()).kind == ObjectKind::event;
    transaction.state().assigns = transaction.org().settings().assignment_rules;
    // A person may do what his profile and permission sets allow; what that sets off runs as the
    // system.
    const ContextScope as_user(transaction, RunContext::user);
    if (is_event)
        transaction.dml(operation, records, faults);
    else
        save_with_rights(transaction, operation, records, faults, {});
}

void note_refusals(
    std::span<const Fault* const> faults,
    std::span<const uint32_t> rows,
    SaveReport& report,
    OrgFigures& figures
) {
    for (size_t index = 0; index < rows.size(); ++index) {
        if (faults[index] == nullptr)
            continue;
        report.refused.push_back({rows[index], copy_fault(*faults[index], report.arena)});
        ++figures.refused[std::string(faults[index]->code)];
    }
}

} // namespace

Status finish(Transaction& transaction, bool keep) {
    if (const Error* const failed = transaction.failure()) {
        const Error error = *failed;
        static_cast<void>(transaction.rollback());
        return error;
    }
    return keep ? transaction.commit() : transaction.rollback();
}

Status Org::save_chunk(
    Operation operation, RecordBatch& records, std::span<const uint32_t> rows, SaveReport& report
) {
    const Object& object = program_.schema->object(records.object());
    RecordBatch part = records.slice(rows.front(), static_cast<uint32_t>(rows.size()));
    std::vector<const Fault*> faults(rows.size());
    Transaction transaction(*this, name_of(operation, rows.size(), object));
    save_of_user(transaction, operation, part, faults);
    const auto refused = static_cast<size_t>(std::ranges::count_if(faults, [](const Fault* fault) {
        return fault != nullptr;
    }));
    if (const Status done = finish(transaction, refused < rows.size()); !done)
        return done;
    if (operation == Operation::create)
        for (size_t index = 0; index < rows.size(); ++index)
            records.ids()[rows[index]] = faults[index] == nullptr ? part.ids()[index] : Id{};
    note_refusals(faults, rows, report, figures_);
    figures_.saved[object.name] += rows.size() - refused;
    return Done{};
}

Result<SaveReport> Org::save_together(Operation operation, RecordBatch& records) {
    const Object& object = program_.schema->object(records.object());
    SaveReport report;
    std::vector<const Fault*> faults(records.size());
    Transaction transaction(*this, name_of(operation, records.size(), object));
    save_of_user(transaction, operation, records, faults);
    const bool any_refused =
        std::ranges::any_of(faults, [](const Fault* fault) { return fault != nullptr; });
    if (any_refused) {
        const Fault* const undone = transaction.fault(
            "ALL_OR_NONE_OPERATION_ROLLED_BACK",
            "Record rolled back because not all records were valid and the request was using "
            "AllOrNone "
            "header"
        );
        for (const Fault*& fault : faults)
            if (fault == nullptr)
                fault = undone;
        if (operation == Operation::create)
            std::ranges::fill(records.ids(), Id{});
    }
    if (const Status done = finish(transaction, !any_refused); !done)
        return done.error();
    note_refusals(faults, all_rows(records.size()), report, figures_);
    if (!any_refused)
        figures_.saved[object.name] += records.size();
    return report;
}

Result<SaveReport> Org::save(Operation operation, RecordBatch& records, bool all_or_none) {
    if (records.size() == 0)
        return SaveReport{};
    if (records.object() == ObjectId::none)
        return Failure{"records to save need an object"};
    if (all_or_none)
        return save_together(operation, records);
    SaveReport report;
    const std::vector<uint32_t> rows = all_rows(records.size());
    for (size_t begin = 0; begin < rows.size(); begin += limits::batch) {
        const size_t size = std::min<size_t>(limits::batch, rows.size() - begin);
        const Status done =
            save_chunk(operation, records, std::span(rows).subspan(begin, size), report);
        if (!done)
            return done.error();
    }
    return report;
}

Result<QueryResult>
Org::query(const Query& query, std::span<const std::span<const Value>> parameters, uint32_t rows) {
    if (state_->reading == nullptr) {
        auto reading = std::make_unique<Transaction>(*this, std::string());
        if (const Error* const failed = reading->failure())
            return *failed;
        state_->reading = std::move(reading);
    }
    Transaction& reading = *state_->reading;
    const Object& object = program_.schema->object(query.object);
    auto plan = make_read_plan(query, object, state_->plan(object.id).program, store_);
    if (!plan)
        return plan.error();
    QueryResult result;
    if (const Fault* const fault = run_read_plan(**plan, reading, parameters, rows, result))
        return Failure{std::string(fault->message)};
    return result;
}

} // namespace weir
