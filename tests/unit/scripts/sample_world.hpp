// The world that the tests of loading and running share.
#pragma once

#include "scripts/world.hpp"

/// Objects, flows and tests of sample_world.cpp; checked when it is first asked for, without a
/// mistake.
[[nodiscard]] const World& sample_world();
