// The arguments of field types: lengths, digits, values, objects and formats.
#include "check/declare_types.hpp"
#include "schema/fold.hpp"
#include "schema/name_index.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace weir {

namespace {

/// Standard fields have lengths of their own.
constexpr uint32_t standard_longest = 1U << 20;

std::optional<uint32_t> whole_number(const Expr& argument) {
    if (argument.kind != ExprKind::number)
        return std::nullopt;
    const std::string_view digits = static_cast<const NumberExpr&>(argument).digits;
    uint32_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size())
        return std::nullopt;
    return value;
}

/// The name that an argument is, `Contact` in `Lookup(Contact)`; empty if it is none.
Name name_of(const Expr& argument) {
    if (argument.kind != ExprKind::reference)
        return {};
    const Path& path = static_cast<const ReferenceExpr&>(argument).path;
    return path.parts.size() == 1 ? path.parts.front() : Name{};
}

/// Reads the arguments of one field's type; every mistake is reported at the argument that is
/// wrong.
class ArgumentReader {
public:
    ArgumentReader(
        World& world,
        const Object& object,
        const TypeRef& type,
        const FieldType& facts,
        Field& field
    )
        : world_(world),
          object_(object),
          type_(type),
          facts_(facts),
          field_(field),
          is_custom_(folded(field.name).ends_with("__c")) {}

    void read() {
        switch (facts_.arguments) {
        case Arguments::none:
            read_none();
            return;
        case Arguments::length:
            read_length();
            return;
        case Arguments::digits:
            read_digits();
            return;
        case Arguments::values:
            read_values();
            return;
        case Arguments::target:
        case Arguments::targets:
            read_targets();
            return;
        case Arguments::metadata:
            read_metadata();
            return;
        case Arguments::format:
            read_format();
            return;
        }
    }

private:
    DiagnosticBuilder wrong(Span span, std::string_view what) {
        return world_.out.report(Code::W0202, span, "`{}` takes {}", facts_.name, what);
    }

    /// Reports the first argument beyond `most`.
    bool has_too_many(size_t most, std::string_view what) {
        if (type_.arguments.size() <= most)
            return false;
        wrong(type_.arguments[most]->span, what);
        return true;
    }

    void read_none() {
        if (!type_.arguments.empty())
            wrong(type_.arguments.front()->span, "nothing between parentheses");
        if (facts_.name == "TextArea")
            field_.length = 255;
        if (facts_.name != "Hierarchy")
            return;
        if (object_.name != "User")
            world_.out.report(Code::W0202, type_.span, "`Hierarchy` is a type of fields of `User`");
        field_.refers_to.push_back(object_.id);
    }

    void read_length() {
        field_.length = facts_.usual;
        if (has_too_many(1, "one length") || type_.arguments.empty())
            return;
        const Expr& argument = *type_.arguments.front();
        const std::optional<uint32_t> length = whole_number(argument);
        if (!length) {
            wrong(
                argument.span, fmt::format("a length, as in `{}({})`", facts_.name, facts_.usual)
            );
            return;
        }
        const uint32_t shortest = is_custom_ ? facts_.shortest : 1;
        const uint32_t longest = is_custom_ ? facts_.longest : standard_longest;
        if (*length < shortest || *length > longest) {
            auto report = world_.out.report(
                Code::W0203,
                argument.span,
                "`{}` has {} to {} characters, not {}",
                facts_.name,
                shortest,
                longest,
                *length
            );
            if (facts_.kind == FieldKind::text && *length > longest)
                report.help(
                    "a longer text is a `LongTextArea`",
                    Edit{
                        type_.span,
                        fmt::format("LongTextArea({})", std::max<uint32_t>(*length, 256))}
                );
            return;
        }
        field_.length = *length;
    }

    // Number(2): two decimals, as everywhere in the language. Number(16, 2): sixteen digits before
    // the point and two behind, as Salesforce's Object Manager shows it.
    void read_digits() {
        field_.precision = 18;
        field_.scale = facts_.kind == FieldKind::currency ? 2 : 0;
        if (has_too_many(2, "the digits before the point and those behind it") ||
            type_.arguments.empty())
            return;
        std::array<uint32_t, 2> numbers{};
        for (size_t index = 0; index < type_.arguments.size(); ++index) {
            const std::optional<uint32_t> number = whole_number(*type_.arguments[index]);
            if (!number) {
                wrong(type_.arguments[index]->span, "numbers of digits, as in `Number(16, 2)`");
                return;
            }
            numbers[index] = *number;
        }
        const bool has_both = type_.arguments.size() == 2;
        const uint32_t scale = has_both ? numbers[1] : numbers[0];
        const uint32_t before = has_both ? numbers[0] : 18 - std::min<uint32_t>(scale, 18);
        if (scale > 18 || before > 18 || before + scale > 18 || before + scale == 0) {
            const Span span = cover(type_.arguments.front()->span, type_.arguments.back()->span);
            world_.out.report(Code::W0203, span, "`{}` has 1 to 18 digits in all", facts_.name)
                .note("the first number counts the digits before the point, the second those "
                      "behind it");
            return;
        }
        field_.precision = static_cast<uint8_t>(before + scale);
        field_.scale = static_cast<uint8_t>(scale);
    }

    void read_values() {
        if (type_.arguments.size() == 1 && !name_of(*type_.arguments.front()).text.empty()) {
            read_value_set(name_of(*type_.arguments.front()));
            return;
        }
        NameIndex seen; // arguments by their values
        const auto value_of = [&](uint32_t argument) -> std::string_view {
            return static_cast<const TextExpr*>(type_.arguments[argument])->value;
        };
        field_.values.reserve(type_.arguments.size());
        for (uint32_t index = 0; index < type_.arguments.size(); ++index) {
            const Expr* const argument = type_.arguments[index];
            if (argument->kind == ExprKind::error)
                continue;
            if (argument->kind != ExprKind::text) {
                wrong(argument->span, "values as texts, as in `Picklist(\"Open\", \"Closed\")`");
                continue;
            }
            const std::string_view value = static_cast<const TextExpr*>(argument)->value;
            if (!seen.insert(value, index, value_of)) {
                const uint32_t earlier = *seen.find(value, value_of);
                world_.out
                    .report(Code::W0218, argument->span, "the value `{}` is there twice", value)
                    .label(type_.arguments[earlier]->span, "first here");
                continue;
            }
            check_value(*argument, value);
            field_.values.push_back({std::string(value), false});
        }
    }

    /// `Picklist(Colors)`: the values of a set that several picklists share.
    void read_value_set(const Name& name) {
        const Setup& setup = world_.builder.setup();
        const ValueSet* const set = setup.value_sets.find(name.text);
        if (set != nullptr) {
            for (const std::string& value : set->values)
                field_.values.push_back({value, value == set->default_value});
            return;
        }
        if (setup.is_open)
            return; // a set of a package, or of Salesforce: without values any will do
        const std::vector<std::string_view> names = setup.value_sets.names();
        world_.out.report(Code::W0226, name.span, "there is no value set `{}`", name.text)
            .here("nothing of that name is declared")
            .help_nearest(name.text, names, "a value set with a similar name exists: `{}`");
    }

    void check_value(const Expr& argument, std::string_view value) {
        if (value.empty())
            world_.out.report(
                Code::W0202, argument.span, "a picklist value has at least one character"
            );
        else if (facts_.kind == FieldKind::multi_picklist && value.find(';') != std::string_view::npos)
            world_.out
                .report(Code::W0202, argument.span, "a value of a multi-select picklist has no `;`")
                .note("the semicolon separates the values of one record");
    }

    void read_targets() {
        const bool takes_one = facts_.arguments == Arguments::target || is_custom_;
        if (type_.arguments.empty() && takes_one) {
            wrong(
                type_.span, fmt::format("the object it refers to, as in `{}(Account)`", facts_.name)
            );
            return;
        }
        if (takes_one && has_too_many(1, "one object"))
            return;
        for (const Expr* const argument : type_.arguments)
            read_target(*argument);
    }

    void read_target(const Expr& argument) {
        if (argument.kind == ExprKind::error)
            return;
        const Name name = name_of(argument);
        if (name.text.empty()) {
            wrong(
                argument.span,
                fmt::format("the object it refers to, as in `{}(Account)`", facts_.name)
            );
            return;
        }
        const Object* const target = world_.builder.find(name.text);
        if (target == nullptr && world_.is_open()) {
            field_.refers_to.push_back(declare_named_only(world_, name).id);
            return;
        }
        if (target == nullptr) {
            const std::vector<std::string_view> names = world_.builder.object_names();
            world_.out
                .report(Code::W0210, name.span, "there is no object `{}` to look up", name.text)
                .here("no such object")
                .help_nearest(name.text, names, "an object with a similar name exists: `{}`");
            return;
        }
        if (target->kind != ObjectKind::standard && target->kind != ObjectKind::custom) {
            const std::string_view kind = target->kind == ObjectKind::event ? "a platform event"
                                          : target->kind == ObjectKind::custom_metadata
                                              ? "a custom metadata type"
                                              : "a custom setting";
            world_.out
                .report(
                    Code::W0210,
                    name.span,
                    "a lookup refers to records, and `{}` is {}",
                    name.text,
                    kind
                )
                .label(target->span, "declared here");
            return;
        }
        field_.refers_to.push_back(target->id);
    }

    void read_metadata() {
        if (type_.arguments.empty()) {
            wrong(
                type_.span,
                "the custom metadata type it refers to, as in `MetadataRelationship(Region__mdt)`"
            );
            return;
        }
        if (has_too_many(1, "one custom metadata type"))
            return;
        const Expr& argument = *type_.arguments.front();
        const Name name = name_of(argument);
        // References to the org's own description are kept as the API names they hold.
        if (name.text == "EntityDefinition" || name.text == "FieldDefinition" ||
            name.text == "EntityParticle") {
            field_.kind = FieldKind::text;
            field_.length = 255;
            return;
        }
        const Object* const target = name.text.empty() ? nullptr : world_.builder.find(name.text);
        if (target != nullptr && target->kind == ObjectKind::custom_metadata) {
            field_.refers_to.push_back(target->id);
        } else if (target == nullptr && world_.is_open() && !name.text.empty()) {
            field_.refers_to.push_back(declare_named_only(world_, name).id);
        } else if (argument.kind != ExprKind::error) {
            world_.out
                .report(
                    Code::W0210,
                    argument.span,
                    "`MetadataRelationship` refers to a custom metadata type, and this is none"
                )
                .note("besides, it takes `EntityDefinition`, `FieldDefinition` and `EntityParticle`"
                );
        }
    }

    void read_format() {
        // Without one there may be a clause `format`, or the number stands alone.
        if (type_.arguments.empty() || has_too_many(1, "one format"))
            return;
        const Expr& argument = *type_.arguments.front();
        if (argument.kind == ExprKind::error)
            return;
        if (argument.kind != ExprKind::text) {
            wrong(argument.span, "its format as a text, as in `AutoNumber(\"PL-{00000}\")`");
            return;
        }
        field_.format = static_cast<const TextExpr&>(argument).value;
        check_auto_number_format(field_.format, argument.span, world_.out);
    }

    World& world_;
    const Object& object_;
    const TypeRef& type_;
    const FieldType& facts_;
    Field& field_;
    bool is_custom_;
};

} // namespace

void read_type_arguments(
    World& world, const Object& object, const TypeRef& type, const FieldType& facts, Field& field
) {
    ArgumentReader(world, object, type, facts, field).read();
}

void check_auto_number_format(std::string_view format, Span span, Diagnostics& out) {
    size_t counters = 0;
    for (size_t open = format.find('{'); open != std::string_view::npos;
         open = format.find('{', open + 1)) {
        const size_t close = format.find('}', open);
        if (close == std::string_view::npos)
            break;
        const std::string_view inside = format.substr(open + 1, close - open - 1);
        const bool is_zeros = !inside.empty() && inside.size() <= 10 &&
                              std::all_of(inside.begin(), inside.end(), [](char character) {
                                  return character == '0';
                              });
        if (is_zeros)
            ++counters;
    }
    if (counters == 1 && format.size() <= 30)
        return;
    out.report(
           Code::W0203,
           span,
           "the format of an auto number has at most 30 characters and one counter"
    )
        .note("the counter is one to ten zeros in braces, as in `\"PL-{00000}\"`");
}

} // namespace weir
