// Columns are resolved once, from the header; then every cell is one conversion straight into its
// column of the batch.
#include "base/limits.hpp"
#include "base/suggest.hpp"
#include "scripts/json_values.hpp"
#include "scripts/load.hpp"
#include "types/convert.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <limits>

namespace weir {

namespace {

[[nodiscard]] std::string_view trimmed(std::string_view text) {
    const auto is_blank = [](char character) { return character == ' ' || character == '\t'; };
    while (!text.empty() && is_blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back()))
        text.remove_suffix(1);
    return text;
}

/// A long value is shown by its begin.
[[nodiscard]] std::string shown(std::string_view text) {
    constexpr size_t most = 60;
    if (text.size() <= most)
        return std::string(text);
    size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    return std::string(text.substr(0, end)) + "...";
}

[[nodiscard]] bool identifies(const Field& field) {
    return field.unique || field.external_id || field.is_name;
}

/// Fields that name a record by themselves: unique, external id, the name, and the username of
/// users.
[[nodiscard]] bool identifies(const Object& object, FieldId field) {
    const std::optional<FieldId> username = object.find_field("Username");
    return field == object.id_field() || identifies(object.field(field)) ||
           (username && *username == field);
}

[[nodiscard]] std::string
did_you_mean(std::string_view name, std::span<const std::string_view> candidates) {
    const auto nearest = suggest(name, candidates);
    return nearest ? fmt::format("; did you mean `{}`?", *nearest) : std::string();
}

[[nodiscard]] std::vector<std::string_view> relationship_names(const Object& object) {
    std::vector<std::string_view> names;
    for (const Field& field : object.fields)
        if (!field.relationship.empty())
            names.push_back(field.relationship);
    return names;
}

[[nodiscard]] std::optional<int> scale_of(const Field& field) {
    const bool is_numeric = field.kind == FieldKind::number || field.kind == FieldKind::currency ||
                            field.kind == FieldKind::percent;
    return is_numeric ? std::optional<int>(field.scale) : std::nullopt;
}

} // namespace

CsvRecords::CsvRecords(
    const Schema& schema, const Object& object, RecordStore& store, const std::string& path
)
    : schema_(schema),
      object_(object),
      store_(store),
      path_(path),
      file_name_(std::filesystem::path(path).filename().string()) {}

bool CsvRecords::report(uint64_t line, std::optional<size_t> column, std::string_view message) {
    problem_ = fmt::format("{}:{}: ", file_name_, line);
    if (column && *column < columns_.size())
        problem_ += fmt::format("column `{}`: ", columns_[*column].name);
    else if (column)
        problem_ += fmt::format("column {}: ", *column + 1);
    problem_ += message;
    return false;
}

bool CsvRecords::open() {
    Result<CsvReader> opened = CsvReader::open(path_);
    if (!opened) {
        problem_ = opened.error().message;
        return false;
    }
    reader_.emplace(std::move(*opened));
    return read_header();
}

bool CsvRecords::read_header() {
    switch (reader_->next()) {
    case CsvReader::Next::end:
        return report(1, {}, "there is no line with the names of the fields");
    case CsvReader::Next::problem:
        return report(
            reader_->problem().line, reader_->problem().column, reader_->problem().message
        );
    case CsvReader::Next::row:
        break;
    }
    const std::span<const CsvField> names = reader_->fields();
    for (size_t index = 0; index < names.size(); ++index)
        if (!add_column(trimmed(names[index].text), index))
            return false;
    keys_.resize(columns_.size());
    return true;
}

bool CsvRecords::add_column(std::string_view name, size_t index) {
    if (name.empty())
        return report(reader_->line(), {}, fmt::format("column {} has no name", index + 1));
    return name.find('.') == std::string_view::npos ? add_plain_column(name, index)
                                                    : add_parent_column(name, index);
}

bool CsvRecords::add_plain_column(std::string_view name, size_t index) {
    const std::optional<FieldId> found = object_.find_field(name);
    if (!found)
        return report(
            reader_->line(),
            {},
            fmt::format(
                "`{}` has no field `{}`{}",
                object_.name,
                shown(name),
                did_you_mean(name, object_.field_names())
            )
        );
    const Field& field = object_.field(*found);
    return take(
        {.name = std::string(name),
         .field = *found,
         .kind = field.type().kind,
         .scale = scale_of(field)},
        index
    );
}

bool CsvRecords::add_parent_column(std::string_view name, size_t index) {
    const uint64_t line = reader_->line();
    const size_t dot = name.find('.');
    std::string_view relationship = name.substr(0, dot);
    const std::string_view parent_name = name.substr(dot + 1);
    std::string_view type; // `Owner:User.Username`
    if (const size_t colon = relationship.find(':'); colon != std::string_view::npos) {
        type = relationship.substr(colon + 1);
        relationship = relationship.substr(0, colon);
    }
    const std::optional<FieldId> lookup = object_.find_relationship(relationship);
    if (!lookup)
        return report(
            line,
            {},
            fmt::format(
                "`{}` has no relationship `{}`{}",
                object_.name,
                shown(relationship),
                did_you_mean(relationship, relationship_names(object_))
            )
        );
    const Field& field = object_.field(*lookup);
    const Object* parent = nullptr;
    std::optional<FieldId> key;
    for (const ObjectId candidate : field.refers_to) {
        const Object& object = schema_.object(candidate);
        if (!type.empty() && &object != schema_.find(type))
            continue;
        if (!parent)
            parent = &object;
        key = object.find_field(parent_name);
        if (key) {
            parent = &object;
            break;
        }
    }
    if (!parent)
        return report(
            line,
            {},
            fmt::format(
                "`{}` does not refer to `{}`", field.name, shown(type.empty() ? relationship : type)
            )
        );
    if (!key)
        return report(
            line,
            {},
            fmt::format(
                "`{}` has no field `{}`{}",
                parent->name,
                shown(parent_name),
                did_you_mean(parent_name, parent->field_names())
            )
        );
    if (!identifies(*parent, *key))
        return report(
            line,
            {},
            fmt::format(
                "`{}` does not tell one `{}` from another: a unique, external id or name field "
                "does",
                parent->field(*key).name,
                parent->name
            )
        );
    CsvColumn column;
    column.name = name;
    column.field = *lookup;
    column.kind = parent->field(*key).type().kind;
    if (*key != parent->id_field()) { // by its id a parent needs no look-up
        column.parent = parent;
        column.parent_field = *key;
    }
    return take(std::move(column), index);
}

bool CsvRecords::take(CsvColumn column, size_t index) {
    const Field& field = object_.field(column.field);
    const uint64_t line = reader_->line();
    for (size_t other = 0; other < columns_.size(); ++other)
        if (columns_[other].field == column.field)
            return report(
                line,
                {},
                fmt::format("columns {} and {} both give `{}`", other + 1, index + 1, field.name)
            );
    if (!field.createable || field.has_formula)
        return report(
            line, {}, fmt::format("`{}` of `{}` cannot be written", field.name, object_.name)
        );
    columns_.push_back(std::move(column));
    return true;
}

Result<bool> CsvRecords::next(CsvChunk& chunk) {
    chunk.records = RecordBatch(object_.id, limits::batch);
    chunk.lines.clear();
    chunk.arena.clear();
    for (const CsvColumn& column : columns_)
        (void)chunk.records.column(column.field);
    for (std::vector<Key>& keys : keys_)
        keys.clear();
    uint32_t count = 0;
    for (; count < limits::batch; ++count) {
        const CsvReader::Next next = reader_->next();
        if (next == CsvReader::Next::end)
            break;
        if (next == CsvReader::Next::problem)
            return report(
                reader_->problem().line, reader_->problem().column, reader_->problem().message
            );
        if (!read_row(chunk, count))
            return false;
    }
    if (count < limits::batch) {
        std::vector<uint32_t> rows(count);
        for (uint32_t row = 0; row < count; ++row)
            rows[row] = row;
        chunk.records = chunk.records.select(rows);
    }
    return find_parents(chunk);
}

bool CsvRecords::read_row(CsvChunk& chunk, uint32_t row) {
    const std::span<const CsvField> fields = reader_->fields();
    if (fields.size() != columns_.size())
        return report(
            reader_->line(),
            {},
            fmt::format(
                "the row has {} columns and the first line {}", fields.size(), columns_.size()
            )
        );
    chunk.lines.push_back(reader_->line());
    for (size_t index = 0; index < columns_.size(); ++index) {
        const CsvColumn& column = columns_[index];
        const std::string_view text = fields[index].text;
        if (text.empty())
            continue; // not given
        const std::optional<Value> value = convert(text, column, chunk.arena);
        if (!value)
            return report(
                fields[index].line,
                index,
                fmt::format("`{}` is no {}", shown(text), form_of(column.kind))
            );
        if (column.parent)
            keys_[index].push_back({row, fields[index].line, *value});
        else
            chunk.records.find(column.field)[row] = *value;
    }
    return true;
}

std::optional<Value>
CsvRecords::convert(std::string_view text, const CsvColumn& column, Arena& arena) const {
    const std::optional<Value> value = from_text(text, column.kind, arena);
    if (!value || !column.scale || !value->is_number())
        return value;
    const Decimal number = value->decimal();
    if (number.scale <= *column.scale)
        return value;
    return Value::number(round(number, *column.scale), arena);
}

/// One look-up a column for all rows of the chunk.
Result<bool> CsvRecords::find_parents(CsvChunk& chunk) {
    for (size_t index = 0; index < columns_.size(); ++index) {
        const CsvColumn& column = columns_[index];
        const std::vector<Key>& keys = keys_[index];
        if (keys.empty())
            continue;
        std::vector<Value> values;
        values.reserve(keys.size());
        for (const Key& key : keys)
            values.push_back(key.value);
        const Result<std::vector<Id>> found =
            store_.find_by_value(column.parent->id, column.parent_field, values);
        if (!found)
            return found.error();
        for (size_t at = 0; at < keys.size(); ++at) {
            if ((*found)[at] == Id{})
                return report(
                    keys[at].line,
                    index,
                    fmt::format(
                        "there is no `{}` whose `{}` is `{}`",
                        column.parent->name,
                        column.parent->field(column.parent_field).name,
                        shown(to_text(keys[at].value, chunk.arena))
                    )
                );
            chunk.records.find(column.field)[keys[at].row] = Value::id((*found)[at]);
        }
    }
    return true;
}

} // namespace weir
