#include "input.hpp"

#include "terminal.hpp"

#include <fmt/format.h>

#include <utility>

std::vector<std::string> worlds_of(const std::vector<std::string>& paths) {
    std::vector<std::string> worlds;
    for (const std::string& path : paths)
        for (std::string& world : weir::find_projects(path)) worlds.push_back(std::move(world));
    return worlds;
}

weir::Engine build_one(const std::vector<std::string>& paths) {
    weir::Engine::Builder builder;
    for (const std::string& path : paths) builder.add_path(path);
    return builder.build();
}

void print_messages(const std::vector<weir::DiagnosticMessage>& messages, size_t dropped, std::FILE* stream) {
    const bool colour = wants_colour(stream);
    for (const weir::DiagnosticMessage& message : messages)
        fmt::print(stream, "{}\n", colour ? message.coloured : message.plain);
    if (dropped > 0) fmt::print(stream, "… and {} more\n\n", dropped);
}

std::string plural(size_t count, const char* word) { return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s"); }

std::string summary(size_t errors, size_t warnings) {
    return fmt::format("{}, {}", plural(errors, "error"), plural(warnings, "warning"));
}

nlohmann::json to_json(const std::vector<weir::DiagnosticMessage>& messages) {
    nlohmann::json list = nlohmann::json::array();
    for (const weir::DiagnosticMessage& message : messages) list.push_back(nlohmann::json::parse(message.json));
    return list;
}

int print_envelope(int status, nlohmann::json result) {
    const nlohmann::ordered_json envelope{{"status", status}, {"result", std::move(result)}, {"warnings", nlohmann::json::array()}};
    // A name of a file may be anything; it is shown with replacement characters rather than not at all.
    fmt::print("{}\n", envelope.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
    return status;
}
