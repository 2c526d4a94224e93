// A CSV file as records of one object: its columns, and its rows in chunks of one save.
#pragma once

#include "base/arena.hpp"
#include "schema/schema.hpp"
#include "scripts/csv.hpp"
#include "scripts/scripts.hpp"
#include "store/record_batch.hpp"
#include "store/record_store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace weir {

/// What a column of a file fills.
struct CsvColumn {
    std::string name;                     // as the file spells it
    FieldId field = FieldId::none;        // of the object that is loaded
    TypeKind kind = TypeKind::text;       // of the values in the file
    std::optional<int> scale;             // numbers are rounded to it
    const Object* parent = nullptr;       // `Account.Number__c`: values are looked up here …
    FieldId parent_field = FieldId::none; // … by this field
};

/// Rows that are saved together; lives as long as its arena is not cleared.
struct CsvChunk {
    RecordBatch records;
    std::vector<uint64_t> lines; // by row
    Arena arena;
};

/// Reads one file from its begin to its end. Mistakes of the file are texts that name file, line
/// and column.
class CsvRecords {
public:
    CsvRecords(
        const Schema& schema, const Object& object, RecordStore& store, const std::string& path
    );

    /// Opens the file and reads its header; once, before `next`. False: `problem` says why.
    bool open();
    /// The next 1 to 200 records, their parents looked up; zero records at the end of the file.
    /// False: `problem` says why. Fails only when the store does.
    Result<bool> next(CsvChunk& chunk);

    [[nodiscard]] const std::string& problem() const { return problem_; }
    [[nodiscard]] const std::string& file_name() const { return file_name_; }

private:
    struct Key { // a parent to look up
        uint32_t row;
        uint64_t line;
        Value value;
    };

    bool read_header();
    bool add_column(std::string_view name, size_t index);
    bool add_parent_column(std::string_view name, size_t index);
    bool add_plain_column(std::string_view name, size_t index);
    bool take(CsvColumn column, size_t index);
    bool read_row(CsvChunk& chunk, uint32_t row);
    std::optional<Value>
    convert(std::string_view text, const CsvColumn& column, Arena& arena) const;
    Result<bool> find_parents(CsvChunk& chunk);
    bool report(uint64_t line, std::optional<size_t> column, std::string_view message);

    const Schema& schema_;
    const Object& object_;
    RecordStore& store_;
    std::string path_;
    std::string file_name_;
    std::optional<CsvReader> reader_;
    std::vector<CsvColumn> columns_;
    std::vector<std::vector<Key>> keys_; // by column
    std::string problem_;
};

/// A load that could not be read says why in `unreadable`, and nothing was saved.
struct CsvLoad {
    LoadReport report;
    std::string unreadable;
};
[[nodiscard]] Result<CsvLoad>
load_file(const std::string& path, const Object& object, Org& org, const Progress& progress);
/// Records of `sf data export tree`: a file of records, or a plan that names such files. Everything
/// is read before anything is saved. `object`, if there is one, is what all must be.
[[nodiscard]] Result<CsvLoad>
load_tree(const std::string& path, const Object* object, Org& org, const Progress& progress);

} // namespace weir
