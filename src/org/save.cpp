// One DML statement: its records in chunks through the order of execution, and partial success in
// up to three attempts (reference/runtime.md, section 2).
#include "org/access.hpp"
#include "org/mixed_dml.hpp"
#include "org/save_chunk.hpp"
#include "org/save_steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace weir {

namespace {

constexpr int most_attempts = 3;

class Save {
public:
    Save(
        Transaction& transaction,
        Operation operation,
        RecordBatch& records,
        std::span<const Fault*> faults,
        bool rolls_up,
        std::span<const uint32_t> owners
    )
        : transaction_(transaction),
          state_(transaction.state()),
          operation_(operation),
          records_(records),
          faults_(faults),
          plan_(transaction.org().state().plan(records.object())),
          rolls_up_(rolls_up),
          owners_(owners) {}

    void run() {
        if (records_.size() == 0)
            return;
        if (const Fault* const fault = refused_whole()) {
            refuse_all(fault);
            return;
        }
        ++state_.save_depth;
        const Snapshot before = take_snapshot(transaction_);
        refuse_given_ids();
        std::vector<uint32_t> rows = rows_not_refused();
        for (int attempt = 1; !rows.empty(); ++attempt) {
            leave_mark(transaction_, operation_, records_);
            bool is_done = attempt_rows(rows);
            is_done &= !refuse_companions();
            if (fatal_ != nullptr)
                break;
            rows = rows_not_refused();
            if (is_done)
                break;
            undo(before);
            if (fatal_ == nullptr && !rows.empty() && attempt == most_attempts)
                refuse_rest(rows);
        }
        // Whatever the flows of refused records did is gone with them.
        if (rows.empty() && fatal_ == nullptr)
            undo(before);
        --state_.save_depth;
        if (fatal_ != nullptr)
            refuse_all(fatal_);
        tell(rows.size());
    }

private:
    const Fault* refused_whole() {
        const Object& object = plan_.object;
        const bool is_user = &object == transaction_.org().state().known.user;
        const bool allowed = operation_ == Operation::create   ? object.creatable
                             : operation_ == Operation::update ? object.updatable
                                                               : object.deletable && !is_user;
        if (!allowed) {
            const std::string_view verb = operation_ == Operation::create   ? "create"
                                          : operation_ == Operation::update ? "update"
                                                                            : "delete";
            return transaction_.fault(
                "INVALID_TYPE_FOR_OPERATION",
                fmt::format("entity type {} does not support {}", object.name, verb)
            );
        }
        if (state_.save_depth >= limits::save_depth)
            return fatal_fault(
                transaction_,
                "LIMIT_EXCEEDED",
                "System.LimitException: Maximum trigger depth exceeded"
            );
        return check_mixed_dml(transaction_, operation_, records_);
    }

    void refuse_all(const Fault* fault) {
        std::ranges::fill(faults_, fault);
        if (operation_ == Operation::create)
            std::ranges::fill(records_.ids(), Id{});
    }

    void refuse_given_ids() {
        if (operation_ != Operation::create)
            return;
        const std::span<const Value> id_cells =
            std::as_const(records_).find(plan_.object.id_field());
        for (uint32_t row = 0; row < records_.size(); ++row) {
            const bool has_id =
                records_.ids()[row] != Id{} || (!id_cells.empty() && !id_cells[row].is_null());
            if (has_id)
                faults_[row] = transaction_.fault(
                    "INVALID_FIELD_FOR_INSERT_UPDATE", "cannot specify Id in an insert call", "Id"
                );
        }
    }

    [[nodiscard]] std::vector<uint32_t> rows_not_refused() const {
        std::vector<uint32_t> rows = all_rows(records_.size());
        if (std::ranges::any_of(faults_, [](const Fault* fault) { return fault != nullptr; }))
            std::erase_if(rows, [&](uint32_t row) { return faults_[row] != nullptr; });
        return rows;
    }

    /// Collections that stand together: what one record is refused for, all are. True if there
    /// were such.
    bool refuse_companions() {
        if (owners_.empty() || !transaction_.org().settings().collections_all_or_none)
            return false;
        std::unordered_map<uint32_t, const Fault*> refused;
        for (uint32_t row = 0; row < records_.size(); ++row)
            if (faults_[row] != nullptr)
                refused.emplace(owners_[row], faults_[row]);
        bool any = false;
        for (uint32_t row = 0; row < records_.size(); ++row) {
            const auto found = refused.find(owners_[row]);
            if (faults_[row] != nullptr || found == refused.end())
                continue;
            faults_[row] = found->second;
            any = true;
        }
        return any;
    }

    void undo(const Snapshot& before) {
        if (const Fault* const fault = roll_back_to(transaction_, before))
            fatal_ = fault;
        if (operation_ == Operation::create)
            std::ranges::fill(records_.ids(), Id{});
    }

    void refuse_rest(std::vector<uint32_t>& rows) {
        const Fault* const fault = transaction_.fault(
            "UNKNOWN_EXCEPTION",
            "Too many batch retries in the presence of Apex triggers and partial failures."
        );
        for (const uint32_t row : rows)
            faults_[row] = fault;
        rows.clear();
    }

    void tell(size_t written) const {
        const auto refused = static_cast<uint32_t>(records_.size() - written);
        transaction_.trace().saved(
            operation_,
            plan_.object,
            fatal_ != nullptr ? 0U : static_cast<uint32_t>(written),
            fatal_ != nullptr ? records_.size() : refused
        );
    }

    /// True if no row was refused after it, or others, may have been written.
    bool attempt_rows(std::span<const uint32_t> rows) {
        bool refused_late = false;
        for (const std::vector<uint32_t>& wave : waves(rows)) {
            for (size_t begin = 0; begin < wave.size(); begin += limits::batch) {
                const size_t size = std::min<size_t>(limits::batch, wave.size() - begin);
                refused_late |= save_rows(std::span(wave).subspan(begin, size));
                if (fatal_ != nullptr)
                    return false;
            }
        }
        return !refused_late;
    }

    /// Whether it is plain to see that no record is named twice: most often their ids rise.
    [[nodiscard]] bool are_named_once(std::span<const uint32_t> rows) const {
        const std::span<const Id> ids = std::as_const(records_).ids();
        for (size_t index = 1; index < rows.size(); ++index)
            if (!(ids[rows[index - 1]] < ids[rows[index]]))
                return false;
        return true;
    }

    /// A record that is named several times is saved several times, one after the other.
    std::vector<std::vector<uint32_t>> waves(std::span<const uint32_t> rows) {
        std::vector<std::vector<uint32_t>> result(1);
        if (operation_ == Operation::create || are_named_once(rows)) {
            result.front().assign(rows.begin(), rows.end());
            return result;
        }
        const uint32_t most = transaction_.org().settings().most_updates_of_a_record;
        IdMap<uint32_t> times;
        times.reserve(rows.size());
        for (const uint32_t row : rows) {
            const Id id = records_.ids()[row];
            const uint32_t time = id == Id{} ? 0 : times[id]++;
            if (operation_ == Operation::update && time >= most) {
                const auto text = to_text(id);
                faults_[row] = transaction_.fault(
                    "DUPLICATE_VALUE",
                    fmt::format(
                        "Maximum number of duplicate updates in one batch ({} allowed). Attempt to "
                        "update "
                        "Id more than once in this Api call: {}",
                        most,
                        std::string_view(text.data(), text.size())
                    )
                );
                continue;
            }
            if (time >= result.size())
                result.resize(time + 1);
            result[time].push_back(row);
        }
        return result;
    }

    /// One chunk. True if a row was refused late.
    bool save_rows(std::span<const uint32_t> rows) {
        SaveChunk chunk(transaction_, plan_, operation_, static_cast<uint32_t>(rows.size()));
        chunk.rolls_up = rolls_up_;
        take_in(chunk, rows);
        if (operation_ == Operation::erase)
            run_erase_phases(chunk);
        else
            run_save_phases(chunk);
        for (size_t index = 0; index < rows.size(); ++index) {
            const Fault* const fault = chunk.faults[index];
            faults_[rows[index]] = fault;
            if (operation_ == Operation::create)
                records_.ids()[rows[index]] = fault == nullptr ? chunk.ids[index] : Id{};
        }
        fatal_ = chunk.fatal;
        return chunk.refused_late;
    }

    void take_in(SaveChunk& chunk, std::span<const uint32_t> rows) {
        const RecordBatch& records = records_;
        const bool is_one_run = is_unbroken(rows);
        const std::span<const Id> ids = records.ids();
        for (size_t index = 0; index < rows.size(); ++index)
            chunk.ids[index] = ids[rows[index]];
        for (const FieldId field : records.fields()) {
            if (static_cast<size_t>(field) >= plan_.object.fields.size())
                continue;
            const std::span<const Value> from = records.find(field);
            Value* const to = chunk.given.replace(field);
            if (is_one_run)
                std::copy_n(from.begin() + rows.front(), rows.size(), to);
            else
                for (size_t index = 0; index < rows.size(); ++index)
                    to[index] = from[rows[index]];
        }
    }

    Transaction& transaction_;
    TransactionState& state_;
    const Operation operation_;
    RecordBatch& records_;
    std::span<const Fault*> faults_;
    const ObjectPlan& plan_;
    const bool rolls_up_;
    const std::span<const uint32_t> owners_; // empty: each record stands alone
    const Fault* fatal_ = nullptr;
};

} // namespace

void save_records(
    Transaction& transaction,
    Operation operation,
    RecordBatch& records,
    std::span<const Fault*> faults,
    bool rolls_up,
    std::span<const uint32_t> owners
) {
    std::ranges::fill(faults, nullptr);
    if (records.object() == ObjectId::none || records.size() == 0)
        return;
    if (transaction.failure() != nullptr) {
        std::ranges::fill(faults, transaction.fail(*transaction.failure()));
        return;
    }
    Save(transaction, operation, records, faults, rolls_up, owners).run();
}

void Transaction::dml(
    Operation operation,
    RecordBatch& records,
    std::span<const Fault*> faults,
    std::span<const uint32_t> owners
) {
    std::ranges::fill(faults, nullptr);
    if (records.size() == 0)
        return;
    if (schema().object(records.object()).kind == ObjectKind::event) {
        const UserRights* const rights = context_ == RunContext::user ? rights_now(*this) : nullptr;
        if (rights != nullptr && !object_rights(*rights, records.object()).creates)
            std::ranges::fill(
                faults,
                fault("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id")
            );
        else if (operation == Operation::create)
            publish(*this, records, faults);
        else
            std::ranges::fill(
                faults, fault("INVALID_TYPE_FOR_OPERATION", "published events cannot be changed")
            );
        return;
    }
    const Fault* limit = count(Governor::dml_statements, 1);
    if (limit == nullptr)
        limit = count(Governor::dml_rows, records.size());
    if (limit != nullptr) {
        std::ranges::fill(faults, limit);
        return;
    }
    save_with_rights(*this, operation, records, faults, owners);
}

} // namespace weir
