// Saves the records of a tree in rounds: each round those whose references are saved, object by
// object in chunks of 200.
#include "base/limits.hpp"
#include "scripts/load.hpp"
#include "scripts/tree_records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace weir {

namespace {

class TreeSave {
public:
    TreeSave(TreeRecords& records, Org& org, LoadReport& report)
        : files_(records), records_(records.records()), org_(org), report_(report) {
        open_.reserve(records_.size());
        waiting_.resize(records_.size());
        for (size_t at = 0; at < records_.size(); ++at) {
            open_.push_back(records_[at].waits.size());
            for (const TreeRecord::Waits& waits : records_[at].waits)
                waiting_[waits.record].push_back(at);
            if (open_.back() == 0)
                ready_.push_back(at);
        }
    }

    /// Saves those that wait for nobody any more; the number of records that it has done with.
    Result<size_t> round() {
        std::vector<size_t> ready = std::move(ready_);
        ready_.clear();
        std::sort(ready.begin(), ready.end()); // as they stand in the files
        std::vector<ObjectId> objects;
        std::vector<std::vector<size_t>> lists; // by object
        for (const size_t at : ready) {
            if (is_orphan(records_[at]))
                continue;
            const ObjectId object = records_[at].object->id;
            const auto found = std::find(objects.begin(), objects.end(), object);
            const auto place = static_cast<size_t>(found - objects.begin());
            if (found == objects.end()) {
                objects.push_back(object);
                lists.emplace_back();
            }
            lists[place].push_back(at);
        }
        for (const std::vector<size_t>& list : lists)
            for (size_t begin = 0; begin < list.size(); begin += limits::batch) {
                const size_t count = std::min<size_t>(limits::batch, list.size() - begin);
                const Status saved = save(std::span(list).subspan(begin, count));
                if (!saved)
                    return saved.error();
            }
        for (const size_t at : ready)
            for (const size_t next : waiting_[at])
                if (--open_[next] == 0)
                    ready_.push_back(next);
        return ready.size();
    }

private:
    /// A record whose parent was refused is refused with it.
    bool is_orphan(TreeRecord& record) {
        for (const TreeRecord::Waits& waits : record.waits) {
            const TreeRecord& other = records_[waits.record];
            if (!other.is_refused)
                continue;
            const std::string name = other.reference.empty()
                                         ? other.object->name
                                         : fmt::format("record `{}`", other.reference);
            refuse(
                record,
                "INVALID_CROSS_REFERENCE_KEY",
                fmt::format("the {} that it names was refused", name)
            );
            return true;
        }
        return false;
    }

    void refuse(TreeRecord& record, std::string code, std::string message) {
        record.is_refused = true;
        ++report_.rows;
        report_.refused.push_back(
            {files_.line_of(record),
             std::move(code),
             std::move(message),
             files_.file_name(record.file)}
        );
    }

    Status save(std::span<const size_t> indices) {
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
    std::vector<size_t> open_;                 // by record: how many it waits for
    std::vector<std::vector<size_t>> waiting_; // by record: who waits for it
    std::vector<size_t> ready_;
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
