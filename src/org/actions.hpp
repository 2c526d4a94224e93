// The families of actions that every org has; standard_actions.cpp puts them together.
#pragma once

#include "program/action.hpp"

namespace weir {

void add_email_actions(ActionRegistry& registry);     // emailSimple
void add_alert_actions(ActionRegistry& registry);     // emailAlert
void add_chatter_actions(ActionRegistry& registry);   // chatterPost, notifications
void add_quick_actions(ActionRegistry& registry);     // quickAction
void add_approval_actions(ActionRegistry& registry);  // submit
void add_session_actions(ActionRegistry& registry);   // activateSessionPermSet …
void add_routing_actions(ActionRegistry& registry);   // routeWork …
void add_knowledge_actions(ActionRegistry& registry); // publishKnowledgeArticles …
void add_service_actions(ActionRegistry& registry);   // createServiceReport, choosePricebook …
void add_transfer_actions(ActionRegistry& registry);  // flow, component, externalService …

} // namespace weir
