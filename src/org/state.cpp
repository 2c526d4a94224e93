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

/// The eight digits of a number, all at once: four bits go to each byte.
std::array<char, 8> hexadecimal(uint32_t number) {
    uint64_t digits = number;
    digits = (digits << 16U | digits) & 0x0000ffff0000ffff;
    digits = (digits << 8U | digits) & 0x00ff00ff00ff00ff;
    digits = (digits << 4U | digits) & 0x0f0f0f0f0f0f0f0f;
    // A digit from 10 on carries into the next four bits when 6 is added.
    const uint64_t letters = ((digits + 0x0606060606060606) >> 4U) & 0x0101010101010101;
    digits += 0x3030303030303030 + letters * ('a' - '0' - 10);
    // The first digit is in the highest byte, and stands in front.
    digits = __builtin_bswap64(digits);
    std::array<char, 8> text{};
    std::memcpy(text.data(), &digits, text.size());
    return text;
}

} // namespace

std::string_view OrgState::new_guid(Arena& arena) {
    // Unique and the same in every run: tests and transcripts may show them.
    const uint64_t number = next_guid++;
    const uint64_t mixed = number * 0x9e3779b97f4a7c15ULL;
    const std::span<char> text(static_cast<char*>(arena.allocate(36, 1)), 36);
    // One for every interview and every message: by hand, for a general formatter takes thirty
    // times as long.
    const std::array<char, 8> front = hexadecimal(static_cast<uint32_t>(mixed >> 32U));
    const std::array<char, 8> middle = hexadecimal(static_cast<uint32_t>(mixed));
    const std::array<char, 8> low = hexadecimal(static_cast<uint32_t>(number));
    char* const at = text.data();
    std::memcpy(at, "00000000-0000-4000-a000-000000000000", 36);
    std::memcpy(at, front.data(), 8);
    std::memcpy(at + 9, middle.data(), 4);
    std::memcpy(at + 15, middle.data() + 5, 3);
    std::memcpy(at + 28, low.data(), 8);
    if (number >> 32U != 0) {
        const std::array<char, 8> high = hexadecimal(static_cast<uint32_t>(number >> 32U));
        std::memcpy(at + 20, high.data() + 1, 3);
        std::memcpy(at + 24, high.data() + 4, 4);
    }
    return {text.data(), text.size()};
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
