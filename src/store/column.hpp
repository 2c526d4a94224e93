// The cells of one field, in chunks of rows.
//
//   chunk ──► up to three runs    value, value, …, as long as rows that follow each other hold the
//   same
//        or ─► a cell a row       as soon as there would be a fourth run
//
// Many fields hold the same in all records of a save (defaults, checkboxes, who saved it and when):
// their chunks take some bytes instead of sixteen a row, and are written in one step.
#pragma once

#include "types/identical.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace weir::store {

class Column {
public:
    /// Large enough for runs of rows, small enough for the many objects with a handful of records.
    static constexpr uint32_t chunk_rows = 256;

    /// Unset where nothing was written.
    [[nodiscard]] Value get(uint32_t row) const {
        const size_t chunk = row / chunk_rows;
        return chunk < chunks_.size() ? chunks_[chunk].get(row % chunk_rows) : Value();
    }

    void set(uint32_t row, Value value) { chunk_of(row).set(row % chunk_rows, value); }

    /// The same value for `count` rows from `first` on.
    void fill(uint32_t first, uint32_t count, Value value) {
        while (count > 0) {
            const uint32_t at = first % chunk_rows;
            const uint32_t size = std::min(count, chunk_rows - at);
            chunk_of(first).fill(at, size, value);
            first += size;
            count -= size;
        }
    }

    /// These values for the rows from `first` on.
    void write(uint32_t first, std::span<const Value> values) {
        while (!values.empty()) {
            const uint32_t at = first % chunk_rows;
            const auto size =
                static_cast<uint32_t>(std::min<size_t>(values.size(), chunk_rows - at));
            chunk_of(first).write(at, values.first(size));
            first += size;
            values = values.subspan(size);
        }
    }

    /// The cells of these rows, null where there is no value.
    void gather(std::span<const uint32_t> rows, Value* out) const {
        const Chunk* chunk = nullptr;
        size_t last = chunks_.size();
        for (const uint32_t row : rows) {
            const size_t index = row / chunk_rows;
            if (index != last) {
                last = index;
                chunk = index < chunks_.size() ? &chunks_[index] : nullptr;
            }
            const Value value = chunk == nullptr ? Value() : chunk->get(row % chunk_rows);
            *out++ = value.is_unset() ? Value::null() : value;
        }
    }

    /// Calls `visit(row, count, value)` for each run of rows below `rows` that have the same value;
    /// where a chunk has cells, for each row. Rows of chunks that are not there are left out.
    template<class Visit>
    void visit(uint32_t rows, Visit visit) const {
        for (size_t chunk = 0; chunk < chunks_.size(); ++chunk) {
            const auto first = static_cast<uint32_t>(chunk * chunk_rows);
            if (first >= rows)
                return;
            chunks_[chunk].visit(first, std::min(chunk_rows, rows - first), visit);
        }
    }

    /// Forgets a cell without making a chunk for it.
    void clear(uint32_t row) {
        const size_t chunk = row / chunk_rows;
        if (chunk < chunks_.size() && !chunks_[chunk].get(row % chunk_rows).is_unset())
            chunks_[chunk].set(row % chunk_rows, Value());
    }

    /// Forgets the cells from `rows` on.
    void shrink(uint32_t rows) {
        const size_t kept = (size_t{rows} + chunk_rows - 1) / chunk_rows;
        if (kept < chunks_.size())
            chunks_.resize(kept);
        if (kept == chunks_.size() && rows % chunk_rows != 0)
            chunks_.back().cut(rows % chunk_rows);
    }

    /// Calls `visit(Value&)` for every value there is: once for a run. What it writes must be the
    /// same for values that are identical.
    template<class Visit>
    void each(Visit visit) {
        for (Chunk& chunk : chunks_)
            chunk.each(visit);
    }

    [[nodiscard]] size_t memory() const {
        const auto dense = std::count_if(chunks_.begin(), chunks_.end(), [](const Chunk& chunk) {
            return chunk.cells != nullptr;
        });
        return chunks_.capacity() * sizeof(Chunk) +
               static_cast<size_t>(dense) * chunk_rows * sizeof(Value);
    }

private:
    struct Chunk {
        static constexpr uint32_t most_runs = 3;

        std::unique_ptr<Value[]> cells; // null: runs
        uint32_t count = 0;             // of runs; rows behind the last are unset
        std::array<uint16_t, most_runs> ends{};
        std::array<Value, most_runs> values{};

        [[nodiscard]] Value get(uint32_t at) const {
            if (cells != nullptr)
                return cells[at];
            for (uint32_t run = 0; run < count; ++run)
                if (at < ends[run])
                    return values[run];
            return {};
        }

        void set(uint32_t at, Value value) {
            if (cells != nullptr)
                cells[at] = value;
            else
                set_in_runs(at, value);
        }

        void fill(uint32_t at, uint32_t size, Value value) {
            if (cells == nullptr && at >= end()) {
                if (append(at, size, value))
                    return;
                spread();
            }
            if (cells != nullptr)
                std::fill_n(cells.get() + at, size, value);
            else
                for (uint32_t index = 0; index < size; ++index)
                    set(at + index, value);
        }

        void write(uint32_t at, std::span<const Value> written) {
            if (cells == nullptr && !append_runs(at, written))
                spread();
            if (cells != nullptr)
                std::copy(written.begin(), written.end(), cells.get() + at);
        }

        void cut(uint32_t rows) {
            if (cells != nullptr) {
                std::fill(cells.get() + rows, cells.get() + chunk_rows, Value());
                return;
            }
            while (count > 0 && begin(count - 1) >= rows)
                --count;
            if (count > 0)
                ends[count - 1] = std::min(ends[count - 1], static_cast<uint16_t>(rows));
        }

        template<class Visit>
        void each(Visit& visit) {
            if (cells != nullptr)
                std::for_each_n(cells.get(), chunk_rows, visit);
            else
                std::for_each_n(values.begin(), count, visit);
        }

        template<class Visit>
        void visit(uint32_t first, uint32_t rows, Visit& visit) const {
            if (cells != nullptr)
                for (uint32_t at = 0; at < rows; ++at)
                    visit(first + at, 1, cells[at]);
            else
                for (uint32_t run = 0; run < count && begin(run) < rows; ++run)
                    visit(
                        first + begin(run),
                        std::min<uint32_t>(ends[run], rows) - begin(run),
                        values[run]
                    );
        }

    private:
        [[nodiscard]] uint32_t begin(uint32_t run) const { return run == 0 ? 0U : ends[run - 1]; }
        [[nodiscard]] uint32_t end() const { return begin(count); }

        /// Behind all runs. False if there would be too many.
        bool append(uint32_t at, uint32_t size, Value value) {
            const auto new_end = static_cast<uint16_t>(at + size);
            if (at == end() && count > 0 && is_identical(values[count - 1], value)) {
                ends[count - 1] = new_end;
                return true;
            }
            const bool has_gap = at > end();
            if (count + (has_gap ? 2U : 1U) > most_runs)
                return false;
            if (has_gap) {
                ends[count] = static_cast<uint16_t>(at);
                values[count++] = Value();
            }
            ends[count] = new_end;
            values[count++] = value;
            return true;
        }

        /// Run by run behind all runs. False if there would be too many; some may be there then.
        bool append_runs(uint32_t at, std::span<const Value> written) {
            if (at < end())
                return false;
            for (size_t begin = 0; begin < written.size();) {
                size_t next = begin + 1;
                while (next < written.size() && is_identical(written[begin], written[next]))
                    ++next;
                if (!append(
                        at + static_cast<uint32_t>(begin),
                        static_cast<uint32_t>(next - begin),
                        written[begin]
                    ))
                    return false;
                begin = next;
            }
            return true;
        }

        void set_in_runs(uint32_t at, Value value) {
            if (at >= end()) {
                if (append(at, 1, value))
                    return;
            } else if (move_border(at, value)) {
                return;
            }
            spread();
            cells[at] = value;
        }

        /// The cases of records that are written in their order: nothing changes, or the first row
        /// of a run goes over to the run before, or becomes a run of its own. False for any other.
        bool move_border(uint32_t at, Value value) {
            uint32_t run = 0;
            while (at >= ends[run])
                ++run;
            if (is_identical(values[run], value))
                return true;
            if (at != begin(run))
                return false;
            const bool joins = run > 0 && is_identical(values[run - 1], value);
            const bool is_whole = ends[run] == at + 1U;
            if (joins) {
                ++ends[run - 1];
                if (is_whole)
                    drop(run);
                return true;
            }
            if (is_whole) {
                values[run] = value;
                return true;
            }
            if (count == most_runs)
                return false;
            for (uint32_t later = count++; later > run; --later) {
                ends[later] = ends[later - 1];
                values[later] = values[later - 1];
            }
            ends[run] = static_cast<uint16_t>(at + 1);
            values[run] = value;
            return true;
        }

        void drop(uint32_t run) {
            for (--count; run < count; ++run) {
                ends[run] = ends[run + 1];
                values[run] = values[run + 1];
            }
        }

        /// Runs to cells.
        void spread() {
            auto made = std::make_unique<Value[]>(chunk_rows);
            for (uint32_t run = 0; run < count; ++run)
                std::fill(made.get() + begin(run), made.get() + ends[run], values[run]);
            cells = std::move(made);
            count = 0;
        }
    };

    Chunk& chunk_of(uint32_t row) {
        const size_t chunk = row / chunk_rows;
        if (chunk >= chunks_.size()) [[unlikely]]
            chunks_.resize(chunk + 1);
        return chunks_[chunk];
    }

    std::vector<Chunk> chunks_;
};

} // namespace weir::store
