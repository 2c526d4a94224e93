// The standard objects whose rules the org itself keeps: users, their profiles, licences and roles,
// contacts, accounts.
#pragma once

#include "schema/schema.hpp"

namespace weir {

/// Looked up once by name. A schema need not have them: what is missing is null or none, and its
/// rules do not apply.
struct KnownObjects {
    explicit KnownObjects(const Schema& schema);

    const Object* user;
    const Object* profile;
    const Object* licence;
    const Object* role;
    const Object* contact;
    const Object* account;
    const Object* organization;

    struct UserFields {
        FieldId username, profile, role, contact, account, active, portal_enabled, portal_role,
            user_type, nickname, digest, group_digest, name, email;
    } of_user;
    struct ProfileFields {
        FieldId name, licence, user_type;
    } of_profile;
    struct LicenceFields {
        FieldId name, key, total, used;
    } of_licence;
    struct RoleFields {
        FieldId name, developer_name, parent, portal_account, portal_owner, portal_type,
            portal_role;
    } of_role;
    struct ContactFields {
        FieldId account, name;
    } of_contact;
    struct AccountFields {
        FieldId name, owner, customer_portal, partner;
    } of_account;
};

} // namespace weir
