#include "unit/org/world.hpp"

#include <catch2/catch.hpp>

using namespace weir;
using namespace weir::test;

namespace {

Value is_broken(const Frame& frame, uint32_t row) {
    return Value::boolean(frame.slot(0)[row].is_true());
}

Value fifteen(const Frame&, uint32_t) {
    return Value::number(15);
}

Value doubled(const Frame& frame, uint32_t row) {
    const Value score = frame.slot(0)[row];
    return score.is_null() ? Value::null() : Value::number(score.integer() * 2);
}

/// Whether Access__c of $Record is set; the cell is found by the layout of the row.
Value has_access(const Frame& frame, uint32_t row) {
    const Value record = frame.slot(fixed_slot::record)[row];
    if (record.tag() != Tag::record)
        return Value::null();
    static uint32_t cell = 0;
    if (record.row()->size > 0 && cell == 0)
        for (uint32_t at = 0; at < record.row()->size; ++at)
            if (record.row()->cells()[at].tag() == Tag::boolean && cell == 0)
                cell = at;
    return Value::boolean(record.row()->cells()[cell].is_true());
}

} // namespace

TEST_CASE("a new record gets its id, its owner, its dates and its name") {
    World world;
    world.start();
    const Id ada =
        world.create_one("Contact", {{"FirstName", text("Ada")}, {"LastName", text("Lovelace")}});
    const Id admin = world.find("User", "Username", text("admin@acme.example"));
    CHECK(key_prefix(ada) == world.object("Contact").prefix);
    CHECK(world.shown("Contact", ada, "Name") == "Ada Lovelace");
    CHECK(world.get("Contact", ada, "OwnerId").as_id() == admin);
    CHECK(world.get("Contact", ada, "CreatedById").as_id() == admin);
    CHECK(world.get("Contact", ada, "CreatedDate").integer() == 1'700'000'000'000);
    CHECK(world.get("Contact", ada, "Access__c").tag() == Tag::boolean);
    CHECK(world.org->figures().saved["Contact"] == 1);
    CHECK(world.org->figures().created["Contact"] == 1);

    REQUIRE(World::text_of(world.update("Contact", ada, {{"FirstName", Value::null()}})) == "");
    CHECK(world.shown("Contact", ada, "Name") == "Lovelace");
}

TEST_CASE("system validation refuses with Salesforce's codes and texts") {
    World world;
    world.start();
    CHECK(
        world.refusal("Contact", {{"FirstName", text("Ada")}}) ==
        "REQUIRED_FIELD_MISSING: Required fields are missing: [LastName]"
    );
    CHECK(
        world.refusal("Contact", {{"LastName", text("L")}, {"Email", text("ada@acme")}}) ==
        "INVALID_EMAIL_ADDRESS: Email: invalid email address: ada@acme"
    );
    CHECK(
        world.refusal("Log__c", {{"Message__c", text("123456789012345678901")}}) ==
        "STRING_TOO_LONG: Message__c: data value too large: 123456789012345678901 (max length=20)"
    );
    CHECK(
        world.refusal(
            "Contact", {{"LastName", text("L")}, {"Score__c", Value::number(1'000'000'000)}}
        ) == "NUMBER_OUTSIDE_VALID_RANGE: Score__c: value outside of valid range on numeric field: "
             "1000000000"
    );
    CHECK(
        world.refusal("Contact", {{"LastName", text("L")}, {"AccountId", text("nonsense")}}) ==
        "MALFORMED_ID: AccountId: id value of incorrect type: nonsense"
    );
    const Id log = world.create_one("Log__c", {});
    const auto log_text = to_text(log);
    CHECK(
        world.refusal("Contact", {{"LastName", text("L")}, {"AccountId", Value::id(log)}}) ==
        "FIELD_INTEGRITY_EXCEPTION: AccountId: id value of incorrect type: " +
            std::string(log_text.data(), 18)
    );
    CHECK(
        world.refusal(
            "Contact",
            {{"LastName", text("L")},
             {"AccountId", Value::id(make_id(*parse_key_prefix("001"), 999))}}
        ) == "INVALID_CROSS_REFERENCE_KEY: invalid cross reference id"
    );
    CHECK(world.refusal("Contact", {{"LastName", text("L")}, {"Name", text("N")}})
              .starts_with("INVALID_FIELD_FOR_INSERT_UPDATE: Unable to create/update fields: Name. "
                           "Please check the security"));
    CHECK(
        world.refusal("Profile", {{"Name", text("Mine")}}) ==
        "INVALID_TYPE_FOR_OPERATION: entity type Profile does not support create"
    );
    // A custom object without a name is called by its id.
    CHECK(world.shown("Log__c", log, "Name").size() == 15);
    CHECK(world.org->figures().refused["REQUIRED_FIELD_MISSING"] == 1);
}

TEST_CASE("a text is taken for what it says: ids, numbers, empty texts") {
    World world;
    world.start();
    const Id acme = world.account();
    const auto id_text = to_text(acme);
    const Id ada = world.create_one(
        "Contact",
        {{"LastName", text("L")},
         {"AccountId", text({id_text.data(), 18})},
         {"Score__c", text("7")},
         {"Email", text("")}}
    );
    CHECK(world.get("Contact", ada, "AccountId").as_id() == acme);
    CHECK(world.get("Contact", ada, "Score__c").integer() == 7);
    CHECK(world.get("Contact", ada, "Email").is_null());
}

TEST_CASE("unique values are unique, also inside one chunk") {
    World world;
    world.start();
    const Id first = world.create_one("Log__c", {{"Key__c", text("one")}});
    const auto id = to_text_15(first);
    const std::string other(id.data(), id.size());
    CHECK(
        world.refusal("Log__c", {{"Key__c", text("ONE")}}) ==
        "DUPLICATE_VALUE: duplicate value found: Key__c duplicates value on record with id: " +
            other
    );
    RecordBatch records =
        world.batch("Log__c", {{{"Key__c", text("two")}}, {{"Key__c", text("two")}}});
    const SaveReport report = world.save(Operation::create, records);
    REQUIRE(report.refused.size() == 1);
    CHECK(report.refused[0].row == 1);
    CHECK(records.ids()[1] == Id{});
    CHECK(world.count("Log__c") == 2);
    CHECK(World::text_of(world.update("Log__c", first, {{"Key__c", text("one")}})) == "");
}

TEST_CASE("updates and deletes of records that are not there") {
    World world;
    world.start();
    const Id ada = world.contact({});
    CHECK(
        World::text_of(world.update("Contact", Id{}, {})) ==
        "MISSING_ARGUMENT: Id not specified in an update call"
    );
    CHECK(
        World::text_of(world.update("Contact", make_id(*parse_key_prefix("003"), 77), {})) ==
        "INVALID_CROSS_REFERENCE_KEY: invalid cross reference id"
    );
    REQUIRE(World::text_of(world.erase("Contact", ada)) == "");
    CHECK(
        World::text_of(world.update("Contact", ada, {})) == "ENTITY_IS_DELETED: entity is deleted"
    );
    CHECK(World::text_of(world.erase("Contact", ada)) == "ENTITY_IS_DELETED: entity is deleted");
    CHECK(
        world.refusal("Log__c", {{"Contact__c", Value::id(ada)}}) ==
        "ENTITY_IS_DELETED: entity is deleted"
    );
}

TEST_CASE("defaults fill what was not given; an explicit null is something") {
    World world;
    world.program.schema = world.builder->build();
    world.program.objects.resize(world.program.schema->object_count());
    auto& contact = world.program.objects[static_cast<size_t>(world.object("Contact").id)];
    FieldFormulaProgram score;
    score.field = world.field("Contact", "Score__c");
    score.formula.expression = function_expression(fifteen, world.program.arena);
    contact.defaults.push_back(score);
    world.start();
    const Id first = world.create_one("Contact", {{"LastName", text("L")}});
    const Id second =
        world.create_one("Contact", {{"LastName", text("L")}, {"Score__c", Value::null()}});
    CHECK(world.get("Contact", first, "Score__c").integer() == 15);
    CHECK(world.get("Contact", second, "Score__c").is_null());
}

TEST_CASE("a custom validation rule that is true refuses the record") {
    World world;
    world.program.schema = world.builder->build();
    world.program.objects.resize(world.program.schema->object_count());
    auto& contact = world.program.objects[static_cast<size_t>(world.object("Contact").id)];
    ValidationRule& rule = contact.rules.emplace_back();
    rule.name = "Not_Broken";
    rule.message = "a contact must not be broken";
    rule.condition.expression = function_expression(is_broken, world.program.arena);
    rule.condition.sources.push_back({SlotSource::Kind::field, world.field("Contact", "Broken__c")}
    );
    world.start();
    CHECK(
        world.refusal("Contact", {{"LastName", text("L")}, {"Broken__c", Value::boolean(true)}}) ==
        "FIELD_CUSTOM_VALIDATION_EXCEPTION: a contact must not be broken"
    );
    const Id ada = world.contact({});
    CHECK(
        World::text_of(world.update("Contact", ada, {{"Broken__c", Value::boolean(true)}})) ==
        "FIELD_CUSTOM_VALIDATION_EXCEPTION: a contact must not be broken"
    );
    CHECK(world.get("Contact", ada, "Broken__c").is_true() == false);
}

TEST_CASE("before-save flows change the record, in their order, and what they leave is checked") {
    World world;
    FlowProgram& first = world.flow("First", FlowStart::record_before_save, "Contact");
    FlowProgram& second = world.flow("Second", FlowStart::record_before_save, "Contact");
    world.add_step(first, "Set", [&](Group& group) {
        const uint32_t last_name = world.cell("Contact", "LastName");
        const uint32_t first_name = world.cell("Contact", "FirstName");
        for (const uint32_t row : group.rows()) {
            CHECK(record_cell(group, row, 0).is_null());
            Row* const record =
                writable_copy(group.slot(fixed_slot::record)[row].row(), group.arena());
            record->cells()[first_name] = text("Ada");
            record->cells()[last_name] = text("Byron");
            group.slot(fixed_slot::record)[row] = Value::record(record);
        }
    });
    std::vector<std::string> seen;
    world.add_step(second, "See", [&](Group& group) {
        for (const uint32_t row : group.rows()) {
            seen.emplace_back(record_cell(group, row, world.cell("Contact", "LastName")).as_text());
            Row* const record =
                writable_copy(group.slot(fixed_slot::record)[row].row(), group.arena());
            record->cells()[world.cell("Contact", "Email")] = text("no address");
            if (record->cells()[world.cell("Contact", "Broken__c")].is_true())
                group.slot(fixed_slot::record)[row] = Value::record(record);
            else
                record->cells()[world.cell("Contact", "Email")] = Value::null();
        }
    });
    world.start();
    const Id ada = world.create_one("Contact", {{"LastName", text("Lovelace")}});
    CHECK(seen == std::vector<std::string>{"Byron"});
    CHECK(world.shown("Contact", ada, "Name") == "Ada Byron");
    CHECK(
        world.refusal("Contact", {{"LastName", text("L")}, {"Broken__c", Value::boolean(true)}}) ==
        "INVALID_EMAIL_ADDRESS: Email: invalid email address: no address"
    );
}

TEST_CASE("after-save flows see the record as saved and its values before") {
    World world;
    FlowProgram& flow = world.flow("After", FlowStart::record_after_save, "Contact");
    std::vector<std::string> seen;
    world.add_step(flow, "See", [&](Group& group) {
        const uint32_t cell = world.cell("Contact", "LastName");
        for (const uint32_t row : group.rows()) {
            const Value prior = group.slot(fixed_slot::prior)[row];
            CHECK(record_cell(group, row, 0).tag() == Tag::id);
            seen.push_back(
                std::string(record_cell(group, row, cell).as_text()) + "/" +
                (prior.is_null() ? "new" : std::string(prior.row()->cells()[cell].as_text()))
            );
        }
    });
    world.start();
    const Id ada = world.contact({}, "Byron");
    REQUIRE(World::text_of(world.update("Contact", ada, {{"LastName", text("Lovelace")}})) == "");
    CHECK(seen == std::vector<std::string>{"Byron/new", "Lovelace/Byron"});
}

TEST_CASE("entry conditions: every record that meets them, or only those that came to meet them") {
    World world;
    FlowProgram& every = world.flow("Every", FlowStart::record_after_save, "Contact");
    FlowProgram& changed = world.flow("Changed", FlowStart::record_after_save, "Contact");
    for (FlowProgram* const flow : {&every, &changed}) {
        flow->entry_condition = function_expression(has_access, world.program.arena);
        world.add_step(*flow, "Step", [](Group&) {});
    }
    changed.only_when_changed_to_meet = true;
    world.start();
    const Id ada =
        world.create_one("Contact", {{"LastName", text("L")}, {"Access__c", Value::boolean(true)}});
    world.contact({});
    world.update("Contact", ada, {{"LastName", text("M")}});
    world.update("Contact", ada, {{"Access__c", Value::boolean(false)}});
    world.update("Contact", ada, {{"Access__c", Value::boolean(true)}});
    CHECK(world.org->figures().flows[&every].interviews == 3);
    CHECK(world.org->figures().flows[&changed].interviews == 2);
}

TEST_CASE("formula fields are computed when they are queried, filtered and sorted by") {
    World world;
    Field twice;
    twice.name = "Twice__c";
    twice.label = "Twice";
    twice.kind = FieldKind::number;
    twice.has_formula = true;
    world.builder->add_field(*world.builder->find("Contact"), twice);
    world.program.schema = world.builder->build();
    world.program.objects.resize(world.program.schema->object_count());
    auto& contact = world.program.objects[static_cast<size_t>(world.object("Contact").id)];
    FieldFormulaProgram formula;
    formula.field = world.field("Contact", "Twice__c");
    formula.formula.expression = function_expression(doubled, world.program.arena);
    formula.formula.sources.push_back({SlotSource::Kind::field, world.field("Contact", "Score__c")}
    );
    contact.formulas.push_back(formula);
    world.start();
    for (const int score : {3, 1, 2})
        world.create_one("Contact", {{"LastName", text("L")}, {"Score__c", Value::number(score)}});
    Query query;
    query.object = world.object("Contact").id;
    query.fields = {formula.field};
    query.filter.emplace_back().field = formula.field;
    query.filter[0].op = FilterOperator::greater;
    query.parameter_count = 1;
    query.order.push_back({formula.field, true, false});
    const Value two = Value::number(2);
    const std::span<const Value> column(&two, 1);
    auto found = world.org->query(query, {&column, 1}, 1);
    REQUIRE(found);
    REQUIRE(found->records.size() == 2);
    CHECK(found->records.find(formula.field)[0].integer() == 6);
    CHECK(found->records.find(formula.field)[1].integer() == 4);
}
