#include "org/state.hpp"

#include "org/first_record.hpp"
#include "org/later_work.hpp"
#include "org/publish_quota.hpp"
#include "org/scheduler.hpp"

#include <fmt/format.h>

#include <array>
#include <cstring>
#include <span>

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
      scheduler(std::make_unique<Scheduler>()),
      later(std::make_unique<LaterWork>()),
      publish_quota(std::make_unique<PublishQuota>()) {
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

namespace {

/// The two digits of each byte.
constexpr auto hexadecimal = [] {
    constexpr std::string_view digits = "0123456789abcdef";
    std::array<std::array<char, 2>, 256> pairs{};
    for (size_t byte = 0; byte < pairs.size(); ++byte)
        pairs[byte] = {digits[byte / 16], digits[byte % 16]};
    return pairs;
}();

/// The two digits of the byte of a number above its last `shift` bits.
void write_byte(uint64_t number, unsigned shift, char* to) {
    std::memcpy(to, hexadecimal[number >> shift & 0xffU].data(), 2);
}

constexpr size_t guid_length = 36;

/// By hand: there is one for every interview and every message.
void write_guid(uint64_t number, char* at) {
    const uint64_t mixed = number * 0x9e3779b97f4a7c15ULL;
    std::memcpy(at, "00000000-0000-0000-a000-000000000000", guid_length);
    write_byte(mixed, 56, at);
    write_byte(mixed, 48, at + 2);
    write_byte(mixed, 40, at + 4);
    write_byte(mixed, 32, at + 6);
    write_byte(mixed, 24, at + 9);
    write_byte(mixed, 16, at + 11);
    write_byte(mixed, 8, at + 14);
    write_byte(mixed, 0, at + 16);
    at[14] = '4'; // a random one, as they go
    write_byte(number, 24, at + 28);
    write_byte(number, 16, at + 30);
    write_byte(number, 8, at + 32);
    write_byte(number, 0, at + 34);
    if (number >> 32U == 0)
        return;
    write_byte(number, 56, at + 19);
    write_byte(number, 48, at + 21);
    write_byte(number, 40, at + 24);
    write_byte(number, 32, at + 26);
    at[19] = 'a';
}

} // namespace

std::string_view OrgState::guid_text(uint64_t number, Arena& arena) {
    // Unique and the same in every run: tests and transcripts may show them.
    char* const text = static_cast<char*>(arena.allocate(guid_length, 1));
    write_guid(number, text);
    return {text, guid_length};
}

Result<Id> OrgState::running_user() {
    const std::string& name = org.settings().running_user;
    if (user != Id{} && name == user_name)
        return user;
    if (known.user == nullptr || !started)
        return Id{};
    if (name.empty()) {
        const Result<Id> first = first_record(org, known.user->id);
        if (!first || *first == Id{})
            return first;
        user = *first;
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
