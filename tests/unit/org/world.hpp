// A small org built by hand: accounts, contacts, users with their profiles and licences, a log, two
// events, and flows whose steps are functions.
#pragma once

#include "bus/memory_bus.hpp"
#include "formula/compile.hpp"
#include "formula/node.hpp"
#include "org/org.hpp"
#include "org/standard_actions.hpp"
#include "org/transaction.hpp"
#include "runtime/driver.hpp"
#include "runtime/fault_text.hpp"
#include "runtime/group.hpp"
#include "store/memory_store.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace weir::test {

using Cells = std::vector<std::pair<std::string, Value>>;

class FunctionStep final : public Step {
public:
    explicit FunctionStep(std::function<void(Group&)> function) : function_(std::move(function)) {}
    void run(Group& group) const override { function_(group); }

private:
    std::function<void(Group&)> function_;
};

/// An expression that is a function of one row of the frame.
using RowFunction = Value (*)(const Frame& frame, uint32_t row);
struct FunctionNode : Node {
    RowFunction function = nullptr;
};
inline Expression function_expression(RowFunction function, Arena& arena) {
    FunctionNode* const node = arena.make<FunctionNode>();
    node->function = function;
    node->run = [](const Node& self, Evaluation& evaluation, Rows rows, Value* out) {
        for (const uint32_t row : rows)
            out[row] = static_cast<const FunctionNode&>(self).function(evaluation.frame, row);
    };
    return {node, Type::of(TypeKind::boolean)};
}

class World {
public:
    World();

    // Before `start`.
    FlowProgram& flow(std::string name, FlowStart start, std::string_view object);
    void add_step(FlowProgram& flow, std::string name, std::function<void(Group&)> function);
    SeedRecord& seed(std::string_view object, std::string name, Cells cells);
    void start(OrgSettings settings = {});

    [[nodiscard]] const Object& object(std::string_view name) const;
    [[nodiscard]] FieldId field(std::string_view object_name, std::string_view name) const;
    [[nodiscard]] uint32_t cell(std::string_view object_name, std::string_view name) const;

    RecordBatch batch(std::string_view object, const std::vector<Cells>& rows) const;
    /// Saves and expects nothing to be refused; the ids.
    std::vector<Id> create(std::string_view object, const std::vector<Cells>& rows);
    Id create_one(std::string_view object, Cells cells);
    SaveReport save(Operation operation, RecordBatch& records, bool all_or_none = false);
    SaveReport update(std::string_view object, Id id, Cells cells);
    SaveReport erase(std::string_view object, Id id);
    /// "CODE: message" of the one refused row; "" if none was.
    std::string refusal(std::string_view object, Cells cells);
    static std::string text_of(const SaveReport& report);

    [[nodiscard]] Value get(std::string_view object, Id id, std::string_view field);
    [[nodiscard]] std::string shown(std::string_view object, Id id, std::string_view field);
    [[nodiscard]] uint64_t count(std::string_view object) const;
    /// The first record of the object whose field is the value.
    [[nodiscard]] Id find(std::string_view object, std::string_view field, Value value);

    [[nodiscard]] Cells user(std::string username, std::string_view profile) const;
    /// An account whose owner has a role, and a contact of it.
    Id account(std::string_view name = "Acme");
    Id contact(Id account, std::string_view last_name = "Lovelace");

    Program program;
    std::unique_ptr<RecordStore> store;
    std::unique_ptr<EventBus> bus;
    ActionRegistry actions;
    std::unique_ptr<Org> org;
    std::unique_ptr<SchemaBuilder> builder;

private:
    std::vector<std::pair<std::string, std::unique_ptr<FlowProgram>>> flows_; // with their object
    Arena arena_;
};

/// A cell of $Record in a group's row.
[[nodiscard]] Value record_cell(Group& group, uint32_t row, uint32_t cell);
/// Creates one record for each row of the group; faults go to the rows, as a Create Records element
/// does.
void create_for_group(
    Group& group,
    ObjectId object,
    const std::function<void(RecordBatch&, std::span<const uint32_t>)>& fill
);

inline Value text(std::string_view text) {
    return Value::text(text);
}

} // namespace weir::test
