#include "schema/licence_kinds.hpp"

#include "types/text.hpp"

namespace weir {

namespace {

struct LicenceKind {
    std::string_view part; // of the name or key
    std::string_view user_type;
};

// The first that fits: more particular names stand before those that they contain.
constexpr LicenceKind licence_kinds[] = {
    {"Customer Community Plus", "PowerCustomerSuccess"},
    {"Customer_Community_Plus", "PowerCustomerSuccess"},
    {"Customer Portal Manager", "PowerCustomerSuccess"},
    {"External Apps Plus", "PowerCustomerSuccess"},
    {"POWER_SSP", "PowerCustomerSuccess"},
    {"Customer Community", "CspLitePortal"},
    {"Customer_Community", "CspLitePortal"},
    {"High Volume", "CspLitePortal"},
    {"Customer_Portal_Basic", "CspLitePortal"},
    {"External Identity", "CspLitePortal"},
    {"External Apps", "CspLitePortal"},
    {"Authenticated Website", "CspLitePortal"},
    {"Partner Community", "PowerPartner"},
    {"Partner_Community", "PowerPartner"},
    {"Gold Partner", "PowerPartner"},
    {"Strategic_PRM", "PowerPartner"},
    {"Channel Account", "PowerPartner"},
    {"Customer Portal", "CustomerSuccess"},
    {"Chatter Free", "CsnOnly"},
    {"Guest", "Guest"},
};

} // namespace

std::string_view user_type_of_licence(std::string_view name, std::string_view key) {
    for (const LicenceKind& kind : licence_kinds)
        if (contains_ignoring_case(name, kind.part) || contains_ignoring_case(key, kind.part))
            return kind.user_type;
    return "Standard";
}

} // namespace weir
