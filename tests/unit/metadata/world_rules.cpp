// Duplicate, assignment, auto-response and workflow rules from XML, as text of the language.
#include "unit/metadata/world_support.hpp"

#include <catch2/catch.hpp>

using weir::test::Folder;
using weir::test::holds;
using weir::test::main_folder;
using weir::test::ReadProject;

TEST_CASE("matching and duplicate rules") {
    const Folder folder;
    folder.metadata(
        main_folder + "matchingRules/Contact.matchingRule-meta.xml",
        "MatchingRules",
        "<matchingRules><fullName>Same_Person</fullName><booleanFilter>1 AND 2</booleanFilter>"
        "<label>Same person</label><matchingRuleItems><blankValueBehavior>NullNotAllowed</"
        "blankValueBehavior><fieldName>LastName</fieldName><matchingMethod>LastName</"
        "matchingMethod>"
        "</matchingRuleItems><matchingRuleItems><blankValueBehavior>MatchBlanks</"
        "blankValueBehavior>"
        "<fieldName>Email</fieldName><matchingMethod>Exact</matchingMethod></matchingRuleItems>"
        "<ruleStatus>Active</ruleStatus></matchingRules>"
    );
    folder.metadata(
        main_folder + "duplicateRules/Contact.No_Doubles.duplicateRule-meta.xml",
        "DuplicateRule",
        "<actionOnInsert>Allow</actionOnInsert><actionOnUpdate>Block</actionOnUpdate>"
        "<alertText>There already</alertText><duplicateRuleFilter><booleanFilter>1 OR "
        "2</booleanFilter>"
        "<duplicateRuleFilterItems><field>Title</field><operation>equals</operation><value>Boss, "
        "Chief"
        "</value></duplicateRuleFilterItems><duplicateRuleFilterItems><field>Email</"
        "field><operation>"
        "notEqual</operation><value></value></duplicateRuleFilterItems></duplicateRuleFilter>"
        "<duplicateRuleMatchRules><matchRuleSObjectType>Contact</"
        "matchRuleSObjectType><matchingRule>"
        "Same_Person</matchingRule></duplicateRuleMatchRules><isActive>true</"
        "isActive><masterLabel>No "
        "doubles</masterLabel><operationsOnInsert>Alert</"
        "operationsOnInsert><operationsOnInsert>Report"
        "</operationsOnInsert>"
    );
    ReadProject project(folder.path());
    project.declare();
    INFO(project.rendered());
    CHECK(project.said().empty());
    const std::string text = project.text();
    holds(text, "matching rule Same_Person \"Same person\" {\n    logic \"1 AND 2\"");
    holds(text, "match LastName as last name");
    holds(text, "match Email blanks match");
    holds(text, "duplicate rule No_Doubles \"No doubles\" {");
    holds(text, "on create alert");
    holds(text, "on update block");
    holds(text, "message \"There already\"");
    holds(text, "when (Title = \"Boss\" or Title = \"Chief\") or Email is not null");
}

TEST_CASE("assignment and auto-response rules") {
    const Folder folder;
    folder.metadata(
        main_folder + "assignmentRules/Case.assignmentRules-meta.xml",
        "AssignmentRules",
        "<assignmentRule><fullName>Routing</fullName><active>true</"
        "active><ruleEntry><assignedTo>Tier_2"
        "</assignedTo><assignedToType>Queue</assignedToType><criteriaItems><field>Case.Priority</"
        "field>"
        "<operation>equals</operation><value>High</value></criteriaItems><criteriaItems><field>"
        "Case.IsEscalated</field><operation>equals</operation><value>True</value></criteriaItems>"
        "<template>Support/Yours</template></ruleEntry><ruleEntry><assignedTo>a@b.example</"
        "assignedTo>"
        "<assignedToType>User</assignedToType><formula>ISBLANK(Subject)</formula></ruleEntry>"
        "</assignmentRule>"
    );
    folder.metadata(
        main_folder + "autoResponseRules/Case.autoResponseRules-meta.xml",
        "AutoResponseRules",
        "<autoResponseRule><fullName>Thanks</fullName><active>false</"
        "active><ruleEntry><senderEmail>"
        "help@b.example</senderEmail><template>Support/Thanks</template></ruleEntry></"
        "autoResponseRule>"
    );
    ReadProject project(folder.path());
    project.declare();
    CHECK(project.said().empty());
    const std::string text = project.text();
    holds(text, "entry when Priority = \"High\" and IsEscalated = true to queue \"Tier_2\"");
    holds(text, "template \"Support/Yours\"");
    holds(text, "entry when ISBLANK(Subject) to user \"a@b.example\"");
    holds(text, "auto response rule Thanks {\n    inactive");
    holds(text, "reply from \"help@b.example\" template \"Support/Thanks\"");
}

TEST_CASE("workflow rules with their field updates") {
    const Folder folder;
    folder.metadata(
        main_folder + "workflows/Case.workflow-meta.xml",
        "Workflow",
        "<alerts><fullName>Tell</fullName><recipients><type>owner</type></recipients><template>A/B"
        "</template></alerts><fieldUpdates><fullName>Set_High</fullName><field>Priority</field>"
        "<literalValue>High</literalValue><operation>Literal</operation><reevaluateOnChange>true</"
        "reevaluateOnChange></fieldUpdates><fieldUpdates><fullName>Clear</fullName><field>Reason</"
        "field>"
        "<operation>Null</operation></fieldUpdates><fieldUpdates><fullName>Unused</fullName><field>"
        "Type</field><operation>Null</operation></fieldUpdates><rules><fullName>Escalate</fullName>"
        "<actions><name>Set_High</name><type>FieldUpdate</type></actions><actions><name>Clear</"
        "name>"
        "<type>FieldUpdate</type></actions><actions><name>Tell</name><type>Alert</type></actions>"
        "<active>true</active><formula>ISCHANGED(Status)</formula><triggerType>onAllChanges</"
        "triggerType></rules>"
    );
    ReadProject project(folder.path());
    project.declare();
    const std::string text = project.text();
    holds(text, "evaluated on create and every edit");
    holds(text, "when ISCHANGED(Status)");
    holds(text, "alerts Tell");
    holds(text, "reevaluates");
    holds(text, "Priority = \"High\"");
    holds(text, "null");
    CHECK(text.find("Type") == std::string::npos);
}

TEST_CASE("time triggers of workflow rules") {
    const Folder folder;
    folder.metadata(
        main_folder + "workflows/Case.workflow-meta.xml",
        "Workflow",
        "<fieldUpdates><fullName>Set_High</fullName><field>Priority</field><literalValue>High</"
        "literalValue><operation>Literal</operation><reevaluateOnChange>true</reevaluateOnChange></"
        "fieldUpdates><rules><fullName>Escalate</fullName><active>true</active><formula>TRUE</"
        "formula><triggerType>onCreateOrTriggeringUpdate</triggerType><workflowTimeTriggers>"
        "<actions><name>Set_High</name><type>FieldUpdate</type></actions><actions><name>Tell</name>"
        "<type>Alert</type></actions><timeLength>3</timeLength><workflowTimeTriggerUnit>Days</"
        "workflowTimeTriggerUnit></workflowTimeTriggers><workflowTimeTriggers><offsetFromField>"
        "Case.ClosedDate</offsetFromField><timeLength>-2</timeLength><workflowTimeTriggerUnit>Hours"
        "</workflowTimeTriggerUnit></workflowTimeTriggers><workflowTimeTriggers><offsetFromField>"
        "Case.ClosedDate</offsetFromField><timeLength>1</timeLength><workflowTimeTriggerUnit>Days</"
        "workflowTimeTriggerUnit></workflowTimeTriggers></rules>"
    );
    ReadProject project(folder.path());
    project.declare();
    INFO(project.rendered());
    CHECK(project.said().empty());
    const std::string text = project.text();
    holds(text, "workflow rule Escalate");
    holds(text, "time trigger of Escalate days 3 alerts Tell reevaluates {");
    holds(text, "Priority = \"High\"");
    holds(text, "time trigger of Escalate hours 2 before ClosedDate");
    holds(text, "time trigger of Escalate days 1 after ClosedDate");
}

TEST_CASE("a duplicate rule over two objects") {
    const Folder folder;
    folder.metadata(
        main_folder + "duplicateRules/Lead.Known.duplicateRule-meta.xml",
        "DuplicateRule",
        "<actionOnInsert>Block</actionOnInsert><actionOnUpdate>Allow</actionOnUpdate>"
        "<duplicateRuleMatchRules><matchRuleSObjectType>Contact</matchRuleSObjectType>"
        "<matchingRule>Same_Person</matchingRule><objectMapping><inputObject>Lead</inputObject>"
        "<mappingFields><inputField>LastName</inputField><outputField>LastName</outputField></"
        "mappingFields><mappingFields><inputField>Company</inputField><outputField>Department</"
        "outputField></mappingFields><outputObject>Contact</outputObject></objectMapping></"
        "duplicateRuleMatchRules><isActive>true</isActive><masterLabel>Known</masterLabel>"
    );
    ReadProject project(folder.path());
    project.declare();
    INFO(project.rendered());
    CHECK(project.said().empty());
    const std::string text = project.text();
    holds(text, "duplicate rule Known");
    holds(text, "against Contact by Same_Person");
    holds(text, "LastName   = LastName");
    holds(text, "Department = Company");
}
