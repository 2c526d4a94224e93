// Objects, fields and their rules from XML.
#include "unit/metadata/world_support.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using weir::FieldKind;
using weir::test::Folder;
using weir::test::ReadProject;
using Said = std::vector<std::string>;

namespace {

constexpr const char* objects = "force-app/main/default/objects/";

void write_field(
    const Folder& folder,
    const std::string& object,
    const std::string& name,
    const std::string& inside
) {
    folder.metadata(
        objects + object + "/fields/" + name + ".field-meta.xml",
        "CustomField",
        "<fullName>" + name + "</fullName>\n" + inside
    );
}

void write_invoice(const Folder& folder) {
    folder.metadata(
        std::string(objects) + "Invoice__c/Invoice__c.object-meta.xml",
        "CustomObject",
        "<deploymentStatus>Deployed</deploymentStatus><label>Invoice</label>"
        "<nameField><displayFormat>INV-{0000}</displayFormat><label>Number</"
        "label><type>AutoNumber</type></nameField>"
        "<pluralLabel>Invoices</pluralLabel><sharingModel>ControlledByParent</sharingModel>"
    );
}

} // namespace

TEST_CASE("a custom object has the fields of its folder") {
    const Folder folder;
    write_invoice(folder);
    write_field(
        folder,
        "Invoice__c",
        "Total__c",
        "<label>Total</label><precision>16</precision><scale>2</scale><type>Currency</"
        "type><required>true</required>"
    );
    write_field(
        folder,
        "Invoice__c",
        "Code__c",
        "<length>20</length><type>Text</type><unique>true</unique><caseSensitive>true</"
        "caseSensitive><externalId>true</externalId>"
    );
    write_field(
        folder,
        "Invoice__c",
        "Account__c",
        "<type>MasterDetail</type><referenceTo>Account</referenceTo><relationshipName>Invoices</"
        "relationshipName>"
    );
    write_field(
        folder,
        "Invoice__c",
        "Double__c",
        "<formula>Total__c * 2 &amp; "
        "&quot;&quot;</formula><formulaTreatBlanksAs>BlankAsBlank</"
        "formulaTreatBlanksAs><type>Text</type>"
    );
    ReadProject project(folder.path());
    project.declare();
    INFO(project.rendered());
    CHECK(project.said().empty());
    const weir::Object& invoice = *project.schema().find("invoice__c");
    CHECK(invoice.label == "Invoice");
    CHECK(invoice.field(*invoice.name_field()).format == "INV-{0000}");
    const weir::Field& total = project.field("Invoice__c", "Total__c");
    CHECK(total.kind == FieldKind::currency);
    CHECK(total.precision == 16);
    CHECK(total.scale == 2);
    CHECK(total.required);
    const weir::Field& code = project.field("Invoice__c", "Code__c");
    CHECK(code.length == 20);
    CHECK((code.unique && code.case_sensitive && code.external_id));
    CHECK(project.field("Invoice__c", "Account__c").child_relationship == "Invoices");
    CHECK(project.field("Invoice__c", "Double__c").has_formula);
    REQUIRE(project.declarations.formulas.size() == 1);
    CHECK_FALSE(project.declarations.formulas[0].blank_as_zero);
}

TEST_CASE("an old file holds the object with everything in it") {
    const Folder folder;
    folder.metadata(
        "src/objects/Line__c.object",
        "CustomObject",
        "<fields><fullName>Amount__c</fullName><label>Amount</label><precision>18</"
        "precision><scale>0</scale><type>Number</type></fields>"
        "<fields><fullName>State__c</fullName><picklist><picklistValues><fullName>Open</"
        "fullName><default>true</default></picklistValues>"
        "<picklistValues><fullName>Done</fullName><default>false</default></picklistValues></"
        "picklist><type>Picklist</type></fields>"
        "<label>Line</label><nameField><label>Line Name</label><type>Text</type></nameField>"
        "<recordTypes><fullName>Big</fullName><active>true</active><label>Big lines</label>"
        "<picklistValues><picklist>State__c</picklist><values><fullName>Open</"
        "fullName><default>true</default></values></picklistValues></recordTypes>"
        "<validationRules><fullName>Positive</fullName><active>true</"
        "active><errorConditionFormula>Amount__c &lt; 0</errorConditionFormula>"
        "<errorDisplayField>Amount__c</errorDisplayField><errorMessage>It is "
        "negative</errorMessage></validationRules>"
        "<validationRules><fullName>Off</fullName><active>false</"
        "active><errorConditionFormula>true</errorConditionFormula><errorMessage>x</errorMessage></"
        "validationRules>"
    );
    ReadProject project(folder.path());
    project.declare();
    INFO(project.rendered());
    CHECK(project.said().empty());
    const weir::Field& state = project.field("Line__c", "State__c");
    REQUIRE(state.values.size() == 2);
    CHECK(state.values[0].is_default);
    CHECK_FALSE(state.restricted);
    const weir::Object& line = *project.schema().find("Line__c");
    REQUIRE(line.record_types.size() == 1);
    CHECK(line.record_types[0].label == "Big lines");
    REQUIRE(line.record_types[0].picklists.size() == 1);
    CHECK(line.record_types[0].picklists[0].values.size() == 1);
    REQUIRE(project.declarations.rules.size() == 1);
    CHECK(project.declarations.rules[0].message == "It is negative");
    CHECK(project.declarations.rules[0].field == *line.find_field("Amount__c"));
}

TEST_CASE("what a project says of a standard object is added to it") {
    const Folder folder;
    write_field(
        folder,
        "Case",
        "Region__c",
        "<type>Picklist</type><valueSet><restricted>true</restricted><valueSetName>Regions</"
        "valueSetName></valueSet>"
    );
    write_field(folder, "Case", "Status", "<trackHistory>true</trackHistory><type>Picklist</type>");
    write_field(folder, "Case", "Subject", "<trackHistory>true</trackHistory>");
    write_field(
        folder,
        "Activity",
        "Minutes__c",
        "<precision>4</precision><scale>0</scale><type>Number</type>"
    );
    folder.metadata(
        "force-app/main/default/globalValueSets/Regions.globalValueSet-meta.xml",
        "GlobalValueSet",
        "<customValue><fullName>North</fullName><default>false</default></"
        "customValue><customValue><fullName>South</fullName><default>true</default></customValue>"
        "<customValue><fullName>Gone</fullName><default>false</default><isActive>false</isActive></"
        "customValue><masterLabel>Regions</masterLabel>"
    );
    folder.metadata(
        "force-app/main/default/standardValueSets/CaseStatus.standardValueSet-meta.xml",
        "StandardValueSet",
        "<standardValue><fullName>Fresh</fullName><default>true</default></"
        "standardValue><standardValue><fullName>Closed</fullName><closed>true</"
        "closed><default>false</default></standardValue>"
    );
    ReadProject project(folder.path());
    project.declare();
    INFO(project.rendered());
    CHECK(project.said().empty());
    const weir::Field& region = project.field("Case", "Region__c");
    REQUIRE(region.values.size() == 2);
    CHECK(region.values[1].is_default);
    CHECK(region.restricted);
    const weir::Field& status = project.field("Case", "Status");
    REQUIRE(status.values.size() == 2);
    CHECK(status.values[0].value == "Fresh");
    CHECK(project.field("Task", "Minutes__c").kind == FieldKind::number);
    CHECK(project.field("Event", "Minutes__c").kind == FieldKind::number);
    CHECK(project.schema().find("Case")->is_open);
}

TEST_CASE("a roll-up has the type of what it rolls up") {
    const Folder folder;
    write_invoice(folder);
    folder.metadata(
        std::string(objects) + "Line__c/Line__c.object-meta.xml",
        "CustomObject",
        "<label>Line</label><nameField><label>Line</label><type>Text</type></nameField>"
    );
    write_field(
        folder,
        "Line__c",
        "Amount__c",
        "<precision>10</precision><scale>2</scale><type>Currency</type>"
    );
    write_field(folder, "Line__c", "State__c", "<length>20</length><type>Text</type>");
    write_field(
        folder,
        "Line__c",
        "Invoice__c",
        "<type>MasterDetail</type><referenceTo>Invoice__c</referenceTo><relationshipName>Lines</"
        "relationshipName>"
    );
    write_field(
        folder,
        "Invoice__c",
        "Total__c",
        "<summarizedField>Line__c.Amount__c</"
        "summarizedField><summaryFilterItems><field>Line__c.State__c</field><operation>equals</"
        "operation><value>Open, Sent</value></summaryFilterItems>"
        "<summaryForeignKey>Line__c.Invoice__c</summaryForeignKey><summaryOperation>sum</"
        "summaryOperation><type>Summary</type>"
    );
    write_field(
        folder,
        "Invoice__c",
        "Lines__c",
        "<summaryForeignKey>Line__c.Invoice__c</summaryForeignKey><summaryOperation>count</"
        "summaryOperation><type>Summary</type>"
    );
    ReadProject project(folder.path());
    project.declare();
    INFO(project.rendered());
    CHECK(project.said().empty());
    CHECK(project.field("Invoice__c", "Total__c").kind == FieldKind::currency);
    CHECK(project.field("Invoice__c", "Total__c").scale == 2);
    CHECK(project.field("Invoice__c", "Lines__c").kind == FieldKind::number);
    REQUIRE(project.declarations.summaries.size() == 2);
    for (const weir::SummaryDeclaration& summary : project.declarations.summaries)
        if (summary.operation == weir::SummaryOperation::sum) {
            REQUIRE(summary.condition != nullptr);
            CHECK(summary.condition->kind == weir::ConditionKind::any);
        }
}

TEST_CASE("records of custom metadata have values of their fields' types") {
    const Folder folder;
    const std::string records = "force-app/main/default/customMetadata/";
    folder.metadata(
        records + "Region.North.md-meta.xml",
        "CustomMetadata",
        "<label>The north</label><protected>true</protected>"
        "<values><field>Code__c</field><value xsi:type=\"xsd:string\">N &amp; E</value></values>"
        "<values><field>Size__c</field><value xsi:type=\"xsd:double\">-1.5E3</value></values>"
        "<values><field>Since__c</field><value xsi:type=\"xsd:date\">2026-03-01</value></values>"
        "<values><field>Nothing__c</field><value xsi:nil=\"true\"/></values>"
        "<values><field>Used__c</field><value xsi:type=\"xsd:boolean\">true</value></values>"
    );
    ReadProject project(folder.path());
    project.declare();
    project.compile();
    INFO(project.rendered());
    CHECK(project.said().empty());
    const weir::Object& region = *project.schema().find("Region__mdt");
    CHECK(region.kind == weir::ObjectKind::custom_metadata);
    const auto& seeds = project.program.seeds;
    const auto seed = std::find_if(seeds.begin(), seeds.end(), [&](const weir::SeedRecord& record) {
        return record.object == region.id;
    });
    REQUIRE(seed != seeds.end());
    CHECK(seed->name == "North");
    REQUIRE(seed->cells.size() == 4);
    CHECK(seed->cells[0].value.as_text() == "N & E");
    CHECK(seed->cells[3].value.as_boolean());
}

TEST_CASE("two packages say different things of one object, and the first counts") {
    const Folder folder;
    folder.write(
        "sfdx-project.json", R"({"packageDirectories": [{"path": "two"}, {"path": "./one/"}]})"
    );
    folder.metadata(
        "one/objects/A__c/A__c.object-meta.xml",
        "CustomObject",
        "<label>One</label><nameField><label>N</label><type>Text</type></nameField>"
    );
    folder.metadata(
        "two/objects/A__c/A__c.object-meta.xml",
        "CustomObject",
        "<label>Two</label><nameField><label>N</label><type>Text</type></nameField>"
    );
    folder.metadata(
        "one/objects/A__c/fields/X__c.field-meta.xml",
        "CustomField",
        "<fullName>X__c</fullName><length>10</length><type>Text</type>"
    );
    folder.metadata(
        "two/objects/A__c/fields/Y__c.field-meta.xml",
        "CustomField",
        "<fullName>Y__c</fullName><length>10</length><type>Text</type>"
    );
    folder.metadata(
        "two/objects/A__c/fields/X__c.field-meta.xml",
        "CustomField",
        "<fullName>X__c</fullName><length>20</length><type>Text</type>"
    );
    ReadProject project(folder.path());
    project.declare();
    INFO(project.rendered());
    CHECK(project.said().empty());
    CHECK(project.files.is_project);
    CHECK(project.schema().find("A__c")->label == "Two");
    CHECK(project.field("A__c", "X__c").length == 20);
    CHECK(project.field("A__c", "Y__c").length == 10);
}

TEST_CASE("a broken file is said once, and the rest is read") {
    const Folder folder;
    write_invoice(folder);
    write_field(folder, "Invoice__c", "Good__c", "<type>Checkbox</type>");
    folder.write(
        std::string(objects) + "Invoice__c/fields/Bad__c.field-meta.xml",
        "<?xml version=\"1.0\"?>\n<CustomField>\n  <type>Text</wrong>\n</CustomField>\n"
    );
    folder.write(
        std::string(objects) + "Invoice__c/fields/Bomb__c.field-meta.xml",
        "<!DOCTYPE x [<!ENTITY a \"aaaa\">]>\n<CustomField><type>&a;</type></CustomField>"
    );
    folder.write(std::string(objects) + "Invoice__c/fields/Other__c.field-meta.xml", "<Layout/>");
    folder.write(std::string(objects) + "Invoice__c/fields/Empty__c.field-meta.xml", "");
    ReadProject project(folder.path());
    project.declare();
    INFO(project.rendered());
    CHECK(project.said().size() == 4);
    CHECK(project.field("Invoice__c", "Good__c").kind == FieldKind::checkbox);
    CHECK(project.said()[0].starts_with("W0004 Bad__c.field-meta.xml:3:"));
}

TEST_CASE("mistakes in formulas are said at their place in the XML") {
    const Folder folder;
    write_invoice(folder);
    write_field(
        folder, "Invoice__c", "Sum__c", "<formula>LEFT(Name, 1) +</formula><type>Text</type>"
    );
    write_field(
        folder, "Invoice__c", "Sun__c", "<formula>LEFT(Neme, 1)</formula><type>Text</type>"
    );
    ReadProject project(folder.path());
    project.declare();
    project.compile();
    INFO(project.rendered());
    CHECK(
        project.said() ==
        Said{"W0101 Sum__c.field-meta.xml:4:25", "W0318 Sun__c.field-meta.xml:4:15"}
    );
}
