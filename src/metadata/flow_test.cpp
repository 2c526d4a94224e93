#include "metadata/flow_test.hpp"

#include "metadata/conditions.hpp"
#include "metadata/flow_test_lists.hpp"
#include "metadata/flow_test_names.hpp"
#include "metadata/flow_test_values.hpp"
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
            if (point->is_true("isUseMockOutput") || point->is_true("isUseMockOuput"))
                mock(*point);
            else if (point->has("pathAfterMockOutput"))
                leave_out(point->span, "weir does not send an interview on by a mock");
            for (const XmlNode* const parameter : point->children)
                if (parameter->name == "parameters")
                    read_parameter(*parameter);
        }
        if (!is_whole_)
            return;
        const size_t mocks = steps_.size();
        start_flow();
        run_as_user(mocks);
    }

    /// An action gives what the test says; other elements have no outputs to be played.
    void mock(const XmlNode& point) {
        const std::string_view name = point.child_text("elementApiName");
        const Element* const element = find_element(*flow_, name);
        const bool is_action = element != nullptr &&
                               element->shape->subject == SubjectForm::action &&
                               !element->subject.empty();
        if (!is_action || point.has("pathAfterMockOutput")) {
            leave_out(
                point.span,
                fmt::format(
                    "`{}` is {}, which weir does not play",
                    name,
                    element == nullptr ? "no element of the flow" : "no action with outputs alone"
                )
            );
            return;
        }
        TestStep mock = step(TestStepKind::mock, point.span);
        mock.object = element->subject.type.name;
        mock.detail = element->subject.detail;
        std::vector<Assignment> returned;
        for (const XmlNode* const parameter : point.children)
            if (parameter->name == "parameters" &&
                parameter->child_text("type") == "MockElementOutput")
                if (std::optional<Assignment> output = assignment(*parameter))
                    returned.push_back(*output);
        mock.returned = arena().copy(std::span<const Assignment>(returned));
        steps_.push_back(mock);
    }

    /// `runTestAsUser`: all that starts the flow stands in `as user`.
    void run_as_user(size_t from) {
        const XmlNode* const user = root_.child("runTestAsUser");
        if (user == nullptr || user->text.empty() || from >= steps_.size())
            return;
        TestStep as = step(TestStepKind::as_user, user->span);
        as.text = {user->text, user->text_span, false};
        as.steps = arena().copy(std::span<const TestStep>(steps_).subspan(from));
        steps_.resize(from);
        steps_.push_back(as);
    }

    void start_flow() {
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
            read_path(parameter);
        else if (type != "MockElementOutput")
            leave_out(parameter.span, fmt::format("the parameter type `{}` is not known", type));
    }

    /// The asynchronous path is no element with a name.
    void read_path(const XmlNode& parameter) {
        const TextLiteral name = text_of(parameter);
        if (find_element(*flow_, name.value) == nullptr && !has_asynchronous_path(*flow_))
            leave_out(
                parameter.span,
                fmt::format("the test is of a path `{}`, which the flow does not have", name.value)
            );
        path_ = &parameter;
    }

    /// The value of a parameter as it stands.
    static TextLiteral text_of(const XmlNode& parameter) {
        const XmlNode* const value = parameter.child("value");
        if (value == nullptr || value->children.empty())
            return {{}, parameter.span, false};
        return {value->children[0]->text, value->children[0]->text_span, false};
    }

    void read_input(const XmlNode& parameter) {
        const XmlNode* const value = parameter.child("value");
        const std::string_view name = parameter.child_text("leftValueReference");
        if (is_structured(value) && !name.empty()) {
            const auto text = nlohmann::json::parse(json_of(*value), nullptr, false);
            structured_[std::string(name)] = text;
            return;
        }
        if (const std::optional<Assignment> input = assignment(parameter))
            inputs_.push_back(*input);
    }

    /// `leftValueReference = value`; nothing after a report.
    std::optional<Assignment> assignment(const XmlNode& parameter) {
        const XmlNode* const name = parameter.child("leftValueReference");
        const Formula* const value = make_.value(parameter.child("value"), parameter.span);
        if (name == nullptr || name->text.empty() || value == nullptr) {
            leave_out(parameter.span, "this parameter has no value that weir reads");
            return std::nullopt;
        }
        Assignment input;
        input.target = make_.path(name->text, name->text_span);
        input.value = value;
        input.span = parameter.span;
        input.op_span = parameter.span;
        return input;
    }

    void run_flow() {
        TestStep run = step(TestStepKind::run, root_.span);
        run.object = flow_name(root_.span);
        run.assignments = arena().copy(std::span<const Assignment>(inputs_));
        if (!structured_.empty())
            run.text = {
                arena().copy(std::string_view(
                    structured_.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)
                )),
                root_.span,
                false};
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
        if (path_ != nullptr) {
            TestStep advance = step(TestStepKind::advance, path_->span);
            advance.object = flow_name(path_->span);
            const TextLiteral path = text_of(*path_);
            advance.code = {path.value, path.span};
            steps_.push_back(advance);
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
            // All conditions must hold: those that compare with lists stand for themselves.
            std::vector<const XmlNode*> others;
            std::vector<const Condition*> conditions;
            for (const XmlNode* const child : assertion->children) {
                const auto list =
                    child->name == "conditions" ? read_list_condition(*child, make_) : std::nullopt;
                if (list)
                    conditions.push_back(*list);
                else
                    others.push_back(child);
            }
            XmlNode* const plain = arena().make<XmlNode>(*assertion);
            plain->children = arena().copy(std::span<const XmlNode* const>(others));
            const Condition* const condition = read_conditions(*plain, condition_tags, make_);
            // An assertion of which a part is missing would hold too easily.
            if (comparisons(condition, 0) < conditions_of(*plain)) {
                leave_out(assertion->span, "an assertion compares with what weir does not read");
                return;
            }
            if (condition != nullptr)
                conditions.push_back(condition);
            for (const Condition* const each : conditions)
                expect(*assertion, *each);
        }
    }

    void expect(const XmlNode& assertion, const Condition& condition) {
        TestStep expected = step(TestStepKind::expect_value, condition.span);
        expected.condition = behind_flow_name(condition, flow_->name.text, is_stored_, arena());
        if (const XmlNode* const message = assertion.child("errorMessage");
            message != nullptr && !message->text.empty())
            expected.text = {message->text, message->text_span, false};
        if (expected.condition != nullptr)
            steps_.push_back(expected);
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
    const XmlNode* path_ = nullptr;                        // the test is of a scheduled path
    nlohmann::json structured_ = nlohmann::json::object(); // inputs that are lists or records
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
