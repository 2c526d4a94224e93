// create, update, delete, load, run: saves of a user, and what the org refuses of them.
#include "base/limits.hpp"
#include "scripts/load.hpp"
#include "scripts/run.hpp"
#include "types/convert.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace weir {

namespace {

/// Records of a bulk create that are made ready together: many saves, little memory.
constexpr uint32_t slice_size = 50 * limits::batch;

[[nodiscard]] std::string fault_text(std::string_view code, std::string_view message) {
    return code.empty() ? std::string(message) : fmt::format("{}: {}", code, message);
}

[[nodiscard]] std::vector<const ScriptValue*> pointers(std::span<const FieldValue> fields) {
    std::vector<const ScriptValue*> result;
    result.reserve(fields.size());
    for (const FieldValue& field : fields)
        result.push_back(&field.value);
    return result;
}

} // namespace

Status
ScriptRun::save(Operation operation, RecordBatch& records, uint64_t before, RefusedList& refused) {
    if (records.size() == 0)
        return Done{};
    Result<SaveReport> saved = org_.save(operation, records);
    if (!saved)
        return saved.error();
    for (const Refusal& refusal : saved->refused)
        refused.add(
            {before + refusal.row + 1,
             std::string(refusal.fault->code),
             std::string(refusal.fault->message)}
        );
    return Done{};
}

/// Outside of `expect refused` nothing may be refused.
void ScriptRun::report_refused(
    Span span, RefusedList refused, uint64_t rows, Counted counted, bool goes_on
) {
    if (refused.total == 0)
        return;
    if (expected_refusals_) {
        expected_refusals_->total += refused.total - refused.kept.size();
        for (Refused& one : refused.kept)
            expected_refusals_->add(std::move(one));
        return;
    }
    const Refused& first = refused.kept.front();
    if (rows == 1 && counted == Counted::records) {
        stop(
            span, fmt::format("the org refused it with {}", fault_text(first.code, first.message))
        );
        return;
    }
    TextTable table;
    table.headers = {counted == Counted::lines ? "line" : "row", "code", "message"};
    table.total = refused.total;
    for (const Refused& one : refused.kept) {
        if (table.is_full())
            break;
        table.rows.push_back({fmt::to_string(one.row), one.code, one.message});
    }
    note(
        span,
        fmt::format(
            "the org refused {} of {} records, the first with {}",
            refused.total,
            rows,
            fault_text(first.code, first.message)
        ),
        table.text()
    );
    if (!goes_on)
        stopped_ = true;
}

Status ScriptRun::run(const CreateRecords& step, Span span) {
    if (step.draft)
        org_.settings().draft = step.draft;
    RefusedList refused;
    std::vector<Id> ids;
    for (uint64_t first = 0; first < step.count; first += slice_size) {
        const auto rows = static_cast<uint32_t>(std::min<uint64_t>(slice_size, step.count - first));
        const Result<bool> created = create_slice(step, first, rows, ids, refused);
        if (!created)
            return created.error();
        if (!*created)
            return Done{};
        if (progress_ && step.count > limits::batch)
            progress_(fmt::format("create {}", step.object->name), first + rows, step.count);
    }
    if (step.alias)
        state_.set_records(*step.alias, std::move(ids));
    report_refused(span, std::move(refused), step.count, Counted::records, false);
    return Done{};
}

/// False after a formula has failed, which is reported.
Result<bool> ScriptRun::create_slice(
    const CreateRecords& step,
    uint64_t first,
    uint32_t rows,
    std::vector<Id>& ids,
    RefusedList& refused
) {
    Arena arena;
    Result<ValueColumns> columns = state_.evaluate(pointers(step.values), rows, first, arena);
    if (!columns)
        return columns.error();
    RecordBatch records(step.object->id, rows);
    for (size_t index = 0; index < step.values.size(); ++index) {
        const std::vector<Value>& column = (*columns)[index];
        for (const Value value : column)
            if (stop_at_fault(value, step.values[index].span))
                return false;
        std::copy(column.begin(), column.end(), records.column(step.values[index].field).begin());
    }
    if (const Status saved = save(Operation::create, records, first, refused); !saved)
        return saved.error();
    if (step.alias)
        for (const Id id : std::as_const(records).ids())
            if (id != Id{} || step.count == 1)
                ids.push_back(id);
    return true;
}

Status ScriptRun::run(const ChangeRecords& step, Span span) {
    Arena arena;
    const auto given = values(step.values, span, arena);
    if (!given)
        return given.error();
    if (!*given)
        return Done{};
    std::vector<Id> ids;
    if (step.alias) {
        ids = state_.records(*step.alias);
    } else {
        auto found = find(*step.object, step.filter, {}, span);
        if (!found)
            return found.error();
        if (!*found)
            return Done{};
        const std::span<const Id> all = std::as_const((*found)->records).ids();
        ids.assign(all.begin(), all.end());
    }
    RecordBatch records(step.object->id, static_cast<uint32_t>(ids.size()));
    std::copy(ids.begin(), ids.end(), records.ids().begin());
    for (size_t index = 0; index < step.values.size(); ++index) {
        const std::span<Value> column = records.column(step.values[index].field);
        std::fill(column.begin(), column.end(), (**given)[index]);
    }
    RefusedList refused;
    if (const Status saved = save(step.operation, records, 0, refused); !saved)
        return saved;
    report_refused(span, std::move(refused), ids.size(), Counted::records, false);
    return Done{};
}

std::string ScriptRun::path_of(std::string_view file, Span span) const {
    const std::filesystem::path path(file);
    const SourceFile* const source = sources_.file_at(span.begin);
    if (path.is_absolute() || !source)
        return path.string();
    return (std::filesystem::path(source->name).parent_path() / path).string();
}

Status ScriptRun::run(const LoadRecords& step, Span span) {
    const std::string path = path_of(step.file, span);
    Result<CsvLoad> load = step.is_tree ? load_tree(path, step.object, org_, progress_)
                                        : load_file(path, *step.object, org_, progress_);
    if (!load)
        return load.error();
    if (!load->unreadable.empty()) {
        stop(span, load->unreadable);
        return Done{};
    }
    // An import reports what was refused, and what was saved stays: a script goes on, a test has
    // failed.
    RefusedList refused;
    for (LoadReport::Refused& one : load->report.refused) {
        if (is_test_)
            refused.add({one.line, std::move(one.code), std::move(one.message)});
        else
            outcome_.refused.push_back(
                {one.file.empty() ? std::string(step.file) : one.file,
                 one.line,
                 std::move(one.code),
                 std::move(one.message)}
            );
    }
    report_refused(span, std::move(refused), load->report.rows, Counted::lines, false);
    return Done{};
}

} // namespace weir
