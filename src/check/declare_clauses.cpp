// The clauses of a field, as far as fields of its type can have them.
#include "check/declare_world.hpp"
#include "schema/fold.hpp"

#include <algorithm>
#include <charconv>

namespace weir {

namespace {

bool may_be_unique(FieldKind kind) {
    return kind == FieldKind::text || kind == FieldKind::email || kind == FieldKind::number;
}

bool may_be_external_id(FieldKind kind) {
    return may_be_unique(kind) || kind == FieldKind::auto_number;
}

bool is_picklist(FieldKind kind) {
    return kind == FieldKind::picklist || kind == FieldKind::multi_picklist;
}

bool may_have_default(FieldKind kind) {
    switch (kind) {
    case FieldKind::id:
    case FieldKind::encrypted_text:
    case FieldKind::lookup:
    case FieldKind::master_detail:
    case FieldKind::auto_number:
    case FieldKind::location:
        return false;
    case FieldKind::text:
    case FieldKind::text_area:
    case FieldKind::long_text_area:
    case FieldKind::rich_text_area:
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
    case FieldKind::multi_picklist:
        return true;
    }
    return false;
}

bool may_be_formula(FieldKind kind) {
    switch (kind) {
    case FieldKind::text:
    case FieldKind::checkbox:
    case FieldKind::number:
    case FieldKind::currency:
    case FieldKind::percent:
    case FieldKind::date:
    case FieldKind::date_time:
    case FieldKind::time:
        return true;
    case FieldKind::id:
    case FieldKind::text_area:
    case FieldKind::long_text_area:
    case FieldKind::rich_text_area:
    case FieldKind::encrypted_text:
    case FieldKind::email:
    case FieldKind::phone:
    case FieldKind::url:
    case FieldKind::picklist:
    case FieldKind::multi_picklist:
    case FieldKind::lookup:
    case FieldKind::master_detail:
    case FieldKind::auto_number:
    case FieldKind::location:
        return false;
    }
    return false;
}

/// Reads the clauses of one field into it, and reports those that its type cannot have.
class ClauseReader {
public:
    ClauseReader(World& world, const Object& object, const Element& element, Field& field)
        : world_(world),
          object_(object),
          element_(element),
          field_(field),
          type_(element.subject.type.name.text) {}

    void read() {
        field_.has_formula = element_.has("formula");
        field_.has_summary = element_.has("summary");
        if (field_.has_formula)
            read_formula();
        if (field_.has_summary)
            read_summary();
        read_access();
        read_required();
        read_uniqueness();
        read_reference();
        read_filter();
        read_delete_rule();
        read_restriction();
        if (field_.kind == FieldKind::auto_number)
            read_auto_number();
        if (element_.has("default"))
            read_default();
    }

private:
    DiagnosticBuilder refuse(std::string_view key, std::string_view who_can) {
        return world_.out
            .report(
                Code::W0214,
                element_.clause(key)->key_span,
                "a `{}` field takes no `{}`",
                type_,
                key
            )
            .note(fmt::format("only {} can have it", who_can));
    }

    bool allow(std::string_view key, bool can, std::string_view who_can) {
        if (!can)
            refuse(key, who_can);
        return can;
    }

    [[nodiscard]] bool is_computed() const { return field_.has_formula || field_.has_summary; }

    void read_formula() {
        const Span span = element_.clause("formula")->key_span;
        if (!may_be_formula(field_.kind)) {
            world_.out.report(Code::W0219, span, "a `{}` field has no formula", type_)
                .note("a formula gives a Checkbox, Currency, Date, DateTime, Number, Percent, Text "
                      "or Time");
        } else if (object_.kind != ObjectKind::standard && object_.kind != ObjectKind::custom) {
            world_.out.report(
                Code::W0219, span, "only fields of standard and custom objects have formulas"
            );
        }
        refuse_what_is_stored(span, "the formula gives its value");
    }

    void read_summary() {
        const Span span = element_.clause("summary")->key_span;
        const bool fits = field_.kind == FieldKind::number || field_.kind == FieldKind::currency ||
                          field_.kind == FieldKind::percent || field_.kind == FieldKind::date ||
                          field_.kind == FieldKind::date_time;
        if (!fits)
            world_.out.report(Code::W0225, span, "a `{}` field has no summary", type_)
                .note("a summary gives a Number, Currency, Percent, Date or DateTime");
        if (field_.has_formula)
            world_.out.report(Code::W0219, span, "a field has a formula or a summary, not both")
                .label(element_.clause("formula")->key_span, "the formula gives its value");
        else
            refuse_what_is_stored(span, "the summary gives its value");
    }

    void refuse_what_is_stored(Span computed, std::string_view label) {
        field_.createable = false;
        field_.updateable = false;
        for (const std::string_view key :
             {"required",
              "unique",
              "case sensitive",
              "external id",
              "default",
              "restricted",
              "unrestricted"})
            if (const Clause* const clause = element_.clause(key))
                world_.out
                    .report(
                        Code::W0219,
                        clause->key_span,
                        "`{}` is said of a field that stores nothing",
                        key
                    )
                    .label(computed, std::string(label));
    }

    void read_access() {
        const bool read_only = element_.has("read only");
        if (read_only || element_.has("not createable"))
            field_.createable = false;
        if (read_only || element_.has("not updateable"))
            field_.updateable = false;
        if (field_.kind == FieldKind::auto_number) {
            field_.createable = false;
            field_.updateable = false;
        }
    }

    void read_required() {
        if (field_.kind == FieldKind::master_detail)
            field_.required = true;
        const Clause* const clause = element_.clause("required");
        if (clause == nullptr || is_computed())
            return;
        const std::string_view reason =
            field_.kind == FieldKind::checkbox        ? "a checkbox always has a value"
            : field_.kind == FieldKind::auto_number   ? "an auto number always has a value"
            : field_.kind == FieldKind::master_detail ? "a detail always has its master"
                                                      : "";
        if (reason.empty()) {
            field_.required = true;
            return;
        }
        world_.out.report(Code::W0215, clause->key_span, "`required` changes nothing here")
            .note(std::string(reason));
    }

    void read_uniqueness() {
        if (is_computed())
            return;
        constexpr std::string_view can_be_unique = "Text, Email and Number";
        if (element_.has("unique"))
            field_.unique = allow("unique", may_be_unique(field_.kind), can_be_unique);
        if (element_.has("external id"))
            field_.external_id = allow(
                "external id", may_be_external_id(field_.kind), "Text, Email, Number and AutoNumber"
            );
        if (!element_.has("case sensitive"))
            return;
        const bool compares = field_.kind == FieldKind::text && element_.has("unique");
        field_.case_sensitive = allow("case sensitive", compares, "a `unique` Text");
    }

    void read_delete_rule() {
        if (field_.kind == FieldKind::master_detail)
            field_.delete_rule = DeleteRule::cascade;
        // A required lookup cannot be cleared, so what it refers to stays as long as it is referred
        // to.
        if (field_.kind == FieldKind::lookup && field_.required)
            field_.delete_rule = DeleteRule::restrict_delete;
        const auto* const rule = element_.value<std::string_view>("on delete");
        if (rule == nullptr || !allow("on delete", field_.kind == FieldKind::lookup, "a Lookup"))
            return;
        if (*rule == "cascade")
            field_.delete_rule = DeleteRule::cascade;
        if (*rule == "restrict")
            field_.delete_rule = DeleteRule::restrict_delete;
        if (*rule != "clear")
            return;
        field_.delete_rule = DeleteRule::clear;
        if (!field_.required)
            return;
        const Clause& clause = *element_.clause("on delete");
        world_.out.report(Code::W0214, clause.span, "a required lookup cannot be cleared")
            .label(element_.clause("required")->key_span, "it always has a value")
            .note("`on delete restrict` keeps the other record, `on delete cascade` deletes this "
                  "one with it");
        field_.delete_rule = DeleteRule::restrict_delete;
    }

    // A custom picklist takes only its values unless it says otherwise, as Salesforce makes them;
    // the values of standard ones are the org's to extend.
    void read_restriction() {
        const bool can = is_picklist(field_.kind);
        if (can && folded(field_.name).ends_with("__c"))
            field_.restricted = !element_.has("unrestricted");
        for (const std::string_view key : {"restricted", "unrestricted"})
            if (element_.has(key) && !is_computed() && allow(key, can, "picklists"))
                field_.restricted = key == "restricted";
    }

    void read_reference() {
        if (const auto* const name = element_.value<Path>("relationship"))
            if (allow(
                    "relationship",
                    field_.is_reference() || type_ == "MetadataRelationship",
                    "a Lookup or MasterDetail"
                ) &&
                !name->empty())
                field_.child_relationship = name->parts.back().text;
        if (element_.has("reparentable"))
            field_.reparentable =
                allow("reparentable", field_.kind == FieldKind::master_detail, "a MasterDetail");
        if (field_.kind == FieldKind::master_detail && !field_.reparentable)
            field_.updateable = false;
    }

    /// What the filter says is compiled with the rules (lookup_filters.cpp).
    void read_filter() {
        if (element_.has("only where")) {
            // What a standard lookup leads to is known, and a project does not say it again.
            const bool leads_to_one =
                field_.refers_to.size() == 1 || object_.find_field(field_.name).has_value();
            allow(
                "only where",
                field_.is_reference() && leads_to_one,
                "a Lookup or MasterDetail to one object"
            );
            return;
        }
        for (const std::string_view key :
             {"error", "filter hint", "optional filter", "inactive filter"})
            if (const Clause* const clause = element_.clause(key);
                clause != nullptr && !element_.broken)
                world_.out
                    .report(Code::W0230, clause->key_span, "`{}` is said of no lookup filter", key)
                    .help("which records the lookup takes is said by `only where`");
    }

    void read_auto_number() {
        const auto* const format = element_.value<TextLiteral>("format");
        if (format != nullptr) {
            field_.format = format->value;
            check_auto_number_format(field_.format, format->span, world_.out);
        } else if (field_.format.empty()) {
            field_.format = "{0}";
        }
        const auto* const start = element_.value<NumberLiteral>("starting");
        if (start == nullptr)
            return;
        const auto [end, error] = std::from_chars(
            start->digits.data(), start->digits.data() + start->digits.size(), field_.first_number
        );
        if (error != std::errc{} || end != start->digits.data() + start->digits.size())
            world_.out.report(
                Code::W0203,
                start->span,
                "an auto number starts at a whole number, not at `{}`",
                start->digits
            );
    }

    void read_default() {
        if (is_computed())
            return;
        if (!may_have_default(field_.kind)) {
            world_.out.report(
                Code::W0214,
                element_.clause("default")->key_span,
                "a `{}` field has no default",
                type_
            );
            return;
        }
        field_.has_default = true;
        const auto* const formula = element_.value<const Formula*>("default");
        if (formula == nullptr || *formula == nullptr || (*formula)->root == nullptr)
            return;
        if (is_picklist(field_.kind) && (*formula)->root->kind == ExprKind::text)
            choose_default(**formula);
    }

    void choose_default(const Formula& formula) {
        const std::string_view value = static_cast<const TextExpr*>(formula.root)->value;
        for (PicklistValue& candidate : field_.values)
            if (candidate.value == value) {
                candidate.is_default = true;
                return;
            }
        // The org decides about the values of a standard picklist, and takes a default for a
        // formula.
        if (field_.values.empty() || object_.is_open)
            return;
        std::vector<std::string> quoted;
        for (const PicklistValue& candidate : field_.values)
            quoted.push_back('"' + candidate.value + '"');
        const std::vector<std::string_view> values(quoted.begin(), quoted.end());
        world_.out
            .report(
                Code::W0217,
                formula.span,
                "the default `{}` is not among the values of `{}`",
                value,
                field_.name
            )
            .label(element_.subject.type.span, "its values")
            .help_nearest('"' + std::string(value) + '"', values, "a similar value exists: {}");
    }

    World& world_;
    const Object& object_;
    const Element& element_;
    Field& field_;
    std::string_view type_;
};

} // namespace

void read_field_clauses(World& world, const Object& object, const Element& element, Field& field) {
    ClauseReader(world, object, element, field).read();
}

} // namespace weir
