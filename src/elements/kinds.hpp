// The kinds by name, for catalogue.cpp alone: each is defined in the file that is called like it.
#pragma once

#include "check/element_kind.hpp"

namespace weir::kinds {

// Resources.
extern const ElementKind variable;
extern const ElementKind constant;
extern const ElementKind formula_resource;
extern const ElementKind text_template;
extern const ElementKind choice;
extern const ElementKind choice_set;
extern const ElementKind stage;

// Elements.
extern const ElementKind get_records;
extern const ElementKind create_records;
extern const ElementKind update_records;
extern const ElementKind delete_records;
extern const ElementKind publish_event;
extern const ElementKind decision;
extern const ElementKind assignment;
extern const ElementKind loop;
extern const ElementKind subflow;
extern const ElementKind action_call;
extern const ElementKind custom_error;
extern const ElementKind screen;
extern const ElementKind sort_collection;
extern const ElementKind filter_collection;
extern const ElementKind map_collection;
extern const ElementKind transform;
extern const ElementKind roll_back_records;
extern const ElementKind wait;
extern const ElementKind orchestrated_stage;
extern const ElementKind stepped_stage;
extern const ElementKind legacy_step;
extern const ElementKind apex_plugin;

// Ways into a flow besides its start.
extern const ElementKind after_commit_path;
extern const ElementKind scheduled_path;

} // namespace weir::kinds
