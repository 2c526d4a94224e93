// Approval processes, quick actions and outbound messages: their conditions, values and fields.
#include "check/record_scope.hpp"
#include "check/reports.hpp"
#include "check/world_formulas.hpp"
#include "program/declared_actions.hpp"
#include "schema/fold.hpp"
#include "syntax/declarations.hpp"
#include "types/decimal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace weir {

namespace {

class ActionsCompiler {
public:
    ActionsCompiler(Program& program, Diagnostics& out)
        : program_(program),
          out_(out),
          context_{*program.schema, *program.layouts, program.arena, out, false} {}

    /// What the objects hold; messages first, because approvals name them.
    void messages_of(const Element& element) {
        each_member(
            element,
            shapes::outbound_message,
            [&](const Element& member, const Object& on) { message(member, on); }
        );
    }
    void processes_of(const Element& element) {
        each_member(
            element,
            shapes::approval_process,
            [&](const Element& member, const Object& on) { process(member, on); }
        );
    }

    void quick_action(const Element& element) {
        const Setup& setup = program_.schema->setup();
        const auto* const stands = element.value<Path>("on");
        const Object* const object = stands == nullptr || stands->empty()
                                         ? nullptr
                                         : program_.schema->find(stands->parts.back().text);
        const std::string name = object == nullptr
                                     ? std::string(element.name.text)
                                     : fmt::format("{}.{}", object->name, element.name.text);
        const QuickAction* const declared = setup.quick_actions.find(name);
        if (declared == nullptr)
            return; // said when it was declared
        QuickActionProgram action;
        action.name = declared->name;
        action.kind = declared->kind;
        action.object = declared->object;
        action.makes = declared->makes;
        action.flow = declared->flow;
        const Object* const target = target_of(action);
        if (const Clause* const set = element.clause("set"); set != nullptr && target != nullptr)
            action.values =
                updates(*std::get_if<List<Assignment>>(&set->value), *target, object, action.name);
        actions_.quick_actions.push_back(std::move(action));
    }

    [[nodiscard]] std::shared_ptr<const DeclaredActions> take() {
        const auto place = [](const ApprovalProcess& process) {
            return std::pair(process.object, process.order == 0 ? ~0U : process.order);
        };
        std::ranges::stable_sort(actions_.processes, {}, place);
        return std::make_shared<const DeclaredActions>(std::move(actions_));
    }
    [[nodiscard]] bool empty() const {
        return actions_.processes.empty() && actions_.quick_actions.empty() &&
               actions_.messages.empty();
    }

private:
    template<class Read>
    void each_member(const Element& declaration, const Shape& shape, Read read) {
        const bool has_members =
            declaration.shape == &shapes::object || declaration.shape == &shapes::extend;
        const Object* const object =
            has_members ? program_.schema->find(declaration.name.text) : nullptr;
        if (object == nullptr)
            return;
        for (const Element* const member : elements_in(declaration))
            if (member->shape == &shape && !member->name.text.empty())
                read(*member, *object);
    }

    static std::vector<const Element*> elements_in(const Element& declaration) {
        std::vector<const Element*> result;
        const auto* const block = declaration.value<const Block*>("");
        if (block == nullptr || *block == nullptr)
            return result;
        for (const Statement& statement : (*block)->statements)
            if (statement.kind == StatementKind::element && statement.element != nullptr)
                result.push_back(statement.element);
        return result;
    }

    [[nodiscard]] const Object* target_of(const QuickActionProgram& action) const {
        if (action.makes != ObjectId::none)
            return &program_.schema->object(action.makes);
        if (action.kind == "log a call")
            return program_.schema->find("Task");
        return action.object == ObjectId::none ? nullptr : &program_.schema->object(action.object);
    }

    /// What an object has of one kind has names of its own.
    bool is_new(const Name& name, const Object& object, std::string_view what) {
        const std::string key = fmt::format("{} {}.{}", what, object.name, folded(name.text));
        const auto [first, added] = names_.try_emplace(key, name.span);
        if (!added)
            out_.report(
                    Code::W0301,
                    name.span,
                    "`{}` has an {} `{}` already",
                    object.name,
                    what,
                    name.text
            )
                .here("a second time here")
                .label(first->second, "first used here");
        return added;
    }

    // ---------------------------------------------------------------- outbound messages

    void message(const Element& element, const Object& object) {
        OutboundMessage message;
        message.name = fmt::format("{}.{}", object.name, element.name.text);
        message.object = object.id;
        if (!is_new(element.name, object, "outbound message"))
            return;
        if (const auto* const to = element.value<TextLiteral>("to"))
            message.address = to->value;
        if (const auto* const fields = element.value<List<Path>>("fields"))
            for (const Path& path : *fields) {
                EmptyScope scope;
                if (const auto field = own_field(path, object, path.span, scope, out_))
                    message.fields.push_back(*field);
            }
        actions_.messages.push_back(std::move(message));
    }

    // ------------------------------------------------------------------------- approvals

    void process(const Element& element, const Object& object) {
        ApprovalProcess process;
        process.name = element.name.text;
        process.label = label_of(element);
        process.object = object.id;
        if (!is_new(element.name, object, "approval process"))
            return;
        read_.clear();
        process.is_active = !element.has("inactive");
        process.condition = condition(element, object);
        if (const auto* const order = element.value<NumberLiteral>("order"))
            process.order = whole(*order);
        if (const auto* const who = element.value<List<TextLiteral>>("submitters"))
            for (const TextLiteral& one : *who)
                process.submitters.emplace_back(one.value);
        if (const auto* const editors = element.value<std::string_view>("editable by"))
            process.approvers_edit = *editors == "administrators and approvers";
        process.keeps_lock_when_approved = element.has("keeps lock when approved");
        process.keeps_lock_when_rejected = element.has("keeps lock when rejected");
        process.on_submission = actions(element, "submission", object);
        process.on_approval = actions(element, "approval", object);
        process.on_rejection = actions(element, "rejection", object);
        process.on_recall = actions(element, "recall", object);
        for (const Element* const member : elements_in(element))
            if (member->shape == &shapes::approval_step && !member->name.text.empty())
                process.steps.push_back(step(*member, object));
        check_steps(element, process);
        process.read.assign(read_.begin(), read_.end());
        actions_.processes.push_back(std::move(process));
    }

    void check_steps(const Element& element, const ApprovalProcess& process) {
        if (process.steps.empty() && !element.broken)
            out_.report(
                    Code::W0507,
                    element.header,
                    "`approval process` lacks its clause `{}`",
                    "approval step"
            )
                .here("nobody is asked")
                .note("a process has at least one `approval step`");
    }

    ApprovalStep step(const Element& element, const Object& object) {
        ApprovalStep step;
        step.name = element.name.text;
        step.label = label_of(element);
        step.condition = condition(element, object);
        if (const auto* const word = element.value<std::string_view>("otherwise"))
            step.otherwise = *word == "approve"  ? ApprovalStep::Otherwise::approve
                             : *word == "reject" ? ApprovalStep::Otherwise::reject
                                                 : ApprovalStep::Otherwise::go_on;
        if (const auto* const who = element.value<List<TextLiteral>>("approvers"))
            for (const TextLiteral& one : *who)
                step.approvers.push_back(approver(one, object));
        if (step.approvers.empty())
            step.approvers.push_back({});
        step.all_must_approve = element.has("all must approve");
        step.goes_back = element.has("goes back when rejected");
        step.on_approval = actions(element, "approval", object);
        step.on_rejection = actions(element, "rejection", object);
        return step;
    }

    Approver approver(const TextLiteral& said, const Object& object) {
        constexpr std::string_view queue = "queue ";
        const std::string_view text = said.value;
        if (text == "manager")
            return {Approver::Kind::manager, {}, FieldId::none};
        if (text == "chosen")
            return {Approver::Kind::chosen, {}, FieldId::none};
        if (text.starts_with(queue))
            return {Approver::Kind::queue, std::string(text.substr(queue.size())), FieldId::none};
        if (text.find('@') != std::string_view::npos)
            return {Approver::Kind::user, std::string(text), FieldId::none};
        const auto field = object.find_field(text);
        if (!field) {
            report_unknown_field(object, Name{text, said.span}, out_);
            return {};
        }
        read_.insert(*field);
        return {Approver::Kind::field, {}, *field};
    }

    ApprovalActions actions(const Element& element, std::string_view when, const Object& object) {
        ApprovalActions result;
        const std::string what = fmt::format("on {}", when);
        if (const Clause* const set = element.clause(what))
            if (const auto* const list = std::get_if<List<Assignment>>(&set->value))
                result.updates = updates(*list, object, &object, element.name.text);
        for (const FieldUpdate& update : result.updates)
            note(update.value);
        const auto named = [&](std::string_view kind, std::vector<std::string>& names) {
            const auto* const paths =
                element.value<List<Path>>(fmt::format("{} on {}", kind, when));
            if (paths == nullptr)
                return;
            for (const Path& path : *paths)
                if (!path.empty())
                    add_named(kind, path.parts.back(), object, names);
        };
        named("alerts", result.alerts);
        named("messages", result.messages);
        return result;
    }

    void add_named(
        std::string_view kind,
        const Name& name,
        const Object& object,
        std::vector<std::string>& names
    ) {
        const std::string full = fmt::format("{}.{}", object.name, name.text);
        const auto is_it = [&](const auto& one) { return folded(one.name) == folded(full); };
        const bool is_known = kind == "alerts" ? std::ranges::any_of(program_.alerts, is_it)
                                               : std::ranges::any_of(actions_.messages, is_it);
        names.push_back(full);
        if (is_known)
            return;
        const Code code = program_.schema->setup().is_open ? Code::W0319 : Code::W0306;
        out_.report(
                code,
                name.span,
                "`{}` has no {} `{}`",
                object.name,
                kind == "alerts" ? "alert" : "outbound message",
                name.text
        )
            .here("nothing of that name is declared");
    }

    // ---------------------------------------------------------------------------- shared

    RecordFormula condition(const Element& element, const Object& object) {
        const auto* const when = element.value<const Condition*>("when");
        if (when == nullptr || *when == nullptr)
            return {};
        RecordScope scope(object, RecordScope::Past::unknown);
        const Expression expression = compile(**when, scope, context_);
        RecordFormula formula{expression, scope.take_sources()};
        note(formula);
        return formula;
    }

    void note(const RecordFormula& formula) {
        for (const SlotSource& source : formula.sources)
            if (source.kind != SlotSource::Kind::is_new && source.field != FieldId::none)
                read_.insert(source.field);
    }

    /// `{ Field = formula }`: fields of `target`, formulas over `source` (null: over nothing).
    std::vector<FieldUpdate> updates(
        const List<Assignment>& list,
        const Object& target,
        const Object* source,
        std::string_view owner
    ) {
        std::vector<FieldUpdate> result;
        for (const Assignment& assignment : list) {
            EmptyScope fields;
            const auto field =
                own_field(assignment.target, target, assignment.target.span, fields, out_);
            if (assignment.value == nullptr)
                continue;
            RecordFormula value = formula(*assignment.value, source);
            if (!field)
                continue;
            const auto earlier = std::ranges::find(result, *field, &FieldUpdate::field);
            if (earlier != result.end()) {
                out_.report(
                    Code::W0607,
                    assignment.target.span,
                    "`{}` is set twice",
                    target.field(*field).name
                );
                continue;
            }
            value.expression = coerce(
                value.expression,
                target.field(*field).type(),
                assignment.value->span,
                fmt::format("`{}` of `{}`", target.field(*field).name, owner),
                context_
            );
            result.push_back({*field, std::move(value)});
        }
        return result;
    }

    RecordFormula formula(const Formula& formula, const Object* source) {
        if (source == nullptr) {
            EmptyScope scope;
            return {compile(formula, scope, context_), {}};
        }
        RecordScope scope(*source, RecordScope::Past::unknown);
        const Expression expression = compile(formula, scope, context_);
        return {expression, scope.take_sources()};
    }

    static std::string label_of(const Element& element) {
        if (element.label != nullptr)
            return std::string(element.label->value);
        std::string label(element.name.text);
        std::ranges::replace(label, '_', ' ');
        return label;
    }

    static uint32_t whole(const NumberLiteral& number) {
        const auto decimal = parse_decimal(number.digits);
        const auto value = decimal ? to_integer(*decimal) : std::nullopt;
        return value && *value > 0 && *value < 10'000 ? static_cast<uint32_t>(*value) : 0U;
    }

    Program& program_;
    Diagnostics& out_;
    CompileContext context_;
    DeclaredActions actions_;
    std::unordered_map<std::string, Span> names_;
    std::set<FieldId> read_; // of the process that is read
};

} // namespace

void compile_actions(std::span<const SyntaxTree* const> trees, Program& program, Diagnostics& out) {
    ActionsCompiler compiler(program, out);
    const auto each = [&](auto read) {
        for (const SyntaxTree* const tree : trees)
            for (const Element* const declaration : tree->declarations)
                if (declaration != nullptr && !declaration->name.text.empty())
                    read(*declaration);
    };
    each([&](const Element& element) { compiler.messages_of(element); });
    each([&](const Element& element) { compiler.processes_of(element); });
    each([&](const Element& element) {
        if (element.shape == &shapes::quick_action)
            compiler.quick_action(element);
    });
    if (!compiler.empty())
        program.actions = compiler.take();
}

} // namespace weir
