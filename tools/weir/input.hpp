// What several subcommands do with PATH…: worlds checked, messages printed.
#pragma once

#include "weir/engine.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <string>
#include <vector>

/// One world for each project that the paths stand for (see weir::find_projects).
[[nodiscard]] std::vector<std::string> worlds_of(const std::vector<std::string>& paths);
/// One world of all the paths together.
[[nodiscard]] weir::Engine build_one(const std::vector<std::string>& paths);

/// Every message, an empty line after each, in colour if the stream wants it.
void print_messages(const std::vector<weir::DiagnosticMessage>& messages, size_t dropped, std::FILE* stream);
/// "2 errors, 1 warning"
[[nodiscard]] std::string summary(size_t errors, size_t warnings);
[[nodiscard]] std::string plural(size_t count, const char* word);
[[nodiscard]] nlohmann::json to_json(const std::vector<weir::DiagnosticMessage>& messages);
/// {"status": …, "result": …, "warnings": []}, indented, to stdout; the status is returned.
int print_envelope(int status, nlohmann::json result);
