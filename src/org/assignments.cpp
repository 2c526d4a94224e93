// Who cannot be given what: members of groups and permission sets (reference/security.md, section
// 3; objects.md, section 2).
#include "org/access.hpp"
#include "org/users.hpp"
#include "types/cell.hpp"

#include <fmt/format.h>

namespace weir {

namespace {

/// The values of a lookup that the good rows give.
std::vector<Id> given_ids(const SaveChunk& chunk, FieldId field) {
    std::vector<Id> ids;
    for (const uint32_t row : chunk.good)
        ids.push_back(id_in(chunk.given.at(field, row)));
    return ids;
}

/// Users of high-volume licences, and visitors of sites, have no roles and stand in no group.
void check_group_members(SaveChunk& chunk) {
    const KnownObjects& known = chunk.transaction.org().state().known;
    const FieldId member = field_or_none(&chunk.object(), "UserOrGroupId");
    const FieldId type = known.of_user.user_type;
    if (member == FieldId::none || known.user == nullptr || type == FieldId::none)
        return;
    Columns columns;
    chunk.fatal = raw_values(
        chunk.transaction, known.user->id, given_ids(chunk, member), {&type, 1}, columns
    );
    for (uint32_t index = 0; index < chunk.good.size() && chunk.fatal == nullptr; ++index)
        if (const std::string_view member_type = text_in(columns.at(type, index));
            member_type == "CspLitePortal" || member_type == "Guest")
            chunk.refuse(
                chunk.good[index],
                "OP_WITH_INVALID_USER_TYPE_EXCEPTION",
                "Operation not valid for this user type",
                "UserOrGroupId"
            );
}

/// A permission set that is made for a licence is for users of that licence.
void check_set_licences(SaveChunk& chunk) {
    const KnownObjects& known = chunk.transaction.org().state().known;
    const Object* const sets = chunk.transaction.schema().find("PermissionSet");
    const FieldId licence = field_or_none(sets, "LicenseId");
    const FieldId name = field_or_none(sets, "Label");
    const FieldId user = field_or_none(&chunk.object(), "AssigneeId");
    const FieldId set = field_or_none(&chunk.object(), "PermissionSetId");
    if (licence == FieldId::none || name == FieldId::none || user == FieldId::none ||
        set == FieldId::none || known.user == nullptr || known.profile == nullptr ||
        known.licence == nullptr || known.of_user.profile == FieldId::none ||
        known.of_profile.licence == FieldId::none)
        return;
    Columns of_sets;
    Columns of_users;
    Columns of_profiles;
    const FieldId of_set[] = {licence, name};
    chunk.fatal = raw_values(chunk.transaction, sets->id, given_ids(chunk, set), of_set, of_sets);
    if (chunk.fatal == nullptr)
        chunk.fatal = raw_values(
            chunk.transaction,
            known.user->id,
            given_ids(chunk, user),
            {&known.of_user.profile, 1},
            of_users
        );
    if (chunk.fatal != nullptr)
        return;
    std::vector<Id> profiles;
    for (uint32_t index = 0; index < chunk.good.size(); ++index)
        profiles.push_back(id_in(of_users.at(known.of_user.profile, index)));
    chunk.fatal = raw_values(
        chunk.transaction, known.profile->id, profiles, {&known.of_profile.licence, 1}, of_profiles
    );
    for (uint32_t index = 0; index < chunk.good.size() && chunk.fatal == nullptr; ++index) {
        const Id wanted = id_in(of_sets.at(licence, index));
        const bool is_licence = wanted != Id{} && key_prefix(wanted) == known.licence->prefix;
        if (is_licence && wanted != id_in(of_profiles.at(known.of_profile.licence, index)))
            chunk.refuse(
                chunk.good[index],
                "FIELD_INTEGRITY_EXCEPTION",
                fmt::format(
                    "Can't assign permission set {} to the user. The user license doesn't allow "
                    "the permission set.",
                    text_in(of_sets.at(name, index))
                ),
                "PermissionSetId"
            );
    }
}

} // namespace

void check_assignments(SaveChunk& chunk) {
    if (!chunk.creates())
        return;
    if (chunk.object().name == "GroupMember")
        check_group_members(chunk);
    else if (chunk.object().name == "PermissionSetAssignment")
        check_set_licences(chunk);
    chunk.drop_refused();
}

} // namespace weir
