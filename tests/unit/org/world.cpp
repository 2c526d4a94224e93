#include "unit/org/world.hpp"

#include "types/convert.hpp"

#include <catch2/catch.hpp>


namespace weir::test {

FlowProgram& World::flow(std::string name, FlowStart start, std::string_view object_name) {
    auto made = std::make_unique<FlowProgram>();
    made->name = name;
    made->label = name + " Label";
    made->start = start;
    made->on_create = made->on_update = true;
    flows_.emplace_back(std::string(object_name), std::move(made));
    return *flows_.back().second;
}

void World::add_step(FlowProgram& flow, std::string name, std::function<void(Group&)> function) {
    auto step = std::make_unique<FunctionStep>(std::move(function));
    step->name = std::move(name);
    if (flow.steps.empty())
        flow.entry = StepId{0};
    else
        const_cast<Step&>(*flow.steps.back()).next = static_cast<StepId>(flow.steps.size());
    flow.steps.push_back(std::move(step));
}

SeedRecord& World::seed(std::string_view object_name, std::string name, Cells cells) {
    SeedRecord& record = program.seeds.emplace_back();
    const Object& described = object(object_name);
    record.object = described.id;
    record.name = std::move(name);
    for (auto& [field_name, value] : cells)
        record.cells.push_back({*described.find_field(field_name), copy(value, program.arena), -1});
    return record;
}

const Object& World::object(std::string_view name) const {
    if (program.schema == nullptr)
        return *builder->find(name);
    return *program.schema->find(name);
}

FieldId World::field(std::string_view object_name, std::string_view name) const {
    return *object(object_name).find_field(name);
}

uint32_t World::cell(std::string_view object_name, std::string_view name) const {
    return *program.layouts->of(object(object_name).id).find(field(object_name, name));
}

void World::start(OrgSettings settings) {
    if (program.schema == nullptr)
        program.schema = builder->build();
    program.layouts = std::make_unique<Layouts>(program.schema->object_count());
    program.objects.resize(program.schema->object_count());
    for (size_t index = 1; index < program.schema->object_count(); ++index) {
        const Object& described = program.schema->object(static_cast<ObjectId>(index));
        for (size_t at = 0; at < described.fields.size(); ++at)
            program.layouts->of(described.id).cell(static_cast<FieldId>(at));
    }
    // Licence 0 and 1, profile 2 to 5, role 6, user 7.
    const auto refer =
        [&](SeedRecord& record, std::string_view object_name, std::string_view name, int32_t to) {
            record.cells.push_back({field(object_name, name), Value(), to});
        };
    const auto first = static_cast<int32_t>(program.seeds.size());
    seed(
        "UserLicense", "Full", {{"Name", text("Salesforce")}, {"TotalLicenses", Value::number(10)}}
    );
    seed(
        "UserLicense",
        "Community",
        {{"Name", text("Customer Community")}, {"TotalLicenses", Value::number(3)}}
    );
    seed("UserLicense", "Plus", {{"Name", text("Customer Community Plus")}});
    seed("UserLicense", "Partner", {{"Name", text("Partner Community")}});
    const std::string_view profiles[] = {
        "Administrator", "Community User", "Plus User", "Partner User"};
    for (int32_t index = 0; index < 4; ++index)
        refer(
            seed("Profile", std::string(profiles[index]), {{"Name", text(profiles[index])}}),
            "Profile",
            "UserLicenseId",
            first + index
        );
    seed("UserRole", "CEO", {{"Name", text("CEO")}});
    SeedRecord& admin = seed(
        "User",
        "admin",
        {{"LastName", text("Admin")},
         {"Alias", text("admin")},
         {"Email", text("admin@acme.example")},
         {"Username", text("admin@acme.example")}}
    );
    refer(admin, "User", "ProfileId", first + 4);
    refer(admin, "User", "UserRoleId", first + 8);
    for (auto& [object_name, flow] : flows_) {
        const ObjectId id = object_name.empty() ? ObjectId::none : object(object_name).id;
        flow->object = id;
        ObjectProgram& set_off = program.objects[static_cast<size_t>(id)];
        switch (flow->start) {
        case FlowStart::record_before_save:
            set_off.before_save.push_back(flow.get());
            break;
        case FlowStart::record_after_save:
            set_off.after_save.push_back(flow.get());
            break;
        case FlowStart::record_before_delete:
            set_off.before_delete.push_back(flow.get());
            break;
        case FlowStart::event:
            set_off.subscribers.push_back(flow.get());
            break;
        default:
            break;
        }
        program.flows.push_back(std::move(flow));
    }
    flows_.clear();
    store = make_memory_store(*program.schema);
    bus = make_memory_bus(*program.schema);
    settings.now = settings.now != 0 ? settings.now : 1'700'000'000'000;
    org = std::make_unique<Org>(program, *store, *bus, actions, std::move(settings));
    const Status started = org->start();
    if (!started)
        FAIL(started.error().message);
}

RecordBatch World::batch(std::string_view object_name, const std::vector<Cells>& rows) const {
    RecordBatch records(object(object_name).id, static_cast<uint32_t>(rows.size()));
    for (size_t row = 0; row < rows.size(); ++row)
        for (const auto& [name, value] : rows[row])
            records.column(field(object_name, name))[row] =
                copy(value, const_cast<World*>(this)->arena_);
    return records;
}

SaveReport World::save(Operation operation, RecordBatch& records, bool all_or_none) {
    auto report = org->save(operation, records, all_or_none);
    if (!report)
        FAIL(report.error().message);
    return std::move(*report);
}

std::string World::text_of(const SaveReport& report) {
    std::string text;
    for (const Refusal& refusal : report.refused) {
        if (!text.empty())
            text += '\n';
        text += std::string(refusal.fault->code) + ": " + std::string(refusal.fault->message);
    }
    return text;
}

std::vector<Id> World::create(std::string_view object_name, const std::vector<Cells>& rows) {
    RecordBatch records = batch(object_name, rows);
    const SaveReport report = save(Operation::create, records);
    REQUIRE(text_of(report) == "");
    return {records.ids().begin(), records.ids().end()};
}

Id World::create_one(std::string_view object_name, Cells cells) {
    return create(object_name, {std::move(cells)}).front();
}

SaveReport World::update(std::string_view object_name, Id id, Cells cells) {
    RecordBatch records = batch(object_name, {std::move(cells)});
    records.ids()[0] = id;
    return save(Operation::update, records);
}

SaveReport World::erase(std::string_view object_name, Id id) {
    RecordBatch records(object(object_name).id, 1);
    records.ids()[0] = id;
    return save(Operation::erase, records);
}

std::string World::refusal(std::string_view object_name, Cells cells) {
    RecordBatch records = batch(object_name, {std::move(cells)});
    return text_of(save(Operation::create, records));
}

Value World::get(std::string_view object_name, Id id, std::string_view name) {
    const FieldId asked[] = {field(object_name, name)};
    std::vector<bool> found;
    auto records = store->fetch(object(object_name).id, {&id, 1}, asked, found);
    REQUIRE(records);
    return found[0] ? records->find(asked[0])[0] : Value();
}

std::string World::shown(std::string_view object_name, Id id, std::string_view name) {
    return std::string(to_text(get(object_name, id, name), arena_));
}

uint64_t World::count(std::string_view object_name) const {
    return store->count(object(object_name).id);
}

Id World::find(std::string_view object_name, std::string_view name, Value value) {
    auto found =
        store->find_by_value(object(object_name).id, field(object_name, name), {&value, 1});
    REQUIRE(found);
    return found->front();
}

Cells World::user(std::string username, std::string_view profile) const {
    World& self = const_cast<World&>(*this);
    const Value name = Value::text(self.arena_.copy(std::string_view(username)));
    return {
        {"LastName", test::text("Lovelace")},
        {"Alias", test::text("alove")},
        {"Email", test::text("ada@acme.example")},
        {"Username", name},
        {"ProfileId", Value::id(self.find("Profile", "Name", test::text(profile)))},
        {"TimeZoneSidKey", test::text("GMT")},
        {"LocaleSidKey", test::text("en_US")},
        {"LanguageLocaleKey", test::text("en_US")},
        {"EmailEncodingKey", test::text("UTF-8")},
    };
}

Id World::account(std::string_view name) {
    return create_one("Account", {{"Name", test::text(name)}});
}

Id World::contact(Id account, std::string_view last_name) {
    Cells cells = {{"LastName", test::text(last_name)}};
    if (account != Id{})
        cells.emplace_back("AccountId", Value::id(account));
    return create_one("Contact", std::move(cells));
}

Value record_cell(Group& group, uint32_t row, uint32_t cell) {
    return group.slot(fixed_slot::record)[row].row()->cells()[cell];
}

void create_for_group(
    Group& group,
    ObjectId object,
    const std::function<void(RecordBatch&, std::span<const uint32_t>)>& fill
) {
    const std::vector<uint32_t> rows(group.rows().begin(), group.rows().end());
    RecordBatch records(object, static_cast<uint32_t>(rows.size()));
    fill(records, rows);
    std::vector<const Fault*> faults(rows.size());
    group.transaction().dml(Operation::create, records, faults);
    for (size_t index = 0; index < rows.size(); ++index)
        if (faults[index] != nullptr)
            group.fault(
                rows[index], operation_fault(Attempt::create, *faults[index], group.arena())
            );
}

} // namespace weir::test
