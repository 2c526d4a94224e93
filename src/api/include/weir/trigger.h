// Code of a host in the place of Apex triggers: steps 4 and 8 of Salesforce's order of execution, behind the before-save flows and in
// front of the validation rules, and between the write and the after-save flows.
//
//     builder.add_trigger({"Contact", weir::TriggerEvent::before_insert, "ContactTrigger", [](weir::TriggerRecords& records) {
//         for (size_t row = 0; row < records.size(); ++row)
//             if (records.value(row, "Email").is_null()) records.refuse(row, "an e-mail address, please", "Email");
//     }});
#pragma once

#include "weir/value.h"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

enum class TriggerEvent { before_insert, before_update, before_delete, after_insert, after_update, after_delete };

/// Why a record was refused that a trigger saved; an empty code: it was saved.
struct TriggerSaved {
    std::string id;
    std::string code;
    std::string message;
};

/// The records of one run, at most 200: Trigger.new and Trigger.old. Lives no longer than the call. Fields that the object does not have
/// are null, and take nothing.
class TriggerRecords {
public:
    virtual ~TriggerRecords() = default;

    [[nodiscard]] virtual TriggerEvent event() const = 0;
    [[nodiscard]] virtual size_t size() const = 0;
    /// Empty before an insert.
    [[nodiscard]] virtual std::string id(size_t row) const = 0;
    /// As the save leaves the record; of a delete null.
    [[nodiscard]] virtual HostValue value(size_t row, std::string_view field) = 0;
    /// As it was before; of an insert null.
    [[nodiscard]] virtual HostValue old_value(size_t row, std::string_view field) = 0;
    /// Before an insert or update: gives a field its value. False if it does not take it.
    virtual bool set(size_t row, std::string_view field, const HostValue& value) = 0;
    /// `addError`: the record is refused with FIELD_CUSTOM_VALIDATION_EXCEPTION.
    virtual void refuse(size_t row, std::string_view message, std::string_view field = {}) = 0;

    /// DML in the transaction of the trigger: one statement, which sets off flows and triggers of its own and counts against the limits. An
    /// unknown object, field or value refuses its record.
    virtual std::vector<TriggerSaved> create(std::string_view object, const std::vector<std::vector<NamedValue>>& records) = 0;
    /// Each record with its `Id`.
    virtual std::vector<TriggerSaved> update(std::string_view object, const std::vector<std::vector<NamedValue>>& records) = 0;
};

/// Called on the thread that runs the session. What `run` throws refuses all records of the run, as an exception in Apex does.
struct HostTrigger {
    std::string object;
    TriggerEvent event = TriggerEvent::before_insert;
    std::string name; // for messages: "ContactTrigger"
    std::function<void(TriggerRecords&)> run;
};

} // namespace weir
