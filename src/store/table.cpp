#include "store/table.hpp"

#include <algorithm>

namespace weir::store {

namespace {

/// Less garbage than this is not worth a walk through the records.
constexpr size_t tolerated_garbage = size_t{1} << 20;
constexpr uint32_t tolerated_dead_rows = 4096;

} // namespace

Table::Table(const Object& object)
    : object_(&object),
      directory_(object.prefix),
      columns_(object.fields.size()),
      indexes_(object.fields.size()),
      asked_(object.fields.size()) {
    rules_.reserve(object.fields.size());
    for (size_t field = 0; field < object.fields.size(); ++field)
        rules_.push_back(cell_rule(object, static_cast<FieldId>(field)));
}

RecordBatch Table::gather(std::span<const uint32_t> rows, std::span<const FieldId> fields) {
    RecordBatch batch(object_->id, static_cast<uint32_t>(rows.size()));
    const std::span<Id> ids = batch.ids();
    for (size_t index = 0; index < rows.size(); ++index)
        ids[index] = ids_[rows[index]];
    if (fields.empty())
        return batch;
    batch.reserve(fields.size());
    find_runs(rows, runs_);
    for (const FieldId field : fields)
        gather(field, runs_, batch.add(field));
    return batch;
}

void Table::gather(FieldId field, std::span<const RowRun> rows, std::span<Value> out) const {
    if (field != object_->id_field()) {
        columns_[static_cast<size_t>(field)].gather(rows, out.data());
        return;
    }
    auto next = out.begin();
    for (const RowRun run : rows)
        for (uint32_t index = 0; index < run.count; ++index) {
            const size_t row = size_t{run.first} + index;
            *next++ = row < ids_.size() ? Value::id(ids_[row]) : Value::null();
        }
}

void Table::fetch(
    std::span<const uint32_t> rows,
    bool any_missing,
    std::span<const FieldId> fields,
    RecordBatch& batch
) {
    if (rows.size() == 1) {
        for (const FieldId field : fields)
            batch.add(field).front() = any_missing ? Value() : cell(field, rows.front());
        return;
    }
    if (!fields.empty())
        find_runs(rows, runs_);
    for (const FieldId field : fields) {
        const std::span<Value> values = batch.add(field);
        gather(field, runs_, values);
        for (size_t index = 0; any_missing && index < rows.size(); ++index)
            if (rows[index] == no_row)
                values[index] = Value();
    }
}

void Table::ask(FieldId field, uint32_t count) {
    constexpr uint32_t often = 2;
    uint32_t& asked = asked_[static_cast<size_t>(field)];
    if (asked < often)
        asked += std::min(count, often);
    if (asked >= often)
        static_cast<void>(index(field));
}

const HashIndex& Table::index(FieldId field) {
    auto& index = indexes_[static_cast<size_t>(field)];
    if (index != nullptr)
        return *index;
    index = std::make_unique<HashIndex>();
    indexed_.push_back(field);
    index->reserve(row_count());
    const CellRule cells = rule(field);
    const auto add = [&](uint32_t first, uint32_t count, const Value& value) {
        if (value.is_null())
            return;
        const uint64_t hash = hash_cell(cells, value);
        for (uint32_t row = first; row < first + count; ++row)
            if (is_live(row))
                index->add(hash, row);
    };
    columns_[static_cast<size_t>(field)].visit({0, row_count()}, add);
    return *index;
}

void Table::append(const RecordBatch& records) {
    const uint32_t first = row_count();
    const std::span<const Id> ids = records.ids();
    ids_.insert(ids_.end(), ids.begin(), ids.end());
    directory_.add(ids, first);
    live_count_ += records.size();
    const std::span<const FieldId> fields = records.fields();
    for (size_t column = 0; column < fields.size(); ++column)
        if (fields[column] != object_->id_field())
            append_column(fields[column], records.column_at(column), first);
}

void Table::append_column(FieldId field, std::span<const Value> values, uint32_t first_row) {
    Column& column = columns_[static_cast<size_t>(field)];
    const auto count = static_cast<uint32_t>(values.size());
    const bool is_indexed = find_index(field) != nullptr;
    if (is_uniform(values)) {
        const Value held = values.empty() ? Value::null() : keep(field, values.front());
        if (held.is_null())
            return;
        if (count == 1)
            column.set(first_row, held);
        else
            column.fill(first_row, count, held);
        if (is_indexed)
            index_run(field, held, {first_row, count});
        return;
    }
    held_.resize(count);
    heap_.keep(rule(field), values, held_);
    column.write(first_row, held_);
    if (is_indexed)
        index_rows(field, held_, first_row);
}

void Table::index_run(FieldId field, Value held, RowRun rows) {
    HashIndex& index = *indexes_[static_cast<size_t>(field)];
    const uint64_t hash = hash_cell(rule(field), held);
    index.reserve(rows.first + rows.count);
    for (uint32_t row = rows.first; row < rows.first + rows.count; ++row)
        index.add(hash, row);
}

void Table::index_rows(FieldId field, std::span<const Value> held, uint32_t first_row) {
    HashIndex& index = *indexes_[static_cast<size_t>(field)];
    const CellRule cells = rule(field);
    index.reserve(first_row + static_cast<uint32_t>(held.size()));
    for (uint32_t at = 0; at < held.size(); ++at)
        if (!held[at].is_null())
            index.add(hash_cell(cells, held[at]), first_row + at);
}

void Table::truncate(uint32_t row_count) {
    const uint32_t end = this->row_count();
    for (uint32_t row = end; row-- > row_count;)
        if (is_live(row))
            erase(row);
    for (Column& column : columns_) {
        for (uint32_t row = row_count; row < end; ++row)
            discard(column.get(row));
        column.shrink(row_count);
    }
    ids_.resize(row_count);
}

void Table::write(
    FieldId field,
    std::span<const uint32_t> rows,
    std::span<const Value> values,
    std::vector<Undo>& log
) {
    if (rows.size() > 1 && find_index(field) == nullptr && is_uniform(values) && is_run(rows)) {
        const auto count = static_cast<uint32_t>(rows.size());
        write_run(field, {rows.front(), count}, values.front(), log);
        return;
    }
    Column& column = columns_[static_cast<size_t>(field)];
    const bool is_indexed = find_index(field) != nullptr;
    Value given; // the last one, and as the table holds it: the next row often gets the same
    Value held;
    for (size_t index = 0; index < values.size(); ++index) {
        const Value value = values[index];
        if (value.is_unset())
            continue;
        // Most of what a flow writes back is what it read.
        const Value before = column.get(rows[index]);
        if (is_same(before, value))
            continue;
        if (!is_identical(value, given)) {
            given = value;
            held = keep(field, value);
        }
        if (is_indexed || held.is_null())
            put(field, rows[index], before, held);
        else
            column.set(rows[index], held);
        log.push_back({before, object_->id, rows[index], 1, field, Undo::Kind::cells});
    }
}

/// One value for rows that follow each other, in a field without an index: as many steps as there
/// are runs of other values.
void Table::write_run(FieldId field, RowRun rows, Value value, std::vector<Undo>& log) {
    if (value.is_unset())
        return;
    Column& column = columns_[static_cast<size_t>(field)];
    const size_t first = log.size();
    column.visit(rows, [&](uint32_t row, uint32_t count, const Value& before) {
        if (is_same(before, value))
            return;
        if (log.size() > first && log.back().row + log.back().count == row &&
            is_identical(log.back().value, before))
            log.back().count += count;
        else
            log.push_back({before, object_->id, row, count, field, Undo::Kind::cells});
    });
    if (log.size() == first)
        return;
    const Value held = keep(field, value);
    for (size_t step = first; step < log.size(); ++step)
        column.fill(log[step].row, log[step].count, held);
}

void Table::put_back(const Undo& step) {
    for (uint32_t row = step.row; row < step.row + step.count; ++row)
        discard(exchange(step.field, row, step.value));
}

Value Table::exchange(FieldId field, uint32_t row, Value held) {
    const Value before = columns_[static_cast<size_t>(field)].get(row);
    put(field, row, before, held);
    return before;
}

void Table::put(FieldId field, uint32_t row, Value before, Value held) {
    Column& column = columns_[static_cast<size_t>(field)];
    if (HashIndex* const index = indexes_[static_cast<size_t>(field)].get()) {
        const CellRule cells = rule(field);
        if (!before.is_null())
            index->remove(hash_cell(cells, before), row);
        if (!held.is_null())
            index->add(hash_cell(cells, held), row);
    }
    if (held.is_null())
        column.clear(row);
    else
        column.set(row, held);
}

void Table::erase(uint32_t row) {
    for (const FieldId field : indexed_) {
        const Value value = columns_[static_cast<size_t>(field)].get(row);
        if (!value.is_null())
            indexes_[static_cast<size_t>(field)]->remove(hash_cell(rule(field), value), row);
    }
    directory_.remove(ids_[row]);
    ids_[row] = Id{};
    --live_count_;
}

void Table::revive(uint32_t row, Id id) {
    ids_[row] = id;
    directory_.add(id, row);
    ++live_count_;
    for (const FieldId field : indexed_) {
        const Value value = columns_[static_cast<size_t>(field)].get(row);
        if (!value.is_null())
            indexes_[static_cast<size_t>(field)]->add(hash_cell(rule(field), value), row);
    }
}

void Table::bury(uint32_t row) {
    for (Column& column : columns_) {
        discard(column.get(row));
        column.clear(row);
    }
}

void Table::compact() {
    const uint32_t dead = row_count() - live_count_;
    if (dead > live_count_ && dead >= tolerated_dead_rows)
        compact_rows();
    if (heap_.garbage() > tolerated_garbage && heap_.garbage() > heap_.used() / 2)
        compact_heap();
}

void Table::compact_rows() {
    std::vector<uint32_t> live;
    live.reserve(live_count_);
    for (uint32_t row = 0; row < row_count(); ++row)
        if (is_live(row))
            live.push_back(row);
    for (Column& column : columns_) {
        Column moved;
        for (uint32_t row = 0; row < live.size(); ++row)
            if (const Value value = column.get(live[row]); !value.is_null())
                moved.set(row, value);
        column = std::move(moved);
    }
    std::vector<Id> ids;
    ids.reserve(live.size());
    for (const uint32_t row : live) {
        directory_.move(ids_[row], static_cast<uint32_t>(ids.size()));
        ids.push_back(ids_[row]);
    }
    ids_ = std::move(ids);
    const std::vector<FieldId> indexed = std::exchange(indexed_, {});
    for (const FieldId field : indexed) {
        indexes_[static_cast<size_t>(field)].reset();
        index(field);
    }
}

void Table::compact_heap() {
    const ValueHeap old = std::exchange(heap_, ValueHeap()); // alive until all is copied
    // Rows next to each other often share a text, and go on doing so.
    Value from;
    Value to;
    for (Column& column : columns_) {
        column.each([&](Value& value) {
            if (!is_identical(value, from)) {
                from = value;
                to = heap_.take(value);
            }
            value = to;
        });
    }
}

size_t Table::memory() const {
    size_t bytes = sizeof(Table) + ids_.capacity() * sizeof(Id) + directory_.memory() +
                   heap_.capacity() + columns_.capacity() * sizeof(Column) +
                   rules_.capacity() * sizeof(CellRule) + indexes_.capacity() * sizeof(indexes_[0]);
    for (const Column& column : columns_)
        bytes += column.memory();
    for (const FieldId field : indexed_)
        bytes += indexes_[static_cast<size_t>(field)]->memory();
    return bytes;
}

} // namespace weir::store
