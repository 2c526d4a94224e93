// Roll-up summaries: a save of details brings its masters up to date, and each master goes through
// its own order of execution, up to its masters (reference/runtime.md, section 3).
#include "org/record_formulas.hpp"
#include "org/save_chunk.hpp"
#include "types/compare.hpp"

#include <algorithm>
#include <unordered_map>

namespace weir {

namespace {

/// What a field of the details shows of the details of one master.
class Total {
public:
    explicit Total(SummaryOperation operation) : operation_(operation) {}

    void add(const Value& value) {
        ++count_;
        if (value.is_null() || value.is_fault())
            return;
        switch (operation_) {
        case SummaryOperation::count:
            break;
        case SummaryOperation::sum:
            sum_ = weir::add(sum_, value.decimal());
            break;
        case SummaryOperation::minimum:
            if (extreme_.is_null() || order(value, extreme_) < 0)
                extreme_ = value;
            break;
        case SummaryOperation::maximum:
            if (extreme_.is_null() || order(value, extreme_) > 0)
                extreme_ = value;
            break;
        }
    }

    /// A sum that no number holds is null, as a field that cannot be computed.
    [[nodiscard]] Value value(Arena& arena) const {
        switch (operation_) {
        case SummaryOperation::count:
            return Value::number(count_);
        case SummaryOperation::sum:
            return sum_.valid ? Value::number(sum_, arena) : Value::null();
        case SummaryOperation::minimum:
        case SummaryOperation::maximum:
            return extreme_;
        }
        return Value::null();
    }

private:
    SummaryOperation operation_;
    int64_t count_ = 0;
    Decimal sum_;
    Value extreme_ = Value::null();
};

/// Summaries of one master by one field of the details: the master is saved once for all of them.
class RollUp {
public:
    RollUp(SaveChunk& chunk, std::vector<const SummaryProgram*> summaries)
        : chunk_(chunk), transaction_(chunk.transaction), summaries_(std::move(summaries)) {
        std::erase_if(summaries_, [&](const SummaryProgram* summary) {
            return !concerns(*summary);
        });
    }

    void run() {
        if (summaries_.empty())
            return;
        master_ = summaries_.front()->master;
        collect_masters();
        if (masters_.empty())
            return;
        for (const SummaryProgram* const summary : summaries_) {
            totals_.push_back(compute(*summary));
            if (chunk_.fatal != nullptr)
                return;
        }
        save();
    }

private:
    /// Whether the save may have changed what is rolled up. A filter that reads a formula field may
    /// depend on anything.
    [[nodiscard]] bool concerns(const SummaryProgram& summary) const {
        if (chunk_.operation != Operation::update)
            return true;
        const auto is_written = [&](FieldId field) { return chunk_.given.find(field) != nullptr; };
        if (is_written(summary.master) ||
            (summary.summarized != FieldId::none && is_read(summary.summarized, is_written)))
            return true;
        return std::ranges::any_of(summary.filter.sources, [&](const SlotSource& source) {
            return is_read(source.field, is_written);
        });
    }
    template<class Written>
    [[nodiscard]] bool is_read(FieldId field, const Written& is_written) const {
        return field != FieldId::none &&
               (chunk_.object().field(field).has_formula || is_written(field));
    }

    /// The masters before and after, each once, in the order of the rows.
    void collect_masters() {
        const auto take = [&](const Value& value) {
            if (value.tag() == Tag::id && places_.emplace(value.as_id(), masters_.size()).second)
                masters_.push_back(value.as_id());
        };
        for (const uint32_t row : chunk_.good) {
            if (!chunk_.creates())
                take(chunk_.old.at(master_, row));
            if (chunk_.operation != Operation::erase)
                take(chunk_.now_column(master_)[row]);
        }
    }

    /// The total of each master, in their order.
    std::vector<Value> compute(const SummaryProgram& summary) {
        const Object& detail = chunk_.object();
        std::vector<FieldId> read{master_};
        if (summary.summarized != FieldId::none)
            read.push_back(summary.summarized);
        for (const SlotSource& source : summary.filter.sources)
            read.push_back(source.field);
        const FormulaPlan plan = plan_formulas(detail, chunk_.plan.program, read);

        Query query;
        query.object = detail.id;
        query.fields = plan.stored;
        query.parameter_count = 1;
        query.filter.resize(1);
        query.filter[0].field = master_;
        RecordStore& store = transaction_.org().store();
        auto prepared = store.prepare(query);
        if (!prepared) {
            chunk_.fatal = transaction_.fail(prepared.error());
            return {};
        }
        std::vector<Value> ids;
        for (const Id master : masters_)
            ids.push_back(Value::id(master));
        const std::span<const Value> parameters[] = {ids};
        const auto count = static_cast<uint32_t>(ids.size());
        auto found = store.run(**prepared, parameters, count);
        if (!found) {
            chunk_.fatal = transaction_.fail(found.error());
            return {};
        }
        return add_up(summary, plan, *found);
    }

    std::vector<Value>
    add_up(const SummaryProgram& summary, const FormulaPlan& plan, const QueryResult& found) {
        const uint32_t size = found.records.size();
        const size_t field_count = chunk_.object().fields.size();
        Columns columns = Columns::of(found.records, field_count, chunk_.arena());
        const std::vector<uint32_t> rows = all_rows(size);
        chunk_.fatal = compute_formulas(plan, columns, rows, transaction_);
        const std::span<Value> counts = chunk_.arena().make_array<Value>(size);
        std::ranges::fill(counts, Value::boolean(true));
        if (chunk_.fatal == nullptr && summary.filter.expression.root != nullptr)
            chunk_.fatal = evaluate_record_formula(
                summary.filter, columns, nullptr, false, rows, transaction_, counts.data()
            );
        std::vector<Value> totals;
        for (size_t master = 0; master < masters_.size() && chunk_.fatal == nullptr; ++master) {
            Total total(summary.operation);
            for (uint32_t row = found.begin[master]; row < found.begin[master + 1]; ++row)
                if (counts[row].is_true())
                    total.add(
                        summary.summarized == FieldId::none ? Value::null()
                                                            : columns.at(summary.summarized, row)
                    );
            totals.push_back(total.value(chunk_.arena()));
        }
        return totals;
    }

    /// Masters with a total that has changed are saved. One that is refused refuses its details.
    void save() {
        std::vector<FieldId> fields;
        for (const SummaryProgram* const summary : summaries_)
            fields.push_back(summary->field);
        const ObjectId object = summaries_.front()->object;
        std::vector<bool> is_there;
        const auto before = transaction_.org().store().fetch(object, masters_, fields, is_there);
        if (!before) {
            chunk_.fatal = transaction_.fail(before.error());
            return;
        }
        std::vector<uint32_t> changed;
        for (uint32_t master = 0; master < masters_.size(); ++master)
            if (is_there[master] && has_changed(master, *before))
                changed.push_back(master);
        if (changed.empty())
            return;
        RecordBatch batch(object, static_cast<uint32_t>(changed.size()));
        for (size_t index = 0; index < changed.size(); ++index)
            batch.ids()[index] = masters_[changed[index]];
        for (size_t summary = 0; summary < summaries_.size(); ++summary) {
            const std::span<Value> column = batch.column(summaries_[summary]->field);
            for (size_t index = 0; index < changed.size(); ++index)
                column[index] = totals_[summary][changed[index]];
        }
        std::vector<const Fault*> faults(changed.size());
        save_records(transaction_, Operation::update, batch, faults, true);
        refuse_details(changed, faults);
    }

    [[nodiscard]] bool has_changed(uint32_t master, const RecordBatch& before) const {
        for (size_t summary = 0; summary < summaries_.size(); ++summary) {
            const Value old = before.find(summaries_[summary]->field)[master];
            const Value total = totals_[summary][master];
            const bool both_null = old.is_null() && total.is_null();
            if (!both_null && !equal_exactly(total, old))
                return true;
        }
        return false;
    }

    void
    refuse_details(const std::vector<uint32_t>& changed, const std::vector<const Fault*>& faults) {
        std::unordered_map<Id, const Fault*, IdHash> refused;
        for (size_t index = 0; index < changed.size(); ++index)
            if (faults[index] != nullptr)
                refused.emplace(masters_[changed[index]], faults[index]);
        if (refused.empty())
            return;
        const size_t good_before = chunk_.good.size();
        for (const uint32_t row : chunk_.good) {
            const bool is_erased = chunk_.operation == Operation::erase;
            const Value master =
                is_erased ? chunk_.old.at(master_, row) : chunk_.now_column(master_)[row];
            if (master.tag() != Tag::id)
                continue;
            if (const auto found = refused.find(master.as_id()); found != refused.end())
                chunk_.refuse(row, found->second);
        }
        chunk_.drop_refused();
        chunk_.refused_late |= chunk_.good.size() < good_before;
    }

    SaveChunk& chunk_;
    Transaction& transaction_;
    std::vector<const SummaryProgram*> summaries_;
    FieldId master_ = FieldId::none;
    std::vector<Id> masters_;
    std::vector<std::vector<Value>> totals_; // by summary, then by master
    std::unordered_map<Id, size_t, IdHash> places_;
};

} // namespace

void start_summaries(SaveChunk& chunk) {
    if (!chunk.creates())
        return;
    for (const FieldId field : chunk.plan.program.counted)
        for (const uint32_t row : chunk.good)
            chunk.set(field, row, Value::number(0));
}

void roll_up(SaveChunk& chunk) {
    std::vector<std::vector<const SummaryProgram*>> groups;
    for (const SummaryProgram& summary : chunk.plan.program.summaries) {
        const auto group = std::ranges::find_if(groups, [&](const auto& candidate) {
            return candidate.front()->object == summary.object &&
                   candidate.front()->master == summary.master;
        });
        if (group == groups.end())
            groups.push_back({&summary});
        else
            group->push_back(&summary);
    }
    for (std::vector<const SummaryProgram*>& group : groups) {
        RollUp(chunk, std::move(group)).run();
        if (chunk.stops())
            return;
    }
}

} // namespace weir
