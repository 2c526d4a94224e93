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
    if (!alias)
        return seed(path);
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
