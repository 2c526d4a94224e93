#include "api/trace_text.hpp"

#include "runtime/batch.hpp"

#include "api/cost_text.hpp"
#include "api/fault_text.hpp"
#include "types/convert.hpp"

#include <fmt/format.h>

#include <ostream>

namespace weir {

namespace {

std::string_view verb(Operation operation) {
    switch (operation) {
    case Operation::create: return "created";
    case Operation::update: return "updated";
    case Operation::erase: return "deleted";
    }
    return "";
}

std::string plural(uint64_t count, std::string_view word) {
    return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

// 1-3, 7: rows count from 1 for people.
std::string show_rows(Rows rows) {
    std::string text;
    for (size_t first = 0; first < rows.size();) {
        size_t last = first;
        while (last + 1 < rows.size() && rows[last + 1] == rows[last] + 1) ++last;
        text += fmt::format("{}{}", text.empty() ? "" : ", ", rows[first] + 1);
        if (last > first) text += fmt::format("-{}", rows[last] + 1);
        first = last + 1;
    }
    return text;
}

} // namespace

void TraceText::line(std::string_view text) { out_ << std::string(2 * depth_, ' ') << text << '\n'; }

std::string TraceText::show(Value value) const {
    Arena arena;
    if (value.is_null()) return "null";
    if (value.tag() == Tag::text) return fmt::format("\"{}\"", value.as_text());
    if (value.tag() == Tag::collection) return plural(value.size(), "item");
    if (value.tag() != Tag::record) return std::string(to_text(value, arena));
    const Row& row = *value.row();
    // A value of an Apex class: its members stand where a record has its fields.
    const bool is_class = row.layout->object() == ObjectId::none;
    const Object& object = program_.schema->object(row.layout->object());
    std::string cells;
    for (uint32_t cell = 0; cell < row.size && cell < row.layout->size(); ++cell) {
        const Value part = row.cells()[cell];
        if (part.is_null()) continue;
        const std::string& name = is_class ? program_.layouts->members()[cell]
                                           : object.field(row.layout->fields()[cell]).name;
        cells += fmt::format("{}{}: {}", cells.empty() ? "" : ", ", name, to_text(part, arena));
    }
    return fmt::format("{} {{{}}}", is_class ? "value" : object.name, cells);
}

// One line a variable and row; compared before and after a step.
std::vector<std::string> TraceText::values(const Batch& batch, Rows rows) const {
    // Reading slots changes nothing; Batch has one accessor for readers and writers.
    auto& readable = const_cast<Batch&>(batch);
    std::vector<std::string> lines;
    for (const Variable& variable : batch.flow().variables)
        for (const uint32_t row : rows)
            lines.push_back(fmt::format("[{}] {} = {}", row + 1, variable.name, show(readable.slot(variable.slot)[row])));
    for (const auto& [name, slot] : batch.flow().results)
        for (const uint32_t row : rows)
            lines.push_back(fmt::format("[{}] {} = {}", row + 1, name, show(readable.slot(slot)[row])));
    if (batch.flow().object != ObjectId::none && batch.flow().start == FlowStart::record_before_save)
        for (const uint32_t row : rows)
            lines.push_back(fmt::format("[{}] $Record = {}", row + 1, show(readable.slot(fixed_slot::record)[row])));
    return lines;
}

void TraceText::transaction_begins(std::string_view what) {
    line(fmt::format("transaction: {}", what));
    ++depth_;
}

void TraceText::transaction_ends(bool committed) {
    line(committed ? "committed" : "rolled back");
    if (depth_ > 0) --depth_;
}

void TraceText::flow_begins(const Batch& batch) {
    line(fmt::format("flow {}: {}", batch.flow().name, plural(batch.size(), "interview")));
    ++depth_;
}

void TraceText::flow_ends(const Batch&) {
    if (depth_ > 0) --depth_;
}

void TraceText::step_begins(const Batch& batch, const Step& step, Rows rows) {
    line(fmt::format("{} {} [{}]", step.kind, step.name, show_rows(rows)));
    before_.push_back(values(batch, rows));
    running_.push_back(step.name);
    ++depth_;
}

void TraceText::step_ends(const Batch& batch, const Step& step, Rows rows, const std::vector<StepId>& goes_to) {
    const std::vector<std::string> after = values(batch, rows);
    const std::vector<std::string> before = std::move(before_.back());
    before_.pop_back();
    running_.pop_back();
    for (size_t index = 0; index < after.size(); ++index)
        if (after[index] != before[index]) line(after[index]);
    if (!step.targets.empty()) {
        for (const uint32_t row : rows) {
            const StepId target = goes_to[row];
            const bool ends = target == StepId::end || target == StepId::none;
            line(fmt::format("[{}] -> {}", row + 1, ends ? "end" : batch.flow().steps[static_cast<size_t>(target)]->name));
        }
    }
    if (depth_ > 0) --depth_;
}

void TraceText::cost(const Batch&, const Step&, const StepCost& cost) { line("uses " + cost_text(cost)); }

void TraceText::faulted(const Batch&, const Step&, uint32_t row, const Fault& fault, bool handled) {
    line(fmt::format("[{}] fault{}: {}", row + 1, handled ? "" : ", unhandled", text_of(fault)));
}

void TraceText::saved(Operation operation, const Object& object, uint32_t records, uint32_t refused) {
    if (refused == 0) line(fmt::format("{} {} {}", verb(operation), records, object.name));
    else line(fmt::format("{} {} {}, {} refused", verb(operation), records, object.name, refused));
}

void TraceText::sent(std::string_view kind, std::string_view to, std::string_view subject, std::string_view element) {
    std::string text = fmt::format("sends {}", kind);
    if (!to.empty()) text += fmt::format(" to {}", to);
    if (!subject.empty()) text += fmt::format(": {}", show(Value::text(subject)));
    if (element.empty() && !running_.empty()) element = running_.back();
    if (!element.empty()) text += fmt::format(", by {}", element);
    line(text);
}

} // namespace weir
