// The step of a screen: shows a page and pauses; woken with an answer it goes on, goes back, or
// shows the page again with what is wrong.
#include "elements/interview_size.hpp"
#include "elements/screen_history.hpp"
#include "elements/screen_row.hpp"
#include "org/transaction.hpp"
#include "runtime/fault_text.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <mutex>

namespace weir::elements {

namespace {

using Action = ScreenAnswer::Action;

/// What the variables of a page held, to be put back.
class Memory {
public:
    Memory(ScreenRow& row, const ScreenPlan& plan) : row_(row) { note(plan.fields); }

    void restore() {
        for (const auto& [slot, value] : held_)
            row_.slot(slot) = value;
    }

private:
    void note(const std::vector<ScreenFieldPlan>& plans) {
        for (const ScreenFieldPlan& plan : plans) {
            if (plan.place)
                // A record is written in a copy as soon as two hold it.
                held_.emplace_back(plan.place->slot, share(row_.slot(plan.place->slot)));
            for (const ChoiceSource& source : plan.choices)
                if (source.choice != nullptr && source.choice->slot)
                    held_.emplace_back(*source.choice->slot, row_.slot(*source.choice->slot));
            note(plan.fields);
        }
    }

    ScreenRow& row_;
    std::vector<std::pair<uint32_t, Value>> held_;
};

/// Attributes that the flow reads of a component and nothing declares: fields like the others.
void complete(std::vector<ScreenFieldPlan>& plans, const Program& program) {
    for (ScreenFieldPlan& plan : plans) {
        complete(plan.fields, program);
        if (plan.kind != ScreenFieldKind::component || plan.open == nullptr)
            continue;
        for (const OpenOutput& open : *plan.open) {
            const std::string name = fmt::format("{}.{}", plan.name, open.name);
            ScreenFieldPlan* known = nullptr;
            for (ScreenFieldPlan& attribute : plan.fields)
                if (equal_ignoring_case(attribute.name, name))
                    known = &attribute;
            if (known != nullptr) {
                known->also = open.slot; // read of the component, and kept in a variable
                continue;
            }
            ScreenFieldPlan& attribute = plan.fields.emplace_back();
            attribute.kind = ScreenFieldKind::input;
            attribute.name = name;
            attribute.type = Type::of(TypeKind::any);
            attribute.is_asked = plan.standard == nullptr;
            attribute.place =
                Destination{open.slot, std::nullopt, ObjectId::none, Type::of(TypeKind::any)};
            attribute.member = program.layouts->find_member(open.name);
            if (const ComponentInput* const input = plan.input(open.name))
                attribute.default_value = input->value;
        }
    }
}

class ScreenStep final : public Step {
public:
    explicit ScreenStep(ScreenPlan plan) : plan_(std::move(plan)) {}

    void run(Group& group) const override {
        std::call_once(completed_, [&] { complete(plan_.fields, group.transaction().program()); });
        for (const uint32_t row : group.rows()) {
            ScreenRow one(group, row);
            if (const Wake* const wake = group.wake(row))
                answer(one, *wake);
            else
                show(one);
        }
    }

private:
    /// A save, an event or a schedule has nobody to ask.
    static bool has_user(const Batch& batch) {
        const Batch* outermost = &batch;
        while (outermost->caller != nullptr)
            outermost = outermost->caller;
        return outermost->flow().start == FlowStart::autolaunched;
    }

    void show(ScreenRow& row) const {
        if (!has_user(row.group.batch())) {
            row.group.fault(
                row.row,
                text_fault(
                    fmt::format("The screen {} has no user: a trigger started the flow.", name),
                    row.group.arena()
                )
            );
            return;
        }
        if (plan_.stage && plan_.current_stage)
            row.slot(*plan_.current_stage) = row.evaluate(plan_.stage);
        const auto page = make_page(row, plan_, nullptr, nullptr);
        if (page == nullptr)
            return;
        note_shown(row.group, row.row);
        row.group.pause(row.row, page);
    }

    void answer(ScreenRow& row, const Wake& wake) const {
        const auto* const given = dynamic_cast<const ScreenAnswer*>(&wake);
        const auto pause = row.group.batch().rest(row.row).pause;
        const auto* const before = dynamic_cast<const ScreenPage*>(pause.get());
        if (given == nullptr || before == nullptr) {
            row.group.fault(
                row.row,
                text_fault(
                    fmt::format("The screen {} waits for an answer.", name), row.group.arena()
                )
            );
            return;
        }
        Memory memory(row, plan_);
        const auto page = make_page(row, plan_, before, given);
        if (page == nullptr)
            return;
        refuse_button(*before, given->action, *page);
        if (given->action == Action::pause && row.group.transaction().has_limits() &&
            is_too_large(row.group.batch(), row.row))
            page->errors.push_back(too_large_text());
        if (given->action == Action::next || given->action == Action::look)
            validate_page(row, plan_, *page);
        if (row.has_failed)
            return;
        if (given->action == Action::look || page->has_errors()) {
            page->is_paused = before->is_paused;
            memory.restore();
            row.group.pause(row.row, page);
            return;
        }
        leave(row, given->action, page);
    }

    /// A button that the page does not have is not pressed.
    static void refuse_button(const ScreenPage& before, Action action, ScreenPage& page) {
        if (before.is_paused && action != Action::resume && action != Action::look)
            page.errors.emplace_back("The interview is paused; it is resumed first.");
        if (!before.is_paused && action == Action::resume)
            page.errors.emplace_back("The interview is not paused.");
        if (action == Action::back && !before.back)
            page.errors.emplace_back("Nobody can go back from this screen.");
        if (action == Action::next && !before.next)
            page.errors.emplace_back("Nobody can go on from this screen.");
        if (action == Action::pause && !before.pause)
            page.errors.emplace_back("Nobody can pause at this screen.");
    }

    void leave(ScreenRow& row, Action action, const std::shared_ptr<ScreenPage>& page) const {
        switch (action) {
        case Action::next:
            accept_page(row, plan_, *page);
            break;
        case Action::back:
            keep_given(row, plan_.fields, page->fields);
            go_back(row.group, row.row);
            break;
        case Action::pause:
            keep_given(row, plan_.fields, page->fields);
            page->is_paused = true;
            row.group.pause(row.row, page);
            break;
        case Action::resume:
        case Action::look:
            row.group.pause(row.row, page);
            break;
        }
    }

    /// What the user gave is there when the user comes back.
    static void keep_given(
        ScreenRow& row,
        const std::vector<ScreenFieldPlan>& plans,
        const std::vector<ScreenField>& fields
    ) {
        for (size_t index = 0; index < fields.size(); ++index) {
            const ScreenFieldPlan& plan = plans[index % plans.size()];
            if (plan.given_slot && fields[index].is_given)
                row.slot(*plan.given_slot) = Value::boolean(true);
            if (plan.kind != ScreenFieldKind::repeater)
                keep_given(row, plan.fields, fields[index].fields);
        }
    }

    // Attributes that flows read are known when the whole flow is checked.
    mutable ScreenPlan plan_;
    mutable std::once_flag completed_;
};

} // namespace

std::unique_ptr<Step> screen_step(ScreenPlan plan) {
    return std::make_unique<ScreenStep>(std::move(plan));
}

} // namespace weir::elements
