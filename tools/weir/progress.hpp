// One line on a terminal that shows how far a long step is, and how fast.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

/// Silent unless stderr is a terminal and the step takes more than a second. The line is wiped when the object goes.
class ProgressLine {
public:
    ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    ~ProgressLine();

    /// What, done, total (0: unknown).
    void show(std::string_view what, uint64_t done, uint64_t total);

private:
    bool on_;
    bool shown_ = false;
    std::string what_;
    std::chrono::steady_clock::time_point begin_;
    std::chrono::steady_clock::time_point last_;
};
