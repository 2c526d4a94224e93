// Actions that flows call: those of the org and those that a host registers.
#pragma once

#include "base/arena.hpp"
#include "types/type.hpp"
#include "types/value.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

class Transaction;
struct FlowProgram;

/// One input or output: its name and a column over the rows of the call.
struct ActionColumn {
    std::string_view name;
    std::span<Value> values;
};

/// One call for all interviews that stand at the element. Rows are 0 to size - 1, in the order of their interviews.
struct ActionCall {
    Transaction& transaction;
    std::string_view type;   // "emailAlert"
    std::string_view detail; // "Contact.Portal_User_Failed"; may be empty
    uint32_t size = 0;
    std::span<const ActionColumn> inputs;
    std::span<ActionColumn> outputs;         // those the flow asks for, unset at first
    std::span<const Fault*> faults;          // set for a row that failed; null at first
    Arena& arena;
    const FlowProgram* flow = nullptr; // whose element calls; null: none
    uint32_t depth = 0;                // how deep flows have called one another

    [[nodiscard]] const ActionColumn* input(std::string_view name) const;
};

struct ActionParameter {
    std::string name;
    Type type;
    bool required = false;
};

/// How an action stands to the transaction of the flow that calls it (reference/actions.md, "Transaction model of actions").
struct ActionTraits {
    bool is_open = false;          // takes and gives what its detail says, which is not known here
    bool calls_out = false;        // to another system: not beside work that is not committed
    bool ends_transaction = false; // a local action of a page: what is pending commits before it
};

/// What the checker knows of an action and how it runs. Registered before the Engine is built, immutable after.
class Action {
public:
    virtual ~Action() = default;
    [[nodiscard]] virtual std::string_view type() const = 0;   // "emailSimple", "apex"
    [[nodiscard]] virtual std::string_view detail() const { return {}; } // the class of an "apex" action; empty: any detail
    [[nodiscard]] virtual std::span<const ActionParameter> inputs() const = 0;
    [[nodiscard]] virtual std::span<const ActionParameter> outputs() const = 0;
    [[nodiscard]] virtual ActionTraits traits() const { return {}; }
    virtual void run(ActionCall& call) const = 0;
};

/// Stands before the actions of an org: a test that notes calls and plays some of them.
class ActionFront {
public:
    virtual ~ActionFront() = default;
    /// In place of `action`, which is what the org has; null: it has none.
    virtual void call(ActionCall& call, const Action* action) = 0;
};

class ActionRegistry {
public:
    /// Starts empty; org/standard_actions.hpp adds those of reference/actions.md.
    void add(std::unique_ptr<const Action> action);
    /// The action of exactly this detail, else the one of the type that takes any; null if there is none.
    [[nodiscard]] const Action* find(std::string_view type, std::string_view detail) const;
    [[nodiscard]] std::vector<std::string_view> types() const;

private:
    std::vector<std::unique_ptr<const Action>> actions_;
};

} // namespace weir
