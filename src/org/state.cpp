#include "org/state.hpp"

#include "org/scheduler.hpp"

#include <fmt/format.h>

namespace weir {

namespace {

const ObjectProgram nothing_set_off;

Query lookup_query(ObjectId object, FieldId field) {
    Query query;
    query.object = object;
    FilterNode& node = query.filter.emplace_back();
    node.field = field;
    query.fields.push_back(field);
    query.parameter_count = 1;
    return query;
}

} // namespace

OrgState::OrgState(Org& owner)
    : org(owner),
      known(*owner.program().schema),
      plans(owner.program().schema->object_count()),
      published(plans.size()),
      writes(plans.size()),
      scheduler(std::make_unique<Scheduler>()) {
    for (size_t index = 1; index < published.size(); ++index) {
        const Object& object = owner.program().schema->object(static_cast<ObjectId>(index));
        if (object.kind == ObjectKind::event)
            published[index] = std::make_unique<RecordBatch>(object.id, 0);
    }
}

OrgState::~OrgState() = default;

const ObjectPlan& OrgState::plan(ObjectId object) {
    const auto index = static_cast<size_t>(object);
    if (plans[index] == nullptr) {
        const Program& program = org.program();
        const ObjectProgram& set_off =
            index < program.objects.size() ? program.objects[index] : nothing_set_off;
        plans[index] = std::make_unique<ObjectPlan>(
            program.schema->object(object), set_off, program.layouts->of(object)
        );
    }
    return *plans[index];
}

Result<ReadPlan*> OrgState::find_by_lookup(ObjectId object, FieldId field) {
    std::unique_ptr<ReadPlan>& plan = by_lookup[{object, field}];
    if (plan == nullptr) {
        auto made = std::make_unique<ReadPlan>();
        made->store_query = lookup_query(object, field);
        made->query = &made->store_query;
        auto prepared = org.store().prepare(made->store_query);
        if (!prepared)
            return prepared.error();
        made->prepared = std::move(*prepared);
        plan = std::move(made);
    }
    return plan.get();
}

std::string_view OrgState::new_guid(Arena& arena) {
    // Unique and the same in every run: tests and transcripts may show them.
    const uint64_t number = next_guid++;
    const uint64_t mixed = number * 0x9e3779b97f4a7c15ULL;
    char text[37];
    fmt::format_to_n(
        text,
        36,
        "{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}",
        static_cast<uint32_t>(mixed >> 32U),
        static_cast<uint16_t>(mixed >> 16U),
        static_cast<uint16_t>(mixed & 0xfffU),
        static_cast<uint16_t>((number >> 48U) & 0xfffU),
        number & 0xffffffffffffULL
    );
    return arena.copy(std::string_view(text, 36));
}

Result<Id> OrgState::running_user() {
    const std::string& name = org.settings().running_user;
    if (user != Id{} && name == user_name)
        return user;
    if (known.user == nullptr || !started)
        return Id{};
    if (name.empty()) {
        Query query;
        query.object = known.user->id;
        query.limit = 1;
        auto prepared = org.store().prepare(query);
        if (!prepared)
            return prepared.error();
        auto found = org.store().run(**prepared, {}, 1);
        if (!found)
            return found.error();
        if (found->records.size() == 0)
            return Id{};
        user = found->records.ids()[0];
    } else {
        if (known.of_user.username == FieldId::none)
            return Failure{fmt::format("no user is called `{}`: User has no Username", name)};
        const Value value = Value::text(name);
        auto found = org.store().find_by_value(known.user->id, known.of_user.username, {&value, 1});
        if (!found)
            return found.error();
        if (found->front() == Id{})
            return Failure{fmt::format("no user is called `{}`", name)};
        user = found->front();
    }
    user_name = name;
    return user;
}

const Fault* copy_fault(const Fault& fault, Arena& arena) {
    Fault result = fault;
    result.code = arena.copy(fault.code);
    result.message = arena.copy(fault.message);
    result.fields = arena.copy(fault.fields);
    return arena.make<Fault>(result);
}

void OrgState::end_reading() {
    // Values that Org::query handed out end here, as its contract says.
    reading.reset();
}

} // namespace weir
