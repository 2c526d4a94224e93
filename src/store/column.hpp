// The cells of one field, in chunks of rows.
//
//   chunk ──► up to three runs    value, value, …, as long as rows that follow each other hold the
//   same
//        or ─► a cell a row       as soon as there would be a fourth run
//
// Many fields hold the same in all records of a save (defaults, checkboxes, who saved it and when):
// their chunks take some bytes instead of sixteen a row, and are written in one step.
#pragma once

#include "store/row_runs.hpp"
#include "types/identical.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace weir::store {

class Column {
public:
    /// Large enough for runs of rows, small enough for the many objects with a handful of records.
    static constexpr uint32_t chunk_rows = 256;

    /// Null where nothing was written.
    [[nodiscard]] Value get(uint32_t row) const {
        const size_t chunk = row / chunk_rows;
        return chunk < chunks_.size() ? chunks_[chunk].get(row % chunk_rows) : Value::null();
    }

    void set(uint32_t row, Value value) { made(row / chunk_rows).set(row % chunk_rows, value); }

    /// The same value for `count` rows from `first` on.
    void fill(uint32_t first, uint32_t count, Value value) {
        each_chunk(first, count, [&](size_t chunk, uint32_t at, uint32_t size) {
            made(chunk).fill(at, size, value);
        });
    }

    /// These values for the rows from `first` on.
    void write(uint32_t first, std::span<const Value> values) {
        const auto count = static_cast<uint32_t>(values.size());
        each_chunk(first, count, [&](size_t chunk, uint32_t at, uint32_t size) {
            made(chunk).write(at, values.first(size));
            values = values.subspan(size);
        });
    }

    /// The cells of these rows, null where there is no value.
    void gather(std::span<const RowRun> rows, Value* out) const {
        for (const RowRun run : rows)
            each_chunk(run.first, run.count, [&](size_t chunk, uint32_t at, uint32_t size) {
                out = chunk < chunks_.size() ? chunks_[chunk].read(at, size, out)
                                             : std::fill_n(out, size, Value::null());
            });
    }

    /// Calls `visit(row, count, value)` for each run of these rows that have the same value; where
    /// a chunk has cells, for each row.
    template<class Visit>
    void visit(RowRun rows, Visit visit) const {
        each_chunk(rows.first, rows.count, [&](size_t chunk, uint32_t at, uint32_t size) {
            const uint32_t first = static_cast<uint32_t>(chunk) * chunk_rows + at;
            if (chunk < chunks_.size())
                chunks_[chunk].visit(first, at, size, visit);
            else
                visit(first, size, Value::null());
        });
    }

    /// Forgets a cell without making a chunk for it.
    void clear(uint32_t row) {
        const size_t chunk = row / chunk_rows;
        if (chunk < chunks_.size() && !chunks_[chunk].get(row % chunk_rows).is_null())
            chunks_[chunk].set(row % chunk_rows, Value::null());
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
            return chunk.has_cells();
        });
        return chunks_.capacity() * sizeof(Chunk) +
               static_cast<size_t>(dense) * chunk_rows * sizeof(Value);
    }

private:
    struct Chunk {
        static constexpr uint32_t most_runs = 3;

        std::unique_ptr<std::byte[]> memory; // of cells; null: runs
        uint32_t count = 0;                  // of runs; rows behind the last are null
        std::array<uint16_t, most_runs> ends{};
        std::array<Value, most_runs> values{};

        [[nodiscard]] bool has_cells() const { return memory != nullptr; }
        [[nodiscard]] Value* cells() const { return reinterpret_cast<Value*>(memory.get()); }

        [[nodiscard]] Value get(uint32_t at) const {
            if (has_cells())
                return cells()[at];
            for (uint32_t run = 0; run < count; ++run)
                if (at < ends[run])
                    return values[run];
            return Value::null();
        }

        void set(uint32_t at, Value value) {
            if (has_cells())
                cells()[at] = value;
            else
                fill(at, 1, value);
        }

        void fill(uint32_t at, uint32_t size, Value value) {
            if (!has_cells() && !(at >= end() ? append(at, size, value) : replace(at, size, value)))
                spread(at, size);
            if (has_cells())
                std::fill_n(cells() + at, size, value);
        }

        void write(uint32_t at, std::span<const Value> written) {
            if (!has_cells() && !append_runs(at, written))
                spread(at, static_cast<uint32_t>(written.size()));
            if (has_cells())
                std::copy(written.begin(), written.end(), cells() + at);
        }

        /// Returns where it ends.
        Value* read(uint32_t at, uint32_t size, Value* out) const {
            if (has_cells())
                return std::copy_n(cells() + at, size, out);
            const uint32_t last = at + size;
            for (uint32_t run = 0; run < count && at < last; ++run)
                for (const uint32_t stop = std::min<uint32_t>(ends[run], last); at < stop; ++at)
                    *out++ = values[run];
            return std::fill_n(out, last - at, Value::null());
        }

        void cut(uint32_t rows) {
            if (has_cells()) {
                std::fill(cells() + rows, cells() + chunk_rows, Value::null());
                return;
            }
            while (count > 0 && begin(count - 1) >= rows)
                --count;
            if (count > 0)
                ends[count - 1] = std::min(ends[count - 1], static_cast<uint16_t>(rows));
        }

        template<class Visit>
        void each(Visit& visit) {
            if (has_cells())
                std::for_each_n(cells(), chunk_rows, visit);
            else
                std::for_each_n(values.begin(), count, visit);
        }

        /// The rows from `at` on, of which the first has the number `first`.
        template<class Visit>
        void visit(uint32_t first, uint32_t at, uint32_t size, Visit&& visit) const {
            if (has_cells()) {
                for (uint32_t index = 0; index < size; ++index)
                    visit(first + index, 1U, cells()[at + index]);
                return;
            }
            const uint32_t last = at + size;
            uint32_t next = at;
            for (uint32_t run = 0; run < count && next < last; ++run) {
                const uint32_t stop = std::min<uint32_t>(ends[run], last);
                if (stop > next) {
                    visit(first + (next - at), stop - next, values[run]);
                    next = stop;
                }
            }
            if (next < last)
                visit(first + (next - at), last - next, Value::null());
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
                values[count++] = Value::null();
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

        /// Among the runs: what is before the rows, the rows, what is behind them. False if there
        /// would be too many.
        bool replace(uint32_t at, uint32_t size, Value value) {
            Chunk made;
            const auto add = [&](uint32_t stop, const Value& run) {
                const uint32_t start = made.end();
                return stop <= start || made.append(start, stop - start, run);
            };
            uint32_t run = 0;
            for (; run < count && ends[run] <= at; ++run)
                add(ends[run], values[run]);
            if (!add(at, values[run]) || !add(at + size, value))
                return false;
            for (; run < count; ++run)
                if (!add(ends[run], values[run]))
                    return false;
            count = made.count;
            ends = made.ends;
            values = made.values;
            return true;
        }

        /// Runs to cells; those that are written next are left as they are.
        void spread(uint32_t written, uint32_t size) {
            memory = std::make_unique_for_overwrite<std::byte[]>(chunk_rows * sizeof(Value));
            Value* const made = cells();
            for (uint32_t run = 0; run < count; ++run)
                std::uninitialized_fill(made + begin(run), made + ends[run], values[run]);
            const uint32_t last = end();
            if (last < written)
                std::uninitialized_fill(made + last, made + written, Value::null());
            const uint32_t behind = std::max(last, written + size);
            std::uninitialized_fill(made + behind, made + chunk_rows, Value::null());
            count = 0;
        }
    };

    /// Calls `visit(chunk, at, size)` for the part of each chunk that these rows are in.
    template<class Visit>
    static void each_chunk(uint32_t first, uint32_t count, Visit visit) {
        while (count > 0) {
            const uint32_t at = first % chunk_rows;
            const uint32_t size = std::min(count, chunk_rows - at);
            visit(first / chunk_rows, at, size);
            first += size;
            count -= size;
        }
    }

    Chunk& made(size_t chunk) {
        if (chunk >= chunks_.size()) [[unlikely]]
            chunks_.resize(chunk + 1);
        return chunks_[chunk];
    }

    std::vector<Chunk> chunks_;
};

} // namespace weir::store
