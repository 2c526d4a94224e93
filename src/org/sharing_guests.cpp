// What visitors of sites are given, and who is given what users of portals without roles own
// (reference/security.md, section 3).
#include "org/sharing_check.hpp"
#include "types/cell.hpp"
#include "types/text.hpp"

namespace weir {

/// Whether the user's profile is the guests' of this site.
bool SharingCheck::is_guest_of(std::string_view site) const {
    const SiteSetup* const found = schema_.setup().sites.find(site);
    return found != nullptr && equal_ignoring_case(found->guest_profile, rights_.profile);
}

void SharingCheck::by_share_groups() {
    const KnownObjects& known = transaction_.org().state().known;
    const FieldId owner = field_or_none(&object_, "OwnerId");
    std::vector<const SharingSet*> sets;
    for (const SharingSet& set : schema_.setup().sharing_sets.all())
        if (std::ranges::any_of(set.group, [&](const auto& party) { return receives(party); }))
            sets.push_back(&set);
    if (sets.empty() || owner == FieldId::none || known.user == nullptr ||
        known.profile == nullptr || known.of_user.profile == FieldId::none ||
        known.of_user.user_type == FieldId::none || known.of_profile.name == FieldId::none)
        return;
    const std::vector<Id> owners = lookups(owner);
    if (fault_ != nullptr)
        return;
    Columns users;
    const FieldId of_user[] = {known.of_user.profile, known.of_user.user_type};
    fault_ = raw_values(transaction_, known.user->id, owners, of_user, users);
    if (fault_ != nullptr)
        return;
    std::vector<Id> profiles;
    for (uint32_t index = 0; index < owners.size(); ++index)
        profiles.push_back(id_in(users.at(known.of_user.profile, index)));
    Columns names;
    fault_ =
        raw_values(transaction_, known.profile->id, profiles, {&known.of_profile.name, 1}, names);
    if (fault_ != nullptr)
        return;
    for (uint32_t index = 0; index < owners.size(); ++index) {
        if (text_in(users.at(known.of_user.user_type, index)) != "CspLitePortal")
            continue;
        const std::string_view profile = text_in(names.at(known.of_profile.name, index));
        const bool is_theirs = std::ranges::any_of(sets, [&](const SharingSet* set) {
            return std::ranges::any_of(set->profiles, [&](const std::string& name) {
                return equal_ignoring_case(name, profile);
            });
        });
        if (is_theirs)
            raise(pending_[index], AccessLevel::edit);
    }
}

} // namespace weir
