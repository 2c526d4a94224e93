// Quick actions that every org has (reference/actions.md, "quickAction").
#pragma once

#include <span>
#include <string_view>

namespace weir {

struct StandardQuickAction {
    std::string_view name;   // "NewTask", "FeedItem.NewTaskFromFeedItem"
    std::string_view kind;   // as `quick action … { type … }` says it
    std::string_view object; // where it stands; empty: everywhere
    std::string_view makes;
};

/// Null if there is none; without case.
[[nodiscard]] const StandardQuickAction* find_standard_quick_action(std::string_view name);

} // namespace weir
