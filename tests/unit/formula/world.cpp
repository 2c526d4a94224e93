#include "unit/formula/world.hpp"

#include "syntax/parse_formula.hpp"
#include "types/convert.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace weir::test {

namespace {

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), [](unsigned char letter) {
        return static_cast<char>(std::tolower(letter));
    });
    return result;
}

std::unique_ptr<const Schema> make_schema() {
    SchemaBuilder builder;
    Object* const account = builder.declare("Account", ObjectKind::standard);
    Object* const contact = builder.declare("Contact", ObjectKind::standard);
    Object* const user = builder.declare("User", ObjectKind::standard);
    Object* const group = builder.declare("Group", ObjectKind::standard);
    Object* const profile = builder.declare("Profile", ObjectKind::standard);
    Object* const setting = builder.declare("Portal_Setting__mdt", ObjectKind::custom_metadata);
    Object* const custom = builder.declare("Limit__c", ObjectKind::custom_setting);
    Object* const open = builder.declare("Mystery__c", ObjectKind::custom);
    open->is_open = true;
    const auto add =
        [&builder](Object* object, std::string name, FieldKind kind, uint8_t scale = 0) {
            Field field;
            field.name = std::move(name);
            field.kind = kind;
            field.scale = scale;
            builder.add_field(*object, std::move(field));
        };
    const auto add_lookup = [&builder](
                                Object* object,
                                std::string name,
                                std::string relationship,
                                std::vector<ObjectId> targets
                            ) {
        Field field;
        field.name = std::move(name);
        field.kind = FieldKind::lookup;
        field.relationship = std::move(relationship);
        field.refers_to = std::move(targets);
        builder.add_field(*object, std::move(field));
    };
    for (Object* const object : {account, contact, user, group, profile, setting, custom, open})
        if (!object->find_field("Id"))
            add(object, "Id", FieldKind::id);
    account->prefix = *parse_key_prefix("001");
    contact->prefix = *parse_key_prefix("003");
    user->prefix = *parse_key_prefix("005");
    group->prefix = *parse_key_prefix("00G");
    profile->prefix = *parse_key_prefix("00e");
    add(account, "Name", FieldKind::text);
    add(account, "Discount__c", FieldKind::percent, 2);
    add_lookup(account, "ParentId", "Parent", {account->id});
    add_lookup(account, "OwnerId", "Owner", {user->id, group->id});
    add(contact, "Email", FieldKind::email);
    add(contact, "LastName", FieldKind::text);
    add(contact, "Score__c", FieldKind::number, 2);
    add(contact, "Share__c", FieldKind::percent, 2);
    add(contact, "Active__c", FieldKind::checkbox);
    add(contact, "Birthdate", FieldKind::date);
    add(contact, "Seen__c", FieldKind::date_time);
    add(contact, "Status__c", FieldKind::picklist);
    add(contact, "Tags__c", FieldKind::multi_picklist);
    add_lookup(contact, "AccountId", "Account", {account->id});
    add(user, "Name", FieldKind::text);
    add(user, "Email", FieldKind::email);
    add_lookup(user, "ProfileId", "Profile", {profile->id});
    add(group, "Name", FieldKind::text);
    add(profile, "Name", FieldKind::text);
    add(setting, "DeveloperName", FieldKind::text);
    add(setting, "Suffix__c", FieldKind::text);
    add(custom, "SetupOwnerId", FieldKind::text);
    add(custom, "Most__c", FieldKind::number);
    return builder.build();
}

} // namespace

Id test_id(std::string_view prefix, uint64_t serial) {
    return make_id(*parse_key_prefix(prefix), serial);
}

uint32_t TestScope::add(std::string name, Type type) {
    const uint32_t slot = slots++;
    names_[lower(name)] = {Resolution::Kind::slot, type, slot, {}};
    return slot;
}

void TestScope::add_expression(std::string name, Expression expression) {
    names_[lower(name)] = {Resolution::Kind::expression, expression.type, 0, expression};
}

Resolution TestScope::resolve(const Path& path) {
    const auto found = names_.find(lower(path.parts[0].text));
    return found == names_.end() ? Resolution{} : found->second;
}

uint32_t TestScope::field_slot(FieldId field) {
    const auto [found, is_new_field] = fields.try_emplace(field, slots);
    if (is_new_field)
        ++slots;
    return found->second;
}

std::optional<uint32_t> TestScope::prior_field_slot(FieldId field) {
    if (!has_prior)
        return std::nullopt;
    const auto [found, is_new_field] = prior_fields.try_emplace(field, slots);
    if (is_new_field)
        ++slots;
    return found->second;
}

std::optional<uint32_t> TestScope::is_new_slot() {
    return is_new;
}

std::optional<uint32_t> TestScope::flow_slot(std::string_view name) {
    const auto found = names_.find("$flow." + lower(name));
    return found == names_.end() ? std::nullopt : std::optional(found->second.slot);
}

std::optional<uint32_t> TestScope::state_slot(const Path& path, ConditionOperator op) {
    const auto found = states.find(
        std::string(path.parts[0].text) +
        (op == ConditionOperator::was_visited ? " visited" : " selected")
    );
    return found == states.end() ? std::nullopt : std::optional(found->second);
}

void TestScope::use(const Path& path, const Resolution&, FieldId field) {
    used.emplace_back(path.parts[0].text, field);
}

std::vector<std::string_view> TestScope::names() const {
    std::vector<std::string_view> result;
    for (const auto& [name, resolution] : names_)
        result.emplace_back(name);
    return result;
}

const Fault*
TestReader::read(ObjectId object, FieldId field, std::span<const Id> ids, std::span<Value> out) {
    ++reads;
    for (size_t index = 0; index < ids.size(); ++index) {
        const auto found = cells.find({object, field, ids[index].high, ids[index].low});
        out[index] = found == cells.end() ? Value::null() : found->second;
    }
    return fault;
}

Id TestReader::find(ObjectId object, FieldId field, std::string_view value) {
    for (const auto& [key, cell] : cells)
        if (std::get<0>(key) == object && std::get<1>(key) == field && cell.tag() == Tag::text &&
            cell.as_text() == value)
            return Id{std::get<3>(key), std::get<2>(key)};
    return {};
}

void TestReader::put(ObjectId object, Id id, FieldId field, Value value) {
    cells[{object, field, id.high, id.low}] = value;
}

World::World() : schema(make_schema()), layouts(schema->object_count()) {
    surroundings.records = &reader;
    surroundings.now = 1'772'355'600'000; // 2026-03-01T09:00:00Z
    surroundings.user = test_id("005", 1);
    surroundings.profile = test_id("00e", 1);
}

Expression World::formula(std::string_view text) {
    const SourceFile& file = sources.add("formula", std::string(text));
    const Formula* const parsed = parse_formula(file.text, file.begin, arena, out);
    CompileContext context{*schema, layouts, arena, out, blank_as_zero};
    return compile(*parsed, scope, context);
}

Expression World::templated(std::string_view text) {
    const SourceFile& file = sources.add("template", "\"" + std::string(text) + "\"");
    const TextLiteral literal{
        std::string_view(file.text).substr(1, text.size()), file.span(), false};
    CompileContext context{*schema, layouts, arena, out, blank_as_zero};
    return compile_template(literal, scope, context);
}

void World::set(uint32_t slot, std::vector<Value> values) {
    rows = std::max(rows, static_cast<uint32_t>(values.size()));
    columns[slot] = std::move(values);
}

std::vector<Value> World::values(Expression expression) {
    std::vector<Value*> slots;
    for (uint32_t slot = 0; slot < scope.slots; ++slot) {
        std::vector<Value>& column = columns[slot];
        column.resize(rows);
        slots.push_back(column.data());
    }
    std::vector<uint32_t> all(rows);
    for (uint32_t row = 0; row < rows; ++row)
        all[row] = row;
    std::vector<Value> result(rows);
    evaluate(expression, Frame{slots, rows, &surroundings, &arena}, all, result.data());
    return result;
}

Value World::value(Expression expression, uint32_t row) {
    return values(expression)[row];
}

std::string World::text(Value value) {
    if (value.is_null())
        return "null";
    if (value.is_fault())
        return "fault";
    return std::string(to_formula_text(value, arena));
}

std::string World::text(std::string_view formula_text) {
    const size_t before = out.all().size();
    const Expression expression = formula(formula_text);
    if (out.all().size() > before)
        return messages();
    return text(value(expression));
}

std::string World::messages() const {
    std::string result;
    for (const Diagnostic& diagnostic : out.all()) {
        result += fmt::format(
            "{} {} @ {}\n",
            facts(diagnostic.code).name,
            diagnostic.message,
            sources.text(diagnostic.span)
        );
        for (const Help& help : diagnostic.helps) {
            result += "  help: " + help.text;
            if (help.edit)
                result += " => " + help.edit->text;
            result += '\n';
        }
    }
    return result;
}

Value World::row(ObjectId object_id, std::vector<std::pair<std::string_view, Value>> cells) {
    const Object& described = schema->object(object_id);
    Layout& layout = layouts.of(object_id);
    for (const auto& [name, value] : cells)
        layout.cell(*described.find_field(name));
    Row* const made = make_row(&layout, layout.size(), arena);
    for (const auto& [name, value] : cells)
        made->cells()[layout.cell(*described.find_field(name))] = value;
    return Value::record(made);
}

FieldId World::field(std::string_view object_name, std::string_view field_name) const {
    return *object(object_name).find_field(field_name);
}

} // namespace weir::test
