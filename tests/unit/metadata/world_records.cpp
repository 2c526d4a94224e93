// Lookup filters, rules for guests and accounts of persons from XML.
#include "unit/metadata/world_support.hpp"

#include <catch2/catch.hpp>

using weir::test::Folder;
using weir::test::holds;
using weir::test::main_folder;
using weir::test::ReadProject;

TEST_CASE("a lookup filter is a condition of the field") {
    const Folder folder;
    folder.metadata(
        main_folder + "objects/Plan__c/Plan__c.object-meta.xml",
        "CustomObject",
        "<label>Plan</label><pluralLabel>Plans</pluralLabel>"
    );
    folder.metadata(
        main_folder + "objects/Plan__c/fields/Contact__c.field-meta.xml",
        "CustomField",
        "<fullName>Contact__c</fullName><label>Contact</label><lookupFilter>"
        "<active>true</active><booleanFilter>1 AND (2 OR 3)</booleanFilter>"
        "<errorMessage>Another contact, please.</errorMessage>"
        "<filterItems><field>Contact.AccountId</field><operation>equals</operation>"
        "<valueField>$Source.Account__c</valueField></filterItems>"
        "<filterItems><field>Contact.RecordTypeId</field><operation>equals</operation>"
        "<value>Person, Member</value></filterItems>"
        "<filterItems><field>$User.Department</field><operation>notEqual</operation>"
        "<value>Sales</value></filterItems>"
        "<infoMessage>Contacts of the account</infoMessage><isOptional>false</isOptional>"
        "</lookupFilter><referenceTo>Contact</referenceTo><type>Lookup</type>"
    );
    folder.metadata(
        main_folder + "objects/Plan__c/fields/Idea__c.field-meta.xml",
        "CustomField",
        "<fullName>Idea__c</fullName><label>Idea</label><lookupFilter><active>false</active>"
        "<filterItems><field>Contact.Email</field><operation>notEqual</operation><value></value>"
        "</filterItems><isOptional>true</isOptional></lookupFilter>"
        "<referenceTo>Contact</referenceTo><type>Lookup</type>"
    );
    // Of a standard lookup a project says no target.
    folder.metadata(
        main_folder + "objects/Case/fields/AccountId.field-meta.xml",
        "CustomField",
        "<fullName>AccountId</fullName><lookupFilter><active>true</active>"
        "<filterItems><field>Account.Type</field><operation>equals</operation>"
        "<value>Prospect</value></filterItems><isOptional>false</isOptional></lookupFilter>"
        "<type>Lookup</type>"
    );
    ReadProject project(folder.path());
    const std::string text = project.text();
    INFO(text);
    holds(text, "AccountId = $Source.Account__c");
    holds(text, "RecordType.Name = \"Person\" or RecordType.Name = \"Member\"");
    holds(text, "$User.Department != \"Sales\"");
    holds(text, "error \"Another contact, please.\"");
    holds(text, "filter hint \"Contacts of the account\"");
    holds(text, "only where Email != null optional");
    holds(text, "only where Type = \"Prospect\"");
    project.declare();
    INFO(project.rendered());
    CHECK(project.said().empty());
}

TEST_CASE("rules for guests give records to the visitors of a site") {
    const Folder folder;
    folder.metadata(
        main_folder + "networks/Shop.network-meta.xml",
        "Network",
        "<status>Live</status><urlPathPrefix>help</urlPathPrefix>"
    );
    folder.metadata(
        main_folder + "sharingRules/Account.sharingRules-meta.xml",
        "SharingRules",
        "<sharingGuestRules><fullName>Open</fullName><accessLevel>Read</accessLevel>"
        "<criteriaItems><field>Type</field><operation>equals</operation><value>Prospect</value>"
        "</criteriaItems><includeHVUOwnedRecords>false</includeHVUOwnedRecords>"
        "<label>Open</label><sharedTo><guestUser>Shop</guestUser></sharedTo></sharingGuestRules>"
    );
    ReadProject project(folder.path());
    const std::string text = project.text();
    INFO(text);
    holds(text, "guest profile \"Shop Profile\"");
    holds(text, "path \"help\"");
    holds(text, "when Type = \"Prospect\"");
    holds(text, "to guests of Shop");
}

TEST_CASE("a project with record types of persons has person accounts") {
    const Folder folder;
    folder.metadata(
        main_folder + "objects/PersonAccount/recordTypes/Member.recordType-meta.xml",
        "RecordType",
        "<fullName>Member</fullName><active>true</active><label>Member</label>"
    );
    ReadProject project(folder.path());
    const std::string text = project.text();
    INFO(text);
    holds(text, "person accounts on");
    holds(text, "extend Account");
    holds(text, "of persons");
    project.declare();
    CHECK(project.schema().find("Account")->find_field("PersonEmail").has_value());
    CHECK(project.schema().find("PersonAccount") == nullptr);
}
