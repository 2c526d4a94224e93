// Actions that a test plays, and the calls that it counts.
#pragma once

#include "base/arena.hpp"
#include "org/org.hpp"
#include "program/action.hpp"

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weir {

/// Values by name; the names without case.
using NamedValues = std::vector<std::pair<std::string, Value>>;

/// Null if there is none of the name.
[[nodiscard]] Value value_of(const NamedValues& values, std::string_view name);

/// A call whose inputs are these gives these outputs, or fails. Of several that fit the last one
/// counts.
struct ActionMock {
    std::string type;
    std::string detail; // empty: of an action without one
    NamedValues inputs;
    NamedValues outputs;
    std::optional<std::string> fault; // "CODE: text", or a text alone
};

/// What one interview has called with.
struct NotedCall {
    std::string_view type;
    std::string_view detail;
    NamedValues inputs;
};

/// Stands before the actions of an org while it lives. What no mock fits goes to the org's own
/// action.
class MockedActions final : public ActionFront {
public:
    explicit MockedActions(Org& org) : org_(org), before_(org.action_front()) {
        org_.set_action_front(this);
    }
    MockedActions(const MockedActions&) = delete;
    MockedActions& operator=(const MockedActions&) = delete;
    ~MockedActions() override { org_.set_action_front(before_); }

    /// Its values are copied.
    void add(ActionMock mock);
    /// From now on calls of this action are noted, with or without a mock.
    void watch(std::string_view type, std::string_view detail);
    [[nodiscard]] std::vector<const NotedCall*>
    calls(std::string_view type, std::string_view detail) const;
    void forget_calls();

    void call(ActionCall& call, const Action* action) override;

private:
    struct Watched {
        std::string type;
        std::string detail;
    };

    [[nodiscard]] const ActionMock* find(const ActionCall& call, uint32_t row) const;
    void note(const ActionCall& call);
    void play(ActionCall& call, uint32_t row, const ActionMock& mock, const Action* action) const;

    Org& org_;
    ActionFront* before_;
    Arena mock_values_;
    std::deque<ActionMock> mocks_;
    std::deque<Watched> watched_; // views into it stay
    Arena call_values_;
    std::vector<NotedCall> calls_;
};

} // namespace weir
