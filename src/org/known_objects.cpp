#include "org/known_objects.hpp"

#include "org/object_plan.hpp"

namespace weir {

KnownObjects::KnownObjects(const Schema& schema)
    : user(schema.find("User")),
      profile(schema.find("Profile")),
      licence(schema.find("UserLicense")),
      role(schema.find("UserRole")),
      contact(schema.find("Contact")),
      account(schema.find("Account")),
      organization(schema.find("Organization")),
      of_user{
          .username = field_or_none(user, "Username"),
          .profile = field_or_none(user, "ProfileId"),
          .role = field_or_none(user, "UserRoleId"),
          .contact = field_or_none(user, "ContactId"),
          .account = field_or_none(user, "AccountId"),
          .active = field_or_none(user, "IsActive"),
          .portal_enabled = field_or_none(user, "IsPortalEnabled"),
          .portal_role = field_or_none(user, "PortalRole"),
          .user_type = field_or_none(user, "UserType"),
          .nickname = field_or_none(user, "CommunityNickname"),
          .digest = field_or_none(user, "DigestFrequency"),
          .group_digest = field_or_none(user, "DefaultGroupNotificationFrequency"),
          .name = field_or_none(user, "Name"),
          .email = field_or_none(user, "Email"),
      },
      of_profile{
          .name = field_or_none(profile, "Name"),
          .licence = field_or_none(profile, "UserLicenseId"),
          .user_type = field_or_none(profile, "UserType"),
      },
      of_licence{
          .name = field_or_none(licence, "Name"),
          .key = field_or_none(licence, "LicenseDefinitionKey"),
          .total = field_or_none(licence, "TotalLicenses"),
          .used = field_or_none(licence, "UsedLicenses"),
      },
      of_role{
          .name = field_or_none(role, "Name"),
          .developer_name = field_or_none(role, "DeveloperName"),
          .parent = field_or_none(role, "ParentRoleId"),
          .portal_account = field_or_none(role, "PortalAccountId"),
          .portal_owner = field_or_none(role, "PortalAccountOwnerId"),
          .portal_type = field_or_none(role, "PortalType"),
          .portal_role = field_or_none(role, "PortalRole"),
      },
      of_contact{
          .account = field_or_none(contact, "AccountId"),
          .name = field_or_none(contact, "Name"),
      },
      of_account{
          .name = field_or_none(account, "Name"),
          .owner = field_or_none(account, "OwnerId"),
          .customer_portal = field_or_none(account, "IsCustomerPortal"),
          .partner = field_or_none(account, "IsPartner"),
      } {}

} // namespace weir
