#include "check/transactions.hpp"

#include "base/limits.hpp"
#include "check/transaction_ways.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace weir {

namespace {

/// No transaction goes deeper: Salesforce ends it before.
constexpr size_t most_links = limits::save_depth + limits::subflow_depth;

/// A call, or a save that starts a flow. Said only where there is a clash; the walks pass
/// thousands.
struct Link {
    const Element* element = nullptr;
    const Write* write = nullptr; // null: a call
    const FlowModel* started = nullptr;
};

/// One write of the transaction, and how it comes about.
struct Touch {
    const Object* object = nullptr;
    Operation operation = Operation::create;
    Span span;
    const FlowModel* flow = nullptr;
    StepId step = StepId::none; // none: the save that starts the root
    std::vector<Link> chain;    // the calls and saves that lead here
};

struct Clash {
    const FlowModel* root = nullptr;
    Touch first;
    Touch second;
};

bool is_user(const Object& object) {
    return object.name.size() == 4 && folded(object.name) == "user";
}

/// Updates of a User that leave these alone may stand beside non-setup objects
/// (reference/security.md, section 1).
bool touches_gate(const Object& user, std::span<const FieldId> fields) {
    constexpr std::array gates{
        "UserRoleId", "IsActive", "ForecastEnabled", "IsPortalEnabled", "Username", "ProfileId"};
    for (const char* const gate : gates)
        if (const auto field = user.find_field(gate);
            field && std::find(fields.begin(), fields.end(), *field) != fields.end())
            return true;
    return false;
}

/// Whether a write counts as one of a side at all.
bool counts(const Write& write) {
    if (write.object->kind == ObjectKind::event)
        return false;
    if (!is_user(*write.object) || write.operation != Operation::update)
        return true;
    return write.fields.empty() || touches_gate(*write.object, write.fields);
}

/// Follows one root through subflows and saves until the first clash.
class Walk {
public:
    Walk(TransactionWays& ways, const FlowModel& root) : ways_(ways), root_(root) {}

    std::optional<Clash> run() {
        add_trigger();
        follow(root_, root_.program->entry);
        return std::move(clash_);
    }
    /// What runs after the commit, or later, has a transaction of its own.
    std::optional<Clash> run(const FlowPath& path) {
        follow(root_, path.entry);
        return std::move(clash_);
    }
    /// The transaction behind a screen or a wait.
    std::optional<Clash> run_behind(StepId step) {
        follow(root_, step);
        return std::move(clash_);
    }
    [[nodiscard]] const std::set<const FlowModel*>& visited() const { return visited_; }

private:
    void add_trigger();
    void follow(const FlowModel& flow, StepId start);
    void follow_write(const FlowModel& flow, const Write& write);
    void follow_call(const SubflowCall& call);
    void touch(Touch touch);

    TransactionWays& ways_;
    const FlowModel& root_;
    std::optional<Touch> setup_;
    std::optional<Touch> other_;
    std::optional<Clash> clash_;
    std::vector<Link> chain_;
    std::set<const FlowModel*> visited_;
    std::set<std::pair<const Object*, Operation>> followed_; // writes whose flows were looked at
};

void Walk::touch(Touch touch) {
    auto& own = touch.object->is_setup ? setup_ : other_;
    const auto& opposite = touch.object->is_setup ? other_ : setup_;
    if (opposite)
        clash_ = Clash{&root_, *opposite, touch};
    if (!own)
        own = std::move(touch);
}

void Walk::add_trigger() {
    const FlowProgram& program = *root_.program;
    const Object* const object = root_.trigger_object;
    if (object == nullptr || object->kind == ObjectKind::event ||
        program.start == FlowStart::autolaunched || program.start == FlowStart::schedule ||
        program.is_orchestration)
        return;
    // Which fields an update of a User changes is not known; the entry condition tells of those
    // that count.
    if (is_user(*object) && !program.on_create &&
        program.start != FlowStart::record_before_delete && !root_.entry_reads_user_gates)
        return;
    touch(
        {object,
         program.on_create ? Operation::create : Operation::update,
         root_.trigger_object_span,
         &root_,
         StepId::none,
         {}}
    );
}

void Walk::follow(const FlowModel& flow, StepId start) {
    if (clash_ || chain_.size() > most_links || !visited_.insert(&flow).second)
        return;
    for (const TransactionWays::Item& item : ways_.items(flow, start)) {
        if (item.write != nullptr)
            follow_write(flow, *item.write);
        else
            follow_call(*item.call);
        if (clash_)
            return;
    }
}

void Walk::follow_write(const FlowModel& flow, const Write& write) {
    if (write.object->kind == ObjectKind::event)
        return; // its subscribers run in transactions of their own
    if (counts(write))
        touch({write.object, write.operation, write.element->header, &flow, write.step, chain_});
    // A second write of the same kind sets off nothing new: all of those flows are in the walk.
    // (Where the chain has become too long they are not.)
    const std::pair kind(write.object, write.operation);
    if (followed_.contains(kind))
        return;
    if (chain_.size() < most_links)
        followed_.insert(kind);
    for (const FlowModel* const other : ways_.set_off(*write.object, write.operation)) {
        if (clash_)
            return;
        if (visited_.contains(other))
            continue;
        chain_.push_back({write.element, &write, other});
        follow(*other, other->program->entry);
        chain_.pop_back();
    }
}

void Walk::follow_call(const SubflowCall& call) {
    const FlowModel* const other = ways_.find(call.flow);
    if (other == nullptr)
        return;
    chain_.push_back({call.element, nullptr, other});
    follow(*other, other->program->entry);
    chain_.pop_back();
}

// ------------------------------------------------------------------------------------- report

std::string_view side(const Object& object) {
    return object.is_setup ? "a setup object" : "a non-setup object";
}

std::string_view verb(Operation operation) {
    switch (operation) {
    case Operation::create:
        return "create";
    case Operation::update:
        return "update";
    case Operation::erase:
        return "delete";
    }
    return "write";
}

std::string words(const Link& link) {
    const std::string& started = link.started->program->name;
    if (link.write == nullptr)
        return fmt::format("runs `{}` in the same transaction", started);
    const std::string_view saving =
        link.write->operation == Operation::erase ? "deleting" : "saving";
    return fmt::format("{} `{}` here starts `{}`", saving, link.write->object->name, started);
}

enum class Meeting : uint8_t { one_interview, fault_path, branches };

/// Whether one interview can do both writes, or only two of a batch.
Meeting meeting(const Touch& first, const Touch& second) {
    if (first.flow != second.flow || first.step == StepId::none || second.step == StepId::none ||
        first.step == second.step)
        return Meeting::one_interview;
    const FlowModel& flow = *first.flow;
    bool is_handler = false;
    for (const auto& [from, to] :
         {std::pair{first.step, second.step}, std::pair{second.step, first.step}}) {
        std::vector<bool> reached(flow.steps.size(), false);
        for (const FlowEdge edge : FlowEdges(flow.steps[static_cast<size_t>(from)]))
            if (edge.kind != FlowEdge::Kind::fault)
                mark_reached(flow, edge.to, reached);
        if (reached[static_cast<size_t>(to)])
            return Meeting::one_interview;
        mark_reached(flow, flow.steps[static_cast<size_t>(from)].step->fault, reached);
        is_handler |= reached[static_cast<size_t>(to)];
    }
    return is_handler ? Meeting::fault_path : Meeting::branches;
}

void report(const Clash& clash, Diagnostics& out) {
    const Touch& first = clash.first;
    const Touch& second = clash.second;
    const bool is_direct = first.chain.empty() && second.chain.empty();
    auto report =
        is_direct ? out.report(
                        Code::W0720,
                        second.span,
                        "this flow writes a setup object and a non-setup object in one transaction"
                    )
                  : out.report(
                        Code::W0720,
                        second.span,
                        "the transaction of `{}` writes a setup object and a non-setup object",
                        clash.root->program->name
                    );
    const std::string_view would = verb(second.operation);
    report.here(fmt::format(
        "and this element would {} `{}`, {}",
        would == "delete" ? would : "write",
        second.object->name,
        side(*second.object)
    ));
    if (first.step == StepId::none) {
        const bool deletes = first.flow->program->start == FlowStart::record_before_delete;
        report.label(
            first.span,
            fmt::format(
                "the transaction already {} `{}`, {}",
                deletes ? "deletes" : "saves",
                first.object->name,
                side(*first.object)
            )
        );
    } else {
        report.label(
            first.span,
            fmt::format("this element writes `{}`, {}", first.object->name, side(*first.object))
        );
    }
    for (const Link& link : first.chain)
        report.label(link.element->header, words(link));
    for (const Link& link : second.chain)
        if (std::none_of(first.chain.begin(), first.chain.end(), [&](const Link& other) {
                return other.element->header == link.element->header;
            }))
            report.label(link.element->header, words(link));
    report.note("Salesforce refuses this at run time with MIXED_DML_OPERATION");
    switch (meeting(first, second)) {
    case Meeting::one_interview:
        break;
    case Meeting::fault_path:
        report.note(fmt::format(
            "interviews of a batch share the transaction: when one takes the fault path, others "
            "may have written `{}`",
            first.object->name
        ));
        report.help(
            "publish the failure as a platform event and let the flow that it triggers record it"
        );
        return;
    case Meeting::branches:
        report.note("interviews of a batch share the transaction: one may take the one way, and "
                    "one the other");
        break;
    }
    const std::string what = is_user(*second.object) ? std::string("the user")
                                                     : fmt::format("the `{}`", second.object->name);
    report.help(
        fmt::format("publish a platform event and {} {} in the flow that it triggers", would, what)
    );
}

} // namespace

void analyse_transactions(FlowList list, Diagnostics& out) {
    TransactionWays ways(list);
    std::set<std::string> called;
    for (const auto& flow : list)
        for (const SubflowCall& call : flow->calls)
            called.insert(call.flow);
    std::vector<Clash> clashes;
    std::set<const FlowModel*> visited;
    const auto walk = [&](const FlowModel& root) {
        Walk steps(ways, root);
        if (auto clash = steps.run())
            clashes.push_back(std::move(*clash));
        visited.insert(steps.visited().begin(), steps.visited().end());
        for (const FlowPath& path : root.program->paths) {
            Walk later(ways, root);
            if (auto clash = later.run(path))
                clashes.push_back(std::move(*clash));
            visited.insert(later.visited().begin(), later.visited().end());
        }
    };
    const auto walk_behind = [&](const FlowModel& flow) {
        for (size_t index = 0; index < flow.steps.size(); ++index) {
            const auto step = static_cast<StepId>(index);
            if (step == flow.program->entry || !ends_transaction(flow.steps[index]))
                continue;
            Walk later(ways, flow);
            if (auto clash = later.run_behind(step))
                clashes.push_back(std::move(*clash));
        }
    };
    const auto is_root = [&](const FlowModel& flow) {
        return flow.program->start != FlowStart::autolaunched ||
               called.count(folded(flow.program->name)) == 0;
    };
    for (const auto& flow : list)
        if (is_root(*flow))
            walk(*flow);
    for (const auto& flow : list)
        walk_behind(*flow);
    // Flows that only call each other in a circle have no root among them.
    for (const auto& flow : list)
        if (visited.count(flow.get()) == 0)
            walk(*flow);
    // The shortest way first: of two roots that meet at one element only the first is said.
    std::stable_sort(clashes.begin(), clashes.end(), [](const Clash& left, const Clash& right) {
        return left.first.chain.size() + left.second.chain.size() <
               right.first.chain.size() + right.second.chain.size();
    });
    for (const Clash& clash : clashes)
        report(clash, out);
}

} // namespace weir
