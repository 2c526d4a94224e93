#include "org/person_accounts.hpp"

#include "schema/fold.hpp"
#include "types/cell.hpp"
#include "types/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace weir {

namespace {

constexpr std::array<std::string_view, 4> name_parts = {
    "FirstName", "MiddleName", "LastName", "Suffix"};

/// A field of the account and the one of the contact that has the same value.
struct Pair {
    FieldId of_account = FieldId::none;
    FieldId of_contact = FieldId::none;
    bool is_of_persons = true; // other accounts have the field as well
};

/// The objects and fields of the feature. Empty where the org does not have it.
struct PersonFields {
    const Object* account = nullptr;
    const Object* contact = nullptr;
    FieldId is_person = FieldId::none;          // of the account
    FieldId is_persons_contact = FieldId::none; // of the contact
    FieldId person_contact = FieldId::none;
    FieldId record_type = FieldId::none;
    FieldId name = FieldId::none;
    FieldId last_name = FieldId::none;
    FieldId account_of_contact = FieldId::none;
    std::vector<Pair> pairs;

    [[nodiscard]] explicit operator bool() const { return is_person != FieldId::none; }
};

std::string contact_name_of(std::string_view account_field) {
    constexpr std::string_view person = "Person";
    if (account_field.starts_with(person) && account_field != "PersonContactId")
        return std::string(account_field.substr(person.size()));
    if (folded(account_field).ends_with("__pc"))
        return std::string(account_field.substr(0, account_field.size() - 2)) + "c";
    return {};
}

PersonFields person_fields(const SaveChunk& chunk) {
    PersonFields fields;
    const Transaction& transaction = chunk.transaction;
    const KnownObjects& known = transaction.org().state().known;
    const bool is_either = &chunk.object() == known.account || &chunk.object() == known.contact;
    if (!transaction.schema().setup().has_person_accounts || !is_either ||
        known.account == nullptr || known.contact == nullptr)
        return fields;
    fields.account = known.account;
    fields.contact = known.contact;
    fields.person_contact = field_or_none(known.account, "PersonContactId");
    fields.record_type = field_or_none(known.account, "RecordTypeId");
    fields.name = field_or_none(known.account, "Name");
    fields.last_name = field_or_none(known.account, "LastName");
    fields.is_persons_contact = field_or_none(known.contact, "IsPersonAccount");
    fields.account_of_contact = known.of_contact.account;
    const bool is_whole = fields.person_contact != FieldId::none && fields.name != FieldId::none &&
                          fields.last_name != FieldId::none &&
                          fields.is_persons_contact != FieldId::none &&
                          fields.account_of_contact != FieldId::none;
    if (is_whole)
        fields.is_person = field_or_none(known.account, "IsPersonAccount");
    for (size_t index = 1; index < known.account->fields.size(); ++index) {
        const Field& field = known.account->fields[index];
        if (field.has_formula)
            continue;
        std::string name = contact_name_of(field.name);
        const bool is_name = std::ranges::find(name_parts, field.name) != name_parts.end() ||
                             field.name == "Salutation";
        const bool is_shared =
            field.name == "Phone" || field.name == "Fax" || field.name == "OwnerId";
        if (is_name || is_shared)
            name = field.name;
        if (name.empty())
            continue;
        const FieldId other = field_or_none(known.contact, name);
        if (other != FieldId::none && !known.contact->field(other).has_formula)
            fields.pairs.push_back({static_cast<FieldId>(index), other, !is_shared});
    }
    return fields;
}

bool saves_accounts(const SaveChunk& chunk, const PersonFields& fields) {
    return &chunk.object() == fields.account;
}

/// The ids of the record types whose accounts are persons; the first is that of new persons.
std::vector<Id> person_types(const Transaction& transaction) {
    std::vector<Id> types;
    const Object* const object = transaction.schema().find("RecordType");
    const FieldId flag = field_or_none(object, "IsPersonType");
    const auto& seeds = transaction.program().seeds;
    for (size_t index = 0; flag != FieldId::none && index < seeds.size(); ++index)
        if (seeds[index].object == object->id)
            for (const SeedRecord::Cell& cell : seeds[index].cells)
                if (cell.field == flag && cell.value.is_true())
                    types.push_back(transaction.org().seed(index));
    return types;
}

bool says_something(Value value) {
    return !value.is_null() && !(value.tag() == Tag::boolean && !value.is_true());
}

void refuse_fields(SaveChunk& chunk, uint32_t row, const std::vector<FieldId>& fields) {
    const std::string names = join_names(chunk.object(), fields);
    chunk.refuse(
        row,
        "INVALID_FIELD_FOR_INSERT_UPDATE",
        fmt::format("Account: bad field names on insert/update call: {}", names),
        names
    );
}

/// Whether the statement gives the cell another value than it had.
bool gives(const SaveChunk& chunk, FieldId field, uint32_t row) {
    if (field == FieldId::none || !chunk.is_given(field, row))
        return false;
    const Value given = chunk.given.at(field, row);
    return chunk.creates() ? says_something(given)
                           : !equal_exactly(given, chunk.old.at(field, row));
}

/// A person has no name of its own to give, and other accounts have no fields of persons.
void check_given(SaveChunk& chunk, const PersonFields& fields, uint32_t row, bool is_person) {
    std::vector<FieldId> wrong;
    if (is_person && gives(chunk, fields.name, row))
        wrong.push_back(fields.name);
    if (!is_person)
        for (const Pair& pair : fields.pairs)
            if (pair.is_of_persons && gives(chunk, pair.of_account, row) &&
                says_something(chunk.given.at(pair.of_account, row)))
                wrong.push_back(pair.of_account);
    if (!wrong.empty())
        refuse_fields(chunk, row, wrong);
}

void mark_new_accounts(SaveChunk& chunk, const PersonFields& fields) {
    const std::vector<Id> types = person_types(chunk.transaction);
    for (const uint32_t row : chunk.good) {
        const Id type = fields.record_type == FieldId::none
                            ? Id{}
                            : id_in(chunk.given.at(fields.record_type, row));
        const bool is_person = type == Id{} ? gives(chunk, fields.last_name, row)
                                            : std::ranges::find(types, type) != types.end();
        check_given(chunk, fields, row, is_person);
        chunk.set(fields.is_person, row, Value::boolean(is_person));
        if (is_person && type == Id{} && !types.empty() && fields.record_type != FieldId::none)
            chunk.set(fields.record_type, row, Value::id(types.front()));
    }
}

void mark_old_accounts(SaveChunk& chunk, const PersonFields& fields) {
    const std::vector<Id> types = person_types(chunk.transaction);
    for (const uint32_t row : chunk.good) {
        const bool is_person = chunk.old.at(fields.is_person, row).is_true();
        check_given(chunk, fields, row, is_person);
        if (fields.record_type == FieldId::none || !gives(chunk, fields.record_type, row))
            continue;
        const Id type = id_in(chunk.given.at(fields.record_type, row));
        const bool is_of_persons = std::ranges::find(types, type) != types.end();
        if (is_of_persons != is_person && (type != Id{} || is_person))
            chunk.refuse(
                row,
                "FIELD_INTEGRITY_EXCEPTION",
                is_person ? "the record type of a person account must be one of persons"
                          : "the record type of a business account must be one of businesses",
                "RecordTypeId"
            );
    }
}

/// The contact of a person stays with it.
void check_contacts(SaveChunk& chunk, const PersonFields& fields) {
    if (chunk.creates())
        return;
    for (const uint32_t row : chunk.good)
        if (chunk.old.at(fields.is_persons_contact, row).is_true() &&
            gives(chunk, fields.account_of_contact, row))
            chunk.refuse(
                row,
                "FIELD_INTEGRITY_EXCEPTION",
                "the contact of a person account cannot move to another account",
                "AccountId"
            );
}

/// The name that the parts make, in the arena; null if there is none.
Value composed(SaveChunk& chunk, const PersonFields& fields, uint32_t row) {
    std::string name;
    for (const std::string_view part : name_parts) {
        const FieldId field = field_or_none(fields.account, part);
        const std::string_view text =
            field == FieldId::none ? std::string_view{} : text_in(chunk.now_column(field)[row]);
        if (!text.empty())
            name += (name.empty() ? "" : " ") + std::string(text);
    }
    return name.empty() ? Value::null() : Value::text(chunk.arena().copy(std::string_view(name)));
}

/// The phases of what the org writes itself: no flows, no rules.
void write_quietly(SaveChunk& own, SaveChunk& cause) {
    using Phase = void (*)(SaveChunk&);
    static constexpr Phase phases[] = {apply_defaults, stamp, compose_names, write};
    for (const Phase phase : phases)
        if (own.fatal == nullptr && !own.good.empty())
            phase(own);
    cause.fatal = own.fatal;
    for (uint32_t row = 0; row < own.size && cause.fatal == nullptr; ++row)
        if (own.faults[row] != nullptr)
            cause.fatal = own.faults[row];
}

void make_contacts(SaveChunk& chunk, const PersonFields& fields) {
    std::vector<uint32_t> rows;
    for (const uint32_t row : chunk.good)
        if (chunk.now_column(fields.is_person)[row].is_true())
            rows.push_back(row);
    if (rows.empty())
        return;
    OrgState& state = chunk.transaction.org().state();
    SaveChunk contacts(
        chunk.transaction,
        state.plan(fields.contact->id),
        Operation::create,
        static_cast<uint32_t>(rows.size())
    );
    for (uint32_t index = 0; index < rows.size(); ++index) {
        const uint32_t row = rows[index];
        contacts.ids[index] = id_in(chunk.given.at(fields.person_contact, row));
        contacts.set(fields.is_persons_contact, index, Value::boolean(true));
        contacts.set(fields.account_of_contact, index, Value::id(chunk.ids[row]));
        for (const Pair& pair : fields.pairs)
            if (const Value value = chunk.given.at(pair.of_account, row); !value.is_unset())
                contacts.set(pair.of_contact, index, value);
    }
    write_quietly(contacts, chunk);
}

/// What an update of one side gives, for the other.
void update_others(SaveChunk& chunk, const PersonFields& fields) {
    const bool is_account = saves_accounts(chunk, fields);
    const FieldId flag = is_account ? fields.is_person : fields.is_persons_contact;
    const FieldId link = is_account ? fields.person_contact : fields.account_of_contact;
    std::vector<uint32_t> rows;
    for (const uint32_t row : chunk.good) {
        const bool touches = std::ranges::any_of(fields.pairs, [&](const Pair& pair) {
            return gives(chunk, is_account ? pair.of_account : pair.of_contact, row);
        });
        if (touches && chunk.old.at(flag, row).is_true() && id_in(chunk.old.at(link, row)) != Id{})
            rows.push_back(row);
    }
    if (rows.empty())
        return;
    const Object& other = is_account ? *fields.contact : *fields.account;
    SaveChunk others(
        chunk.transaction,
        chunk.transaction.org().state().plan(other.id),
        Operation::update,
        static_cast<uint32_t>(rows.size())
    );
    for (uint32_t index = 0; index < rows.size(); ++index) {
        others.ids[index] = id_in(chunk.old.at(link, rows[index]));
        for (const Pair& pair : fields.pairs) {
            const FieldId from = is_account ? pair.of_account : pair.of_contact;
            if (gives(chunk, from, rows[index]))
                others.set(
                    is_account ? pair.of_contact : pair.of_account,
                    index,
                    chunk.given.at(from, rows[index])
                );
        }
    }
    load_old_records(others);
    if (!is_account && !others.stops())
        for (const uint32_t index : others.good)
            others.set(fields.name, index, composed(others, fields, index));
    write_quietly(others, chunk);
}

} // namespace

std::span<const std::string_view> fields_read_by_person_accounts(const SaveChunk& chunk) {
    static constexpr std::string_view of_account[] = {
        "IsPersonAccount",
        "PersonContactId",
        "RecordTypeId",
        "FirstName",
        "MiddleName",
        "LastName",
        "Suffix"};
    static constexpr std::string_view of_contact[] = {"IsPersonAccount", "AccountId"};
    const KnownObjects& known = chunk.transaction.org().state().known;
    if (!chunk.transaction.schema().setup().has_person_accounts)
        return {};
    if (&chunk.object() == known.account)
        return of_account;
    return &chunk.object() == known.contact ? std::span<const std::string_view>(of_contact)
                                            : std::span<const std::string_view>{};
}

void mark_person_accounts(SaveChunk& chunk) {
    const PersonFields fields = person_fields(chunk);
    if (!fields)
        return;
    if (!saves_accounts(chunk, fields))
        check_contacts(chunk, fields);
    else if (chunk.creates())
        mark_new_accounts(chunk, fields);
    else
        mark_old_accounts(chunk, fields);
    chunk.drop_refused();
}

void compose_person_names(SaveChunk& chunk) {
    const PersonFields fields = person_fields(chunk);
    if (!fields || !saves_accounts(chunk, fields))
        return;
    const bool any_given =
        chunk.creates() || std::ranges::any_of(name_parts, [&](std::string_view part) {
            const FieldId field = field_or_none(fields.account, part);
            return field != FieldId::none && chunk.given.find(field) != nullptr;
        });
    if (!any_given)
        return;
    for (const uint32_t row : chunk.good) {
        if (!chunk.now_column(fields.is_person)[row].is_true())
            continue;
        if (chunk.now_column(fields.last_name)[row].is_null())
            chunk.refuse(
                row, "REQUIRED_FIELD_MISSING", "Required fields are missing: [LastName]", "LastName"
            );
        else
            chunk.set(fields.name, row, composed(chunk, fields, row));
    }
    chunk.drop_refused();
}

void claim_person_contacts(SaveChunk& chunk) {
    const PersonFields fields = person_fields(chunk);
    if (!fields || !saves_accounts(chunk, fields) || !chunk.creates())
        return;
    std::vector<uint32_t> rows;
    for (const uint32_t row : chunk.good)
        if (chunk.now_column(fields.is_person)[row].is_true())
            rows.push_back(row);
    std::vector<Id> ids(rows.size());
    const Status done = chunk.transaction.org().store().allocate_ids(fields.contact->id, ids);
    if (!done) {
        chunk.fatal = chunk.transaction.fail(done.error());
        return;
    }
    for (size_t index = 0; index < rows.size(); ++index)
        chunk.set(fields.person_contact, rows[index], Value::id(ids[index]));
}

void keep_persons_in_step(SaveChunk& chunk) {
    const PersonFields fields = person_fields(chunk);
    if (!fields)
        return;
    if (!chunk.creates())
        update_others(chunk, fields);
    else if (saves_accounts(chunk, fields))
        make_contacts(chunk, fields);
}

void keep_person_contacts(SaveChunk& chunk) {
    const PersonFields fields = person_fields(chunk);
    if (!fields || saves_accounts(chunk, fields))
        return;
    for (const uint32_t row : chunk.good)
        if (chunk.old.at(fields.is_persons_contact, row).is_true())
            chunk.refuse(
                row,
                "DELETE_FAILED",
                "Your attempt to delete the contact could not be completed because it is "
                "associated with a person account: delete the account"
            );
    chunk.drop_refused();
}

} // namespace weir
