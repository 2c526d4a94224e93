// Typed readers of what stands behind the colon and in clauses.
#include "check/filters.hpp"
#include "check/flow_check.hpp"
#include "check/persons.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace weir {

namespace {

struct TypeWord {
    std::string_view word;
    TypeKind kind;
};

// `Id` is what a lookup holds; the other field kinds that are texts to a flow are written as Text.
constexpr std::array type_words{
    TypeWord{"Text", TypeKind::text},
    TypeWord{"Number", TypeKind::number},
    TypeWord{"Currency", TypeKind::currency},
    TypeWord{"Percent", TypeKind::percent},
    TypeWord{"Boolean", TypeKind::boolean},
    TypeWord{"Checkbox", TypeKind::boolean},
    TypeWord{"Date", TypeKind::date},
    TypeWord{"DateTime", TypeKind::date_time},
    TypeWord{"Time", TypeKind::time},
    TypeWord{"Picklist", TypeKind::picklist},
    TypeWord{"MultiPicklist", TypeKind::multi_picklist},
    TypeWord{"Id", TypeKind::id},
    TypeWord{"Lookup", TypeKind::id},
    TypeWord{"Location", TypeKind::location},
};

const TypeWord* find_type_word(std::string_view word) {
    for (const TypeWord& candidate : type_words)
        if (equal_ignoring_case(candidate.word, word))
            return &candidate;
    return nullptr;
}

std::optional<uint8_t> small_number(const Expr* expression) {
    if (expression == nullptr || expression->kind != ExprKind::number)
        return std::nullopt;
    const std::string_view digits = static_cast<const NumberExpr*>(expression)->digits;
    uint8_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size())
        return std::nullopt;
    return value;
}

bool has_scale(TypeKind kind) {
    return kind == TypeKind::number || kind == TypeKind::currency || kind == TypeKind::percent;
}

} // namespace

void report_unknown_field(const Object& object, const Name& name, Diagnostics& out, Code code) {
    auto report = out.report(code, name.span, "`{}` has no field `{}`", object.name, name.text);
    report.here("no such field");
    if (is_person_field(object, name.text))
        report.help("only accounts that may be persons have it: `org { person accounts on }`");
    else
        report.help_nearest(
            name.text, object.field_names(), "a field with a similar name exists: `{}`"
        );
}

void report_unknown_object(const Schema& schema, const Name& name, Diagnostics& out) {
    report_unknown_object(schema.object_names(), name, out);
}

void report_unknown_object(
    std::span<const std::string_view> declared, const Name& name, Diagnostics& out
) {
    out.report(Code::W0302, name.span, "there is no object `{}`", name.text)
        .here("no such object")
        .help_nearest(name.text, declared, "an object with a similar name exists: `{}`");
}

void report_missing_clauses(const Element& element, Diagnostics& out) {
    if (element.broken)
        return;
    for (const ClauseShape& clause : element.shape->clauses) {
        if (!clause.required || element.has(clause.key))
            continue;
        const std::string what = clause.key.empty() ? std::string("its braces")
                                                    : fmt::format("its clause `{}`", clause.key);
        auto report =
            out.report(Code::W0507, element.header, "`{}` lacks {}", element.shape->keyword, what);
        report.here("incomplete");
        if (!clause.doc.empty())
            report.note(fmt::format("`{}`: {}", clause.key.empty() ? "{ }" : clause.key, clause.doc)
            );
    }
}

const Object* FlowCheck::object(const Element& element) {
    const Name& name = element.subject.type.name;
    if (name.text.empty())
        return nullptr; // a missing subject is reported with the other missing parts
    if (const Object* const found = schema().find(name.text))
        return found;
    report_unknown_object(schema(), name, out());
    return nullptr;
}

Type FlowCheck::type(const TypeRef& type) {
    if (type.name.text.empty())
        return {};
    Type result;
    if (const TypeWord* const word = find_type_word(type.name.text)) {
        result = Type::of(word->kind);
        if (has_scale(word->kind) && !type.arguments.empty()) {
            // Number(2) is what flows say, Number(16, 2) what fields say; the scale is the last
            // either way.
            const auto scale = small_number(type.arguments.back());
            if (!scale || *scale > 17 || type.arguments.size() > 2)
                out()
                    .report(
                        Code::W0455,
                        type.arguments.back()->span,
                        "`{}` takes the number of decimals, 0 to 17",
                        word->word
                    )
                    .help(fmt::format("write `{}(2)` for two decimals", word->word));
            else
                result.scale = *scale;
        }
        if (word->kind == TypeKind::id && type.arguments.size() == 1 &&
            type.arguments[0] != nullptr && type.arguments[0]->kind == ExprKind::reference) {
            const Path& path = static_cast<const ReferenceExpr*>(type.arguments[0])->path;
            if (const Object* const found =
                    path.empty() ? nullptr : schema().find(path.parts.front().text))
                result.object = found->id;
            else if (!path.empty())
                report_unknown_object(schema(), path.parts.front(), out());
        }
    } else if (const Object* const found = schema().find(type.name.text)) {
        result = Type::record_of(found->id);
    } else if (equal_ignoring_case(type.name.text, "Apex")) {
        result = Type::of(TypeKind::any); // `Apex(Class)`: what it holds, Apex knows
    } else {
        std::vector<std::string_view> candidates = schema().object_names();
        for (const TypeWord& known : type_words)
            candidates.push_back(known.word);
        out()
            .report(Code::W0305, type.name.span, "there is no type `{}`", type.name.text)
            .here("no such type or object")
            .help_nearest(type.name.text, candidates, "did you mean `{}`?");
        if (!schema().setup().is_open)
            return {};
        result = Type::of(TypeKind::any);
    }
    result.collection = type.collection;
    return result;
}

Expression FlowCheck::formula(const Element& element, std::string_view key, Type target) {
    if (const auto* const text = element.value<TextLiteral>(key)) {
        const Expression merged = compile_template(*text, *this, context_);
        return coerce(merged, target, text->span, fmt::format("`{}`", key), context_);
    }
    const auto* const value = element.value<const Formula*>(key);
    if (value == nullptr || *value == nullptr)
        return {};
    const Expression expression = compile(**value, *this, context_);
    const std::string what = key.empty() ? std::string("the value") : fmt::format("`{}`", key);
    return coerce(expression, target, (*value)->span, what, context_);
}

Expression FlowCheck::condition(const Condition& condition) {
    return compile(condition, *this, context_);
}

Filter FlowCheck::filter(const Condition& condition, const Object& object) {
    return compile_filter(condition, object, *this, context_);
}

Expression FlowCheck::reference(const Path& path) {
    if (path.empty())
        return constant(Value::null(), {}, context_.arena);
    auto* const expression = scratch_.make<ReferenceExpr>();
    expression->kind = ExprKind::reference;
    expression->span = path.span;
    expression->path = path;
    const Formula formula{{}, path.span, expression};
    return compile(formula, *this, context_);
}

std::vector<SortKey> FlowCheck::order(List<OrderKey> keys, const Object& object) {
    std::vector<SortKey> result;
    for (const OrderKey& key : keys) {
        const auto field = own_field(key.field, object, key.field.span, *this, out());
        if (!field)
            continue;
        switch (object.field(*field).kind) {
        case FieldKind::long_text_area:
        case FieldKind::rich_text_area:
        case FieldKind::encrypted_text:
        case FieldKind::multi_picklist:
        case FieldKind::location:
            out()
                .report(
                    Code::W0453,
                    key.field.span,
                    "`{}.{}` cannot be sorted by",
                    object.name,
                    object.field(*field).name
                )
                .note("Salesforce sorts by no long or encrypted text, no multi-select picklist and "
                      "no location");
            continue;
        case FieldKind::id:
        case FieldKind::text:
        case FieldKind::text_area:
        case FieldKind::email:
        case FieldKind::phone:
        case FieldKind::url:
        case FieldKind::checkbox:
        case FieldKind::number:
        case FieldKind::currency:
        case FieldKind::percent:
        case FieldKind::date:
        case FieldKind::date_time:
        case FieldKind::time:
        case FieldKind::picklist:
        case FieldKind::lookup:
        case FieldKind::master_detail:
        case FieldKind::auto_number:
            break;
        }
        result.push_back({*field, key.descending, key.nulls_last});
    }
    return result;
}

} // namespace weir
