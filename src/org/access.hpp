// Who may read and write what: permissions of objects and fields, and sharing of records
// (reference/security.md, sections 2 and 3). Asked for only where rights count: in user context,
// and for sharing under `system with sharing`. System context costs nothing.
//
//   rights (access_rights.cpp, access_reader.cpp)  what the permission sets of a user add up to,
//   kept for the org facts  (access_facts.cpp)   roles and groups of the org, kept until they
//   change levels (sharing*.cpp)       how far sharing lets a user go, record by record, in bulk
//   checks (access_checks.cpp, access_dml.cpp)  what a query, a read or a DML statement makes of it
#pragma once

#include "org/save_chunk.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace weir {

/// How far someone may go with a record; each takes in those before it. `full`: delete and give
/// away.
enum class AccessLevel : uint8_t { none, read, edit, full };

/// A role of the org, and what owners of accounts in it may do with the children of others.
struct RoleFacts {
    Id parent;
    std::string developer_name; // folded
    bool is_portal = false;
    AccessLevel of_cases = AccessLevel::none;
    AccessLevel of_contacts = AccessLevel::none;
    AccessLevel of_opportunities = AccessLevel::none;
};

/// A group: of people by hand, a queue, or the users of a role.
struct GroupFacts {
    enum class Kind : uint8_t { members, role, role_and_subordinates, internal_subordinates, all };
    Kind kind = Kind::members;
    Id role;
    std::string developer_name; // folded
    bool has_bosses = true;     // those above its members in the hierarchy see what they see
    std::vector<Id> members;    // users and groups
};

/// What one user may do with an object.
struct ObjectRights {
    bool reads = false;
    bool creates = false;
    bool edits = false;
    bool erases = false;
    bool views_all = false;
    bool modifies_all = false;
    bool has_fields = false;         // field-level security: `fields` counts
    std::vector<AccessLevel> fields; // by FieldId: none, read or edit
};

/// What one user may do at all.
struct UserRights {
    Id user;
    Id role;
    Id contact;
    Id account;
    std::string profile;   // its name
    std::string user_type; // "Standard", "CspLitePortal" …
    bool is_external = false;
    bool is_high_volume = false; // of a portal, without roles
    bool is_guest = false;       // of a site's visitors
    bool does_all = false;       // an administrator: nothing is asked
    bool views_all = false;
    bool modifies_all = false;
    bool manages_users = false;
    bool manages_external_users = false;
    bool transfers_any = false;
    std::vector<std::string> sets;     // folded names of permission sets
    std::vector<ObjectRights> objects; // by ObjectId; empty: the org says nothing of permissions
    int64_t valid_until = 0;           // an assignment ends then
};

/// Kept for the org, made anew where what it was read from has changed.
struct OrgAccess {
    explicit OrgAccess(const Schema& schema);

    bool says_sharing = false; // of any object
    uint64_t rights_stamp = ~uint64_t{0};
    uint64_t facts_stamp = ~uint64_t{0};
    std::unordered_map<Id, std::shared_ptr<const UserRights>, IdHash> rights;
    std::unordered_map<Id, RoleFacts, IdHash> roles;
    std::unordered_map<Id, GroupFacts, IdHash> groups;
    std::unordered_map<std::string, Id> role_names; // folded
    std::unordered_map<std::string, Id> group_names;
    /// Queries of steps without their limit, by their address: sharing takes rows away first.
    std::unordered_map<const Query*, std::unique_ptr<Query>> unlimited;

    /// Whether `role` stands under `above`; a role does not stand under itself.
    [[nodiscard]] bool is_under(Id role, Id above) const;
};

/// Kept for a transaction: records whose saves have not come to the step where criteria-based
/// sharing is worked out again, with what the rules said before.
struct UserAccess {
    struct Held {
        const SaveChunk* chunk = nullptr;
        std::vector<std::vector<bool>> matched; // by sharing rule of the object, by row
    };
    std::vector<Held> held;     // inner saves last
    bool mutes_welcome = false; // sites welcome nobody: who made the user said so
};

/// What a user may do, read anew (access_reader.cpp). Null if there is no such user, or after a
/// failure.
[[nodiscard]] std::shared_ptr<const UserRights> read_rights(Transaction& transaction, Id user);

/// The rights that count in the transaction's context now: null where nothing is asked. A failure
/// of the store is noted in the transaction.
[[nodiscard]] const UserRights* rights_now(Transaction& transaction);
/// The rights of a user, whatever the context is. Null if there is no such user, or after a
/// failure.
[[nodiscard]] const UserRights* rights_of(Transaction& transaction, Id user);
[[nodiscard]] const ObjectRights& object_rights(const UserRights& rights, ObjectId object);
/// Whether the permissions of the profile or a permission set hold this one; a class or flow that
/// nobody is given is free.
[[nodiscard]] bool is_given(const UserRights& rights, const CustomPermission* permission);
/// The same of the running user, also in system context (reference/security.md, section 2); true
/// where nobody runs it.
[[nodiscard]] bool is_given(Transaction& transaction, const CustomPermission* permission);

/// Roles and groups as they are now. A failure is noted in the transaction.
[[nodiscard]] const OrgAccess& access_facts(Transaction& transaction);
/// Whether a user of that role is in the group; `with_bosses`: or is above somebody who is.
[[nodiscard]] bool is_in_group(
    Transaction& transaction, const OrgAccess& facts, Id group, Id user, Id role, bool with_bosses
);
/// Roles of users, by row; zero where there is none.
[[nodiscard]] const Fault*
roles_of(Transaction& transaction, std::span<const Id> users, std::vector<Id>& roles);

/// How far sharing lets the user go with each record; at least as far as `wanted` where it does,
/// and no further than is known then. Null, or the host's failure.
[[nodiscard]] const Fault* sharing_levels(
    Transaction& transaction,
    const UserRights& rights,
    const Object& object,
    std::span<const Id> ids,
    AccessLevel wanted,
    std::vector<AccessLevel>& levels
);

/// Raw values of a field, by row: nothing is counted or checked. Cells of records that are not
/// there are unset.
[[nodiscard]] const Fault* raw_values(
    Transaction& transaction,
    ObjectId object,
    std::span<const Id> ids,
    std::span<const FieldId> fields,
    Columns& columns
);
/// Ids of records of `object` whose lookup holds one of `ids`; `owners[i]` is the row of `ids` that
/// record i belongs to.
[[nodiscard]] const Fault* raw_children(
    Transaction& transaction,
    ObjectId object,
    FieldId lookup,
    std::span<const Id> ids,
    std::vector<Id>& children,
    std::vector<uint32_t>& owners
);

/// Records of the setup and of metadata, which everybody reads; sharing knows nothing of them.
[[nodiscard]] bool is_shared_with_all(const Object& object);

/// A query behind the rights: rows that the user does not see are not found, fields that he may
/// not read are null. Null, or the fault of all rows.
[[nodiscard]] const Fault* query_with_rights(
    Transaction& transaction,
    const UserRights& rights,
    const Query& query,
    std::span<const std::span<const Value>> parameters,
    uint32_t rows,
    QueryResult& result
);
/// The values of one field that a formula has read: null where the user may not.
[[nodiscard]] const Fault* hide_values(
    Transaction& transaction,
    const UserRights& rights,
    const Object& object,
    FieldId field,
    std::span<const Id> ids,
    std::span<Value> values
);
/// What the rights refuse of a DML statement, by row; fields that are dropped instead are unset in
/// `records`.
void check_rights(
    Transaction& transaction,
    const UserRights& rights,
    Operation operation,
    RecordBatch& records,
    std::span<const Fault*> faults
);
/// A DML statement behind the rights of the context, saved in system context: what it sets off
/// runs there.
void save_with_rights(
    Transaction& transaction,
    Operation operation,
    RecordBatch& records,
    std::span<const Fault*> faults,
    std::span<const uint32_t> owners
);

/// A flow that profiles or permission sets give is run by their users alone. Null: the running
/// user may.
[[nodiscard]] const Fault* refuse_flow(Transaction& transaction, const FlowProgram& flow);

/// While it lives, the chunk's records are shared by criteria as they were before the save: step
/// 18 of the order of execution comes after all flows.
class CriteriaHold {
public:
    explicit CriteriaHold(SaveChunk& chunk);
    ~CriteriaHold();
    CriteriaHold(const CriteriaHold&) = delete;
    CriteriaHold& operator=(const CriteriaHold&) = delete;

private:
    Transaction& transaction_;
    bool holds_ = false;
};

/// The rights of another context for as long as it lives.
class ContextScope {
public:
    ContextScope(Transaction& transaction, RunContext context)
        : transaction_(transaction), before_(transaction.exchange_context(context)) {}
    ~ContextScope() { transaction_.exchange_context(before_); }
    ContextScope(const ContextScope&) = delete;
    ContextScope& operator=(const ContextScope&) = delete;

private:
    Transaction& transaction_;
    const RunContext before_;
};

} // namespace weir
