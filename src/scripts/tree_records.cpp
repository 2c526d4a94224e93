#include "scripts/tree_records.hpp"

#include "base/limits.hpp"
#include "base/suggest.hpp"
#include "schema/fold.hpp"
#include "scripts/json_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace weir {

namespace {

namespace fs = std::filesystem;

std::string nearest(std::string_view name, std::span<const std::string_view> candidates) {
    const auto found = suggest(name, candidates);
    return found ? fmt::format("; did you mean `{}`?", *found) : std::string();
}

} // namespace

bool TreeRecords::report(size_t file, size_t offset, std::string_view message) {
    const JsonPlace place = place_of(files_[file].text, offset);
    problem_ = fmt::format("{}:{}:{}: {}", files_[file].name, place.line, place.column, message);
    return false;
}

size_t TreeRecords::line_of(const TreeRecord& record) const {
    const std::vector<size_t>& ends = files_[record.file].line_ends;
    const auto line = std::lower_bound(ends.begin(), ends.end(), record.offset);
    return static_cast<size_t>(line - ends.begin()) + 1;
}

bool TreeRecords::open(const std::string& path) {
    std::error_code failed;
    if (!fs::is_regular_file(path, failed)) {
        problem_ = fmt::format("cannot read `{}`: there is no such file", path);
        return false;
    }
    if (fs::file_size(path, failed) > limits::file_bytes) {
        problem_ = fmt::format("cannot read `{}`: it is larger than 64 MiB", path);
        return false;
    }
    std::ifstream stream(path, std::ios::binary);
    File& file = files_.emplace_back();
    file.path = path;
    file.name = fs::path(path).filename().string();
    file.text.assign(std::istreambuf_iterator<char>(stream), {});
    if (!stream && !stream.eof()) {
        problem_ = fmt::format("cannot read `{}`", path);
        return false;
    }
    for (size_t at = file.text.find('\n'); at != std::string::npos;
         at = file.text.find('\n', at + 1))
        file.line_ends.push_back(at);
    JsonProblem problem;
    if (!parse_json(file.text, file.root, problem))
        return report(files_.size() - 1, problem.offset, problem.message);
    return true;
}

Result<bool> TreeRecords::read(const std::string& path, const Object* object) {
    if (!open(path))
        return false;
    const Result<bool> read =
        files_.front().root.is(JsonKind::list) ? read_plan(object) : read_data(0, object);
    if (!read || !*read)
        return read;
    return resolve() && check_order();
}

/// `[{"sobject": "Account", "files": ["Account.json"]}]`
Result<bool> TreeRecords::read_plan(const Object* object) {
    const File& plan = files_.front();
    for (const JsonValue& part : plan.root.items) {
        const JsonValue* const name = part.find("sobject");
        const JsonValue* const list = part.find("files");
        if (name == nullptr || !name->is(JsonKind::text))
            return report(0, part.offset, "a part of a plan names its object as `sobject`");
        if (list == nullptr || !list->is(JsonKind::list))
            return report(0, part.offset, "a part of a plan names its files as `files`");
        const Object* const wanted = org_.program().schema->find(name->text);
        if (wanted == nullptr)
            return report(
                0,
                name->offset,
                fmt::format(
                    "there is no object `{}`{}",
                    name->text,
                    nearest(name->text, org_.program().schema->object_names())
                )
            );
        if (object != nullptr && wanted != object)
            return report(
                0, name->offset, fmt::format("`{}` is no `{}`", wanted->name, object->name)
            );
        for (const JsonValue& file : list->items) {
            // Plans of before 2024 have an object for each file.
            const JsonValue* const path = file.is(JsonKind::object) ? file.find("file") : &file;
            if (path == nullptr || !path->is(JsonKind::text))
                return report(0, file.offset, "a file of a plan is named by a text");
            const std::string place = (fs::path(plan.path).parent_path() / path->text).string();
            if (!open(place)) {
                const std::string reason = problem_;
                if (files_.back().path == place)
                    return false; // it is there, and no JSON
                return report(0, path->offset, reason);
            }
            const Result<bool> read = read_data(files_.size() - 1, wanted);
            if (!read || !*read)
                return read;
        }
    }
    return true;
}

Result<bool> TreeRecords::read_data(size_t file, const Object* object) {
    const JsonValue& root = files_[file].root;
    const JsonValue* const list = root.find("records");
    if (list == nullptr || !list->is(JsonKind::list))
        return report(file, root.offset, "a file of records has a list `records`");
    return read_list(file, *list, object, nullptr);
}

Result<bool> TreeRecords::read_list(
    size_t file, const JsonValue& list, const Object* object, const Parent* parent
) {
    for (const JsonValue& record : list.items) {
        const Result<bool> read = read_record(file, record, object, parent);
        if (!read || !*read)
            return read;
    }
    return true;
}

Result<bool> TreeRecords::read_record(
    size_t file, const JsonValue& json, const Object* object, const Parent* parent
) {
    const JsonValue* const attributes = json.find("attributes");
    const JsonValue* const type = attributes != nullptr ? attributes->find("type") : nullptr;
    if (type == nullptr || !type->is(JsonKind::text))
        return report(file, json.offset, "a record names its object as `attributes.type`");
    const Schema& schema = *org_.program().schema;
    const Object* const found = schema.find(type->text);
    if (found == nullptr)
        return report(
            file,
            type->offset,
            fmt::format(
                "there is no object `{}`{}", type->text, nearest(type->text, schema.object_names())
            )
        );
    if (object != nullptr && found != object)
        return report(
            file, type->offset, fmt::format("`{}` is no `{}`", found->name, object->name)
        );

    const size_t index = records_.size();
    TreeRecord& record = records_.emplace_back();
    record.object = found;
    record.file = file;
    record.offset = json.offset;
    if (const JsonValue* const reference = attributes->find("referenceId");
        reference != nullptr && reference->is(JsonKind::text)) {
        record.reference = reference->text;
        if (!references_.emplace(reference->text, index).second)
            return report(
                file,
                reference->offset,
                fmt::format("the reference `{}` names two records", reference->text)
            );
    }
    if (parent != nullptr && !join_parent(file, index, *parent, json))
        return false;
    for (const auto& [name, value] : json.members) {
        if (name == "attributes")
            continue;
        const Result<bool> read = read_member(file, index, name, value);
        if (!read || !*read)
            return read;
    }
    return true;
}

Result<bool> TreeRecords::read_member(
    size_t file, size_t record, const std::string& name, const JsonValue& json
) {
    if (json.is(JsonKind::object)) {
        const JsonValue* const list = json.find("records");
        if (list == nullptr)
            return read_parent(file, record, name, json);
        const Parent parent{record, name};
        return read_list(file, *list, nullptr, &parent);
    }
    const Object& object = *records_[record].object;
    const std::optional<FieldId> id = object.find_field(name);
    if (!id)
        return report(
            file,
            json.offset,
            fmt::format(
                "`{}` has no field `{}`{}", object.name, name, nearest(name, object.field_names())
            )
        );
    const Field& field = object.field(*id);
    if (json.is(JsonKind::text) && json.text.starts_with('@') && field.is_reference()) {
        records_[record].waits.push_back({*id, json.text.substr(1), 0, json.offset});
        return true;
    }
    const std::optional<Value> value = from_json(json, field, arena_);
    if (!value)
        return report(file, json.offset, fmt::format("`{}`: {}", field.name, misfit(json, field)));
    return give(file, record, *id, *value, json);
}

bool TreeRecords::give(size_t file, size_t record, FieldId id, Value value, const JsonValue& json) {
    const Object& object = *records_[record].object;
    const Field& field = object.field(id);
    if (value.is_null())
        return true; // not given
    if (!field.createable || field.has_formula || field.has_summary)
        return report(
            file,
            json.offset,
            fmt::format("`{}` of `{}` cannot be written", field.name, object.name)
        );
    records_[record].values.emplace_back(id, value);
    return true;
}

/// References to indices. One that names no record of the files is a mistake of theirs.
bool TreeRecords::resolve() {
    for (TreeRecord& record : records_) {
        for (TreeRecord::Waits& waits : record.waits) {
            if (waits.reference.empty())
                continue;
            const auto found = references_.find(waits.reference);
            if (found == references_.end())
                return report(
                    record.file,
                    waits.offset,
                    fmt::format("no record has the reference `{}`", waits.reference)
                );
            waits.record = found->second;
        }
    }
    return true;
}

/// Records that wait for one another in a circle could never be saved.
bool TreeRecords::check_order() {
    std::vector<size_t> open(records_.size(), 0);
    std::vector<std::vector<size_t>> waiting(records_.size());
    std::vector<size_t> ready;
    for (size_t at = 0; at < records_.size(); ++at) {
        open[at] = records_[at].waits.size();
        for (const TreeRecord::Waits& waits : records_[at].waits)
            waiting[waits.record].push_back(at);
        if (open[at] == 0)
            ready.push_back(at);
    }
    size_t done = 0;
    while (!ready.empty()) {
        const size_t at = ready.back();
        ready.pop_back();
        ++done;
        for (const size_t next : waiting[at])
            if (--open[next] == 0)
                ready.push_back(next);
    }
    if (done == records_.size())
        return true;
    for (size_t at = 0; at < records_.size(); ++at)
        for (const TreeRecord::Waits& waits : records_[at].waits)
            if (open[at] > 0 && open[waits.record] > 0)
                return report(
                    records_[at].file,
                    waits.offset,
                    "these records wait for one another in a circle: none can be saved first"
                );
    return true;
}

} // namespace weir
