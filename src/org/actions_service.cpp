// Actions of service, files, leads and prices that come down to a few records
// (reference/actions.md).
#include "org/action_tools.hpp"
#include "org/actions.hpp"
#include "org/declared_parameters.hpp"
#include "org/mixed_dml.hpp"
#include "org/save_steps.hpp"
#include "org/scheduler.hpp"
#include "org/system_records.hpp"
#include "types/date_time.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

const Fault* lost(Transaction& transaction) {
    return transaction.fault("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
}

const Fault* first_of(std::span<const Fault* const> faults) {
    for (const Fault* const fault : faults)
        if (fault != nullptr)
            return fault;
    return nullptr;
}

/// A report is a file, and a ServiceReport that leads to it.
class CreateServiceReport final : public DescribedAction {
public:
    CreateServiceReport()
        : DescribedAction(
              "createServiceReport",
              {{"entityId", TypeKind::id, false, true},
               {"signatures", TypeKind::any},
               {"templateId", TypeKind::id, false, true}},
              {{"contentVersionDocumentId", TypeKind::id}}
          ) {}
    void run(ActionCall& call) const override {
        if (!require_inputs(call, {"entityId", "templateId"}))
            return;
        for (const uint32_t row : rows_left(call))
            call.faults[row] = create(call, row);
    }

private:
    static const Fault* create(ActionCall& call, uint32_t row) {
        Transaction& transaction = call.transaction;
        const Id entity = id_input(call, "entityId", row);
        Records records;
        if (const Fault* const fault = records.fetch(
                transaction, transaction.schema().find(key_prefix(entity)), {&entity, 1}, {}
            ))
            return fault;
        if (!records.has(0))
            return lost(transaction);
        RecordWriter documents(transaction, "ContentDocument");
        RecordWriter versions(transaction, "ContentVersion");
        RecordWriter reports(transaction, "ServiceReport");
        const uint32_t document = documents.add();
        documents.text(document, "Title", "Service Report");
        documents.text(document, "FileType", "PDF");
        documents.text(document, "FileExtension", "pdf");
        if (const Fault* const fault = system_create(transaction, documents.records()))
            return fault;
        const Id file = documents.records().ids()[0];
        const uint32_t version = versions.add();
        versions.id(version, "ContentDocumentId", file);
        versions.text(version, "Title", "Service Report");
        versions.text(version, "PathOnClient", "ServiceReport.pdf");
        versions.flag(version, "IsLatest", true);
        if (const Fault* const fault = system_create(transaction, versions.records()))
            return fault;
        const uint32_t report = reports.add();
        reports.id(report, "ParentId", entity);
        reports.id(report, "ContentVersionDocumentId", versions.records().ids()[0]);
        reports.text(report, "DocumentName", "ServiceReport.pdf");
        reports.text(report, "DocumentContentType", "application/pdf");
        reports.text(report, "Template", text_input(call, "templateId", row));
        reports.flag(report, "IsSigned", !input(call, "signatures", row).is_null());
        const Fault* fault = nullptr;
        transaction.dml(Operation::create, reports.records(), {&fault, 1});
        if (fault == nullptr)
            set_output(
                call, "contentVersionDocumentId", row, Value::id(versions.records().ids()[0])
            );
        return fault;
    }
};

/// The work orders of a maintenance plan, made later and by the system.
class GenerateWorkOrders final : public DescribedAction {
public:
    GenerateWorkOrders()
        : DescribedAction("generateWorkOrders", {{"recordId", TypeKind::id, false, true}}, {}) {}
    void run(ActionCall& call) const override {
        if (!require_inputs(call, {"recordId"}))
            return;
        Transaction& transaction = call.transaction;
        const std::vector<Id> plans = id_column(call, "recordId");
        Records records;
        if (const Fault* const fault =
                records.fetch(transaction, transaction.schema().find("MaintenancePlan"), plans, {}))
            return fail_all(call, fault);
        for (const uint32_t row : rows_left(call)) {
            if (!records.has(row)) {
                call.faults[row] = lost(transaction);
                continue;
            }
            const Id plan = plans[row];
            const Id user = transaction.surroundings().user;
            const int64_t now = transaction.surroundings().now;
            transaction.after_commit([plan, user, now](Org& org) {
                org.state().scheduler->add(
                    {now,
                     "work orders of a maintenance plan",
                     plan,
                     [plan, user](Org& later) { return generate(later, plan, user); }}
                );
            });
        }
    }

private:
    static constexpr size_t most_orders = 2600; // Salesforce's, for one plan

    static Status generate(Org& org, Id plan, Id user) {
        Transaction transaction(org, "work orders of a maintenance plan", user);
        const Fault* fault = transaction.failure() != nullptr ? nullptr : write(transaction, plan);
        return finish(transaction, fault == nullptr);
    }

    static const Fault* write(Transaction& transaction, Id plan) {
        Records records;
        if (const Fault* const fault = records.fetch(
                transaction,
                transaction.schema().find("MaintenancePlan"),
                {&plan, 1},
                {"StartDate",
                 "NextSuggestedMaintenanceDate",
                 "Frequency",
                 "FrequencyType",
                 "GenerationTimeframe",
                 "GenerationTimeframeType",
                 "AccountId",
                 "ContactId",
                 "WorkTypeId"}
            ))
            return fault;
        if (!records.has(0))
            return nullptr; // gone by now
        std::vector<Id> assets;
        if (const Fault* const fault = find_ids(
                transaction, "MaintenanceAsset", "MaintenancePlanId", Value::id(plan), assets
            ))
            return fault;
        Records of_assets;
        if (const Fault* const fault = of_assets.fetch(
                transaction, transaction.schema().find("MaintenanceAsset"), assets, {"AssetId"}
            ))
            return fault;
        RecordWriter orders(transaction, "WorkOrder");
        if (!orders.is_known())
            return nullptr;
        int64_t next = 0;
        for (const int64_t day : days(transaction, records, next)) {
            for (uint32_t asset = 0; asset < std::max<size_t>(assets.size(), 1); ++asset) {
                const uint32_t order = orders.add();
                orders.id(order, "MaintenancePlanId", plan);
                orders.set(order, "AccountId", records.at("AccountId", 0));
                orders.set(order, "ContactId", records.at("ContactId", 0));
                orders.set(order, "WorkTypeId", records.at("WorkTypeId", 0));
                orders.set(order, "SuggestedMaintenanceDate", Value::date(day));
                orders.flag(order, "IsGeneratedFromMaintenancePlan", true);
                if (!assets.empty())
                    orders.set(order, "AssetId", of_assets.at("AssetId", asset));
            }
        }
        if (orders.size() == 0)
            return nullptr;
        std::vector<const Fault*> faults(orders.size());
        transaction.dml(Operation::create, orders.records(), faults);
        if (const Fault* const fault = first_of(faults))
            return fault;
        RecordWriter change(transaction, "MaintenancePlan");
        change.set(change.add(plan), "NextSuggestedMaintenanceDate", Value::date(next));
        return system_update(transaction, change.records());
    }

    static int64_t number(const Records& records, std::string_view field, int64_t otherwise) {
        const Value value = records.at(field, 0);
        const auto whole = value.is_number() ? to_integer(value.decimal()) : std::nullopt;
        return whole && *whole > 0 ? *whole : otherwise;
    }

    static int64_t later(int64_t day, std::string_view unit, int64_t count) {
        if (starts_with_ignoring_case(unit, "Day"))
            return day + count;
        if (starts_with_ignoring_case(unit, "Week"))
            return day + 7 * count;
        return add_months(day, starts_with_ignoring_case(unit, "Year") ? 12 * count : count);
    }

    /// Days of maintenance from the next one on, as far ahead as the plan generates.
    static std::vector<int64_t>
    days(Transaction& transaction, const Records& records, int64_t& next) {
        const Surroundings& around = transaction.surroundings();
        Value begin = records.at("NextSuggestedMaintenanceDate", 0);
        if (begin.tag() != Tag::date)
            begin = records.at("StartDate", 0);
        next = begin.tag() == Tag::date ? begin.integer() : around.zone.local_days(around.now);
        const int64_t frequency = number(records, "Frequency", 1);
        const int64_t end = later(
            next,
            records.text("GenerationTimeframeType", 0),
            number(records, "GenerationTimeframe", 1)
        );
        std::vector<int64_t> result;
        while (next < end && result.size() < most_orders) {
            result.push_back(next);
            const int64_t following = later(next, records.text("FrequencyType", 0), frequency);
            if (following <= next)
                break;
            next = following;
        }
        return result;
    }
};

/// A library with folders has a root folder. Libraries are setup objects.
class EnableFolders final : public DescribedAction {
public:
    EnableFolders()
        : DescribedAction(
              "contentWorkspaceEnableFolders",
              {{"ContentWorkspaceId", TypeKind::id, false, true},
               {"IsFolderEnabled", TypeKind::boolean, false, true}},
              {}
          ) {}
    void run(ActionCall& call) const override {
        if (!require_inputs(call, {"ContentWorkspaceId", "IsFolderEnabled"}))
            return;
        for (const uint32_t row : rows_left(call))
            call.faults[row] = enable(call, row);
    }

private:
    static const Fault* enable(ActionCall& call, uint32_t row) {
        Transaction& transaction = call.transaction;
        const Id workspace = id_input(call, "ContentWorkspaceId", row);
        Records records;
        if (const Fault* const fault = records.fetch(
                transaction,
                transaction.schema().find("ContentWorkspace"),
                {&workspace, 1},
                {"Name", "RootContentFolderId"}
            ))
            return fault;
        if (!records.has(0))
            return lost(transaction);
        RecordWriter change(transaction, "ContentWorkspace");
        const uint32_t changed = change.add(workspace);
        if (const Fault* const fault =
                check_mixed_dml(transaction, Operation::update, change.records()))
            return fault;
        leave_mark(transaction, Operation::update, change.records());
        const bool has_folders = !records.at("RootContentFolderId", 0).is_null();
        if (has_folders == flag_input(call, "IsFolderEnabled", row))
            return nullptr;
        Id root;
        if (!has_folders) {
            RecordWriter folders(transaction, "ContentFolder");
            if (!folders.is_known())
                return nullptr;
            folders.text(folders.add(), "Name", records.text("Name", 0));
            if (const Fault* const fault = system_create(transaction, folders.records()))
                return fault;
            root = folders.records().ids()[0];
        }
        const std::string text = text_of_id(root);
        change.text(changed, "RootContentFolderId", text);
        return system_update(transaction, change.records());
    }
};

/// The price book of an order: the one that is said, else the standard one.
class ChoosePricebook final : public DescribedAction {
public:
    ChoosePricebook()
        : DescribedAction(
              "choosePricebook",
              {{"orderId", TypeKind::id, false, true}, {"pricebook2Id", TypeKind::id}},
              {{"pricebook2Id", TypeKind::id}}
          ) {}
    void run(ActionCall& call) const override {
        if (!require_inputs(call, {"orderId"}))
            return;
        for (const uint32_t row : rows_left(call))
            call.faults[row] = choose(call, row);
    }

private:
    static const Fault* choose(ActionCall& call, uint32_t row) {
        Transaction& transaction = call.transaction;
        const Id order = id_input(call, "orderId", row);
        Id book = id_input(call, "pricebook2Id", row);
        if (book == Id{}) {
            std::vector<Id> found;
            if (const Fault* const fault =
                    find_ids(transaction, "Pricebook2", "IsStandard", Value::boolean(true), found))
                return fault;
            if (found.empty())
                return transaction.fault({}, "There's no standard price book.");
            book = found.front();
        }
        const Object* const object = transaction.schema().find(key_prefix(order));
        const FieldId field = field_or_none(object, "Pricebook2Id");
        if (field == FieldId::none)
            return lost(transaction);
        RecordBatch records(object->id, 1);
        records.ids()[0] = order;
        records.column(field)[0] = Value::id(book);
        const Fault* fault = nullptr;
        transaction.dml(Operation::update, records, {&fault, 1});
        if (fault == nullptr)
            set_output(call, "pricebook2Id", row, Value::id(book));
        return fault;
    }
};

class ApplyLeadRules final : public DescribedAction {
public:
    ApplyLeadRules()
        : DescribedAction(
              "invocableApplyLeadAssignmentRules", {{"LeadIds", TypeKind::text, true, true}}, {}
          ) {}
    void run(ActionCall& call) const override {
        if (!require_inputs(call, {"LeadIds"}))
            return;
        for (const uint32_t row : rows_left(call))
            call.faults[row] = apply(call, row);
    }

private:
    static const Fault* apply(ActionCall& call, uint32_t row) {
        Transaction& transaction = call.transaction;
        const Object* const lead = transaction.schema().find("Lead");
        const std::vector<Id> ids = ids_input(call, "LeadIds", row);
        if (lead == nullptr || ids.empty())
            return lost(transaction);
        const Fault* limit = transaction.count(Governor::dml_statements, 1);
        if (limit == nullptr)
            limit = transaction.count(Governor::dml_rows, ids.size());
        if (limit != nullptr)
            return limit;
        SaveChunk chunk(
            transaction,
            transaction.org().state().plan(lead->id),
            Operation::update,
            static_cast<uint32_t>(ids.size())
        );
        std::ranges::copy(ids, chunk.ids.begin());
        load_old_records(chunk);
        if (chunk.fatal != nullptr)
            return chunk.fatal;
        if (const Fault* const fault = first_of(chunk.faults))
            return fault;
        std::vector<Id> owners(ids.size());
        apply_assignment_rules(chunk, chunk.good, owners);
        return chunk.fatal;
    }
};

} // namespace

void add_service_actions(ActionRegistry& registry) {
    registry.add(std::make_unique<const CreateServiceReport>());
    registry.add(std::make_unique<const GenerateWorkOrders>());
    registry.add(std::make_unique<const EnableFolders>());
    registry.add(std::make_unique<const ChoosePricebook>());
    registry.add(std::make_unique<const ApplyLeadRules>());
}

} // namespace weir
