// The scope of a formula whose names and types are those of a JSON record.
#pragma once

#include "api/json_tree.hpp"
#include "formula/compile.hpp"

#include <vector>

namespace weir {

/// A value of JSON with the type it looks like: Booleans, numbers, dates, date-times and times by
/// their spelling, places, text.
struct TypedValue {
    Type type;
    Value value;
};
[[nodiscard]] TypedValue typed(const JsonTree& tree, Arena& arena);

/// Walks whole paths through the record, so that nothing has to be described. Every path has a
/// slot, with its value in `values`.
class JsonScope final : public Scope {
public:
    JsonScope(const JsonTree& record, Arena& arena, Diagnostics& out)
        : record_(record), arena_(arena), out_(out) {}

    Resolution resolve(const Path& path) override;
    [[nodiscard]] std::vector<std::string_view> names() const override { return record_.names(); }

    [[nodiscard]] std::vector<Value>& values() { return values_; } // by slot

private:
    void unknown_member(const Name& name, std::string_view parent, const JsonTree& tree);

    const JsonTree& record_;
    Arena& arena_;
    Diagnostics& out_;
    std::vector<Value> values_;
};

} // namespace weir
