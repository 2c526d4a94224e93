// Values of flow cases: JSON to values of the run, and what is found compared with JSON.
#pragma once

#include "base/arena.hpp"
#include "base/result.hpp"
#include "org/org.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weir {

class CaseValues {
public:
    explicit CaseValues(Org& org) : org_(org) {}

    struct Stored {
        ObjectId object = ObjectId::none;
        Id id;
    };
    void add_ref(const std::string& ref, Stored stored) { refs_[ref] = stored; }
    [[nodiscard]] const Stored* find_ref(std::string_view ref) const;
    void set_outputs(const std::vector<std::pair<std::string, Value>>& outputs);

    /// As a value of a type; the error type: as the JSON itself says. Fails on what does not fit.
    [[nodiscard]] Result<Value> value(const nlohmann::json& json, Type type);

    /// `name`, `name.Field`, `name[0].Field` of the outputs; null where there is nothing.
    [[nodiscard]] Result<Value> output(std::string_view path);

    enum class Texts : uint8_t { exactly, without_case };
    [[nodiscard]] Result<bool>
    matches(Value found, const nlohmann::json& expected, Texts texts = Texts::exactly);

    /// Fields of a stored record; null where the path leads nowhere.
    [[nodiscard]] Result<Value> stored_value(Stored record, std::string_view path);
    [[nodiscard]] Arena& arena() { return arena_; }

private:
    [[nodiscard]] Result<Value> text_value(const std::string& text, Type type);
    /// Of `@ref`, `@ref.Field`, `@out.name`; nothing if the text is none of these.
    [[nodiscard]] Result<std::optional<Value>> reference(const std::string& text, Type type);
    [[nodiscard]] Result<Value> record_value(const nlohmann::json& json);
    [[nodiscard]] Result<Value> row_of(Stored record);
    [[nodiscard]] Result<Value> member(Value value, std::string_view path);
    [[nodiscard]] Result<bool>
    matches_object(Value found, const nlohmann::json& expected, Texts texts);
    [[nodiscard]] Result<bool>
    matches_one(Value found, const std::string& matcher, const nlohmann::json& wanted);
    [[nodiscard]] Result<bool> matches_text(Value found, const std::string& expected, Texts texts);
    [[nodiscard]] int64_t today() const;

    Org& org_;
    Arena arena_;
    std::map<std::string, Stored, std::less<>> refs_;
    std::vector<std::pair<std::string, Value>> outputs_;
};

} // namespace weir
