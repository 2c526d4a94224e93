// The kinds by name, for catalogue.cpp alone: each is defined in the file that is called like it.
#pragma once

#include "check/element_kind.hpp"

namespace weir::kinds {

// Resources.
extern const ElementKind variable;
extern const ElementKind constant;
extern const ElementKind formula_resource;
extern const ElementKind text_template;

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

} // namespace weir::kinds
