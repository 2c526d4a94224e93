#include "org/external_users.hpp"

#include "org/access.hpp"
#include "org/system_records.hpp"
#include "schema/layout.hpp"
#include "types/cell.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

Value input(const ActionCall& call, std::string_view name, uint32_t row) {
    const ActionColumn* const column = call.input(name);
    return column == nullptr ? Value() : column->values[row];
}

/// A cell of a record that a flow gives; unset where it holds no such field.
Value cell(Value record, FieldId field) {
    if (field == FieldId::none || record.tag() != Tag::record)
        return {};
    const Row& row = *record.row();
    const auto place = row.layout == nullptr ? std::nullopt : row.layout->find(field);
    return place && *place < row.size ? row.cells()[*place] : Value();
}
Value cell(const Object& object, Value record, std::string_view name) {
    return cell(record, field_or_none(&object, name));
}

/// Registers a person of an account that is there, or of an account that is the person.
class CreateExternalUser final : public Action {
public:
    explicit CreateExternalUser(bool makes_person) : makes_person_(makes_person) {
        inputs_.push_back({"user", Type::of(TypeKind::any), true});
        if (makes_person) {
            inputs_.push_back({"ownerId", Type::of(TypeKind::id), true});
            inputs_.push_back({"recordTypeId", Type::of(TypeKind::id), false});
        } else {
            inputs_.push_back({"accountId", Type::of(TypeKind::id), true});
        }
        inputs_.push_back({"password", Type::of(TypeKind::text), false});
        inputs_.push_back({"sendEmail", Type::of(TypeKind::boolean), false});
        outputs_ = {
            {"userId", Type::of(TypeKind::id), false},
            {"contactId", Type::of(TypeKind::id), false},
        };
        if (makes_person)
            outputs_.push_back({"accountId", Type::of(TypeKind::id), false});
    }

    [[nodiscard]] std::string_view type() const override { return "apex"; }
    [[nodiscard]] std::string_view detail() const override {
        return makes_person_ ? "Site.createPersonAccountPortalUser" : "Site.createExternalUser";
    }
    [[nodiscard]] std::span<const ActionParameter> inputs() const override { return inputs_; }
    [[nodiscard]] std::span<const ActionParameter> outputs() const override { return outputs_; }

    // A site registers one person after the other: rows are few and told apart.
    void run(ActionCall& call) const override {
        const ContextScope system(call.transaction, RunContext::system_without_sharing);
        for (uint32_t row = 0; row < call.size; ++row)
            call.faults[row] = create(call, row);
    }

private:
    static const Fault* refusal(ActionCall& call, std::string_view message) {
        return call.transaction.fault(
            {}, fmt::format("Site.ExternalUserCreateException: [{}]", message)
        );
    }

    const Fault* create(ActionCall& call, uint32_t row) const {
        Transaction& transaction = call.transaction;
        const KnownObjects& known = transaction.org().state().known;
        const auto& sites = transaction.schema().setup().sites.all();
        if (sites.empty())
            return refusal(call, "That operation is only allowed from within an active site.");
        if (makes_person_ && !transaction.schema().setup().has_person_accounts)
            return refusal(call, "Person accounts are not enabled in this org.");
        const Value given = input(call, "user", row);
        Id account = id_from(input(call, makes_person_ ? "ownerId" : "accountId", row));
        const bool is_user = given.tag() == Tag::record && given.row()->layout != nullptr &&
                             known.user != nullptr &&
                             given.row()->layout->object() == known.user->id;
        if (!is_user || known.contact == nullptr)
            return refusal(call, "a user is needed");
        if (account == Id{})
            return refusal(call, makes_person_ ? "an owner is needed" : "an account is needed");
        Id contact;
        if (!makes_person_)
            if (const Fault* const fault = find_contact(transaction, given, account, contact))
                return fault;
        const Snapshot before = take_snapshot(transaction);
        const Fault* fault = nullptr;
        if (makes_person_)
            fault = create_person(call, row, given, account, contact);
        else if (contact == Id{})
            fault = create_contact(transaction, given, account, contact);
        Id user;
        if (fault == nullptr)
            fault = create_user(call, row, given, contact, user);
        if (fault != nullptr) {
            if (fault->uncatchable)
                return fault;
            if (const Fault* const failed = roll_back_to(transaction, before))
                return failed;
            return refusal(call, fault->message);
        }
        for (ActionColumn& output : call.outputs) {
            if (equal_ignoring_case(output.name, "userId"))
                output.values[row] = Value::id(user);
            else if (equal_ignoring_case(output.name, "contactId"))
                output.values[row] = Value::id(contact);
            else if (equal_ignoring_case(output.name, "accountId"))
                output.values[row] = Value::id(account);
        }
        return nullptr;
    }

    /// An account that is the person, of the owner that `account` names, which then is the account.
    static const Fault*
    create_person(ActionCall& call, uint32_t row, Value user, Id& account, Id& contact) {
        Transaction& transaction = call.transaction;
        const KnownObjects& known = transaction.org().state().known;
        RecordWriter writer(transaction, "Account");
        const uint32_t person = writer.add();
        writer.id(person, "OwnerId", account);
        if (const Id type = id_from(input(call, "recordTypeId", row)); type != Id{})
            writer.id(person, "RecordTypeId", type);
        for (const std::string_view field : {"FirstName", "LastName", "Phone"})
            if (const Value value = cell(*known.user, user, field); !value.is_null())
                writer.set(person, field, value);
        if (const Value address = cell(*known.user, user, "Email"); !address.is_null())
            writer.set(person, "PersonEmail", address);
        const Fault* fault = nullptr;
        save_records(transaction, Operation::create, writer.records(), {&fault, 1});
        if (fault != nullptr)
            return fault;
        account = writer.records().ids()[0];
        const FieldId lookup = field_or_none(known.account, "PersonContactId");
        if (lookup == FieldId::none)
            return refusal(call, "the account is no person");
        Columns columns;
        if (const Fault* const failed =
                raw_values(transaction, known.account->id, {&account, 1}, {&lookup, 1}, columns))
            return failed;
        contact = id_from(columns.at(lookup, 0));
        return contact == Id{} ? refusal(call, "the account is no person") : nullptr;
    }

    /// A contact of the account with the person's address and name.
    static const Fault*
    find_contact(Transaction& transaction, Value user, Id account, Id& contact) {
        const KnownObjects& known = transaction.org().state().known;
        const FieldId email = field_or_none(known.contact, "Email");
        const FieldId last_name = field_or_none(known.contact, "LastName");
        const FieldId lookup = known.of_contact.account;
        const Value address = cell(*known.user, user, "Email");
        const Value name = cell(*known.user, user, "LastName");
        if (email == FieldId::none || last_name == FieldId::none || lookup == FieldId::none ||
            address.tag() != Tag::text || name.tag() != Tag::text)
            return nullptr;
        std::vector<Id> ids;
        std::vector<uint32_t> owners;
        if (const Fault* const fault =
                raw_children(transaction, known.contact->id, lookup, {&account, 1}, ids, owners))
            return fault;
        Columns columns;
        const FieldId fields[] = {email, last_name};
        if (const Fault* const fault =
                raw_values(transaction, known.contact->id, ids, fields, columns))
            return fault;
        const auto is = [&](FieldId field, uint32_t index, Value wanted) {
            const Value found = columns.at(field, index);
            return found.tag() == Tag::text &&
                   equal_ignoring_case(found.as_text(), wanted.as_text());
        };
        for (uint32_t index = 0; index < ids.size() && contact == Id{}; ++index)
            if (is(email, index, address) && is(last_name, index, name))
                contact = ids[index];
        return nullptr;
    }

    static const Fault*
    create_contact(Transaction& transaction, Value user, Id account, Id& contact) {
        const Object& users = *transaction.org().state().known.user;
        RecordWriter writer(transaction, "Contact");
        const uint32_t row = writer.add();
        writer.id(row, "AccountId", account);
        for (const std::string_view field : {"FirstName", "LastName", "Email", "Phone"})
            if (const Value value = cell(users, user, field); !value.is_null())
                writer.set(row, field, value);
        const Fault* fault = nullptr;
        save_records(transaction, Operation::create, writer.records(), {&fault, 1});
        contact = writer.records().ids()[0];
        return fault;
    }

    static const Fault*
    create_user(ActionCall& call, uint32_t row, Value given, Id contact, Id& user) {
        Transaction& transaction = call.transaction;
        const Object& users = *transaction.org().state().known.user;
        RecordBatch records(users.id, 1);
        for (size_t index = 1; index < users.fields.size(); ++index) {
            const auto field = static_cast<FieldId>(index);
            const Value value = cell(given, field);
            if (!value.is_null() && users.field(field).createable && !users.field(field).is_system)
                records.column(field)[0] = value;
        }
        const KnownObjects& known = transaction.org().state().known;
        if (known.of_user.contact != FieldId::none)
            records.column(known.of_user.contact)[0] = Value::id(contact);
        if (known.of_user.profile != FieldId::none &&
            records.column(known.of_user.profile)[0].is_null()) {
            const Id profile = registration_profile(transaction);
            if (profile != Id{})
                records.column(known.of_user.profile)[0] = Value::id(profile);
        }
        std::shared_ptr<UserAccess>& access = transaction.state().access;
        if (access == nullptr)
            access = std::make_shared<UserAccess>();
        const Value sends = input(call, "sendEmail", row);
        access->mutes_welcome = !sends.is_null() && !sends.is_true();
        // The site's own doing: contact and user together are no mixed DML.
        TransactionState& state = transaction.state();
        const ObjectId data = std::exchange(state.data_written, ObjectId::none);
        const ObjectId setup = state.setup_written;
        const Fault* fault = nullptr;
        save_records(transaction, Operation::create, records, {&fault, 1});
        state.data_written = data;
        state.setup_written = setup;
        access->mutes_welcome = false;
        user = records.ids()[0];
        return fault;
    }

    /// The profile that the first site registers people with.
    static Id registration_profile(Transaction& transaction) {
        const KnownObjects& known = transaction.org().state().known;
        if (known.profile == nullptr || known.of_profile.name == FieldId::none)
            return {};
        for (const SiteSetup& site : transaction.schema().setup().sites.all())
            if (!site.registration_profile.empty())
                return transaction.find(
                    known.profile->id, known.of_profile.name, site.registration_profile
                );
        return {};
    }

    const bool makes_person_;
    std::vector<ActionParameter> inputs_;
    std::vector<ActionParameter> outputs_;
};

} // namespace

std::unique_ptr<const Action> make_create_external_user() {
    return std::make_unique<CreateExternalUser>(false);
}

std::unique_ptr<const Action> make_create_person_account_user() {
    return std::make_unique<CreateExternalUser>(true);
}

} // namespace weir
