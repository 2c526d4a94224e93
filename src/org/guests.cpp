#include "org/guests.hpp"

#include "org/access.hpp"
#include "org/recipients.hpp"
#include "org/sites.hpp"
#include "types/cell.hpp"
#include "types/compare.hpp"
#include "types/text.hpp"

namespace weir {

namespace {

const UserRights* guest_rights(Transaction& transaction) {
    const Id user = transaction.surroundings().user;
    if (!transaction.schema().setup().has_guests || user == Id{} ||
        transaction.failure() != nullptr)
        return nullptr;
    const UserRights* const rights = rights_of(transaction, user);
    return rights != nullptr && rights->is_guest ? rights : nullptr;
}

/// The user of that name; zero if there is none.
Id find_user(Transaction& transaction, std::string_view username) {
    const KnownObjects& known = transaction.org().state().known;
    if (username.empty() || known.user == nullptr || known.of_user.username == FieldId::none)
        return {};
    const Value name = Value::text(username);
    auto found =
        transaction.org().store().find_by_value(known.user->id, known.of_user.username, {&name, 1});
    if (found)
        return found->front();
    transaction.fail(found.error());
    return {};
}

} // namespace

bool runs_as_guest(Transaction& transaction) {
    return guest_rights(transaction) != nullptr;
}

const SiteSetup* site_of_guest(Transaction& transaction) {
    const UserRights* const rights = guest_rights(transaction);
    if (rights == nullptr)
        return nullptr;
    for (const SiteSetup& site : transaction.schema().setup().sites.all())
        if (equal_ignoring_case(site.guest_profile, rights->profile))
            return &site;
    return nullptr;
}

Id current_network(Transaction& transaction) {
    const Schema& schema = transaction.schema();
    const auto& sites = schema.setup().sites;
    if (sites.all().empty() || !transaction.org().state().started)
        return {};
    const std::string& said = transaction.org().settings().site;
    if (const SiteSetup* const site = said.empty() ? nullptr : sites.find(said))
        return network_of(transaction, *site);
    if (const SiteSetup* const site = site_of_guest(transaction))
        return network_of(transaction, *site);
    const Id user = transaction.surroundings().user;
    const UserRights* const rights =
        user == Id{} || transaction.failure() != nullptr ? nullptr : rights_of(transaction, user);
    const Object* const members = schema.find("NetworkMember");
    const FieldId member = field_or_none(members, "MemberId");
    const FieldId network = field_or_none(members, "NetworkId");
    if (rights == nullptr || !rights->is_external || member == FieldId::none ||
        network == FieldId::none)
        return {};
    std::vector<Id> found;
    std::vector<uint32_t> owners;
    Columns columns;
    if (raw_children(transaction, members->id, member, {&user, 1}, found, owners) != nullptr ||
        found.empty() ||
        raw_values(transaction, members->id, {&found.front(), 1}, {&network, 1}, columns) !=
            nullptr)
        return {};
    return id_in(columns.at(network, 0));
}

Id default_owner(Transaction& transaction) {
    const Id user = transaction.surroundings().user;
    if (!runs_as_guest(transaction))
        return user;
    const SiteSetup* const site = site_of_guest(transaction);
    const OrgSettings& settings = transaction.org().settings();
    for (const std::string_view name :
         {site == nullptr ? std::string_view{} : std::string_view(site->guest_owner),
          std::string_view(settings.guest_owner)})
        if (const Id owner = find_user(transaction, name); owner != Id{})
            return owner;
    const Id other = default_workflow_user(transaction);
    return other == Id{} ? user : other;
}

void check_guest_owners(SaveChunk& chunk) {
    const KnownObjects& known = chunk.transaction.org().state().known;
    const FieldId owner = chunk.plan.system.owner;
    if (!chunk.transaction.schema().setup().has_guests || owner == FieldId::none ||
        chunk.given.find(owner) == nullptr || known.user == nullptr ||
        known.of_user.user_type == FieldId::none)
        return;
    std::vector<uint32_t> rows;
    std::vector<Id> owners;
    for (const uint32_t row : chunk.good) {
        const Value given = chunk.given.at(owner, row);
        if (given.tag() != Tag::id || key_prefix(given.as_id()) != known.user->prefix ||
            (!chunk.creates() && equal_exactly(given, chunk.old.at(owner, row))))
            continue;
        rows.push_back(row);
        owners.push_back(given.as_id());
    }
    Columns types;
    chunk.fatal =
        raw_values(chunk.transaction, known.user->id, owners, {&known.of_user.user_type, 1}, types);
    for (uint32_t index = 0; index < rows.size() && chunk.fatal == nullptr; ++index)
        if (text_in(types.at(known.of_user.user_type, index)) == "Guest")
            chunk.refuse(
                rows[index],
                "FIELD_INTEGRITY_EXCEPTION",
                "Guest users cannot be record owners.",
                chunk.object().field(owner).name
            );
    chunk.drop_refused();
}

} // namespace weir
