// Approval processes, outbound messages and values of quick actions from XML, as text of the
// language.
#include "unit/metadata/world_support.hpp"

#include <catch2/catch.hpp>

using weir::test::Folder;
using weir::test::holds;
using weir::test::main_folder;
using weir::test::ReadProject;

TEST_CASE("approval processes with the actions of their workflow") {
    const Folder folder;
    folder.metadata(
        main_folder + "workflows/Case.workflow-meta.xml",
        "Workflow",
        "<fieldUpdates><fullName>Wait</fullName><field>Reason</field><literalValue>Other</"
        "literalValue><operation>Literal</operation></fieldUpdates><outboundMessages><fullName>"
        "Told</fullName><endpointUrl>https://erp.example</endpointUrl><fields>Subject</fields>"
        "</outboundMessages>"
    );
    folder.metadata(
        main_folder + "approvalProcesses/Case.Refund.approvalProcess-meta.xml",
        "ApprovalProcess",
        "<active>true</active><allowedSubmitters><type>owner</type></allowedSubmitters>"
        "<approvalStep><assignedApprover><approver><name>Support</name><type>queue</type>"
        "</approver><whenMultipleApprovers>Unanimous</whenMultipleApprovers></assignedApprover>"
        "<entryCriteria><formula>Priority = \"High\"</formula></entryCriteria>"
        "<ifCriteriaNotMet>RejectRecord</ifCriteriaNotMet><label>The team</label><name>Team</name>"
        "<rejectBehavior><type>BackToPrevious</type></rejectBehavior></approvalStep>"
        "<entryCriteria><criteriaItems><field>Case.Origin</field><operation>equals</operation>"
        "<value>Web</value></criteriaItems></entryCriteria><finalApprovalActions><action><name>"
        "Told</name><type>OutboundMessage</type></action></finalApprovalActions>"
        "<finalApprovalRecordLock>true</finalApprovalRecordLock><initialSubmissionActions><action>"
        "<name>Wait</name><type>FieldUpdate</type></action></initialSubmissionActions>"
        "<label>Refund</label><recordEditability>AdminOrCurrentApprover</recordEditability>"
    );
    folder.metadata(
        main_folder + "quickActions/Case.Stop.quickAction-meta.xml",
        "QuickAction",
        "<fieldOverrides><field>Subject</field><formula>\"Stopped \" &amp; CaseNumber</formula>"
        "</fieldOverrides><label>Stop</label><type>Update</type>"
    );
    ReadProject project(folder.path());
    project.declare();
    INFO(project.rendered());
    CHECK(project.said().empty());
    const std::string text = project.text();
    holds(text, "outbound message Told {\n    to \"https://erp.example\"\n    fields Subject");
    holds(text, "approval process Refund \"Refund\" {\n    when Origin = \"Web\"");
    holds(text, "submitters \"owner\"");
    holds(text, "editable by administrators and approvers");
    holds(text, "keeps lock when approved");
    holds(text, "on submission {\n      Reason = \"Other\"");
    holds(text, "messages on approval Told");
    holds(text, "approval step Team \"The team\" {\n      when formula Priority = \"High\"");
    holds(text, "otherwise reject");
    holds(text, "approvers \"queue Support\"");
    holds(text, "all must approve");
    holds(text, "goes back when rejected");
    holds(text, "Subject = \"Stopped \" & CaseNumber");
}
