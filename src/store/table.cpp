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

RecordBatch Table::gather(std::span<const uint32_t> rows, std::span<const FieldId> fields) const {
    RecordBatch batch(object_->id, static_cast<uint32_t>(rows.size()));
    const std::span<Id> ids = batch.ids();
    for (size_t index = 0; index < rows.size(); ++index)
        ids[index] = ids_[rows[index]];
    batch.reserve(fields.size());
    for (const FieldId field : fields)
        gather(field, rows, batch.add(field));
    return batch;
}

void Table::gather(FieldId field, std::span<const uint32_t> rows, std::span<Value> out) const {
    if (field != object_->id_field()) {
        columns_[static_cast<size_t>(field)].gather(rows, out.data());
        return;
    }
    for (size_t index = 0; index < rows.size(); ++index)
        out[index] = rows[index] < ids_.size() ? Value::id(ids_[rows[index]]) : Value::null();
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
    const Column& column = columns_[static_cast<size_t>(field)];
    for (uint32_t row = 0; row < row_count(); ++row)
        if (const Value value = column.get(row); is_live(row) && !value.is_null())
            index->add(hash_cell(rule(field), value), row);
    return *index;
}

void Table::append(const RecordBatch& records) {
    const uint32_t first = row_count();
    const std::span<const Id> ids = records.ids();
    ids_.insert(ids_.end(), ids.begin(), ids.end());
    for (uint32_t row = 0; row < records.size(); ++row)
        directory_.add(ids[row], first + row);
    live_count_ += records.size();
    const std::span<const FieldId> fields = records.fields();
    for (size_t column = 0; column < fields.size(); ++column)
        if (fields[column] != object_->id_field())
            append_column(fields[column], records.column_at(column), first);
}

void Table::append_column(FieldId field, std::span<const Value> values, uint32_t first_row) {
    Column& column = columns_[static_cast<size_t>(field)];
    const auto count = static_cast<uint32_t>(values.size());
    if (is_uniform(values)) {
        if (count == 0 || values.front().is_null())
            return;
        const Value held = keep(field, values.front());
        if (held.is_null())
            return;
        column.fill(first_row, count, held);
        if (HashIndex* const index = indexes_[static_cast<size_t>(field)].get()) {
            const uint64_t hash = hash_cell(rule(field), held);
            for (uint32_t row = first_row; row < first_row + count; ++row)
                index->add(hash, row);
        }
        return;
    }
    held_.resize(count);
    for (uint32_t at = 0; at < count; ++at) {
        // Rows that follow each other often get the very same value: it is kept once.
        if (at > 0 && is_identical(values[at], values[at - 1]))
            held_[at] = held_[at - 1];
        else
            held_[at] = values[at].is_null() ? Value() : keep(field, values[at]);
        if (held_[at].is_null())
            held_[at] = Value();
    }
    column.write(first_row, held_);
    if (indexes_[static_cast<size_t>(field)] != nullptr)
        index_rows(field, held_, first_row);
}

void Table::index_rows(FieldId field, std::span<const Value> held, uint32_t first_row) {
    HashIndex& index = *indexes_[static_cast<size_t>(field)];
    const CellRule cells = rule(field);
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

Value Table::exchange(FieldId field, uint32_t row, Value held) {
    Column& column = columns_[static_cast<size_t>(field)];
    const Value before = column.get(row);
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
    return before;
}

Value Table::keep(FieldId field, Value value) {
    const CellRule cells = rule(field);
    // Most values: texts in fields of text, and what has no memory.
    if (value.tag() == Tag::text && cells.kind == CellKind::text && value.size() > 0) {
        heap_used_ += value.size();
        return Value::text(heap_.copy(value.as_text()));
    }
    if (value.tag() == Tag::id && cells.kind == CellKind::id)
        return value;
    // What as_held makes is made in the heap and needs no second copy.
    if (value.tag() == Tag::id && cells.kind == CellKind::text) {
        const Value text = as_held(cells, value, heap_);
        heap_used_ += heap_bytes(text);
        return text;
    }
    return into_heap(as_held(cells, value, heap_));
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
    if (garbage_ > tolerated_garbage && garbage_ > heap_used_ / 2)
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
    const Arena old = std::exchange(heap_, Arena()); // alive until all is copied
    heap_used_ = 0;
    garbage_ = 0;
    // Rows next to each other often share a text, and go on doing so.
    Value from;
    Value to;
    for (Column& column : columns_) {
        column.each([&](Value& value) {
            if (!is_identical(value, from)) {
                from = value;
                to = into_heap(value);
            }
            value = to;
        });
    }
}

size_t Table::heap_bytes(Value value) {
    if (value.tag() == Tag::text)
        return value.size();
    return value.tag() == Tag::big_number ? sizeof(Decimal) : 0;
}

Value Table::into_heap(Value value) {
    if (value.tag() == Tag::text) {
        heap_used_ += value.size();
        return Value::text(heap_.copy(value.as_text()));
    }
    if (value.tag() == Tag::big_number) {
        heap_used_ += sizeof(Decimal);
        return Value::number(value.decimal(), heap_);
    }
    return value;
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
