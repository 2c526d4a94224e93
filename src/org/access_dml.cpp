// DML statements behind the rights of the context (reference/security.md, section 2).
#include "org/access.hpp"
#include "types/cell.hpp"
#include "types/compare.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

constexpr std::string_view no_object_access = "insufficient access rights on object id";
constexpr std::string_view no_reference_access = "insufficient access rights on cross-reference id";

class DmlCheck {
public:
    DmlCheck(
        Transaction& transaction,
        const UserRights& rights,
        Operation operation,
        RecordBatch& records,
        std::span<const Fault*> faults
    )
        : transaction_(transaction),
          rights_(rights),
          operation_(operation),
          records_(records),
          faults_(faults),
          object_(transaction.schema().object(records.object())),
          of_object_(object_rights(rights, object_.id)) {}

    void run() {
        if (transaction_.context() == RunContext::user) {
            check_object();
            if (operation_ != Operation::erase)
                check_fields();
            check_users();
        }
        if (is_shared_with_all(object_))
            return;
        if (operation_ == Operation::create)
            check_parents();
        else
            check_records();
        if (operation_ != Operation::erase)
            check_references();
    }

private:
    void refuse(
        uint32_t row, std::string_view code, std::string_view text, std::string_view field = {}
    ) {
        if (faults_[row] == nullptr)
            faults_[row] = transaction_.fault(code, text, field);
    }
    void refuse_all(const Fault* fault) { std::ranges::fill(faults_, fault); }

    void check_object() {
        const bool allowed = operation_ == Operation::create   ? of_object_.creates
                             : operation_ == Operation::update ? of_object_.edits
                                                               : of_object_.erases;
        for (uint32_t row = 0; row < records_.size() && !allowed; ++row)
            refuse(row, "INSUFFICIENT_ACCESS_OR_READONLY", no_object_access);
    }

    /// Fields that the user may not edit fail the row that gives them, or are left out.
    void check_fields() {
        if (!of_object_.has_fields)
            return;
        std::vector<std::vector<FieldId>> refused(records_.size());
        const std::vector<FieldId> given(records_.fields().begin(), records_.fields().end());
        for (const FieldId field : given) {
            const auto index = static_cast<size_t>(field);
            if (index >= of_object_.fields.size() || of_object_.fields[index] >= AccessLevel::edit)
                continue;
            // What nobody could write is told by the save itself.
            const Field& described = object_.field(field);
            const bool is_writable =
                !described.has_formula && !described.has_summary &&
                (operation_ == Operation::create ? described.createable : described.updateable);
            if (!is_writable)
                continue;
            const std::span<Value> cells = records_.column(field);
            for (uint32_t row = 0; row < records_.size(); ++row) {
                if (cells[row].is_unset())
                    continue;
                if (transaction_.org().settings().drops_read_only_fields)
                    cells[row] = Value();
                else
                    refused[row].push_back(field);
            }
        }
        for (uint32_t row = 0; row < records_.size(); ++row) {
            if (refused[row].empty())
                continue;
            const std::string names = join_names(object_, refused[row]);
            refuse(
                row,
                "INVALID_FIELD_FOR_INSERT_UPDATE",
                fmt::format(
                    "Unable to create/update fields: {}. Please check the security settings of "
                    "this field and verify that it is read/write for your profile or permission "
                    "set.",
                    names
                ),
                names
            );
        }
    }

    /// Users are made and changed by those who manage them; external ones also by those who manage
    /// external users; everybody changes himself.
    void check_users() {
        const KnownObjects& known = transaction_.org().state().known;
        const bool restricts =
            !rights_.objects.empty() && !rights_.manages_users && !rights_.modifies_all;
        if (&object_ != known.user || !restricts)
            return;
        const auto contacts = known.of_user.contact == FieldId::none
                                  ? std::span<const Value>{}
                                  : std::as_const(records_).find(known.of_user.contact);
        for (uint32_t row = 0; row < records_.size(); ++row) {
            const bool is_external = !contacts.empty() && !contacts[row].is_null();
            const bool is_self = records_.ids()[row] == rights_.user;
            const bool allowed = operation_ == Operation::create
                                     ? rights_.manages_external_users && is_external
                                     : is_self || rights_.manages_external_users;
            if (!allowed)
                refuse(row, "INSUFFICIENT_ACCESS_OR_READONLY", no_object_access);
        }
    }

    /// Records that are changed need `edit`; to delete them or to give them away needs all of it.
    void check_records() {
        std::vector<AccessLevel> levels;
        if (const Fault* const fault = sharing_levels(
                transaction_, rights_, object_, records_.ids(), AccessLevel::full, levels
            ))
            return refuse_all(fault);
        const std::vector<bool> moves = changed_owners();
        for (uint32_t row = 0; row < records_.size(); ++row) {
            const AccessLevel needed = operation_ == Operation::erase || moves[row]
                                           ? AccessLevel::full
                                           : AccessLevel::edit;
            if (levels[row] < needed && records_.ids()[row] != Id{})
                refuse(row, "INSUFFICIENT_ACCESS_OR_READONLY", no_object_access);
        }
    }

    [[nodiscard]] std::vector<bool> changed_owners() {
        std::vector<bool> moves(records_.size(), false);
        const FieldId owner = field_or_none(&object_, "OwnerId");
        const Sharing sharing = rights_.is_external && object_.external_sharing != Sharing::unsaid
                                    ? object_.external_sharing
                                    : object_.sharing;
        if (operation_ != Operation::update || owner == FieldId::none ||
            sharing == Sharing::read_write_transfer || rights_.transfers_any)
            return moves;
        const auto given = std::as_const(records_).find(owner);
        if (given.empty())
            return moves;
        Columns before;
        if (const Fault* const fault =
                raw_values(transaction_, object_.id, records_.ids(), {&owner, 1}, before)) {
            refuse_all(fault);
            return moves;
        }
        for (uint32_t row = 0; row < records_.size(); ++row)
            moves[row] =
                !given[row].is_unset() && !equal_exactly(given[row], before.at(owner, row));
        return moves;
    }

    /// Whoever adds a detail changes its master.
    void check_parents() {
        for (size_t index = 0; index < object_.fields.size(); ++index)
            if (object_.fields[index].kind == FieldKind::master_detail)
                check_reference(static_cast<FieldId>(index), AccessLevel::edit);
    }

    /// A record can only name records that its user sees.
    void check_references() {
        const std::vector<FieldId> given(records_.fields().begin(), records_.fields().end());
        for (const FieldId field : given) {
            if (static_cast<size_t>(field) >= object_.fields.size())
                continue;
            const Field& described = object_.field(field);
            const bool is_master = described.kind == FieldKind::master_detail;
            if (described.is_reference() && !described.is_system && described.name != "OwnerId" &&
                !(is_master && operation_ == Operation::create))
                check_reference(field, is_master ? AccessLevel::edit : AccessLevel::read);
        }
    }

    void check_reference(FieldId field, AccessLevel needed) {
        const auto cells = std::as_const(records_).find(field);
        if (cells.empty())
            return;
        // By the object that each id belongs to: a lookup may name several.
        std::unordered_map<uint32_t, std::vector<uint32_t>> rows;
        for (uint32_t row = 0; row < records_.size(); ++row) {
            const Id id = faults_[row] == nullptr ? id_in(cells[row]) : Id{};
            const Object* const target =
                id == Id{} ? nullptr : transaction_.schema().find(key_prefix(id));
            if (target != nullptr && !is_shared_with_all(*target))
                rows[static_cast<uint32_t>(target->id)].push_back(row);
        }
        if (rows.empty())
            return;
        Columns before;
        const bool updates = operation_ == Operation::update;
        if (updates)
            if (const Fault* const fault =
                    raw_values(transaction_, object_.id, records_.ids(), {&field, 1}, before))
                return refuse_all(fault);
        for (const auto& [target, of_target] : rows) {
            std::vector<Id> ids;
            for (const uint32_t row : of_target)
                ids.push_back(id_in(cells[row]));
            std::vector<AccessLevel> levels;
            if (const Fault* const fault = sharing_levels(
                    transaction_,
                    rights_,
                    transaction_.schema().object(static_cast<ObjectId>(target)),
                    ids,
                    needed,
                    levels
                ))
                return refuse_all(fault);
            for (size_t index = 0; index < ids.size(); ++index) {
                const uint32_t row = of_target[index];
                if (updates && equal_exactly(cells[row], before.at(field, row)))
                    continue;
                if (levels[index] < needed)
                    refuse(
                        row,
                        "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
                        no_reference_access,
                        object_.field(field).name
                    );
            }
        }
    }

    Transaction& transaction_;
    const UserRights& rights_;
    const Operation operation_;
    RecordBatch& records_;
    std::span<const Fault*> faults_;
    const Object& object_;
    const ObjectRights& of_object_;
};

} // namespace

void check_rights(
    Transaction& transaction,
    const UserRights& rights,
    Operation operation,
    RecordBatch& records,
    std::span<const Fault*> faults
) {
    DmlCheck(transaction, rights, operation, records, faults).run();
}

void save_with_rights(
    Transaction& transaction,
    Operation operation,
    RecordBatch& records,
    std::span<const Fault*> faults,
    std::span<const uint32_t> owners
) {
    const UserRights* const rights = rights_now(transaction);
    if (rights == nullptr) {
        const ContextScope system(transaction, RunContext::system_without_sharing);
        return save_records(transaction, operation, records, faults, false, owners);
    }
    check_rights(transaction, *rights, operation, records, faults);
    const ContextScope system(transaction, RunContext::system_without_sharing);
    std::vector<uint32_t> rows;
    std::vector<uint32_t> owners_left;
    for (uint32_t row = 0; row < records.size(); ++row)
        if (faults[row] == nullptr) {
            rows.push_back(row);
            if (!owners.empty())
                owners_left.push_back(owners[row]);
        }
    if (rows.size() == records.size())
        return save_records(transaction, operation, records, faults, false, owners);
    RecordBatch allowed = std::as_const(records).select(rows);
    std::vector<const Fault*> found(rows.size());
    save_records(transaction, operation, allowed, found, false, owners_left);
    for (size_t index = 0; index < rows.size(); ++index) {
        faults[rows[index]] = found[index];
        if (operation == Operation::create)
            records.ids()[rows[index]] = allowed.ids()[index];
    }
}

} // namespace weir
