// What a Session keeps while it lives; for the files of this room that run it.
#pragma once

#include "api/running_org.hpp"
#include "api/trace_text.hpp"
#include "api/world.hpp"
#include "org/published.hpp"
#include "weir/engine.h"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weir {

struct Session::State {
    State(const Engine::World& the_world, SessionOptions the_options, OrgSettings settings)
        : world(the_world),
          options(std::move(the_options)),
          running(
              *the_world.program, the_world.actions, std::move(settings), the_world.triggers.get()
          ) {
        const Status started = running.org.start();
        if (!started)
            start_error = started.error().message;
        keep_published(running.org, false); // a session may be long, and only scripts ask
        // What the org begins with is nobody's doing and not traced.
        if (options.trace != nullptr) {
            trace = std::make_unique<TraceText>(*options.trace, *world.program);
            running.org.set_trace(trace.get());
        }
    }

    const Engine::World& world;
    SessionOptions options;
    std::unique_ptr<TraceText> trace;
    RunningOrg running;
    std::string start_error; // every call answers it
    std::vector<RefusedRow> refused_rows;
    double seconds = 0;
};

/// Adds the time of its scope to a total.
class Stopwatch {
public:
    explicit Stopwatch(double& total) : total_(total), begin_(std::chrono::steady_clock::now()) {}
    Stopwatch(const Stopwatch&) = delete;
    Stopwatch& operator=(const Stopwatch&) = delete;
    ~Stopwatch() {
        total_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
    }

private:
    double& total_;
    std::chrono::steady_clock::time_point begin_;
};

/// What to say of an object that is not there.
[[nodiscard]] std::string no_object(const Schema& schema, std::string_view name);

} // namespace weir
