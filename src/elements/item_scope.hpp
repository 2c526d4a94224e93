// Names inside of `transform`: those of the flow, and `Found[$EachItem]`, the item of a collection
// that is looked at now.
#pragma once

#include "check/flow_checker.hpp"
#include "elements/values.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace weir::elements {

/// A collection that values name with `[$EachItem]`, and the slot that its item stands in.
struct EachItem {
    std::string spelling; // "$Record.Lines", without case
    Expression collection;
    uint32_t slot = 0;
};

/// The suffix of a part of a path, `Found[$EachItem]`.
[[nodiscard]] bool names_each_item(std::string_view part);
/// The path up to and with its part that ends with `[$EachItem]` (all of it where none does),
/// without the suffix. In the checker's arena.
[[nodiscard]] Path collection_path(const Path& path, FlowChecker& checker);

/// The scope of the flow with items. Lives while one element is checked.
class ItemScope final : public Scope {
public:
    ItemScope(FlowChecker& checker, std::vector<EachItem>& items)
        : checker_(checker), items_(items) {}

    Resolution resolve(const Path& path) override;
    [[nodiscard]] ObjectId implicit_object() const override { return flow().implicit_object(); }
    uint32_t field_slot(FieldId field) override { return flow().field_slot(field); }
    std::optional<uint32_t> prior_field_slot(FieldId field) override {
        return flow().prior_field_slot(field);
    }
    std::optional<uint32_t> is_new_slot() override { return flow().is_new_slot(); }
    std::optional<uint32_t> flow_slot(std::string_view name) override {
        return flow().flow_slot(name);
    }
    std::optional<uint32_t> state_slot(const Path& path, ConditionOperator op) override {
        return flow().state_slot(path, op);
    }
    void use(const Path& path, const Resolution& resolution, FieldId field) override {
        flow().use(path, resolution, field);
    }
    [[nodiscard]] std::vector<std::string_view> names() const override { return flow().names(); }

private:
    [[nodiscard]] Scope& flow() const { return checker_.scope(); }

    FlowChecker& checker_;
    std::vector<EachItem>& items_;
};

} // namespace weir::elements
