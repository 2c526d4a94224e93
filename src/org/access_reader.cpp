// What the profile and the permission sets of a user add up to.
#include "org/access.hpp"
#include "org/permission_kinds.hpp"
#include "org/users.hpp"
#include "schema/fold.hpp"
#include "types/cell.hpp"

#include <algorithm>
#include <limits>

namespace weir {

namespace {

class RightsReader {
public:
    RightsReader(Transaction& transaction, Id user)
        : transaction_(transaction), schema_(transaction.schema()) {
        rights_.user = user;
        rights_.valid_until = std::numeric_limits<int64_t>::max();
    }

    std::shared_ptr<const UserRights> read() {
        if (!read_user())
            return nullptr;
        const StandardProfile standard = standard_profile(rights_.profile);
        rights_.does_all = standard == StandardProfile::everything;
        if (!rights_.does_all) {
            find_sets();
            read_sets();
            if (rights_.modifies_all)
                rights_.views_all = true;
            if (store().count(object_id("ObjectPermissions")) > 0 ||
                store().count(object_id("FieldPermissions")) > 0)
                read_permissions(standard);
            if (rights_.is_guest)
                restrict_guest();
        }
        if (transaction_.failure() != nullptr)
            return nullptr;
        return std::make_shared<const UserRights>(std::move(rights_));
    }

private:
    RecordStore& store() { return transaction_.org().store(); }

    ObjectId object_id(std::string_view name) const {
        const Object* const object = schema_.find(name);
        return object == nullptr ? ObjectId::none : object->id;
    }

    /// Fetches records with these fields, and calls `use(row, value_of)` for each; `value_of(name)`
    /// is a cell of it.
    template<class Use>
    void fetch(
        std::string_view name,
        std::span<const Id> ids,
        std::initializer_list<std::string_view> names,
        const Use& use
    ) {
        const Object* const object = schema_.find(name);
        if (object == nullptr || ids.empty())
            return;
        std::vector<FieldId> fields;
        for (const std::string_view field : names)
            if (const FieldId id = field_or_none(object, field); id != FieldId::none)
                fields.push_back(id);
        Columns columns;
        if (raw_values(transaction_, object->id, ids, fields, columns) != nullptr)
            return;
        for (uint32_t row = 0; row < ids.size(); ++row)
            use(row, [&](std::string_view field) {
                const FieldId id = field_or_none(object, field);
                return id == FieldId::none ? Value() : columns.at(id, row);
            });
    }

    /// Records whose lookup holds one of `parents`.
    std::vector<Id>
    children(std::string_view name, std::string_view lookup, std::span<const Id> parents) {
        std::vector<Id> found;
        std::vector<uint32_t> owners;
        const Object* const object = schema_.find(name);
        const FieldId field = field_or_none(object, lookup);
        if (field != FieldId::none)
            static_cast<void>(raw_children(transaction_, object->id, field, parents, found, owners)
            );
        return found;
    }

    bool read_user() {
        bool is_there = false;
        const Id user = rights_.user;
        fetch(
            "User",
            {&user, 1},
            {"ProfileId", "UserRoleId", "ContactId", "AccountId", "UserType"},
            [&](uint32_t, const auto& value_of) {
                is_there = !value_of("ProfileId").is_unset() || !value_of("UserType").is_unset();
                profile_ = id_in(value_of("ProfileId"));
                rights_.role = id_in(value_of("UserRoleId"));
                rights_.contact = id_in(value_of("ContactId"));
                rights_.account = id_in(value_of("AccountId"));
                rights_.user_type = text_in(value_of("UserType"));
            }
        );
        if (profile_ != Id{})
            fetch(
                "Profile",
                {&profile_, 1},
                {"Name", "UserType"},
                [&](uint32_t, const auto& value_of) {
                    rights_.profile = text_in(value_of("Name"));
                    if (rights_.user_type.empty())
                        rights_.user_type = text_in(value_of("UserType"));
                }
            );
        rights_.is_external = is_portal_type(rights_.user_type) || rights_.user_type == "Guest";
        rights_.is_guest = rights_.user_type == "Guest";
        rights_.is_high_volume = rights_.is_external && !is_role_based(rights_.user_type);
        return is_there;
    }

    /// Of the profile, of assignments that hold now, and of groups of sets.
    void find_sets() {
        if (profile_ != Id{})
            own_sets_ = children("PermissionSet", "ProfileId", {&profile_, 1});
        sets_ = own_sets_;
        std::vector<Id> groups;
        const Id user = rights_.user;
        const std::vector<Id> assignments =
            children("PermissionSetAssignment", "AssigneeId", {&user, 1});
        const int64_t now = transaction_.surroundings().now;
        fetch(
            "PermissionSetAssignment",
            assignments,
            {"PermissionSetId", "PermissionSetGroupId", "ExpirationDate", "IsActive", "IsRevoked"},
            [&](uint32_t, const auto& value_of) {
                const Value active = value_of("IsActive");
                const Value end = value_of("ExpirationDate");
                if ((!active.is_null() && !active.is_true()) || value_of("IsRevoked").is_true())
                    return;
                if (end.tag() == Tag::date_time) {
                    if (end.integer() <= now)
                        return;
                    rights_.valid_until = std::min(rights_.valid_until, end.integer());
                }
                if (const Id set = id_in(value_of("PermissionSetId")); set != Id{})
                    sets_.push_back(set);
                if (const Id group = id_in(value_of("PermissionSetGroupId")); group != Id{})
                    groups.push_back(group);
            }
        );
        const std::vector<Id> components =
            children("PermissionSetGroupComponent", "PermissionSetGroupId", groups);
        fetch(
            "PermissionSetGroupComponent",
            components,
            {"PermissionSetId"},
            [&](uint32_t, const auto& value_of) {
                if (const Id set = id_in(value_of("PermissionSetId")); set != Id{})
                    sets_.push_back(set);
            }
        );
        std::sort(sets_.begin(), sets_.end());
        sets_.erase(std::unique(sets_.begin(), sets_.end()), sets_.end());
    }

    void read_sets() {
        fetch(
            "PermissionSet",
            sets_,
            {"Name",
             "PermissionsViewAllData",
             "PermissionsModifyAllData",
             "PermissionsManageUsers",
             "PermissionsManageExternalUsers",
             "PermissionsManagePartners",
             "PermissionsManageCustomers",
             "PermissionsTransferAnyEntity"},
            [&](uint32_t, const auto& value_of) {
                rights_.sets.push_back(folded(text_in(value_of("Name"))));
                rights_.views_all |= value_of("PermissionsViewAllData").is_true();
                rights_.modifies_all |= value_of("PermissionsModifyAllData").is_true();
                rights_.manages_users |= value_of("PermissionsManageUsers").is_true();
                rights_.manages_external_users |=
                    value_of("PermissionsManageExternalUsers").is_true() ||
                    value_of("PermissionsManagePartners").is_true() ||
                    value_of("PermissionsManageCustomers").is_true();
                rights_.transfers_any |= value_of("PermissionsTransferAnyEntity").is_true();
            }
        );
    }

    void read_permissions(StandardProfile standard) {
        rights_.objects.resize(schema_.object_count());
        for (size_t index = 1; index < rights_.objects.size(); ++index)
            start_with(
                schema_.object(static_cast<ObjectId>(index)), rights_.objects[index], standard
            );
        fetch(
            "ObjectPermissions",
            children("ObjectPermissions", "ParentId", sets_),
            {"SobjectType",
             "PermissionsRead",
             "PermissionsCreate",
             "PermissionsEdit",
             "PermissionsDelete",
             "PermissionsViewAllRecords",
             "PermissionsModifyAllRecords"},
            [&](uint32_t, const auto& value_of) {
                const Object* const object = schema_.find(text_in(value_of("SobjectType")));
                if (object == nullptr)
                    return;
                ObjectRights& rights = rights_.objects[static_cast<size_t>(object->id)];
                const auto is = [&](std::string_view name) { return value_of(name).is_true(); };
                const bool modifies_all = is("PermissionsModifyAllRecords");
                rights.modifies_all |= modifies_all;
                rights.views_all |= modifies_all || is("PermissionsViewAllRecords");
                rights.erases |= modifies_all || is("PermissionsDelete");
                rights.edits |= rights.erases || is("PermissionsEdit");
                rights.creates |= is("PermissionsCreate");
                rights.reads |=
                    rights.edits || rights.views_all || rights.creates || is("PermissionsRead");
            }
        );
        read_fields();
    }

    /// Before any permission set: what everybody may, and what a standard profile of which nothing
    /// is said gives.
    void start_with(const Object& object, ObjectRights& rights, StandardProfile standard) {
        const bool writes_metadata = object.is_setup || object.kind == ObjectKind::custom_metadata;
        const bool is_free = !has_permissions(object) && !writes_metadata;
        const bool by_profile = own_sets_.empty() && object.kind == ObjectKind::standard &&
                                !writes_metadata && standard != StandardProfile::none;
        rights.reads = is_free || writes_metadata || by_profile || rights_.views_all;
        rights.creates = is_free || rights_.modifies_all ||
                         (writes_metadata && rights_.manages_users) ||
                         (by_profile && standard == StandardProfile::writes);
        rights.edits = rights.erases = rights.creates;
        rights.views_all = rights_.views_all;
        rights.modifies_all = rights_.modifies_all;
        // Everybody may write the user that he is; check_rights looks at whose record it is.
        const KnownObjects& known = transaction_.org().state().known;
        if (&object == known.user) {
            rights.creates |= rights_.manages_external_users;
            rights.edits = true;
        }
    }

    /// Guests read and create: no permission lets them edit, delete or see all.
    void restrict_guest() {
        rights_.views_all = rights_.modifies_all = rights_.manages_users = false;
        rights_.manages_external_users = rights_.transfers_any = false;
        if (rights_.objects.empty())
            rights_.objects.resize(
                schema_.object_count(), ObjectRights{.reads = true, .creates = true, .fields = {}}
            );
        for (ObjectRights& rights : rights_.objects)
            rights.edits = rights.erases = rights.views_all = rights.modifies_all = false;
    }

    /// Objects of which somebody names fields have field-level security.
    void read_fields() {
        const Object* const object = schema_.find("FieldPermissions");
        const FieldId type = field_or_none(object, "SobjectType");
        if (type == FieldId::none || store().count(object->id) == 0)
            return;
        Query query;
        query.object = object->id;
        query.fields = {type};
        auto prepared = store().prepare(query);
        if (!prepared) {
            transaction_.fail(prepared.error());
            return;
        }
        auto found = store().run(**prepared, {}, 1);
        if (!found) {
            transaction_.fail(found.error());
            return;
        }
        for (const Value cell : std::as_const(found->records).find(type))
            if (const Object* const secured = schema_.find(text_in(cell)))
                secure(*secured);
        fetch(
            "FieldPermissions",
            children("FieldPermissions", "ParentId", sets_),
            {"SobjectType", "Field", "PermissionsRead", "PermissionsEdit"},
            [&](uint32_t, const auto& value_of) { open_field(value_of); }
        );
    }

    void secure(const Object& object) {
        ObjectRights& rights = rights_.objects[static_cast<size_t>(object.id)];
        if (rights.has_fields)
            return;
        rights.has_fields = true;
        rights.fields.assign(object.fields.size(), AccessLevel::none);
        const ObjectPlan& plan = transaction_.org().state().plan(object.id);
        for (size_t index = 0; index < object.fields.size(); ++index)
            if (is_always_open(object, plan, static_cast<FieldId>(index)))
                rights.fields[index] = AccessLevel::edit;
    }

    template<class ValueOf>
    void open_field(const ValueOf& value_of) {
        const Object* const object = schema_.find(text_in(value_of("SobjectType")));
        if (object == nullptr)
            return;
        std::string_view name = text_in(value_of("Field"));
        if (const size_t dot = name.find('.'); dot != std::string_view::npos)
            name.remove_prefix(dot + 1);
        const FieldId field = field_or_none(object, name);
        if (field == FieldId::none)
            return;
        AccessLevel& level =
            rights_.objects[static_cast<size_t>(object->id)].fields[static_cast<size_t>(field)];
        const AccessLevel given = value_of("PermissionsEdit").is_true()   ? AccessLevel::edit
                                  : value_of("PermissionsRead").is_true() ? AccessLevel::read
                                                                          : AccessLevel::none;
        level = std::max(level, given);
    }

    Transaction& transaction_;
    const Schema& schema_;
    UserRights rights_;
    Id profile_;
    std::vector<Id> own_sets_; // of the profile
    std::vector<Id> sets_;     // all
};

} // namespace

std::shared_ptr<const UserRights> read_rights(Transaction& transaction, Id user) {
    return RightsReader(transaction, user).read();
}

} // namespace weir
