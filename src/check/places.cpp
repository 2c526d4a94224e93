// What an element writes: a variable, a field of a record variable, a field of `$Record`.
#include "check/flow_check.hpp"

#include <fmt/format.h>

namespace weir {

namespace {

std::string_view spell(const Path& path, Arena& arena) {
    if (path.parts.size() == 1)
        return arena.copy(path.parts.front().text);
    std::string text;
    for (const Name& part : path.parts) {
        if (!text.empty())
            text += '.';
        text += part.text;
    }
    return arena.copy(std::string_view(text));
}

} // namespace

Place FlowCheck::place(const Path& path) {
    if (path.empty())
        return {};
    const Name& head = path.parts.front();
    const std::string name = head.text.starts_with('$') ? folded(head.text) : std::string();
    if (name == "$record" || name == "$record__prior")
        return record_place(path);
    if (name == "$flow" && path.parts.size() == 2) {
        const std::string member = folded(path.parts[1].text);
        const bool is_list = member == "activestages";
        if (is_list || member == "currentstage" || member == "currentrecord") {
            const Type type = Type::of(TypeKind::text);
            return {
                flow_variable(member),
                std::nullopt,
                is_list ? type.collection_of() : type,
                true,
                spell(path, context_.arena),
                {}};
        }
    }
    const FlowModel::Entry* const entry = model_.find(head.text);
    if (entry == nullptr) {
        if (head.text.substr(0, 1) == "$")
            out()
                .report(Code::W0450, head.span, "`{}` cannot be assigned", head.text)
                .here("only read")
                .help("assign a variable: `var Name: Text`");
        else
            report_unknown_name(head);
        return {};
    }
    if (!entry->symbol) {
        out()
            .report(Code::W0307, head.span, "the element `{}` has no value", head.text)
            .here("assigned here")
            .label(entry->name.span, "the element");
        return {};
    }
    Symbol& symbol = model_.symbols[*entry->symbol];
    if (!check_assignable(symbol, head))
        return {};
    ++symbol.writes;
    if (reader_.kind == Reader::Kind::step)
        model_.steps[reader_.index].gives.push_back({*entry->symbol, false});
    return place_in(path, symbol.slot, symbol.type);
}

namespace {

bool can_assign(NameOrigin origin) {
    switch (origin) {
    case NameOrigin::variable:
    case NameOrigin::get_result: // an admin changes fields of what was found, and updates it
    case NameOrigin::loop_item:
        return true;
    case NameOrigin::constant:
    case NameOrigin::formula:
    case NameOrigin::text_template:
    case NameOrigin::created_id:
    case NameOrigin::outcome:
    case NameOrigin::action_output:
    case NameOrigin::subflow_output:
    case NameOrigin::choice:
    case NameOrigin::choice_set:
    case NameOrigin::stage:
    case NameOrigin::screen_value:
    case NameOrigin::element_result:
        return false;
    }
    return false;
}

} // namespace

bool FlowCheck::is_assignable(const Path& path) {
    if (path.empty())
        return false;
    uint32_t parts = 1;
    const auto symbol = find_value(path, parts);
    return !symbol || can_assign(model_.symbols[*symbol].origin);
}

bool FlowCheck::check_assignable(const Symbol& symbol, const Name& name) {
    if (can_assign(symbol.origin))
        return true;
    out()
        .report(Code::W0450, name.span, "`{}` cannot be assigned", name.text)
        .here(std::string(describe(symbol.origin)))
        .label(symbol.name.span, "declared here")
        .help("assign a variable: `var Name: Text`");
    return false;
}

Place FlowCheck::record_place(const Path& path) {
    const Resolution record = resolve_record(path);
    if (record.kind != Resolution::Kind::slot)
        return {};
    const Name& head = path.parts.front();
    const bool is_saved_record = record.slot == fixed_slot::record;
    const FlowStart start = flow().start;
    const bool can_write = is_saved_record && start != FlowStart::event;
    if (!can_write) {
        auto report = out().report(
            Code::W0450, path.span, "`{}` cannot be assigned", spell(path, context_.arena)
        );
        report.here(is_saved_record ? "the event that started the flow" : "the record as it was");
        return {};
    }
    if (path.parts.size() == 1) {
        out()
            .report(Code::W0450, head.span, "`{}` cannot be assigned as a whole", head.text)
            .help("assign its fields: `$Record.Name = …`");
        return {};
    }
    const Place place = place_in(path, record.slot, record.type);
    if (!place.valid)
        return place;
    if (start != FlowStart::record_before_save) {
        model_.record_writes.push_back(path.span);
        return place;
    }
    const Object& saved = *model_.trigger_object;
    const auto field = saved.find_field(path.parts[1].text);
    // One assignment serves creates and updates: what either takes is left to the save.
    const bool only_update = flow().on_update && !flow().on_create;
    if (field &&
        !check_writable(
            path, saved, saved.field(*field), only_update ? Operation::update : Operation::create
        ))
        return {};
    return place;
}

/// The path below a slot of that type: the slot itself, or a field of the record in it.
Place FlowCheck::place_in(const Path& path, uint32_t slot, Type type) {
    Place place{slot, std::nullopt, type, true, spell(path, context_.arena), {}};
    if (path.parts.size() == 1)
        return place;
    if (type.is_error())
        return {};
    const Name& part = path.parts[1];
    // A member of an Apex class, which nobody declares.
    if (type.kind == TypeKind::any && !type.collection) {
        place.cell = layouts().member(part.text);
        for (const Name& below : path.parts.subspan(2))
            place.below.push_back(layouts().member(below.text));
        return place;
    }
    if (type.kind == TypeKind::any)
        return {hidden_slot(), std::nullopt, type.item(), true, place.spelling, {}};
    if (!type.is_record()) {
        out()
            .report(Code::W0456, part.span, "`{}` has no fields", path.parts.front().text)
            .here(type.collection ? "a collection" : fmt::format("it is {}", name(type.kind)));
        return {};
    }
    const Object& object = schema().object(type.object);
    if (path.parts.size() > 2) {
        out()
            .report(
                Code::W0457,
                path.span,
                "`{}` is not a field of `{}` itself",
                place.spelling,
                path.parts.front().text
            )
            .here("a field of another record")
            .help("get the other record, and update it");
        return {};
    }
    const auto field = object.find_field(part.text);
    if (!field && object.is_open) {
        report_believed_field(object, part, out());
        return {hidden_slot(), std::nullopt, Type::of(TypeKind::any), true, place.spelling, {}};
    }
    if (!field) {
        report_unknown_field(object, part, out());
        return {};
    }
    place.cell = layouts().of(object.id).cell(*field);
    place.type = object.field(*field).type();
    return place;
}

} // namespace weir
