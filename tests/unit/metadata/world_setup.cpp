// Labels, permissions, people, templates, actions from XML; and objects that nothing declares.
#include "check/world_formulas.hpp"
#include "syntax/parse.hpp"
#include "unit/metadata/world_support.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using weir::test::Folder;
using weir::test::main_folder;
using weir::test::ReadProject;

namespace {

const weir::RecordSeed&
seed(const ReadProject& project, std::string_view object, std::string_view name) {
    const weir::Object* const found = project.schema().find(object);
    REQUIRE(found != nullptr);
    const auto& seeds = project.declarations.seeds;
    const auto record =
        std::find_if(seeds.begin(), seeds.end(), [&](const weir::RecordSeed& candidate) {
            return candidate.object == found->id && candidate.name == name;
        });
    INFO(object << "." << name);
    REQUIRE(record != seeds.end());
    return *record;
}

std::string
text_of(const ReadProject& project, const weir::RecordSeed& record, std::string_view field) {
    const auto id = project.schema().object(record.object).find_field(field);
    for (const auto& [given, formula] : record.values)
        if (given == id && formula->root->kind == weir::ExprKind::text)
            return std::string(static_cast<const weir::TextExpr*>(formula->root)->value);
    return {};
}

} // namespace

TEST_CASE("labels and permissions are what formulas ask for") {
    const Folder folder;
    folder.metadata(
        main_folder + "labels/CustomLabels.labels-meta.xml",
        "CustomLabels",
        "<labels><fullName>Greeting</fullName><language>en_US</language><protected>false</"
        "protected><shortDescription>Greeting</shortDescription><value>Hello\nyou</value></labels>"
    );
    folder.metadata(
        main_folder + "customPermissions/May_Skip.customPermission-meta.xml",
        "CustomPermission",
        "<label>May skip</label>"
    );
    folder.metadata(
        main_folder + "profiles/Admin.profile-meta.xml",
        "Profile",
        "<customPermissions><enabled>true</enabled><name>May_Skip</name></"
        "customPermissions><userLicense>Salesforce</userLicense>"
    );
    folder.metadata(
        main_folder + "profiles/Sales %26 Service.profile-meta.xml",
        "Profile",
        "<custom>true</custom><userLicense>Salesforce</userLicense>"
    );
    folder.metadata(
        main_folder + "permissionsets/Skipper.permissionset-meta.xml",
        "PermissionSet",
        "<customPermissions><enabled>true</enabled><name>May_Skip</name></"
        "customPermissions><customPermissions><enabled>false</enabled><name>Other</name></"
        "customPermissions><label>The skipper</label>"
    );
    folder.metadata(
        main_folder + "objects/Account/validationRules/Refuse.validationRule-meta.xml",
        "ValidationRule",
        "<fullName>Refuse</fullName><active>true</"
        "active><errorConditionFormula>AND($Label.Greeting = Name, NOT($Permission.May_Skip), "
        "$Label.ns.Missing = &quot;&quot;)</errorConditionFormula><errorMessage>no</errorMessage>"
    );
    ReadProject project(folder.path());
    project.declare();
    INFO(project.rendered());
    CHECK(project.said().empty());
    const weir::Setup& setup = project.schema().setup();
    CHECK(setup.is_open);
    REQUIRE(setup.labels.find("greeting") != nullptr);
    CHECK(setup.labels.find("greeting")->text == "Hello\nyou");
    const weir::CustomPermission* const permission = setup.permissions.find("May_Skip");
    REQUIRE(permission != nullptr);
    CHECK(permission->profiles == std::vector<std::string>{"System Administrator"});
    CHECK(permission->permission_sets == std::vector<std::string>{"Skipper"});
    CHECK(text_of(project, seed(project, "PermissionSet", "Skipper"), "Label") == "The skipper");
    CHECK(
        text_of(project, seed(project, "Profile", "Sales_&_Service"), "Name") == "Sales & Service"
    );
    project.compile();
    REQUIRE(project.said().size() == 1);
    CHECK(project.said()[0].starts_with("W0319 Refuse.validationRule-meta.xml:"));
}

TEST_CASE("record types, queues, roles and templates are records that flows find") {
    const Folder folder;
    folder.metadata(
        main_folder + "objects/Case/recordTypes/Hard.recordType-meta.xml",
        "RecordType",
        "<fullName>Hard</fullName><active>false</active><label>Hard ones</label>"
    );
    folder.metadata(
        main_folder + "queues/Support.queue-meta.xml",
        "Queue",
        "<doesSendEmailToMembers>false</doesSendEmailToMembers><name>The "
        "support</name><queueSobject><sobjectType>Case</sobjectType></queueSobject>"
    );
    folder.metadata(
        main_folder + "groups/All.group-meta.xml",
        "Group",
        "<doesIncludeBosses>true</doesIncludeBosses><name>Everybody</name>"
    );
    folder.metadata(
        main_folder + "roles/Agent.role-meta.xml",
        "Role",
        "<name>Agent</name><parentRole>Boss</parentRole>"
    );
    folder.metadata(main_folder + "roles/Boss.role-meta.xml", "Role", "<name>The boss</name>");
    folder.metadata(
        main_folder + "email/Cases/Told.email-meta.xml",
        "EmailTemplate",
        "<available>true</available><name>Told of it</name><subject>About "
        "{!Case.Subject}</subject><type>text</type>"
    );
    folder.write(main_folder + "email/Cases/Told.email", "Dear {!Case.Subject}");
    folder.metadata(
        main_folder + "notificationtypes/Ping.notiftype-meta.xml",
        "CustomNotificationType",
        "<customNotifTypeName>Ping</customNotifTypeName><desktop>true</desktop><masterLabel>Ping!</"
        "masterLabel><mobile>false</mobile>"
    );
    folder.metadata(
        main_folder + "workflows/Case.workflow-meta.xml",
        "Workflow",
        "<alerts><fullName>Tell</fullName><description>x</description><protected>false</"
        "protected><ccEmails>a@acme.example</ccEmails><recipients><type>owner</type></"
        "recipients><template>Cases/Told</template></alerts>"
    );
    folder.metadata(
        main_folder + "quickActions/Case.Close.quickAction-meta.xml",
        "QuickAction",
        "<label>Close</label><targetObject>Case</targetObject><type>Update</type>"
    );
    folder.metadata(
        main_folder + "flowDefinitions/Old.flowDefinition-meta.xml",
        "FlowDefinition",
        "<activeVersionNumber>3</activeVersionNumber>"
    );
    ReadProject project(folder.path());
    project.declare();
    INFO(project.rendered());
    CHECK(project.said().empty());
    CHECK(text_of(project, seed(project, "RecordType", "Case.Hard"), "SobjectType") == "Case");
    CHECK(text_of(project, seed(project, "Group", "Support"), "Type") == "Queue");
    CHECK(text_of(project, seed(project, "Group", "All"), "Name") == "Everybody");
    CHECK(text_of(project, seed(project, "QueueSobject", "Support.Case"), "SobjectType") == "Case");
    CHECK(text_of(project, seed(project, "UserRole", "Boss"), "Name") == "The boss");
    CHECK(
        text_of(project, seed(project, "EmailTemplate", "Told"), "Body") == "Dear {!Case.Subject}"
    );
    CHECK(
        text_of(project, seed(project, "CustomNotificationType", "Ping"), "MasterLabel") == "Ping!"
    );
    REQUIRE(project.schema().setup().quick_actions.find("case.close") != nullptr);
    CHECK(project.schema().setup().quick_actions.find("case.close")->kind == "update");
    REQUIRE(project.world.active_versions.size() == 1);
    CHECK(project.world.active_versions[0].version == 3);
    project.compile();
    const weir::SyntaxTree* const trees[] = {project.world.tree.get()};
    weir::compile_alerts(trees, project.program, project.diagnostics);
    CHECK(project.said().empty());
    REQUIRE(project.program.alerts.size() == 1);
    CHECK(project.program.alerts[0].to == std::vector<std::string>{"a@acme.example", "OwnerId"});
    CHECK(project.program.alerts[0].subject.sources.size() == 1);
}

TEST_CASE("objects that are named and not held are open") {
    const Folder folder;
    folder.metadata(
        main_folder + "objects/ns__Thing__c/fields/Extra__c.field-meta.xml",
        "CustomField",
        "<fullName>Extra__c</fullName><type>Lookup</type><referenceTo>ns__Other__c</referenceTo>"
    );
    folder.metadata(
        main_folder + "objects/ns__Thing__c/validationRules/R.validationRule-meta.xml",
        "ValidationRule",
        "<fullName>R</fullName><active>true</active><errorConditionFormula>ISCHANGED(ns__Field__c) "
        "|| ns__Parent__r.Name = "
        "&quot;x&quot;</errorConditionFormula><errorMessage>no</errorMessage>"
    );
    ReadProject project(folder.path());
    project.declare();
    project.compile();
    INFO(project.rendered());
    const weir::Object* const thing = project.schema().find("ns__Thing__c");
    REQUIRE(thing != nullptr);
    CHECK((thing->is_open && thing->is_named_only));
    REQUIRE(project.schema().find("ns__Other__c") != nullptr);
    CHECK(project.schema().find("ns__Other__c")->is_named_only);
    CHECK(project.diagnostics.error_count() == 0);
    CHECK(project.said().size() == 2);
}

TEST_CASE("what flows name and nothing declares is declared open") {
    const Folder folder;
    folder.write("empty.txt", "");
    ReadProject project(folder.path());
    weir::Diagnostics out;
    weir::SourceMap sources;
    const auto tree = weir::parse(
        sources.add("a.flow", "flow F {\n  on ns__Job__c after create\n}\nobject Known__c {\n}\n"),
        {},
        out
    );
    const weir::SyntaxTree* const trees[] = {tree.get()};
    const weir::Name names[] = {{"WorkOrder", {}}, {"known__c", {}}};
    const auto missing = weir::metadata::declare_missing(trees, names);
    REQUIRE(missing->declarations.size() == 2);
    CHECK(missing->declarations[0]->name.text == "ns__Job__c");
    CHECK(missing->declarations[1]->name.text == "WorkOrder");
    CHECK(missing->declarations[1]->has("open"));
}
