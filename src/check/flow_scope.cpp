// What a path in a formula, a text or a clause of a flow means: the flow as the scope of its
// formulas, and what is said of names that mean nothing.
#include "base/limits.hpp"
#include "check/flow_check.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

Resolution FlowCheck::resolve(const Path& path) {
    if (path.empty())
        return {};
    const Name& head = path.parts.front();
    if (head.text.starts_with('$')) {
        if (equal_ignoring_case(head.text, "$Record") ||
            equal_ignoring_case(head.text, "$Record__Prior"))
            return resolve_record(path);
        if (equal_ignoring_case(head.text, "$Network") || equal_ignoring_case(head.text, "$Site"))
            return resolve_site(path);
    }
    declare_open_output(path);
    uint32_t parts = 1;
    if (const auto symbol = find_value(path, parts)) {
        Resolution resolution = resolve_symbol(*symbol, path);
        resolution.parts = parts;
        return resolution;
    }
    const FlowModel::Entry* const entry = model_.find(head.text);
    if (entry == nullptr)
        return {};
    if (const auto only = only_output(path, *entry))
        return *only;
    report_no_value(path, *entry);
    return {Resolution::Kind::reported, {}, 0, {}};
}

/// `$Network` and `$Site`: what saves, events and times set off runs in no site, whoever the user
/// is (reference/security.md, section 5). Where they have a value the compiler knows them.
Resolution FlowCheck::resolve_site(const Path& path) {
    if (model_.program->start == FlowStart::autolaunched)
        return {};
    world_.out
        .report(Code::W0315, path.span, "`{}` has no value in a triggered flow", path.parts[0].text)
        .note("only what people start in a site runs there");
    return {Resolution::Kind::reported, {}, 0, {}};
}

/// A symbol that is called like the first two or three names of a path.
std::optional<uint32_t> FlowCheck::find_longer_value(const Path& path, uint32_t& parts) const {
    constexpr size_t most_parts = 3;
    for (size_t count = std::min(path.parts.size(), most_parts); count > 1; --count) {
        fmt::basic_memory_buffer<char, 128> spelled;
        for (size_t part = 0; part < count; ++part) {
            if (part > 0)
                spelled.push_back('.');
            spelled.append(path.parts[part].text);
        }
        const std::string_view name(spelled.data(), spelled.size());
        const FlowModel::Entry* const entry = model_.find(name);
        if (entry == nullptr || !entry->symbol)
            continue;
        parts = static_cast<uint32_t>(count);
        return entry->symbol;
    }
    return std::nullopt;
}

/// The symbol that a path begins with: a name, or two for an output of a call (`Send.Result`),
/// declared as such.
std::optional<uint32_t> FlowCheck::find_value(const Path& path, uint32_t& parts) const {
    const Name& head = path.parts.front();
    const FlowModel::Entry* entry = model_.find(head.text);
    parts = 1;
    if (entry != nullptr && entry->symbol) {
        // What an element gives may have names of its own: `Ask.Status`, `Ask.Outputs.Answer`.
        if (model_.symbols[*entry->symbol].origin == NameOrigin::element_result)
            if (const auto longer = find_longer_value(path, parts))
                return longer;
        return entry->symbol;
    }
    if (entry == nullptr || path.parts.size() < 2)
        return std::nullopt;
    entry = model_.find(fmt::format("{}.{}", head.text, path.parts[1].text));
    if (entry == nullptr)
        return std::nullopt;
    parts = 2;
    return entry->symbol;
}

void FlowCheck::report_no_value(const Path& path, const FlowModel::Entry& element) {
    const Name& head = path.parts.front();
    const std::string prefix = folded(head.text) + ".";
    std::vector<std::string_view> outputs;
    for (const Symbol& symbol : model_.symbols)
        if (folded(symbol.name.text).substr(0, prefix.size()) == prefix)
            outputs.push_back(symbol.name.text.substr(prefix.size()));
    if (outputs.empty() || path.parts.size() < 2) {
        auto report =
            out().report(Code::W0307, head.span, "the element `{}` has no value", head.text);
        report.here("read as a value here").label(element.name.span, "the element");
        if (!outputs.empty())
            report.help(fmt::format("read an output of it: `{}.{}`", head.text, outputs.front()));
        return;
    }
    const Name& output = path.parts[1];
    out()
        .report(
            Code::W0307, output.span, "the element `{}` has no output `{}`", head.text, output.text
        )
        .here("no such output")
        .label(element.name.span, "the element")
        .help_nearest(output.text, outputs, "an output with a similar name exists: `{}`");
}

Resolution FlowCheck::resolve_record(const Path& path) {
    const Name& head = path.parts.front();
    const bool is_prior = equal_ignoring_case(head.text, "$Record__Prior");
    const Object* const object = model_.trigger_object;
    const bool is_event = flow().start == FlowStart::event;
    if (object == nullptr && model_.flow->broken)
        return {Resolution::Kind::reported, {}, 0, {}};
    if (object == nullptr &&
        (model_.flow->has(flow_key::trigger) || model_.flow->has(flow_key::schedule_object)))
        return {Resolution::Kind::reported, {}, 0, {}};
    if (object == nullptr || (is_prior && is_event)) {
        auto report =
            out().report(Code::W0308, head.span, "there is no `{}` in this flow", head.text);
        if (is_event) {
            report.here("an event has no earlier state");
        } else {
            report.here("no record starts this flow").label(model_.flow->header, "it has no `on`");
            report.help("start the flow with a record: `on Contact after create`, or take the "
                        "record as an input: "
                        "`var Given: Contact input`");
        }
        return {Resolution::Kind::reported, {}, 0, {}};
    }
    const uint32_t slot = is_prior ? fixed_slot::prior : fixed_slot::record;
    if (!is_prior && path.parts.size() == 1)
        model_.reads_record = true;
    return {Resolution::Kind::slot, Type::record_of(object->id), slot, {}};
}

Resolution FlowCheck::resolve_symbol(uint32_t index, const Path& path) {
    if (!model_.symbols[index].is_expression()) {
        const Symbol& symbol = model_.symbols[index];
        return {Resolution::Kind::slot, symbol.type, symbol.slot, {}};
    }
    const Name& head = path.parts.front();
    ++model_.symbols[index].reads; // here, because what is reported below is no use
    if (model_.symbols[index].state == Symbol::State::compiling) {
        auto report =
            out().report(Code::W0341, head.span, "the formula `{}` reads itself", head.text);
        if (reader_.kind == Reader::Kind::symbol && reader_.index != index)
            report.here(fmt::format("through `{}`", model_.symbols[reader_.index].name.text));
        else
            report.here("here");
        report.label(model_.symbols[index].name.span, "the formula");
        return {Resolution::Kind::reported, {}, 0, {}};
    }
    // The depth is that of the finished tree as well: formulas are put in place where they are
    // read.
    const bool is_too_deep =
        compile_depth_ >= limits::nesting || model_.symbols[index].depth >= limits::nesting;
    if (is_too_deep) {
        out()
            .report(
                Code::W0342,
                head.span,
                "`{}` reads through more than {} formulas",
                head.text,
                limits::nesting
            )
            .help("keep a result on the way in a variable");
        return {Resolution::Kind::reported, {}, 0, {}};
    }
    if (model_.symbols[index].state == Symbol::State::waiting)
        compile_resource(index);
    const Symbol& symbol = model_.symbols[index];
    if (reader_.kind == Reader::Kind::symbol) {
        Symbol& reader = model_.symbols[reader_.index];
        reader.depth = std::max(reader.depth, symbol.depth + 1);
    }
    if (!symbol.expression || symbol.expression.type.is_error())
        return {Resolution::Kind::reported, {}, 0, {}};
    return {Resolution::Kind::expression, symbol.type, 0, symbol.expression};
}

std::optional<uint32_t> FlowCheck::is_new_slot() {
    if (model_.trigger_object == nullptr || flow().start == FlowStart::event)
        return std::nullopt;
    return fixed_slot::is_new;
}

std::optional<uint32_t> FlowCheck::flow_slot(std::string_view name) {
    if (equal_ignoring_case(name, "FaultMessage"))
        return fixed_slot::fault_message;
    if (equal_ignoring_case(name, "InterviewGuid"))
        return fixed_slot::interview_guid;
    if (equal_ignoring_case(name, "InterviewStartTime"))
        return fixed_slot::start_time;
    return flow_variable(name);
}

void FlowCheck::use(const Path& path, const Resolution&, FieldId field) {
    if (path.empty())
        return;
    uint32_t parts = 1;
    const auto symbol = find_value(path, parts);
    if (!symbol)
        return;
    const Name* const key = path.parts.data();
    if (!model_.uses.try_emplace(key, Use{*symbol, field, path.span}).second)
        return;
    if (reader_.kind != Reader::Kind::symbol || reader_.index != *symbol)
        ++model_.symbols[*symbol].reads;
    switch (reader_.kind) {
    case Reader::Kind::flow:
        break;
    case Reader::Kind::step:
        model_.steps[reader_.index].uses.push_back(key);
        break;
    case Reader::Kind::symbol:
        model_.symbols[reader_.index].uses.push_back(key);
        break;
    }
}

std::vector<std::string_view> FlowCheck::names() const {
    std::vector<std::string_view> result;
    result.reserve(model_.symbols.size() + 2);
    for (const Symbol& symbol : model_.symbols)
        result.push_back(symbol.name.text);
    if (model_.trigger_object != nullptr) {
        result.push_back("$Record");
        result.push_back("$Record__Prior");
    }
    return result;
}

void FlowCheck::report_unknown_name(const Name& name) {
    const std::vector<std::string_view> candidates = names();
    model_.has_unknown_target = true;
    out()
        .report(Code::W0304, name.span, "this flow has no resource `{}`", name.text)
        .here("no such resource")
        .help_nearest(name.text, candidates, "a resource with a similar name exists: `{}`");
}

} // namespace weir
