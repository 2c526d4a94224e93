#include "runtime/driver.hpp"

#include "base/limits.hpp"
#include "formula/compile.hpp"
#include "runtime/fault_text.hpp"
#include "runtime/trace.hpp"
#include "unit/runtime/world.hpp"

#include <catch2/catch.hpp>

using namespace weir;
using namespace weir::test;

namespace {

using RowLists = std::vector<std::vector<uint32_t>>;

const Fault* fault_of(Transaction& transaction, std::string_view message) {
    return text_fault(message, transaction.arena());
}

} // namespace

TEST_CASE("interviews that part at a decision run apart and join again") {
    World world;
    TestFlow flow;
    flow.add("Choose", [](Group& group) {
        for (const uint32_t row : group.rows())
            group.go(row, row % 2 == 0 ? StepId{1} : StepId{2});
    });
    FunctionStep& even = flow.add("Even");
    FunctionStep& odd = flow.add("Odd");
    FunctionStep& both = flow.add("Both");
    even.next = StepId{3};

    Batch batch(flow.program, 5, *world.transaction);
    run(batch);

    CHECK(even.groups == RowLists{{0, 2, 4}});
    CHECK(odd.groups == RowLists{{1, 3}});
    CHECK(both.groups == RowLists{{0, 1, 2, 3, 4}});
    for (uint32_t row = 0; row < 5; ++row)
        CHECK(batch.interview(row).at == StepId::end);
    const FlowFigures& figures = world.transaction->figures(flow.program);
    CHECK(figures.interviews == 5);
    CHECK(figures.visits == std::vector<uint64_t>{5, 3, 2, 5});
    CHECK(figures.failed == 0);
}

TEST_CASE("an interview that goes back waits for nobody behind it, and all join at the end") {
    World world;
    TestFlow flow;
    const uint32_t count = flow.slot();
    FunctionStep& body = flow.add("Body", [count](Group& group) {
        for (const uint32_t row : group.rows()) {
            const int64_t done = group.slot(count)[row].integer() + 1;
            group.slot(count)[row] = Value::number(done);
        }
    });
    flow.add("Again", [count](Group& group) {
        // Row n goes round n + 1 times: a circle of connectors, not a loop.
        for (const uint32_t row : group.rows())
            if (group.slot(count)[row].integer() <= row)
                group.go(row, StepId{0});
    });
    FunctionStep& behind = flow.add("Behind");

    Batch batch(flow.program, 3, *world.transaction);
    for (Value& value : batch.slot(count))
        value = Value::number(0);
    run(batch);

    CHECK(body.groups == RowLists{{0, 1, 2}, {1, 2}, {2}});
    CHECK(behind.groups == RowLists{{0, 1, 2}});
}

TEST_CASE("interviews of more than one word of bits run in their order") {
    World world;
    TestFlow flow;
    FunctionStep& step = flow.add("Step");
    Batch batch(flow.program, 200, *world.transaction);
    run(batch);
    REQUIRE(step.groups.size() == 1);
    REQUIRE(step.groups[0].size() == 200);
    for (uint32_t row = 0; row < 200; ++row)
        CHECK(step.groups[0][row] == row);
}

TEST_CASE("a fault takes its interview to the fault path and no other") {
    World world;
    TestFlow flow;
    FunctionStep& failing = flow.add("Failing", [](Group& group) {
        for (const uint32_t row : group.rows()) {
            if (row != 1)
                continue;
            group.fault(row, fault_of(group.transaction(), "no luck"));
            group.fault(row, fault_of(group.transaction(), "a second time"));
            CHECK(group.rows().size() == 2);
        }
    });
    FunctionStep& good = flow.add("Good");
    FunctionStep& path = flow.add("Path");
    good.next = StepId::end;
    failing.fault = StepId{2};

    Batch batch(flow.program, 3, *world.transaction);
    run(batch);

    CHECK(good.groups == RowLists{{0, 2}});
    CHECK(path.groups == RowLists{{1}});
    CHECK(batch.slot(fixed_slot::fault_message)[1].as_text() == "no luck");
    CHECK(batch.slot(fixed_slot::fault_message)[0].is_null());
    CHECK(batch.interview(1).fault == nullptr);
    const FlowFigures& figures = world.transaction->figures(flow.program);
    CHECK(figures.handled_faults == 1);
    CHECK(figures.failed == 0);
    REQUIRE(figures.faults.size() == 1);
    CHECK(figures.faults[0].element == "Failing");
    CHECK(figures.faults[0].message == "no luck");
    CHECK(figures.faults[0].handled_by == "Path");
}

TEST_CASE("a fault without a path fails its interview, and in the fault path too") {
    World world;
    TestFlow flow;
    FunctionStep& first = flow.add("First", [](Group& group) {
        for (const uint32_t row : group.rows())
            group.fault(row, fault_of(group.transaction(), "first"));
    });
    first.fault = StepId{1};
    FunctionStep& second = flow.add("Second", [](Group& group) {
        const Rows rows = group.rows();
        if (rows.front() == 0)
            group.fault(0, fault_of(group.transaction(), "second"));
    });
    FunctionStep& third = flow.add("Third");

    Batch batch(flow.program, 2, *world.transaction);
    run(batch);

    CHECK(third.groups == RowLists{{1}});
    REQUIRE(batch.interview(0).fault != nullptr);
    CHECK(batch.interview(0).fault->message == "second");
    CHECK(batch.interview(0).failed_at == &second);
    CHECK_FALSE(batch.interview(0).is_running());
    const FlowFigures& figures = world.transaction->figures(flow.program);
    CHECK(figures.failed == 1);
    CHECK(figures.handled_faults == 2);
    CHECK(figures.faults.back().handled_by.empty());
}

TEST_CASE("an uncatchable fault stops all interviews, whatever fault path there is") {
    World world;
    TestFlow flow;
    flow.add("Choose", [](Group& group) { group.go(0, StepId::end); });
    FunctionStep& failing = flow.add("Failing", [](Group& group) {
        Fault fault{
            "LIMIT_EXCEEDED", "System.LimitException: Too many SOQL queries: 101", {}, true};
        group.fault(1, group.arena().make<Fault>(fault));
    });
    FunctionStep& behind = flow.add("Behind");
    failing.fault = StepId{2};

    Batch batch(flow.program, 3, *world.transaction);
    run(batch);

    CHECK(behind.groups.empty());
    REQUIRE(batch.stopped_by != nullptr);
    for (uint32_t row = 0; row < 3; ++row)
        CHECK(batch.interview(row).fault == batch.stopped_by);
    CHECK(world.transaction->figures(flow.program).failed == 3);
}

TEST_CASE("an interview that does not end is stopped, and says where") {
    World world;
    TestFlow flow;
    FunctionStep& step = flow.add("Round_And_Round");
    step.next = StepId{0};
    step.fault = StepId::end;
    flow.program.api = 50;
    SECTION("flows of old versions by Salesforce") {
        Batch batch(flow.program, 1, *world.transaction);
        run(batch);
        REQUIRE(batch.interview(0).fault != nullptr);
        CHECK(batch.interview(0).fault->message == "Number of iterations exceeded");
        CHECK(step.groups.size() == 2000);
    }
    SECTION("and not if the org has no limits") {
        world.org->settings().limits = false;
        step.next = StepId::end;
        Batch batch(flow.program, 1, *world.transaction);
        run(batch);
        CHECK(batch.interview(0).fault == nullptr);
    }
}

TEST_CASE("the step limit fails one interview and lets the others end, where no limit of "
          "Salesforce does before") {
    World world;
    world.org->settings().limits = false;
    TestFlow flow;
    uint64_t runs = 0;
    // Not a FunctionStep's list of groups: a million of them is too much to keep.
    struct Circle final : Step {
        explicit Circle(uint64_t& counted) : count(counted) {}
        void run(Group& group) const override {
            ++count;
            for (const uint32_t row : group.rows())
                if (row == 1)
                    group.go(row, StepId{0});
        }
        uint64_t& count;
    };
    auto circle = std::make_unique<Circle>(runs);
    circle->name = "Circle";
    flow.program.steps.push_back(std::move(circle));
    flow.program.entry = StepId{0};

    Batch batch(flow.program, 2, *world.transaction);
    run(batch);

    CHECK(runs == limits::steps_per_interview);
    CHECK(batch.interview(0).fault == nullptr);
    REQUIRE(batch.interview(1).fault != nullptr);
    CHECK(
        batch.interview(1).fault->message == "The interview was stopped at Circle because it ran "
                                             "more than 1000000 elements without an end."
    );
    CHECK_FALSE(batch.interview(1).fault->uncatchable);
}

TEST_CASE("variables get their defaults, and inputs keep what they were given") {
    World world;
    TestFlow flow;
    Arena& arena = world.program.arena;
    const auto number = [&arena](int64_t value) {
        return constant(Value::number(value), Type::of(TypeKind::number), arena);
    };
    const uint32_t plain = flow.slot();
    const uint32_t input = flow.slot();
    const uint32_t reading = flow.slot();
    flow.program.variables.push_back(
        {"Plain", Type::of(TypeKind::number), plain, false, false, number(7)}
    );
    flow.program.variables.push_back(
        {"Input", Type::of(TypeKind::number), input, true, false, number(8)}
    );
    flow.program.variables.push_back(
        {"Reading",
         Type::of(TypeKind::number),
         reading,
         false,
         false,
         slot_value(input, Type::of(TypeKind::number), arena)}
    );
    flow.add("Step");

    Batch batch(flow.program, 3, *world.transaction);
    batch.slot(input)[0] = Value::number(1);
    batch.slot(input)[1] = Value::null();
    run(batch);

    for (uint32_t row = 0; row < 3; ++row)
        CHECK(batch.slot(plain)[row].integer() == 7);
    CHECK(batch.slot(input)[0].integer() == 1);
    CHECK(batch.slot(input)[1].is_null());
    CHECK(batch.slot(input)[2].integer() == 8);
    CHECK(batch.slot(reading)[0].integer() == 1);
    CHECK(batch.slot(reading)[1].is_null());
    CHECK(batch.slot(reading)[2].integer() == 8);
}

TEST_CASE("a fault in an expression takes the row out of the group") {
    World world;
    TestFlow flow;
    const uint32_t slot = flow.slot();
    const Type type = Type::of(TypeKind::number);
    const Expression expression = slot_value(slot, type, world.program.arena);
    FunctionStep& step = flow.add("Step", [&](Group& group) {
        const Rows before = group.rows();
        const std::span<const Value> values = group.evaluate(expression);
        CHECK(before.size() == 3); // whoever walks over the rows is not disturbed
        CHECK(group.rows().size() == 2);
        CHECK(values[2].integer() == 30);
        CHECK(group.evaluate(Expression{})[0].is_null());
    });
    Batch batch(flow.program, 3, *world.transaction);
    batch.slot(slot)[0] = Value::number(10);
    batch.slot(slot)[1] = Value::fault(fault_of(*world.transaction, access_text("Get_Account.Id")));
    batch.slot(slot)[2] = Value::number(30);
    run(batch);
    REQUIRE(batch.interview(1).fault != nullptr);
    CHECK(
        batch.interview(1).fault->message ==
        "The flow failed to access the value for Get_Account.Id because it hasn't been set or "
        "assigned."
    );
    CHECK(batch.interview(1).failed_at == &step);
    CHECK(batch.interview(0).fault == nullptr);
}

TEST_CASE("refusals of one interview are told together, and it goes on") {
    World world;
    TestFlow flow;
    flow.add("Stop", [](Group& group) {
        group.refuse(
            0,
            group.transaction().fault(
                "FIELD_CUSTOM_VALIDATION_EXCEPTION", "too early", "StartDate__c"
            )
        );
        group.refuse(
            0,
            group.transaction().fault("FIELD_CUSTOM_VALIDATION_EXCEPTION", "too small", "Amount__c")
        );
    });
    FunctionStep& behind = flow.add("Behind");
    Batch batch(flow.program, 1, *world.transaction);
    run(batch);
    REQUIRE(batch.interview(0).refusal != nullptr);
    CHECK(batch.interview(0).refusal->code == "FIELD_CUSTOM_VALIDATION_EXCEPTION");
    CHECK(batch.interview(0).refusal->message == "too early; too small");
    CHECK(batch.interview(0).refusal->fields == "StartDate__c, Amount__c");
    CHECK(behind.groups == RowLists{{0}});
}

TEST_CASE("a batch of nobody and a flow of nothing end at once") {
    World world;
    TestFlow flow;
    Batch nothing(flow.program, 2, *world.transaction);
    run(nothing);
    CHECK(nothing.interview(1).at == StepId::end);
    FunctionStep& step = flow.add("Step");
    Batch nobody(flow.program, 0, *world.transaction);
    run(nobody);
    CHECK(step.groups.empty());
}

TEST_CASE("a trace is told what happens, in its order") {
    struct Sink final : TraceSink {
        void flow_begins(const Batch& batch) override {
            said += "begin " + std::to_string(batch.size()) + "\n";
        }
        void flow_ends(const Batch&) override { said += "end\n"; }
        void step_begins(const Batch&, const Step& step, Rows rows) override {
            said += step.name + " " + std::to_string(rows.size()) + "\n";
        }
        void step_ends(const Batch&, const Step&, Rows rows, const std::vector<StepId>& goes_to)
            override {
            for (const uint32_t row : rows)
                said +=
                    std::to_string(row) + (goes_to[row] == StepId::end ? " ends\n" : " goes on\n");
        }
        void faulted(const Batch&, const Step&, uint32_t row, const Fault& fault, bool handled)
            override {
            said += std::to_string(row) + " " + std::string(fault.message) +
                    (handled ? " handled\n" : " failed\n");
        }
        std::string said;
    } sink;
    World world;
    world.org->set_trace(&sink);
    TestFlow flow;
    flow.add("First", [](Group& group) { group.fault(1, fault_of(group.transaction(), "oh")); });
    flow.add("Second");
    Batch batch(flow.program, 2, *world.transaction);
    run(batch);
    world.org->set_trace(nullptr);
    CHECK(sink.said == "begin 2\nFirst 2\n1 oh failed\n0 goes on\n1 ends\nSecond 1\n0 ends\nend\n");
}
