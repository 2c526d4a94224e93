// What an org keeps of the messages that were published in it.
#pragma once

#include "org/org.hpp"

namespace weir {

/// Whether Org::published shows what is published from here on: tests and scripts ask for it. An
/// org that nobody asks forgets messages when they are delivered. An org begins with keeping them.
void keep_published(Org& org, bool is_kept);

} // namespace weir
