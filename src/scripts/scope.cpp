#include "scripts/scope.hpp"

#include "schema/fold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace weir {

uint32_t ScriptScope::add_slot(ScriptSlot slot) {
    slots_.push_back(slot);
    return static_cast<uint32_t>(slots_.size() - 1);
}

void ScriptScope::add(Alias alias) {
    const auto [found, is_new] = index_.try_emplace(folded(alias.name), aliases_.size());
    if (is_new) {
        aliases_.push_back(std::move(alias));
        return;
    }
    out_->report(
            Code::W0902,
            alias.span,
            "`{}` is already the name of something in this test",
            alias.name
    )
        .here("a second time")
        .label(aliases_[found->second].span, "the first time");
}

const Alias* ScriptScope::find(std::string_view name) const {
    const auto found = index_.find(folded(name));
    return found == index_.end() ? nullptr : &aliases_[found->second];
}

std::vector<std::string_view> ScriptScope::alias_names() const {
    std::vector<std::string_view> result;
    result.reserve(aliases_.size());
    for (const Alias& alias : aliases_)
        result.push_back(alias.name);
    return result;
}

std::vector<std::string_view> ScriptScope::names() const {
    std::vector<std::string_view> result = alias_names();
    for (const Alias& local : locals_)
        result.push_back(local.name);
    return result;
}

std::vector<uint32_t> ScriptScope::take_used() {
    std::sort(used_.begin(), used_.end());
    used_.erase(std::unique(used_.begin(), used_.end()), used_.end());
    return std::exchange(used_, {});
}

Resolution ScriptScope::resolve(const Path& path) {
    if (path.empty())
        return {};
    const std::string head = folded(path.parts.front().text);
    const auto local = std::find_if(locals_.begin(), locals_.end(), [&](const Alias& candidate) {
        return folded(candidate.name) == head;
    });
    const Alias* const alias = local != locals_.end() ? &*local : find(head);
    if (!alias) {
        const FlowProgram* const flow =
            path.parts.size() > 1 && !program_->schema->find(path.parts[0].text)
                ? program_->find_flow(path.parts[0].text)
                : nullptr;
        return flow ? held(*flow, path) : seed(path);
    }
    if (!alias->slot)
        return member(*alias, path);
    used_.push_back(*alias->slot);
    Resolution result;
    result.kind = Resolution::Kind::slot;
    result.type = alias->type;
    result.slot = *alias->slot;
    return result;
}

/// `result.Total`, `each.Index`: the head alone is no value.
Resolution ScriptScope::member(const Alias& alias, const Path& path) {
    Resolution result;
    result.kind = Resolution::Kind::reported;
    if (path.parts.size() == 1) {
        auto report = out_->report(Code::W0903, path.span, "`{}` alone is no value", alias.name);
        if (!alias.members.empty())
            report.help(fmt::format(
                "name what is in it, as in `{}.{}`", alias.name, alias.members.front().name
            ));
        return result;
    }
    const Name& name = path.parts[1];
    const std::string wanted = folded(name.text);
    std::vector<std::string_view> names;
    for (const Alias::Member& member : alias.members) {
        names.push_back(member.name);
        if (folded(member.name) != wanted)
            continue;
        used_.push_back(member.slot);
        result.kind = Resolution::Kind::slot;
        result.type = member.type;
        result.slot = member.slot;
        result.parts = 2;
        return result;
    }
    out_->report(Code::W0903, name.span, "`{}` has no `{}`", alias.name, name.text)
        .label(alias.span, "made here")
        .help_nearest(name.text, names, "something with a similar name exists: `{}`");
    return result;
}

/// `Flow.Name`: a variable of the flow, `$Record`, or what an element gave, as its last interview
/// left it; of an element that gives nothing whether it was taken.
Resolution ScriptScope::held(const FlowProgram& flow, const Path& path) {
    const Name& name = path.parts[1];
    const std::string wanted = folded(name.text);
    std::vector<std::string_view> names;
    Resolution result;
    result.kind = Resolution::Kind::slot;
    result.parts = 2;
    const auto take = [&](Type type, uint32_t slot, bool is_flag) {
        ScriptSlot held{SlotKind::held, ObjectId::none};
        held.flow = &flow;
        held.place = slot;
        held.is_flag = is_flag;
        result.type = type;
        result.slot = add_slot(held);
        used_.push_back(result.slot);
        return result;
    };
    if (flow.object != ObjectId::none && (wanted == "$record" || wanted == "$record__prior"))
        return take(
            Type::record_of(flow.object),
            wanted == "$record" ? fixed_slot::record : fixed_slot::prior,
            false
        );
    for (const Variable& variable : flow.variables) {
        names.push_back(variable.name);
        if (folded(variable.name) == wanted)
            return take(variable.type, variable.slot, false);
    }
    for (size_t index = 0; index < flow.results.size(); ++index) {
        const auto& [result_name, slot] = flow.results[index];
        names.push_back(result_name);
        if (folded(result_name) != wanted)
            continue;
        const Type type = flow.result_types[index];
        return take(type, slot, type.kind == TypeKind::boolean && !type.collection);
    }
    if (const std::optional<uint32_t> slot = visited(flow, name.text)) {
        result.type = Type::of(TypeKind::boolean);
        result.slot = *slot;
        used_.push_back(result.slot);
        return result;
    }
    for (const auto& step : flow.steps)
        names.push_back(step->name);
    result.kind = Resolution::Kind::reported;
    out_->report(
            Code::W0903,
            name.span,
            "the flow `{}` has no variable and no element `{}`",
            flow.name,
            name.text
    )
        .label(flow.span, "the flow")
        .help_nearest(name.text, names, "something with a similar name exists: `{}`");
    return result;
}

std::optional<uint32_t> ScriptScope::visited(const FlowProgram& flow, std::string_view name) {
    const std::string wanted = folded(name);
    for (size_t index = 0; index < flow.steps.size(); ++index) {
        if (folded(flow.steps[index]->name) != wanted)
            continue;
        ScriptSlot slot{SlotKind::visited, ObjectId::none};
        slot.flow = &flow;
        slot.place = static_cast<uint32_t>(index);
        return add_slot(slot);
    }
    return std::nullopt;
}

std::optional<uint32_t> ScriptScope::state_slot(const Path& path, ConditionOperator op) {
    if (op != ConditionOperator::was_visited || path.parts.size() != 2)
        return std::nullopt;
    const FlowProgram* const flow = program_->find_flow(path.parts[0].text);
    if (!flow)
        return std::nullopt;
    if (const std::optional<uint32_t> slot = visited(*flow, path.parts[1].text)) {
        used_.push_back(*slot);
        return slot;
    }
    // An outcome is visited when it was taken.
    const std::string wanted = folded(path.parts[1].text);
    for (size_t index = 0; index < flow->results.size(); ++index) {
        if (folded(flow->results[index].first) != wanted ||
            flow->result_types[index].kind != TypeKind::boolean)
            continue;
        ScriptSlot held{SlotKind::held, ObjectId::none};
        held.flow = flow;
        held.place = flow->results[index].second;
        held.is_flag = true;
        used_.push_back(add_slot(held));
        return used_.back();
    }
    return std::nullopt;
}

/// `Profile.Standard_User`: the record that the world begins with.
Resolution ScriptScope::seed(const Path& path) {
    const Object* const object =
        path.parts.size() > 1 ? program_->schema->find(path.parts[0].text) : nullptr;
    if (!object)
        return {};
    const Name& name = path.parts[1];
    const std::string wanted = folded(name.text);
    std::vector<std::string_view> names;
    for (size_t index = 0; index < program_->seeds.size(); ++index) {
        const SeedRecord& candidate = program_->seeds[index];
        if (candidate.object != object->id)
            continue;
        names.emplace_back(candidate.name);
        if (folded(candidate.name) != wanted)
            continue;
        Resolution result;
        result.kind = Resolution::Kind::slot;
        result.type = Type::record_of(object->id);
        result.slot = add_slot({SlotKind::record, object->id, index});
        result.parts = 2;
        used_.push_back(result.slot);
        return result;
    }
    Resolution result;
    result.kind = Resolution::Kind::reported;
    out_->report(Code::W0903, name.span, "`{}` has no seed record `{}`", object->name, name.text)
        .help_nearest(name.text, names, "a record with a similar name exists: `{}`");
    return result;
}

} // namespace weir
