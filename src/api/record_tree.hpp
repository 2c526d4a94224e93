// A JSON record of a described object, with its parents: what formulas about it read.
#pragma once

#include "api/json_tree.hpp"
#include "base/result.hpp"
#include "org/transaction.hpp"
#include "program/program.hpp"

#include <map>
#include <string>
#include <vector>

namespace weir {

/// Parents have ids here, so that the compiled way from lookup to parent finds them; whatever is
/// not in the tree is read from the transaction.
class RecordTree final : public RecordReader {
public:
    explicit RecordTree(Transaction& transaction)
        : transaction_(transaction), program_(transaction.program()) {}

    /// By FieldId; formula fields that the JSON does not give are computed. Fails on a field that
    /// the object does not have, and on a value that is not of its type.
    [[nodiscard]] Result<std::vector<Value>> add(const JsonTree& json, const Object& object) {
        return add(json, object, 0);
    }

    const Fault*
    read(ObjectId object, FieldId field, std::span<const Id> ids, std::span<Value> out) override;
    Id find(ObjectId object, FieldId field, std::string_view value) override {
        return transaction_.find(object, field, value);
    }
    bool has_permission_set(Id user, std::string_view name) override {
        return transaction_.has_permission_set(user, name);
    }

private:
    [[nodiscard]] Result<std::vector<Value>>
    add(const JsonTree& json, const Object& object, size_t depth);
    [[nodiscard]] Status add_member(
        const std::string& name,
        const JsonTree& json,
        const Object& object,
        size_t depth,
        std::vector<Value>& values
    );
    [[nodiscard]] Status
    add_parent(const JsonTree& json, const Field& lookup, size_t depth, Value& id);
    [[nodiscard]] const Object* parent_object(const JsonTree& json, const Field& lookup) const;
    void compute(const Object& object, const JsonTree& json, std::vector<Value>& values);

    Transaction& transaction_;
    const Program& program_;
    std::map<Id, std::vector<Value>> parents_; // values by FieldId
};

} // namespace weir
