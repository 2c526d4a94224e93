#include "progress.hpp"

#include "terminal.hpp"

#include <fmt/format.h>

#include <cstdio>

using namespace std::chrono_literals;

ProgressLine::ProgressLine() : on_(is_terminal(stderr)) {}

ProgressLine::~ProgressLine() {
    if (shown_) fmt::print(stderr, "\r\033[K");
}

void ProgressLine::show(std::string_view what, uint64_t done, uint64_t total) {
    if (!on_) return;
    const auto now = std::chrono::steady_clock::now();
    if (what != what_) {
        what_ = what;
        begin_ = now;
        last_ = now;
    }
    if (now - begin_ < 1s || now - last_ < 100ms) return;
    last_ = now;
    shown_ = true;
    const double seconds = std::chrono::duration<double>(now - begin_).count();
    const double rate = static_cast<double>(done) / seconds;
    if (total > 0) fmt::print(stderr, "\r\033[K{}: {} of {}, {:.0f} a second", what, done, total, rate);
    else fmt::print(stderr, "\r\033[K{}: {}, {:.0f} a second", what, done, rate);
    std::fflush(stderr);
}
