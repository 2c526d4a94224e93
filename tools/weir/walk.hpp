// A screen flow on a terminal: its pages shown, its fields asked for one after the other.
#pragma once

#include "dialogue.hpp"
#include "weir/engine.h"

#include <string>
#include <vector>

/// What has come of it. `error` is for the user: the input ended, the flow failed.
struct Walked {
    weir::FlowResult result;
    std::string error;
    bool is_waiting = false; // for a time, an event, or someone to resume it
};

/// Runs a flow to its end. At each question `?` shows help, `<` goes back a screen, `!` pauses, an empty line keeps what stands in brackets,
/// `""` leaves the field empty; a backslash before these signs makes them an answer.
[[nodiscard]] Walked walk_flow(
    weir::Session& session, const std::string& flow, const std::vector<weir::NamedValue>& inputs, Dialogue& dialogue
);
