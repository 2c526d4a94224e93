// The rights that count: asked for once, kept while nothing changes that they were read from.
#include "org/access.hpp"
#include "schema/fold.hpp"

#include <algorithm>

namespace weir {

namespace {

uint64_t stamp_of(const Transaction& transaction) {
    uint64_t stamp = 0;
    for (const std::string_view name :
         {"User",
          "Profile",
          "PermissionSet",
          "PermissionSetAssignment",
          "PermissionSetGroupComponent",
          "ObjectPermissions",
          "FieldPermissions"})
        if (const Object* const object = transaction.schema().find(name))
            stamp += transaction.org().state().writes[static_cast<size_t>(object->id)];
    return stamp;
}

/// Whether the org says anything of permissions or sharing: otherwise everybody does everything.
bool asks_anything(Transaction& transaction) {
    std::shared_ptr<OrgAccess>& access = transaction.org().state().access;
    if (access == nullptr)
        access = std::make_shared<OrgAccess>(transaction.schema());
    if (access->says_sharing)
        return true;
    for (const std::string_view name : {"ObjectPermissions", "FieldPermissions"})
        if (const Object* const object = transaction.schema().find(name);
            object != nullptr && transaction.org().store().count(object->id) > 0)
            return true;
    return false;
}

} // namespace

OrgAccess::OrgAccess(const Schema& schema) {
    for (size_t index = 1; index < schema.object_count(); ++index) {
        const Object& object = schema.object(static_cast<ObjectId>(index));
        for (const Sharing sharing : {object.sharing, object.external_sharing})
            says_sharing |= sharing == Sharing::private_records || sharing == Sharing::read ||
                            sharing == Sharing::read_write;
    }
}

const UserRights* rights_of(Transaction& transaction, Id user) {
    std::shared_ptr<OrgAccess>& access = transaction.org().state().access;
    if (access == nullptr)
        access = std::make_shared<OrgAccess>(transaction.schema());
    const uint64_t stamp = stamp_of(transaction);
    if (access->rights_stamp != stamp) {
        access->rights.clear();
        access->rights_stamp = stamp;
    }
    std::shared_ptr<const UserRights>& rights = access->rights[user];
    if (rights == nullptr || rights->valid_until <= transaction.surroundings().now)
        rights = read_rights(transaction, user);
    return rights.get();
}

const UserRights* rights_now(Transaction& transaction) {
    if (transaction.context() == RunContext::system_without_sharing ||
        transaction.failure() != nullptr)
        return nullptr;
    const Id user = transaction.surroundings().user;
    // Of guests something is always asked: nobody gives them records but rules for guests.
    const bool asks = asks_anything(transaction);
    if (user == Id{} || (!asks && !transaction.schema().setup().has_guests))
        return nullptr;
    const UserRights* const rights = rights_of(transaction, user);
    if (rights == nullptr || rights->does_all || (!asks && !rights->is_guest))
        return nullptr;
    return rights;
}

const ObjectRights& object_rights(const UserRights& rights, ObjectId object) {
    static const ObjectRights everything{
        .reads = true, .creates = true, .edits = true, .erases = true, .fields = {}};
    const auto index = static_cast<size_t>(object);
    return index < rights.objects.size() ? rights.objects[index] : everything;
}

bool is_given(const UserRights& rights, const CustomPermission* permission) {
    if (permission == nullptr || rights.does_all)
        return true;
    const auto has = [](const std::vector<std::string>& names, std::string_view wanted) {
        return std::ranges::any_of(names, [&](const std::string& name) {
            return folded(name) == wanted;
        });
    };
    return has(permission->profiles, folded(rights.profile)) ||
           std::ranges::any_of(rights.sets, [&](const std::string& set) {
               return has(permission->permission_sets, set);
           });
}

} // namespace weir
