#include "org/standard_actions.hpp"

#include "org/actions.hpp"
#include "org/external_users.hpp"

namespace weir {

void add_standard_actions(ActionRegistry& registry) {
    add_email_actions(registry);
    add_alert_actions(registry);
    add_chatter_actions(registry);
    add_quick_actions(registry);
    add_approval_actions(registry);
    add_session_actions(registry);
    add_routing_actions(registry);
    add_knowledge_actions(registry);
    add_service_actions(registry);
    add_transfer_actions(registry);
    registry.add(make_create_external_user());
    registry.add(make_create_person_account_user());
}

} // namespace weir
