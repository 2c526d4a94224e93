// The scope of formulas that speak of one record: its fields by their names, without a head.
#pragma once

#include "formula/compile.hpp"
#include "program/program.hpp"
#include "schema/schema.hpp"

#include <vector>

namespace weir {

class RecordScope final : public Scope {
public:
    /// Whether ISNEW, ISCHANGED and PRIORVALUE have a meaning: in validation rules alone.
    enum class Past : bool { unknown, known };

    RecordScope(const Object& object, Past past) : object_(object), past_(past) {}

    Resolution resolve(const Path&) override { return {}; }
    [[nodiscard]] ObjectId implicit_object() const override { return object_.id; }
    uint32_t field_slot(FieldId field) override { return slot(SlotSource::Kind::field, field); }
    std::optional<uint32_t> prior_field_slot(FieldId field) override {
        if (past_ == Past::unknown)
            return std::nullopt;
        return slot(SlotSource::Kind::prior_field, field);
    }
    std::optional<uint32_t> is_new_slot() override {
        if (past_ == Past::unknown)
            return std::nullopt;
        return slot(SlotSource::Kind::is_new, FieldId::none);
    }

    /// Slot i is read from source i.
    [[nodiscard]] std::vector<SlotSource> take_sources() { return std::move(sources_); }

private:
    uint32_t slot(SlotSource::Kind kind, FieldId field) {
        for (uint32_t index = 0; index < sources_.size(); ++index)
            if (sources_[index].kind == kind && sources_[index].field == field)
                return index;
        sources_.push_back({kind, field});
        return static_cast<uint32_t>(sources_.size() - 1);
    }

    const Object& object_;
    Past past_;
    std::vector<SlotSource> sources_;
};

/// Sees nothing: for values of records of the world.
class EmptyScope final : public Scope {
public:
    Resolution resolve(const Path&) override { return {}; }
};

} // namespace weir
