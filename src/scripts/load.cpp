// Two passes over the file: the first reads everything and saves nothing, so that a file that
// cannot be read leaves no half of itself behind; the second saves. Neither holds more than one
// chunk.
#include "scripts/load.hpp"

#include "base/limits.hpp"

#include <fmt/format.h>

#include <utility>

namespace weir {

namespace {

/// Reads the whole file; the number of its rows, or why it cannot be read.
Result<std::pair<uint64_t, std::string>> validate(CsvRecords& records, const Progress& progress) {
    if (!records.open())
        return std::pair<uint64_t, std::string>{0, records.problem()};
    const std::string what = fmt::format("read {}", records.file_name());
    CsvChunk chunk;
    uint64_t rows = 0;
    for (;;) {
        const Result<bool> read = records.next(chunk);
        if (!read)
            return read.error();
        if (!*read)
            return std::pair<uint64_t, std::string>{rows, records.problem()};
        if (chunk.records.size() == 0)
            return std::pair<uint64_t, std::string>{rows, {}};
        rows += chunk.records.size();
        if (progress)
            progress(what, rows, 0);
    }
}

/// Saves one chunk as a user does and notes what was refused.
Status save(CsvChunk& chunk, Org& org, LoadReport& report) {
    Result<SaveReport> saved = org.save(Operation::create, chunk.records);
    if (!saved)
        return saved.error();
    for (const Refusal& refusal : saved->refused)
        report.refused.push_back(
            {chunk.lines[refusal.row],
             std::string(refusal.fault->code),
             std::string(refusal.fault->message)}
        );
    report.rows += chunk.records.size();
    report.saved += chunk.records.size() - saved->refused.size();
    return Done{};
}

} // namespace

Result<CsvLoad>
load_file(const std::string& path, const Object& object, Org& org, const Progress& progress) {
    const Schema& schema = *org.program().schema;
    CsvLoad load;
    uint64_t total = 0;
    {
        CsvRecords records(schema, object, org.store(), path);
        Result<std::pair<uint64_t, std::string>> validated = validate(records, progress);
        if (!validated)
            return validated.error();
        total = validated->first;
        load.unreadable = std::move(validated->second);
        if (!load.unreadable.empty())
            return load;
    }
    CsvRecords records(schema, object, org.store(), path);
    if (!records.open())
        return Failure{
            fmt::format("the file has changed while it was loaded: {}", records.problem())};
    const std::string what = fmt::format("load {}", records.file_name());
    CsvChunk chunk;
    for (;;) {
        const Result<bool> read = records.next(chunk);
        if (!read)
            return read.error();
        if (!*read)
            return Failure{fmt::format(
                "not read to its end, {} rows are saved: {}", load.report.saved, records.problem()
            )};
        if (chunk.records.size() == 0)
            return load;
        if (const Status saved = save(chunk, org, load.report); !saved)
            return saved.error();
        if (progress)
            progress(what, load.report.rows, total);
    }
}

bool is_tree_file(std::string_view file) {
    return file.size() > 5 && file.ends_with(".json");
}

Result<LoadReport> load_records(const std::string& path, Org& org, const Progress& progress) {
    Result<CsvLoad> load = load_tree(path, nullptr, org, progress);
    if (!load)
        return load.error();
    if (!load->unreadable.empty())
        return Failure{std::move(load->unreadable)};
    return std::move(load->report);
}

Result<LoadReport>
load_csv(const std::string& path, const Object& object, Org& org, const Progress& progress) {
    Result<CsvLoad> load = load_file(path, object, org, progress);
    if (!load)
        return load.error();
    if (!load->unreadable.empty())
        return Failure{std::move(load->unreadable)};
    return std::move(load->report);
}

} // namespace weir
