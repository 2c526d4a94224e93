// action: calls an action of the org, or one that the host registered.
#include "check/flow_checker.hpp"
#include "elements/clauses.hpp"
#include "elements/kinds.hpp"
#include "elements/parameters.hpp"
#include "elements/record_forms.hpp"
#include "elements/values.hpp"
#include "org/call_action.hpp"
#include "org/quick_actions.hpp"
#include "org/transaction.hpp"
#include "program/action.hpp"
#include "runtime/batch.hpp"
#include "runtime/fault_text.hpp"
#include "types/convert.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

constexpr std::string_view transactions[] = {"automatic", "new"};
constexpr std::string_view xml_transactions[] = {"Automatic", "NewTransaction"};

constexpr ClauseShape clauses[] = {
    {.key = "transaction",
     .value = ValueKind::words,
     .xml = "flowTransactionModel",
     .choices = transactions,
     .doc =
         "`automatic` lets the org decide whether a transaction of its own is due, `new` asks for "
         "one. Without it the action runs in the transaction of the flow.",
     .xml_words = xml_transactions},
    {.key = "returns",
     .value = ValueKind::assignments,
     .xml = "outputParameters",
     .doc = "`{ Variable = output }`: outputs to keep in variables. Without it they are "
            "`Name.output`.",
     .form = XmlForm::outputs},
    elements::description_clause,
    {.key = "",
     .value = ValueKind::assignments,
     .xml = "inputParameters",
     .doc = "`{ input = value }`: its inputs.",
     .form = XmlForm::parameters},
    {.key = "types",
     .value = ValueKind::assignments,
     .xml = "dataTypeMappings",
     .doc = "`{ T__record = Account }`: the objects that the action is used for.",
     .form = XmlForm::mappings},
    elements::fault_clause,
};

constexpr std::string_view unless_flowTransactionModel[] = {"transaction"};
constexpr std::string_view unless_returns[] = {"returns"};
constexpr XmlImplied implied[] = {
    {.tag = "flowTransactionModel",
     .value = "CurrentTransaction",
     .unless = unless_flowTransactionModel,
     .since = 49},
    {.tag = "offset", .value = "0", .since = 62},
    {.tag = "storeOutputAutomatically", .value = "true", .unless = unless_returns, .if_read = true},
};

constexpr Shape shape{
    .keyword = "action",
    .category = Category::element,
    .xml = "actionCalls",
    .subject = SubjectForm::action,
    .subject_required = true,
    .can_fault = true,
    .clauses = clauses,
    .doc = "Action: `action Name: type Detail`, for example `emailAlert Contact.Welcome` or `apex "
           "Rates`.",
    .implied = implied,
};

using namespace elements;

/// Whose transaction an action runs in (reference/actions.md, "Transaction model of actions").
enum class Model : uint8_t { current, automatic, own };

/// One call for the group: what the inputs are for each interview in, outputs and faults by
/// interview out.
class ActionStep final : public Step {
public:
    ActionStep(
        std::string type,
        std::string detail,
        std::vector<NamedInput> inputs,
        std::vector<NamedOutput> outputs,
        std::shared_ptr<const std::vector<OpenOutput>> open_outputs,
        Model model,
        bool calls_out
    )
        : type_(std::move(type)),
          detail_(std::move(detail)),
          inputs_(std::move(inputs)),
          outputs_(std::move(outputs)),
          open_outputs_(std::move(open_outputs)),
          model_(model),
          calls_out_(calls_out) {}

    void run(Group& group) const override {
        if (const Fault* const refused = choose_transaction(group)) {
            for (const uint32_t row : group.rows())
                group.fault(row, refused);
            return;
        }
        const std::span<ActionColumn> inputs = gather(group);
        const Rows rows = group.rows();
        if (rows.empty())
            return;
        Arena& arena = group.arena();
        const size_t named = outputs_.size();
        const std::span<ActionColumn> outputs =
            arena.make_array<ActionColumn>(named + open_outputs_->size());
        for (size_t index = 0; index < outputs.size(); ++index) {
            const std::string& output =
                index < named ? outputs_[index].name : (*open_outputs_)[index - named].name;
            outputs[index] = {output, arena.make_array<Value>(rows.size())};
        }
        const std::span<const Fault*> faults = arena.make_array<const Fault*>(rows.size());
        ActionCall call{
            group.transaction(),
            type_,
            detail_,
            static_cast<uint32_t>(rows.size()),
            inputs,
            outputs,
            faults,
            arena,
            &group.batch().flow(),
            group.batch().subflow_depth};
        call_action(call);
        for (size_t index = 0; index < rows.size(); ++index)
            if (faults[index] != nullptr)
                group.fault(rows[index], action_fault(*faults[index], arena));
        keep_outputs(group, rows, outputs);
    }

private:
    /// Splits the transaction where the model or the action says so; the fault of an action that
    /// calls out beside work that is not committed.
    const Fault* choose_transaction(Group& group) const {
        Transaction& transaction = group.transaction();
        const Action* const action = transaction.org().actions().find(type_, detail_);
        ActionTraits traits = action == nullptr ? ActionTraits{} : action->traits();
        traits.calls_out |= calls_out_;
        const bool splits = traits.ends_transaction || model_ == Model::own ||
                            (model_ == Model::automatic && traits.calls_out);
        if (splits && transaction.has_uncommitted_work()) {
            own_values(group.batch());
            if (!transaction.split() && transaction.failure() != nullptr)
                return transaction.fail(*transaction.failure());
        }
        if (!traits.calls_out)
            return nullptr;
        if (!transaction.has_uncommitted_work())
            return transaction.count(Governor::callouts, group.rows().size());
        return text_fault(
            "You have uncommitted work pending. Please commit or rollback before calling out",
            group.arena()
        );
    }

    /// Values that the store has handed out end with its transaction: the interviews keep their own.
    static void own_values(Batch& innermost) {
        for (Batch* batch = &innermost; batch != nullptr; batch = batch->caller)
            for (uint32_t slot = 0; slot < batch->flow().slot_count; ++slot)
                for (Value& value : batch->slot(slot))
                    value = copy(value, batch->arena());
    }

    /// The inputs, a value for each interview that is left when all of them are evaluated.
    std::span<ActionColumn> gather(Group& group) const {
        const auto columns = group.arena().make_array<std::span<const Value>>(inputs_.size());
        for (size_t index = 0; index < columns.size(); ++index)
            columns[index] = group.evaluate(inputs_[index].value);
        const Rows rows = group.rows();
        const std::span<ActionColumn> dense =
            group.arena().make_array<ActionColumn>(inputs_.size());
        for (size_t input = 0; input < columns.size(); ++input) {
            const std::span<Value> values = group.scratch();
            for (size_t index = 0; index < rows.size(); ++index)
                values[index] = share(columns[input][rows[index]]);
            dense[input] = {inputs_[input].name, values.first(rows.size())};
        }
        return dense;
    }

    void keep_outputs(Group& group, Rows called, std::span<const ActionColumn> outputs) const {
        for (size_t output = 0; output < outputs_.size(); ++output) {
            const NamedOutput& named = outputs_[output];
            const std::span<Value> slot = group.slot(named.delivery.slot);
            for (size_t index = 0; index < called.size(); ++index)
                slot[called[index]] = given(outputs[output].values[index]);
            if (named.is_delivered)
                named.delivery.deliver(group, group.rows());
        }
        for (size_t open = 0; open < open_outputs_->size(); ++open) {
            const std::span<Value> slot = group.slot((*open_outputs_)[open].slot);
            for (size_t index = 0; index < called.size(); ++index)
                slot[called[index]] = given(outputs[outputs_.size() + open].values[index]);
        }
    }

    std::string type_;
    std::string detail_;
    std::vector<NamedInput> inputs_;
    std::vector<NamedOutput> outputs_;
    std::shared_ptr<const std::vector<OpenOutput>> open_outputs_; // what the flow reads beside
    Model model_;
    bool calls_out_;
};

std::string_view detail_of(const Element& element, FlowChecker& checker) {
    return element.subject.detail.empty()
               ? std::string_view{}
               : spell(element.subject.detail, checker.compile_context().arena);
}

/// What is known of the action that an element calls.
struct Signature {
    std::vector<Parameter> inputs;
    std::vector<Parameter> outputs;
    Others others = Others::unknown;
    bool is_known = false;
    bool calls_out = false;
};

std::vector<Parameter> parameters_of(std::span<const ActionParameter> described) {
    std::vector<Parameter> parameters;
    for (const ActionParameter& parameter : described)
        parameters.push_back({parameter.name, parameter.type, parameter.required});
    return parameters;
}

/// A parameter whose type is a class may be anything.
std::vector<Parameter> parameters_of(std::span<const ApexParameter> declared) {
    std::vector<Parameter> parameters;
    for (const ApexParameter& parameter : declared) {
        Type type = parameter.type.is_error() ? Type::of(TypeKind::any) : parameter.type;
        type.collection = parameter.collection;
        parameters.push_back({parameter.name, type, parameter.required});
    }
    return parameters;
}

/// What the org or the host runs, else what is declared, else nothing: then everything is believed.
Signature signature_of(const Element& element, FlowChecker& checker) {
    const std::string_view type = element.subject.type.name.text;
    const std::string_view detail = detail_of(element, checker);
    const Setup& setup = checker.schema().setup();
    if (type == "quickAction") {
        const bool is_declared = setup.quick_actions.find(detail) != nullptr ||
                                 find_standard_quick_action(detail) != nullptr;
        return {{}, {}, Others::open, is_declared, false};
    }
    if (const Action* const action = checker.actions().find(type, detail))
        return {
            parameters_of(action->inputs()),
            parameters_of(action->outputs()),
            action->traits().is_open ? Others::open : Others::unknown,
            true,
            action->traits().calls_out};
    if (type == "apex")
        if (const ApexAction* const declared = setup.apex_actions.find(detail))
            return {
                parameters_of(declared->inputs),
                parameters_of(declared->outputs),
                Others::unknown,
                true,
                declared->calls_out};
    return {{}, {}, Others::open, false, false};
}

void declare(const Element& element, FlowChecker& checker) {
    if (element.subject.empty())
        return;
    const Signature signature = signature_of(element, checker);
    if (signature.others == Others::open)
        (void)checker.open_outputs(element);
    if (!element.has("returns"))
        declare_outputs(element, signature.outputs, NameOrigin::action_output, checker);
}

void report_unknown(const Element& element, FlowChecker& checker) {
    const Name& type = element.subject.type.name;
    const std::vector<std::string_view> types = checker.actions().types();
    const std::string_view detail = detail_of(element, checker);
    if (checker.schema().setup().is_open) {
        checker.out()
            .report(
                Code::W0813,
                element.subject.span,
                "nothing declares the action `{}{}{}`",
                type.text,
                detail.empty() ? "" : " ",
                detail
            )
            .here("believed, and not to be run here")
            .note(
                type.text == "apex"
                    ? "`action apex Class { … }` declares what it takes and gives; a "
                      "test mocks it, or the host registers it"
                    : "a test mocks it, or the host registers it"
            );
        return;
    }
    const bool is_type_known = std::find(types.begin(), types.end(), type.text) != types.end();
    if (is_type_known) {
        checker.out()
            .report(
                Code::W0813, element.subject.span, "there is no action `{} {}`", type.text, detail
            )
            .here(detail.empty() ? "which one is not said" : "no such action")
            .note("the host registers an action before it checks the flows that call it");
        return;
    }
    checker.out()
        .report(Code::W0813, type.span, "there is no action of the type `{}`", type.text)
        .here("no such type")
        .help_nearest(type.text, types, "an action with a similar type exists: `{}`")
        .note("the host registers an action before it checks the flows that call it");
}

Model model_of(const Element& element) {
    const auto* const word = element.value<std::string_view>("transaction");
    if (word == nullptr)
        return Model::current;
    return *word == "new" ? Model::own : Model::automatic;
}

std::unique_ptr<Step> check(const Element& element, FlowChecker& checker) {
    if (element.subject.empty())
        return broken_step();
    const std::string type(element.subject.type.name.text);
    const std::string detail(detail_of(element, checker));
    const Signature signature = signature_of(element, checker);
    if (!signature.is_known)
        report_unknown(element, checker);
    const std::string owner =
        fmt::format("action `{}{}{}`", type, detail.empty() ? "" : " ", detail);
    auto open = std::make_shared<const std::vector<OpenOutput>>();
    if (signature.others == Others::open)
        open = checker.open_outputs(element);
    return std::make_unique<ActionStep>(
        type,
        detail,
        read_inputs(element, signature.inputs, owner, checker, signature.others),
        read_outputs(element, signature.outputs, owner, checker, signature.others),
        std::move(open),
        model_of(element),
        signature.calls_out
    );
}

} // namespace

const ElementKind kinds::action_call{.shape = &shape, .declare = declare, .check = check};

} // namespace weir
