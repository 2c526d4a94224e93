// Files of `sf data export tree` as records that wait to be saved.
#pragma once

#include "base/arena.hpp"
#include "org/org.hpp"
#include "scripts/json.hpp"
#include "store/record_batch.hpp"

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace weir {

/// One record, and what must be there before it.
struct TreeRecord {
    const Object* object = nullptr;
    std::string reference; // "AccountRef1"; may be empty
    size_t file = 0;
    size_t offset = 0; // where it stands
    std::vector<std::pair<FieldId, Value>> values;
    struct Waits {
        FieldId field = FieldId::none; // that takes the id
        std::string reference;         // of `@AccountRef1`; empty: `record`
        size_t record = 0;             // by index
        size_t offset = 0;             // where it stands
    };
    std::vector<Waits> waits;
    bool is_saved = false;
    bool is_refused = false;
    Id id{};
};

/// Reads a file of records, or a plan and the files that it names. Nothing is saved.
class TreeRecords {
public:
    explicit TreeRecords(Org& org) : org_(org) {}

    /// `object`: what all records must be; null: anything. False: `problem` says why. Fails when
    /// the store does.
    Result<bool> read(const std::string& path, const Object* object);

    [[nodiscard]] const std::string& problem() const { return problem_; }
    [[nodiscard]] std::vector<TreeRecord>& records() { return records_; }
    [[nodiscard]] const std::string& file_name(size_t file) const { return files_[file].name; }
    [[nodiscard]] size_t line_of(const TreeRecord& record) const;

private:
    struct File {
        std::string path;
        std::string name;
        std::string text;
        std::vector<size_t> line_ends;
        JsonValue root;
    };
    struct Parent {
        size_t record = 0;
        std::string relationship; // the list of the parent that the child stands in
    };

    bool open(const std::string& path);
    Result<bool> read_plan(const Object* object);
    Result<bool> read_data(size_t file, const Object* object);
    Result<bool>
    read_list(size_t file, const JsonValue& list, const Object* object, const Parent* parent);
    Result<bool>
    read_record(size_t file, const JsonValue& json, const Object* object, const Parent* parent);
    Result<bool>
    read_member(size_t file, size_t record, const std::string& name, const JsonValue& json);
    Result<bool>
    read_parent(size_t file, size_t record, const std::string& name, const JsonValue& json);
    bool find_record_type(
        size_t file, size_t record, FieldId field, std::string_view name, const JsonValue& json
    );
    bool join_parent(size_t file, size_t record, const Parent& parent, const JsonValue& json);
    bool give(size_t file, size_t record, FieldId field, Value value, const JsonValue& json);
    bool resolve();
    bool check_order();
    bool report(size_t file, size_t offset, std::string_view message);

    Org& org_;
    Arena arena_;
    std::deque<File> files_; // their texts and trees do not move
    std::vector<TreeRecord> records_;
    std::unordered_map<std::string, size_t> references_;
    std::unordered_map<std::string, Id> record_types_; // "account.partner"
    std::string problem_;
};

} // namespace weir
