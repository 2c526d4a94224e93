// Small flows at random, and random records for them: the same seed makes the same flow everywhere.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

/// Numbers below a bound, alike on all machines.
class Dice {
public:
    explicit Dice(uint64_t seed) : engine_(seed) {}
    [[nodiscard]] uint32_t below(uint32_t bound) {
        return static_cast<uint32_t>(engine_() % bound);
    }
    [[nodiscard]] bool chance(uint32_t percent) { return below(100) < percent; }
    template<class T, size_t count>
    [[nodiscard]] const T& one_of(const T (&items)[count]) {
        return items[below(count)];
    }

private:
    std::mt19937_64 engine_;
};

/// An element as text: `head`, its braces with what stands in them, and what follows the braces.
struct FlowPiece {
    std::string head;
    struct Part {
        std::string head; // of an outcome, "" of a loop
        std::vector<FlowPiece> pieces;
    };
    std::vector<Part> parts;
    bool is_decision = false; // its parts are outcomes
    bool can_fault = false;
    std::vector<FlowPiece> fault_path; // of one that can, with `has_fault_path`
    bool has_fault_path = false;
};

/// One flow, its object, and what is done to it.
struct RandomFlow {
    enum class Kind : uint8_t { before_save, after_save, autolaunched } kind = Kind::after_save;
    uint64_t seed = 0;
    uint32_t number = 0; // names its object: Thing7__c
    bool on_update = false;
    bool is_guarded = false; // starts only for records that are not done, and marks its own
    std::vector<FlowPiece> pieces;

    [[nodiscard]] std::string name() const { return "Flow_" + std::to_string(number); }
    [[nodiscard]] std::string object() const { return "Thing" + std::to_string(number) + "__c"; }
    /// The object and the flow in the language.
    [[nodiscard]] std::string text() const;
    /// Elements, those in braces too.
    [[nodiscard]] size_t size() const;
};

/// What all random flows of a program share: the log that they write, the flow that guards it, and
/// the subflow that they call.
[[nodiscard]] std::string shared_world();

[[nodiscard]] RandomFlow random_flow(uint64_t seed, uint32_t number);

/// The flow without its `index`-th element, counted as `size` counts.
[[nodiscard]] RandomFlow without(const RandomFlow& flow, size_t index);

/// Values of one record or of one interview's inputs.
struct RandomRecord {
    bool has_amount = false;
    int64_t amount = 0; // hundredths
    bool has_note = false;
    std::string note;
    uint32_t kind = 0; // 0: none
    bool flag = false;
};
[[nodiscard]] RandomRecord random_record(Dice& dice);
