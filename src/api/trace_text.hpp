// The way of every interview as indented text: --trace.
#pragma once

#include "program/program.hpp"
#include "runtime/trace.hpp"

#include <iosfwd>
#include <string>
#include <vector>

namespace weir {

/// Writes while things happen. Under each step stand the values it gave: `[2] Setting = Portal_Setting__mdt m00…`. Interviews are
/// numbered from 1 in their batch.
class TraceText final : public TraceSink {
public:
    TraceText(std::ostream& out, const Program& program) : out_(out), program_(program) {}

    void transaction_begins(std::string_view what) override;
    void transaction_ends(bool committed) override;
    void flow_begins(const Batch& batch) override;
    void flow_ends(const Batch& batch) override;
    void step_begins(const Batch& batch, const Step& step, Rows rows) override;
    void step_ends(const Batch& batch, const Step& step, Rows rows, const std::vector<StepId>& goes_to) override;
    void cost(const Batch& batch, const Step& step, const StepCost& cost) override;
    void faulted(const Batch& batch, const Step& step, uint32_t row, const Fault& fault, bool handled) override;
    void saved(Operation operation, const Object& object, uint32_t records, uint32_t refused) override;
    void sent(std::string_view kind, std::string_view to, std::string_view subject, std::string_view element) override;

private:
    void line(std::string_view text);
    [[nodiscard]] std::string show(Value value) const;
    [[nodiscard]] std::vector<std::string> values(const Batch& batch, Rows rows) const;

    std::ostream& out_;
    const Program& program_;
    size_t depth_ = 0;
    // Values before a step, by step that is running: steps nest through saves.
    std::vector<std::vector<std::string>> before_;
    std::vector<std::string> running_; // the elements that run, inner ones last
};

} // namespace weir
