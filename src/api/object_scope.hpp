// The scope of a formula about one record: the fields of its object by their names, and `$Record`.
#pragma once

#include "formula/compile.hpp"
#include "schema/schema.hpp"

#include <optional>
#include <vector>

namespace weir {

class ObjectScope final : public Scope {
public:
    explicit ObjectScope(const Object& object) : object_(object) {}

    /// What a slot is filled with.
    struct Source {
        enum class Kind : uint8_t {
            field,
            record, // the whole record
            prior,  // the record before the change: there is none
        } kind = Kind::field;
        FieldId field = FieldId::none;
    };

    Resolution resolve(const Path& path) override;
    [[nodiscard]] ObjectId implicit_object() const override { return object_.id; }
    uint32_t field_slot(FieldId field) override { return slot({Source::Kind::field, field}); }
    [[nodiscard]] std::vector<std::string_view> names() const override {
        return {"$Record", "$Record__Prior"};
    }

    [[nodiscard]] const std::vector<Source>& sources() const { return sources_; } // by slot

private:
    uint32_t slot(Source source);

    const Object& object_;
    std::vector<Source> sources_;
};

} // namespace weir
