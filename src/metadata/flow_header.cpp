#include "metadata/flow_header.hpp"

#include "metadata/conditions.hpp"
#include "syntax/declarations.hpp"
#include "syntax/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace weir::metadata {

namespace {

using Words = std::pair<std::string_view, std::string_view>; // XML, language

constexpr std::array statuses{
    Words{"Active", "active"},
    Words{"Draft", "draft"},
    Words{"Obsolete", "obsolete"},
    Words{"InvalidDraft", "invalid draft"},
    Words{"Inactive", "inactive"},
};
constexpr std::array run_modes{
    Words{"DefaultMode", "default mode"},
    Words{"UserMode", "user mode"},
    Words{"SystemModeWithSharing", "system with sharing"},
    Words{"SystemModeWithoutSharing", "system without sharing"},
};
constexpr std::array process_types{
    Words{"AutoLaunchedFlow", "autolaunched"},
    Words{"Flow", "screen"},
    Words{"Orchestrator", "orchestration"},
    Words{"RecordTriggeredOrchestrator", "record triggered orchestration"},
    Words{"Workflow", "process"},
    Words{"InvocableProcess", "invocable process"},
};
constexpr std::string_view object_fact = "ObjectType";
constexpr std::string_view trigger_fact = "TriggerType";
constexpr std::string_view all_changes = "onAllChanges";
constexpr std::array run_as_users{
    Words{"TriggeringUser", "triggering user"},
    Words{"DefaultWorkflowUser", "default workflow user"},
};
constexpr std::array frequencies{
    Words{"Once", "once"},
    Words{"Daily", "daily"},
    Words{"Weekly", "weekly"},
    Words{"Monthly", "monthly"},
    Words{"Hourly", "hourly"},
    Words{"Weekdays", "weekdays"},
    Words{"OnActivate", "on activate"},
};

/// The language's word; empty if it has none.
template<size_t size>
std::string_view word_of(const std::array<Words, size>& table, std::string_view xml) {
    for (const auto& [name, word] : table)
        if (name == xml)
            return word;
    return {};
}
template<size_t size>
std::string_view xml_of(const std::array<Words, size>& table, std::string_view word) {
    for (const auto& [name, known] : table)
        if (known == word)
            return name;
    return {};
}

bool holds_screens(const XmlNode& root) {
    return std::any_of(root.children.begin(), root.children.end(), [](const XmlNode* child) {
        return child->name == "screens";
    });
}

class HeaderReader {
public:
    HeaderReader(const XmlNode& root, Maker& make, std::vector<Clause>& clauses)
        : root_(root), make_(make), clauses_(clauses) {}

    void read() {
        text("description", root_.child("description"));
        number("api", root_.child("apiVersion"));
        const XmlNode* const status = root_.child("status");
        if (status != nullptr && status->text != "Active")
            words("status", statuses, status);
        const XmlNode* const type = root_.child("processType");
        if (type != nullptr && type->text != (holds_screens(root_) ? "Flow" : "AutoLaunchedFlow"))
            words("type", process_types, type);
        if (root_.is_true("isTemplate"))
            add("is template", root_.child("isTemplate"), std::monostate{});
        if (const XmlNode* const source = root_.child("sourceTemplate");
            source != nullptr && !source->text.empty())
            add("overrides", source, make_.path(source->text, source->text_span));
        const XmlNode* const interview = root_.child("interviewLabel");
        if (interview != nullptr &&
            interview->text !=
                fmt::format("{} {{!$Flow.CurrentDateTime}}", root_.child_text("label")))
            text("interview label", interview);
        words("run in", run_modes, root_.child("runInMode"));
        if (type != nullptr && type->text == "Workflow")
            read_process();
        else if (const XmlNode* const start = root_.child("start"))
            read_start(*start);
        if (clauses_.size() > before_order_)
            number("order", root_.child("triggerOrder"));
    }

private:
    void add(std::string_view key, const XmlNode* node, ClauseValue value) {
        const ClauseShape* const shape = shapes::flow.clause(key);
        if (shape == nullptr || node == nullptr)
            return;
        Clause clause;
        clause.shape = shape;
        clause.key_span = node->span;
        clause.span = node->text_span;
        clause.value = std::move(value);
        // What starts the flow stands apart from what it is.
        clause.trivia.blank_before = key == "on" || key == "on schedule";
        clauses_.push_back(clause);
    }
    void text(std::string_view key, const XmlNode* node) {
        if (node != nullptr && !node->text.empty())
            add(key, node, *make_.literal(*node));
    }
    void number(std::string_view key, const XmlNode* node) {
        const auto is_digit = [](char letter) {
            return (letter >= '0' && letter <= '9') || letter == '.';
        };
        if (node != nullptr && !node->text.empty() &&
            std::all_of(node->text.begin(), node->text.end(), is_digit))
            add(key, node, NumberLiteral{node->text, node->text_span});
    }
    template<size_t size>
    void words(std::string_view key, const std::array<Words, size>& table, const XmlNode* node) {
        if (node == nullptr)
            return;
        if (const std::string_view word = word_of(table, node->text); !word.empty())
            add(key, node, word);
    }

    /// The value of a fact of the builder; null if there is none.
    [[nodiscard]] const XmlNode* builder_value(std::string_view name) const {
        for (const XmlNode* const child : root_.children)
            if (child->name == "processMetadataValues" && child->child_text("name") == name)
                if (const XmlNode* const value = child->child("value"))
                    return value->child("stringValue");
        return nullptr;
    }

    /// A process says in facts of its builder which saves start it.
    void read_process() {
        const XmlNode* const object = builder_value(object_fact);
        constexpr std::string_view no_letters = " %.$-{}()[]'\"";
        if (object == nullptr || object->text.empty() ||
            object->text.find_first_of(no_letters) != std::string_view::npos)
            return;
        const XmlNode* const when = builder_value(trigger_fact);
        Trigger trigger;
        trigger.span = object->span;
        trigger.object = Maker::name(*object);
        trigger.on_create = true;
        trigger.on_update = when != nullptr && when->text == all_changes;
        add("on", object, trigger);
    }

    void read_start(const XmlNode& start) {
        const std::string_view type = start.child_text("triggerType");
        const XmlNode* const object = start.child("object");
        Trigger trigger;
        trigger.span = start.span;
        bool is_trigger = object != nullptr && !object->text.empty();
        if (is_trigger)
            trigger.object = Maker::name(*object);
        const std::string_view records = start.child_text("recordTriggerType");
        trigger.on_create = records == "Create" || records == "CreateAndUpdate";
        trigger.on_update = records == "Update" || records == "CreateAndUpdate";
        if (type == "PlatformEvent")
            trigger.kind = TriggerKind::event;
        else if (type == "RecordBeforeSave")
            trigger.kind = TriggerKind::record_before_save;
        else if (type == "RecordAfterSave")
            trigger.kind = TriggerKind::record_after_save;
        else if (type == "RecordBeforeDelete")
            trigger.kind = TriggerKind::record_before_delete;
        else
            is_trigger = false;
        const bool is_save = trigger.kind == TriggerKind::record_before_save ||
                             trigger.kind == TriggerKind::record_after_save;
        if (is_trigger && (!is_save || trigger.on_create || trigger.on_update))
            add("on", &start, trigger);
        words("run as", run_as_users, start.child("flowRunAsUser"));
        if (type == "Scheduled" && start.has("schedule"))
            read_schedule(start);
        if (const XmlNode* const formula = start.child("filterFormula");
            formula != nullptr && !formula->text.empty())
            add("when", formula, formula_condition(*formula));
        else if (const Condition* const condition = read_conditions(start, filter_tags, make_))
            add("when", &start, condition);
        if (start.is_true("doesRequireRecordChangedToMeetCriteria"))
            add("only when changed to meet the conditions",
                start.child("doesRequireRecordChangedToMeetCriteria"),
                std::monostate{});
    }

    const Condition* formula_condition(const XmlNode& node) {
        auto* const made = make_.arena().make<Condition>();
        made->kind = ConditionKind::formula;
        made->span = node.text_span;
        made->left = make_.formula(node);
        return made;
    }

    void read_schedule(const XmlNode& start) {
        const XmlNode& schedule = *start.child("schedule");
        words("on schedule", frequencies, schedule.child("frequency"));
        const XmlNode* const date = schedule.child("startDate");
        if (date == nullptr)
            return;
        const std::string moment =
            fmt::format("{}T{}", date->text, schedule.child_text("startTime"));
        add("starting",
            date,
            TextLiteral{make_.arena().copy(std::string_view(moment)), date->text_span, false});
        if (const XmlNode* const object = start.child("object");
            object != nullptr && !object->text.empty())
            add("for", object, make_.path(object->text, object->text_span));
    }

    const XmlNode& root_;
    Maker& make_;
    std::vector<Clause>& clauses_;
    size_t before_order_ = 0;
};

std::string_view words_of(const Element& flow, std::string_view key) {
    const auto* const value = flow.value<std::string_view>(key);
    return value == nullptr ? std::string_view{} : *value;
}

const XmlNode* write_schedule(const Element& flow, XmlMaker& make) {
    std::vector<const XmlNode*> parts{
        make.leaf("frequency", xml_of(frequencies, words_of(flow, "on schedule")))};
    if (const auto* const moment = flow.value<TextLiteral>("starting")) {
        const size_t split = moment->value.find('T');
        parts.push_back(make.leaf("startDate", moment->value.substr(0, split)));
        if (split != std::string_view::npos)
            parts.push_back(make.leaf("startTime", moment->value.substr(split + 1)));
    }
    return make.node("schedule", parts);
}

const XmlNode* write_start(
    const Element& flow,
    const XmlNode* entry,
    const std::vector<const XmlNode*>& paths,
    XmlMaker& make
) {
    std::vector<const XmlNode*> parts{make.leaf("locationX", "0"), make.leaf("locationY", "0")};
    parts.insert(parts.end(), paths.begin(), paths.end());
    if (entry != nullptr)
        parts.push_back(entry);
    if (const auto* const trigger = flow.value<Trigger>("on")) {
        parts.push_back(make.leaf("object", trigger->object.text));
        std::string_view type = "PlatformEvent";
        if (trigger->kind == TriggerKind::record_before_save)
            type = "RecordBeforeSave";
        if (trigger->kind == TriggerKind::record_after_save)
            type = "RecordAfterSave";
        if (trigger->kind == TriggerKind::record_before_delete)
            type = "RecordBeforeDelete";
        parts.push_back(make.leaf("triggerType", type));
        if (trigger->kind == TriggerKind::record_before_delete)
            parts.push_back(make.leaf("recordTriggerType", "Delete"));
        else if (trigger->kind != TriggerKind::event)
            parts.push_back(make.leaf(
                "recordTriggerType",
                trigger->on_create ? (trigger->on_update ? "CreateAndUpdate" : "Create") : "Update"
            ));
    }
    if (flow.has("on schedule")) {
        parts.push_back(write_schedule(flow, make));
        parts.push_back(make.leaf("triggerType", "Scheduled"));
        if (const auto* const object = flow.value<Path>("for"))
            parts.push_back(make.path("object", *object));
    }
    if (const std::string_view user = words_of(flow, "run as"); !user.empty())
        parts.push_back(make.leaf("flowRunAsUser", xml_of(run_as_users, user)));
    if (const auto* const condition = flow.value<const Condition*>("when")) {
        if ((*condition)->kind == ConditionKind::formula)
            parts.push_back(make.leaf("filterFormula", (*condition)->left->text));
        else
            write_conditions(**condition, filter_tags, make, parts);
    }
    if (flow.has("only when changed to meet the conditions"))
        parts.push_back(make.leaf("doesRequireRecordChangedToMeetCriteria", "true"));
    return make.node("start", parts);
}

const XmlNode* builder_fact(std::string_view name, std::string_view value, XmlMaker& make) {
    return make.node(
        "processMetadataValues",
        {make.leaf("name", name), make.node("value", {make.leaf("stringValue", value)})}
    );
}

/// What a process has in place of a start.
void write_process(
    const Element& flow,
    const XmlNode* entry,
    XmlMaker& make,
    std::vector<const XmlNode*>& children
) {
    const auto variable = [&](std::string_view name, std::string_view value) {
        children.push_back(make.node(
            "processMetadataValues",
            {make.leaf("name", name), make.node("value", {make.leaf("elementReference", value)})}
        ));
    };
    if (const auto* const trigger = flow.value<Trigger>("on")) {
        children.push_back(builder_fact(object_fact, trigger->object.text, make));
        variable("ObjectVariable", "myVariable_current");
        if (trigger->on_update)
            variable("OldObjectVariable", "myVariable_old");
        children.push_back(
            builder_fact(trigger_fact, trigger->on_update ? all_changes : "onCreateOnly", make)
        );
    }
    if (entry != nullptr)
        children.push_back(
            make.leaf("startElementReference", entry->child_text("targetReference"))
        );
}

} // namespace

void read_header(const XmlNode& root, Maker& make, std::vector<Clause>& clauses) {
    HeaderReader(root, make, clauses).read();
}

void write_header(
    const Element& flow,
    const XmlNode* entry,
    const std::vector<const XmlNode*>& paths,
    bool has_screens,
    XmlMaker& make,
    std::vector<const XmlNode*>& children
) {
    const auto leaf = [&](std::string_view tag, std::string_view text) {
        children.push_back(make.leaf(tag, text));
    };
    const std::string derived = label_from_name(flow.name.text);
    const std::string_view label =
        flow.label != nullptr ? flow.label->value : make.arena().copy(std::string_view(derived));
    leaf("label", label);
    if (const auto* const description = flow.value<TextLiteral>("description"))
        leaf("description", description->value);
    else if (!flow.trivia.leading.empty() && !flow.trivia.detached)
        leaf("description", make.comment_text(flow.trivia.leading));
    const auto* const api = flow.value<NumberLiteral>("api");
    leaf("apiVersion", api == nullptr ? std::string_view("62.0") : api->digits);
    const std::string_view status = words_of(flow, "status");
    leaf("status", status.empty() ? std::string_view("Active") : xml_of(statuses, status));
    const std::string_view type = words_of(flow, "type");
    leaf(
        "processType",
        !type.empty() ? xml_of(process_types, type)
        : has_screens ? "Flow"
                      : "AutoLaunchedFlow"
    );
    if (flow.has("is template"))
        leaf("isTemplate", "true");
    if (const auto* const source = flow.value<Path>("overrides"))
        children.push_back(make.path("sourceTemplate", *source));
    if (const auto* const interview = flow.value<TextLiteral>("interview label"))
        leaf("interviewLabel", interview->value);
    else
        leaf(
            "interviewLabel",
            make.arena().copy(std::string_view(fmt::format("{} {{!$Flow.CurrentDateTime}}", label)))
        );
    if (const std::string_view mode = words_of(flow, "run in"); !mode.empty())
        leaf("runInMode", xml_of(run_modes, mode));
    if (const auto* const order = flow.value<NumberLiteral>("order"))
        leaf("triggerOrder", order->digits);
    leaf("environments", "Default");
    if (type == "process" || type == "invocable process") {
        write_process(flow, entry, make, children);
        return;
    }
    children.push_back(builder_fact("BuilderType", "LightningFlowBuilder", make));
    children.push_back(builder_fact("CanvasMode", "AUTO_LAYOUT_CANVAS", make));
    children.push_back(builder_fact("OriginBuilderType", "LightningFlowBuilder", make));
    children.push_back(write_start(flow, entry, paths, make));
}

} // namespace weir::metadata
