// The texts of a page, its buttons and its stages.
#include "elements/screen_history.hpp"
#include "elements/screen_row.hpp"
#include "types/compare.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir::elements {

namespace {

class PageTexts {
public:
    PageTexts(ScreenRow& row, const ScreenPlan& plan, ScreenPage& page)
        : row_(row), plan_(plan), page_(page) {}

    void fields() { describe(plan_.fields, page_.fields); }

    void page(bool is_shown) {
        const FlowProgram& flow = row_.group.batch().flow();
        page_.flow = flow.name;
        page_.flow_label = flow.label.empty() ? flow.name : flow.label;
        page_.name = row_.group.step().name;
        page_.label = row_.group.step().label;
        page_.help = row_.text(plan_.help);
        page_.has_header = plan_.has_header;
        page_.has_footer = plan_.has_footer;
        page_.finishes =
            row_.group.step().next == StepId::end && row_.group.batch().subflow_depth == 0;
        if (plan_.allows_back && has_screen_before(row_.group, row_.row, is_shown))
            page_.back = button(plan_.back, "Previous");
        if (plan_.allows_next)
            page_.next = button(plan_.next, page_.finishes ? "Finish" : "Next");
        if (plan_.allows_pause)
            page_.pause = button(plan_.pause, "Pause");
        page_.paused_text = row_.text(plan_.paused);
        stages(flow);
    }

private:
    void describe(const std::vector<ScreenFieldPlan>& plans, std::vector<ScreenField>& fields) {
        for (size_t index = 0; index < fields.size() && !row_.has_failed; ++index) {
            const ScreenFieldPlan& plan = plans[index % plans.size()];
            ScreenField& field = fields[index];
            field.label = with_stages(row_.text(plan.label));
            const ComponentInput* const label =
                plan.kind == ScreenFieldKind::component ? plan.input("label") : nullptr;
            if (field.label.empty() && label != nullptr)
                field.label = row_.text(label->value);
            field.help = row_.text(plan.help);
            field.is_required = plan.is_required || row_.is_true(plan.required, false);
            field.is_disabled = row_.is_true(plan.disabled, false);
            field.is_read_only = plan.is_read_only || row_.is_true(plan.read_only, false);
            describe(plan.fields, field.fields);
        }
    }

    std::string button(const Expression& label, std::string_view usual) {
        std::string text = row_.text(label);
        return text.empty() ? std::string(usual) : text;
    }

    void stages(const FlowProgram& flow) {
        if (!plan_.active_stages || !plan_.current_stage)
            return;
        const Value active = row_.slot(*plan_.active_stages);
        const Value current = row_.slot(*plan_.current_stage);
        for (const FlowStage& stage : flow.stages) {
            const Value whole = Value::text(row_.group.arena().copy(
                std::string_view(fmt::format("{}:{}", flow.name, stage.name))
            ));
            const bool is_active = active.tag() == Tag::collection &&
                                   std::ranges::any_of(active.items(), [&](Value item) {
                                       return equal_ignoring_case(item, whole);
                                   });
            page_.stages.push_back({stage.label, is_active, equal_ignoring_case(current, whole)});
        }
    }

    /// A user reads the labels of stages, not "Flow:Stage".
    std::string with_stages(std::string text) const {
        const FlowProgram& flow = row_.group.batch().flow();
        for (const FlowStage& stage : flow.stages) {
            const std::string whole = fmt::format("{}:{}", flow.name, stage.name);
            for (size_t at = text.find(whole); at != std::string::npos;
                 at = text.find(whole, at + stage.label.size()))
                text.replace(at, whole.size(), stage.label);
        }
        return text;
    }

    ScreenRow& row_;
    const ScreenPlan& plan_;
    ScreenPage& page_;
};

} // namespace

void describe_page(ScreenRow& row, const ScreenPlan& plan, ScreenPage& page, bool is_shown) {
    PageTexts texts(row, plan, page);
    texts.page(is_shown);
    texts.fields();
}

} // namespace weir::elements
