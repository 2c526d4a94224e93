#include "api/host_trigger.hpp"

#include "api/host_values.hpp"
#include "org/transaction.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <map>

namespace weir {

namespace {

TriggerEvent event_of(TriggerMoment moment) {
    switch (moment) {
    case TriggerMoment::before_insert:
        return TriggerEvent::before_insert;
    case TriggerMoment::before_update:
        return TriggerEvent::before_update;
    case TriggerMoment::before_delete:
        return TriggerEvent::before_delete;
    case TriggerMoment::after_insert:
        return TriggerEvent::after_insert;
    case TriggerMoment::after_update:
        return TriggerEvent::after_update;
    case TriggerMoment::after_delete:
        return TriggerEvent::after_delete;
    }
    return TriggerEvent::before_insert;
}

std::string spelled(Id id) {
    if (id == Id{})
        return {};
    const auto text = to_text(id);
    return {text.data(), text.size()};
}

class RecordsOfCall final : public TriggerRecords {
public:
    explicit RecordsOfCall(TriggerCall& call)
        : call_(call), rows_(call.rows().begin(), call.rows().end()) {}

    TriggerEvent event() const override { return event_of(call_.moment()); }
    size_t size() const override { return rows_.size(); }
    std::string id(size_t row) const override {
        return row < rows_.size() ? spelled(call_.id(rows_[row])) : std::string();
    }

    HostValue value(size_t row, std::string_view field) override {
        const auto found = place(row, field);
        return found ? to_host(call_.value(rows_[row], *found)) : HostValue::null();
    }

    HostValue old_value(size_t row, std::string_view field) override {
        const auto found = place(row, field);
        return found ? to_host(call_.old_value(rows_[row], *found)) : HostValue::null();
    }

    bool set(size_t row, std::string_view field, const HostValue& value) override {
        const auto found = place(row, field);
        if (!found)
            return false;
        const TypeKind kind = call_.object().field(*found).type().kind;
        const auto converted = from_host(value, kind, call_.transaction().arena());
        return converted && call_.set(rows_[row], *found, *converted);
    }

    void refuse(size_t row, std::string_view message, std::string_view field) override {
        if (row < rows_.size())
            call_.refuse(rows_[row], message, field);
    }

    std::vector<TriggerSaved>
    create(std::string_view object, const std::vector<std::vector<NamedValue>>& records) override {
        return save(Operation::create, object, records);
    }

    std::vector<TriggerSaved>
    update(std::string_view object, const std::vector<std::vector<NamedValue>>& records) override {
        return save(Operation::update, object, records);
    }

private:
    std::optional<FieldId> place(size_t row, std::string_view field) const {
        return row < rows_.size() ? call_.object().find_field(field) : std::nullopt;
    }

    // What does not fit refuses its record; the others are one statement.
    std::vector<TriggerSaved> save(
        Operation operation,
        std::string_view name,
        const std::vector<std::vector<NamedValue>>& records
    ) {
        std::vector<TriggerSaved> result(records.size());
        Transaction& transaction = call_.transaction();
        const Object* const object = transaction.schema().find(name);
        if (object == nullptr) {
            for (TriggerSaved& saved : result)
                saved = {{}, "INVALID_TYPE", fmt::format("there is no object `{}`", name)};
            return result;
        }
        RecordBatch batch(object->id, static_cast<uint32_t>(records.size()));
        std::vector<uint32_t> fitting;
        for (uint32_t row = 0; row < records.size(); ++row) {
            result[row].message =
                fill(batch, row, *object, operation, records[row], transaction.arena());
            if (result[row].message.empty())
                fitting.push_back(row);
            else
                result[row].code = "INVALID_FIELD";
        }
        if (fitting.empty())
            return result;
        RecordBatch written = std::as_const(batch).select(fitting);
        std::vector<const Fault*> faults(fitting.size());
        transaction.dml(operation, written, faults);
        for (size_t index = 0; index < fitting.size(); ++index) {
            TriggerSaved& saved = result[fitting[index]];
            if (faults[index] == nullptr)
                saved.id = spelled(std::as_const(written).ids()[index]);
            else
                saved = {{}, std::string(faults[index]->code), std::string(faults[index]->message)};
        }
        return result;
    }

    // What does not fit; empty: all does.
    static std::string fill(
        RecordBatch& batch,
        uint32_t row,
        const Object& object,
        Operation operation,
        const std::vector<NamedValue>& values,
        Arena& arena
    ) {
        for (const NamedValue& named : values) {
            const auto field = object.find_field(named.name);
            if (!field)
                return fmt::format("`{}` has no field `{}`", object.name, named.name);
            const auto value = from_host(named.value, object.field(*field).type().kind, arena);
            if (!value)
                return fmt::format("`{}` is no value of {}", named.value.spelling, named.name);
            if (*field == object.id_field() && operation == Operation::update)
                batch.ids()[row] = value->tag() == Tag::id ? value->as_id() : Id{};
            else
                batch.column(*field)[row] = *value;
        }
        return {};
    }

    TriggerCall& call_;
    std::vector<uint32_t> rows_;
};

class AdaptedTriggers final : public RecordTriggers {
public:
    AdaptedTriggers(std::vector<HostTrigger> triggers, const Schema& schema)
        : triggers_(std::move(triggers)) {
        for (const HostTrigger& trigger : triggers_)
            if (const Object* const object = schema.find(trigger.object))
                by_place_[{object->id, trigger.event}].push_back(&trigger);
    }

    bool stand_at(ObjectId object, TriggerMoment moment) const override {
        return by_place_.find({object, event_of(moment)}) != by_place_.end();
    }

    void run(TriggerCall& call) const override {
        const auto found = by_place_.find({call.object().id, event_of(call.moment())});
        if (found == by_place_.end())
            return;
        for (const HostTrigger* const trigger : found->second) {
            RecordsOfCall records(call);
            // The host's code is not ours: whatever it throws refuses the records.
            try {
                trigger->run(records);
            } catch (const std::exception& thrown) {
                call.fail(trigger->name, thrown.what());
            } catch (...) {
                call.fail(trigger->name, "what was thrown is no std::exception");
            }
        }
    }

private:
    std::vector<HostTrigger> triggers_;
    std::map<std::pair<ObjectId, TriggerEvent>, std::vector<const HostTrigger*>> by_place_;
};

} // namespace

std::unique_ptr<const RecordTriggers>
adapt(std::vector<HostTrigger> triggers, const Schema& schema) {
    if (triggers.empty())
        return nullptr;
    return std::make_unique<AdaptedTriggers>(std::move(triggers), schema);
}

} // namespace weir
