// The objects of the small org, field by field.
#include "unit/org/world.hpp"

namespace weir::test {

namespace {

struct FieldText {
    std::string name;
    FieldKind kind = FieldKind::text;
    uint32_t length = 255;
    bool required = false;
    std::string target = {};
    DeleteRule delete_rule = DeleteRule::clear;
};

Field make_field(const FieldText& text, SchemaBuilder& builder) {
    Field field;
    field.name = text.name;
    field.label = text.name;
    field.kind = text.kind;
    field.length = text.length;
    field.required = text.required;
    field.delete_rule = text.delete_rule;
    if (!text.target.empty())
        field.refers_to.push_back(builder.find(text.target)->id);
    if (text.kind == FieldKind::number)
        field.precision = 9;
    return field;
}

void add_fields(
    SchemaBuilder& builder, std::string_view object, const std::vector<FieldText>& fields
) {
    for (const FieldText& field : fields)
        builder.add_field(*builder.find(object), make_field(field, builder));
}

void read_only(SchemaBuilder& builder, std::string_view object, std::string_view name) {
    Object& described = *builder.find(object);
    Field& field = described.fields[static_cast<size_t>(*described.find_field(name))];
    field.createable = field.updateable = false;
}

void owned(SchemaBuilder& builder, std::string_view object) {
    Field owner;
    owner.name = "OwnerId";
    owner.label = "Owner ID";
    owner.kind = FieldKind::lookup;
    owner.has_default = true;
    owner.refers_to.push_back(builder.find("User")->id);
    builder.add_field(*builder.find(object), owner);
}

void declare_users(SchemaBuilder& builder) {
    add_fields(
        builder,
        "UserLicense",
        {{"Name", FieldKind::text, 40},
         {"LicenseDefinitionKey", FieldKind::text, 40},
         {"TotalLicenses", FieldKind::number},
         {"UsedLicenses", FieldKind::number}}
    );
    add_fields(
        builder,
        "Profile",
        {{"Name", FieldKind::text},
         {"UserLicenseId", FieldKind::lookup, 18, true, "UserLicense"},
         {"UserType", FieldKind::text, 40}}
    );
    add_fields(
        builder,
        "UserRole",
        {{"Name", FieldKind::text, 80, true},
         {"DeveloperName", FieldKind::text, 80},
         {"ParentRoleId", FieldKind::lookup, 18, false, "UserRole"},
         {"PortalAccountId", FieldKind::lookup, 18, false, "Account"},
         {"PortalAccountOwnerId", FieldKind::lookup, 18, false, "User"},
         {"PortalType", FieldKind::text, 40},
         {"PortalRole", FieldKind::text, 40}}
    );
    add_fields(
        builder,
        "User",
        {{"Name", FieldKind::text, 121},
         {"FirstName", FieldKind::text, 40},
         {"LastName", FieldKind::text, 80, true},
         {"Alias", FieldKind::text, 8, true},
         {"Email", FieldKind::email, 128, true},
         {"Username", FieldKind::text, 80, true},
         {"CommunityNickname", FieldKind::text, 40},
         {"ProfileId", FieldKind::lookup, 18, true, "Profile"},
         {"UserRoleId", FieldKind::lookup, 18, false, "UserRole"},
         {"ContactId", FieldKind::lookup, 18, false, "Contact", DeleteRule::restrict_delete},
         {"AccountId", FieldKind::lookup, 18, false, "Account"},
         {"IsActive", FieldKind::checkbox},
         {"IsPortalEnabled", FieldKind::checkbox},
         {"PortalRole", FieldKind::text, 40},
         {"UserType", FieldKind::text, 40},
         {"DigestFrequency", FieldKind::text, 40},
         {"TimeZoneSidKey", FieldKind::text, 40},
         {"LocaleSidKey", FieldKind::text, 40},
         {"LanguageLocaleKey", FieldKind::text, 40},
         {"EmailEncodingKey", FieldKind::text, 40}}
    );
    for (const std::string_view field : {"Name", "AccountId", "UserType"})
        read_only(builder, "User", field);
}

} // namespace

World::World() : builder(std::make_unique<SchemaBuilder>()) {
    for (const std::string_view name :
         {"Account", "Contact", "User", "Profile", "UserLicense", "UserRole"})
        builder->declare(std::string(name), ObjectKind::standard);
    builder->find("Account")->prefix = *parse_key_prefix("001");
    builder->find("Contact")->prefix = *parse_key_prefix("003");
    builder->find("User")->prefix = *parse_key_prefix("005");
    for (const std::string_view name : {"User", "Profile", "UserLicense", "UserRole"})
        builder->find(name)->is_setup = true;
    builder->find("Profile")->creatable = false;
    declare_users(*builder);
    add_fields(
        *builder,
        "Account",
        {{"Name", FieldKind::text, 255, true},
         {"IsCustomerPortal", FieldKind::checkbox},
         {"IsPartner", FieldKind::checkbox},
         {"ParentId", FieldKind::lookup, 18, false, "Account"}}
    );
    owned(*builder, "Account");
    add_fields(
        *builder,
        "Contact",
        {{"Name", FieldKind::text, 121},
         {"FirstName", FieldKind::text, 40},
         {"LastName", FieldKind::text, 80, true},
         {"Email", FieldKind::email, 80},
         {"AccountId", FieldKind::lookup, 18, false, "Account", DeleteRule::cascade},
         {"Access__c", FieldKind::checkbox},
         {"Score__c", FieldKind::number},
         {"Broken__c", FieldKind::checkbox}}
    );
    read_only(*builder, "Contact", "Name");
    owned(*builder, "Contact");
    builder->declare("Log__c", ObjectKind::custom);
    add_fields(
        *builder,
        "Log__c",
        {{"Contact__c", FieldKind::lookup, 18, false, "Contact"},
         {"Message__c", FieldKind::text, 20},
         {"Key__c", FieldKind::text, 20}}
    );
    Object& log = *builder->find("Log__c");
    log.fields[static_cast<size_t>(*log.find_field("Key__c"))].unique = true;
    for (const std::string_view event : {"Later__e", "Now__e"}) {
        builder->declare(std::string(event), ObjectKind::event);
        add_fields(
            *builder,
            event,
            {{"Contact_Id__c", FieldKind::text, 18, true}, {"Message__c", FieldKind::text, 10}}
        );
    }
    builder->find("Now__e")->publish_immediately = true;
    add_standard_actions(actions);
    program.schema = nullptr;
}

} // namespace weir::test
