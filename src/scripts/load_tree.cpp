// Saves the records of a tree in rounds: each round those whose references are saved, object by object
// in chunks of 200.
#include "base/limits.hpp"
#include "scripts/load.hpp"
#include "scripts/tree_records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace weir {

namespace {

class TreeSave {
public:
    TreeSave(TreeRecords& records, Org& org, LoadReport& report)
        : files_(records), records_(records.records()), org_(org), report_(report) {}

    /// One round; the number of records that it has done with.
    Result<size_t> round() {
        std::vector<const Object*> objects;
        std::vector<std::vector<size_t>> ready; // by object
        size_t done = 0;
        for (size_t at = 0; at < records_.size(); ++at) {
            TreeRecord& record = records_[at];
            if (record.is_saved || record.is_refused || !is_ready(record))
                continue;
            ++done;
            if (record.is_refused)
                continue;
            const auto found = std::find(objects.begin(), objects.end(), record.object);
            const auto place = static_cast<size_t>(found - objects.begin());
            if (found == objects.end()) {
                objects.push_back(record.object);
                ready.emplace_back();
            }
            ready[place].push_back(at);
        }
        for (const std::vector<size_t>& list : ready)
            for (size_t begin = 0; begin < list.size(); begin += limits::batch) {
                const size_t end = std::min<size_t>(begin + limits::batch, list.size());
                const Status saved =
                    save({list.begin() + static_cast<std::ptrdiff_t>(begin),
                          list.begin() + static_cast<std::ptrdiff_t>(end)});
                if (!saved)
                    return saved.error();
            }
        return done;
    }

private:
    /// A record whose parent was refused is refused with it.
    bool is_ready(TreeRecord& record) {
        for (const TreeRecord::Waits& waits : record.waits) {
            const TreeRecord& other = records_[waits.record];
            if (other.is_refused) {
                refuse(
                    record,
                    "INVALID_CROSS_REFERENCE_KEY",
                    fmt::format(
                        "the {} that it names was refused",
                        other.reference.empty() ? other.object->name
                                                : fmt::format("record `{}`", other.reference)
                    )
                );
                return true;
            }
            if (!other.is_saved)
                return false;
        }
        return true;
    }

    void refuse(TreeRecord& record, std::string code, std::string message) {
        record.is_refused = true;
        ++report_.rows;
        report_.refused.push_back(
            {record.line, std::move(code), std::move(message), files_.file_name(record.file)}
        );
    }

    Status save(const std::vector<size_t>& indices) {
        RecordBatch batch(
            records_[indices.front()].object->id, static_cast<uint32_t>(indices.size())
        );
        for (size_t row = 0; row < indices.size(); ++row) {
            const TreeRecord& record = records_[indices[row]];
            for (const auto& [field, value] : record.values)
                batch.column(field)[row] = value;
            for (const TreeRecord::Waits& waits : record.waits)
                batch.column(waits.field)[row] = Value::id(records_[waits.record].id);
        }
        Result<SaveReport> saved = org_.save(Operation::create, batch);
        if (!saved)
            return saved.error();
        for (const Refusal& refusal : saved->refused)
            refuse(
                records_[indices[refusal.row]],
                std::string(refusal.fault->code),
                std::string(refusal.fault->message)
            );
        for (size_t row = 0; row < indices.size(); ++row) {
            TreeRecord& record = records_[indices[row]];
            if (record.is_refused)
                continue;
            record.is_saved = true;
            record.id = std::as_const(batch).ids()[row];
            ++report_.rows;
            ++report_.saved;
        }
        return Done{};
    }

    TreeRecords& files_;
    std::vector<TreeRecord>& records_;
    Org& org_;
    LoadReport& report_;
};

} // namespace

Result<CsvLoad>
load_tree(const std::string& path, const Object* object, Org& org, const Progress& progress) {
    CsvLoad load;
    TreeRecords records(org);
    const Result<bool> read = records.read(path, object);
    if (!read)
        return read.error();
    if (!*read) {
        load.unreadable = records.problem();
        return load;
    }
    const std::string what =
        fmt::format("load {}", std::filesystem::path(path).filename().string());
    TreeSave saving(records, org, load.report);
    for (size_t done = 0; done < records.records().size();) {
        const Result<size_t> round = saving.round();
        if (!round)
            return round.error();
        if (*round == 0)
            return Failure{fmt::format("{}: records wait for one another", what)};
        done += *round;
        if (progress)
            progress(what, done, records.records().size());
    }
    return load;
}

} // namespace weir
