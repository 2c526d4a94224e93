// The cells of one field: chunks of values, made when a row of theirs first gets one.
#pragma once

#include "types/value.hpp"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

namespace weir::store {

class Column {
public:
    /// Large enough for runs of rows, small enough for the many objects with a handful of records.
    static constexpr uint32_t chunk_rows = 256;

    /// Unset where nothing was written.
    [[nodiscard]] Value get(uint32_t row) const {
        const size_t chunk = row / chunk_rows;
        if (chunk >= chunks_.size() || chunks_[chunk] == nullptr)
            return {};
        return chunks_[chunk][row % chunk_rows];
    }

    void set(uint32_t row, Value value) {
        const size_t chunk = row / chunk_rows;
        if (chunk >= chunks_.size()) [[unlikely]]
            chunks_.resize(chunk + 1);
        if (chunks_[chunk] == nullptr) [[unlikely]]
            chunks_[chunk] = std::make_unique<Value[]>(chunk_rows);
        chunks_[chunk][row % chunk_rows] = value;
    }

    /// Forgets a cell without making a chunk for it.
    void clear(uint32_t row) {
        const size_t chunk = row / chunk_rows;
        if (chunk < chunks_.size() && chunks_[chunk] != nullptr)
            chunks_[chunk][row % chunk_rows] = Value();
    }

    /// Drops the chunks that begin at or behind `rows`.
    void shrink(uint32_t rows) {
        const size_t kept = (size_t{rows} + chunk_rows - 1) / chunk_rows;
        if (kept < chunks_.size())
            chunks_.resize(kept);
    }

    /// Calls `visit(Value&)` for every cell of every chunk.
    template<class Visit>
    void each(Visit visit) {
        for (const auto& chunk : chunks_)
            if (chunk != nullptr)
                std::for_each_n(chunk.get(), chunk_rows, visit);
    }

    [[nodiscard]] size_t memory() const {
        const auto made = std::count_if(chunks_.begin(), chunks_.end(), [](const auto& chunk) {
            return chunk != nullptr;
        });
        return chunks_.capacity() * sizeof(chunks_[0]) +
               static_cast<size_t>(made) * chunk_rows * sizeof(Value);
    }

private:
    std::vector<std::unique_ptr<Value[]>> chunks_;
};

} // namespace weir::store
