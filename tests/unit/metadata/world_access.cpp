// Permissions, sharing, sites and members of queues from XML.
#include "unit/metadata/world_support.hpp"

#include <catch2/catch.hpp>

using weir::test::Folder;
using weir::test::holds;
using weir::test::main_folder;
using weir::test::ReadProject;

TEST_CASE("permissions of a profile are said object by object") {
    const Folder folder;
    folder.metadata(
        main_folder + "profiles/Sales.profile-meta.xml",
        "Profile",
        "<classAccesses><apexClass>Rates</apexClass><enabled>true</enabled></classAccesses>"
        "<classAccesses><apexClass>Other</apexClass><enabled>false</enabled></classAccesses>"
        "<fieldPermissions><editable>true</editable><field>Account.Phone</field>"
        "<readable>true</readable></fieldPermissions>"
        "<fieldPermissions><editable>false</editable><field>Account.Fax</field>"
        "<readable>true</readable></fieldPermissions>"
        "<fieldPermissions><editable>false</editable><field>Account.Site</field>"
        "<readable>false</readable></fieldPermissions>"
        "<flowAccesses><enabled>true</enabled><flow>Close</flow></flowAccesses>"
        "<objectPermissions><allowCreate>true</allowCreate><allowEdit>false</allowEdit>"
        "<allowRead>true</allowRead><object>Account</object>"
        "<viewAllRecords>true</viewAllRecords></objectPermissions>"
        "<userLicense>Salesforce</userLicense>"
        "<userPermissions><enabled>true</enabled><name>ViewAllData</name></userPermissions>"
    );
    ReadProject project(folder.path());
    const std::string text = project.text();
    holds(text, "user permissions ViewAllData");
    holds(text, "classes Rates\n");
    holds(text, "flows Close");
    holds(text, "access Account read create view all reads Fax edits Phone");
    CHECK_FALSE(text.find("Site") != std::string::npos);
}

TEST_CASE("sharing rules, models and sets") {
    const Folder folder;
    folder.metadata(
        main_folder + "objects/Account/Account.object-meta.xml",
        "CustomObject",
        "<externalSharingModel>Private</externalSharingModel><sharingModel>Read</sharingModel>"
    );
    folder.metadata(
        main_folder + "sharingRules/Account.sharingRules-meta.xml",
        "SharingRules",
        "<sharingCriteriaRules><fullName>Big</fullName><accessLevel>Edit</accessLevel>"
        "<label>Big ones</label><sharedTo><roleAndSubordinatesInternal>Agents"
        "</roleAndSubordinatesInternal></sharedTo><booleanFilter>1 OR 2</booleanFilter>"
        "<criteriaItems><field>Name</field><operation>equals</operation><value>A</value>"
        "</criteriaItems><criteriaItems><field>Site</field><operation>startsWith</operation>"
        "<value>B</value></criteriaItems></sharingCriteriaRules>"
        "<sharingOwnerRules><fullName>Own</fullName><accessLevel>Read</accessLevel>"
        "<sharedTo><allInternalUsers></allInternalUsers></sharedTo>"
        "<sharedFrom><group>Helpers</group></sharedFrom></sharingOwnerRules>"
        "<sharingOwnerRules><fullName>Odd</fullName><accessLevel>Read</accessLevel>"
        "<sharedTo><territory>West</territory></sharedTo>"
        "<sharedFrom><role>Agents</role></sharedFrom></sharingOwnerRules>"
    );
    folder.metadata(
        main_folder + "sharingSets/Customers.sharingSet-meta.xml",
        "SharingSet",
        "<accessMappings><accessLevel>Edit</accessLevel><object>Case</object>"
        "<objectField>AccountId</objectField><userField>Contact.Account</userField>"
        "</accessMappings><name>Customers</name><profiles>Community</profiles>"
    );
    ReadProject project(folder.path());
    const std::string text = project.text();
    holds(text, "sharing public read only");
    holds(text, "external sharing private");
    holds(text, "grant Big \"Big ones\"");
    holds(text, "to roles and internal subordinates Agents");
    holds(text, "grant Own from groups Helpers to internal users access read");
    // A party that weir does not know gives the records to nobody.
    CHECK_FALSE(text.find("Odd") != std::string::npos);
    holds(text, "share Case where AccountId matches Contact.Account access edit");
}

TEST_CASE("sites, roles and members of queues") {
    const Folder folder;
    folder.metadata(
        main_folder + "networks/Shop.network-meta.xml",
        "Network",
        "<networkMemberGroups><permissionSet>Staff</permissionSet><profile>Community</profile>"
        "</networkMemberGroups><selfRegProfile>Community</selfRegProfile>"
        "<sendWelcomeEmail>true</sendWelcomeEmail>"
    );
    folder.metadata(
        main_folder + "roles/Agents.role-meta.xml",
        "Role",
        "<caseAccessLevel>Edit</caseAccessLevel><contactAccessLevel>Read</contactAccessLevel>"
        "<name>Agents</name><opportunityAccessLevel>None</opportunityAccessLevel>"
    );
    folder.metadata(
        main_folder + "queues/Help.queue-meta.xml",
        "Queue",
        "<name>Help</name><queueMembers><publicGroups><publicGroup>Inner</publicGroup>"
        "</publicGroups><roleAndSubordinates><roleAndSubordinate>Agents</roleAndSubordinate>"
        "</roleAndSubordinates><users><user>ada@acme.example</user></users></queueMembers>"
        "<queueSobject><sobjectType>Case</sobjectType></queueSobject>"
    );
    ReadProject project(folder.path());
    const std::string text = project.text();
    holds(text, "profiles \"Community\"");
    holds(text, "permission sets Staff");
    holds(text, "self registration \"Community\"");
    holds(text, "welcome email");
    holds(text, "case access edit");
    holds(text, "contact access read");
    holds(text, "opportunity access none");
    holds(text, "users \"ada@acme.example\"");
    holds(text, "roles and subordinates Agents");
    holds(text, "groups Inner");
}
