#include "contract/world.hpp"

#include <catch2/catch.hpp>

namespace weir::contract {

namespace {

FieldId add(SchemaBuilder& builder, Object& object, std::string name, FieldKind kind) {
    Field field;
    field.name = std::move(name);
    field.kind = kind;
    const auto id = builder.add_field(object, field);
    REQUIRE(id.has_value());
    return *id;
}

} // namespace

World::World() {
    SchemaBuilder builder;
    Object& things = *builder.declare("Thing__c", ObjectKind::custom);
    thing = things.id;
    id = things.id_field();
    name = add(builder, things, "Name", FieldKind::text);
    email = add(builder, things, "Email__c", FieldKind::email);
    code = add(builder, things, "Code__c", FieldKind::text);
    amount = add(builder, things, "Amount__c", FieldKind::number);
    flag = add(builder, things, "Flag__c", FieldKind::checkbox);
    day = add(builder, things, "Day__c", FieldKind::date);
    parent = add(builder, things, "Parent__c", FieldKind::lookup);
    status = add(builder, things, "Status__c", FieldKind::picklist);
    things.fields[static_cast<size_t>(name)].is_name = true;
    things.fields[static_cast<size_t>(email)].unique = true;
    things.fields[static_cast<size_t>(code)].unique = true;
    things.fields[static_cast<size_t>(code)].case_sensitive = true;
    things.fields[static_cast<size_t>(parent)].refers_to.push_back(thing);
    Object& others = *builder.declare("Other__c", ObjectKind::custom);
    other = others.id;
    reference = add(builder, others, "Reference__c", FieldKind::text);
    Object& events = *builder.declare("Happened__e", ObjectKind::event);
    happened = events.id;
    message = add(builder, events, "Message__c", FieldKind::text);
    number = add(builder, events, "Number__c", FieldKind::number);
    Object& ends = *builder.declare("Ended__e", ObjectKind::event);
    ended = ends.id;
    REQUIRE(add(builder, ends, "Message__c", FieldKind::text) == message);
    schema = builder.build();
}

Desk::Desk(const StoreFactory& factory) : store(factory(*world.schema)) {}

Id Desk::insert(ObjectId object, const Cells& cells) {
    RecordBatch batch(object, 1);
    REQUIRE(store->allocate_ids(object, batch.ids()));
    for (const auto& [field, value] : cells)
        batch.column(field)[0] = value;
    REQUIRE(store->insert(batch));
    return batch.ids()[0];
}

void Desk::update(Id id, const Cells& cells) {
    RecordBatch batch(world.thing, 1);
    batch.ids()[0] = id;
    for (const auto& [field, value] : cells)
        batch.column(field)[0] = value;
    REQUIRE(store->update(batch));
}

void Desk::erase(Id id) {
    REQUIRE(store->erase(world.thing, {&id, 1}));
}
void Desk::begin() {
    REQUIRE(store->begin());
}
void Desk::commit() {
    REQUIRE(store->commit());
}
void Desk::rollback() {
    REQUIRE(store->rollback());
}

Value Desk::read(Id id, FieldId field) {
    std::vector<bool> found;
    auto batch = store->fetch(world.thing, {&id, 1}, {&field, 1}, found);
    REQUIRE(batch);
    REQUIRE(found == std::vector<bool>{true});
    return batch->find(field)[0];
}

bool Desk::exists(Id id) {
    std::vector<bool> found;
    auto batch = store->fetch(world.thing, {&id, 1}, {}, found);
    REQUIRE(batch);
    return found.at(0);
}

std::vector<Id> Desk::find(const Query& query, const std::vector<Value>& parameters) {
    Query asked = query;
    asked.parameter_count = static_cast<uint32_t>(parameters.size());
    auto prepared = store->prepare(asked);
    REQUIRE(prepared);
    std::vector<std::span<const Value>> columns;
    for (const Value& parameter : parameters)
        columns.emplace_back(&parameter, 1);
    auto result = store->run(**prepared, columns, 1);
    REQUIRE(result);
    REQUIRE(result->begin == std::vector<uint32_t>{0, result->records.size()});
    return {result->records.ids().begin(), result->records.ids().end()};
}

std::vector<Id> Desk::find(FieldId field, FilterOperator op, Value parameter) {
    Query query;
    query.object = world.thing;
    query.filter.push_back(comparison(field, op));
    return find(query, {parameter});
}

FilterNode comparison(FieldId field, FilterOperator op, uint32_t parameter) {
    FilterNode node;
    node.field = field;
    node.op = op;
    node.parameter = parameter;
    return node;
}

FilterNode junction(FilterNode::Kind kind, std::vector<uint32_t> children) {
    FilterNode node;
    node.kind = kind;
    node.children = std::move(children);
    return node;
}

Value text(std::string_view text) {
    return Value::text(text);
}

} // namespace weir::contract
