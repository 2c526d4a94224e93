// Transactions and the undo log; the records themselves are in Table.
#include "store/memory_store.hpp"

#include "store/memory_query.hpp"
#include "store/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <string>
#include <unordered_map>
#include <utility>

namespace weir {

namespace {

using store::MemoryQuery;
using store::no_row;
using store::Table;
using store::Undo;

std::string shown(Id id) {
    const auto text = to_text(id);
    return {text.data(), text.size()};
}

class MemoryStore final : public RecordStore {
public:
    explicit MemoryStore(const Schema& schema) : schema_(&schema), tables_(schema.object_count()) {}

    Status begin() override {
        if (is_open_)
            return Failure{"a transaction is open already"};
        is_open_ = true;
        return Done{};
    }

    Status commit() override {
        if (!is_open_)
            return Failure{"no transaction is open"};
        for (const Undo& step : log_) {
            Table& table = *tables_[static_cast<size_t>(step.object)];
            if (step.kind == Undo::Kind::cells)
                table.discard(step.value, step.count);
            // A row may have been inserted under the same number again only after an undo, which
            // took its step away.
            if (step.kind == Undo::Kind::erasure)
                table.bury(step.row);
        }
        end();
        return Done{};
    }

    Status rollback() override {
        if (!is_open_)
            return Failure{"no transaction is open"};
        undo_to(0);
        end();
        return Done{};
    }

    [[nodiscard]] Savepoint savepoint() override {
        savepoints_.emplace_back(++last_savepoint_, log_.size());
        return last_savepoint_;
    }

    Status rollback_to(Savepoint savepoint) override {
        if (!is_open_)
            return Failure{"no transaction is open"};
        const auto found = std::lower_bound(
            savepoints_.begin(), savepoints_.end(), std::pair<Savepoint, size_t>{savepoint, 0}
        );
        if (found == savepoints_.end() || found->first != savepoint)
            return Failure{"the savepoint is gone"};
        undo_to(found->second);
        savepoints_.erase(found + 1, savepoints_.end());
        return Done{};
    }

    Status allocate_ids(ObjectId object, std::span<Id> ids) override {
        if (!is_object(object))
            return no_object();
        table(object).directory().allocate(ids);
        return Done{};
    }

    Result<uint64_t> allocate_numbers(ObjectId object, FieldId field, uint64_t count) override {
        if (const Status status = check(object, {&field, 1}); !status)
            return status.error();
        const uint64_t key =
            uint64_t{static_cast<uint32_t>(object)} << 16 | static_cast<uint16_t>(field);
        uint64_t& next = numbers_.try_emplace(key, 1).first->second;
        if (count > std::numeric_limits<uint64_t>::max() - next)
            return Failure{
                fmt::format("the numbers of `{}` are used up", field_name(object, field))};
        return std::exchange(next, next + count);
    }

    Status insert(const RecordBatch& records) override {
        if (const Status status = check_write(records); !status)
            return status;
        Table& target = table(records.object());
        if (records.size() > std::numeric_limits<uint32_t>::max() - 1 - target.row_count())
            return Failure{
                fmt::format("`{}` holds as many records as it can", target.object().name)};
        if (const Status status = check_new(target, records.ids()); !status)
            return status;
        log_.push_back(
            {Value(), records.object(), target.row_count(), 1, FieldId::none, Undo::Kind::insertion}
        );
        touch(records.object());
        target.append(records);
        return Done{};
    }

    Status update(const RecordBatch& records) override {
        if (const Status status = check_write(records); !status)
            return status;
        Table& target = table(records.object());
        if (const Status status = find_rows(target, records.ids()); !status)
            return status;
        touch(records.object());
        const std::span<const FieldId> fields = records.fields();
        for (size_t column = 0; column < fields.size(); ++column)
            if (fields[column] != target.object().id_field())
                target.write(fields[column], rows_, records.column_at(column), log_);
        return Done{};
    }

    Status erase(ObjectId object, std::span<const Id> ids) override {
        if (!is_open_)
            return Failure{"no transaction is open"};
        if (!is_object(object))
            return no_object();
        Table& target = table(object);
        if (const Status status = find_rows(target, ids); !status)
            return status;
        touch(object);
        for (const uint32_t row : rows_) {
            if (!target.is_live(row))
                continue; // named twice
            log_.push_back(
                {Value::id(target.id(row)), object, row, 1, FieldId::none, Undo::Kind::erasure}
            );
            target.erase(row);
        }
        return Done{};
    }

    Result<std::unique_ptr<PreparedQuery>> prepare(const Query& query) override {
        if (!is_object(query.object))
            return no_object();
        return MemoryQuery::make(*this, schema_->object(query.object), query);
    }

    Result<QueryResult>
    run(PreparedQuery& query, std::span<const std::span<const Value>> parameters, uint32_t rows
    ) override {
        auto* const own = dynamic_cast<MemoryQuery*>(&query);
        WEIR_CHECK(
            own != nullptr && &own->store() == this, "a query runs in the store that prepared it"
        );
        return own->run(table(own->query().object), parameters, rows);
    }

    Result<RecordBatch> fetch(
        ObjectId object,
        std::span<const Id> ids,
        std::span<const FieldId> fields,
        std::vector<bool>& found
    ) override {
        if (const Status status = check(object, fields); !status)
            return status.error();
        Table& source = table(object);
        RecordBatch batch(object, static_cast<uint32_t>(ids.size()));
        std::copy(ids.begin(), ids.end(), batch.ids().begin());
        rows_.clear();
        rows_.reserve(ids.size());
        for (const Id id : ids)
            rows_.push_back(source.directory().find(id));
        const bool any_missing = std::find(rows_.begin(), rows_.end(), no_row) != rows_.end();
        found.assign(ids.size(), true);
        if (any_missing)
            for (size_t index = 0; index < ids.size(); ++index)
                found[index] = rows_[index] != no_row;
        batch.reserve(fields.size());
        source.fetch(rows_, any_missing, fields, batch);
        return batch;
    }

    Result<std::vector<Id>>
    find_by_value(ObjectId object, FieldId field, std::span<const Value> values) override {
        if (const Status status = check(object, {&field, 1}); !status)
            return status.error();
        Table& source = table(object);
        const store::CellRule rule = source.rule(field);
        const bool is_id = field == source.object().id_field();
        const store::HashIndex* const index = is_id ? nullptr : &source.index(field);
        std::vector<Id> ids(values.size());
        Arena scratch;
        std::vector<Value> wanted(values.begin(), values.end());
        for (Value& value : wanted)
            if (!store::is_as_held(rule, value))
                value = store::as_held(rule, value, scratch);
        if (is_id) {
            for (size_t place = 0; place < wanted.size(); ++place)
                if (wanted[place].tag() == Tag::id &&
                    source.directory().find(wanted[place].as_id()) != no_row)
                    ids[place] = wanted[place].as_id();
            return ids;
        }
        // First where to look, then the looks: most of them wait for memory, and wait together.
        std::vector<uint32_t> rows(values.size(), no_row);
        std::vector<uint64_t> hashes(values.size());
        for (size_t place = 0; place < wanted.size(); ++place)
            if (!wanted[place].is_null())
                hashes[place] = store::hash_cell(rule, wanted[place]);
        for (size_t place = 0; place < wanted.size(); ++place)
            if (!wanted[place].is_null())
                rows[place] = index->first(hashes[place]);
        for (size_t place = 0; place < wanted.size(); ++place) {
            uint32_t row = rows[place];
            while (row != no_row &&
                   !store::equal_cells(rule, source.cell(field, row), wanted[place]))
                row = index->next(row);
            if (row != no_row)
                ids[place] = source.id(row);
        }
        return ids;
    }

    [[nodiscard]] uint64_t count(ObjectId object) const override {
        const auto index = static_cast<size_t>(object);
        return index < tables_.size() && tables_[index] != nullptr ? tables_[index]->live_count()
                                                                   : 0;
    }

    [[nodiscard]] size_t memory() const override {
        size_t bytes = log_.capacity() * sizeof(Undo) + rows_.capacity() * sizeof(uint32_t);
        for (const auto& table : tables_)
            if (table != nullptr)
                bytes += table->memory();
        return bytes;
    }

private:
    [[nodiscard]] bool is_object(ObjectId object) const {
        return object != ObjectId::none && static_cast<size_t>(object) < tables_.size();
    }

    [[nodiscard]] static Failure no_object() {
        return {"a store was asked for an object that its schema does not have"};
    }

    [[nodiscard]] std::string field_name(ObjectId object, FieldId field) const {
        const Object& described = schema_->object(object);
        return described.name + "." + described.field(field).name;
    }

    [[nodiscard]] Table& table(ObjectId object) {
        auto& table = tables_[static_cast<size_t>(object)];
        if (table == nullptr)
            table = std::make_unique<Table>(schema_->object(object));
        return *table;
    }

    [[nodiscard]] Status check(ObjectId object, std::span<const FieldId> fields) const {
        if (!is_object(object))
            return no_object();
        const Object& described = schema_->object(object);
        for (const FieldId field : fields)
            if (static_cast<size_t>(field) >= described.fields.size())
                return Failure{fmt::format(
                    "`{}` does not have the field that a store was asked for", described.name
                )};
        return Done{};
    }

    [[nodiscard]] Status check_write(const RecordBatch& records) const {
        if (!is_open_)
            return Failure{"no transaction is open"};
        if (const Status status = check(records.object(), records.fields()); !status)
            return status;
        for (size_t column = 0; column < records.fields().size(); ++column) {
            const FieldId field = records.fields()[column];
            auto values = records.column_at(column);
            // Many columns hold the same in all rows.
            if (!values.empty() && is_uniform(values))
                values = values.first(1);
            if (!std::all_of(values.begin(), values.end(), store::is_storable))
                return Failure{fmt::format(
                    "`{}` cannot hold a record, a collection or a fault",
                    field_name(records.object(), field)
                )};
        }
        return Done{};
    }

    [[nodiscard]] Status check_new(const Table& target, std::span<const Id> ids) {
        for (const Id id : ids) {
            if (id == Id{})
                return Failure{fmt::format("a new record of `{}` has no id", target.object().name)};
            if (target.directory().find(id) != no_row)
                return Failure{
                    fmt::format("`{}` has a record {} already", target.object().name, shown(id))};
        }
        // Ids fresh from the store rise; only others are looked at for one that comes twice.
        const auto rises = [](Id left, Id right) { return !(left < right); };
        if (std::adjacent_find(ids.begin(), ids.end(), rises) == ids.end())
            return Done{};
        std::vector<Id> sorted(ids.begin(), ids.end());
        std::sort(sorted.begin(), sorted.end());
        if (const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
            twice != sorted.end())
            return Failure{
                fmt::format("`{}` would have two records {}", target.object().name, shown(*twice))};
        return Done{};
    }

    /// The rows of records that must be there, into `rows_`.
    [[nodiscard]] Status find_rows(const Table& target, std::span<const Id> ids) {
        rows_.clear();
        rows_.reserve(ids.size());
        for (const Id id : ids) {
            rows_.push_back(target.directory().find(id));
            if (rows_.back() == no_row)
                return Failure{
                    fmt::format("`{}` has no record {}", target.object().name, shown(id))};
        }
        return Done{};
    }

    void undo_to(size_t size) {
        while (log_.size() > size) {
            const Undo step = log_.back();
            log_.pop_back();
            Table& target = *tables_[static_cast<size_t>(step.object)];
            switch (step.kind) {
            case Undo::Kind::cells:
                target.put_back(step);
                break;
            case Undo::Kind::insertion:
                target.truncate(step.row);
                break;
            case Undo::Kind::erasure:
                target.revive(step.row, step.value.as_id());
                break;
            }
        }
    }

    void end() {
        constexpr size_t kept_steps = 65536;
        if (log_.capacity() > kept_steps)
            std::vector<Undo>().swap(log_);
        log_.clear();
        savepoints_.clear();
        is_open_ = false;
        for (const ObjectId object : touched_)
            tables_[static_cast<size_t>(object)]->compact();
        touched_.clear();
    }

    /// Notes a table that is written to: only those can have garbage that they had not before.
    void touch(ObjectId object) {
        if (touched_.empty() || touched_.back() != object)
            touched_.push_back(object);
    }

    const Schema* schema_;
    std::vector<std::unique_ptr<Table>> tables_;     // by object, made when first needed
    std::unordered_map<uint64_t, uint64_t> numbers_; // next auto number, by object and field
    std::vector<Undo> log_;
    std::vector<ObjectId> touched_; // in the transaction; an object may come again
    std::vector<std::pair<Savepoint, size_t>> savepoints_; // rising, with the length of the log
    Savepoint last_savepoint_ = 0;
    bool is_open_ = false;
    std::vector<uint32_t> rows_; // of the statement at work
};

} // namespace

std::unique_ptr<RecordStore> make_memory_store(const Schema& schema) {
    return std::make_unique<MemoryStore>(schema);
}

} // namespace weir
