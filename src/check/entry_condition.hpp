// Entry conditions: `when Status = "New" and Owner.Name != null` on the record that starts a flow,
// before any interview is there.
#pragma once

#include "base/arena.hpp"
#include "formula/compile.hpp"
#include "program/program.hpp"
#include "schema/schema.hpp"
#include "syntax/ast.hpp"

#include <set>
#include <string>
#include <vector>

namespace weir {

/// A copy in which every path without a `$` stands behind `$Record`, with its spans as they were.
/// What is nested too deeply becomes an error node; the parser has refused it before.
[[nodiscard]] const Condition* with_record(const Condition& condition, Arena& arena);

/// The fields of the record that a condition with `$Record` compares, each once. Empty if it reads
/// anything else, or may fail: then the fields do not tell whether its answer has changed.
[[nodiscard]] std::vector<FieldId>
compared_fields(const Condition& condition, const Object& object);

/// Sees the fixed slots alone.
class EntryScope final : public Scope {
public:
    EntryScope(Scope& flow, const Object& object) : flow_(flow), object_(object) {}

    Resolution resolve(const Path& path) override;
    std::optional<uint32_t> is_new_slot() override { return flow_.is_new_slot(); }
    std::optional<uint32_t> flow_slot(std::string_view) override { return std::nullopt; }
    void use(const Path& path, const Resolution& resolution, FieldId field) override;
    [[nodiscard]] std::vector<std::string_view> names() const override {
        return object_.field_names();
    }

    /// Whether the condition names that field of the record.
    [[nodiscard]] bool reads(std::string_view field) const;

private:
    Scope& flow_;
    const Object& object_;
    std::set<FieldId> read_;
};

} // namespace weir
