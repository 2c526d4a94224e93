// Interviews between transactions: an interview that is saved and restored goes on as if nothing
// had happened.
#include "runtime/pause.hpp"

#include "runtime/screen_page.hpp"
#include "types/compare.hpp"
#include "unit/runtime/world.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace weir;
using namespace weir::test;

namespace {

struct TestPause final : Pause {
    TestPause() : Pause(Kind::wait) {}
};
struct TestWake final : Wake {};

Value any_value(std::mt19937& random, Arena& arena, int depth = 0) {
    switch (random() % (depth > 2 ? 6 : 8)) {
    case 0:
        return Value::null();
    case 1:
        return Value::boolean(random() % 2 == 0);
    case 2:
        return Value::number(static_cast<int64_t>(random()), static_cast<int8_t>(random() % 5));
    case 3:
        return Value::date(static_cast<int64_t>(random() % 30000));
    case 4:
        return Value::text(arena.copy(std::string_view(std::to_string(random()))));
    case 5:
        return Value::number(Decimal{Int128(random()) * 1'000'000'000'000'000, 2, true}, arena);
    case 6: {
        std::vector<Value> items(random() % 4);
        for (Value& item : items)
            item = any_value(random, arena, depth + 1);
        return make_collection(items, arena);
    }
    default: {
        Row* const row = make_row(nullptr, 1 + random() % 4, arena);
        for (uint32_t cell = 0; cell < row->size; ++cell)
            row->cells()[cell] = any_value(random, arena, depth + 1);
        return Value::record(row);
    }
    }
}

} // namespace

TEST_CASE("resume(save(interview)) = interview: every slot, the place, the counts and the screens"
) {
    World world;
    TestFlow flow;
    std::vector<uint32_t> slots(20);
    for (uint32_t& slot : slots)
        slot = flow.slot();
    flow.add("Before");
    std::vector<const Wake*> woken;
    flow.add("Wait", [&](Group& group) {
        for (const uint32_t row : group.rows()) {
            woken.push_back(group.wake(row));
            if (group.wake(row) == nullptr)
                group.pause(row, std::make_shared<TestPause>());
        }
    });
    FunctionStep& after = flow.add("After");
    std::mt19937 random(20260301);
    for (int round = 0; round < 200; ++round) {
        woken.clear();
        Batch first(flow.program, 1, *world.transaction);
        for (const uint32_t slot : slots)
            first.slot(slot)[0] = any_value(random, first.arena());
        first.rest(0).screens = {{StepId{0}, nullptr}, {StepId{1}, nullptr}};
        run(first);
        REQUIRE(first.interview(0).is_paused);
        const std::unique_ptr<SavedInterview> saved = save(first, 0);

        const TestWake wake;
        Batch second(flow.program, 1, *world.transaction);
        restore(second, 0, *saved, wake);
        for (uint32_t slot = 0; slot < flow.program.slot_count; ++slot)
            CHECK(equal_exactly(first.slot(slot)[0], second.slot(slot)[0]));
        CHECK(second.interview(0).at == first.interview(0).at);
        CHECK(second.interview(0).steps == first.interview(0).steps);
        CHECK(second.rest(0).screens.size() == 2);
        CHECK(second.rest(0).pause == first.rest(0).pause);

        // Saved again it is what it was.
        second.interview(0).is_paused = true;
        const std::unique_ptr<SavedInterview> again = save(second, 0);
        for (size_t slot = 0; slot < saved->slots.size(); ++slot)
            CHECK(equal_exactly(saved->slots[slot], again->slots[slot]));
        CHECK(again->at == saved->at);

        second.interview(0).is_paused = false;
        const size_t before = after.groups.size();
        resume(second);
        CHECK(second.interview(0).at == StepId::end);
        CHECK(after.groups.size() == before + 1);
        REQUIRE(woken.size() == 2);
        CHECK(woken[1] == &wake);
    }
    // Woken steps are not visited twice.
    CHECK(world.transaction->figures(flow.program).visits == std::vector<uint64_t>{200, 200, 200});
}

TEST_CASE("a saved interview can be restored more than once, also with that of its subflow") {
    World world;
    TestFlow flow;
    const uint32_t slot = flow.slot();
    flow.add("Wait", [](Group& group) {
        for (const uint32_t row : group.rows())
            group.pause(row, std::make_shared<TestPause>());
    });
    Batch inner(flow.program, 1, *world.transaction);
    inner.slot(slot)[0] = Value::number(7);
    run(inner);
    Batch outer(flow.program, 1, *world.transaction);
    outer.slot(slot)[0] = Value::text("outer");
    run(outer);
    outer.rest(0).inner = save(inner, 0);
    const auto saved = save(outer, 0);
    CHECK(&saved->waiting() == saved->inner.get());
    CHECK(size_in_bytes(*saved) > size_in_bytes(*saved->inner));
    for (int time = 0; time < 2; ++time) {
        const TestWake wake;
        Batch batch(flow.program, 1, *world.transaction);
        restore(batch, 0, *saved, wake);
        REQUIRE(batch.rest(0).inner != nullptr);
        CHECK(equal_exactly(batch.rest(0).inner->slots[slot], Value::number(7)));
        CHECK(batch.slot(slot)[0].as_text() == "outer");
    }
}

TEST_CASE("texts with markup are plain on a terminal") {
    CHECK(
        plain_text("<p>Hello &amp; <b>welcome</b></p><ul><li>one</li><li>two</li></ul>") ==
        "Hello & welcome\n\n- one\n- two"
    );
    CHECK(plain_text("a < b and b > c") == "a < b and b > c");
    CHECK(plain_text("1<br/>2<BR>3") == "1\n2\n3");
    CHECK(plain_text("&#65;&#x42;&nbsp;&unknown; &") == "AB &unknown; &");
    CHECK(plain_text("<style>p { color: red }</style>text") == "text");
    CHECK(plain_text("") == "");
    CHECK(plain_text("<p></p><p> </p>") == "");
    CHECK(plain_text("unclosed <b") == "unclosed <b");
    CHECK(plain_text("&#0;&#xD800;&#99999999999;x") == "&#99999999999;x");
}
