// Which interviews wait at which step: taken out step by step in the order of the text, rows
// rising.
#pragma once

#include "program/step.hpp"

#include <bit>
#include <cstdint>
#include <vector>

namespace weir {

/// A set of rows for each step, and the set of steps that have any, all as bits: adding a row
/// merges it with those that are there, and what is taken out is sorted.
///
///     steps_  ..1..1..        rows_  step 2: 1111....   step 5: ....1111
class Waiting {
public:
    Waiting(size_t steps, uint32_t rows) : words_((size_t{rows} + 63) / 64), most_(steps) {}

    void add(StepId step, uint32_t row) {
        if (steps_.empty())
            begin();
        const auto index = static_cast<size_t>(step);
        rows_[index * words_ + row / 64] |= uint64_t{1} << (row % 64);
        steps_[index / 64] |= uint64_t{1} << (index % 64);
    }

    /// Whether nobody waits at this step or one before it in the text.
    [[nodiscard]] bool is_before_all(StepId step) const {
        if (steps_.empty())
            return true;
        const auto index = static_cast<size_t>(step);
        for (size_t word = 0; word < index / 64; ++word)
            if (steps_[word] != 0)
                return false;
        const uint64_t up_to = ~uint64_t{0} >> (63 - index % 64);
        return (steps_[index / 64] & up_to) == 0;
    }

    /// The first step where anyone waits, and who: they wait no longer. StepId::end when nobody
    /// waits.
    [[nodiscard]] StepId take_first(std::vector<uint32_t>& rows) {
        rows.clear();
        for (size_t word = 0; word < steps_.size(); ++word) {
            if (steps_[word] == 0)
                continue;
            const size_t index = word * 64 + static_cast<size_t>(std::countr_zero(steps_[word]));
            steps_[word] &= steps_[word] - 1;
            take(index, rows);
            return static_cast<StepId>(index);
        }
        return StepId::end;
    }

private:
    /// Interviews that stay together from their start to their end never wait for one another.
    void begin() {
        rows_.resize(most_ * words_);
        steps_.resize((most_ + 63) / 64);
    }

    void take(size_t step, std::vector<uint32_t>& rows) {
        for (size_t word = 0; word < words_; ++word) {
            uint64_t& bits = rows_[step * words_ + word];
            for (; bits != 0; bits &= bits - 1)
                rows.push_back(
                    static_cast<uint32_t>(word * 64 + static_cast<size_t>(std::countr_zero(bits)))
                );
        }
    }

    size_t words_; // of a set of rows
    size_t most_;  // steps
    std::vector<uint64_t> rows_;
    std::vector<uint64_t> steps_;
};

} // namespace weir
