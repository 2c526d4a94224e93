#include "metadata/flow_test.hpp"

#include "metadata/conditions.hpp"
#include "metadata/maker.hpp"
#include "syntax/declarations.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace weir::metadata {

namespace {

constexpr std::string_view record_alias = "$Record";
constexpr size_t deepest = 200; // of conditions in one another

/// Only the fields of the later record that the earlier one does not have like this: an update
/// writes nothing else. Malformed JSON stays as it is, and the compiler says so.
std::string changed_fields(std::string_view before, std::string_view after) {
    const auto old_record = nlohmann::json::parse(before, nullptr, false);
    const auto new_record = nlohmann::json::parse(after, nullptr, false);
    if (!old_record.is_object() || !new_record.is_object())
        return std::string(after);
    nlohmann::json changed = nlohmann::json::object();
    for (const auto& [name, value] : new_record.items())
        if (!old_record.contains(name) || old_record.at(name) != value)
            changed[name] = value;
    return changed.dump();
}

class TestReader {
public:
    TestReader(
        const XmlNode& root,
        std::string_view name,
        const Element* flow,
        Arena& arena,
        Diagnostics& out
    )
        : root_(root), name_(name), flow_(flow), make_(arena, out), out_(out) {}

    const Element* run() {
        if (flow_ == nullptr) {
            const XmlNode* const said = root_.child("flowApiName");
            leave_out(
                said != nullptr ? said->text_span : root_.span,
                fmt::format("there is no flow `{}` to test", flow_of_test(root_))
            );
            return nullptr;
        }
        start();
        for (const XmlNode* const point : root_.children)
            if (point->name == "testPoints" && is_whole_)
                assertions(*point);
        return is_whole_ ? finished() : nullptr;
    }

private:
    [[nodiscard]] Arena& arena() { return make_.arena(); }

    void leave_out(Span span, const std::string& reason) {
        out_.report(Code::W0918, span, "{}", reason).note("the test is left out");
        is_whole_ = false;
    }

    [[nodiscard]] Name flow_name(Span span) const { return {flow_->name.text, span}; }

    TestStep step(TestStepKind kind, Span span) const {
        TestStep result;
        result.kind = kind;
        result.span = span;
        return result;
    }

    // ------------------------------------------------------------------------------- the start

    void start() {
        for (const XmlNode* const point : root_.children) {
            if (point->name != "testPoints")
                continue;
            if (point->is_true("isUseMockOutput") || point->has("pathAfterMockOutput"))
                leave_out(point->span, "weir does not replace elements of a flow test by mocks");
            for (const XmlNode* const parameter : point->children)
                if (parameter->name == "parameters")
                    read_parameter(*parameter);
        }
        if (!is_whole_)
            return;
        const auto* const trigger = flow_->value<Trigger>("on");
        if (trigger == nullptr)
            run_flow();
        else if (trigger->kind == TriggerKind::event)
            publish(*trigger);
        else
            save_record(*trigger);
    }

    void read_parameter(const XmlNode& parameter) {
        const std::string_view type = parameter.child_text("type");
        if (type == "InputTriggeringRecordInitial")
            initial_ = &parameter;
        else if (type == "InputTriggeringRecordUpdated")
            updated_ = &parameter;
        else if (type == "InputVariable")
            read_input(parameter);
        else if (type == "ScheduledPath")
            leave_out(
                parameter.span,
                fmt::format(
                    "the test is of the path `{}`, which weir does not start by itself",
                    text_of(parameter).value
                )
            );
        else
            leave_out(parameter.span, fmt::format("the parameter type `{}` is not known", type));
    }

    /// The value of a parameter as it stands.
    static TextLiteral text_of(const XmlNode& parameter) {
        const XmlNode* const value = parameter.child("value");
        if (value == nullptr || value->children.empty())
            return {{}, parameter.span, false};
        return {value->children[0]->text, value->children[0]->text_span, false};
    }

    void read_input(const XmlNode& parameter) {
        const XmlNode* const name = parameter.child("leftValueReference");
        const Formula* const value = make_.value(parameter.child("value"), parameter.span);
        if (name == nullptr || name->text.empty() || value == nullptr) {
            leave_out(parameter.span, "this input has no value that weir reads");
            return;
        }
        Assignment input;
        input.target = make_.path(name->text, name->text_span);
        input.value = value;
        input.span = parameter.span;
        input.op_span = parameter.span;
        inputs_.push_back(input);
    }

    void run_flow() {
        TestStep run = step(TestStepKind::run, root_.span);
        run.object = flow_name(root_.span);
        run.assignments = arena().copy(std::span<const Assignment>(inputs_));
        steps_.push_back(run);
    }

    void publish(const Trigger& trigger) {
        if (initial_ == nullptr) {
            leave_out(root_.span, "the test gives no event that starts the flow");
            return;
        }
        TestStep create = step(TestStepKind::create, initial_->span);
        create.object = {trigger.object.text, initial_->span};
        create.text = text_of(*initial_);
        steps_.push_back(create);
        steps_.push_back(step(TestStepKind::deliver, initial_->span));
        expect_run();
    }

    void save_record(const Trigger& trigger) {
        if (initial_ == nullptr) {
            leave_out(root_.span, "the test gives no record that starts the flow");
            return;
        }
        TestStep create = step(TestStepKind::create, initial_->span);
        create.object = {trigger.object.text, initial_->span};
        create.alias = {record_alias, initial_->span};
        create.text = text_of(*initial_);
        // Only an active flow starts with a save, but also a draft is tested.
        if (const auto* const status = flow_->value<std::string_view>("status");
            status != nullptr && *status != "active")
            create.at = flow_name(initial_->span);
        is_stored_ = trigger.kind != TriggerKind::record_before_delete;
        steps_.push_back(create);
        if (trigger.kind == TriggerKind::record_before_delete) {
            TestStep erase = step(TestStepKind::erase, initial_->span);
            erase.object = {record_alias, initial_->span};
            steps_.push_back(erase);
        } else if (updated_ != nullptr) {
            TestStep update = step(TestStepKind::update, updated_->span);
            update.object = {record_alias, updated_->span};
            const TextLiteral before = text_of(*initial_);
            update.text = text_of(*updated_);
            const std::string changed = changed_fields(before.value, update.text.value);
            update.text.value = arena().copy(std::string_view(changed));
            steps_.push_back(update);
        }
        expect_run();
    }

    /// Before anything is asked of its interview the flow must have had one.
    void expect_run() {
        TestStep runs = step(TestStepKind::expect_runs, root_.span);
        const XmlNode* const said = root_.child("flowApiName");
        runs.span = said != nullptr ? said->text_span : root_.span;
        runs.object = flow_name(runs.span);
        runs.count = {"1", runs.span};
        runs.count_form = CountForm::at_least;
        steps_.push_back(runs);
    }

    // --------------------------------------------------------------------------- the assertions

    void assertions(const XmlNode& point) {
        for (const XmlNode* const assertion : point.children) {
            if (assertion->name != "assertions")
                continue;
            const Condition* const condition = read_conditions(*assertion, condition_tags, make_);
            // An assertion of which a part is missing would hold too easily.
            if (comparisons(condition, 0) < conditions_of(*assertion)) {
                leave_out(assertion->span, "an assertion compares with what weir does not read");
                return;
            }
            if (condition == nullptr)
                continue;
            TestStep expected = step(TestStepKind::expect_value, condition->span);
            expected.condition = of_flow(*condition, 0);
            if (const XmlNode* const message = assertion->child("errorMessage");
                message != nullptr && !message->text.empty())
                expected.text = {message->text, message->text_span, false};
            if (expected.condition != nullptr)
                steps_.push_back(expected);
        }
    }

    static size_t conditions_of(const XmlNode& assertion) {
        size_t count = 0;
        for (const XmlNode* const child : assertion.children)
            count += child->name == "conditions" ? 1U : 0U;
        return count;
    }

    static size_t comparisons(const Condition* condition, size_t depth) {
        if (condition == nullptr || depth > deepest)
            return 0;
        if (condition->operands.empty())
            return 1;
        size_t count = 0;
        for (const Condition* const operand : condition->operands)
            count += comparisons(operand, depth + 1);
        return count;
    }

    /// The condition with the names of the flow behind the flow's own.
    const Condition* of_flow(const Condition& source, size_t depth) {
        if (depth > deepest)
            return nullptr;
        Condition result = source;
        std::vector<const Condition*> operands;
        for (const Condition* const operand : source.operands)
            if (operand != nullptr)
                if (const Condition* const read = of_flow(*operand, depth + 1))
                    operands.push_back(read);
        result.operands = arena().copy(std::span<const Condition* const>(operands));
        result.left = of_flow(source.left);
        result.right = of_flow(source.right);
        if (is_empty_text(source.right) && source.op == ConditionOperator::equal)
            result.op = ConditionOperator::is_blank;
        if (is_empty_text(source.right) && source.op == ConditionOperator::not_equal)
            result.op = ConditionOperator::is_not_blank;
        if (!takes_right_side(result.op))
            result.right = nullptr;
        return arena().make<Condition>(result);
    }

    const Formula* of_flow(const Formula* source) {
        if (source == nullptr || source->root == nullptr ||
            source->root->kind != ExprKind::reference)
            return source;
        const auto& reference = static_cast<const ReferenceExpr&>(*source->root);
        if (reference.path.empty() || is_global(reference.path.parts[0].text))
            return source;
        if (is_stored_ && reference.path.parts[0].text == record_alias)
            return source;
        std::vector<Name> parts{flow_name(reference.path.parts[0].span)};
        parts.insert(parts.end(), reference.path.parts.begin(), reference.path.parts.end());
        ReferenceExpr longer = reference;
        longer.path.parts = arena().copy(std::span<const Name>(parts));
        Formula result = *source;
        result.root = arena().make<ReferenceExpr>(longer);
        return arena().make<Formula>(result);
    }

    /// No value is tested as an empty text; there is no other way to say it.
    static bool is_empty_text(const Formula* formula) {
        return formula != nullptr && formula->root != nullptr &&
               formula->root->kind == ExprKind::text &&
               static_cast<const TextExpr&>(*formula->root).value.empty();
    }

    static bool is_global(std::string_view name) {
        return name.starts_with('$') && name != "$Record" && name != "$Record__Prior";
    }

    // ------------------------------------------------------------------------------- the whole

    const Element* finished() {
        const std::string title = fmt::format("FlowTesting.{}.{}", flow_->name.text, name_);
        const XmlNode* const label = root_.child("label");
        const Span place = label != nullptr ? label->text_span : root_.span;
        Clause clause;
        clause.shape = shapes::test.block();
        clause.key_span = root_.span;
        clause.span = root_.span;
        clause.value = List<TestStep>(arena().copy(std::span<const TestStep>(steps_)));
        Element test;
        test.shape = &shapes::test;
        test.keyword_span = root_.span;
        test.label = arena().make<TextLiteral>(arena().copy(std::string_view(title)), place, false);
        test.clauses = arena().copy(std::span<const Clause>(&clause, 1));
        test.span = root_.span;
        test.header = place;
        return arena().make<Element>(test);
    }

    const XmlNode& root_;
    std::string_view name_;
    const Element* flow_;
    Maker make_;
    Diagnostics& out_;
    const XmlNode* initial_ = nullptr;
    const XmlNode* updated_ = nullptr;
    std::vector<Assignment> inputs_;
    std::vector<TestStep> steps_;
    bool is_whole_ = true;
    bool is_stored_ = false; // `$Record` is read as it is stored when all is done
};

} // namespace

std::string_view flow_of_test(const XmlNode& root) {
    return root.child_text("flowApiName");
}

const Element* read_flow_test(
    const XmlNode& root, std::string_view name, const Element* flow, Arena& arena, Diagnostics& out
) {
    return TestReader(root, name, flow, arena, out).run();
}

} // namespace weir::metadata
