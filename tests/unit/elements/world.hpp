// A world from a text of flows and objects, checked and running.
#pragma once

#include "base/render.hpp"
#include "bus/memory_bus.hpp"
#include "check/check.hpp"
#include "elements/catalogue.hpp"
#include "org/org.hpp"
#include "org/standard_actions.hpp"
#include "org/transaction.hpp"
#include "store/memory_store.hpp"
#include "syntax/parse.hpp"
#include "types/convert.hpp"

#include <catch2/catch.hpp>

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weir::test {

using NamedValue = std::pair<std::string_view, Value>;

/// Objects that the flows of these tests use.
constexpr std::string_view objects = R"(
object Thing__c "Thing" {
  Amount__c  Number(16, 2)
  Note__c    Text(80)
  Tags__c    MultiPicklist("a", "b", "c")
  Due__c     Date
  Parent__c  Lookup(Thing__c)
  Kind__c    Picklist("Small", "Large")

  rule Not_Negative when Amount__c < 0 error "amounts are not negative" on Amount__c
}

object Log__c "Log" {
  Thing__c  Lookup(Thing__c)
  Text__c   Text(255)
}

event Signal__e "Signal" publish immediately {
  Text__c  Text(80)
}
)";

class World {
public:
    explicit World(
        std::string_view flows, std::vector<std::unique_ptr<const Action>> actions = {}
    ) {
        add_standard_actions(actions_);
        for (auto& action : actions)
            actions_.add(std::move(action));
        const SourceFile& file =
            sources_.add("test.flow", std::string(objects) + std::string(flows));
        const auto tree = parse(file, element_shapes(), diagnostics_);
        const SyntaxTree* const trees[] = {tree.get()};
        program_ = check(trees, element_kinds(), actions_, diagnostics_);
        if (diagnostics_.has_errors())
            return;
        store_ = make_memory_store(*program_->schema);
        bus_ = make_memory_bus(*program_->schema);
        org_ = std::make_unique<Org>(*program_, *store_, *bus_, actions_, OrgSettings{});
        REQUIRE(org_->start());
    }

    /// What was said about the text, a line each: "W0801 message".
    [[nodiscard]] std::string said() const {
        std::string text;
        for (const Diagnostic& diagnostic : diagnostics_.all()) {
            text += std::string(facts(diagnostic.code).name) + " " + diagnostic.message + "\n";
        }
        return text;
    }
    [[nodiscard]] std::string errors() const {
        std::string text;
        for (const Diagnostic& diagnostic : diagnostics_.all())
            if (diagnostic.severity == Severity::error)
                text += render(diagnostic, sources_, false);
        return text;
    }

    [[nodiscard]] const Program& program() {
        REQUIRE(program_ != nullptr);
        return *program_;
    }
    [[nodiscard]] Org& org() {
        INFO(errors());
        REQUIRE(org_ != nullptr);
        return *org_;
    }
    [[nodiscard]] const FlowFigures& figures(std::string_view flow) {
        return org().figures().flows[program_->find_flow(flow)];
    }
    [[nodiscard]] uint64_t visits(std::string_view flow, std::string_view element) {
        const FlowProgram& found = *program_->find_flow(flow);
        const FlowFigures& counted = figures(flow);
        for (size_t step = 0; step < found.steps.size(); ++step)
            if (found.steps[step]->name == element)
                return step < counted.visits.size() ? counted.visits[step] : 0;
        FAIL("no such element");
        return 0;
    }
    [[nodiscard]] uint64_t highest(Governor governor) {
        return org().figures().highest[static_cast<size_t>(governor)].used;
    }

    /// Runs an autolaunched flow; the report stays with the world.
    Org::RunReport& run(std::string_view flow, std::initializer_list<NamedValue> inputs = {}) {
        const FlowProgram* const found = (void(org()), program_->find_flow(flow));
        REQUIRE(found != nullptr);
        std::vector<std::pair<std::string, Value>> given;
        for (const NamedValue& input : inputs)
            given.emplace_back(std::string(input.first), input.second);
        auto report = org().run_flow(*found, given);
        REQUIRE(report);
        reports_.push_back(std::make_unique<Org::RunReport>(std::move(*report)));
        return *reports_.back();
    }
    /// An output of the last run as text.
    [[nodiscard]] std::string output(std::string_view name) {
        for (const auto& [variable, value] : reports_.back()->outputs)
            if (variable == name)
                return value.is_null() ? "null" : std::string(to_text(value, arena));
        return "no such output";
    }
    [[nodiscard]] std::string fault() {
        const Fault* const found = reports_.back()->fault;
        return found == nullptr ? "" : std::string(found->message);
    }

    [[nodiscard]] const Object& object(std::string_view name) {
        const Object* const found = program_->schema->find(name);
        REQUIRE(found != nullptr);
        return *found;
    }
    /// Saves `count` new records; `fill` gives the values of row n.
    template<class Fill>
    RecordBatch create(std::string_view name, uint32_t count, Fill fill) {
        RecordBatch batch(object(name).id, count);
        for (uint32_t row = 0; row < count; ++row)
            for (const auto& [field, value] : fill(row)) {
                const auto id = object(name).find_field(field);
                REQUIRE(id.has_value());
                batch.column(*id)[row] = value;
            }
        auto report = org().save(Operation::create, batch);
        REQUIRE(report);
        refused.clear();
        for (const Refusal& refusal : report->refused)
            refused.push_back(
                std::string(refusal.fault->code) + ": " + std::string(refusal.fault->message)
            );
        return batch;
    }
    Id create(std::string_view name, std::initializer_list<NamedValue> values) {
        const RecordBatch batch = create(name, 1, [&](uint32_t) {
            return std::vector<NamedValue>(values.begin(), values.end());
        });
        return batch.ids()[0];
    }
    /// Values of a field of all records, as texts, in the order of their creation.
    [[nodiscard]] std::vector<std::string> all(std::string_view name, std::string_view field) {
        const auto id = object(name).find_field(field);
        REQUIRE(id.has_value());
        Query query;
        query.object = object(name).id;
        if (*id != FieldId{0})
            query.fields.push_back(*id);
        auto found = org().query(query, {}, 1);
        REQUIRE(found);
        std::vector<std::string> result;
        for (uint32_t record = 0; record < found->records.size(); ++record) {
            const Value value = *id == FieldId{0} ? Value::id(found->records.ids()[record])
                                                  : found->records.find(*id)[record];
            result.push_back(value.is_null() ? "null" : std::string(to_text(value, arena)));
        }
        return result;
    }

    Arena arena;
    std::vector<std::string> refused; // of the last create

private:
    SourceMap sources_;
    Diagnostics diagnostics_;
    ActionRegistry actions_;
    std::unique_ptr<Program> program_;
    std::unique_ptr<RecordStore> store_;
    std::unique_ptr<EventBus> bus_;
    std::unique_ptr<Org> org_;
    std::vector<std::unique_ptr<Org::RunReport>> reports_;
};

using Texts = std::vector<std::string>;

} // namespace weir::test
